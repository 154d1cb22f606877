//! What the machine and the XML library can do at best: the yardsticks of the ratios.

use core::hint::black_box;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Counts NUL octets one at a time: about the speed of a decoder that does nothing.
///
/// The guard keeps LLVM from vectorising the loop (see [`count_nul`] for that).
#[must_use]
#[inline(never)]
pub fn scan(input: &[u8]) -> usize {
    let mut count = 0;
    for &octet in input {
        count += usize::from(black_box(octet) == 0);
    }
    count
}

/// Counts NUL octets with vector instructions.
#[must_use]
pub fn count_nul(input: &[u8]) -> usize {
    memchr::memchr_iter(0, input).count()
}

/// Walks the events and attributes of quick-xml and drops them; looks for no duplicates.
pub fn quick_xml(xml: &str) -> Result<usize, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes().with_checks(false) {
                    black_box(attribute?);
                    count += 1;
                }
            }
            Event::Eof => return Ok(count),
            event => {
                black_box(event);
            }
        }
        count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scans_agree() {
        for input in [&[][..], &[0], &[1, 0, 2, 0, 0], &[0xFF; 100]] {
            assert_eq!(scan(input), count_nul(input));
        }
    }

    #[test]
    fn quick_xml_counts_tags_and_attributes() {
        assert_eq!(quick_xml(r#"<a b="1" c="2"><d/>t</a>"#).ok(), Some(2 + 4));
    }
}
