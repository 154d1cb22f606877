//! Authentication: basic, MD5 and MAC proofs, the nonces they are made with, and the transport
//! header `x-syncml-hmac` (OMA DM Security 1.2.1, 5.3 and 5.4).
//!
//! Who proves makes a proof from a [`Credential`] and a [`Nonce`]; who verifies needs no password,
//! only the [`UserDigest`] that was stored in its place:
//!
//! ```
//! use provost_dm::auth::{Credential, IssuedNonces, Nonce, Verdict};
//!
//! // What the server sent as NextNonce is base64 text; what is hashed are the octets.
//! let nonce = Nonce::from_base64("Tm9uY2U=")?;
//! let client = Credential::new("Bruce2", "OhBehave");
//! let proof = client.md5(&nonce);
//! assert_eq!(proof.to_base64(), "Zz6EivR3yeaaENcRN6lpAQ==");
//!
//! let server = Credential::stored("Bruce2", client.digest().clone());
//! let nonces = IssuedNonces::new(nonce);
//! assert_eq!(server.verify_md5("Zz6EivR3yeaaENcRN6lpAQ==", &nonces), Verdict::Ok);
//! # Ok::<(), provost_dm::Error>(())
//! ```
//!
//! Comparisons take the same time wherever proofs differ, secrets are wiped when they are dropped,
//! and `Debug` shows neither secret nor proof.
//!
//! MD5 is what the specification has; it is no protection against somebody who can try passwords
//! at leisure. Run sessions inside TLS.

mod base64;
mod basic;
mod credential;
mod digest;
mod hmac_header;
pub(crate) mod hmac_header_fault;
mod nonce;
mod nonces;
mod verdict;

pub(crate) use base64::{decode as decode_base64, encode as encode_base64};
pub use basic::Basic;
pub use credential::Credential;
pub(crate) use digest::md5;
pub use digest::{Digest, UserDigest};
pub use hmac_header::HmacHeader;
pub use hmac_header_fault::HmacHeaderFault;
pub use nonce::Nonce;
pub use nonces::{IssuedNonces, Peer, ReceivedNonces, Resynchronization};
pub use verdict::Verdict;
