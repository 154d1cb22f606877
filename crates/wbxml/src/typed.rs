//! Typed content: what opaque octets or an extension token mean in a language, and their text in
//! XML.

#[cfg(feature = "alloc")]
pub mod base64;
pub mod datetime;
pub mod variable;
pub mod wv;
