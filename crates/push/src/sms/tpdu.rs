//! The PDUs of short messages (3GPP TS 23.040, 9.2.2).

mod report;

use alloc::vec::Vec;

use bytes::Bytes;

pub use report::{DeliverReport, ReportTail, StatusReport, SubmitReport};

use super::address::Address;
use super::coding::DataCoding;
use super::time::{ServiceTime, Validity};
use super::user_data::UserData;
use crate::error::{Error, ErrorKind, Expected};

/// Which way a PDU goes: the first octet alone does not tell what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there are two ways")]
pub enum Direction {
    /// From the service center to the phone.
    ToMobile,
    /// From the phone to the service center.
    FromMobile,
}

/// A PDU of the transfer layer.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::sms::{Direction, Tpdu};
///
/// let octets = Bytes::from_static(&[
///     0x44, 5, 0x81, 0x21, 0x43, 0xf5, 0, 4, 0x62, 0x11, 0x12, 0x70, 0, 0, 0,
///     8, 4, 4, 2, 0xf0, 0xf1, b'a', b'b', b'c',
/// ]);
/// let Tpdu::Deliver(deliver) = Tpdu::decode(&octets, Direction::ToMobile)? else {
///     panic!("it is one");
/// };
/// assert_eq!(deliver.originator.to_string(), "12345");
/// assert_eq!(&*deliver.user_data.payload, b"abc");
/// assert_eq!(Tpdu::Deliver(deliver).to_bytes()?, octets);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Tpdu {
    /// A message for the phone.
    Deliver(Deliver),
    /// The phone's answer.
    DeliverReport(DeliverReport),
    /// A message of the phone.
    Submit(Submit),
    /// The center's answer.
    SubmitReport(SubmitReport),
    /// What became of a message.
    StatusReport(StatusReport),
}

/// SMS-DELIVER.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Deliver {
    /// The first octet, without type and header indicator: 0x04 no more messages, 0x08 loop
    /// prevention, 0x20 a status report will be returned, 0x80 reply path.
    pub flags: u8,
    /// Who sends it.
    pub originator: Address,
    /// The protocol identifier.
    pub protocol: u8,
    /// The coding.
    pub coding: DataCoding,
    /// When the center had it.
    pub time: ServiceTime,
    /// Header and payload.
    pub user_data: UserData,
}

/// SMS-SUBMIT.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Submit {
    /// The first octet, without type, validity format and header indicator: 0x04 reject
    /// duplicates, 0x20 request of a status report, 0x80 reply path.
    pub flags: u8,
    /// The number of the message.
    pub reference: u8,
    /// Whom it is for.
    pub destination: Address,
    /// The protocol identifier.
    pub protocol: u8,
    /// The coding.
    pub coding: DataCoding,
    /// How long the center shall try.
    pub validity: Validity,
    /// Header and payload.
    pub user_data: UserData,
}

impl Deliver {
    /// Octets of a sender, without flags.
    #[must_use]
    pub fn new(originator: Address, time: ServiceTime, user_data: impl Into<UserData>) -> Self {
        Self {
            flags: NO_MORE,
            originator,
            protocol: 0,
            coding: DataCoding::OCTETS,
            time,
            user_data: user_data.into(),
        }
    }

    fn decode(input: &Bytes, first: u8) -> Result<Self, Error> {
        let (originator, at) = Address::decode(input, 1)?;
        let protocol = octet(input, at)?;
        let coding = DataCoding(octet(input, at.saturating_add(1))?);
        let (time, at) = seven(input, at.saturating_add(2))?;
        let has_header = first & HEADER != 0;
        let (user_data, end) = UserData::decode(input, at, has_header, coding)?;
        check_end(input, end)?;
        let flags = first & !(TYPE | HEADER);
        Ok(Self { flags, originator, protocol, coding, time: ServiceTime(time), user_data })
    }
}

impl Submit {
    /// Octets for a phone, without flags.
    #[must_use]
    pub fn new(reference: u8, destination: Address, user_data: impl Into<UserData>) -> Self {
        Self {
            flags: 0,
            reference,
            destination,
            protocol: 0,
            coding: DataCoding::OCTETS,
            validity: Validity::None,
            user_data: user_data.into(),
        }
    }

    fn decode(input: &Bytes, first: u8) -> Result<Self, Error> {
        let reference = octet(input, 1)?;
        let (destination, at) = Address::decode(input, 2)?;
        let protocol = octet(input, at)?;
        let coding = DataCoding(octet(input, at.saturating_add(1))?);
        let at = at.saturating_add(2);
        let (validity, at) = match first & FORMAT {
            0x10 => (Validity::Relative(octet(input, at)?), at.saturating_add(1)),
            0x08 => {
                let (octets, at) = seven(input, at)?;
                (Validity::Enhanced(octets), at)
            }
            0x18 => {
                let (octets, at) = seven(input, at)?;
                (Validity::Absolute(ServiceTime(octets)), at)
            }
            _ => (Validity::None, at),
        };
        let has_header = first & HEADER != 0;
        let (user_data, end) = UserData::decode(input, at, has_header, coding)?;
        check_end(input, end)?;
        let flags = first & !(TYPE | HEADER | FORMAT);
        Ok(Self { flags, reference, destination, protocol, coding, validity, user_data })
    }
}

