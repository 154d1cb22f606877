//! The numbers of push applications, and the header value that names one.

mod table;

use alloc::string::String;
use core::fmt;

use crate::error::{Error, ErrorKind, Expected};
use crate::registry::{by_name, by_number};

/// The number of a push application: an open registry.
///
/// ```
/// use provost_push::ApplicationId;
///
/// assert_eq!(ApplicationId::from_name("x-wap-application:syncml.dm"), Some(ApplicationId::SYNCML_DM));
/// assert_eq!(ApplicationId(0x9010).name(), Some("x-oma-nokia:sip.ua"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct ApplicationId(pub u32);

impl ApplicationId {
    /// Any application.
    pub const ANY: Self = Self(0x00);
    /// Session initiation.
    pub const PUSH_SIA: Self = Self(0x01);
    /// The browser: who gets a push that names no application.
    pub const WML_UA: Self = Self(0x02);
    /// Telephony.
    pub const WTA_UA: Self = Self(0x03);
    /// Multimedia messages.
    pub const MMS_UA: Self = Self(0x04);
    /// Data synchronization.
    pub const PUSH_SYNCML: Self = Self(0x05);
    /// Location.
    pub const LOC_UA: Self = Self(0x06);
    /// Device management.
    pub const SYNCML_DM: Self = Self(0x07);
    /// Rights management.
    pub const DRM_UA: Self = Self(0x08);
    /// E-mail notification.
    pub const EMN_UA: Self = Self(0x09);
    /// Secure user plane location.
    pub const ULP_UA: Self = Self(0x10);

    /// The registered URN.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        by_number(table::ROWS, self.0, |row| row.0).map(|row| row.1)
    }

    /// The number of a URN, whatever its case.
    ///
    /// `urn:x-wap-application:mms.ua` and the bare `mms.ua` are seen in the field as well. The
    /// whole name counts: one that only contains a registered name is another.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let find = |name| by_name(table::ROWS, name, |row| row.1).map(|row| Self(row.0));
        let bare = || {
            let row = table::ROWS.iter().find(|row| {
                row.1.strip_prefix(WAP).is_some_and(|bare| bare.eq_ignore_ascii_case(name))
            });
            row.map(|row| Self(row.0))
        };
        find(name).or_else(|| strip_urn(name).and_then(find)).or_else(bare)
    }

    /// All that are registered, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        table::ROWS.iter().map(|row| Self(row.0))
    }
}

impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{:x}", self.0),
        }
    }
}

/// Which application a push is for: the value of `X-Wap-Application-Id` and `Accept-Application`.
///
/// A registered application has a number and never goes over the air as text
/// (WAP-249, 5.1.2.1.2): a URI that is read from text becomes its number.
///
/// ```
/// use provost_push::{Application, ApplicationId};
///
/// // The number behind `app-encoding` is hexadecimal.
/// assert_eq!(Application::from_text("9010")?, Application::Id(ApplicationId(0x9010)));
/// let text = "x-wap-application:syncml.dm;app-encoding=7";
/// assert_eq!(Application::from_text(text)?, Application::Id(ApplicationId::SYNCML_DM));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a URI")]
pub enum Application {
    /// A number.
    Id(ApplicationId),
    /// An absolute URI without a number.
    Uri(String),
}

impl Application {
    /// Reads the text form: a URI, a URI with a code, or a code of one to eight hexadecimal digits
    /// (WAP-251, 5.2.2.1).
    ///
    /// A URI with a registered number wins over a code; else the code over the URI.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) for what is neither.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let text = text.trim_matches([' ', '\t']);
        if let Some(id) = number(text)? {
            return Ok(Self::Id(id));
        }
        let fault = Error::new(ErrorKind::Form(Expected::ApplicationId), 0);
        let (scheme, rest) = text.split_once(':').ok_or(fault)?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
        let is_rest = !rest.is_empty() && rest.bytes().all(|octet| octet.is_ascii_graphic());
        if is_scheme && is_rest { Ok(Self::Uri(text.into())) } else { Err(fault) }
    }

    /// The number, also of a URI that stands for one, and of what else its text form may be where a
    /// gateway has handed it on as it was.
    #[must_use]
    pub fn id(&self) -> Option<ApplicationId> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Uri(uri) => number(uri.trim_matches([' ', '\t'])).ok().flatten(),
        }
    }
}

