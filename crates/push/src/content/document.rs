//! Documents of a few elements, out of events and into them.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::typed::datetime::DateTime;
use provost_wbxml::{
    Content, Event, Name, Part, ReadEvents, Reader, Syntax, Vocabulary, WriteEvents, WriteOptions,
    Writer,
};

use super::moment::Moment;
use crate::date::is_day;
use crate::error::{Error, ErrorKind, Expected, Limit};

/// An element with its attributes, and what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, Value)>,
    pub(super) text: String,
    pub(super) children: Vec<Self>,
    pub(super) offset: usize,
}

#[derive(Debug)]
pub(super) enum Value {
    Text(String),
    Opaque(Vec<u8>),
}

/// The contents that are pushed are small: this is a thousand items of information.
const MOST_ELEMENTS: usize = 1_024;

impl Element {
    /// The document element of events.
    pub(super) fn read<'a>(events: &mut impl ReadEvents<'a>) -> Result<Self, Error> {
        let mut open = Vec::<Self>::new();
        let mut count = 0_usize;
        let mut root = None;
        loop {
            let offset = events.offset();
            let Some(event) = events.next_event()? else {
                break;
            };
            match event {
                Event::Start(name) => {
                    count = count.saturating_add(1);
                    if count > MOST_ELEMENTS {
                        return Err(Error::new(ErrorKind::Limit(Limit::Elements), offset));
                    }
                    open.push(Self { name: name.local().into(), offset, ..Self::default() });
                }
                Event::Attribute { name, value } => {
                    if let Some(element) = open.last_mut() {
                        let value = match value.as_opaque() {
                            Some(octets) => Value::Opaque(octets.to_vec()),
                            None => Value::Text(value.to_str()?.into_owned()),
                        };
                        let whole = name.qualified();
                        let name = if is_of_xml(whole) { whole } else { name.local() };
                        element.attributes.push((name.into(), value));
                    }
                }
                Event::Text(content) => {
                    if let Some(element) = open.last_mut() {
                        content.for_each_str(|text| element.text.push_str(text))?;
                    }
                }
                Event::End => {
                    let element = open.pop();
                    match (open.last_mut(), element) {
                        (Some(parent), Some(element)) => parent.children.push(element),
                        (None, Some(element)) => root = Some(element),
                        (_, None) => {}
                    }
                }
                Event::Opaque(_) => {
                    return Err(Error::new(ErrorKind::Unsupported(Expected::Text), offset));
                }
                // Instructions say nothing in these languages.
                _ => {}
            }
        }
        root.ok_or(Error::new(ErrorKind::Missing(Expected::Root), 0))
    }

    /// The document element, of that name.
    pub(super) fn named<'a>(events: &mut impl ReadEvents<'a>, name: &str) -> Result<Self, Error> {
        let root = Self::read(events)?;
        if root.name != name {
            return Err(root.fault(ErrorKind::Unsupported(Expected::Root)));
        }
        Ok(root)
    }

    pub(super) fn from_wbxml(
        input: &[u8],
        vocabulary: &'static Vocabulary,
        name: &str,
    ) -> Result<Self, Error> {
        Self::named(&mut Reader::new(input, vocabulary)?, name)
    }

    pub(super) fn fault(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.offset)
    }

    /// That nothing is in it: an element or text would be lost, as the models have no place for it.
    pub(super) fn must_be_empty(&self) -> Result<(), Error> {
        if let Some(child) = self.children.first() {
            return Err(child.fault(ErrorKind::Unsupported(Expected::ElementName)));
        }
        self.must_have_no_text()
    }

    /// That it only holds its children: an attribute or text would be lost. What XML
    /// itself gives every element says nothing in these languages.
    pub(super) fn must_only_hold(&self) -> Result<(), Error> {
        if self.attributes.iter().any(|(name, _)| !is_of_xml(name)) {
            return Err(self.fault(ErrorKind::Unsupported(Expected::Attribute)));
        }
        self.must_have_no_text()
    }

    fn must_have_no_text(&self) -> Result<(), Error> {
        if self.text.trim_ascii().is_empty() {
            return Ok(());
        }
        Err(self.fault(ErrorKind::Unsupported(Expected::Text)))
    }

    /// Takes an attribute out, as text.
    pub(super) fn take(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take_value(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Opaque(_)) => Err(self.fault(ErrorKind::Unsupported(Expected::Attribute))),
        }
    }

    /// Takes an attribute out, as a date.
    pub(super) fn take_moment(&mut self, name: &str) -> Result<Option<Moment>, Error> {
        match self.take_value(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(Moment::from(&*text))),
            Some(Value::Opaque(octets)) => {
                let date = DateTime::decode(&octets).ok().filter(is_day);
                let fault = self.fault(ErrorKind::Form(Expected::Date));
                date.map(|date| Some(Moment::Date(date))).ok_or(fault)
            }
        }
    }

    fn take_value(&mut self, name: &str) -> Option<Value> {
        let at = self.attributes.iter().position(|attribute| attribute.0 == name)?;
        Some(self.attributes.remove(at).1)
    }

    /// What is left of the attributes: none of the language.
    pub(super) fn take_rest(&mut self) -> Result<Vec<(String, String)>, Error> {
        let fault = self.fault(ErrorKind::Unsupported(Expected::Attribute));
        let rest = core::mem::take(&mut self.attributes).into_iter();
        let texts = rest.map(|(name, value)| match value {
            // A token without a name has no place in the model.
            Value::Text(text) if !name.is_empty() => Ok((name, text)),
            _ => Err(fault),
        });
        texts.collect()
    }
}

