//! The layer of a document in WBXML or XML.

use alloc::borrow::Cow;

use bytes::Bytes;
use provost::wbxml::vocabulary::{self, Vocabulary};
use provost::wbxml::{
    Binary, Charset, ConvertOptions, ErrorKind, Event, FOREIGN_CHARSETS, Header, PublicId,
    ReadOptions, Reader, Syntax, detect, xml,
};
use serde_json::Value;

use super::{Inspector, capture};
use crate::document::Document;
use crate::failure::Fault;
use crate::input::Source;
use crate::report::{Finding, Layer, Listing, Severity};
use crate::secrets::{Secrets, Veil};
use crate::syntax::syntax_of;
use crate::{dm, note, pap, provisioning, report, window};

/// What a document is that does not say so.
#[derive(Default, Debug)]
struct Guess {
    vocabulary: Option<&'static Vocabulary>,
    note: Option<String>,
}

/// Tokens that a document has at least, for one type to be told by them.
const TELLING: usize = 6;
/// Octets of a document that is tried as one of each type.
const TRIED: usize = 64 << 10;

impl Inspector<'_> {
    /// Which types have all tokens of a document that names none, or one that nobody knows.
    fn guess(&self, octets: &[u8]) -> Guess {
        let is_asked = self.source.language.is_some() || self.source.strict;
        let is_unknown = || matches!(detect(octets, None), Err(error) if is_unnamed(error.kind()));
        let is_wbxml = syntax_of(octets) == Syntax::Wbxml;
        if is_asked || !is_wbxml || octets.len() > TRIED || !is_unknown() {
            return Guess::default();
        }
        let fitting = vocabulary::all().iter().copied().filter(|own| has_all(own, octets));
        let fitting: Vec<_> = fitting.collect();
        let names: Vec<_> = fitting.iter().map(|own| own.id()).collect();
        match fitting.as_slice() {
            [one] => Guess {
                vocabulary: Some(one),
                note: Some(format!("read as {}, the only type that has all its tokens", one.id())),
            },
            [_, .., _] if names.len() <= MANY => Guess {
                vocabulary: None,
                note: Some(format!("types that have all its tokens: {}", names.join(", "))),
            },
            _ => Guess::default(),
        }
    }

    /// Whether octets are a whole document of a known type.
    pub(super) fn is_document(&self, octets: &[u8]) -> bool {
        let Ok(mut document) = Document::open(octets, self.source) else { return false };
        document.check().is_ok()
    }

    /// The layer of a document. What is no document is one that is broken at its start, unless a
    /// content type says that it is none.
    pub(super) fn document(&mut self, octets: &Bytes, content_type: Option<&str>) -> Layer {
        match capture::text(octets) {
            Cow::Owned(text) if !self.source.strict => {
                let mut layer = self.document_of_octets(&text.into(), content_type);
                let note = "read from UTF-16: offsets are those of the same in UTF-8";
                layer.find(Severity::Note, note);
                layer
            }
            _ => self.document_of_octets(octets, content_type),
        }
    }

    fn document_of_octets(&mut self, octets: &Bytes, content_type: Option<&str>) -> Layer {
        let hint = content_type.map(essence);
        let labelled = hint.and_then(vocabulary::by_media_type);
        let is_open = content_type.is_some() && labelled.is_none();
        let is_told = is_open || self.source.language.is_some();
        if let Some(mut layer) = unknown(octets).filter(|_| !is_told) {
            if let Some(content_type) = content_type {
                layer.say("content type", content_type);
            }
            return layer;
        }
        let guess = if labelled.is_none() { self.guess(octets) } else { Guess::default() };
        let hint = guess.vocabulary.map(Vocabulary::id).or(hint);
        let syntax = syntax_of(octets);
        let (name, title) = match syntax {
            Syntax::Wbxml => ("wbxml", "WBXML"),
            Syntax::Xml => ("xml", "XML"),
        };
        let mut layer = Layer::new(name, title, octets);
        let secrets = match Document::open_as(octets, self.source, hint) {
            Ok(document) if !self.shows_secrets => document.secrets(),
            _ => Secrets::default(),
        };
        self.hidden = self.hidden.saturating_add(secrets.count);
        if syntax == Syntax::Wbxml {
            header(octets, self.source, hint, &mut layer);
        }
        layer.findings.extend(guess.note.map(|note| Finding::new(Severity::Note, note)));
        contradiction(octets, self.source, content_type, &mut layer);
        match self.read(octets, hint, &secrets, &mut layer) {
            Ok(document) => {
                layer.document = document;
                self.meaning(octets, &mut layer);
            }
            Err(fault) => {
                let own = self.says(octets, &mut layer);
                let is_whole = matches!(own, Some(None));
                let is_asked = self.source.language.is_some() || self.source.strict;
                if is_whole && !is_asked {
                    // Parts of messages have no document element, and servers write bare ampersands.
                    layer.find(Severity::Note, format!("no XML form: {fault}"));
                } else if pap::is_one(octets) {
                    return pap_document(octets);
                } else if is_open && Document::open(octets, self.source).is_err() {
                    return self.content(octets, content_type);
                } else if let (Some(Some(own)), ErrorKind::UnknownDocumentType) =
                    (own, fault.error.kind())
                {
                    // A part of a message has no document element, and is broken further on.
                    layer.fault = Some(own);
                } else {
                    let offset = fault.error.offset();
                    let window = window::around(octets, offset, &secrets.spans);
                    layer.fault = Some(Fault { window, ..fault }.into());
                }
            }
        }
        if syntax == Syntax::Wbxml {
            let Secrets { spans, .. } = secrets;
            let known = hint.and_then(|hint| detect(octets, Some(hint)).ok());
            let language = self.source.language.or(known);
            layer.listing = Some(Listing::new(octets.clone(), language, spans));
        }
        layer
    }

    /// Reads the document, which is none where it has no XML form.
    fn read(
        &self,
        octets: &[u8],
        hint: Option<&str>,
        secrets: &Secrets,
        layer: &mut Layer,
    ) -> Result<Option<String>, Fault> {
        let mut document = Document::open_as(octets, self.source, hint)?;
        if layer.name == "xml" {
            let vocabulary = document.vocabulary();
            document_type(vocabulary, vocabulary.media().xml, layer);
        }
        let read = match self.text(&mut document, secrets, Binary::Refuse) {
            // What XML cannot say is no fault of the document, but the rest of it may have one.
            Err(fault) if matches!(fault.error.kind(), ErrorKind::NotExpressible(_)) => {
                document.check().map(|()| self.reworded(octets, hint, &fault, secrets, layer))
            }
            read => read.map(Some),
        };
        for deviation in document.deviations() {
            layer.find(Severity::Note, note::text(&deviation));
        }
        read
    }

    /// The document with base64 in place of octets, where that is what it wants, and a note.
    fn reworded(
        &self,
        octets: &[u8],
        hint: Option<&str>,
        fault: &Fault,
        secrets: &Secrets,
        layer: &mut Layer,
    ) -> Option<String> {
        let again = Document::open_as(octets, self.source, hint).ok();
        let again = again.filter(|_| !secrets.has_documents);
        let text =
            again.and_then(|mut document| self.text(&mut document, secrets, Binary::Base64).ok());
        let note = match text {
            Some(_) => "opaque octets that are no text are shown as base64".to_owned(),
            None => format!("no XML form: {fault}"),
        };
        layer.find(Severity::Note, note);
        text
    }

    fn text(
        &self,
        document: &mut Document<'_>,
        secrets: &Secrets,
        binary: Binary,
    ) -> Result<String, Fault> {
        let options = xml::WriteOptions::new()
            .with_layout(xml::Layout::Indented(2))
            .with_prolog(xml::Prolog::None);
        let mut writer = xml::Writer::with_options(document.vocabulary(), options);
        let convert = ConvertOptions::new().with_binary(binary);
        if self.shows_secrets {
            document.write_to(&mut writer, convert)?;
        } else {
            let mut veil = Veil::new(writer, secrets);
            document.write_to(&mut veil, convert)?;
            writer = veil.into_inner();
        }
        writer.finish().map_err(|error| document.end_fault(error))
    }

    /// What the document says, where it is a message, and what is wrong with that.
    fn says(&self, octets: &[u8], layer: &mut Layer) -> Option<Option<report::Fault>> {
        let mut meaning = dm::meaning(octets, self.shows_secrets)?;
        layer.findings.append(&mut meaning.findings);
        let fault = meaning.fault.take();
        layer.meaning = Some(meaning);
        Some(fault)
    }

    /// What the document would change and breaks, where it is a provisioning document; what it says,
    /// where it is a message of device management.
    fn meaning(&self, octets: &[u8], layer: &mut Layer) {
        self.says(octets, layer);
        if let Some((changes, findings)) = provisioning::meaning(octets) {
            if !changes.is_empty() {
                layer.fact("would", changes.join("; "), changes);
            }
            layer.findings.extend(findings);
        }
    }
}

