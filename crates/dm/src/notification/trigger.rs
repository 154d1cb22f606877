//! The part of a notification that the digest covers.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::{Fault, Notification};
use crate::auth::{Credential, Nonce};
use crate::error::{Error, ErrorKind};

/// What a notification says: begin a session with that server.
///
/// All bits are kept, also those for future use and what vendors append: the digest covers them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trigger {
    version: Version,
    ui_mode: UiMode,
    initiator: Initiator,
    future_use: u32,
    session_id: SessionId,
    /// 1 to 255 octets.
    server_id: String,
    vendor: Bytes,
}

impl Trigger {
    /// In the version of DM 1.2, by the server, without a word on the user interface.
    ///
    /// # Errors
    /// [`Fault::NoServer`] and [`Fault::LongServer`] where the identifier has not 1 to 255 octets.
    pub fn new(session_id: SessionId, server_id: impl Into<String>) -> Result<Self, Error> {
        let server_id = server_id.into();
        match u8::try_from(server_id.len()) {
            Ok(0) => Err(fault(Fault::NoServer, 0)),
            Err(_) => Err(fault(Fault::LongServer, 255)),
            Ok(_) => Ok(Self {
                version: Version::DM_1_2,
                ui_mode: UiMode::NotSpecified,
                initiator: Initiator::Server,
                future_use: 0,
                session_id,
                server_id,
                vendor: Bytes::new(),
            }),
        }
    }

    /// With another version: [`Version::DM_1_1_2`] for old clients.
    #[must_use]
    pub fn with_version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// With a wish how the client shall treat its user.
    #[must_use]
    pub fn with_ui_mode(self, ui_mode: UiMode) -> Self {
        Self { ui_mode, ..self }
    }

    /// With another initiator.
    #[must_use]
    pub fn with_initiator(self, initiator: Initiator) -> Self {
        Self { initiator, ..self }
    }

    /// With the 27 bits for future use, which the specification wants zero.
    ///
    /// # Errors
    /// [`Fault::FutureUse`] where there are more.
    pub fn with_future_use(self, future_use: u32) -> Result<Self, Error> {
        if future_use > FUTURE_USE {
            return Err(fault(Fault::FutureUse, 0));
        }
        Ok(Self { future_use, ..self })
    }

    /// With octets of a vendor behind the server's identifier.
    #[must_use]
    pub fn with_vendor(self, vendor: impl Into<Bytes>) -> Self {
        Self { vendor: vendor.into(), ..self }
    }

    /// The version of the notification, which is not that of the protocol.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// How the client shall treat its user.
    #[must_use]
    pub const fn ui_mode(&self) -> UiMode {
        self.ui_mode
    }

    /// Who wanted the session.
    #[must_use]
    pub const fn initiator(&self) -> Initiator {
        self.initiator
    }

    /// The 27 bits for future use.
    #[must_use]
    pub const fn future_use(&self) -> u32 {
        self.future_use
    }

    /// The session: the same id again is the same session.
    #[must_use]
    pub const fn session_id(&self) -> SessionId {
        self.session_id
    }

    /// The identifier of the server, as in ServerID of an account.
    #[must_use]
    pub fn server_id(&self) -> &str {
        &self.server_id
    }

    /// The octets of a vendor.
    #[must_use]
    pub const fn vendor(&self) -> &Bytes {
        &self.vendor
    }

    /// Where it departs from the specification of DM 1.2.1: it is read all the same.
    pub fn deviations(&self) -> impl Iterator<Item = Deviation> {
        let version = !matches!(self.version, Version::DM_1_2 | Version::DM_1_1_2);
        [
            (version, Deviation::Version),
            (self.future_use != 0, Deviation::FutureUse),
            (self.session_id.number() == 0, Deviation::SessionIdZero),
        ]
        .into_iter()
        .filter_map(|(is_met, deviation)| is_met.then_some(deviation))
    }

    /// Signs it with the credential of the server, which is not checked to be the server's.
    #[must_use]
    pub fn sign(self, server: &Credential, nonce: &Nonce) -> Notification {
        Notification::new(server.mac(nonce, &self.to_bytes()), self)
    }