/// A declaration of a namespace, or a name that XML reserves.
fn is_of_xml(name: &str) -> bool {
    name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xml:")
}

/// A text is UTF-8, and what its declaration says of an encoding is of the octets it was before.
#[cfg(feature = "xml")]
pub(super) fn reader<'a>(
    input: &'a str,
    vocabulary: &'static Vocabulary,
) -> Result<provost_wbxml::xml::Reader<'a>, Error> {
    use provost_wbxml::xml::{ReadOptions, Reader};
    let options = ReadOptions::new().ignore_encoding_label();
    Ok(Reader::with_options(input.as_bytes(), vocabulary, options)?)
}

/// WBXML 1.2, as the specifications of these contents have it.
pub(super) fn writer(vocabulary: &'static Vocabulary) -> Writer<Vec<u8>> {
    Writer::with_options(vocabulary, WriteOptions::new().with_version(0x02))
}

pub(super) fn start(out: &mut impl WriteEvents, name: &str) -> Result<(), provost_wbxml::Error> {
    out.write_event(&Event::Start(Name::new(name)))
}

pub(super) fn attribute(
    out: &mut impl WriteEvents,
    name: &str,
    value: Option<&str>,
) -> Result<(), provost_wbxml::Error> {
    let Some(value) = value else {
        return Ok(());
    };
    out.write_event(&Event::Attribute { name: Name::new(name), value: Content::from(value) })
}

/// A date is opaque in WBXML (WAP-167, 8.2.2).
pub(super) fn moment(
    out: &mut impl WriteEvents,
    name: &str,
    value: Option<&Moment>,
) -> Result<(), provost_wbxml::Error> {
    match value {
        Some(Moment::Date(date)) if out.syntax() == Syntax::Wbxml => {
            let parts = [Part::Opaque(date.octets())];
            let value = Content::from_parts(&parts);
            out.write_event(&Event::Attribute { name: Name::new(name), value })
        }
        Some(moment) => attribute(out, name, Some(&alloc::format!("{moment}"))),
        None => Ok(()),
    }
}

pub(super) fn extra(
    out: &mut impl WriteEvents,
    attributes: &[(String, String)],
) -> Result<(), provost_wbxml::Error> {
    attributes.iter().try_for_each(|(name, value)| attribute(out, name, Some(value)))
}

pub(super) fn text(out: &mut impl WriteEvents, text: &str) -> Result<(), provost_wbxml::Error> {
    if text.is_empty() {
        return Ok(());
    }
    out.write_event(&Event::Text(Content::from(text)))
}

#[cfg(all(test, feature = "xml"))]
mod tests {
    use super::*;
    use crate::content::{CacheOperation, EmailNotification, ServiceIndication, ServiceLoading};

