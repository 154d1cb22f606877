//! The fields of SMPP 3.4 that carry a push: `submit_sm` and `deliver_sm`.

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::coding::DataCoding;
use super::header::{Concatenation, Element, Reference, UserDataHeader};
use super::ports::Ports;
use super::segment::Segment;
use crate::error::{Error, ErrorKind, Expected};

/// The octet `esm_class`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "an octet")]
pub struct EsmClass(pub u8);

impl EsmClass {
    /// The message begins with a user data header.
    pub const HEADER: Self = Self(0x40);
    /// The same, stored and forwarded: what Kannel sends.
    pub const STORE_AND_FORWARD_HEADER: Self = Self(0x43);

    /// Whether the message begins with a user data header.
    #[must_use]
    pub const fn has_header(self) -> bool {
        self.0 & 0x40 != 0
    }
}

/// The tag of an optional parameter: an open registry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct Tag(pub u16);

impl Tag {
    /// `source_port`.
    pub const SOURCE_PORT: Self = Self(0x020a);
    /// `destination_port`.
    pub const DESTINATION_PORT: Self = Self(0x020b);
    /// `sar_msg_ref_num`.
    pub const REFERENCE: Self = Self(0x020c);
    /// `sar_total_segments`.
    pub const TOTAL: Self = Self(0x020e);
    /// `sar_segment_seqnum`.
    pub const SEQUENCE: Self = Self(0x020f);
    /// `message_payload`.
    pub const MESSAGE_PAYLOAD: Self = Self(0x0424);
    /// `more_messages_to_send`.
    pub const MORE_MESSAGES: Self = Self(0x0426);
}

/// An optional parameter.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a tag and octets")]
pub struct Parameter {
    /// The tag.
    pub tag: Tag,
    /// The value.
    pub value: Bytes,
}

/// Without the value, which is the whole message in `message_payload`.
impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parameter({:#06x}, {} octets)", self.tag.0, self.value.len())
    }
}

/// An address of SMPP.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct Address {
    /// Type of number.
    pub ton: u8,
    /// Numbering plan.
    pub npi: u8,
    /// The digits, without NUL.
    pub text: Bytes,
}

/// `submit_sm` or `deliver_sm`: all fields of the PDU.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::{Ports, Reference, segment, smpp};
///
/// let segments = segment(Bytes::from(vec![0; 200]), Ports::PUSH, Reference::Short(1))?;
/// for segment in segments {
///     let last = segment.udh[11] == 2;
///     let message = smpp::Message::from_segment(&segment, last);
///     assert_eq!(message.esm_class, smpp::EsmClass::HEADER);
///     assert_eq!(smpp::Message::decode(&message.to_bytes()?)?, message);
/// }
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// 4 `submit_sm`, 5 `deliver_sm`.
    pub command: u32,
    /// The status, in answers.
    pub status: u32,
    /// The number of the PDU.
    pub sequence: u32,
    /// The type of service.
    pub service: Bytes,
    /// Who sends.
    pub source: Address,
    /// Whom it is for.
    pub destination: Address,
    /// How it is sent, and whether it has a header.
    pub esm_class: EsmClass,
    /// The protocol identifier.
    pub protocol: u8,
    /// The priority.
    pub priority: u8,
    /// When to send.
    pub schedule: Bytes,
    /// Until when to try.
    pub validity: Bytes,
    /// Whether a receipt is wanted.
    pub registered_delivery: u8,
    /// Whether a message is replaced.
    pub replace: u8,
    /// The coding: 0x00, 0x04, 0x08 and those from 0xc0 on are what they are in a TPDU, others are
    /// alphabets of SMPP.
    pub data_coding: DataCoding,
    /// A predefined message.
    pub default_message: u8,
    /// The message, or nothing where it is in a parameter.
    pub short_message: Bytes,
    /// The optional parameters in their order.
    pub parameters: Vec<Parameter>,
}

