//! Content that is no document, and which texts and octets may be shown: markup of no known type may hold
//! secrets, which nobody could tell.

use bytes::Bytes;

use super::{Inspector, capture};
use crate::hex;
use crate::report::Layer;
use crate::secrets::HIDDEN;

/// Characters of a text that are shown, or octets.
const SHOWN: usize = 200;
/// Characters one behind the other in octets that may be a text.
const WORD: usize = 6;

impl Inspector<'_> {
    /// Content that is no document, which only a content type tells.
    pub(super) fn content(&self, octets: &Bytes, content_type: Option<&str>) -> Layer {
        let mut layer = Layer::new("content", "Content", octets);
        layer.say("content type", content_type.unwrap_or("not told"));
        let text = capture::text(octets);
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        let is_plain = |it: char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
        let text = core::str::from_utf8(text).ok();
        if let Some(text) = text.filter(|text| text.chars().all(is_plain)) {
            tell_text(text, self.shows_secrets, &mut layer);
            return layer;
        }
        let first = octets.get(..SHOWN).unwrap_or(octets);
        let is_cut = if first.len() < octets.len() { ".." } else { "" };
        let is_shown = self.shows_secrets || !may_be_text(first);
        let shown = if is_shown { hex::digits(first) + is_cut } else { HIDDEN.to_owned() };
        layer.say("octets", shown);
        layer
    }
}

/// Adds a text, as far as it may be shown.
pub(super) fn tell_text(text: &str, shows_secrets: bool, layer: &mut Layer) {
    let is_shown = shows_secrets || !is_markup(text);
    let shown = if is_shown { text.chars().take(SHOWN).collect() } else { HIDDEN.to_owned() };
    layer.say("text", shown);
}

/// Whether a text is markup, or a part of some.
pub(super) fn is_markup(text: &str) -> bool {
    let text = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{FEFF}');
    text.starts_with('<') || ["</", "/>", "=\""].iter().any(|sign| text.contains(sign))
}

/// Whether octets may be markup or other text in any charset, of one octet or of two for a character.
fn may_be_text(octets: &[u8]) -> bool {
    let is_between = |octet: &u8| {
        octet.is_ascii_whitespace() || matches!(octet, 0 | 0xBB | 0xBF | 0xEF | 0xFE | 0xFF)
    };
    if octets.iter().find(|octet| !is_between(octet)) == Some(&b'<') {
        return true;
    }
    let (mut length, mut last) = (0_usize, 0);
    octets.iter().any(|octet| {
        length = match octet {
            b' '..=b'~' => length.saturating_add(1),
            0 if last != 0 => length,
            _ => 0,
        };
        last = *octet;
        length >= WORD
    })
}
