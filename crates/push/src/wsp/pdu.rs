//! The PDUs of a session that a push needs, and those around it (WAP-230, 8.2).

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::address::BearerAddress;
use super::body::MediaBody;
use super::capability::{Capability, octet_at, split_part};
use super::headers::Headers;
use super::push::{CONFIRMED_PUSH, PUSH, Push, split_length, split_transaction};
use super::reason::Status;
use super::write::{put_length, put_uintvar};
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::Finding;

/// A PDU: without transaction in a session, behind one in a datagram.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::MediaCode;
/// use provost_push::wsp::{Pdu, Push};
///
/// let confirmed = Pdu::ConfirmedPush(Push::new(MediaCode::SIC, ".."));
/// let octets = confirmed.to_bytes()?;
/// assert_eq!(&*octets, [7, 1, 0xae, b'.', b'.']);
/// assert_eq!(Pdu::decode(&octets)?, confirmed);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pdu {
    /// 0x01: a client opens a session.
    Connect {
        /// The version: 0x10 is 1.0.
        version: u8,
        /// What the client offers.
        capabilities: Vec<Capability>,
        /// The headers of the session.
        headers: Headers,
    },
    /// 0x02: the server accepts the session.
    ConnectReply {
        /// The number of the session.
        session: u32,
        /// What the server agrees to.
        capabilities: Vec<Capability>,
        /// The headers of the session.
        headers: Headers,
    },
    /// 0x03: the server sends the client elsewhere.
    Redirect {
        /// 0x80 for ever, 0x40 the security session may be used again.
        flags: u8,
        /// Where to.
        addresses: Vec<BearerAddress>,
    },
    /// 0x04: the answer to a method.
    Reply {
        /// How it ended.
        status: Status,
        /// The content.
        content: MediaBody,
    },
    /// 0x05: the session ends.
    Disconnect {
        /// The number of the session.
        session: u32,
    },
    /// 0x06: a push.
    Push(Push),
    /// 0x07: a push that is to be confirmed; in a session only.
    ConfirmedPush(Push),
    /// 0x08: the session is suspended.
    Suspend {
        /// The number of the session.
        session: u32,
    },
    /// 0x09: the session goes on.
    Resume {
        /// The number of the session.
        session: u32,
        /// Capabilities: there should be none.
        capabilities: Vec<Capability>,
        /// The headers.
        headers: Headers,
    },
    /// 0x40 to 0x5f: a method without content.
    Get {
        /// The method.
        method: u8,
        /// The URI.
        uri: Bytes,
        /// The headers.
        headers: Headers,
    },
    /// 0x60 to 0x7f: a method with content.
    Post {
        /// The method.
        method: u8,
        /// The URI.
        uri: Bytes,
        /// The content.
        content: MediaBody,
    },
    /// 0x80: a piece of large data.
    DataFragment {
        /// The headers.
        headers: Headers,
        /// The piece.
        data: Bytes,
    },
    /// Another type, as it is.
    Other {
        /// The type.
        kind: u8,
        /// All behind the type.
        data: Bytes,
    },
}

