//! The global tokens: the same in both token spaces and on every code page (WBXML 1.3, 7.1).

/// Changes the code page of the current token space; a page number follows.
pub const SWITCH_PAGE: u8 = 0x00;
/// Ends an attribute list, an element or a processing instruction.
pub const END: u8 = 0x01;
/// A character by its UCS-4 code, a `mb_u_int32`.
pub const ENTITY: u8 = 0x02;
/// A string with its terminator.
pub const STR_I: u8 = 0x03;
/// A name by its offset in the string table: of a tag without attributes and content, or of an
/// attribute.
pub const LITERAL: u8 = 0x04;
/// The first of three extensions with a string.
pub const EXT_I_0: u8 = 0x40;
/// A processing instruction.
pub const PI: u8 = 0x43;
/// [`LITERAL`] of a tag with content.
pub const LITERAL_C: u8 = 0x44;
/// The first of three extensions with an integer.
pub const EXT_T_0: u8 = 0x80;
/// A string by its offset in the string table.
pub const STR_T: u8 = 0x83;
/// [`LITERAL`] of a tag with attributes.
pub const LITERAL_A: u8 = 0x84;
/// The first of three extensions of one octet.
pub const EXT_0: u8 = 0xC0;
/// Octets behind their number.
pub const OPAQUE: u8 = 0xC3;
/// [`LITERAL`] of a tag with attributes and content.
pub const LITERAL_AC: u8 = 0xC4;

/// The bit of a tag that attributes follow.
pub const ATTRIBUTES: u8 = 0x80;
/// The bit of a tag that content follows.
pub const CONTENT: u8 = 0x40;

/// Whether a token belongs to the document type: the low six bits of a global one are below 5.
#[inline(always)]
#[must_use]
pub const fn is_application(token: u8) -> bool {
    token & 0x3F >= 5
}

/// Whether it is the token of a tag, without the bits for attributes and content.
#[inline(always)]
pub(crate) const fn is_tag(token: u8) -> bool {
    matches!(token, 0x05..=0x3F)
}

/// Whether a token of the attribute space is a value of the document type.
#[inline(always)]
pub(crate) const fn is_value(token: u8) -> bool {
    token >= 0x80 && is_application(token)
}

/// Whether a token of the attribute space is an attribute start.
#[inline(always)]
pub(crate) const fn is_start(token: u8) -> bool {
    // 0x05..=0x3F and 0x45..=0x7F: without bit 6 they are one range.
    matches!(token & 0xBF, 0x05..=0x3F)
}

/// Whether a token of the attribute space ends a value for sure: a start, or the end of the list.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
#[inline(always)]
pub(crate) fn ends_value(token: u8) -> bool {
    // One load, where the comparisons are six instructions for each attribute.
    static ENDS: [bool; 256] = {
        let mut ends = [false; 256];
        let mut token = 0;
        while token < ends.len() {
            ends[token] = token as u8 == END || is_start(token as u8);
            token += 1;
        }
        ends
    };
    ENDS.get(usize::from(token)).copied().unwrap_or(false)
}

/// Whether a token in the attribute space continues a value. A `SWITCH_PAGE` leaves it open.
#[inline(always)]
#[must_use]
pub(crate) const fn continues_value(token: u8) -> bool {
    // 0x44 and 0x84 are no tokens of this space, and 0xC4 neither: they are left to the error.
    if token >= 0x80 {
        return token != LITERAL_A && token != LITERAL_AC;
    }
    matches!(token, ENTITY | STR_I | 0x40..=0x42)
}

/// Whether a token in content continues a text. A `SWITCH_PAGE` leaves it open.
#[inline(always)]
#[must_use]
pub(crate) const fn continues_text(token: u8) -> bool {
    matches!(token, ENTITY | STR_I | STR_T | 0x40..=0x42 | 0x80..=0x82 | 0xC0..=0xC2)
}
