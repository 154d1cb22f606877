#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod characteristic;
mod decode;
mod dialect;
mod document;
mod encode;
mod error;
mod extra;
mod field;
mod kind;
mod options;
mod parm;
mod place;
mod secret;
mod spelling;

pub use characteristic::{Characteristic, Node};
pub use dialect::Dialect;
pub use document::{Decoded, Document};
pub use error::{Error, ErrorKind};
pub use extra::{Extra, Item};
pub use field::{Field, Mixed, Piece};
pub use kind::Kind;
pub use options::{DEEPEST, Deviation, ReadOptions, WriteOptions};
pub use parm::Parm;
pub use secret::{Secret, is_secret};
