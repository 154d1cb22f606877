//! Summary.
/// Marks.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{202E}')
}
