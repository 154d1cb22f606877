//! Shared parts of the tests.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

pub mod bootstrap;
pub mod card;
pub mod counting;
pub mod data;
pub mod dm;
pub mod document;
pub mod fuzz;
pub mod kannel;
pub mod pages;
pub mod peer;
pub mod provisioning;
pub mod push;
pub mod vectors;

/// The guides, whose pieces of code are tests.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../docs/cp-devices.md")]
    struct CpDevices;
    #[doc = include_str!("../../docs/cp-servers.md")]
    struct CpServers;
    #[doc = include_str!("../../docs/filter.md")]
    struct Filter;
}
