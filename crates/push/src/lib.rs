#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod address;
mod application_id;
mod bearer;
mod charset;
pub mod content;
mod date;
mod error;
mod finding;
#[cfg(feature = "pap")]
pub mod gateway;
pub mod http;
mod language;
mod media_type;
pub mod mime;
#[cfg(feature = "pap")]
pub mod pap;
mod registry;
pub mod session_initiation;
pub mod sip;
pub mod sms;
mod version;
pub mod whitelist;
pub mod wsp;

pub use application_id::{Application, ApplicationId};
pub use bearer::Bearer;
pub use charset::Charset;
pub use date::Date;
pub use error::{Error, ErrorKind, Expected, Limit};
pub use finding::{Finding, FindingKind};
pub use language::Language;
pub use media_type::MediaCode;
pub use version::{Version, VersionList, VersionPattern};
