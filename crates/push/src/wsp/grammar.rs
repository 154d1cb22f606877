//! The leaves of the grammar of header values, with the signature of `nom` (WAP-230, 8.4.2).
//!
//! They read every form whose meaning is clear. Whether a writer would have chosen it is found by
//! writing the value again.

use core::cmp::Ordering;

use nom::branch::alt;
use nom::combinator::map;
use nom::error::ParseError;
use nom::{Err, IResult, Parser};
use provost_wbxml::uintvar as wbxml_uintvar;

use super::item::Item;
use super::quality::Quality;
use super::version::Version;
use crate::error::{Error, ErrorKind, Expected};

/// A fault, and how many octets are left where it shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    kind: ErrorKind,
    left: usize,
}

impl<'a> ParseError<&'a [u8]> for Fault {
    fn from_error_kind(input: &'a [u8], _: nom::error::ErrorKind) -> Self {
        Self { kind: ErrorKind::Form(Expected::HeaderValue), left: input.len() }
    }

    fn append(_: &'a [u8], _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }

    /// Of two alternatives that fail, the one that got further tells more; of two that did not,
    /// the one whose first octet did fit.
    fn or(self, other: Self) -> Self {
        let stranger = |fault: &Self| matches!(fault.kind, ErrorKind::Unexpected { .. });
        match other.left.cmp(&self.left) {
            Ordering::Less => other,
            Ordering::Equal if stranger(&self) => other,
            _ => self,
        }
    }
}

/// All of `input`, by one rule.
pub(crate) fn all<'a, T>(
    input: &'a [u8],
    mut rule: impl Parser<&'a [u8], Output = T, Error = Fault>,
) -> Result<T, Error> {
    let at = |left: usize| input.len().saturating_sub(left);
    match rule.parse(input) {
        Ok(([], value)) => Ok(value),
        Ok((rest, _)) => {
            Err(Error::new(ErrorKind::TrailingOctets(Expected::HeaderValue), at(rest.len())))
        }
        Err(Err::Error(fault) | Err::Failure(fault)) => Err(Error::new(fault.kind, at(fault.left))),
        Err(Err::Incomplete(_)) => {
            Err(Error::new(ErrorKind::UnexpectedEnd(Expected::HeaderValue), input.len()))
        }
    }
}

/// The front of `input`, by one rule, and what follows it.
pub(crate) fn front<'a, T>(
    input: &'a [u8],
    mut rule: impl Parser<&'a [u8], Output = T, Error = Fault>,
) -> Result<(&'a [u8], T), Error> {
    let at = |left: usize| input.len().saturating_sub(left);
    match rule.parse(input) {
        Ok(read) => Ok(read),
        Err(Err::Error(fault) | Err::Failure(fault)) => Err(Error::new(fault.kind, at(fault.left))),
        Err(Err::Incomplete(_)) => {
            Err(Error::new(ErrorKind::UnexpectedEnd(Expected::HeaderValue), input.len()))
        }
    }
}

pub(crate) fn fault<T>(input: &[u8], kind: ErrorKind) -> IResult<&[u8], T, Fault> {
    Err(Err::Error(Fault { kind, left: input.len() }))
}

fn end<T>(input: &[u8], expected: Expected) -> IResult<&[u8], T, Fault> {
    match input.first() {
        Some(&octet) => fault(input, ErrorKind::Unexpected { octet, expected }),
        None => fault(input, ErrorKind::UnexpectedEnd(expected)),
    }
}

/// One given octet.
pub(crate) fn exactly<'a>(octet: u8) -> impl Parser<&'a [u8], Output = (), Error = Fault> + Copy {
    move |input: &'a [u8]| match input.split_first() {
        Some((&first, rest)) if first == octet => Ok((rest, ())),
        _ => end(input, Expected::HeaderValue),
    }
}

pub(crate) fn no_value(input: &[u8]) -> IResult<&[u8], (), Fault> {
    exactly(0).parse(input)
}