impl Message {
    /// A `submit_sm` with the user data of a segment; addresses are the caller's.
    #[must_use]
    pub fn from_segment(segment: &Segment, last: bool) -> Self {
        let value = Bytes::from_static(&[1]);
        let more = Parameter { tag: Tag::MORE_MESSAGES, value };
        Self {
            command: SUBMIT,
            status: 0,
            sequence: 1,
            service: Bytes::new(),
            source: Address::default(),
            destination: Address::default(),
            esm_class: EsmClass::HEADER,
            protocol: 0,
            priority: 0,
            schedule: Bytes::new(),
            validity: Bytes::new(),
            registered_delivery: 0,
            replace: 0,
            data_coding: DataCoding::OCTETS,
            default_message: 0,
            short_message: segment.user_data(),
            parameters: if last { Vec::new() } else { alloc::vec![more] },
        }
    }

    /// Reads a whole PDU, with its length in front.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        let mut reader = Reader { input, at: 0 };
        let length = reader.word()?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length != input.len() {
            return Err(Error::new(ErrorKind::Length { length, left: input.len() }, 0));
        }
        let command = reader.word()?;
        if command != SUBMIT && command != DELIVER {
            return Err(Error::new(ErrorKind::Unsupported(Expected::PduType), 4));
        }
        let status = reader.word()?;
        let sequence = reader.word()?;
        let service = reader.text()?;
        let source = reader.address()?;
        let destination = reader.address()?;
        let esm_class = EsmClass(reader.octet()?);
        let protocol = reader.octet()?;
        let priority = reader.octet()?;
        let schedule = reader.text()?;
        let validity = reader.text()?;
        let registered_delivery = reader.octet()?;
        let replace = reader.octet()?;
        let data_coding = DataCoding(reader.octet()?);
        let default_message = reader.octet()?;
        let length = usize::from(reader.octet()?);
        let short_message = reader.take(length)?;
        let mut parameters = Vec::new();
        while reader.at < input.len() {
            let tag = Tag(reader.half()?);
            let length = usize::from(reader.half()?);
            parameters.push(Parameter { tag, value: reader.take(length)? });
        }
        Ok(Self {
            command,
            status,
            sequence,
            service,
            source,
            destination,
            esm_class,
            protocol,
            priority,
            schedule,
            validity,
            registered_delivery,
            replace,
            data_coding,
            default_message,
            short_message,
            parameters,
        })
    }

    /// The whole PDU.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) for a message above 254 octets, which belongs into
    /// `message_payload`, or a parameter that is too long; [`Character`](ErrorKind::Character) for
    /// a NUL in a text.
    pub fn to_bytes(&self) -> Result<Bytes, Error> {
        let mut out = Vec::new();
        out.extend_from_slice(&[0; 4]);
        for word in [self.command, self.status, self.sequence] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        put_text(&self.service, &mut out)?;
        for address in [&self.source, &self.destination] {
            out.extend_from_slice(&[address.ton, address.npi]);
            put_text(&address.text, &mut out)?;
        }
        out.extend_from_slice(&[self.esm_class.0, self.protocol, self.priority]);
        put_text(&self.schedule, &mut out)?;
        put_text(&self.validity, &mut out)?;
        let flags = [self.registered_delivery, self.replace];
        out.extend_from_slice(&flags);
        out.extend_from_slice(&[self.data_coding.0, self.default_message]);
        let fault = Error::new(ErrorKind::Range(Expected::UserData), out.len());
        let length = u8::try_from(self.short_message.len()).ok().filter(|length| *length < 255);
        out.push(length.ok_or(fault)?);
        out.extend_from_slice(&self.short_message);
        for parameter in &self.parameters {
            let length = u16::try_from(parameter.value.len()).map_err(|_| fault)?;
            out.extend_from_slice(&parameter.tag.0.to_be_bytes());
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(&parameter.value);
        }
        let length = u32::try_from(out.len()).map_err(|_| fault)?;
        if let Some(front) = out.first_chunk_mut() {
            *front = length.to_be_bytes();
        }
        Ok(out.into())
    }

    /// The first parameter of that tag.
    #[must_use]
    pub fn parameter(&self, tag: Tag) -> Option<&Bytes> {
        self.parameters.iter().find(|one| one.tag == tag).map(|one| &one.value)
    }

    /// The message: in its field, or in `message_payload`.
    #[must_use]
    pub fn message(&self) -> &Bytes {
        match self.parameter(Tag::MESSAGE_PAYLOAD) {
            Some(payload) if self.short_message.is_empty() => payload,
            _ => &self.short_message,
        }
    }

    /// Header and data as [`Reassembler::accept`](super::Reassembler::accept) takes them: those of
    /// the message, or a header made of the parameters for ports and parts. Where one of two ports
    /// is not told, it is 0.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) where a header cannot be made.
    pub fn user_data(&self) -> Result<Bytes, Error> {
        if self.esm_class.has_header() {
            return Ok(self.message().clone());
        }
        let half = |tag| {
            self.parameter(tag)
                .and_then(|value| value.first_chunk().copied())
                .map(u16::from_be_bytes)
        };
        let octet = |tag| self.parameter(tag).and_then(|value| value.first().copied());
        let mut header = UserDataHeader::default();
        let (destination, source) = (half(Tag::DESTINATION_PORT), half(Tag::SOURCE_PORT));
        if destination.or(source).is_some() {
            let destination = destination.unwrap_or(0);
            let source = source.unwrap_or(0);
            header.elements.push(Element::ports(Ports { destination, source }));
        }
        if let (Some(reference), Some(total), Some(sequence)) =
            (half(Tag::REFERENCE), octet(Tag::TOTAL), octet(Tag::SEQUENCE))
        {
            let reference = Reference::Long(reference);
            let concatenation = Concatenation { reference, total, sequence };
            header.elements.push(Element::concatenation(concatenation));
        }
        let mut octets = header.to_bytes()?;
        octets.extend_from_slice(self.message());
        Ok(octets.into())
    }
}

