//! Telling the syntax of a document.

use provost::wbxml::Syntax;

/// The syntax of a document by its first octets: WBXML begins with its version, at most 0x0F, and
/// XML in UTF-16 with a mark.
pub(crate) fn syntax_of(octets: &[u8]) -> Syntax {
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] = octets {
        return Syntax::Xml;
    }
    let text = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    match text.trim_ascii_start() {
        [b'<', ..] => Syntax::Xml,
        _ => Syntax::Wbxml,
    }
}