impl Pdu {
    /// Reads the PDU of a session.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        let kind = octet_at(input, 0, Expected::PduType)?;
        let rest = || input.slice(1..);
        Ok(match kind {
            0x01 => {
                let version = octet_at(input, 1, Expected::Version)?;
                let (capabilities, headers) = capabilities_and_headers(input, 2)?;
                Self::Connect { version, capabilities, headers }
            }
            0x02 => {
                let (session, at) = uintvar_at(input, 1)?;
                let (capabilities, headers) = capabilities_and_headers(input, at)?;
                Self::ConnectReply { session, capabilities, headers }
            }
            0x03 => {
                let flags = octet_at(input, 1, Expected::Field)?;
                let addresses = BearerAddress::decode_all(&input.slice(2..))
                    .map_err(|error| error.rebased(2))?;
                if addresses.is_empty() {
                    return Err(Error::new(ErrorKind::Missing(Expected::Address), 2));
                }
                Self::Redirect { flags, addresses }
            }
            0x04 => {
                let status = Status(octet_at(input, 1, Expected::Field)?);
                let content = MediaBody::decode(input, 2)?;
                Self::Reply { status, content }
            }
            0x05 => Self::Disconnect { session: last_uintvar(input)? },
            PUSH | CONFIRMED_PUSH => {
                let content = MediaBody::decode(input, 1)?;
                let push = Push::from_body(0, content);
                if kind == PUSH { Self::Push(push) } else { Self::ConfirmedPush(push) }
            }
            0x08 => Self::Suspend { session: last_uintvar(input)? },
            0x09 => {
                let (session, at) = uintvar_at(input, 1)?;
                let (length, behind) = uintvar_at(input, at)?;
                let (capabilities, end) = split_part(input, behind, length, at)?;
                let capabilities =
                    Capability::decode_all(&capabilities).map_err(|error| error.rebased(behind))?;
                Self::Resume { session, capabilities, headers: headers_at(input, end)? }
            }
            method @ 0x40..=0x5F => {
                let (length, at) = uintvar_at(input, 1)?;
                let (uri, end) = split_part(input, at, length, 1)?;
                Self::Get { method, uri, headers: headers_at(input, end)? }
            }
            method @ 0x60..=0x7F => {
                let (length, headers_len_at) = uintvar_at(input, 1)?;
                let (headers_len, at) = uintvar_at(input, headers_len_at)?;
                let (uri, end) = split_part(input, at, length, 1)?;
                let (content_type, headers, body_at) =
                    super::body::split_head(input, headers_len, end, headers_len_at)?;
                let body = input.slice(body_at..);
                Self::Post { method, uri, content: MediaBody { content_type, headers, body } }
            }
            0x80 => {
                let (length, at) = uintvar_at(input, 1)?;
                let (headers, end) = split_part(input, at, length, 1)?;
                let headers = Headers::decode(headers).map_err(|error| error.rebased(at))?;
                Self::DataFragment { headers, data: input.slice(end..) }
            }
            _ => Self::Other { kind, data: rest() },
        })
    }

    /// Reads the PDU of a session, and tells what departs from the specification in its content type
    /// and headers, and in the length of a push.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(input: &Bytes, findings: &mut Vec<Finding>) -> Result<Self, Error> {
        let pdu = Self::decode(input)?;
        let end = input.len();
        match &pdu {
            Self::Push(push) | Self::ConfirmedPush(push) => push.departures(input, 1, findings),
            Self::Reply { content, .. } | Self::Post { content, .. } => {
                content.departures(end, findings);
            }
            Self::Connect { headers, .. }
            | Self::ConnectReply { headers, .. }
            | Self::Resume { headers, .. }
            | Self::Get { headers, .. } => {
                headers.check(end.saturating_sub(headers.as_bytes().len()), findings);
            }
            Self::DataFragment { headers, data } => {
                let end = end.saturating_sub(data.len());
                headers.check(end.saturating_sub(headers.as_bytes().len()), findings);
            }
            _ => {}
        }
        Ok(pdu)
    }

    /// Reads a datagram: a transaction, and a PDU.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn decode_datagram(input: &Bytes) -> Result<(u8, Self), Error> {
        let (transaction, rest) = split_transaction(input)?;
        let mut pdu = Self::decode(&rest).map_err(|error| error.rebased(1))?;
        if let Self::Push(push) = &mut pdu {
            push.transaction = transaction;
        }
        Ok((transaction, pdu))
    }

    /// The octets, as in a session.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) for a method outside of its range, and what a
    /// capability has no place for.
    pub fn to_bytes(&self) -> Result<Bytes, Error> {
        let mut out = Vec::new();
        let lost = Err(Error::new(ErrorKind::NotExpressible(Expected::PduType), 0));
        match self {
            Self::Connect { version, capabilities, headers } => {
                out.extend_from_slice(&[0x01, *version]);
                put_capabilities_and_headers(capabilities, headers, &mut out)?;
            }
            Self::ConnectReply { session, capabilities, headers } => {
                out.push(0x02);
                put_uintvar(*session, &mut out);
                put_capabilities_and_headers(capabilities, headers, &mut out)?;
            }
            Self::Redirect { flags, addresses } => {
                out.extend_from_slice(&[0x03, *flags]);
                addresses.iter().for_each(|address| address.write(&mut out));
            }
            Self::Reply { status, content } => {
                out.extend_from_slice(&[0x04, status.0]);
                content.write(&mut out);
            }
            Self::Disconnect { session } | Self::Suspend { session } => {
                out.push(if matches!(self, Self::Suspend { .. }) { 0x08 } else { 0x05 });
                put_uintvar(*session, &mut out);
            }
            Self::Push(push) | Self::ConfirmedPush(push) => {
                let confirmed = matches!(self, Self::ConfirmedPush(_));
                out.push(if confirmed { CONFIRMED_PUSH } else { PUSH });
                push.to_body().write(&mut out);
            }
            Self::Resume { session, capabilities, headers } => {
                out.push(0x09);
                put_uintvar(*session, &mut out);
                let mut octets = Vec::new();
                capabilities.iter().try_for_each(|one| one.write(&mut octets))?;
                put_length(octets.len(), &mut out)?;
                out.extend_from_slice(&octets);
                out.extend_from_slice(headers.as_bytes());
            }
            Self::Get { method: method @ 0x40..=0x5F, uri, headers } => {
                out.push(*method);
                put_length(uri.len(), &mut out)?;
                out.extend_from_slice(uri);
                out.extend_from_slice(headers.as_bytes());
            }
            Self::Post { method: method @ 0x60..=0x7F, uri, content } => {
                out.push(*method);
                put_length(uri.len(), &mut out)?;
                let content_type = content.content_type.to_bytes();
                let length = content_type.len().saturating_add(content.headers.as_bytes().len());
                put_length(length, &mut out)?;
                out.extend_from_slice(uri);
                out.extend_from_slice(&content_type);
                out.extend_from_slice(content.headers.as_bytes());
                out.extend_from_slice(&content.body);
            }
            Self::Get { .. } | Self::Post { .. } => return lost,
            Self::DataFragment { headers, data } => {
                out.push(0x80);
                put_length(headers.as_bytes().len(), &mut out)?;
                out.extend_from_slice(headers.as_bytes());
                out.extend_from_slice(data);
            }
            // A known type would be read as what it is.
            Self::Other { kind: 0x01..=0x09 | 0x40..=0x80, .. } => return lost,
            Self::Other { kind, data } => {
                out.push(*kind);
                out.extend_from_slice(data);
            }
        }
        Ok(out.into())
    }
}

