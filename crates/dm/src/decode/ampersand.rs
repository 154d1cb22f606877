//! Ampersands that begin no reference, written as one.

use alloc::vec::Vec;

use bytes::Bytes;

/// A text in which every ampersand begins a reference.
pub(super) struct Fixed {
    text: Bytes,
    /// Where the ampersands stand in this text that were written out.
    places: Vec<usize>,
}

const ADDED: &[u8] = b"amp;";

impl Fixed {
    /// The text with its ampersands written out; none, where all of them begin a reference.
    pub(super) fn new(input: &[u8]) -> Option<Self> {
        let mut text = Vec::with_capacity(input.len().saturating_add(64));
        let mut places = Vec::new();
        let mut rest = input;
        while let Some(at) = rest.iter().position(|octet| matches!(octet, b'&' | b'<')) {
            let (before, after) = rest.split_at_checked(at)?;
            text.extend_from_slice(before);
            let verbatim = match after {
                [b'<', ..] => verbatim(after),
                after if is_reference(after) => 1,
                _ => {
                    places.push(text.len());
                    text.push(b'&');
                    text.extend_from_slice(ADDED);
                    rest = after.get(1..).unwrap_or_default();
                    continue;
                }
            };
            let (kept, after) = after.split_at_checked(verbatim)?;
            text.extend_from_slice(kept);
            rest = after;
        }
        text.extend_from_slice(rest);
        (!places.is_empty()).then(|| Self { text: Bytes::from(text), places })
    }

    pub(super) const fn text(&self) -> &Bytes {
        &self.text
    }

    /// Where the first ampersand stood.
    pub(super) fn first(&self) -> usize {
        self.places.first().copied().unwrap_or(0)
    }

    /// Where what stands at an offset in the text stood in the input.
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.places.partition_point(|place| *place < offset);
        offset.saturating_sub(before.saturating_mul(ADDED.len()))
    }
}

/// How much is to be kept as it is in front of a text that begins with `<`: a section, a comment,
/// an instruction, or else that character.
fn verbatim(text: &[u8]) -> usize {
    for (start, end) in [(&b"<![CDATA["[..], &b"]]>"[..]), (b"<!--", b"-->"), (b"<?", b"?>")] {
        if text.starts_with(start) {
            let found = text.windows(end.len()).position(|window| window == end);
            return found.map_or(text.len(), |at| at.saturating_add(end.len()));
        }
    }
    1
}

/// Whether a text that begins with an ampersand begins with a reference.
fn is_reference(text: &[u8]) -> bool {
    let name = text.get(1..).unwrap_or_default();
    let length = name.iter().take_while(|octet| {
        octet.is_ascii_alphanumeric() || matches!(octet, b'#' | b'_' | b'-' | b'.' | b':')
    });
    let length = length.count();
    length > 0 && name.get(length) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_no_reference() {
        let fixed = Fixed::new(b"a&b=1&amp;<![CDATA[&]]>&#38;<!--&-->& &").unwrap();
        let expected = b"a&amp;b=1&amp;<![CDATA[&]]>&#38;<!--&-->&amp; &amp;";
        assert_eq!(&**fixed.text(), expected);
        assert_eq!(fixed.first(), 1);
        assert_eq!(fixed.original(1), 1);
        assert_eq!(fixed.original(6), 2);
        assert_eq!(fixed.original(expected.len()), 39);
        assert!(Fixed::new(b"a&amp;b&unknown;").is_none());
        assert!(Fixed::new(b"<!-- & ").is_none());
    }
}
