//! The small contents of pushes: service indication, service loading, cache operation, e-mail
//! notification. Each is one model over both syntaxes, WBXML and XML.

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
