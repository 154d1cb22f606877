//! Cache operation (WAP-175): what a client shall no longer take from its cache.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::vocabulary::CO_1_0;
use provost_wbxml::{Event, ReadEvents, WriteEvents};

use super::document::{self, Element};
use super::uri::{Uri, comparable, resolve};
use crate::Date;
use crate::error::{Error, ErrorKind, Expected};

/// A cache operation.
///
/// ```
/// use provost_push::content::{CacheOperation, Invalidation};
///
/// let co = CacheOperation::new(vec![Invalidation::object("foo.wml"), Invalidation::service("/bar")]);
/// let octets = co.to_wbxml()?;
/// assert_eq!(CacheOperation::from_wbxml(&octets)?, co);
/// let base = CacheOperation::base(Some("http://www.xyz.com/"), Some("/abc/"));
/// let base = base.as_deref();
/// assert!(co.invalidates(base, "http://www.xyz.com/abc/foo.wml"));
/// assert!(co.invalidates(base, "http://www.xyz.com/bar/baz?x"));
/// assert!(!co.invalidates(base, "http://www.xyz.com/barn"));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CacheOperation {
    /// What is invalid, at least one.
    pub invalidations: Vec<Invalidation>,
}

/// Something that is invalid.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct Invalidation {
    /// One object, or all below a path.
    pub target: Target,
    /// The URI, absolute or relative.
    pub uri: String,
    /// Attributes that the language lacks.
    pub extra: Vec<(String, String)>,
}

/// How far an invalidation reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "two elements")]
pub enum Target {
    /// One object.
    Object,
    /// All objects below a path.
    Service,
}

impl Invalidation {
    /// Of one object.
    #[must_use]
    pub fn object(uri: &str) -> Self {
        Self { target: Target::Object, uri: uri.into(), extra: Vec::new() }
    }

    /// Of all objects below a path.
    #[must_use]
    pub fn service(uri: &str) -> Self {
        Self { target: Target::Service, uri: uri.into(), extra: Vec::new() }
    }

    /// Whether it is about the object of that absolute URI. A relative one without a base is about
    /// none (WAP-175, 6).
    #[must_use]
    pub fn matches(&self, base: Option<&str>, cached: &str) -> bool {
        let Some(uri) = self.absolute(base) else {
            return false;
        };
        let (own, cached) = (Uri::split(&uri), Uri::split(cached));
        if !own.same_scheme(&cached) || !own.same_authority(&cached) {
            return false;
        }
        let (path, other) = (comparable(own.path), comparable(cached.path));
        match self.target {
            Target::Object => path == other && own.query == cached.query,
            // By whole segments; the query does not count.
            Target::Service => match other.strip_prefix(&*path) {
                Some(rest) => rest.is_empty() || path.ends_with(b"/") || rest.starts_with(b"/"),
                None => false,
            },
        }
    }

    fn absolute(&self, base: Option<&str>) -> Option<String> {
        match base {
            Some(base) => resolve(base, &self.uri),
            None => Uri::split(&self.uri).scheme.map(|_| self.uri.clone()),
        }
    }
}

impl CacheOperation {
    /// Of those.
    #[must_use]
    pub const fn new(invalidations: Vec<Invalidation>) -> Self {
        Self { invalidations }
    }

    /// What relative URIs count from: the Content-Location, which counts from the
    /// X-Wap-Content-URI itself.
    #[must_use]
    pub fn base(content_uri: Option<&str>, content_location: Option<&str>) -> Option<String> {
        match (content_uri, content_location) {
            (Some(uri), Some(location)) => resolve(uri, location),
            (Some(uri), None) => Some(uri.into()),
            (None, Some(location)) => Uri::split(location).scheme.map(|_| location.into()),
            (None, None) => None,
        }
    }

    /// Whether the object of that absolute URI is invalid.
    #[must_use]
    pub fn invalidates(&self, base: Option<&str>, cached: &str) -> bool {
        self.invalidations.iter().any(|one| one.matches(base, cached))
    }

    /// Whether an operation of that date reaches an object of those dates: one that is older than
    /// the object does not (WAP-175, 6).
    #[must_use]
    pub fn reaches(
        date: Option<Date>,
        object_date: Option<Date>,
        last_modified: Option<Date>,
    ) -> bool {
        let newest = object_date.max(last_modified);
        !matches!((date, newest), (Some(date), Some(newest)) if date < newest)
    }