pub(crate) fn uintvar(input: &[u8]) -> IResult<&[u8], u32, Fault> {
    match wbxml_uintvar::decode(input) {
        Ok((value, rest)) => Ok((rest, value)),
        Err(error) => {
            let left = input.len().saturating_sub(error.offset());
            let kind = match error.kind() {
                provost_wbxml::ErrorKind::IntegerTooLong => ErrorKind::IntegerTooLong,
                provost_wbxml::ErrorKind::IntegerOverflow => ErrorKind::IntegerOverflow,
                _ => ErrorKind::UnexpectedEnd(Expected::Integer),
            };
            Err(Err::Error(Fault { kind, left }))
        }
    }
}

pub(crate) fn short_integer(input: &[u8]) -> IResult<&[u8], u8, Fault> {
    match input.split_first() {
        Some((&octet, rest)) if octet >= 0x80 => Ok((rest, octet & 0x7F)),
        _ => end(input, Expected::Integer),
    }
}

/// Up to eight octets behind any number of zeros: more is never truncated, but refused.
pub(crate) fn long_integer(input: &[u8]) -> IResult<&[u8], u64, Fault> {
    let Some((&length @ 1..=30, rest)) = input.split_first() else {
        return end(input, Expected::Integer);
    };
    let length = usize::from(length);
    let Some((octets, rest)) = rest.split_at_checked(length) else {
        return fault(rest, ErrorKind::Length { length, left: rest.len() });
    };
    let mut value = 0_u64;
    for &octet in octets {
        if value >> 56 != 0 {
            return fault(input, ErrorKind::IntegerOverflow);
        }
        value = value << 8 | u64::from(octet);
    }
    Ok((rest, value))
}

pub(crate) fn integer(input: &[u8]) -> IResult<&[u8], u64, Fault> {
    match input.first() {
        Some(0x80..) => map(short_integer, u64::from).parse(input),
        _ => long_integer(input),
    }
}

/// An integer that is the number of something.
pub(crate) fn number(input: &[u8]) -> IResult<&[u8], u32, Fault> {
    let (rest, value) = integer(input)?;
    match u32::try_from(value) {
        Ok(value) => Ok((rest, value)),
        Err(_) => fault(input, ErrorKind::IntegerOverflow),
    }
}

/// Text up to NUL, behind a quote octet where it begins with an octet of 0x80 or above.
pub(crate) fn text_string(input: &[u8]) -> IResult<&[u8], &str, Fault> {
    let text = match input.split_first() {
        Some((0x7F, rest)) => rest,
        Some((0 | 0x20..=0x7E, _)) => input,
        _ => return end(input, Expected::Text),
    };
    terminated(text)
}

fn terminated(text: &[u8]) -> IResult<&[u8], &str, Fault> {
    let Some(length) = memchr::memchr(0, text) else {
        return fault(&[], ErrorKind::UnexpectedEnd(Expected::Terminator));
    };
    let (octets, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
    match core::str::from_utf8(octets) {
        Ok(string) => Ok((rest.get(1..).unwrap_or(&[]), string)),
        Err(_) => fault(text, ErrorKind::Form(Expected::Text)),
    }
}

/// Text that begins with no quote of either kind and is not empty.
pub(crate) fn token_text(input: &[u8]) -> IResult<&[u8], &str, Fault> {
    match input.first() {
        Some(0x21 | 0x23..=0x7E) => terminated(input),
        _ => end(input, Expected::Token),
    }
}

/// Text behind a quotation mark; one at the end is not sent, but seen.
pub(crate) fn quoted_string(input: &[u8]) -> IResult<&[u8], &str, Fault> {
    let Some((0x22, text)) = input.split_first() else {
        return end(input, Expected::Text);
    };
    let (rest, text) = terminated(text)?;
    Ok((rest, text.strip_suffix('"').unwrap_or(text)))
}

/// The octets behind a length.
pub(crate) fn value_length(input: &[u8]) -> IResult<&[u8], &[u8], Fault> {
    let (rest, length) = match input.split_first() {
        Some((&length @ 0..=30, rest)) => (rest, u32::from(length)),
        Some((31, rest)) => uintvar(rest)?,
        _ => return end(input, Expected::Length),
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    match rest.split_at_checked(length) {
        Some((octets, rest)) => Ok((rest, octets)),
        None => fault(rest, ErrorKind::Length { length, left: rest.len() }),
    }
}

/// All of the octets behind a length, by one rule.
pub(crate) fn within<'a, T>(
    mut rule: impl Parser<&'a [u8], Output = T, Error = Fault>,
) -> impl Parser<&'a [u8], Output = T, Error = Fault> {
    move |input: &'a [u8]| {
        let (rest, octets) = value_length(input)?;
        // Offsets are counted from the end of the input, so what follows is added.
        let behind = |fault: Fault| Fault { left: fault.left.saturating_add(rest.len()), ..fault };
        match rule.parse(octets) {
            Ok(([], value)) => Ok((rest, value)),
            Ok((more, _)) => {
                let kind = ErrorKind::TrailingOctets(Expected::HeaderValue);
                Err(Err::Error(behind(Fault { kind, left: more.len() })))
            }
            Err(Err::Error(fault)) => Err(Err::Error(behind(fault))),
            Err(Err::Failure(fault)) => Err(Err::Failure(behind(fault))),
            Err(incomplete) => Err(incomplete),
        }
    }
}

