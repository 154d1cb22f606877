//! Signing a document that is to be sent.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use crate::identity::Identity;
use crate::mac::Mac;
use crate::method::{Method, Sec};
use crate::pin::{UserPin, is_key_length};

/// Makes the security parameters of a document: the MAC, or for USERPINMAC the PIN to hand out.
///
/// `body` is the WBXML octets as they will be sent. For USERPINMAC the PIN of the identity is the
/// first half of the PIN to come: 5 to 20 digits, by chance, and new for each document.
///
/// # Errors
/// [`SignError`].
///
/// ```
/// use provost_bootstrap::{Identity, Imsi, Method, UserPin, sign};
///
/// let body = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01];
/// let imsi: Imsi = "466923103145252".parse()?;
/// let signed = sign(&body, Method::NetworkPin, &imsi.into())?;
/// assert_eq!(signed.parameters(), "SEC=0; MAC=1AF545FE2823DC9347064450F90FF1BBF957E146");
///
/// let half: UserPin = "12345".parse()?;
/// let signed = sign(&body, Method::UserPinMac, &half.into())?;
/// assert_eq!(signed.parameters(), "SEC=3");
/// assert_eq!(signed.pin().map(UserPin::reveal), Some("1234528080"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sign(body: &[u8], method: Method, identity: &Identity) -> Result<Signed, SignError> {
    if method == Method::UserPinMac {
        let pin = issue(body, identity.pin().ok_or(SignError::Identity(method))?)?;
        return Ok(Signed { method, mac: None, pin: Some(pin) });
    }
    let key = identity.key(method).ok_or(SignError::Identity(method))?;
    Ok(Signed { method, mac: Some(Mac::compute(body, key)), pin: None })
}

/// A PIN that checks a document: a key, and as many digits of its MAC (ProvBoot 6.2.1).
fn issue(body: &[u8], half: &UserPin) -> Result<UserPin, SignError> {
    let key = half.reveal();
    if !is_key_length(key.len()) {
        return Err(SignError::PinLength(key.len()));
    }
    let mac = Mac::compute(body, [half.octets(), &[], &[]]);
    // With room from the start: what a string grows out of is not overwritten.
    let mut digits = Zeroizing::new(String::with_capacity(2 * Mac::LENGTH));
    digits.push_str(key);
    digits.extend(mac.octets().iter().take(key.len()).map(|octet| char::from(check_digit(*octet))));
    Ok(UserPin::from_checked(digits))
}

/// The digit that an octet of the MAC gives.
pub(crate) const fn check_digit(octet: u8) -> u8 {
    (octet % 10) | b'0'
}

/// What goes out with a document.
#[derive(Clone, Debug)]
pub struct Signed {
    method: Method,
    mac: Option<Mac>,
    pin: Option<UserPin>,
}

impl Signed {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The SEC parameter.
    #[must_use]
    pub fn sec(&self) -> Sec {
        self.method.sec()
    }

    /// The MAC parameter, which USERPINMAC must not have.
    #[must_use]
    pub const fn mac(&self) -> Option<&Mac> {
        self.mac.as_ref()
    }

    /// The PIN of USERPINMAC, for the user by another way than that of the document.
    #[must_use]
    pub const fn pin(&self) -> Option<&UserPin> {
        self.pin.as_ref()
    }

    /// The parameters as they stand behind a media type. The PIN is not among them.
    #[must_use]
    pub fn parameters(&self) -> String {
        match &self.mac {
            Some(mac) => alloc::format!("SEC={}; MAC={mac}", self.sec()),
            None => alloc::format!("SEC={}", self.sec()),
        }
    }
}

/// Why a document cannot be signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SignError {
    /// The identity is not the one that the method makes its key of.
    Identity(Method),
    /// The first half of a PIN for USERPINMAC is shorter than 5 digits or longer than 20.
    PinLength(usize),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identity(method) => write!(f, "identity has not what makes the key of {method}"),
            Self::PinLength(found) => {
                write!(f, "expected 5 to 20 digits as the first half of the PIN, found {found}")
            }
        }
    }
}

impl core::error::Error for SignError {}
