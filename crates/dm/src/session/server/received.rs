//! A request that is read, before it is known whose it is.

use core::fmt;

use crate::auth::HmacHeader;
use crate::decode::Decoded;
use crate::deviation::Deviation;
use crate::error::Error;
use crate::message::Message;
use crate::options::DecodeOptions;
use crate::session::Request;

/// A request, decoded once: its header says which state is to be loaded for it.
///
/// ```
/// use provost_dm::session::{Received, Request};
///
/// let request = Request::new(&b"<SyncML><SyncHdr><SessionID>1A</SessionID><MsgID>3</MsgID>\
///     <Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody/></SyncML>"[..]);
/// let received = Received::decode(request);
/// assert_eq!((received.device(), received.session_id()), (Some("IMEI:1"), Some("1A")));
/// ```
#[derive(Clone, Debug)]
pub struct Received {
    pub(super) request: Request,
    pub(super) decoded: Result<Decoded<Message>, Error>,
}

impl Received {
    /// Decodes a request as [`Message::decode`] does.
    #[must_use]
    pub fn decode(request: Request) -> Self {
        Self::decode_with(request, &DecodeOptions::new())
    }

    /// Decodes a request. The limits should be those of what is announced as `MaxMsgSize`, the
    /// dialect that of the devices.
    #[must_use]
    pub fn decode_with(request: Request, options: &DecodeOptions) -> Self {
        let decoded = Message::decode_with(&request.body, options);
        Self { request, decoded }
    }

    /// The message, if it is one.
    ///
    /// # Errors
    /// Those of [`Message::decode_with`].
    pub fn message(&self) -> Result<&Message, Error> {
        self.decoded.as_ref().map(|decoded| &decoded.value).map_err(Clone::clone)
    }

    /// Where it departs from the specifications.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        self.decoded.as_ref().map_or(&[], |decoded| &decoded.deviations)
    }

    /// Who sends it: `LocURI` of `Source`, which nothing proves yet.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        self.message().ok()?.header.source.as_ref()?.uri.as_deref()
    }

    /// The user that it is sent for: `LocName` of `Source`, or that of the header `x-syncml-hmac`.
    #[must_use]
    pub fn user(&self) -> Option<alloc::string::String> {
        let name =
            self.message().ok().and_then(|message| message.header.source.as_ref()?.name.as_deref());
        let hmac = || HmacHeader::parse(self.request.hmac.as_deref()?).ok();
        name.map(Into::into).or_else(|| hmac().map(|header| header.username().into()))
    }

    /// `SessionID`.
    #[must_use]
    pub fn session_id(&self) -> Option<&str> {
        self.message().ok()?.header.session_id.as_deref()
    }
}

impl From<Request> for Received {
    fn from(request: Request) -> Self {
        Self::decode(request)
    }
}

/// Why a request is not answered with a message. Nothing has changed by it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// It is no message: cut off on its way, or never one. The device may send it again.
    Malformed(Error),
    /// It has more octets than are taken, or an identifier that has.
    TooLarge,
    /// It belongs to a session that is not known, and does not begin one.
    NoSession,
    /// It comes behind messages that were sent after it: a copy, made on the way, of one that is
    /// answered already.
    Late,
}

impl Rejection {
    /// The status of HTTP that says so.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::TooLarge => 413,
            Self::NoSession => 404,
            Self::Late => 409,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::TooLarge => f.write_str("message is larger than is taken"),
            Self::NoSession => f.write_str("message belongs to no session"),
            Self::Late => f.write_str("message comes behind later ones"),
        }
    }
}