impl Tpdu {
    /// Reads a PDU, without the address of a service center in front.
    ///
    /// Octets of 0xff behind it are what fills a record of a SIM, and read over.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn decode(input: &Bytes, direction: Direction) -> Result<Self, Error> {
        let first = octet(input, 0)?;
        match (direction, first & TYPE) {
            // TS 23.040, 9.2.3.1: the reserved type is to be read as this one.
            (Direction::ToMobile, 0 | 3) => Deliver::decode(input, first).map(Self::Deliver),
            (Direction::ToMobile, 1) => SubmitReport::decode(input, first).map(Self::SubmitReport),
            (Direction::ToMobile, _) => StatusReport::decode(input, first).map(Self::StatusReport),
            (Direction::FromMobile, 0) => {
                DeliverReport::decode(input, first).map(Self::DeliverReport)
            }
            (Direction::FromMobile, 1) => Submit::decode(input, first).map(Self::Submit),
            _ => Err(Error::new(ErrorKind::Unsupported(Expected::PduType), 0)),
        }
    }

    /// The octets.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) where the user data are longer than 140 octets or 160 septets.
    pub fn to_bytes(&self) -> Result<Bytes, Error> {
        let mut out = Vec::new();
        match self {
            Self::Deliver(deliver) => {
                out.push(deliver.flags & !(TYPE | HEADER) | header_bit(&deliver.user_data));
                deliver.originator.write(&mut out);
                out.extend_from_slice(&[deliver.protocol, deliver.coding.0]);
                out.extend_from_slice(&deliver.time.0);
                deliver.user_data.write(deliver.coding, &mut out)?;
            }
            Self::Submit(submit) => {
                let (format, validity) = match &submit.validity {
                    Validity::None => (0, &[][..]),
                    Validity::Relative(octet) => (0x10, core::slice::from_ref(octet)),
                    Validity::Enhanced(octets) => (0x08, &octets[..]),
                    Validity::Absolute(time) => (0x18, &time.0[..]),
                };
                let flags = submit.flags & !(TYPE | HEADER | FORMAT);
                out.push(flags | format | 1 | header_bit(&submit.user_data));
                out.push(submit.reference);
                submit.destination.write(&mut out);
                out.extend_from_slice(&[submit.protocol, submit.coding.0]);
                out.extend_from_slice(validity);
                submit.user_data.write(submit.coding, &mut out)?;
            }
            Self::DeliverReport(report) => report.write(&mut out)?,
            Self::SubmitReport(report) => report.write(&mut out)?,
            Self::StatusReport(report) => report.write(&mut out)?,
        }
        Ok(out.into())
    }

    /// Header and payload, where there are any.
    #[must_use]
    pub const fn user_data(&self) -> Option<&UserData> {
        match self {
            Self::Deliver(deliver) => Some(&deliver.user_data),
            Self::Submit(submit) => Some(&submit.user_data),
            Self::DeliverReport(report) => report.tail.user_data.as_ref(),
            Self::SubmitReport(report) => report.tail.user_data.as_ref(),
            Self::StatusReport(report) => report.tail.user_data.as_ref(),
        }
    }

    /// The other side: who sends a message, or whom it is for.
    #[must_use]
    pub const fn address(&self) -> Option<&Address> {
        match self {
            Self::Deliver(deliver) => Some(&deliver.originator),
            Self::Submit(submit) => Some(&submit.destination),
            Self::StatusReport(report) => Some(&report.recipient),
            Self::DeliverReport(_) | Self::SubmitReport(_) => None,
        }
    }
}

const fn header_bit(user_data: &UserData) -> u8 {
    if user_data.header.is_some() { HEADER } else { 0 }
}

fn octet(input: &Bytes, at: usize) -> Result<u8, Error> {
    let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Field), input.len());
    input.get(at).copied().ok_or(end)
}

fn seven(input: &Bytes, at: usize) -> Result<([u8; 7], usize), Error> {
    let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Timestamp), input.len());
    let octets = input.get(at..).and_then(|rest| rest.first_chunk()).ok_or(end)?;
    Ok((*octets, at.saturating_add(7)))
}

fn check_end(input: &Bytes, end: usize) -> Result<(), Error> {
    let rest = input.get(end..).unwrap_or(&[]);
    if rest.iter().any(|octet| *octet != 0xFF) {
        return Err(Error::new(ErrorKind::TrailingOctets(Expected::UserData), end));
    }
    Ok(())
}

