#![cfg_attr(all(feature = "prov", feature = "xml"), doc = include_str!("../README.md"))]
#![cfg_attr(
    not(all(feature = "prov", feature = "xml")),
    doc = "WBXML. With the features `prov` and `xml` this page is the README."
)]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod charset;
mod content;
#[cfg(feature = "alloc")]
mod convert;
mod dump;
mod error;
mod event;
mod header;
mod limits;
mod options;
mod reader;
mod short;
pub mod token;
mod tokens;
pub mod typed;
pub mod uintvar;
pub mod vocabulary;
mod writer;
#[cfg(feature = "xml")]
pub mod xml;

#[cfg(feature = "encoding_rs")]
pub use charset::encoding_rs::FOREIGN_CHARSETS;
pub use charset::{Charset, ForeignCharset, Text};
pub use content::{Content, Extension, Meaning, Operand, Part, Parts};
#[cfg(feature = "alloc")]
pub use convert::{Binary, ConvertOptions, convert, convert_with};
pub use dump::{Dump, Line, Lines, dump};
pub use error::{Code, ContentError, Error, ErrorKind, Expected, Loss, XmlError};
pub use event::{Event, Name, ReadEvents, Syntax, WriteEvents, copy};
#[doc(hidden)]
pub use event::{Head, Plain};
pub use header::{Header, PublicId};
pub use limits::{Limit, Limits};
#[cfg(feature = "alloc")]
pub use options::StringTable;
pub use options::{Deviation, Leniency, PublicIdForm, ReadOptions, ValueTokens, WriteOptions};
pub use reader::{Reader, detect};
pub use tokens::{End, Token, Tokens};
pub use vocabulary::Vocabulary;
pub use writer::{Sink, Slice, Writer};
