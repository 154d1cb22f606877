//! One token, and how it is written.

use crate::charset::Charset;
use crate::token::{
    ATTRIBUTES, CONTENT, END, ENTITY, EXT_0, EXT_I_0, EXT_T_0, LITERAL, OPAQUE, PI, STR_I, STR_T,
    SWITCH_PAGE,
};
use crate::uintvar::Uintvar;

/// One token of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Token<'a> {
    /// A tag of the current tag page.
    Tag {
        /// The low six bits.
        token: u8,
        /// Whether attributes follow.
        attributes: bool,
        /// Whether content follows.
        content: bool,
    },
    /// A tag whose name is in the string table.
    LiteralTag {
        /// The offset of the name.
        index: Uintvar,
        /// Whether attributes follow.
        attributes: bool,
        /// Whether content follows.
        content: bool,
    },
    /// An attribute start of the current attribute page; behind [`Instruction`](Self::Instruction)
    /// the target.
    AttributeStart(u8),
    /// An attribute (or target) whose name is in the string table, by offset.
    LiteralAttribute(Uintvar),
    /// An attribute value of the current attribute page.
    AttributeValue(u8),
    /// A string, without its terminator.
    String(&'a [u8]),
    /// A string in the string table, by offset.
    TableString(Uintvar),
    /// A character by its code.
    Entity(Uintvar),
    /// Opaque octets.
    Opaque {
        /// How many, as it was written.
        length: Uintvar,
        /// The octets.
        octets: &'a [u8],
    },
    /// An extension (0, 1 or 2) with a string.
    ExtensionString(u8, &'a [u8]),
    /// An extension with an integer.
    ExtensionInteger(u8, Uintvar),
    /// An extension of one octet.
    Extension(u8),
    /// The start of a processing instruction.
    Instruction,
    /// A change of the code page of the current token space.
    SwitchPage(u8),
    /// An end.
    End(End),
}

/// What an `END` ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "the grammar of WBXML has no other")]
pub enum End {
    /// The attributes of an element whose content follows.
    Attributes,
    /// The attributes of an element without content, and so the element.
    EmptyElement,
    /// An element.
    Element,
    /// A processing instruction.
    Instruction,
}

impl Token<'_> {
    /// Hands the octets of the token to `out`: the same as were read.
    ///
    /// Of the charset only the width of the terminator matters.
    pub fn encode(&self, charset: Charset, out: &mut dyn FnMut(&[u8])) {
        let bits = |attributes: bool, content: bool| {
            (if attributes { ATTRIBUTES } else { 0 }) | (if content { CONTENT } else { 0 })
        };
        let terminator: &[u8] = if charset.is_wide() { &[0, 0] } else { &[0] };
        match *self {
            Token::Tag { token, attributes, content } => out(&[token | bits(attributes, content)]),
            Token::LiteralTag { index, attributes, content } => {
                out(&[LITERAL | bits(attributes, content)]);
                out(index.octets().as_ref());
            }
            Token::AttributeStart(token) | Token::AttributeValue(token) => out(&[token]),
            Token::LiteralAttribute(index) => {
                out(&[LITERAL]);
                out(index.octets().as_ref());
            }
            Token::String(text) => {
                out(&[STR_I]);
                out(text);
                out(terminator);
            }
            Token::TableString(index) => {
                out(&[STR_T]);
                out(index.octets().as_ref());
            }
            Token::Entity(code) => {
                out(&[ENTITY]);
                out(code.octets().as_ref());
            }
            Token::Opaque { length, octets } => {
                out(&[OPAQUE]);
                out(length.octets().as_ref());
                out(octets);
            }
            Token::ExtensionString(number, text) => {
                out(&[EXT_I_0 | number]);
                out(text);
                out(terminator);
            }
            Token::ExtensionInteger(number, integer) => {
                out(&[EXT_T_0 | number]);
                out(integer.octets().as_ref());
            }
            Token::Extension(number) => out(&[EXT_0 | number]),
            Token::Instruction => out(&[PI]),
            Token::SwitchPage(page) => out(&[SWITCH_PAGE, page]),
            Token::End(_) => out(&[END]),
        }
    }
}
