//! Provisioning documents.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "tests have the standard library, and their helpers may fail"
)]

mod builders;
mod checks;
mod contexts;
mod resolve;
mod secrets;
mod summaries;
mod vectors;
mod views;
