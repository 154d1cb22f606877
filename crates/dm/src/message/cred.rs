//! `Cred` and `Chal`: credentials and challenges.

use core::fmt;

use super::Meta;
use crate::auth_type::AuthType;
use crate::data::Data;
use crate::extra::Extras;
use crate::format::Format;
use crate::text::Text;

/// `Cred`: the credentials of who speaks.
///
/// They are a secret: `Debug` does not show them, and they are not serialized.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cred {
    /// `Meta`: the scheme and the format.
    pub meta: Option<Meta>,
    /// `Data`: user and password, or the digest.
    pub data: Option<Data>,
    /// What else there is.
    pub extra: Extras,
}

/// `Chal`: what credentials are wanted.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Chal {
    /// `Meta`: the scheme, the format and the nonce.
    pub meta: Option<Meta>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Cred {
    /// Credentials of a scheme, in base64.
    #[must_use]
    pub fn new(scheme: AuthType, base64: impl Into<Text>) -> Self {
        let meta = Meta::new().with_format(Format::B64).with_type(Text::from_static(scheme.name()));
        Self { meta: Some(meta), data: Some(Data::text(base64)), extra: Extras::new() }
    }

    /// The scheme, where it has a name.
    #[must_use]
    pub fn auth_type(&self) -> Option<AuthType> {
        self.meta.as_ref()?.auth_type()
    }
}

impl Chal {
    /// A challenge of a scheme, with a nonce in base64 where it has one.
    #[must_use]
    pub fn new(scheme: AuthType, next_nonce: Option<Text>) -> Self {
        let meta = Meta::new().with_format(Format::B64).with_type(Text::from_static(scheme.name()));
        let meta = Meta { next_nonce, ..meta };
        Self { meta: Some(meta), extra: Extras::new() }
    }

    /// The scheme, where it has a name.
    #[must_use]
    pub fn auth_type(&self) -> Option<AuthType> {
        self.meta.as_ref()?.auth_type()
    }

    /// The nonce, in base64.
    #[must_use]
    pub fn next_nonce(&self) -> Option<&str> {
        self.meta.as_ref()?.next_nonce.as_deref()
    }
}

impl fmt::Debug for Cred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cred").field("meta", &self.meta).finish_non_exhaustive()
    }
}
