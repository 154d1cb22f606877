//! Corpus and contenders of the benchmarks; `README.md` says what each bench measures.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::missing_errors_doc,
    reason = "works on documents that it makes itself"
)]

pub mod baseline;
pub mod bootstrap;
pub mod callgrind;
pub mod campaign;
pub mod corpus;
pub mod goal;
pub mod inspection;
pub mod interleave;
#[cfg(feature = "peer-libwbxml")]
pub mod libwbxml;
pub mod live;
pub mod messages;
pub mod operation;
pub mod ours;
pub mod provisioning;
pub mod pushes;
pub mod serde_message;