/// Without bodies, which may hold secrets.
impl fmt::Debug for Pdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { version, capabilities, headers } => {
                write!(f, "Connect({version:#04x}, {capabilities:?}, {headers:?})")
            }
            Self::ConnectReply { session, capabilities, headers } => {
                write!(f, "ConnectReply({session}, {capabilities:?}, {headers:?})")
            }
            Self::Redirect { flags, addresses } => {
                write!(f, "Redirect({flags:#04x}, {addresses:?})")
            }
            Self::Reply { status, content } => write!(f, "Reply({status:?}, {content:?})"),
            Self::Disconnect { session } => write!(f, "Disconnect({session})"),
            Self::Push(push) => write!(f, "{push:?}"),
            Self::ConfirmedPush(push) => write!(f, "Confirmed{push:?}"),
            Self::Suspend { session } => write!(f, "Suspend({session})"),
            Self::Resume { session, capabilities, headers } => {
                write!(f, "Resume({session}, {capabilities:?}, {headers:?})")
            }
            Self::Get { method, uri, headers } => {
                write!(f, "Get({method:#04x}, {uri:?}, {headers:?})")
            }
            Self::Post { method, uri, content } => {
                write!(f, "Post({method:#04x}, {uri:?}, {content:?})")
            }
            Self::DataFragment { headers, data } => {
                write!(f, "DataFragment({headers:?}, {} octets)", data.len())
            }
            Self::Other { kind, data } => write!(f, "Other({kind:#04x}, {} octets)", data.len()),
        }
    }
}

