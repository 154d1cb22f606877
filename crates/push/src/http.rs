//! Push over the air by HTTP (OTA-HTTP 1.0: WAP-235, 7 with SIN _101): its messages as header names,
//! values and bodies, which any HTTP stack carries.
//!
//! The terminal is the server of HTTP and the gateway its client, whoever opened the connection
//! (TO-TCP or PO-TCP). A push is `POST /wappush` whose body is a whole response of HTTP, with the
//! push headers inside; a registration is `OPTIONS /wappush`.
//!
//! ```
//! use provost_push::http::{PushRequest, PushInfo};
//! use provost_push::mime::Entity;
//!
//! let content = Entity::new("text/vnd.wap.si", "<si/>");
//! let request = PushRequest::new(content).with_info(PushInfo::new().last());
//! let (headers, body) = request.encode()?;
//! assert_eq!(headers.find("Content-Type"), Some("application/http"));
//! assert_eq!(PushRequest::decode(&headers, &body)?, request);
//! # Ok::<(), provost_push::Error>(())
//! ```
//!
//! Authentication is by HTTP and its digests are not computed here: the headers go through as they
//! are.

mod client_id;
mod cpi;
mod info;
mod message;
mod push;
mod registration;
mod status;

pub use client_id::ClientId;
pub use cpi::{Capabilities, CpiTag, TagCheck, check_tag};
pub use info::PushInfo;
pub use message::{Head, StartLine};
pub use push::{PushAnswer, PushRequest};
pub use registration::{Registration, RegistrationAnswer};
pub use status::{PushStatus, StatusKind};

/// The path of every request.
pub const PATH: &str = "/wappush";

/// The registered port, of terminal and gateway, as recalled from IANA's list.
pub const PORT: u16 = 4035;

/// The registered port over TLS, as recalled from IANA's list.
pub const SECURE_PORT: u16 = 4036;

/// The names of headers.
mod names {
    pub(super) const VERSION: &str = "X-Wap-Push-OTA-Version";
    pub(super) const INFO: &str = "X-Wap-Push-Info";
    pub(super) const CPI_TAG: &str = "X-Wap-CPITag";
    pub(super) const PROVISIONING_URL: &str = "X-Wap-Push-ProvURL";
    pub(super) const STATUS: &str = "X-Wap-Push-Status";
    pub(super) const TERMINAL: &str = "X-Wap-Terminal-Id";
    pub(super) const BEARER: &str = "X-Wap-Bearer-Indication";
    pub(super) const AUTHENTICATE: &str = "X-Wap-Authenticate";
    pub(super) const AUTHORIZATION: &str = "X-Wap-Authorization";
}

#[cfg(test)]
mod tests;
