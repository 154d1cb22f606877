//! Service loading (WAP-168): a client loads something without asking.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::vocabulary::SL_1_0;
use provost_wbxml::{Event, ReadEvents, WriteEvents};

use super::document::{self, Element};
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};

/// A service loading. Whoever may send it makes a client load a URI: refuse it without trust.
///
/// ```
/// use provost_push::content::{LoadAction, ServiceLoading};
///
/// let sl = ServiceLoading::new("http://www.xyz.com/ppaid/123/abc.wml");
/// let octets = sl.to_wbxml()?;
/// assert_eq!(octets.len(), 32);
/// assert_eq!(ServiceLoading::from_wbxml(&octets)?.action(), &LoadAction::ExecuteLow);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ServiceLoading {
    /// What to load.
    pub href: String,
    /// What to do with it; `None` is `execute-low`.
    pub action: Option<LoadAction>,
    /// Attributes that the language lacks.
    pub extra: Vec<(String, String)>,
}

/// What a client does with what it loads.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum LoadAction {
    /// Shows it when that does not disturb.
    ExecuteLow,
    /// Shows it at once.
    ExecuteHigh,
    /// Puts it into its cache.
    Cache,
    /// A word that the language lacks.
    Other(String),
}

impl ServiceLoading {
    /// Loads a URI.
    #[must_use]
    pub fn new(href: &str) -> Self {
        Self { href: href.into(), action: None, extra: Vec::new() }
    }

    /// With an action.
    #[must_use]
    pub fn with_action(self, action: LoadAction) -> Self {
        Self { action: Some(action), ..self }
    }

    /// Reads a document of WBXML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a document that is none,
    /// [`Unsupported`](ErrorKind::Unsupported) for an element of another language,
    /// [`Missing`](ErrorKind::Missing) without an href.
    pub fn from_wbxml(input: &[u8]) -> Result<Self, Error> {
        Self::from_element(Element::from_wbxml(input, &SL_1_0, "sl")?)
    }

    /// Reads a document of XML, whatever encoding it says it had.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    #[cfg(feature = "xml")]
    pub fn from_xml(input: &str) -> Result<Self, Error> {
        Self::from_events(&mut document::reader(input, &SL_1_0)?)
    }

    /// Reads events.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    pub fn from_events<'a>(events: &mut impl ReadEvents<'a>) -> Result<Self, Error> {
        Self::from_element(Element::named(events, "sl")?)
    }

    /// The document in WBXML 1.2.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        let mut writer = document::writer(&SL_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// The document in XML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self) -> Result<String, Error> {
        let mut writer = provost_wbxml::xml::Writer::new(&SL_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// Writes events.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, out: &mut impl WriteEvents) -> Result<(), provost_wbxml::Error> {
        document::start(out, "sl")?;
        document::attribute(out, "href", Some(&self.href))?;
        document::attribute(out, "action", self.action.as_ref().map(LoadAction::word))?;
        document::extra(out, &self.extra)?;
        out.write_event(&Event::End)
    }

    /// What to do: `execute-low` where it does not say, or says what is unknown.
    #[must_use]
    pub const fn action(&self) -> &LoadAction {
        match &self.action {
            None | Some(LoadAction::Other(_)) => &LoadAction::ExecuteLow,
            Some(action) => action,
        }
    }

    /// What breaks the rules of the DTD, whose offsets are 0.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let foreign = !self.extra.is_empty() || matches!(self.action, Some(LoadAction::Other(_)));
        let finding = Finding::new(FindingKind::Rule(Expected::Attribute), 0);
        foreign.then_some(finding).into_iter().collect()
    }

    fn from_element(mut root: Element) -> Result<Self, Error> {
        root.must_be_empty()?;
        let missing = root.fault(ErrorKind::Missing(Expected::Attribute));
        Ok(Self {
            href: root.take("href")?.ok_or(missing)?,
            action: root.take("action")?.map(LoadAction::from_word),
            extra: root.take_rest()?,
        })
    }
}

impl LoadAction {
    fn from_word(word: String) -> Self {
        match &*word {
            "execute-low" => Self::ExecuteLow,
            "execute-high" => Self::ExecuteHigh,
            "cache" => Self::Cache,
            _ => Self::Other(word),
        }
    }

    fn word(&self) -> &str {
        match self {
            Self::ExecuteLow => "execute-low",
            Self::ExecuteHigh => "execute-high",
            Self::Cache => "cache",
            Self::Other(word) => word,
        }
    }
}

/// Several that wait, in the order they are to be carried out (WAP-168, 6): of those with one href
/// the most urgent, which are first, and as they came.
///
/// ```
/// use provost_push::content::{LoadAction, ServiceLoading, in_order};
///
/// let cache = ServiceLoading::new("http://a/").with_action(LoadAction::Cache);
/// let low = ServiceLoading::new("http://b/");
/// let high = ServiceLoading::new("http://a/").with_action(LoadAction::ExecuteHigh);
/// assert_eq!(in_order(&[cache, low.clone(), high.clone()]), [&high, &low]);
/// ```
#[must_use]
pub fn in_order(waiting: &[ServiceLoading]) -> Vec<&ServiceLoading> {
    let rank = |sl: &ServiceLoading| match sl.action() {
        LoadAction::ExecuteHigh => 0,
        LoadAction::Cache => 2,
        _ => 1,
    };
    let mut order = waiting.iter().collect::<Vec<_>>();
    // Both sorts are stable.
    order.sort_by_key(|sl| rank(sl));
    let mut seen = alloc::collections::BTreeSet::new();
    order.retain(|sl| seen.insert(&*sl.href));
    order
}