impl From<ApplicationId> for Application {
    fn from(id: ApplicationId) -> Self {
        Self::Id(id)
    }
}

impl fmt::Display for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::Uri(uri) => f.write_str(uri),
        }
    }
}

const WAP: &str = "x-wap-application:";

/// The number that a text form stands for; `None` of a URI without one.
fn number(text: &str) -> Result<Option<ApplicationId>, Error> {
    let uri = text.split(';').next().unwrap_or(text).trim_end_matches([' ', '\t']);
    if let Some(id) = ApplicationId::from_name(uri) {
        return Ok(Some(id));
    }
    // A URI may have semicolons of its own; the code is the last.
    if let Some((uri, parameter)) = text.rsplit_once(';') {
        let (name, code) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("app-encoding") {
            let at = uri.trim_end_matches([' ', '\t']).len();
            let fault = Error::new(ErrorKind::Form(Expected::ApplicationId), at);
            return hexadecimal(code.trim()).map(|code| Some(ApplicationId(code))).ok_or(fault);
        }
    }
    Ok(hexadecimal(text).map(ApplicationId))
}

fn strip_urn(name: &str) -> Option<&str> {
    let (urn, rest) = name.split_at_checked(4)?;
    urn.eq_ignore_ascii_case("urn:").then_some(rest)
}

fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|octet| octet.is_ascii_hexdigit());
    (digits && (1..=8).contains(&text.len())).then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_both_ways() {
        crate::registry::assert_ascending(table::ROWS.iter().map(|row| row.0));
        assert_eq!(table::ROWS.len(), 133);
        for &(number, name) in table::ROWS {
            assert_eq!(ApplicationId(number).name(), Some(name));
            // Session initiation is registered twice; the lower number is the well-known one.
            let number = if number == 0x904b { 0x01 } else { number };
            assert_eq!(ApplicationId::from_name(name), Some(ApplicationId(number)), "{name}");
        }
    }

    #[test]
    fn names_of_the_field() {
        for name in ["mms.ua", "urn:x-wap-application:mms.ua", "X-WAP-Application:MMS.UA"] {
            assert_eq!(ApplicationId::from_name(name), Some(ApplicationId::MMS_UA), "{name}");
        }
        assert_eq!(ApplicationId::from_name("http://a.example/wml.ua"), None);
        assert_eq!(ApplicationId::from_name("http://a.example/*"), None);
        assert_eq!(ApplicationId::from_name("*"), Some(ApplicationId::ANY));
    }

    #[test]
    fn numbers_of_texts_on_the_wire() {
        for (uri, id) in [
            ("urn:x-wap-application:mms.ua", Some(4)),
            ("x-wap-application:syncml.dm;app-encoding=9", Some(7)),
            ("http://a.example/;app-encoding=8abc", Some(0x8abc)),
            ("7", Some(7)),
            ("http://a.example/7", None),
            ("", None),
        ] {
            assert_eq!(Application::Uri(uri.into()).id(), id.map(ApplicationId), "{uri}");
        }
    }

    #[test]
    fn text() {
        let id = |number| Ok(Application::Id(ApplicationId(number)));
        let fault = |offset| Err(Error::new(ErrorKind::Form(Expected::ApplicationId), offset));
        let uri = "http://pi.example.com/app";
        assert_eq!(
            Application::from_text("http://pi.example.com/app;app-encoding=8abc"),
            id(0x8abc)
        );
        assert_eq!(Application::from_text("x-wap-application:wml.ua; app-encoding=9"), id(2));
        assert_eq!(Application::from_text("4"), id(4));
        assert_eq!(Application::from_text(uri), Ok(Application::Uri(uri.into())));
        assert_eq!(Application::from_text("123456789"), fault(0));
        assert_eq!(Application::from_text(""), fault(0));
        // RFC 2396, 3.3: a path has semicolons too.
        let with_one = "http://pi.example.com/app;q=1";
        assert_eq!(Application::from_text(with_one), Ok(Application::Uri(with_one.into())));
        assert_eq!(
            Application::from_text("http://pi.example.com/app;q=1 ; App-Encoding = 8ABC"),
            id(0x8abc)
        );
        assert_eq!(Application::from_text("http://pi.example.com/app;app-encoding"), fault(25));
        assert_eq!(Application::from_text("http://pi.example.com/a b"), fault(0));
    }
}