    /// The documents are closed: what is none of their elements is an error with its place, and an
    /// attribute that is none of theirs is kept.
    #[test]
    fn elements_of_others_are_refused() {
        let element = ErrorKind::Unsupported(Expected::ElementName);
        let text = ErrorKind::Unsupported(Expected::Text);
        let attribute = ErrorKind::Unsupported(Expected::Attribute);
        let si = |xml: &str| ServiceIndication::from_xml(xml).map(|_| ());
        let sl = |xml: &str| ServiceLoading::from_xml(xml).map(|_| ());
        let co = |xml: &str| CacheOperation::from_xml(xml).map(|_| ());
        let emn = |xml: &str| EmailNotification::from_xml(xml).map(|_| ());
        for (read, kind, offset) in [
            (sl("<sl href=\"a\"><x/></sl>"), element, 13),
            (sl("<sl href=\"a\">x</sl>"), text, 0),
            (emn("<emn mailbox=\"a\"><x/></emn>"), element, 17),
            (co("<co><invalidate-object uri=\"a\"/><x/></co>"), element, 32),
            (co("<co><invalidate-object uri=\"a\"><x/></invalidate-object></co>"), element, 31),
            (si("<si><indication href=\"a\">b</indication><x/></si>"), element, 39),
            (si("<si><indication href=\"a\">b<x/></indication></si>"), element, 26),
            (si("<si>x<indication href=\"a\">b</indication></si>"), text, 0),
            (si("<si x=\"1\"><indication href=\"a\">b</indication></si>"), attribute, 0),
            (si("<si><indication href=\"a\"/><info x=\"1\"/></si>"), attribute, 26),
            (si("<si><indication href=\"a\"/><info>x</info></si>"), text, 26),
            (co("<co>x<invalidate-object uri=\"a\"/></co>"), text, 0),
            (co("<co x=\"1\"><invalidate-object uri=\"a\"/></co>"), attribute, 0),
        ] {
            assert_eq!(read, Err(Error::new(kind, offset)));
        }
        for own in ["xmlns=\"a:b\"", "xml:lang=\"en\"", "xmlns:x=\"a:b\""] {
            let read = si(&alloc::format!("<si {own}><indication href=\"a\">x</indication></si>"));
            assert!(read.is_ok(), "{own}");
        }
        let sl =
            ServiceLoading::from_xml("<sl href=\"a\" x=\"1\">\n</sl>").expect("a new attribute");
        assert_eq!(sl.extra, [("x".into(), "1".into())]);
    }

    #[test]
    fn labels_of_an_encoding_are_of_what_was_before() {
        let declared = |content: &str| {
            alloc::format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{content}")
        };
        let si = declared("<si><indication href=\"a\">\u{e9}</indication></si>");
        assert_eq!(ServiceIndication::from_xml(&si).map(|si| si.text), Ok("\u{e9}".into()));
        let sl = declared("<sl href=\"\u{e9}\"/>");
        assert_eq!(ServiceLoading::from_xml(&sl).map(|sl| sl.href), Ok("\u{e9}".into()));
        assert!(
            CacheOperation::from_xml(&declared("<co><invalidate-object uri=\"a\"/></co>")).is_ok()
        );
        assert!(EmailNotification::from_xml(&declared("<emn mailbox=\"a\"/>")).is_ok());
    }

    /// A day that no calendar has is an error (WAP-167, 8.2.2); a time that no clock has is told.
    #[test]
    fn days_that_are_none() {
        let si = |date: &[u8]| {
            let mut octets = alloc::vec![2, 5, 0x6A, 0, 0x45, 0xC6, 0x0B, 3, b'a', 0, 0x0A, 0xC3];
            octets.push(u8::try_from(date.len()).expect("a short one"));
            octets.extend_from_slice(date);
            octets.extend_from_slice(&[1, 3, b'b', 0, 1, 1]);
            ServiceIndication::from_wbxml(&octets)
        };
        let fault = Err(Error::new(ErrorKind::Form(Expected::Date), 5));
        for date in [
            &[0x19, 0x99, 0x13, 0x01][..],
            &[0x19, 0x99, 0x00, 0x01],
            &[0x19, 0x99, 0x02, 0x29],
            &[0x19, 0x99, 0x04, 0x31],
            &[0x19, 0x99, 0x04, 0x00, 0x06],
            &[0x19, 0x99, 0x0A, 0x01],
        ] {
            assert_eq!(si(date), fault, "{date:02x?}");
        }
        assert_eq!(si(&[0x20, 0x00, 0x02, 0x29]).expect("a day").check(), []);
        assert_eq!(si(&[0x19, 0x99, 0x04, 0x30, 0x24]).expect("a day").check().len(), 1);
        let mut emn = alloc::vec![2, 0x0D, 0x6A, 0, 0x85, 0x05, 0xC3, 4, 0x20, 0x02, 0x04, 0x31];
        emn.extend_from_slice(&[0x06, 3, b'a', 0, 1]);
        let read = EmailNotification::from_wbxml(&emn);
        assert_eq!(read, Err(Error::new(ErrorKind::Form(Expected::Date), 4)));
    }
}