fn uintvar_at(input: &Bytes, at: usize) -> Result<(u32, usize), Error> {
    let (value, width) =
        split_length(&input.slice(at.min(input.len())..)).map_err(|error| error.rebased(at))?;
    Ok((value, at.saturating_add(width)))
}

/// A uintvar that is all of the PDU.
fn last_uintvar(input: &Bytes) -> Result<u32, Error> {
    let (value, end) = uintvar_at(input, 1)?;
    if end < input.len() {
        return Err(Error::new(ErrorKind::TrailingOctets(Expected::End), end));
    }
    Ok(value)
}

fn headers_at(input: &Bytes, at: usize) -> Result<Headers, Error> {
    Headers::decode(input.slice(at..)).map_err(|error| error.rebased(at))
}

fn capabilities_and_headers(input: &Bytes, at: usize) -> Result<(Vec<Capability>, Headers), Error> {
    let (capabilities_len, headers_len_at) = uintvar_at(input, at)?;
    let (headers_len, start) = uintvar_at(input, headers_len_at)?;
    let (capabilities, end) = split_part(input, start, capabilities_len, at)?;
    let capabilities =
        Capability::decode_all(&capabilities).map_err(|error| error.rebased(start))?;
    let (headers, behind) = split_part(input, end, headers_len, headers_len_at)?;
    if behind < input.len() {
        return Err(Error::new(ErrorKind::TrailingOctets(Expected::End), behind));
    }
    let headers = Headers::decode(headers).map_err(|error| error.rebased(end))?;
    Ok((capabilities, headers))
}