/// A rule again and again, to the end.
pub(crate) fn repeated<'a, T>(
    mut rule: impl Parser<&'a [u8], Output = T, Error = Fault>,
) -> impl Parser<&'a [u8], Output = alloc::vec::Vec<T>, Error = Fault> {
    move |mut input: &'a [u8]| {
        let mut values = alloc::vec::Vec::new();
        while !input.is_empty() {
            let (rest, value) = rule.parse(input)?;
            if rest.len() >= input.len() {
                return fault(input, ErrorKind::Form(Expected::HeaderValue));
            }
            values.push(value);
            input = rest;
        }
        Ok((input, values))
    }
}

/// A rule at the end of the input, or nothing.
pub(crate) fn optional<'a, T>(
    mut rule: impl Parser<&'a [u8], Output = T, Error = Fault>,
) -> impl Parser<&'a [u8], Output = Option<T>, Error = Fault> {
    move |input: &'a [u8]| {
        if input.is_empty() {
            return Ok((input, None));
        }
        rule.parse(input).map(|(rest, value)| (rest, Some(value)))
    }
}

pub(crate) fn quality(input: &[u8]) -> IResult<&[u8], Quality, Fault> {
    let (rest, value) = uintvar(input)?;
    match Quality::from_wire(value) {
        Some(quality) => Ok((rest, quality)),
        None => fault(input, ErrorKind::Range(Expected::Quality)),
    }
}

pub(crate) fn version(input: &[u8]) -> IResult<&[u8], Version, Fault> {
    let number = map(short_integer, Version::from_wire);
    let text = map(text_string, |text| Version::Text(text.into()));
    alt((number, text)).parse(input)
}

/// A number of a registry, or text.
pub(crate) fn item(input: &[u8]) -> IResult<&[u8], Item, Fault> {
    alt((map(number, Item::Number), map(text_string, |text| Item::Text(text.into())))).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed() {
        let rows: [(&[u8], ErrorKind, usize); 6] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::Integer), 0),
            (&[0x00], ErrorKind::Unexpected { octet: 0, expected: Expected::Integer }, 0),
            (&[0x1F], ErrorKind::Unexpected { octet: 31, expected: Expected::Integer }, 0),
            (&[0x02, 0x01], ErrorKind::Length { length: 2, left: 1 }, 1),
            (&[0x81, 0x01], ErrorKind::TrailingOctets(Expected::HeaderValue), 1),
            (&[9, 1, 2, 3, 4, 5, 6, 7, 8, 9], ErrorKind::IntegerOverflow, 0),
        ];
        for (input, kind, offset) in rows {
            assert_eq!(all(input, integer), Err(Error::new(kind, offset)), "{input:02x?}");
        }
        assert_eq!(all(&[9, 0, 2, 3, 4, 5, 6, 7, 8, 9], integer), Ok(0x0203_0405_0607_0809));
        let fault = Error::new(ErrorKind::UnexpectedEnd(Expected::Terminator), 3);
        assert_eq!(all(b"abc", text_string), Err(fault));
        let fault = Error::new(ErrorKind::Length { length: 31, left: 0 }, 2);
        assert_eq!(all(&[0x1F, 0x1F], value_length), Err(fault));
    }
}
