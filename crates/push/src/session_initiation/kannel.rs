//! The requests of Kannel 1.4.5, which writes numbers as text: an application id without its
//! terminator, a port in decimal digits, an address as it is printed.

use core::net::Ipv4Addr;

use bytes::Bytes;

use crate::Application;
use crate::bearer::Bearer;
use crate::wsp::BearerAddress;

/// An application id that is text up to the end of its list: a code in hexadecimal digits.
pub(super) fn application(list: &[u8]) -> Option<Application> {
    let text = core::str::from_utf8(list).ok()?;
    let is_text = text.bytes().all(|octet| octet.is_ascii_graphic());
    if is_text { Application::from_text(text).ok() } else { None }
}

/// A contact that is all of its list: flags, bearer, the digits of a port, the text of an address
/// of which the flags have the length.
pub(super) fn contact(list: &Bytes) -> Option<BearerAddress> {
    let (&[flags, bearer], rest) = list.split_first_chunk()?;
    let length = usize::from(flags & 0x3F);
    let (port, address) = rest.split_at_checked(rest.len().checked_sub(length)?)?;
    if flags & 0xC0 != 0xC0 || !port.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let port = core::str::from_utf8(port).ok()?.parse().ok()?;
    let address: Ipv4Addr = core::str::from_utf8(address).ok()?.parse().ok()?;
    Some(BearerAddress::ipv4(address, port).with_bearer(Bearer(bearer)))
}