/// Without the message, which may hold secrets.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("command", &self.command)
            .field("source", &self.source)
            .field("destination", &self.destination)
            .field("esm_class", &self.esm_class)
            .field("data_coding", &self.data_coding)
            .field("message", &format_args!("{} octets", self.message().len()))
            .finish_non_exhaustive()
    }
}

struct Reader<'a> {
    input: &'a Bytes,
    at: usize,
}

impl Reader<'_> {
    fn take(&mut self, length: usize) -> Result<Bytes, Error> {
        let left = self.input.len().saturating_sub(self.at);
        if length > left {
            return Err(Error::new(ErrorKind::Length { length, left }, self.at));
        }
        let end = self.at.saturating_add(length);
        let octets = self.input.slice(self.at..end);
        self.at = end;
        Ok(octets)
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Field), self.input.len());
        let chunk = self.input.get(self.at..).and_then(|rest| rest.first_chunk()).ok_or(end)?;
        self.at = self.at.saturating_add(N);
        Ok(*chunk)
    }

    fn octet(&mut self) -> Result<u8, Error> {
        self.chunk().map(|[octet]| octet)
    }

    fn half(&mut self) -> Result<u16, Error> {
        self.chunk().map(u16::from_be_bytes)
    }

    fn word(&mut self) -> Result<u32, Error> {
        self.chunk().map(u32::from_be_bytes)
    }

    fn text(&mut self) -> Result<Bytes, Error> {
        let rest = self.input.get(self.at..).unwrap_or(&[]);
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Terminator), self.input.len());
        let length = rest.iter().position(|octet| *octet == 0).ok_or(end)?;
        let text = self.take(length)?;
        self.at = self.at.saturating_add(1);
        Ok(text)
    }

    fn address(&mut self) -> Result<Address, Error> {
        let [ton, npi] = self.chunk()?;
        Ok(Address { ton, npi, text: self.text()? })
    }
}

