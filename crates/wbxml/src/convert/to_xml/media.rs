//! What `Meta` says of `Data`: whether it is an object of text, as a business card is one.
//!
//! It is asked for where opaque text stands in an item that is not to be stored, which is rare: so it is
//! found by reading the document again up to there, and reading it the first time need not remember.

use alloc::vec::Vec;

use crate::content::Content;
use crate::event::Event;
use crate::reader::Reader;

/// The media types of a document, as far as it has been read again.
pub(super) struct MediaTypes<'a> {
    reader: Reader<'a>,
    /// The local names of the open elements.
    open: Vec<&'a str>,
    /// How many elements are open around a `Meta` with a `Type`, each number once and in order, and whether the last
    /// type there is one of an object.
    objects: Vec<(usize, bool)>,
}

impl<'a> MediaTypes<'a> {
    /// A reader that stands before the document element.
    pub(super) const fn new(reader: Reader<'a>) -> Self {
        Self { reader, open: Vec::new(), objects: Vec::new() }
    }

    /// Whether the `Data` that `offset` is in is an object of text: by the type of its item, else of
    /// its command.
    pub(super) fn is_object(&mut self, offset: usize) -> bool {
        while self.reader.offset() < offset {
            match self.reader.next_event() {
                Ok(Some(event)) => self.note(&event),
                _ => break,
            }
        }
        let item = self.open.len().saturating_sub(1);
        let of = |depth: usize| self.objects.iter().rev().find(|found| found.0 == depth);
        of(item).or_else(|| of(item.saturating_sub(1))).is_some_and(|found| found.1)
    }

    fn note(&mut self, event: &Event<'a>) {
        match event {
            Event::Start(name) => self.open.push(name.local()),
            Event::Text(content) => {
                if let [around @ .., "Meta", "Type"] = self.open.as_slice() {
                    let depth = around.len();
                    self.objects.pop_if(|found| found.0 == depth);
                    self.objects.push((depth, names_object(content)));
                }
            }
            Event::End => {
                self.open.pop();
                let depth = self.open.len();
                while self.objects.pop_if(|found| found.0 > depth).is_some() {}
            }
            _ => {}
        }
    }
}

/// The types for which WBXML has opaque data and XML a section, whatever is done to the item.
fn names_object(media_type: &Content<'_>) -> bool {
    let Ok(text) = media_type.to_str() else { return false };
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().unwrap_or("");
    let is = |object: &&str| object.eq_ignore_ascii_case(essence);
    ["text/clear", "text/x-vcard", "text/x-vcalendar"].iter().any(is)
        || (is(&"text/directory") && parts.any(|it| it.eq_ignore_ascii_case("profile=vCard")))
}

#[cfg(all(test, feature = "syncml"))]
mod tests {
    use super::*;
    use crate::vocabulary::SYNCML_1_2;

    /// Of many types in one place the last is asked for alone, so that asking takes no time by their number.
    #[test]
    fn types_of_one_place_are_one() {
        let mut input =
            Vec::from([0x03, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6B, 0x62, 0x5A, 0x00, 0x01]);
        for text in [&b"text/clear"[..], b"a", b"b", b"text/clear"].repeat(50) {
            input.extend_from_slice(&[0x53, 0x03]);
            input.extend_from_slice(text);
            input.extend_from_slice(&[0x00, 0x01]);
        }
        input.extend_from_slice(&[0x01, 0x00, 0x00, 0x54, 0x4F]);
        let at = input.len();
        input.extend_from_slice(&[0xC3, 0x01, b'x', 0x01, 0x01, 0x01, 0x01, 0x01]);
        let mut types = MediaTypes::new(Reader::new(&input, &SYNCML_1_2).unwrap());
        assert!(types.is_object(at));
        assert_eq!(types.objects, [(3, true)]);
    }
}
