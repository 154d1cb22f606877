//! Service indication (WAP-167): a text that points to something.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::vocabulary::SI_1_0;
use provost_wbxml::{Event, ReadEvents, WriteEvents};

use super::document::{self, Element};
use super::moment::Moment;
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};

/// A service indication.
///
/// ```
/// use provost_push::content::{ServiceIndication, Signal};
///
/// let si = ServiceIndication::new("http://mail.example.com/", "You have mail")
///     .with_signal(Signal::High)
///     .with_created("2026-11-27T10:00:00Z".into());
/// let octets = si.to_wbxml()?;
/// assert_eq!(ServiceIndication::from_wbxml(&octets)?, si);
/// assert!(si.check().is_empty());
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ServiceIndication {
    /// Where it points to.
    pub href: Option<String>,
    /// What tells it apart; [`href`](Self::href) where there is none.
    pub id: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// Until when it is of interest.
    pub expires: Option<Moment>,
    /// How it is brought to notice; `None` is medium.
    pub signal: Option<Signal>,
    /// The text.
    pub text: String,
    /// Further information, where there is an element for it.
    pub info: Option<Vec<Item>>,
    /// Attributes of the indication that the language lacks.
    pub extra: Vec<(String, String)>,
}

/// How an indication is brought to notice.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Signal {
    /// Not at all: only its information may be used.
    None,
    /// It waits to be looked at.
    Low,
    /// When it does not disturb.
    Medium,
    /// At once.
    High,
    /// Others with its id go, and so does it.
    Delete,
    /// A word that the language lacks.
    Other(String),
}

/// A piece of further information.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct Item {
    /// What it is.
    pub class: Option<String>,
    /// The text.
    pub text: String,
    /// Attributes that the language lacks.
    pub extra: Vec<(String, String)>,
}

impl ServiceIndication {
    /// A text that points somewhere.
    #[must_use]
    pub fn new(href: &str, text: &str) -> Self {
        Self {
            href: Some(href.into()),
            id: None,
            created: None,
            expires: None,
            signal: None,
            text: text.into(),
            info: None,
            extra: Vec::new(),
        }
    }

    /// With an id.
    #[must_use]
    pub fn with_id(self, id: &str) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// With a date of its making: without one it replaces nothing.
    #[must_use]
    pub fn with_created(self, created: Moment) -> Self {
        Self { created: Some(created), ..self }
    }

    /// With a date of its expiry.
    #[must_use]
    pub fn with_expires(self, expires: Moment) -> Self {
        Self { expires: Some(expires), ..self }
    }

    /// With a signal.
    #[must_use]
    pub fn with_signal(self, signal: Signal) -> Self {
        Self { signal: Some(signal), ..self }
    }

    /// Reads a document of WBXML; its public identifier does not matter, as the media type tells.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a document that is none,
    /// [`Unsupported`](ErrorKind::Unsupported) for an element of another language,
    /// [`Form`](ErrorKind::Form) for octets that are no date.
    pub fn from_wbxml(input: &[u8]) -> Result<Self, Error> {
        Self::from_element(Element::from_wbxml(input, &SI_1_0, "si")?)
    }

    /// Reads a document of XML, whatever encoding it says it had.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    #[cfg(feature = "xml")]
    pub fn from_xml(input: &str) -> Result<Self, Error> {
        Self::from_events(&mut document::reader(input, &SI_1_0)?)
    }