/// Types that are told of.
const MANY: usize = 6;

const fn is_unnamed(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnknownPublicId(_) | ErrorKind::UnknownDocumentType)
}

/// Whether a document is whole by a type: its document element, and tokens that the type has.
fn has_all(vocabulary: &'static Vocabulary, octets: &[u8]) -> bool {
    let Ok(mut reader) = Reader::with_options(octets, vocabulary, ReadOptions::strict()) else {
        return false;
    };
    let mut names = 0_usize;
    loop {
        match reader.next_event() {
            Ok(Some(Event::Start(name))) => {
                if names == 0 && name.local() != vocabulary.root_element() {
                    return false;
                }
                names = names.saturating_add(1);
            }
            Ok(Some(Event::Attribute { .. })) => names = names.saturating_add(1),
            Ok(Some(_)) => {}
            Ok(None) => return names >= TELLING,
            Err(_) => return false,
        }
    }
}

/// A content type without its parameters.
fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

/// Whether broken octets are more likely a document than anything else: by their version, public
/// identifier and charset.
pub(super) fn is_likely(octets: &[u8]) -> bool {
    let Ok((header, _)) = Header::decode(octets) else { return false };
    let has_charset = header.charset().is_some_and(|mib| matches!(mib, 3..=15 | 106 | 1000..=1015));
    header.version() <= 3 && has_charset && detect(octets, None).is_ok()
}

