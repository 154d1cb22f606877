//! The media types of device management, and what a document is whatever its label says.

use provost_wbxml::Syntax;
use provost_wbxml::vocabulary::{DMDDF_1_2, Vocabulary};

use crate::data::{wbxml_vocabulary, xml_vocabulary};
use crate::decode::detect_syntax;
use crate::element::Element;

/// A media type of device management.
///
/// ```
/// use provost_dm::{MediaType, Syntax};
///
/// let media_type = MediaType::from_name("application/vnd.syncml.dm+xml; charset=utf-8");
/// assert_eq!(media_type, Some(MediaType::Message(Syntax::Xml)));
/// assert_eq!(MediaType::from_wsp_code(0x42), Some(MediaType::Message(Syntax::Wbxml)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum MediaType {
    /// A message of device management.
    Message(Syntax),
    /// A message of data synchronization; some clients of device management say so.
    SyncMessage(Syntax),
    /// A tree: TNDS.
    Tree(Syntax),
    /// A description of trees: DDF.
    Description(Syntax),
    /// A notification: package 0.
    Notification,
}

/// Name, type, code in WSP; the first row of a type is what is sent.
static ROWS: [(&str, MediaType, Option<u16>); 11] = [
    ("application/vnd.syncml.dm+xml", MediaType::Message(Syntax::Xml), Some(0x43)),
    ("application/vnd.syncml.dm+wbxml", MediaType::Message(Syntax::Wbxml), Some(0x42)),
    ("application/vnd.syncml+xml", MediaType::SyncMessage(Syntax::Xml), Some(0x0302)),
    ("application/vnd.syncml+wbxml", MediaType::SyncMessage(Syntax::Wbxml), Some(0x0303)),
    ("application/vnd.syncml.dmtnds+xml", MediaType::Tree(Syntax::Xml), None),
    ("application/vnd.syncml.dmtnds+wbxml", MediaType::Tree(Syntax::Wbxml), None),
    ("application/vnd.syncml.dmddf+xml", MediaType::Description(Syntax::Xml), None),
    ("application/vnd.syncml.dmddf+wbxml", MediaType::Description(Syntax::Wbxml), None),
    ("application/vnd.syncml.notification", MediaType::Notification, Some(0x44)),
    ("application/vnd.syncml.dm.notification", MediaType::Notification, Some(0x58)),
    ("application/vnd.syncml.ds.notification", MediaType::Notification, Some(0x4E)),
];

impl MediaType {
    /// The type of a name, parameters and the case of letters aside.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.split(';').next().unwrap_or("").trim_ascii();
        let row = ROWS.iter().find(|row| row.0.eq_ignore_ascii_case(name))?;
        Some(row.1)
    }

    /// The type of a code in WSP.
    #[must_use]
    pub fn from_wsp_code(code: u16) -> Option<Self> {
        let row = ROWS.iter().find(|row| row.2 == Some(code))?;
        Some(row.1)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        ROWS.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    /// Its code in WSP.
    #[must_use]
    pub fn wsp_code(self) -> Option<u16> {
        ROWS.iter().find(|row| row.1 == self).and_then(|row| row.2)
    }
}

/// What a document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum DocumentKind {
    /// A message: `SyncML`.
    Message,
    /// A part of one: `SyncBody`, or commands.
    Fragment,
    /// A tree or a description of trees: `MgmtTree`.
    Tree,
    /// Device information of data synchronization: `DevInf`.
    DeviceInformation,
}

/// What a document is, by its first element and not by a label.
///
/// ```
/// use provost_dm::{DocumentKind, detect_kind};
///
/// assert_eq!(detect_kind(b"<?xml version='1.0'?><SyncML/>"), Some(DocumentKind::Message));
/// assert_eq!(detect_kind(b"\x03\x01\x6A\x00\x00\x02\x20"), Some(DocumentKind::Tree));
/// assert_eq!(detect_kind(b"<html>"), None);
/// ```
#[must_use]
pub fn detect_kind(input: &[u8]) -> Option<DocumentKind> {
    let by_element = |element: Element| match element {
        Element::SyncMl => Some(DocumentKind::Message),
        Element::SyncBody => Some(DocumentKind::Fragment),
        element => element.is_command().then_some(DocumentKind::Fragment),
    };
    if detect_syntax(input) == Syntax::Xml {
        let (name, vocabulary) = first_element(input)?;
        let is_tree = vocabulary.is_some_and(|it| it.id() == DMDDF_1_2.id());
        return match Element::from_name(name) {
            Some(element) => by_element(element),
            None if is_tree => Some(DocumentKind::Tree),
            None => (name == "DevInf").then_some(DocumentKind::DeviceInformation),
        };
    }
    let (header, body) = provost_wbxml::Header::decode(input).ok()?;
    let known = wbxml_vocabulary(input).map(Vocabulary::id);
    match (known, body) {
        (Some("dmddf12"), _) | (None, [0x00, 0x02, 0x20 | 0x60, ..]) => Some(DocumentKind::Tree),
        (Some("devinf10" | "devinf11" | "devinf12"), _) => Some(DocumentKind::DeviceInformation),
        (Some("syncml10" | "syncml11" | "syncml12"), [tag, ..]) => {
            by_element(Element::from_code(provost_wbxml::Code { page: 0, token: tag & 0x3F })?)
        }
        // "Unknown" is a public identifier as well, and then `SyncML` is what is looked for.
        (None, [0x6D | 0x2D, ..]) if header.public_number() == Some(1) => {
            Some(DocumentKind::Message)
        }
        _ => None,
    }
}

/// The local name of the first element of XML, and what its document type is.
fn first_element(input: &[u8]) -> Option<(&str, Option<&'static Vocabulary>)> {
    // The rest may be cut off, or no text at all.
    let text = match core::str::from_utf8(input) {
        Ok(text) => text,
        Err(error) => core::str::from_utf8(input.get(..error.valid_up_to())?).ok()?,
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    xml_vocabulary(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_found_again() {
        for (name, media_type, code) in ROWS {
            assert_eq!(MediaType::from_name(name), Some(media_type));
            if let Some(code) = code {
                assert_eq!(MediaType::from_wsp_code(code), Some(media_type));
            }
        }
        assert_eq!(MediaType::Notification.wsp_code(), Some(0x44));
        assert_eq!(MediaType::from_name("text/xml"), None);
    }

    #[test]
    fn kinds_by_content() {
        use DocumentKind::{DeviceInformation, Fragment, Message, Tree};
        for (input, kind) in [
            (&b"\xEF\xBB\xBF\n<s:SyncML xmlns:s='SYNCML:SYNCML1.2'>"[..], Some(Message)),
            (b"<!-- --><SyncBody>", Some(Fragment)),
            (b"<Replace><", Some(Fragment)),
            (b"<MgmtTree>", Some(Tree)),
            (b"<DevInf xmlns='syncml:devinf'>", Some(DeviceInformation)),
            (b"<Meta>", None),
            (b"<SyncML", None),
            (b"", None),
            (&[0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D], Some(Message)),
            (&[0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6B], Some(Fragment)),
            (&[0x02, 0x01, 0x6A, 0x00, 0x6D], Some(Message)),
            (&[0x02, 0x0B, 0x6A, 0x00, 0x45], None),
            (&[0x02, 0xA4, 0x03, 0x6A, 0x00, 0x45], Some(DeviceInformation)),
        ] {
            assert_eq!(detect_kind(input), kind, "{input:02X?}");
        }
    }
}
