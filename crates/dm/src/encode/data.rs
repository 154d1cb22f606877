//! `Data`, in a syntax that may be another than it came in.

use alloc::borrow::Cow;
#[cfg(feature = "xml")]
use alloc::{string::String, vec::Vec};

use provost_wbxml::typed::base64;
use provost_wbxml::vocabulary::SYNCML_1_2;
#[cfg(feature = "xml")]
use provost_wbxml::vocabulary::Vocabulary;
use provost_wbxml::{Content, Event, ReadOptions, Reader, Syntax};

use super::Error;
use super::out::{Out, Write};
use crate::data::{Data, Form};
use crate::element::Element;
use crate::error::ErrorKind;

/// How data is written, and what that does to its type and format.
pub(super) struct Written<'d> {
    content: Way<'d>,
    change: Change,
}

enum Way<'d> {
    /// Text.
    Text(Cow<'d, str>),
    /// Text in sections.
    Section(&'d str),
    /// Octets.
    Opaque(Cow<'d, [u8]>),
    /// XML as it is.
    Verbatim(Cow<'d, str>),
    /// The elements of a `Data` element in WBXML.
    Elements(&'d [u8]),
    /// The elements of XML.
    Markup(&'d str),
}

/// What became of the data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    /// A document in XML is one in WBXML now.
    ToWbxml,
    /// A document in WBXML is one in XML now.
    ToXml,
    /// Octets are base64 now.
    ToBase64,
}

/// The types of documents in both syntaxes.
const TYPES: [(&str, &str); 4] = [
    ("application/vnd.syncml.dmtnds+xml", "application/vnd.syncml.dmtnds+wbxml"),
    ("application/vnd.syncml.dmddf+xml", "application/vnd.syncml.dmddf+wbxml"),
    ("application/vnd.syncml-devinf+xml", "application/vnd.syncml-devinf+wbxml"),
    ("application/vnd.syncml.devinf+xml", "application/vnd.syncml.devinf+wbxml"),
];

impl<'d> Written<'d> {
    pub(super) fn new<W: Write>(data: &'d Data, out: &Out<W>) -> Result<Self, Error> {
        let plain = |content| Ok(Self { content, change: Change::None });
        match (data.form(), out.syntax()) {
            (Form::Text, Syntax::Wbxml) if data.octets().contains(&0) => {
                plain(Way::Opaque(Cow::Borrowed(data.octets())))
            }
            (Form::Text, _) => plain(Way::Text(data.to_text()?)),
            (Form::Cdata, Syntax::Xml) => {
                let text = core::str::from_utf8(data.octets());
                plain(Way::Section(text.unwrap_or_default()))
            }
            (Form::Cdata | Form::Opaque, Syntax::Wbxml) => {
                plain(Way::Opaque(Cow::Borrowed(data.octets())))
            }
            (Form::Opaque, Syntax::Xml) => Self::opaque_to_xml(data, out),
            (Form::Markup, Syntax::Xml) => plain(Way::Verbatim(data.to_text()?)),
            (Form::Markup, Syntax::Wbxml) => Self::markup_to_wbxml(data, out),
            (Form::Inline, _) => plain(Way::Elements(data.octets())),
        }
    }

    /// Opaque octets in XML: a document as its elements, text as text, and else base64 where that
    /// is asked for.
    fn opaque_to_xml<W: Write>(data: &'d Data, out: &Out<W>) -> Result<Self, Error> {
        #[cfg(feature = "xml")]
        {
            let nested = crate::data::wbxml_vocabulary(data.octets());
            let known = out.namespace.vocabulary().nested_vocabularies();
            let known = known.iter().chain(SYNCML_1_2.nested_vocabularies());
            let is_known = |it: &&'static Vocabulary| known.clone().any(|own| own.id() == it.id());
            if let Some(vocabulary) = nested.filter(is_known) {
                let xml = xml_of(data.octets(), vocabulary)?;
                let content = Way::Verbatim(Cow::Owned(xml));
                return Ok(Self { content, change: Change::ToXml });
            }
        }
        let text = core::str::from_utf8(data.octets()).ok();
        match text.filter(|text| !out.options.base64 || is_xml_text(text)) {
            Some(text) => {
                Ok(Self { content: Way::Text(Cow::Borrowed(text)), change: Change::None })
            }
            None if out.options.base64 => {
                let content = Way::Text(Cow::Owned(base64::encode(data.octets())));
                Ok(Self { content, change: Change::ToBase64 })
            }
            None => {
                let loss = provost_wbxml::Loss::Opaque;
                let kind = provost_wbxml::ErrorKind::NotExpressible(loss);
                Err(Error::new(ErrorKind::Syntax(kind), 0))
            }
        }
    }

    #[cfg(not(feature = "xml"))]
    fn markup_to_wbxml<W: Write>(_: &'d Data, _: &Out<W>) -> Result<Self, Error> {
        Err(Error::new(ErrorKind::NoXml, 0))
    }

    /// Elements of XML in WBXML: a tree or device information as a document of its own in opaque
    /// octets, as libwbxml has it; others in their place, with their names in the string table.
    #[cfg(feature = "xml")]
    fn markup_to_wbxml<W: Write>(data: &'d Data, out: &Out<W>) -> Result<Self, Error> {
        let text = core::str::from_utf8(data.octets()).unwrap_or_default();
        // WBXML has no comments: then it stays the text that it is, and nothing of it is lost.
        if text.contains("<!--") {
            return Ok(Self {
                content: Way::Opaque(Cow::Borrowed(data.octets())),
                change: Change::None,
            });
        }
        let known = data.embedded().and_then(|embedded| embedded.vocabulary());
        let nested = SYNCML_1_2.nested_vocabularies().iter();
        let nested = nested.chain(out.namespace.vocabulary().nested_vocabularies());
        let mut nested = nested.filter(|own| known.is_some_and(|it| it.id() == own.id()));
        if let Some(vocabulary) = nested.next() {
            if let Some(octets) = wbxml_of(text, vocabulary, out.options.wbxml) {
                let content = Way::Opaque(Cow::Owned(octets));
                return Ok(Self { content, change: Change::ToWbxml });
            }
        }
        Ok(Self { content: Way::Markup(text), change: Change::None })
    }

    /// What the type of the data is now, if it is another.
    pub(super) fn type_(&self, type_: &str) -> Option<&'static str> {
        let row = |(xml, wbxml): &(&'static str, &'static str)| match self.change {
            Change::ToWbxml if *xml == type_ => Some(*wbxml),
            Change::ToXml if *wbxml == type_ => Some(*xml),
            _ => None,
        };
        TYPES.iter().find_map(row)
    }

    /// What the format of the data is now, if it is another.
    pub(super) fn format(&self, format: &str) -> Option<&'static str> {
        (self.change == Change::ToBase64 && format == "bin").then_some("b64")
    }
}

impl<W: Write> Out<W> {
    pub(super) fn write_data(&mut self, data: &Data, written: &Written<'_>) -> Result<(), Error> {
        self.start(Element::Data)?;
        self.attributes(&data.extra)?;
        match &written.content {
            Way::Text(text) => self.text(text)?,
            Way::Section(text) => self.write(&Event::Text(Content::cdata(text)))?,
            Way::Opaque(octets) => self.write(&Event::Opaque(octets))?,
            Way::Verbatim(xml) => self.writer.verbatim(xml)?,
            Way::Elements(octets) => self.elements(octets)?,
            Way::Markup(xml) => self.markup(xml)?,
        }
        self.rest(&data.extra)?;
        self.end()
    }

    /// What stands in the `Data` element that is the whole document.
    fn elements(&mut self, document: &[u8]) -> Result<(), Error> {
        let options = ReadOptions::lenient();
        let mut reader = Reader::with_options(document, &SYNCML_1_2, options)?;
        let mut depth = 0_usize;
        while let Some(event) = reader.next_event()? {
            if matches!(event, Event::End) {
                depth = depth.saturating_sub(1);
            }
            if depth > 0 {
                self.write(&event)?;
            }
            if matches!(event, Event::Start(_)) {
                depth = depth.saturating_add(1);
            }
        }
        Ok(())
    }

    #[cfg(not(feature = "xml"))]
    fn markup(&mut self, _: &str) -> Result<(), Error> {
        Err(Error::new(ErrorKind::NoXml, 0))
    }

    /// Elements of XML, with all white space between them.
    #[cfg(feature = "xml")]
    fn markup(&mut self, xml: &str) -> Result<(), Error> {
        use provost_wbxml::xml::{ReadOptions, Reader, Whitespace};

        let space = self.namespace.uri();
        let whole = alloc::format!("<Data xmlns=\"{space}\">{xml}</Data>");
        let options = ReadOptions::new().with_whitespace(Whitespace::Keep);
        let vocabulary = self.namespace.vocabulary();
        let mut reader = Reader::with_options(whole.as_bytes(), vocabulary, options)?;
        let mut depth = 0_usize;
        while let Some(event) = reader.next_event()? {
            if matches!(event, Event::End) {
                depth = depth.saturating_sub(1);
            }
            match event {
                _ if depth == 0 => {}
                // Names in the string table have no namespace but what declarations say.
                Event::Start(name) if !is_known(&name, vocabulary) => {
                    self.write(&Event::Start(provost_wbxml::Name::new(name.qualified())))?;
                }
                Event::Text(content) => {
                    let text = content.to_str()?;
                    self.text(&text)?;
                }
                event => self.write(&event)?,
            }
            if matches!(event, Event::Start(_)) {
                depth = depth.saturating_add(1);
            }
        }
        Ok(())
    }
}

/// Whether a name has a token.
#[cfg(feature = "xml")]
fn is_known(name: &provost_wbxml::Name<'_>, vocabulary: &'static Vocabulary) -> bool {
    let companions = vocabulary.companion_vocabularies().iter().flat_map(|it| it.tag_pages());
    let mut pages = vocabulary.tag_pages().iter().chain(companions);
    pages.any(|page| page.namespace() == name.space() && page.token(name.local()).is_some())
}

/// A WBXML document as XML.
#[cfg(feature = "xml")]
fn xml_of(octets: &[u8], vocabulary: &'static Vocabulary) -> Result<String, Error> {
    use provost_wbxml::xml::{Prolog, WriteOptions, Writer};

    let mut reader = Reader::with_options(octets, vocabulary, ReadOptions::lenient())?;
    let options = WriteOptions::new().with_prolog(Prolog::None);
    let mut writer = Writer::with_options(vocabulary, options);
    provost_wbxml::convert(&mut reader, &mut writer)?;
    Ok(writer.finish()?)
}

/// An XML document as WBXML; none, where it is more than one document.
#[cfg(feature = "xml")]
fn wbxml_of(
    xml: &str,
    vocabulary: &'static Vocabulary,
    options: provost_wbxml::WriteOptions,
) -> Option<Vec<u8>> {
    use provost_wbxml::Writer;
    use provost_wbxml::xml::Reader;

    let mut reader = Reader::new(xml.as_bytes(), vocabulary).ok()?;
    let mut writer = Writer::with_options(vocabulary, options);
    provost_wbxml::convert(&mut reader, &mut writer).ok()?;
    writer.finish().ok()
}

/// Whether XML can have all characters of a text (XML 1.0, 2.2).
fn is_xml_text(text: &str) -> bool {
    !text.contains(|character: char| {
        matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}')
            || matches!(character, '\u{FFFE}' | '\u{FFFF}')
    })
}
