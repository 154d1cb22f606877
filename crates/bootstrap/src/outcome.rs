//! What became of a check, as a type that cannot be mistaken for success.

use core::fmt;

use crate::defect::Defect;
use crate::method::{Method, Sec};

/// What [`verify`](crate::verify) found.
///
/// Nothing converts this to `bool`, and the absence of SEC is a case of its own: devices that took
/// it for success were provisioned by strangers (see [`threats`](crate::threats)).
///
/// ```compile_fail,E0277
/// use provost_bootstrap::Outcome;
///
/// fn is_fine(outcome: Outcome<'_>) -> bool {
///     outcome.into()
/// }
/// ```
///
/// ```
/// use provost_bootstrap::{Outcome, Verified};
///
/// fn body(outcome: Outcome<'_>) -> Option<&[u8]> {
///     let Outcome::Verified(verified) = outcome else { return None };
///     Some(verified.body())
/// }
/// ```
#[derive(Debug)]
#[must_use]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// The MAC is that of the body, under the key of one of the identities.
    Verified(Verified<'a>),
    /// Ask the user for the PIN, and verify again with it.
    NeedsUserPin,
    /// The method needs a network secret, and none was handed in.
    NeedsNetworkSecret,
    /// There is no SEC parameter: nothing is known about who sent this.
    Unauthenticated(Unverified<'a>),
    /// The parameters contradict one another, or cannot be read.
    Malformed(Defect),
    /// A SEC parameter that names no method we know.
    UnsupportedMethod(Sec),
    /// The MAC is not that of the body under any key that was handed in.
    Failed(Method),
}

/// A body whose MAC was checked: only [`verify`](crate::verify) makes one.
///
/// ```compile_fail,E0451
/// use provost_bootstrap::{Method, Verified};
///
/// fn forge(body: &[u8]) -> Verified<'_> {
///     Verified { body, method: Method::NetworkPin, identity: 0 }
/// }
/// ```
///
/// ```
/// use provost_bootstrap::{Method, Verified};
///
/// fn read(verified: &Verified<'_>) -> (usize, Method, usize) {
///     (verified.body().len(), verified.method(), verified.identity())
/// }
/// ```
///
/// Nothing else becomes one:
///
/// ```compile_fail,E0277
/// use provost_bootstrap::{Unverified, Verified};
///
/// fn wish(unverified: Unverified<'_>) -> Verified<'_> {
///     unverified.into()
/// }
/// ```
pub struct Verified<'a> {
    body: &'a [u8],
    method: Method,
    identity: usize,
}

impl<'a> Verified<'a> {
    pub(crate) const fn new(body: &'a [u8], method: Method, identity: usize) -> Self {
        Self { body, method, identity }
    }

    /// The octets that were checked: what is decoded next is these, and nothing else.
    #[must_use]
    pub const fn body(&self) -> &'a [u8] {
        self.body
    }

    /// How; its documentation says what that proves.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Which of the identities fits, by its place in the slice: whose SIM this is for, where the
    /// method has a network secret. Without one it is the first that holds the PIN, which says
    /// nothing of a SIM.
    #[must_use]
    pub const fn identity(&self) -> usize {
        self.identity
    }
}

/// The documents of users hold their passwords: no octet of it is shown.
impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("length", &self.body.len())
            .field("method", &self.method)
            .field("identity", &self.identity)
            .finish()
    }
}

/// A body that came without SEC.
///
/// A [`Policy`](crate::Policy) admits it on bearers that have a security of their own.
pub struct Unverified<'a> {
    body: &'a [u8],
}

impl<'a> Unverified<'a> {
    pub(crate) const fn new(body: &'a [u8]) -> Self {
        Self { body }
    }

    /// The octets, of which anybody may be the sender. To look at; who installs them goes by
    /// [`Grant::unauthenticated`](crate::Grant::unauthenticated).
    #[must_use]
    pub const fn body_without_authentication(&self) -> &'a [u8] {
        self.body
    }
}

impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified").field("length", &self.body.len()).finish()
    }
}
