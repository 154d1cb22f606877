//! The XML twin: the same events, read from text and written as text.

mod escape;
mod namespace;
mod options;
mod writer;

pub use options::{Layout, Prolog, WriteOptions};
pub use writer::Writer;
