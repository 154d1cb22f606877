//! Reports (3GPP TS 23.040, 9.2.2.1a, 9.2.2.2a, 9.2.2.3).

use alloc::vec::Vec;

use bytes::Bytes;

use super::{HEADER, TYPE, check_end, octet, seven};
use crate::error::Error;
use crate::sms::address::Address;
use crate::sms::coding::DataCoding;
use crate::sms::time::ServiceTime;
use crate::sms::user_data::UserData;

/// SMS-DELIVER-REPORT.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct DeliverReport {
    /// The first octet, without type and header indicator.
    pub flags: u8,
    /// Why the message was refused, from 0x80.
    pub failure: Option<u8>,
    /// What follows.
    pub tail: ReportTail,
}

/// SMS-SUBMIT-REPORT.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct SubmitReport {
    /// The first octet, without type and header indicator.
    pub flags: u8,
    /// Why the message was refused, from 0x80.
    pub failure: Option<u8>,
    /// When the center had it.
    pub time: ServiceTime,
    /// What follows.
    pub tail: ReportTail,
}

/// SMS-STATUS-REPORT.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct StatusReport {
    /// The first octet, without type and header indicator.
    pub flags: u8,
    /// The number of the message.
    pub reference: u8,
    /// Whom it was for.
    pub recipient: Address,
    /// When the center had it.
    pub time: ServiceTime,
    /// When it was delivered, or was tried.
    pub discharge: ServiceTime,
    /// What became of it: 0 is delivered.
    pub status: u8,
    /// What follows.
    pub tail: ReportTail,
}

/// What stands at the end of reports: an indicator, and the parts that it says are there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "all that it has")]
pub struct ReportTail {
    /// TP-PI as read, with its extension octets; empty where a status report ends before it. What
    /// is written follows the parts that are there.
    pub indicator: Vec<u8>,
    /// The protocol identifier.
    pub protocol: Option<u8>,
    /// The coding.
    pub coding: Option<DataCoding>,
    /// Header and payload.
    pub user_data: Option<UserData>,
}

impl DeliverReport {
    pub(super) fn decode(input: &Bytes, first: u8) -> Result<Self, Error> {
        let (failure, at) = failure(input, 1)?;
        let tail = ReportTail::decode(input, at, None, first)?.1;
        Ok(Self { flags: first & !(TYPE | HEADER), failure, tail })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        out.push(self.flags & !(TYPE | HEADER) | self.tail.header_bit());
        out.extend(self.failure);
        self.tail.write(None, out)
    }
}

impl SubmitReport {
    pub(super) fn decode(input: &Bytes, first: u8) -> Result<Self, Error> {
        let (failure, at) = failure(input, 1)?;
        let (time, tail) = ReportTail::decode(input, at, Some(()), first)?;
        let flags = first & !(TYPE | HEADER);
        Ok(Self { flags, failure, time: ServiceTime(time), tail })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        out.push(self.flags & !(TYPE | HEADER) | 1 | self.tail.header_bit());
        out.extend(self.failure);
        self.tail.write(Some(self.time), out)
    }
}

impl StatusReport {
    pub(super) fn decode(input: &Bytes, first: u8) -> Result<Self, Error> {
        let reference = octet(input, 1)?;
        let (recipient, at) = Address::decode(input, 2)?;
        let (time, at) = seven(input, at)?;
        let (discharge, at) = seven(input, at)?;
        let status = octet(input, at)?;
        let at = at.saturating_add(1);
        let tail = if at < input.len() {
            ReportTail::decode(input, at, None, first)?.1
        } else {
            ReportTail::default()
        };
        let (time, discharge) = (ServiceTime(time), ServiceTime(discharge));
        let flags = first & !(TYPE | HEADER);
        Ok(Self { flags, reference, recipient, time, discharge, status, tail })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        out.push(self.flags & !(TYPE | HEADER) | 2 | self.tail.header_bit());
        out.push(self.reference);
        self.recipient.write(out);
        out.extend_from_slice(&self.time.0);
        out.extend_from_slice(&self.discharge.0);
        out.push(self.status);
        if self.tail == ReportTail::default() {
            return Ok(());
        }
        self.tail.write(None, out)
    }
}

/// TP-FCS stands only in a refusal, which the layer below tells. Its values begin at 0x80; an
/// indicator as high has an extension, which nobody sends.
fn failure(input: &Bytes, at: usize) -> Result<(Option<u8>, usize), Error> {
    let first = octet(input, at)?;
    Ok(if first >= 0x80 { (Some(first), at.saturating_add(1)) } else { (None, at) })
}

