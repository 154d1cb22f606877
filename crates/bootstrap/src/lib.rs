#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod attempts;
pub mod card;
mod defect;
mod diagnosis;
mod identity;
mod key;
mod mac;
mod method;
mod outcome;
mod pin;
mod policy;
mod security;
mod sign;
mod verify;

#[doc = include_str!("../THREATS.md")]
pub mod threats {}

pub use attempts::{Attempts, Next};
pub use defect::Defect;
pub use diagnosis::{SenderFault, diagnose};
pub use identity::{Cdma, Identity, Imsi, NetworkId, NetworkSecret, Spc, Tdma};
pub use key::{Key, SecretError};
pub use mac::Mac;
pub use method::{Method, Profile, Sec};
pub use outcome::{Outcome, Unverified, Verified};
pub use pin::UserPin;
pub use policy::{
    Action, Bearer, BearerKind, Broadcast, Context, Grant, Installed, Methods, NetworkCode, Policy,
    Purpose, Refusal, Relaxation, Rule,
};
pub use security::Security;
pub use sign::{SignError, Signed, sign};
pub use verify::verify;
