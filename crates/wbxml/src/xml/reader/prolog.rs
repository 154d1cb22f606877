//! The beginning of a document: encoding, XML declaration, DOCTYPE, and what its type is.

use alloc::vec::Vec;

use super::{Attributes, Doctype, Reader};
use crate::error::{Error, ErrorKind, XmlError};
use crate::event::Event;
use crate::vocabulary::{self, Vocabulary};
use crate::xml::character;
use crate::xml::namespace::{Scopes, declared_prefix};
use crate::xml::options::ReadOptions;
use crate::xml::pieces::{Piece, Pieces};

/// The vocabulary of a document whose own is not known yet.
pub(super) static ANY: Vocabulary = Vocabulary::new("any");

const BYTE_ORDER_MARK: char = '\u{FEFF}';

impl<'a> Reader<'a> {
    /// Stands before the document element, or the first instruction in front of it.
    pub(super) fn open(
        input: &'a [u8],
        vocabulary: &'static Vocabulary,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        let xml = |kind, offset| Error::new(ErrorKind::Xml(kind), offset);
        if matches!(input, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]) {
            return Err(xml(XmlError::Encoding, 0));
        }
        let document = core::str::from_utf8(input)
            .map_err(|error| Error::new(ErrorKind::Text, error.valid_up_to()))?;
        let text = document.strip_prefix(BYTE_ORDER_MARK).unwrap_or(document);
        let base = input.len().saturating_sub(text.len());
        if text.starts_with(BYTE_ORDER_MARK) {
            return Err(xml(XmlError::TextOutside, base));
        }
        let survey = character::survey(text)
            .map_err(|at| xml(XmlError::Character, base.saturating_add(at)))?;
        let mut reader = Self {
            pieces: Pieces::new(text),
            base,
            survey,
            doctype: None,
            vocabulary,
            scopes: Scopes::new(vocabulary),
            attributes: Attributes::new("", 0, 0),
            in_tag: false,
            count: 0,
            seen: [""; 32],
            close: false,
            opened: 0,
            open: Vec::with_capacity(16),
            behind_root: false,
            events_left: options.limits.events,
            options,
            failed: None,
        };
        let start = reader.read_prolog()?;
        if let Some(start) = start {
            reader.pieces = start;
        }
        Ok(reader)
    }

    /// Reads what stands in front of the document element; where to go back to, if there are
    /// instructions, which are events.
    fn read_prolog(&mut self) -> Result<Option<Pieces<'a>>, Error> {
        let start = self.pieces;
        let mut instructions = false;
        loop {
            let at = self.pieces.at();
            match self.pieces.rest() {
                [b'<', b'!' | b'?', ..] => {}
                [b'<', _, ..] => return Ok(Some(start).filter(|_| instructions)),
                _ => {}
            }
            match self.find()? {
                Piece::Declaration if at == 0 => self.read_declaration()?,
                Piece::Doctype => self.read_doctype(at)?,
                Piece::Instruction => {
                    self.instruction(at)?;
                    instructions = true;
                }
                Piece::Nothing => self.check_end()?,
                piece => self.check_outside(at, piece)?,
            }
        }
    }

    /// The same document from its beginning.
    pub(super) fn start_again(&self) -> Self {
        Self {
            pieces: Pieces::new(self.pieces.text()),
            attributes: Attributes::new("", 0, 0),
            in_tag: false,
            scopes: Scopes::new(self.vocabulary),
            close: false,
            opened: 0,
            open: Vec::new(),
            behind_root: false,
            events_left: self.options.limits.events,
            failed: None,
            ..self.clone()
        }
    }

    /// The XML declaration, which has been found: XML 1.0, 2.8.
    fn read_declaration(&mut self) -> Result<(), Error> {
        let inside = self.pieces.since(0, "?>".len());
        let mut attributes = Attributes::new(inside, "<?xml".len(), self.base);
        let mut before = "";
        while let Some(attribute) = attributes.next()? {
            match (before, attribute.name) {
                ("", "version") if is_version(attribute.raw) => {}
                ("version" | "encoding", "standalone") if matches!(attribute.raw, "yes" | "no") => {
                }
                ("version", "encoding") => {
                    let is_known = ["UTF-8", "UTF8", "US-ASCII", "ASCII"]
                        .iter()
                        .any(|known| known.eq_ignore_ascii_case(attribute.raw));
                    if !is_known && !self.options.ignore_encoding_label {
                        let kind = ErrorKind::Xml(XmlError::Encoding);
                        return Err(Error::new(kind, attribute.value_offset));
                    }
                }
                _ => return Err(Error::new(ErrorKind::Xml(XmlError::Syntax), attribute.offset)),
            }
            before = attribute.name;
        }
        if !attributes.is_empty() {
            return self.fail_at(ErrorKind::Xml(XmlError::Attribute), attributes.offset());
        }
        if before.is_empty() { self.fail(XmlError::Syntax, 0) } else { Ok(()) }
    }

    fn read_doctype(&mut self, start: usize) -> Result<(), Error> {
        if self.doctype.is_some() {
            return self.fail(XmlError::Doctype, start);
        }
        let inside = self.pieces.since(start, ">".len()).strip_prefix("<!DOCTYPE");
        let Some(inside) = inside else {
            return self.fail(XmlError::Syntax, start);
        };
        self.check_length(inside, start)?;
        let offset = self.base.saturating_add(start).saturating_add("<!DOCTYPE".len());
        self.doctype = Some(Doctype::read(inside, offset, self.options.allow_declarations)?);
        Ok(())
    }

    pub(super) fn find_vocabulary(&self, hint: Option<&str>) -> Result<&'static Vocabulary, Error> {
        let public_id = self.doctype.and_then(|doctype| doctype.public_id);
        if let Some(found) = public_id.and_then(vocabulary::by_formal_id) {
            return Ok(found);
        }
        let Root { name, declaration, space } = self.clone().read_root()?;
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let root = if space.is_empty() { name } else { local };
        let hinted = hint
            .and_then(|hint| vocabulary::by_media_type(hint).or_else(|| vocabulary::by_id(hint)));
        hinted
            .filter(|hinted| space.is_empty() && hinted.root_element() == root)
            .or_else(|| vocabulary::by_root_element(space, root))
            .or_else(|| vocabulary::by_declaration(name, declaration, space))
            .or(hinted)
            .ok_or_else(|| Error::new(ErrorKind::UnknownDocumentType, self.base))
    }

    /// The document element, with the declaration of its namespace if it has one.
    fn read_root(mut self) -> Result<Root<'a>, Error> {
        let mut root = Root { name: "", declaration: "", space: "" };
        while let Some(event) = self.next_event()? {
            match event {
                Event::Instruction { .. } if root.name.is_empty() => {}
                Event::Start(name) if root.name.is_empty() => root.name = name.qualified(),
                Event::Attribute { name, value } => {
                    let (prefix, _) = root.name.split_once(':').unwrap_or(("", root.name));
                    if declared_prefix(name.qualified()) == Some(prefix) {
                        root.declaration = name.qualified();
                        root.space = value.as_str()?.unwrap_or("");
                    }
                }
                _ => break,
            }
        }
        Ok(root)
    }
}

/// A document element.
struct Root<'a> {
    /// With its prefix.
    name: &'a str,
    /// The attribute that declares its namespace.
    declaration: &'a str,
    space: &'a str,
}

/// Whether this is the number of a version of XML: any of them, for what is new in 1.1 or may be
/// in others is refused where it stands.
fn is_version(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    text.split_once('.').is_some_and(|(major, minor)| digits(major) && digits(minor))
}
