#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod alert_code;
pub mod auth;
mod auth_type;
pub mod bootstrap;
mod data;
pub mod ddf;
mod decode;
mod deviation;
mod devinf;
mod element;
mod encode;
mod error;
mod extra;
mod format;
mod fragment;
mod framework;
mod generic_alert;
mod interaction;
mod limits;
mod lint;
mod media_type;
mod message;
mod namespace;
pub mod notification;
pub mod object;
mod options;
mod profile;
mod reply;
pub mod session;
mod status_code;
mod text;
pub mod tnds;
pub mod tree;
pub mod uri;

pub use alert_code::AlertCode;
pub use auth_type::AuthType;
pub use data::{Data, Embedded, Form};
pub use decode::{Decoded, Recovered, detect_syntax};
pub use deviation::{Deviation, Rule};
pub use devinf::DevInf;
pub use element::Element;
pub use encode::{EncodeOptions, Fit, Packer, Prolog};
pub use error::{Error, ErrorKind};
pub use extra::{Extra, ExtraName, Extras, Piece};
pub use format::Format;
pub use fragment::{Fragment, Shape};
pub use generic_alert::{AlertKind, GenericAlert, Mark, WindowsEvent};
pub use interaction::{DefaultResponse, EchoType, InputType, InteractionOptions, OptionFault};
pub use limits::{Limit, Limits};
pub use lint::{Finding, Problem, lint};
pub use media_type::{DocumentKind, MediaType, detect_kind};
pub use message::{
    Alert, Body, Chal, Command, Container, Cred, Header, Item, Location, Message, Meta, Request,
    Results, Status, Unsupported,
};
pub use namespace::Namespace;
pub use options::{DecodeOptions, Dialect, Leniency};
pub use profile::{ProfileFault, ProfileReason};
pub use provost_wbxml::Syntax;
pub use reply::Reply;
pub use status_code::{StatusClass, StatusCode};
pub use text::Text;
