//! Text and values of XML as they stand in the document: references, sections, comments and line
//! ends are resolved part by part.

use super::Part;
use crate::charset::Text;
use crate::xml::character;

/// A run of XML text, or the value of an attribute, that was checked when it was read.
#[derive(Clone, Copy)]
pub(crate) struct Markup<'a> {
    pub(crate) raw: &'a str,
    /// Where `raw` begins in the input.
    pub(crate) offset: usize,
    pub(crate) place: Place,
}

/// What the text is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// An element.
    Text,
    /// The value of an attribute: there is no markup in it, and white space is a blank (XML 1.0,
    /// 3.3.3).
    Value,
    /// A processing instruction: there are no references either (XML 1.0, 2.6).
    Instruction,
}

impl<'a> Markup<'a> {
    pub(super) const fn parts(&self) -> Parts<'a> {
        Parts {
            rest: self.raw,
            section: None,
            end: self.offset.saturating_add(self.raw.len()),
            start: self.offset,
            place: self.place,
        }
    }
}

#[derive(Clone)]
pub(super) struct Parts<'a> {
    rest: &'a str,
    /// What is left of the section that `rest` stands behind.
    section: Option<&'a str>,
    /// Where `rest` ends in the input.
    end: usize,
    /// Where the last part began.
    start: usize,
    place: Place,
}

impl<'a> Parts<'a> {
    pub(super) const fn offset(&self) -> usize {
        self.start
    }

    /// The next part of a section: it is cut where a CR is dropped or becomes LF.
    fn section(&mut self, text: &'a str) -> Part<'a> {
        if let Some(after) = text.strip_prefix('\r') {
            if !after.starts_with('\n') {
                self.section = Some(after).filter(|after| !after.is_empty());
                return Part::Cdata("\n");
            }
            return self.plain_section(after);
        }
        self.plain_section(text)
    }

    fn plain_section(&mut self, text: &'a str) -> Part<'a> {
        match text.find('\r').and_then(|at| text.split_at_checked(at)) {
            Some((plain, rest)) => {
                self.section = Some(rest);
                Part::Cdata(plain)
            }
            None => {
                self.section = None;
                Part::Cdata(text)
            }
        }
    }

    /// Takes off `rest` what ends with `end`; without its beginning and end.
    fn take(&mut self, beginning: &str, end: &str) -> Option<&'a str> {
        let (inside, rest) = self.rest.strip_prefix(beginning)?.split_once(end)?;
        self.rest = rest;
        Some(inside)
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if let Some(text) = self.section {
            return Some(self.section(text));
        }
        loop {
            self.start = self.end.saturating_sub(self.rest.len());
            let octets = self.rest.as_bytes();
            let special = match self.place {
                Place::Text => memchr::memchr3(b'&', b'<', b'\r', octets),
                Place::Value => {
                    octets.iter().position(|octet| matches!(octet, b'&' | b'\t' | b'\n' | b'\r'))
                }
                Place::Instruction => memchr::memchr(b'\r', octets),
            };
            if special != Some(0) {
                let (plain, rest) = self.rest.split_at_checked(special.unwrap_or(octets.len()))?;
                self.rest = rest;
                return Some(Part::Inline(Text::from_utf8(plain))).filter(|_| !plain.is_empty());
            }
            match octets {
                [b'&', ..] => return character::resolve(self.take("&", ";")?).map(Part::Entity),
                [b'<', b'!', b'[', ..] => {
                    let text = self.take("<![CDATA[", "]]>")?;
                    return Some(self.section(text));
                }
                [b'<', ..] => {
                    self.take("<!--", "-->")?;
                }
                // XML 1.0, 2.11: CR LF and a lone CR are one line end, and so one blank in a value.
                [b'\r', b'\n', ..] => self.rest = self.rest.get(1..)?,
                _ => {
                    self.rest = self.rest.get(1..)?;
                    let blank = if self.place == Place::Value { " " } else { "\n" };
                    return Some(Part::Inline(Text::from_utf8(blank)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::string::String;

    use super::*;

    fn shown(raw: &str, place: Place) -> String {
        let mut shown = String::new();
        for part in (Markup { raw, offset: 0, place }).parts() {
            let mark = match part {
                Part::Entity(_) => 'E',
                Part::Cdata(_) => 'C',
                _ => 'I',
            };
            shown.push(mark);
            part.for_each_str(|text| shown.push_str(text)).unwrap();
            shown.push('|');
        }
        shown
    }

    #[test]
    fn parts_of_text() {
        for (raw, expected) in [
            ("", ""),
            ("a", "Ia|"),
            ("a&amp;b&#x41;", "Ia|E&|Ib|EA|"),
            ("a<![CDATA[<&]]]>]]>b", "Ia|C<&]|I]]>b|"),
            ("<![CDATA[]]><![CDATA[x]]>", "C|Cx|"),
            ("a<!-- & ]]> <![CDATA[ -->b<!---->", "Ia|Ib|"),
            ("a\r\nb\rc\n\r", "Ia|I\nb|I\n|Ic\n|I\n|"),
            ("<![CDATA[a\r\nb\rc\r]]>", "Ca|C\nb|C\n|Cc|C\n|"),
            ("<![CDATA[\r\n]]>x", "C\n|Ix|"),
            ("<![CDATA[\r]]>x", "C\n|Ix|"),
        ] {
            assert_eq!(shown(raw, Place::Text), expected, "{raw:?}");
        }
    }

    #[test]
    fn parts_of_a_value() {
        for (raw, expected) in [
            ("a\tb\r\nc\rd\n", "Ia|I |Ib|I |Ic|I |Id|I |"),
            ("&lt;&#10;", "E<|E\n|"),
            ("a > '", "Ia > '|"),
        ] {
            assert_eq!(shown(raw, Place::Value), expected, "{raw:?}");
        }
    }

    #[test]
    fn parts_know_their_place() {
        let mut parts = Markup { raw: "ab&amp;c", offset: 10, place: Place::Value }.parts();
        for offset in [10, 12, 17] {
            parts.next().unwrap();
            assert_eq!(parts.offset(), offset);
        }
        assert!(parts.next().is_none());
    }
}
