//! The leaves of the grammar of header values, written: always the form that is to be sent.

use alloc::vec::Vec;

use provost_wbxml::uintvar;

use super::item::Item;
use crate::error::{Error, ErrorKind, Expected};

pub(crate) fn put_uintvar(value: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(uintvar::encode(value).as_ref());
}

/// A length as uintvar.
pub(crate) fn put_length(length: usize, out: &mut Vec<u8>) -> Result<(), Error> {
    let length = u32::try_from(length)
        .map_err(|_| Error::new(ErrorKind::Range(Expected::Length), out.len()))?;
    put_uintvar(length, out);
    Ok(())
}

pub(crate) fn put_long(value: u64, out: &mut Vec<u8>) {
    let octets = value.to_be_bytes();
    let zeros = usize::try_from(value.leading_zeros() / 8).unwrap_or(0).min(7);
    let octets = octets.get(zeros..).unwrap_or(&octets);
    out.push(u8::try_from(octets.len()).unwrap_or(8));
    out.extend_from_slice(octets);
}

pub(crate) fn put_integer(value: u64, out: &mut Vec<u8>) {
    match u8::try_from(value) {
        Ok(short @ 0..=0x7F) => out.push(short | 0x80),
        _ => put_long(value, out),
    }
}

pub(crate) fn put_text(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    match text.as_bytes().first() {
        Some(0x80..) => out.push(0x7F),
        // Such a text would be read as a length or as a number.
        Some(1..=0x1F | 0x7F) => {
            return Err(Error::new(ErrorKind::Character(Expected::Text), out.len()));
        }
        _ => {}
    }
    put_terminated(text, out)
}

/// A token or text that no quotation mark begins, which would change its meaning.
pub(crate) fn put_token(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    if !text.bytes().next().is_some_and(|first| matches!(first, 0x21 | 0x23..=0x7E)) {
        return Err(Error::new(ErrorKind::Character(Expected::Token), out.len()));
    }
    put_terminated(text, out)
}

pub(crate) fn put_quoted(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    if text.ends_with('"') {
        // Would be taken for the closing quotation mark that is not sent.
        return Err(Error::new(ErrorKind::Character(Expected::Text), out.len()));
    }
    out.push(0x22);
    put_terminated(text, out)
}

fn put_terminated(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    if text.bytes().any(|octet| octet == 0) {
        return Err(Error::new(ErrorKind::Character(Expected::Text), out.len()));
    }
    out.extend_from_slice(text.as_bytes());
    out.push(0);
    Ok(())
}

/// A length, and the octets that `body` writes.
pub(crate) fn put_within(
    out: &mut Vec<u8>,
    body: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut octets = Vec::new();
    body(&mut octets)?;
    put_octets(&octets, out)
}

/// A length, and octets.
pub(crate) fn put_octets(octets: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    match u8::try_from(octets.len()) {
        Ok(short @ 0..=30) => out.push(short),
        _ => {
            out.push(0x1F);
            put_length(octets.len(), out)?;
        }
    }
    out.extend_from_slice(octets);
    Ok(())
}

pub(crate) fn put_item(item: &Item, out: &mut Vec<u8>) -> Result<(), Error> {
    match item {
        Item::Number(number) => {
            put_integer(u64::from(*number), out);
            Ok(())
        }
        Item::Text(text) => put_text(text, out),
    }
}