/// A document of a push gateway, which is no vocabulary of the others.
fn pap_document(octets: &Bytes) -> Layer {
    let mut layer = Layer::new("pap", "PAP document", octets);
    // The end of a line of XML is one character (XML 1.0, 2.11).
    layer.document = Some(String::from_utf8_lossy(octets).replace("\r\n", "\n"));
    match pap::meaning(octets) {
        Ok(mut meaning) => {
            layer.findings.append(&mut meaning.findings);
            layer.meaning = Some(meaning);
        }
        Err(error) => {
            layer.fault =
                Some(report::Fault::new(error.kind(), error.kind(), error.offset(), octets));
        }
    }
    layer
}

/// What is known to be no document: nothing at all, words, or octets that begin as none does.
#[derive(Clone, Copy, Debug)]
enum Unknown {
    Empty,
    Text,
    Octets,
}

/// The layer of what is no document of either syntax, and no octets that could be a broken one.
pub(super) fn unknown(octets: &Bytes) -> Option<Layer> {
    let (kind, message) = no_document(octets)?;
    let mut layer = Layer::new("unknown", "Unknown", octets);
    layer.fault = Some(report::Fault::new(kind, message, 0, octets));
    Some(layer)
}

fn no_document(octets: &[u8]) -> Option<(Unknown, &'static str)> {
    // Versions 1.0 to 1.3, `<`, blanks and marks in front of it, the delimiter of a part.
    let has_begin = match octets.first() {
        Some(0..=3 | b'\t' | b'\n' | b'\r' | b' ' | b'<' | b'-') => true,
        _ => [&b"\xFE\xFF"[..], b"\xFF\xFE", b"\xEF\xBB\xBF"]
            .iter()
            .any(|mark| octets.starts_with(mark)),
    };
    let of_octets = || (!has_begin).then_some((Unknown::Octets, "octets of no known kind"));
    let Ok(text) = core::str::from_utf8(octets) else { return of_octets() };
    let is_plain = |it: char| !it.is_control() || matches!(it, '\t' | '\r' | '\n');
    match text.trim().chars().next() {
        None => Some((Unknown::Empty, "empty input")),
        Some('<' | '\u{FEFF}') => None,
        Some(_) if text.chars().all(is_plain) => Some((Unknown::Text, "text of no known kind")),
        Some(_) => of_octets(),
    }
}