const TYPE: u8 = 0x03;
const NO_MORE: u8 = 0x04;
const FORMAT: u8 = 0x18;
const HEADER: u8 = 0x40;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::{Ports, Reference, segment, to_septets};
    use super::*;

    fn address() -> Address {
        Address::number("+15551234567").expect("a number")
    }

    #[test]
    fn both_ways() {
        let time = ServiceTime([0x62, 0x11, 0x72, 0, 0, 0, 0]);
        let segments = segment(Bytes::from(vec![1; 200]), Ports::PUSH, Reference::Long(1));
        for segment in segments.expect("segments") {
            let submit = Submit::new(1, address(), segment.clone());
            let octets = Tpdu::Submit(submit.clone()).to_bytes().expect("octets");
            assert_eq!(Tpdu::decode(&octets, Direction::FromMobile), Ok(Tpdu::Submit(submit)));
            let deliver = Deliver::new(Address::name("provost").expect("a name"), time, segment);
            let octets = Tpdu::Deliver(deliver.clone()).to_bytes().expect("octets");
            assert_eq!(Tpdu::decode(&octets, Direction::ToMobile), Ok(Tpdu::Deliver(deliver)));
        }
        for validity in [
            Validity::Relative(5),
            Validity::Enhanced([1, 2, 3, 4, 5, 6, 7]),
            Validity::Absolute(time),
        ] {
            let mut submit = Submit::new(1, address(), UserData::new("abc"));
            submit.validity = validity;
            let octets = Tpdu::Submit(submit.clone()).to_bytes().expect("octets");
            assert_eq!(Tpdu::decode(&octets, Direction::FromMobile), Ok(Tpdu::Submit(submit)));
        }
    }

    #[test]
    fn text() {
        let mut submit =
            Submit::new(1, address(), UserData::new(to_septets("hellohello").unwrap()));
        submit.coding = DataCoding::SEPTETS;
        let octets = Tpdu::Submit(submit.clone()).to_bytes().expect("octets");
        assert_eq!(octets[12..], [10, 0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]);
        assert_eq!(submit.user_data.text(submit.coding).as_deref(), Some("hellohello"));
        // Behind a header the text begins at a septet.
        let segment = segment(Bytes::new(), Ports::PUSH, Reference::Long(1)).unwrap().next();
        let mut with_header = UserData::from(segment.unwrap());
        with_header.payload = to_septets("hello").unwrap().into();
        submit.user_data = with_header;
        let octets = Tpdu::Submit(submit.clone()).to_bytes().expect("octets");
        assert_eq!(octets[12], 8 + 5);
        assert_eq!(Tpdu::decode(&octets, Direction::FromMobile), Ok(Tpdu::Submit(submit)));
        let ucs2 = UserData::new(vec![0, 0x48, 0x20, 0xAC]);
        assert_eq!(ucs2.text(DataCoding::UCS2).as_deref(), Some("H\u{20ac}"));
        assert_eq!(UserData::new(vec![0xD8, 0]).text(DataCoding::UCS2), None);
    }

    #[test]
    fn malformed() {
        let field = ErrorKind::UnexpectedEnd(Expected::Field);
        let deliver = |tail: &[u8]| {
            let mut octets = vec![0x44, 5, 0x81, 0x21, 0x43, 0xF5, 0, 4, 0, 0, 0, 0, 0, 0, 0];
            octets.extend_from_slice(tail);
            Tpdu::decode(&octets.into(), Direction::ToMobile)
        };
        let header = Expected::UserDataHeader;
        for (tail, kind, offset) in [
            (&[][..], ErrorKind::UnexpectedEnd(Expected::UserData), 15),
            (&[5, 1], ErrorKind::Length { length: 5, left: 1 }, 15),
            (&[141], ErrorKind::Range(Expected::UserData), 15),
            (&[0], ErrorKind::UnexpectedEnd(header), 16),
            (&[2, 2, 0], ErrorKind::Length { length: 2, left: 1 }, 16),
            (&[1, 0, 7], ErrorKind::TrailingOctets(Expected::UserData), 17),
        ] {
            assert_eq!(deliver(tail), Err(Error::new(kind, offset)), "{tail:?}");
        }
        // What fills a record of a SIM.
        assert!(deliver(&[1, 0, 0xFF, 0xFF]).is_ok());
        assert_eq!(
            Tpdu::decode(&Bytes::from_static(&[2]), Direction::FromMobile),
            Err(Error::new(ErrorKind::Unsupported(Expected::PduType), 0))
        );
        assert_eq!(Tpdu::decode(&Bytes::new(), Direction::ToMobile), Err(Error::new(field, 0)));
    }
}
