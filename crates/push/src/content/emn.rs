//! E-mail notification (OMA EMN): a mailbox has new mail.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::vocabulary::EMN_1_0;
use provost_wbxml::{Event, ReadEvents, WriteEvents};

use super::document::{self, Element};
use super::moment::Moment;
use crate::error::{Error, ErrorKind, Expected};

/// An e-mail notification.
///
/// Its body has no sender to trust: a client fetches from the mailboxes it knows, and from none
/// that a notification names.
///
/// ```
/// use provost_push::content::EmailNotification;
///
/// let emn = EmailNotification::new("mailat:joe@wapforum.org")
///     .with_timestamp("2026-11-27T10:00:00Z".into());
/// assert_eq!(EmailNotification::from_wbxml(&emn.to_wbxml()?)?, emn);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct EmailNotification {
    /// The mailbox: a URI.
    pub mailbox: String,
    /// When the mail came.
    pub timestamp: Option<Moment>,
    /// Attributes that the language lacks.
    pub extra: Vec<(String, String)>,
}

impl EmailNotification {
    /// Of a mailbox.
    #[must_use]
    pub fn new(mailbox: &str) -> Self {
        Self { mailbox: mailbox.into(), timestamp: None, extra: Vec::new() }
    }

    /// With a date.
    #[must_use]
    pub fn with_timestamp(self, timestamp: Moment) -> Self {
        Self { timestamp: Some(timestamp), ..self }
    }

    /// Whether it tells more than an earlier one of the same mailbox; one without a date does.
    #[must_use]
    pub fn is_newer_than(&self, earlier: &Self) -> bool {
        let date = |emn: &Self| emn.timestamp.as_ref().and_then(Moment::date);
        match (date(self), date(earlier)) {
            (Some(own), Some(earlier)) => own > earlier,
            _ => true,
        }
    }

    /// Reads a document of WBXML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a document that is none,
    /// [`Unsupported`](ErrorKind::Unsupported) for an element of another language,
    /// [`Missing`](ErrorKind::Missing) without a mailbox.
    pub fn from_wbxml(input: &[u8]) -> Result<Self, Error> {
        Self::from_element(Element::from_wbxml(input, &EMN_1_0, "emn")?)
    }

    /// Reads a document of XML, whatever encoding it says it had.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    #[cfg(feature = "xml")]
    pub fn from_xml(input: &str) -> Result<Self, Error> {
        Self::from_events(&mut document::reader(input, &EMN_1_0)?)
    }

    /// Reads events.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    pub fn from_events<'a>(events: &mut impl ReadEvents<'a>) -> Result<Self, Error> {
        Self::from_element(Element::named(events, "emn")?)
    }

    /// The document in WBXML 1.2.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        let mut writer = document::writer(&EMN_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// The document in XML.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) for a text that it has no place for.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self) -> Result<String, Error> {
        let mut writer = provost_wbxml::xml::Writer::new(&EMN_1_0);
        self.write_events(&mut writer)?;
        Ok(writer.finish()?)
    }

    /// Writes events.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, out: &mut impl WriteEvents) -> Result<(), provost_wbxml::Error> {
        document::start(out, "emn")?;
        document::attribute(out, "mailbox", Some(&self.mailbox))?;
        document::moment(out, "timestamp", self.timestamp.as_ref())?;
        document::extra(out, &self.extra)?;
        out.write_event(&Event::End)
    }

    fn from_element(mut root: Element) -> Result<Self, Error> {
        root.must_be_empty()?;
        let missing = root.fault(ErrorKind::Missing(Expected::Attribute));
        Ok(Self {
            mailbox: root.take("mailbox")?.ok_or(missing)?,
            timestamp: root.take_moment("timestamp")?,
            extra: root.take_rest()?,
        })
    }
}
