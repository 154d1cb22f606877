#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod alert_code;
pub mod auth;
mod auth_type;
mod error;
mod format;
mod limits;
pub mod notification;
mod status_code;

pub use alert_code::AlertCode;
pub use auth_type::AuthType;
pub use error::{Error, ErrorKind};
pub use format::Format;
pub use limits::{Limit, Limits};
pub use status_code::{StatusClass, StatusCode};
