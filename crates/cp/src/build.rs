//! Builders: documents that a server may send, and no others.
//!
//! ```
//! use provost_cp::build::{AccessPointBuilder, ApplicationBuilder, DocumentBuilder};
//!
//! let document = DocumentBuilder::new()
//!     .with(AccessPointBuilder::packet("NAP1", "Example MMS", "mms.example"))
//!     .with(ApplicationBuilder::mms("http://mmsc.example/").through_access_point("NAP1"))
//!     .build()?;
//! let octets = document.to_wbxml_strict()?;
//! assert_eq!(octets[..4], [0x03, 0x0B, 0x6A, 0x00]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a builder takes is what a characteristic must have; the rest is added by name. References
//! and values are checked when the document is built, as only then all of it is there.

mod access_point;
mod application;
mod document;
mod proxy;
mod template;

pub use access_point::AccessPointBuilder;
pub use application::ApplicationBuilder;
pub use document::{ContextBuilder, DocumentBuilder, Invalid};
pub use proxy::{PhysicalBuilder, ProxyBuilder};
pub use template::{Key, Template, TemplateError};
