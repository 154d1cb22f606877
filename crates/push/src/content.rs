//! The small contents of pushes: service indication, service loading, cache operation, e-mail
//! notification. Each is one model over both syntaxes, WBXML and XML.
//!
//! Their document types are closed: an attribute that they lack is kept in `extra` and found by
//! `check`, an element or a text that they have no place for is an error that says where it stands,
//! since what it should do to the rest is not known.

mod co;
mod document;
mod emn;
mod moment;
mod si;
mod si_inbox;
mod sl;
mod uri;

pub use co::{CacheOperation, Invalidation, Target};
pub use emn::EmailNotification;
pub use moment::Moment;
pub use si::{Item, ServiceIndication, Signal};
pub use si_inbox::{Indications, Verdict};
pub use sl::{LoadAction, ServiceLoading, in_order};
