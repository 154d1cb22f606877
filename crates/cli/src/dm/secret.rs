//! Users, passwords and nonces of a command line.

use clap::Args;
use provost::dm::auth::{Credential, Nonce, UserDigest};

use super::failure;
use crate::failure::Failure;
use crate::hex;

/// A password, or what was stored in its place.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct Secret {
    /// The password
    #[arg(long)]
    password: Option<String>,
    /// The stored H(user:password), in base64
    #[arg(long, value_name = "BASE64")]
    stored: Option<String>,
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    pub(super) fn credential(&self, user: &str) -> Result<Credential, Failure> {
        match (&self.password, &self.stored) {
            (_, Some(stored)) => {
                let digest = UserDigest::from_base64(stored).map_err(failure)?;
                Ok(Credential::stored(user, digest))
            }
            (password, None) => Ok(Credential::new(user, password.as_deref().unwrap_or_default())),
        }
    }
}

/// A nonce in one of its two writings.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct NonceArgument {
    /// The nonce in base64, as NextNonce has it
    #[arg(long, value_name = "BASE64")]
    nonce: Option<String>,
    /// The nonce in hex digits
    #[arg(long, value_name = "HEX")]
    nonce_hex: Option<String>,
}

impl NonceArgument {
    pub(super) fn nonce(&self) -> Result<Nonce, Failure> {
        match &self.nonce_hex {
            Some(digits) => {
                let octets = hex::decode(digits.as_bytes()).map_err(Failure::Hex)?;
                Nonce::from_octets(octets).map_err(failure)
            }
            None => Nonce::from_base64(self.nonce.as_deref().unwrap_or_default()).map_err(failure),
        }
    }
}
