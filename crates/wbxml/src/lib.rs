#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod charset;
mod error;
mod header;
mod limits;
pub mod token;
mod tokens;
pub mod uintvar;
pub mod vocabulary;

pub use charset::{Charset, ForeignCharset, Text};
pub use error::{Code, ContentError, Error, ErrorKind, Expected, Loss, XmlError};
pub use header::{Header, PublicId};
pub use limits::{Limit, Limits};
pub use tokens::{End, Token, Tokens};
pub use vocabulary::Vocabulary;
