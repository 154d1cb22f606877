//! The XML twin: the same events, read from text and written as text.
//!
//! ```
//! # #[cfg(feature = "prov")] {
//! use provost_wbxml::{Event, xml, vocabulary::PROV};
//!
//! let input = br#"<wap-provisioningdoc><characteristic type="NAPDEF"/></wap-provisioningdoc>"#;
//! let mut reader = xml::Reader::new(input, &PROV)?;
//! while let Some(event) = reader.next_event()? {
//!     if let Event::Attribute { name, value } = event {
//!         println!("{}={}", name.local(), value.to_str()?);
//!     }
//! }
//! # }
//! # Ok::<(), provost_wbxml::Error>(())
//! ```
//!
//! # Names
//!
//! Where a vocabulary has namespaces, one for each tag page, the names of elements in them come
//! without a prefix, however the document writes them, and the declarations of these namespaces
//! are not handed on: they are in the names. An element that is in no namespace, in a document
//! that declares no default one, gets the namespace of a page that has its name. Names in other
//! namespaces keep their prefix, and their declarations are attributes.
//!
//! Where a vocabulary has no namespaces, a prefix is a part of a name, and `xmlns` an attribute
//! like others.

mod attribute;
pub(crate) mod character;
mod doctype;
mod escape;
mod namespace;
mod options;
mod output;
mod pieces;
mod reader;
mod writer;

pub use doctype::Doctype;
pub use options::{Layout, Prolog, ReadOptions, Whitespace, WriteOptions};
pub use reader::Reader;
pub use writer::Writer;
