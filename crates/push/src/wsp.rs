//! The Wireless Session Protocol: how a push is written on the wire (WAP-230).

mod version;

pub use version::EncodingVersion;
