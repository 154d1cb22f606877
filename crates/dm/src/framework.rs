//! `MgmtTree` documents: the one DTD of serialized trees and device descriptions (DM TND 1.2.1, 8;
//! DM TNDS 1.2.1, 5).
//!
//! A document is a flat list of nodes, each with its depth: no tree of boxes, so that nesting costs
//! no stack.

mod decode;
mod deviation;
mod element;
mod encode;
mod node;
mod unknown;

pub(crate) use decode::{decode, decode_inline};
pub use deviation::{Deviation, DeviationKind};
#[cfg(feature = "xml")]
pub(crate) use encode::to_xml;
pub(crate) use encode::{Form, to_wbxml, write};
pub use node::{DfProperties, Extension, Kind, Occurrence, Place, RtProperties, Value};
pub(crate) use node::{RawNode, RawTree};

/// The namespace of Microsoft's extensions, DDF v2.
pub(crate) const MICROSOFT: &str = "http://schemas.microsoft.com/MobileDevice/DM";
