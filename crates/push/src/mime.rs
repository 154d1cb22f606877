//! MIME as push messages use it: headers as pairs, and bodies of several parts, binary-safe.
//!
//! A body is a slice of the input and never copied. Lines end in CR LF, and a delimiter is looked
//! for in raw octets: `CR LF -- boundary`, followed by nothing but blanks, `--` or the line end, so
//! that content may hold what only begins like one.

mod encoding;
mod entity;
mod header;
mod media;
mod multipart;
mod options;

pub use entity::Entity;
pub use header::{Header, Headers};
pub use media::MediaType;
pub use multipart::Multipart;
pub use options::Leniency;

pub(crate) use header::{is_token, read_headers};
