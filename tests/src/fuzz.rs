//! What must hold for any input: the bodies of the fuzz targets.
//!
//! Plain functions, so that any engine can call them, and the tests replay corpora through them.

pub mod bootstrap;
pub mod cp;
pub mod dm_auth;
pub mod pap;
pub mod push;
pub mod wbxml;

/// What is called for each input.
pub type Body = fn(&[u8]);

/// The bodies of all targets, by their names.
pub fn targets() -> impl Iterator<Item = (&'static str, Body)> {
    let wbxml = wbxml::TARGETS.into_iter();
    wbxml
        .chain(bootstrap::TARGETS)
        .chain(cp::TARGETS)
        .chain(dm_auth::TARGETS)
        .chain(push::TARGETS)
        .chain(pap::TARGETS)
}
