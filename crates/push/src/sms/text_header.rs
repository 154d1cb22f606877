//! Ports and parts as text, for bearers of seven bits (WAP-259, 6.3.3).

use alloc::format;
use alloc::string::String;

use super::ports::Ports;
use crate::error::{Error, ErrorKind, Expected};

/// The header `//SCK` in front of a text.
///
/// ```
/// use provost_push::sms::{Ports, TextHeader};
///
/// let (header, payload) = TextHeader::decode("//SCK0B payload")?;
/// assert_eq!(header.ports, Ports { destination: 11, source: 11 });
/// assert_eq!(payload, "payload");
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that the header has")]
pub struct TextHeader {
    /// The ports; a source that is left out is the destination.
    pub ports: Ports,
    /// Reference, total and sequence.
    pub part: Option<[u8; 3]>,
    /// Further headers, each with its `//` in front.
    pub others: String,
}

impl TextHeader {
    /// Splits a text into its header and the payload.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) of a [`UserDataHeader`](Expected::UserDataHeader) where there is
    /// none.
    pub fn decode(text: &str) -> Result<(Self, &str), Error> {
        let fault = |at| Error::new(ErrorKind::Form(Expected::UserDataHeader), at);
        let (header, payload) = text.split_once(' ').ok_or_else(|| fault(text.len()))?;
        let body = header.strip_prefix("//SCK").ok_or_else(|| fault(0))?;
        let (digits, others) = match body.find("//") {
            Some(at) => body.split_at_checked(at).ok_or_else(|| fault(5))?,
            None => (body, ""),
        };
        let (digits, width) = match digits.strip_prefix('L') {
            Some(digits) => (digits, 4),
            None => (digits, 2),
        };
        if !digits.bytes().all(|octet| octet.is_ascii_hexdigit()) {
            return Err(fault(5));
        }
        let number = |at: usize, width: usize| {
            let end = at.checked_add(width)?;
            u16::from_str_radix(digits.get(at..end)?, 16).ok()
        };
        let octet = |at| number(at, 2).and_then(|number| u8::try_from(number).ok());
        let destination = number(0, width).ok_or_else(|| fault(5))?;
        let both = width.saturating_mul(2);
        let whole = both.saturating_add(6);
        let (source, part) = match digits.len() {
            length if length == width => (destination, None),
            length if length == both || length == whole => {
                let source = number(width, width).ok_or_else(|| fault(5))?;
                let third = [both, both.saturating_add(2), both.saturating_add(4)];
                let part = third.map(octet);
                (
                    source,
                    if let [Some(a), Some(b), Some(c)] = part { Some([a, b, c]) } else { None },
                )
            }
            _ => return Err(fault(5)),
        };
        Ok((Self { ports: Ports { destination, source }, part, others: others.into() }, payload))
    }

    /// The header, with the blank that ends it: as short as it can be.
    #[must_use]
    pub fn encode(&self) -> String {
        let Ports { destination, source } = self.ports;
        let long = destination > 0xFF || source > 0xFF;
        let port = |port: u16| if long { format!("{port:04X}") } else { format!("{port:02X}") };
        let mut text = String::from(if long { "//SCKL" } else { "//SCK" });
        text.push_str(&port(destination));
        if source != destination || self.part.is_some() {
            text.push_str(&port(source));
        }
        for octet in self.part.iter().flatten() {
            text.push_str(&format!("{octet:02X}"));
        }
        text.push_str(&self.others);
        text.push(' ');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in [
            "//SCK0B ",
            "//SCK0B0C ",
            "//SCK0B0C2A0201 ",
            "//SCKL23F4 ",
            "//SCKL23F40B84 ",
            "//SCKL23F423F42A0201 ",
            "//SCKL23F4//XYZ1 ",
        ] {
            let (header, rest) = TextHeader::decode(text).expect(text);
            assert_eq!((header.encode().as_str(), rest), (text, ""));
        }
        for text in
            ["", "//SCK", "//SCK ", "//SCK0 ", "//SCK0B0 ", "//SCKXX ", "//SCKL0B ", "//sck0B "]
        {
            assert!(TextHeader::decode(text).is_err(), "{text}");
        }
    }
}