fn put_text(text: &Bytes, out: &mut Vec<u8>) -> Result<(), Error> {
    if text.contains(&0) {
        return Err(Error::new(ErrorKind::Character(Expected::Text), out.len()));
    }
    out.extend_from_slice(text);
    out.push(0);
    Ok(())
}

const SUBMIT: u32 = 4;
const DELIVER: u32 = 5;

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::super::reassemble::{Instant, Reassembler, Received};
    use super::*;

    /// SMPP 3.4, 4.6.1, field by field: a message whose parts and ports are parameters.
    fn deliver(sequence: u8) -> Vec<u8> {
        let mut octets = vec![
            0, 0, 0, 0, // length
            0, 0, 0, 5, // deliver_sm
            0, 0, 0, 0, 0, 0, 0, 7, // status, sequence
            b'W', b'A', b'P', 0, // service
            1, 1, b'1', b'5', 0, // source
            0, 0, 0, // destination
            0x00, 0, 3, // no header, protocol, priority
            0, // schedule
            b'0', 0, // validity
            1, 0, 4, 0, // receipt, replace, coding, predefined message
            2, b'a', sequence, // message
        ];
        octets.extend_from_slice(&[0x02, 0x0A, 0, 2, 0x23, 0xF0]);
        octets.extend_from_slice(&[0x02, 0x0B, 0, 2, 0x0B, 0x84]);
        octets.extend_from_slice(&[0x02, 0x0C, 0, 2, 0x01, 0x02]);
        octets.extend_from_slice(&[0x02, 0x0E, 0, 1, 2]);
        octets.extend_from_slice(&[0x02, 0x0F, 0, 1, sequence]);
        whole(octets)
    }

    fn whole(mut octets: Vec<u8>) -> Vec<u8> {
        let length = u8::try_from(octets.len()).expect("a short one");
        octets[3] = length;
        octets
    }

    #[test]
    fn every_field() {
        let octets = Bytes::from(deliver(1));
        let message = Message::decode(&octets).expect("a message");
        assert_eq!((message.command, message.status, message.sequence), (5, 0, 7));
        assert_eq!(&*message.service, b"WAP");
        let source = Address { ton: 1, npi: 1, text: Bytes::from_static(b"15") };
        assert_eq!((&message.source, &message.destination), (&source, &Address::default()));
        assert!(!message.esm_class.has_header());
        assert_eq!((message.protocol, message.priority), (0, 3));
        assert_eq!((&*message.schedule, &*message.validity), (&b""[..], &b"0"[..]));
        assert_eq!((message.registered_delivery, message.replace), (1, 0));
        assert_eq!((message.data_coding, message.default_message), (DataCoding::OCTETS, 0));
        assert_eq!(&**message.message(), b"a\x01");
        assert_eq!(message.parameter(Tag::TOTAL).map(|value| &**value), Some(&[2][..]));
        assert_eq!(message.parameter(Tag::MORE_MESSAGES), None);
        assert_eq!(message.to_bytes(), Ok(octets));
    }

    #[test]
    fn parts_and_ports_in_parameters() {
        let mut reassembler = Reassembler::new();
        let mut accept = |sequence| {
            let message = Message::decode(&deliver(sequence).into()).expect("a message");
            reassembler.accept((), &message.user_data().expect("a header"), Instant(0))
        };
        assert_eq!(accept(2), Ok(Received::Incomplete { have: 1, total: 2 }));
        let Ok(Received::Complete(datagram)) = accept(1) else { panic!("not complete") };
        assert_eq!(datagram.ports, Some(Ports::PUSH));
        assert_eq!(&*datagram.payload, b"a\x01a\x02");
        // One port alone, and no part without its number.
        let mut message = Message::decode(&deliver(1).into()).expect("a message");
        message.parameters.retain(|one| one.tag != Tag::SOURCE_PORT && one.tag != Tag::SEQUENCE);
        assert_eq!(message.user_data().as_deref(), Ok(&b"\x06\x05\x04\x0B\x84\0\0a\x01"[..]));
        message.parameters.clear();
        assert_eq!(message.user_data().as_deref(), Ok(&b"\0a\x01"[..]));
    }

    #[test]
    fn a_payload_stands_for_an_empty_message() {
        let mut message = Message::decode(&deliver(1).into()).expect("a message");
        let value = Bytes::from(vec![7; 300]);
        message.esm_class = EsmClass(0x43);
        message.parameters = vec![Parameter { tag: Tag::MESSAGE_PAYLOAD, value: value.clone() }];
        assert_eq!(&**message.message(), b"a\x01");
        message.short_message = Bytes::new();
        assert_eq!((message.message(), message.user_data()), (&value, Ok(value.clone())));
        let octets = message.to_bytes().expect("a PDU");
        assert_eq!(Message::decode(&octets).as_ref(), Ok(&message));
        let shown = format!("{message:?} {:?}", message.parameters);
        assert!(shown.contains("300 octets") && !shown.contains("7, 7"), "{shown}");
    }

    #[test]
    fn every_prefix_is_refused() {
        let octets = deliver(1);
        for end in 0..octets.len() {
            let mut shorter = octets[..end].to_vec();
            Message::decode(&shorter.clone().into()).expect_err("shorter than it says");
            if end < 4 {
                continue;
            }
            shorter[3] = u8::try_from(end).expect("a short one");
            // Between two parameters nothing is missing.
            match Message::decode(&shorter.into()) {
                Ok(message) => assert!(message.parameters.len() < 5),
                Err(error) => assert!(error.offset() <= end, "{error}"),
            }
        }
    }

    #[test]
    fn malformed() {
        let end = |expected| ErrorKind::UnexpectedEnd(expected);
        let command = whole(vec![0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0]);
        let service = whole([&deliver(1)[..16], &b"WAP"[..]].concat());
        let message = whole([&deliver(1)[..38], &[9, b'a'][..]].concat());
        let parameter = whole([&deliver(1)[..41], &[4, 0x24, 0, 9, b'a'][..]].concat());
        let rows: [(Vec<u8>, ErrorKind, usize); 6] = [
            (vec![0, 0], end(Expected::Field), 2),
            (vec![0, 0, 0, 5], ErrorKind::Length { length: 5, left: 4 }, 0),
            (command, ErrorKind::Unsupported(Expected::PduType), 4),
            (service, end(Expected::Terminator), 19),
            (message, ErrorKind::Length { length: 9, left: 1 }, 39),
            (parameter, ErrorKind::Length { length: 9, left: 1 }, 45),
        ];
        for (octets, kind, offset) in rows {
            let read = Message::decode(&octets.clone().into());
            assert_eq!(read, Err(Error::new(kind, offset)), "{octets:02x?}");
        }
    }

    #[test]
    fn what_has_no_place() {
        let good = Message::decode(&deliver(1).into()).expect("a message");
        let service = Bytes::from_static(b"W\0P");
        let fault = Error::new(ErrorKind::Character(Expected::Text), 16);
        assert_eq!(Message { service, ..good.clone() }.to_bytes(), Err(fault));
        let mut long = Message { short_message: vec![0; 254].into(), ..good.clone() };
        assert!(long.to_bytes().is_ok());
        long.short_message = vec![0; 255].into();
        let fault = Error::new(ErrorKind::Range(Expected::UserData), 38);
        assert_eq!(long.to_bytes(), Err(fault));
        let mut long = good;
        let value = Bytes::from(vec![0; 65_536]);
        long.parameters = vec![Parameter { tag: Tag::MESSAGE_PAYLOAD, value }];
        assert_eq!(long.to_bytes(), Err(fault));
    }
}
