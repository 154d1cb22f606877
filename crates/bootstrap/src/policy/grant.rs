//! The permission to install.

use core::fmt;

use super::{Bearer, Purpose};
use crate::method::Method;
use crate::outcome::Verified;

/// The permission to install the octets that it holds: what an installer asks for.
///
/// [`Policy::admit`](super::Policy::admit) makes one, and [`Grant::unauthenticated`]; it can be
/// used once and is good for no other document.
///
/// ```compile_fail,E0451
/// use provost_bootstrap::Grant;
///
/// fn forge(body: &[u8]) -> Grant<'_> {
///     Grant { body, basis: todo!() }
/// }
/// ```
///
/// ```compile_fail,E0308
/// use provost_bootstrap::{Grant, Verified};
///
/// fn install(_: Grant<'_>) {}
///
/// fn without_policy(verified: Verified<'_>) {
///     install(verified);
/// }
/// ```
///
/// ```compile_fail,E0382
/// use provost_bootstrap::Grant;
///
/// fn install(_: Grant<'_>) {}
///
/// fn twice(grant: Grant<'_>) {
///     install(grant);
///     install(grant);
/// }
/// ```
///
/// ```
/// use provost_bootstrap::{Bearer, Grant, Policy, Purpose, Refusal, verify};
/// use provost_bootstrap::{Identity, Security};
///
/// fn install(_: Grant<'_>) {}
///
/// fn receive(
///     body: &[u8],
///     security: &Security,
///     sims: &[Identity],
///     purpose: Purpose,
/// ) -> Result<(), Refusal> {
///     install(Policy::STRICT.admit(verify(body, security, sims), Bearer::Sms, purpose)?);
///     Ok(())
/// }
/// ```
#[must_use]
pub struct Grant<'a> {
    body: &'a [u8],
    basis: Basis,
}

/// What a grant rests on.
#[derive(Clone, Copy, Debug)]
enum Basis {
    Verified { method: Method, identity: usize, bearer: Bearer, purpose: Purpose },
    Bearer { bearer: Bearer, purpose: Purpose },
    Exception { reason: &'static str },
}

impl<'a> Grant<'a> {
    /// A grant for octets that nobody vouches for: the loud exception.
    ///
    /// For laboratories, for settings that the user typed, for captures that are looked at. The
    /// reason is a literal, so that a search for this name finds it with its reason beside it.
    pub const fn unauthenticated(body: &'a [u8], reason: &'static str) -> Self {
        Self { body, basis: Basis::Exception { reason } }
    }

    pub(super) const fn verified(verified: Verified<'a>, bearer: Bearer, purpose: Purpose) -> Self {
        let (method, identity) = (verified.method(), verified.identity());
        let basis = Basis::Verified { method, identity, bearer, purpose };
        Self { body: verified.body(), basis }
    }

    pub(super) const fn by_bearer(body: &'a [u8], bearer: Bearer, purpose: Purpose) -> Self {
        Self { body, basis: Basis::Bearer { bearer, purpose } }
    }

    /// The octets that may be installed.
    #[must_use]
    pub const fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The method that was verified; none where the bearer vouches, or nobody.
    #[must_use]
    pub const fn method(&self) -> Option<Method> {
        match self.basis {
            Basis::Verified { method, .. } => Some(method),
            Basis::Bearer { .. } | Basis::Exception { .. } => None,
        }
    }

    /// The identity that fits, by its place in what was handed to [`verify`](crate::verify). What
    /// is installed belongs to its SIM (ProvBoot 7.1.5), where the method has a network secret:
    /// [`Verified::identity`].
    #[must_use]
    pub const fn identity(&self) -> Option<usize> {
        match self.basis {
            Basis::Verified { identity, .. } => Some(identity),
            Basis::Bearer { .. } | Basis::Exception { .. } => None,
        }
    }

    /// The bearer; none for an exception.
    #[must_use]
    pub const fn bearer(&self) -> Option<Bearer> {
        match self.basis {
            Basis::Verified { bearer, .. } | Basis::Bearer { bearer, .. } => Some(bearer),
            Basis::Exception { .. } => None,
        }
    }

    /// What it was given for; none for an exception.
    #[must_use]
    pub const fn purpose(&self) -> Option<Purpose> {
        match self.basis {
            Basis::Verified { purpose, .. } | Basis::Bearer { purpose, .. } => Some(purpose),
            Basis::Exception { .. } => None,
        }
    }

    /// The reason of an exception.
    #[must_use]
    pub const fn reason(&self) -> Option<&'static str> {
        match self.basis {
            Basis::Exception { reason } => Some(reason),
            Basis::Verified { .. } | Basis::Bearer { .. } => None,
        }
    }
}

impl fmt::Debug for Grant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("length", &self.body.len())
            .field("basis", &self.basis)
            .finish()
    }
}