    /// Whether a client may do it (WAP-175, 7): where the content is trusted, or where the
    /// initiator is authenticated and each URI is of its own authority.
    #[must_use]
    pub fn is_permitted(
        &self,
        flag: crate::wsp::PushFlag,
        initiator: Option<&str>,
        base: Option<&str>,
    ) -> bool {
        use crate::wsp::PushFlag;
        if flag.has(PushFlag::TRUSTED) {
            return true;
        }
        let (true, Some(initiator)) = (flag.has(PushFlag::AUTHENTICATED), initiator) else {
            return false;
        };
        let initiator = Uri::split(initiator);
        self.invalidations.iter().all(|one| {
            let uri = one.absolute(base);
            uri.is_some_and(|uri| {
                initiator.authority.is_some() && Uri::split(&uri).same_authority(&initiator)
            })
        })
    }

    /// Reads a document of WBXML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a document that is none,
    /// [`Unsupported`](ErrorKind::Unsupported) for an element of another language,
    /// [`Missing`](ErrorKind::Missing) for a URI, or all of them.
    pub fn from_wbxml(input: &[u8]) -> Result<Self, Error> {
        Self::from_element(Element::from_wbxml(input, &CO_1_0, "co")?)
    }

    /// Reads a document of XML, whatever encoding it says it had.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    #[cfg(feature = "xml")]
    pub fn from_xml(input: &str) -> Result<Self, Error> {
        Self::from_events(&mut document::reader(input, &CO_1_0)?)
    }

    /// Reads events.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    pub fn from_events<'a>(events: &mut impl ReadEvents<'a>) -> Result<Self, Error> {
        Self::from_element(Element::named(events, "co")?)
    }

    /// The document in WBXML 1.2.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        let mut writer = document::writer(&CO_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// The document in XML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self) -> Result<String, Error> {
        let mut writer = provost_wbxml::xml::Writer::new(&CO_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// Writes events.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, out: &mut impl WriteEvents) -> Result<(), provost_wbxml::Error> {
        document::start(out, "co")?;
        for one in &self.invalidations {
            document::start(out, one.target.element())?;
            document::attribute(out, "uri", Some(&one.uri))?;
            document::extra(out, &one.extra)?;
            out.write_event(&Event::End)?;
        }
        out.write_event(&Event::End)
    }

    fn from_element(root: Element) -> Result<Self, Error> {
        root.must_only_hold()?;
        let missing = root.fault(ErrorKind::Missing(Expected::ElementName));
        let one = |mut element: Element| {
            let target = match &*element.name {
                "invalidate-object" => Target::Object,
                "invalidate-service" => Target::Service,
                _ => return Err(element.fault(ErrorKind::Unsupported(Expected::ElementName))),
            };
            element.must_be_empty()?;
            let missing = element.fault(ErrorKind::Missing(Expected::Attribute));
            let uri = element.take("uri")?.ok_or(missing)?;
            Ok(Invalidation { target, uri, extra: element.take_rest()? })
        };
        let invalidations = root.children.into_iter().map(one).collect::<Result<Vec<_>, _>>()?;
        if invalidations.is_empty() {
            return Err(missing);
        }
        Ok(Self { invalidations })
    }
}

impl Target {
    const fn element(self) -> &'static str {
        match self {
            Self::Object => "invalidate-object",
            Self::Service => "invalidate-service",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wsp::PushFlag;

    #[test]
    fn equality_of_uris() {
        let object = Invalidation::object("HTTP://A.example:80/%7Ex?q");
        assert!(object.matches(None, "http://a.example/~x?q"));
        assert!(!object.matches(None, "http://a.example/~x"));
        assert!(!object.matches(None, "https://a.example/~x?q"));
        assert!(!Invalidation::service("/abc").matches(None, "http://a.example/abc"));
        let service = Invalidation::service("http://a.example/abc/?q");
        assert!(service.matches(None, "http://a.example/abc/d"));
        assert!(!service.matches(None, "http://a.example/abc"));
    }

    #[test]
    fn dates_and_trust() {
        let (old, new) = (Some(Date(1)), Some(Date(2)));
        assert!(CacheOperation::reaches(new, old, old));
        assert!(!CacheOperation::reaches(old, old, new));
        assert!(CacheOperation::reaches(None, new, None));
        let co = CacheOperation::new(alloc::vec![Invalidation::object("http://a.example/b")]);
        let initiator = Some("http://a.example/push");
        let permitted = |flag, initiator| co.is_permitted(flag, initiator, None);
        assert!(permitted(PushFlag::TRUSTED, None));
        assert!(permitted(PushFlag::AUTHENTICATED, initiator));
        assert!(!permitted(PushFlag::AUTHENTICATED, Some("http://b.example/")));
        assert!(!permitted(PushFlag(0), initiator));
        assert!(!permitted(PushFlag::AUTHENTICATED, None));
    }
}
