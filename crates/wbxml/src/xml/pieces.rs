//! Pieces of an XML document: where tags, text, references, sections and the rest begin and end.
//!
//! The one file that knows quick-xml. What nearly all of a document is made of (names, text, end
//! tags as they are expected) is found here, because quick-xml checks the octets again and keeps
//! the names a second time, which costs more than all the rest of the reading. Declarations,
//! comments, sections, instructions and every tag that is not as it should be are its business,
//! but for an XML declaration and a DOCTYPE without an internal subset.

use quick_xml::Reader;
use quick_xml::errors::{Error as FindError, SyntaxError};
use quick_xml::events::Event;
use quick_xml::parser::{ElementParser, Parser as _};

use crate::error::XmlError;
use crate::short::is_same;

/// A document, and how far it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

/// What a piece is; the piece itself is a part of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// `<` of a start tag: its name and attributes are the reader's.
    Start,
    /// `</name>`
    End,
    /// Up to `<` or `&`.
    Text,
    /// `&...;`
    Reference,
    /// `<![CDATA[...]]>`
    Section,
    /// `<!--...-->`
    Comment,
    /// `<?xml ...?>`
    Declaration,
    /// `<?...?>`
    Instruction,
    /// `<!DOCTYPE ...>`, in upper or lower case.
    Doctype,
    /// The end of the input.
    Nothing,
}

impl<'a> Pieces<'a> {
    /// The pieces of a text that does not begin with a byte order mark.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The whole text.
    #[inline]
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// Where the next piece begins; inside a start tag, behind its `<`.
    #[inline]
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Goes on elsewhere: behind a start tag.
    #[inline]
    pub(super) const fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// What follows.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// What follows, where that is the beginning of a character.
    #[inline]
    pub(super) fn rest_text(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text from `start` to where the next piece begins, but for some octets.
    #[inline]
    pub(super) fn since(&self, start: usize, but: usize) -> &'a str {
        self.text.get(start..self.at.saturating_sub(but)).unwrap_or("")
    }

    /// The next piece inside an element of that name, or what is wrong and where.
    #[inline(always)]
    pub(super) fn next(&mut self, inside: Option<&str>) -> Result<Piece, (XmlError, usize)> {
        let rest = self.rest();
        let (piece, length) = match *rest {
            [b'<', b'/', ref tag @ ..] => match inside.and_then(|name| end_tag(tag, name)) {
                Some(length) => (Piece::End, length),
                None => return self.rare(inside),
            },
            [b'<', b'!' | b'?', ..] | [b'<'] => return self.rare(inside),
            [b'<', ..] => (Piece::Start, 1),
            [b'&', ref reference @ ..] => match reference_length(reference) {
                Some(length) => (Piece::Reference, length),
                None => return Err((XmlError::Entity, self.at)),
            },
            [] => (Piece::Nothing, 0),
            _ => (Piece::Text, memchr::memchr2(b'<', b'&', rest).unwrap_or(rest.len())),
        };
        self.at = self.at.wrapping_add(length);
        Ok(piece)
    }

    /// The next piece, as quick-xml finds it.
    #[inline(never)]
    fn rare(&mut self, inside: Option<&str>) -> Result<Piece, (XmlError, usize)> {
        let start = self.at;
        // A short document is read in the time that two readers take to be made.
        if let Some((piece, length)) = prolog(self.rest()) {
            self.at = start.saturating_add(length);
            return Ok(piece);
        }
        let mut finder = Reader::from_reader(self.rest());
        finder.config_mut().check_comments = true;
        finder.config_mut().allow_unmatched_ends = true;
        let piece = match finder.read_event() {
            Ok(Event::End(tag)) if inside == Some(tag.name().as_ref()) => Piece::End,
            Ok(Event::End(_)) => return Err((XmlError::EndTag, start)),
            Ok(Event::CData(_)) => Piece::Section,
            Ok(Event::Comment(_)) => Piece::Comment,
            Ok(Event::Decl(_)) => Piece::Declaration,
            Ok(Event::PI(_)) => Piece::Instruction,
            Ok(Event::DocType(_)) => Piece::Doctype,
            Ok(_) => return Err((XmlError::Syntax, start)),
            Err(error) => {
                let within = octets(finder.error_position());
                return Err((kind(&error), start.saturating_add(within)));
            }
        };
        self.at = start.saturating_add(octets(finder.buffer_position()));
        Ok(piece)
    }

    /// Whether the start tag, behind whose `<` the next piece is looked for, has an end: what is
    /// wrong inside of it counts only then.
    #[cold]
    pub(super) fn is_tag_closed(&self) -> bool {
        ElementParser::Outside.feed(self.rest()).is_some()
    }
}

fn kind(error: &FindError) -> XmlError {
    match error {
        FindError::Syntax(error) if *error != SyntaxError::InvalidBangMarkup => XmlError::Unclosed,
        _ => XmlError::Syntax,
    }
}

