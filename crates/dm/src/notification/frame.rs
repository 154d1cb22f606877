//! The WAP push that a notification travels in, for devices without a stack for it.

use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::uintvar::{self, Octets};

use super::Fault;
use crate::error::{Error, ErrorKind};

/// A connectionless push of WSP with a notification in it (DM Notification 1.2.1, 7 and appendix).
///
/// A device that has WAP or reads pushes of other kinds uses the crate for push. This one knows just
/// the frame of a notification: six octets, or what a server has put in their place.
///
/// ```
/// use provost_dm::notification::{Frame, Ports};
///
/// let frame = Frame::new(0x01, b"notification".to_vec());
/// let push = frame.to_bytes();
/// assert_eq!(push[..6], [0x01, 0x06, 0x03, 0xC4, 0xAF, 0x87]);
/// assert_eq!(Frame::decode(&push)?, frame);
///
/// let sms = frame.to_user_data(Ports::PUSH);
/// assert_eq!(sms[..7], [0x06, 0x05, 0x04, 0x0B, 0x84, 0xC0, 0x02]);
/// assert_eq!(Frame::decode_user_data(&sms)?, (Ports::PUSH, frame));
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    transaction: u8,
    /// Content type and headers, as they are on the wire.
    headers: Bytes,
    body: Bytes,
}

/// The ports of a short message: 2948 is that of WAP push (3GPP TS 23.040, 9.2.3.24.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "two ports are all there is")]
pub struct Ports {
    /// Where it goes.
    pub destination: u16,
    /// Where it comes from.
    pub source: u16,
}

impl Ports {
    /// The ports of the specification's example.
    pub const PUSH: Self = Self { destination: 0x0B84, source: 0xC002 };
}

impl Frame {
    /// With the content type and the application id of device management, in their short codes.
    #[must_use]
    pub fn new(transaction: u8, body: impl Into<Bytes>) -> Self {
        Self { transaction, headers: Bytes::from_static(&HEADERS), body: body.into() }
    }

    /// The transaction: who sends chooses it.
    #[must_use]
    pub const fn transaction(&self) -> u8 {
        self.transaction
    }

    /// Content type and headers, as they are on the wire.
    #[must_use]
    pub const fn headers(&self) -> &Bytes {
        &self.headers
    }

    /// The octets of the notification.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the headers of WSP, and the user data header if there is one, are within the 48
    /// octets that the specification allows them.
    #[must_use]
    pub fn is_short(&self) -> bool {
        let fixed = UDH.saturating_add(2);
        let length = uintvar(self.headers.len()).as_ref().len();
        fixed.saturating_add(length).saturating_add(self.headers.len()) <= 48
    }

    /// Reads a push. The content type may be that of a notification as code or as text, or the
    /// newer one of DM; other headers are kept as they are.
    ///
    /// # Errors
    /// [`Notification`](ErrorKind::Notification) with what is wrong.
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        let [transaction, rest @ ..] = &**input else { return Err(fault(Fault::NoPush, 0)) };
        let [PUSH, rest @ ..] = rest else { return Err(fault(Fault::NoPush, 1)) };
        let at = |rest: &[u8]| input.len().saturating_sub(rest.len());
        let (length, rest) = read_uintvar(rest).ok_or(fault(Fault::HeadersLength, 2))?;
        let (headers, body) =
            rest.split_at_checked(length).ok_or(fault(Fault::HeadersLength, 2))?;
        if !is_notification(headers) {
            return Err(fault(Fault::ContentType, at(rest)));
        }
        Ok(Self {
            transaction: *transaction,
            headers: input.slice_ref(headers),
            body: input.slice_ref(body),
        })
    }

    /// The octets of the push.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::new();
        self.encode(&mut out);
        out.into()
    }

    /// Reads the user data of one short message with its header.
    ///
    /// # Errors
    /// [`Fault::UserDataHeader`] where the header is not that of one whole message with 16-bit
    /// ports, and those of [`decode`](Self::decode).
    pub fn decode_user_data(input: &Bytes) -> Result<(Ports, Self), Error> {
        let Some((&[6, 5, 4, a, b, c, d], push)) = input.split_first_chunk::<UDH>() else {
            return Err(fault(Fault::UserDataHeader, 0));
        };
        let ports =
            Ports { destination: u16::from_be_bytes([a, b]), source: u16::from_be_bytes([c, d]) };
        let frame = Self::decode(&input.slice_ref(push))
            .map_err(|error| error.at(error.offset().saturating_add(UDH)))?;
        Ok((ports, frame))
    }

    /// The user data of a short message: it fits in one where it has at most 140 octets.
    #[must_use]
    pub fn to_user_data(&self, ports: Ports) -> Bytes {
        let [a, b] = ports.destination.to_be_bytes();
        let [c, d] = ports.source.to_be_bytes();
        let mut out = Vec::from([6, 5, 4, a, b, c, d]);
        self.encode(&mut out);
        out.into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[self.transaction, PUSH]);
        out.extend_from_slice(uintvar(self.headers.len()).as_ref());
        out.extend_from_slice(&self.headers);
        out.extend_from_slice(&self.body);
    }
}

/// The type of the PDU (WSP, table 34).
const PUSH: u8 = 0x06;

/// The content type 0x44, and X-Wap-Application-Id 0x07, as short integers.
const HEADERS: [u8; 3] = [0xC4, 0xAF, 0x87];

/// Octets of a user data header with 16-bit ports.
const UDH: usize = 7;

/// The content types, as short integers and as text. The second is what WINA has registered later.
const CONTENT_TYPES: [(u8, &str); 2] = [
    (0xC4, "application/vnd.syncml.notification"),
    (0xD8, "application/vnd.syncml.dm.notification"),
];

/// Whether the content type in front of the headers is that of a notification (WSP, 8.4.2.24):
/// alone or with parameters behind a value length.
fn is_notification(headers: &[u8]) -> bool {
    let value = match headers {
        [0..=30, value @ ..] => value,
        [31, rest @ ..] => read_uintvar(rest).map_or(&[][..], |(_, value)| value),
        value => value,
    };
    CONTENT_TYPES.iter().any(|(code, text)| match value {
        [first, ..] if first >= &0x80 => first == code,
        // An integer of one octet with its length in front.
        [1, second, ..] => second | 0x80 == *code,
        text_value => {
            let (start, end) = text_value.split_at_checked(text.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(text.as_bytes()) && end.first() == Some(&0)
        }
    })
}

/// Headers have come from a frame, so that their length is one.
fn uintvar(length: usize) -> Octets {
    uintvar::encode(u32::try_from(length).unwrap_or(u32::MAX))
}

fn read_uintvar(input: &[u8]) -> Option<(usize, &[u8])> {
    let (value, rest) = uintvar::decode(input).ok()?;
    Some((usize::try_from(value).ok()?, rest))
}

const fn fault(fault: Fault, offset: usize) -> Error {
    Error::new(ErrorKind::Notification(fault), offset)
}