/// Tells of a content type that is one of another document type.
fn contradiction(octets: &[u8], source: &Source, content_type: Option<&str>, layer: &mut Layer) {
    let Some(content_type) = content_type else { return };
    let Ok(document) = Document::open_as(octets, source, Some(essence(content_type))) else {
        return;
    };
    let vocabulary = document.vocabulary();
    if vocabulary.contradicts(content_type) {
        let text =
            format!("the content type is one of another document type than {}", vocabulary.id());
        layer.find(Severity::Warning, text);
        return;
    }
    let media = vocabulary.media();
    let (own, other, syntax) = match syntax_of(octets) {
        Syntax::Wbxml => (media.wbxml, media.xml, "WBXML"),
        Syntax::Xml => (media.xml, media.wbxml, "XML"),
    };
    if own != other && essence(content_type).eq_ignore_ascii_case(other) {
        layer.find(
            Severity::Warning,
            format!("the document is {syntax}: its content type is {own}"),
        );
    }
}

/// What the header of WBXML says.
fn header(octets: &[u8], source: &Source, hint: Option<&str>, layer: &mut Layer) {
    let Ok((header, _)) = Header::decode(octets) else { return };
    match source.language.map_or_else(|| detect(octets, hint), Ok) {
        Ok(vocabulary) => document_type(vocabulary, vocabulary.media().wbxml, layer),
        Err(_) => {
            layer.fact("document type", "unknown, --language tells it", Value::Null);
        }
    }
    layer.say("version", format!("1.{}", header.version()));
    match header.public_id() {
        PublicId::Number(id) => {
            layer.fact("public id", format!("0x{:02X}", id.value()), id.value());
        }
        _ => {
            let formal = formal_id(&header).unwrap_or("outside the string table or unreadable");
            layer.say("public id", formal);
        }
    }
    if let Some(mib) = header.charset() {
        let name = Charset::from_mib(mib, FOREIGN_CHARSETS).map_or("unknown", Charset::name);
        layer.fact("charset", format!("{name} (MIBenum {mib})"), mib);
    }
    let table = header.table().len();
    layer.fact("string table", format!("{table} octets"), table);
}

/// The formal public identifier; of one that is not UTF-8, as in UTF-16, which of those known it is.
fn formal_id<'a>(header: &Header<'a>) -> Option<&'a str> {
    let known = || vocabulary::all().iter().flat_map(|own| own.all_formal_ids());
    header.formal_id().or_else(|| known().copied().find(|id| header.has_formal_id(id)))
}

fn document_type(vocabulary: &'static Vocabulary, media_type: &'static str, layer: &mut Layer) {
    let id = vocabulary.id();
    layer.fact("document type", format!("{id}: {}", vocabulary.name()), id);
    if !media_type.is_empty() {
        layer.say("media type", media_type);
    }
}
