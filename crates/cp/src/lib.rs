#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod application;
pub mod build;
mod characteristic;
mod check;
mod context;
mod decode;
mod dialect;
mod document;
mod effective;
mod encode;
mod error;
mod extra;
mod extras;
mod field;
mod finding;
mod invisible;
mod kind;
mod options;
mod parm;
mod place;
mod qos;
mod read;
mod resolve;
mod secret;
#[cfg(feature = "serde")]
mod serial;
mod spelling;
mod summary;
mod text;
mod value;
mod view;
mod words;
mod write;

pub use application::{ApplicationTable, ApplicationType};
pub use characteristic::{Characteristic, Node};
pub use check::{CheckOptions, Profile};
pub use context::{CardFile, Context, ContextId, Contexts, Layer, Report, Source, SourceKind};
pub use dialect::Dialect;
pub use document::Document;
pub use effective::Effective;
pub use error::{Error, ErrorKind};
pub use extra::{Extra, Item};
pub use field::{Field, Mixed, Piece};
pub use finding::{Finding, MAX_FINDINGS, Rule, Severity};
pub use kind::Kind;
pub use options::{DEEPEST, Deviation, ReadOptions, WriteOptions};
pub use parm::Parm;
pub use qos::{Amount, Choice, ErroneousDelivery, QualityOfService, Rate, TrafficClass};
pub use read::Decoded;
pub use resolve::{
    Connectivity, DomainRank, MAX_ROUTES, Origin, ResolveOptions, ResolvedRoute, Scope, domain_rank,
};
pub use secret::{Secret, is_secret};
#[cfg(feature = "serde")]
pub use serial::WithSecrets;
pub use summary::{Change, MAX_HOSTS, Subject, Summary};
pub use text::Text;
pub use value::{Credential, LinkSpeed, WspVersion, ip_address};
pub use view::{
    Access, AccessRule, AppAddr, AppAuth, AppId, Application, Bootstrap, ClientIdentity, Eap,
    EapCertificate, NapAuth, NapDef, Network, Port, ProxyIdentity, PxAuth, PxLogical, PxPhysical,
    Resource, Route, Ssid, Validity, VendorConfig, WepKey, Wlan,
};
pub use words::{
    AddressType, AppAuthLevel, AppAuthType, AuthEntity, Bearer, CallType, NapAuthType,
    ProxyAuthType, Service, WlanMode, WlanSecurity,
};
