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
    /// The coding.
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
    /// the message, or a header made of the parameters for ports and parts.
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
        if let (Some(destination), Some(source)) =
            (half(Tag::DESTINATION_PORT), half(Tag::SOURCE_PORT))
        {
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
