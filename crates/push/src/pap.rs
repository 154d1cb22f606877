//! The Push Access Protocol: how a push initiator and a gateway talk (PAP 1.0 to 2.2).
//!
//! A [`Document`] holds one [`Message`]; its models keep what they do not know. [`check`] lists what
//! a document has against the DTD. [`Post`] is a document with its entities as it goes over HTTP.
//!
//! ```
//! use provost_push::pap::{Document, Message, PushMessage, Version};
//!
//! let push = PushMessage::new("1@pi.example", "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example");
//! let document = Document::new(Version::V2_0, Message::Push(push));
//! let xml = document.encode()?;
//! assert_eq!(Document::decode(xml.as_bytes())?, document);
//! # Ok::<(), provost_push::Error>(())
//! ```

mod check;
mod decode;
mod document;
mod dtd;
mod encode;
mod extra;
mod message;
mod open;
mod post;
mod status;
mod version;
mod violation;

pub use check::check;
pub use document::Document;
pub use extra::{Element, Extra, Node};
pub use message::{
    Address, BadMessage, CancelMessage, CancelResponse, CancelResult, CapabilityQuery,
    CapabilityResponse, DeliveryMethod, Message, MessageState, Notification, NotificationResponse,
    Priority, ProgressNote, PushMessage, PushResponse, QualityOfService, ReplaceMethod,
    StatusQuery, StatusResponse, StatusResult,
};
pub use open::{Open, Value};
pub use post::Post;
pub use status::{Place, StatusClass, StatusCode};
pub use version::{Doctype, Negotiation, Version, negotiate};
pub use violation::{Violation, ViolationKind};
