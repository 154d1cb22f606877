//! What one line of the listing says.

use core::fmt;

use super::opaque::Opaque;
use super::quote::Quote;
use crate::error::{Code, Error};
use crate::typed::variable::Conversion;
use crate::vocabulary::Vocabulary;

/// What the octets of a line mean.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'a> {
    Version(u8),
    PublicNumber(u32, Option<&'static Vocabulary>),
    PublicIndex(Reference<'a>, Option<&'static Vocabulary>),
    Charset(u32, &'static str),
    TableLength(u32),
    /// A string of the table, and whether it has its terminator.
    TableString {
        index: usize,
        text: Quote<'a>,
        ended: bool,
    },
    Tag {
        name: Tag<'a>,
        attributes: bool,
        content: bool,
    },
    AttributeStart {
        code: Code,
        start: Lookup<(&'static str, &'static str)>,
    },
    LiteralAttribute(Reference<'a>),
    AttributeValue {
        code: Code,
        text: Lookup<&'static str>,
    },
    String(Quote<'a>),
    TableReference(Reference<'a>),
    Entity(u32),
    Opaque {
        length: u32,
        guess: Opaque<'a>,
    },
    ExtensionString {
        number: u8,
        variable: bool,
        text: Quote<'a>,
    },
    ExtensionInteger {
        number: u8,
        operand: u32,
        meaning: Extension<'a>,
    },
    Extension(u8),
    Instruction,
    SwitchPage {
        page: u8,
        attributes: bool,
        namespace: Lookup<&'static str>,
    },
    EndElement(Option<Tag<'a>>),
    EndAttributes(Option<Tag<'a>>),
    EndInstruction,
    NotRead,
    Error(Error),
}

/// What a vocabulary says of a code.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lookup<T> {
    /// There is no vocabulary.
    None,
    /// The vocabulary lacks it.
    Unknown,
    Found(T),
}

impl<T> Lookup<T> {
    /// What `find` finds in a vocabulary, if there is one.
    pub(super) fn new(
        vocabulary: Option<&'static Vocabulary>,
        find: impl FnOnce(&'static Vocabulary) -> Option<T>,
    ) -> Self {
        vocabulary
            .map_or(Self::None, |vocabulary| find(vocabulary).map_or(Self::Unknown, Self::Found))
    }
}

/// The name of an element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tag<'a> {
    Token(Code, Lookup<&'static str>),
    Literal(Reference<'a>),
}

/// An offset in the string table and the string there, if there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference<'a> {
    pub(super) index: u32,
    pub(super) text: Option<Quote<'a>>,
}

/// The meaning of an extension with an integer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Extension<'a> {
    None,
    Text(&'static str),
    Variable(Reference<'a>),
}

impl fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => write!(f, "version 1.{version}"),
            Self::PublicNumber(1, _) => f.write_str("public id 0x01: unknown or missing"),
            Self::PublicNumber(id, vocabulary) => {
                write!(f, "public id 0x{id:02x}")?;
                document_type(*vocabulary, f)
            }
            Self::PublicIndex(reference, vocabulary) => {
                f.write_str("public id ")?;
                reference.fmt(f)?;
                document_type(*vocabulary, f)
            }
            Self::Charset(mib, name) => write!(f, "charset {mib}: {name}"),
            Self::TableLength(length) => write!(f, "string table of {length} octets"),
            Self::TableString { index, text, ended } => {
                write!(f, "{index}: ")?;
                text.fmt(f)?;
                f.write_str(if *ended { "" } else { ", no terminator" })
            }
            Self::Tag { name, attributes, content } => {
                name.fmt(f)?;
                match name {
                    Tag::Token(code, Lookup::Found(_)) => write!(f, " tag {}", Brief(*code))?,
                    Tag::Token(..) => {}
                    Tag::Literal(reference) => write!(f, " LITERAL {}", reference.index)?,
                }
                f.write_str(if *attributes { ", attributes" } else { "" })?;
                f.write_str(if *content { ", content" } else { "" })
            }
            Self::AttributeStart { code, start } => match start {
                Lookup::Found((name, "")) => write!(f, "{name}= start {}", Brief(*code)),
                Lookup::Found((name, prefix)) => {
                    write!(f, "{name}=\"{prefix}\" start {}", Brief(*code))
                }
                Lookup::Unknown => write!(f, "unknown attribute start {code}"),
                Lookup::None => write!(f, "attribute start {code}"),
            },
            Self::LiteralAttribute(reference) => {
                f.write_str("LITERAL ")?;
                reference.fmt(f)?;
                f.write_str("=")
            }
            Self::AttributeValue { code, text } => match text {
                Lookup::Found(text) => write!(f, "\"{text}\" value {}", Brief(*code)),
                Lookup::Unknown => write!(f, "unknown attribute value {code}"),
                Lookup::None => write!(f, "attribute value {code}"),
            },
            Self::String(text) => text.fmt(f),
            Self::TableReference(reference) => {
                f.write_str("STR_T ")?;
                reference.fmt(f)
            }
            Self::Entity(code) => {
                write!(f, "ENTITY {code}: ")?;
                match char::from_u32(*code).filter(|character| *character != '\0') {
                    Some(character) => write!(f, "U+{code:04X} {character:?}"),
                    None => f.write_str("no character"),
                }
            }
            Self::Opaque { length, guess } => {
                write!(f, "OPAQUE {length}: ")?;
                guess.fmt(f)
            }
            Self::ExtensionString { number, variable, text } => {
                write!(f, "EXT_I_{number} ")?;
                text.fmt(f)?;
                if *variable { conversion(*number, f) } else { Ok(()) }
            }
            Self::ExtensionInteger { number, operand, meaning } => {
                write!(f, "EXT_T_{number} ")?;
                match meaning {
                    Extension::None => write!(f, "{operand}"),
                    Extension::Text(text) => write!(f, "{operand}: {text:?}"),
                    Extension::Variable(reference) => {
                        reference.fmt(f)?;
                        conversion(*number, f)
                    }
                }
            }
            Self::Extension(number) => write!(f, "EXT_{number}"),
            Self::Instruction => f.write_str("PI"),
            Self::SwitchPage { page, attributes, namespace } => {
                let space = if *attributes { "attribute" } else { "tag" };
                write!(f, "SWITCH_PAGE {page}: {space} page")?;
                match namespace {
                    Lookup::Found("") | Lookup::None => Ok(()),
                    Lookup::Found(namespace) => write!(f, " {namespace}"),
                    Lookup::Unknown => f.write_str(", unknown"),
                }
            }
            Self::EndElement(name) => ends("END of ", "element", name.as_ref(), f),
            Self::EndAttributes(name) => ends("END of attributes of ", "element", name.as_ref(), f),
            Self::EndInstruction => f.write_str("END of processing instruction"),
            Self::NotRead => f.write_str("not read"),
            Self::Error(error) => write!(f, "error: {error} (0x{:x})", error.offset()),
        }
    }
}

impl fmt::Display for Tag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_, Lookup::Found(name)) => write!(f, "<{name}>"),
            Self::Token(code, Lookup::Unknown) => write!(f, "unknown tag {code}"),
            Self::Token(code, Lookup::None) => write!(f, "tag {code}"),
            Self::Literal(Reference { text: Some(text), .. }) => {
                f.write_str("<")?;
                text.fmt(f)?;
                f.write_str(">")
            }
            Self::Literal(Reference { text: None, .. }) => f.write_str("outside the string table"),
        }
    }
}

impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.index)?;
        match &self.text {
            Some(text) => text.fmt(f),
            None => f.write_str("outside the string table"),
        }
    }
}

/// A code that is known.
struct Brief(Code);

impl fmt::Display for Brief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:02x} page {}", self.0.token, self.0.page)
    }
}

fn document_type(
    vocabulary: Option<&'static Vocabulary>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match vocabulary {
        Some(vocabulary) => write!(f, ", {}: {}", vocabulary.id(), vocabulary.name()),
        None => f.write_str(", no known document type"),
    }
}

/// WAP-191, 10.3.1: what the number of an extension does to the value of the variable it names.
fn conversion(number: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(match Conversion::from_number(number) {
        Some(Conversion::Escape) => ": variable, escape",
        Some(Conversion::Unescape) => ": variable, unesc",
        _ => ": variable",
    })
}

fn ends(
    what: &str,
    unnamed: &str,
    name: Option<&Tag<'_>>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.write_str(what)?;
    match name {
        Some(name) => fmt::Display::fmt(name, f),
        None => f.write_str(unnamed),
    }
}
