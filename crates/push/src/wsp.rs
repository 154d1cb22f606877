//! The Wireless Session Protocol: how a push is written on the wire (WAP-230, TS-WSP).
//!
//! [`Push`] is the datagram. Its [`ContentType`] and [`Headers`] keep the octets that were read,
//! and give typed views of them.

mod address;
mod body;
mod capability;
mod content_type;
pub(crate) mod grammar;
mod header_name;
mod headers;
mod item;
mod multipart;
mod parameter;
mod pdu;
mod push;
mod quality;
mod reason;
mod structure;
pub(crate) mod text;
mod value;
mod version;
pub(crate) mod write;

pub use address::BearerAddress;
pub use body::MediaBody;
pub use capability::{Capability, ProtocolOptions};
pub use content_type::{ContentType, Media, SecParam};
pub use header_name::HeaderName;
pub use headers::{Field, FieldName, Fields, Headers};
pub use item::Item;
pub use multipart::{Multipart, mime_multipart, wire_multipart};
pub use parameter::{Parameter, ParameterCode, ParameterName, ParameterValue};
pub use pdu::Pdu;
pub use push::{EncodeOptions, Push};
pub use quality::Quality;
pub use reason::{AbortReason, Status};
pub use value::{
    Argument, Challenge, Cookie, Cookies, Credentials, Header, LanguageTag, PushFlag, SetCookie,
    Value,
};
pub use version::{EncodingVersion, Version};

pub(crate) use structure::read_uintvar;

/// The coding of application ids, which session initiation shares.
pub(crate) mod value_application {
    pub(crate) use super::value::{application as read, put_application as put};
}
