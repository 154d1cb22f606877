//! What must hold for any input: the bodies of the fuzz targets.
//!
//! Plain functions, so that any engine can call them, and the tests replay corpora through them.

pub mod account;
pub mod bootstrap;
pub mod cp;
pub mod dm_auth;
pub mod dm_client;
pub mod dm_message;
pub mod dm_object;
pub mod dm_server;
pub mod dm_tree;
pub mod inspect;
pub mod pap;
pub mod push;
pub mod wbxml;

/// What is called for each input.
pub type Body = fn(&[u8]);

/// The bodies that read documents: all but those which take long, be it that their input is a list of
/// steps, to which a document says nothing, or that they render what they read five times.
pub fn readers() -> impl Iterator<Item = (&'static str, Body)> {
    targets().filter(|(name, _)| !["inspect", "pap_gateway"].contains(name))
}

/// The bodies of all targets, by their names.
pub fn targets() -> impl Iterator<Item = (&'static str, Body)> {
    let wbxml = wbxml::TARGETS.into_iter();
    wbxml
        .chain(account::TARGETS)
        .chain(bootstrap::TARGETS)
        .chain(cp::TARGETS)
        .chain(dm_auth::TARGETS)
        .chain(dm_client::TARGETS)
        .chain(dm_message::TARGETS)
        .chain(dm_object::TARGETS)
        .chain(dm_server::TARGETS)
        .chain(dm_tree::TARGETS)
        .chain(inspect::TARGETS)
        .chain(push::TARGETS)
        .chain(pap::TARGETS)
}
