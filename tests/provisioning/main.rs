//! Provisioning documents.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost_tests::counting::Counting;

mod allocation;
mod builders;
mod checks;
mod contexts;
mod heads;
mod hostile;
mod interop;
mod resolve;
mod roundtrip;
mod secrets;
mod summaries;
mod vectors;
mod views;

#[global_allocator]
static ALLOCATOR: Counting = Counting;