fn put_capabilities_and_headers(
    capabilities: &[Capability],
    headers: &Headers,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let mut octets = Vec::new();
    capabilities.iter().try_for_each(|one| one.write(&mut octets))?;
    put_length(octets.len(), out)?;
    put_length(headers.as_bytes().len(), out)?;
    out.extend_from_slice(&octets);
    out.extend_from_slice(headers.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::{Item, ProtocolOptions};
    use super::*;
    use crate::{ApplicationId, MediaCode};

    fn all() -> Vec<Pdu> {
        let headers = Headers::new().with_application(ApplicationId::SYNCML_DM).expect("an id");
        let content = MediaBody {
            headers: headers.clone(),
            ..MediaBody::new(MediaCode::SIC, Bytes::from_static(b".."))
        };
        let capabilities = vec![
            Capability::ClientSduSize(0),
            Capability::ServerSduSize(1400),
            Capability::ProtocolOptions(ProtocolOptions(0xC0)),
            Capability::MethodMor(1),
            Capability::PushMor(2),
            Capability::ExtendedMethods(vec![(0x50, "PATCH".into())]),
            Capability::HeaderCodePages(vec![(16, "x".into()), (17, "y".into())]),
            Capability::Aliases(vec![BearerAddress::ipv4([10, 0, 0, 1].into(), 9201)]),
            Capability::ClientMessageSize(70_000),
            Capability::ServerMessageSize(1),
            Capability::Other { name: Item::Number(0x0B), parameters: Bytes::from_static(b"?") },
            Capability::Other { name: "x-own".into(), parameters: Bytes::new() },
        ];
        vec![
            Pdu::Connect {
                version: 0x10,
                capabilities: capabilities.clone(),
                headers: headers.clone(),
            },
            Pdu::ConnectReply { session: 300, capabilities, headers: headers.clone() },
            Pdu::Redirect {
                flags: 0x80,
                addresses: vec![BearerAddress::ipv4([10, 0, 0, 1].into(), 9201)],
            },
            Pdu::Reply { status: Status::OK, content: content.clone() },
            Pdu::Disconnect { session: 300 },
            Pdu::Push(Push::from_body(0, content.clone())),
            Pdu::ConfirmedPush(Push::from_body(0, content.clone())),
            Pdu::Suspend { session: 1 },
            Pdu::Resume { session: 300, capabilities: vec![], headers: headers.clone() },
            Pdu::Get {
                method: 0x40,
                uri: Bytes::from_static(b"http://a/"),
                headers: headers.clone(),
            },
            Pdu::Post { method: 0x60, uri: Bytes::from_static(b"http://a/"), content },
            Pdu::DataFragment { headers, data: Bytes::from_static(b"..") },
            Pdu::Other { kind: 0x0A, data: Bytes::from_static(b"..") },
        ]
    }

    #[test]
    fn both_ways_and_every_prefix() {
        for pdu in all() {
            let octets = pdu.to_bytes().expect("octets");
            assert_eq!(Pdu::decode(&octets).as_ref(), Ok(&pdu));
            for end in 0..octets.len() {
                if let Ok(shorter) = Pdu::decode(&octets.slice(..end)) {
                    assert_eq!(shorter.to_bytes().expect("octets"), octets.slice(..end));
                }
            }
        }
    }

    #[test]
    fn wire() {
        // WAP-230, 8.2.2.1 and 8.3: lengths first, then what they count.
        let headers = Headers::new();
        let capabilities = vec![Capability::PushMor(3)];
        let connect = Pdu::Connect { version: 0x10, capabilities, headers };
        assert_eq!(connect.to_bytes().as_deref(), Ok(&[1, 0x10, 3, 0, 2, 0x84, 3][..]));
    }

    #[test]
    fn departures() {
        for (octets, expected) in [
            // A long form in a header of each, and a content type in a long form.
            (&b"\x01\x10\x00\x03\x85\x01\x05"[..], &[4][..]),
            (b"\x02\x05\x00\x03\x85\x01\x05", &[4]),
            (b"\x09\x05\x00\x85\x01\x05", &[3]),
            (b"\x40\x01a\x85\x01\x05", &[3]),
            (b"\x80\x03\x85\x01\x05..", &[2]),
            (b"\x04\x20\x05\x01\xAE\x85\x01\x05..", &[3, 5]),
            (b"\x60\x01\x05a\x01\xAE\x85\x01\x05..", &[4, 6]),
            (b"\x07\x80\x02\x01\xAE..", &[1, 3]),
        ] {
            let mut findings = Vec::new();
            Pdu::decode_with(&Bytes::from_static(octets), &mut findings).expect("a PDU");
            let offsets = findings.iter().map(Finding::offset).collect::<Vec<_>>();
            assert_eq!(offsets, expected, "{octets:02x?}");
        }
    }

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 7] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::PduType), 0),
            (&[1], ErrorKind::UnexpectedEnd(Expected::Version), 1),
            (&[1, 0x10, 9, 0], ErrorKind::Length { length: 9, left: 0 }, 2),
            (&[1, 0x10, 2, 0, 5, 0x84], ErrorKind::Length { length: 5, left: 1 }, 4),
            (&[3, 0], ErrorKind::Missing(Expected::Address), 2),
            (&[5, 1, 2], ErrorKind::TrailingOctets(Expected::End), 2),
            (&[0x40, 9, b'a'], ErrorKind::Length { length: 9, left: 1 }, 1),
        ];
        for (input, kind, offset) in rows {
            let read = Pdu::decode(&Bytes::copy_from_slice(input));
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
        }
    }
}