    /// The octets that the digest covers.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::with_capacity(self.encoded_len());
        self.encode(&mut out);
        out.into()
    }

    pub(super) fn encoded_len(&self) -> usize {
        FIXED.saturating_add(self.server_id.len()).saturating_add(self.vendor.len())
    }

    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let bits = u64::from(self.version.0) << 30
            | u64::from(self.ui_mode.bits()) << 28
            | u64::from(self.initiator == Initiator::Server) << 27
            | u64::from(self.future_use);
        let [_, _, _, bits @ ..] = bits.to_be_bytes();
        out.extend_from_slice(&bits);
        out.extend_from_slice(&self.session_id.0.to_be_bytes());
        // It cannot be more: that was checked when it was made.
        out.push(u8::try_from(self.server_id.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(self.server_id.as_bytes());
        out.extend_from_slice(&self.vendor);
    }

    pub(super) fn decode(input: &Bytes) -> Result<Self, Error> {
        let Some((fixed, rest)) = input.split_first_chunk::<FIXED>() else {
            return Err(fault(Fault::Truncated, input.len()));
        };
        let [a, b, c, d, e, high, low, length] = *fixed;
        let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        let (server_id, vendor) = rest
            .split_at_checked(length.into())
            .ok_or(fault(Fault::ServerLength, FIXED.saturating_sub(1)))?;
        let server_id =
            core::str::from_utf8(server_id).map_err(|_| fault(Fault::ServerText, FIXED))?;
        // The shifts leave 10, 2, 1 and 27 bits.
        let version = Version(u16::try_from(bits >> 30).unwrap_or_default());
        let future_use = u32::try_from(bits & u64::from(FUTURE_USE)).unwrap_or_default();
        Ok(Self {
            version,
            ui_mode: UiMode::from_bits(bits >> 28 & 3),
            initiator: if bits >> 27 & 1 == 1 { Initiator::Server } else { Initiator::Client },
            future_use,
            vendor: input.slice_ref(vendor),
            ..Self::new(SessionId(u16::from_be_bytes([high, low])), server_id)
                .map_err(|error| error.at(FIXED.saturating_sub(1)))?
        })
    }
}

/// Octets in front of the server's identifier.
const FIXED: usize = 8;

/// All bits for future use.
const FUTURE_USE: u32 = (1 << 27) - 1;

const fn fault(fault: Fault, offset: usize) -> Error {
    Error::new(ErrorKind::Notification(fault), offset)
}

/// The version of a notification in tenths: 11 is 1.1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version(u16);

impl Version {
    /// Version 1.0, of DM 1.1.2.
    pub const DM_1_1_2: Self = Self(10);
    /// Version 1.1, of DM 1.2 and 1.2.1.
    pub const DM_1_2: Self = Self(11);

    /// A version in tenths.
    ///
    /// # Errors
    /// [`Fault::Version`] above 1023.
    pub const fn from_tenths(tenths: u16) -> Result<Self, Error> {
        if tenths > 1023 { Err(fault(Fault::Version, 0)) } else { Ok(Self(tenths)) }
    }

    /// The version in tenths.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// How a client shall treat its user.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "two bits")]
pub enum UiMode {
    /// Nothing is said.
    NotSpecified,
    /// Without bothering the user.
    Background,
    /// The user is told.
    Informative,
    /// The user is asked before the session begins.
    UserInteraction,
}

impl UiMode {
    const fn bits(self) -> u8 {
        match self {
            Self::NotSpecified => 0,
            Self::Background => 1,
            Self::Informative => 2,
            Self::UserInteraction => 3,
        }
    }

    const fn from_bits(bits: u64) -> Self {
        match bits {
            0 => Self::NotSpecified,
            1 => Self::Background,
            2 => Self::Informative,
            _ => Self::UserInteraction,
        }
    }
}

impl fmt::Display for UiMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSpecified => "not specified",
            Self::Background => "background",
            Self::Informative => "informative",
            Self::UserInteraction => "user interaction",
        })
    }
}

/// Who wanted the session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "one bit")]
pub enum Initiator {
    /// The user of the client.
    Client,
    /// The server.
    Server,
}

impl fmt::Display for Initiator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Server => "server",
        })
    }
}

/// The session that a notification asks for. Its text, upper case hexadecimal digits without zeros
/// in front, is SessionID of the messages.
///
/// ```
/// use provost_dm::notification::SessionId;
///
/// assert_eq!(SessionId::new(0x0A0B).to_string(), "A0B");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionId(u16);

impl SessionId {
    /// A session; 0 is none that the specification has, but servers have sent it.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}", self.0)
    }
}

/// A departure from DM Notification 1.2.1 in a notification that was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Deviation {
    /// A version that is neither 1.0 nor 1.1 (6.2.2).
    Version,
    /// Bits for future use are set (6.2.5).
    FutureUse,
    /// The session id 0, which is outside of 1 to FFFF (6.2.6).
    SessionIdZero,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "version is neither 1.0 nor 1.1",
            Self::FutureUse => "bits for future use are set",
            Self::SessionIdZero => "session id is 0",
        })
    }
}