    /// Reads events.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    pub fn from_events<'a>(events: &mut impl ReadEvents<'a>) -> Result<Self, Error> {
        Self::from_element(Element::named(events, "si")?)
    }

    /// The document in WBXML 1.2.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        let mut writer = document::writer(&SI_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// The document in XML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self) -> Result<String, Error> {
        let mut writer = provost_wbxml::xml::Writer::new(&SI_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// Writes events.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, out: &mut impl WriteEvents) -> Result<(), provost_wbxml::Error> {
        document::start(out, "si")?;
        document::start(out, "indication")?;
        document::attribute(out, "href", self.href.as_deref())?;
        document::attribute(out, "si-id", self.id.as_deref())?;
        document::moment(out, "created", self.created.as_ref())?;
        document::moment(out, "si-expires", self.expires.as_ref())?;
        document::attribute(out, "action", self.signal.as_ref().map(Signal::word))?;
        document::extra(out, &self.extra)?;
        document::text(out, &self.text)?;
        out.write_event(&Event::End)?;
        if let Some(items) = &self.info {
            document::start(out, "info")?;
            for item in items {
                document::start(out, "item")?;
                document::attribute(out, "class", item.class.as_deref())?;
                document::extra(out, &item.extra)?;
                document::text(out, &item.text)?;
                out.write_event(&Event::End)?;
            }
            out.write_event(&Event::End)?;
        }
        out.write_event(&Event::End)
    }

    /// What tells it apart from others: the id, or the href (WAP-167, 5.2).
    #[must_use]
    pub fn identity(&self) -> Option<&str> {
        self.id.as_deref().or(self.href.as_deref())
    }

    /// How it is brought to notice: medium where it does not say, or says what is unknown.
    #[must_use]
    pub const fn signal(&self) -> &Signal {
        match &self.signal {
            None | Some(Signal::Other(_)) => &Signal::Medium,
            Some(signal) => signal,
        }
    }

    /// What breaks the rules of the DTD or of the text of the specification, whose offsets are 0.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut found = |what| findings.push(Finding::new(FindingKind::Rule(what), 0));
        if !self.extra.is_empty() || matches!(self.signal, Some(Signal::Other(_))) {
            found(Expected::Attribute);
        }
        // WAP-167, 6.2: the href does not stand in for the id here.
        if self.signal == Some(Signal::Delete) && self.id.is_none() {
            found(Expected::Attribute);
        }
        for moment in [&self.created, &self.expires].into_iter().flatten() {
            if moment.date().is_none() {
                found(Expected::Date);
            }
        }
        for item in self.info.iter().flatten() {
            if item.class.is_none() || !item.extra.is_empty() {
                found(Expected::Attribute);
            }
        }
        if self.info.as_ref().is_some_and(Vec::is_empty) {
            found(Expected::ElementName);
        }
        findings
    }

    fn from_element(root: Element) -> Result<Self, Error> {
        root.must_only_hold()?;
        let mut si = None;
        let mut info = None;
        for mut element in root.children {
            match &*element.name {
                "indication" if si.is_none() && info.is_none() => {
                    si = Some(Self::from_indication(&mut element)?);
                }
                "info" if si.is_some() && info.is_none() => {
                    element.must_only_hold()?;
                    info = Some(items(element.children)?);
                }
                "indication" | "info" => {
                    return Err(element.fault(ErrorKind::Repeated(Expected::ElementName)));
                }
                _ => return Err(element.fault(ErrorKind::Unsupported(Expected::ElementName))),
            }
        }
        let missing = Error::new(ErrorKind::Missing(Expected::ElementName), root.offset);
        Ok(Self { info, ..si.ok_or(missing)? })
    }

    fn from_indication(element: &mut Element) -> Result<Self, Error> {
        if let Some(child) = element.children.first() {
            return Err(child.fault(ErrorKind::Unsupported(Expected::ElementName)));
        }
        Ok(Self {
            href: element.take("href")?,
            id: element.take("si-id")?,
            created: element.take_moment("created")?,
            expires: element.take_moment("si-expires")?,
            signal: element.take("action")?.map(Signal::from_word),
            extra: element.take_rest()?,
            text: core::mem::take(&mut element.text),
            info: None,
        })
    }
}

impl Signal {
    fn from_word(word: String) -> Self {
        match &*word {
            "signal-none" => Self::None,
            "signal-low" => Self::Low,
            "signal-medium" => Self::Medium,
            "signal-high" => Self::High,
            "delete" => Self::Delete,
            _ => Self::Other(word),
        }
    }

    fn word(&self) -> &str {
        match self {
            Self::None => "signal-none",
            Self::Low => "signal-low",
            Self::Medium => "signal-medium",
            Self::High => "signal-high",
            Self::Delete => "delete",
            Self::Other(word) => word,
        }
    }
}

fn items(elements: Vec<Element>) -> Result<Vec<Item>, Error> {
    let item = |mut element: Element| {
        if element.name != "item" {
            return Err(element.fault(ErrorKind::Unsupported(Expected::ElementName)));
        }
        if let Some(child) = element.children.first() {
            return Err(child.fault(ErrorKind::Unsupported(Expected::ElementName)));
        }
        Ok(Item { class: element.take("class")?, extra: element.take_rest()?, text: element.text })
    };
    elements.into_iter().map(item).collect()
}
