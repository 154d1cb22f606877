#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(feature = "cp", feature = "dm"))]
extern crate alloc;

#[cfg(all(feature = "cp", feature = "dm"))]
pub mod account;
#[cfg(all(feature = "bootstrap", feature = "cp", feature = "dm", feature = "push"))]
pub mod provision;

#[cfg(feature = "bootstrap")]
pub use provost_bootstrap as bootstrap;
#[cfg(feature = "cp")]
pub use provost_cp as cp;
#[cfg(feature = "dm")]
pub use provost_dm as dm;
#[cfg(feature = "push")]
pub use provost_push as push;
pub use provost_wbxml as wbxml;