/// What nearly every document begins with, and how long it is: an XML declaration, or a DOCTYPE
/// without an internal subset.
fn prolog(rest: &[u8]) -> Option<(Piece, usize)> {
    if let Some(declaration) = rest.strip_prefix(b"<?xml ") {
        let end = memchr::memchr_iter(b'>', declaration)
            .find(|end| declaration.get(..*end).is_some_and(|front| front.ends_with(b"?")))?;
        return Some((Piece::Declaration, end.saturating_add("<?xml >".len())));
    }
    let doctype = rest.strip_prefix(b"<!DOCTYPE ")?;
    if matches!(doctype.first(), None | Some(b'>' | b' ' | b'\t' | b'\r' | b'\n')) {
        return None;
    }
    let mut quote = None;
    for (at, octet) in doctype.iter().enumerate() {
        match (quote, octet) {
            (None, b'>') => return Some((Piece::Doctype, at.saturating_add("<!DOCTYPE >".len()))),
            (None, b'[') => return None,
            (None, b'"' | b'\'') => quote = Some(octet),
            (Some(open), octet) if octet == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The length of an end tag, behind whose `</` this is, if it has that name.
#[inline(always)]
fn end_tag(tag: &[u8], name: &str) -> Option<usize> {
    let (found, rest) = tag.split_at_checked(name.len())?;
    let is_it = rest.first() == Some(&b'>') && is_same(found, name.as_bytes());
    is_it.then_some(name.len().wrapping_add("</>".len()))
}

/// The length of a reference, behind whose `&` this is.
fn reference_length(reference: &[u8]) -> Option<usize> {
    let end = memchr::memchr3(b';', b'&', b'<', reference)?;
    let is_closed = reference.get(end) == Some(&b';');
    is_closed.then_some(end.saturating_add("&;".len()))
}

/// The input is a slice, so that its positions fit.
fn octets(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use alloc::string::{String, ToString};
    use std::format;

    use super::*;
    use crate::vocabulary::Vocabulary;
    use crate::xml;

    static PLAIN: Vocabulary = Vocabulary::new("plain");

    /// Of how many parts documents are made, and what is expected of all together is divided by.
    const PARTS_OF_ONE: (usize, u32) = if cfg!(miri) { (2, 100) } else { (4, 1) };

    /// The tags of a document, as quick-xml finds them.
    fn by_quick_xml(text: &str) -> Option<String> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        let mut tags = String::new();
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => tags.push_str(&format!("<{}", tag.name().as_ref())),
                Event::Empty(tag) => tags.push_str(&format!("<{}>", tag.name().as_ref())),
                Event::End(_) => tags.push('>'),
                Event::Eof => return Some(tags),
                _ => {}
            }
        }
    }

    fn by_us(text: &str) -> Option<String> {
        let mut reader = xml::Reader::new(text.as_bytes(), &PLAIN).ok()?;
        let mut tags = String::new();
        while let Some(event) = reader.next_event().ok()? {
            match event {
                crate::Event::Start(name) => tags.push_str(&format!("<{}", name.qualified())),
                crate::Event::End => tags.push('>'),
                _ => {}
            }
        }
        Some(tags)
    }

    /// What is found of a prolog is what quick-xml finds.
    #[test]
    fn prologs_are_those_of_quick_xml() {
        const PARTS: [&str; 16] = [
            "<?xml ",
            "?>",
            "<!DOCTYPE ",
            ">",
            "a",
            " ",
            "\"",
            "'",
            "[",
            "]",
            "<",
            "?",
            "!",
            "--",
            "PUBLIC",
            "<?xml?>",
        ];
        let mut found = 0_u32;
        let mut documents = alloc::vec![PARTS[0].to_string(), PARTS[2].to_string()];
        for _ in 0..PARTS_OF_ONE.0 {
            documents = documents
                .iter()
                .flat_map(|front| PARTS.iter().map(move |part| front.to_string() + part))
                .collect();
            for text in &documents {
                let Some((piece, length)) = prolog(text.as_bytes()) else { continue };
                found += 1;
                let mut reader = Reader::from_str(text);
                reader.config_mut().check_comments = true;
                let theirs = match reader.read_event() {
                    Ok(Event::Decl(_)) => Piece::Declaration,
                    Ok(Event::DocType(_)) => Piece::Doctype,
                    other => unreachable!("{text}: {other:?}"),
                };
                let end = octets(reader.buffer_position());
                assert_eq!((piece, length), (theirs, end), "{text}");
            }
        }
        assert!(found > 10_000 / PARTS_OF_ONE.1, "{found}");
    }

    /// Every document of up to four of these: what is read has the tags that quick-xml finds, and
    /// what quick-xml refuses is refused.
    #[test]
    fn tags_are_those_of_quick_xml() {
        const PARTS: [&str; 18] = [
            "<a>",
            "</a>",
            "</a >",
            "<b c='>'>",
            "</b>",
            "<b c=\">'\"/>",
            "<b",
            " c=\"/>",
            "'",
            "\"",
            "/>",
            ">",
            "<!-- <a> -->",
            "<![CDATA[</a>]]>",
            "&lt;",
            "&",
            "<?p <a>?>",
            "t",
        ];
        let mut read = 0_u32;
        let mut documents = alloc::vec![String::new()];
        for _ in 0..PARTS_OF_ONE.0 {
            documents = documents
                .iter()
                .flat_map(|front| PARTS.iter().map(move |part| front.to_string() + part))
                .collect();
            for inside in &documents {
                let text = format!("<r>{inside}</r>");
                let ours = by_us(&text);
                if ours.is_some() {
                    read += 1;
                    assert_eq!(ours, by_quick_xml(&text), "{text}");
                }
            }
        }
        assert!(read > 2_000 / PARTS_OF_ONE.1, "{read}");
    }
}