impl ReportTail {
    /// Reads indicator, time where there is one, and parts.
    fn decode(
        input: &Bytes,
        at: usize,
        time: Option<()>,
        first: u8,
    ) -> Result<([u8; 7], Self), Error> {
        let mut at = at;
        let mut indicator = Vec::new();
        // TS 23.040, 9.2.3.27: bit 7 says that another octet follows; the input ends this.
        loop {
            let octet = octet(input, at)?;
            indicator.push(octet);
            at = at.saturating_add(1);
            if octet & 0x80 == 0 {
                break;
            }
        }
        let parts = indicator.first().copied().unwrap_or(0);
        let mut stamp = [0; 7];
        if time.is_some() {
            (stamp, at) = seven(input, at)?;
        }
        let mut tail = Self { indicator, ..Self::default() };
        if parts & PROTOCOL != 0 {
            tail.protocol = Some(octet(input, at)?);
            at = at.saturating_add(1);
        }
        if parts & CODING != 0 {
            tail.coding = Some(DataCoding(octet(input, at)?));
            at = at.saturating_add(1);
        }
        if parts & USER_DATA != 0 {
            let coding = tail.coding.unwrap_or(DataCoding::SEPTETS);
            let (user_data, end) = UserData::decode(input, at, first & HEADER != 0, coding)?;
            tail.user_data = Some(user_data);
            at = end;
        }
        check_end(input, at)?;
        Ok((stamp, tail))
    }

    const fn header_bit(&self) -> u8 {
        match &self.user_data {
            Some(user_data) if user_data.header.is_some() => HEADER,
            _ => 0,
        }
    }

    fn write(&self, time: Option<ServiceTime>, out: &mut Vec<u8>) -> Result<(), Error> {
        let there = |is_there, bit| if is_there { bit } else { 0 };
        let parts = there(self.protocol.is_some(), PROTOCOL)
            | there(self.coding.is_some(), CODING)
            | there(self.user_data.is_some(), USER_DATA);
        let (first, extension) = self.indicator.split_first().unwrap_or((&0, &[]));
        out.push(first & !(PROTOCOL | CODING | USER_DATA) | parts);
        out.extend_from_slice(extension);
        if let Some(time) = time {
            out.extend_from_slice(&time.0);
        }
        out.extend(self.protocol);
        out.extend(self.coding.map(|coding| coding.0));
        if let Some(user_data) = &self.user_data {
            user_data.write(self.coding.unwrap_or(DataCoding::SEPTETS), out)?;
        }
        Ok(())
    }
}

const PROTOCOL: u8 = 0x01;
const CODING: u8 = 0x02;
const USER_DATA: u8 = 0x04;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::{Direction, Tpdu};
    use super::*;
    use crate::error::{ErrorKind, Expected};

    #[test]
    fn both_ways() {
        let address = [11, 0x91, 0x51, 0x55, 0x21, 0x43, 0x65, 0xF7];
        let mut status = vec![0x02, 9];
        status.extend_from_slice(&address);
        status.extend_from_slice(&[0; 14]);
        status.push(0);
        let mut longer = status.clone();
        longer.extend_from_slice(&[0x07, 0, 4, 2, b'o', b'k']);
        let rows = [
            (vec![0x00, 0x00], Direction::FromMobile),
            (vec![0x00, 0xD3, 0x03, 0x00, 0x04], Direction::FromMobile),
            (vec![0x01, 0x00, 1, 2, 3, 4, 5, 6, 7], Direction::ToMobile),
            (vec![0x01, 0xC0, 0x04, 1, 2, 3, 4, 5, 6, 7, 1, 0x41], Direction::ToMobile),
            (status, Direction::ToMobile),
            (longer, Direction::ToMobile),
        ];
        for (octets, direction) in rows {
            let octets = Bytes::from(octets);
            let read = Tpdu::decode(&octets, direction).expect("a report");
            assert_eq!(read.to_bytes().as_ref(), Ok(&octets), "{read:?}");
        }
    }

    #[test]
    fn an_indicator_without_end() {
        // Each octet says that another follows: the input ends it, not the memory behind.
        let octets = Bytes::from(vec![0xFF; 300]);
        let mut report = vec![0x00, 0x80];
        report.extend_from_slice(&octets);
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Field), 302);
        assert_eq!(Tpdu::decode(&report.into(), Direction::FromMobile), Err(end));
    }
}
