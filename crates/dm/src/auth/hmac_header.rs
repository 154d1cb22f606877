//! The header of HTTP, WSP and OBEX that carries an auth-MAC proof.
//!
//! ```text
//! x-syncml-hmac: algorithm=MD5, username="Robert Jordan", mac=NTI2OTJhMDAwNjYxODkwYmQ3NWUxN2RhN2ZmYmJlMzk=
//! ```
//!
//! A list by RFC 2616, 2.1 (`#rule`): members in any order, empty ones and white space between them.

use alloc::string::String;
use core::fmt;

use super::digest::Digest;
use super::hmac_header_fault::HmacHeaderFault;
use crate::error::{Error, ErrorKind};

/// The value of the header `x-syncml-hmac`.
///
/// ```
/// use provost_dm::auth::HmacHeader;
///
/// let value = r#"mac=gbjsdKI2jLRPFi9gmOstJg==, username="Bruce2""#;
/// let header = HmacHeader::parse(value)?;
/// assert_eq!(header.username(), "Bruce2");
/// assert_eq!(
///     header.to_string(),
///     r#"algorithm=MD5, username="Bruce2", mac=gbjsdKI2jLRPFi9gmOstJg=="#
/// );
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HmacHeader {
    username: String,
    mac: Digest,
}

impl HmacHeader {
    /// The name of the field, which is the same in any case of letters.
    pub const NAME: &'static str = "x-syncml-hmac";

    /// The most octets of a value that is read or written (4096): a header is kept whole by its
    /// reader. What is read could be written again, so that a value without its algorithm counts as
    /// one with it.
    pub const MAX: usize = 4096;

    /// Of a user and a proof.
    ///
    /// # Errors
    /// [`HmacHeaderFault::Username`] where the user has control characters: a line feed in it would
    /// make a header of its own; [`HmacHeaderFault::Length`] where the value would be too long.
    pub fn new(username: impl Into<String>, mac: Digest) -> Result<Self, Error> {
        let username = username.into();
        match username.find(char::is_control) {
            Some(at) => Err(fault(HmacHeaderFault::Username, at)),
            None => {
                let at = username.len();
                Self { username, mac }.fitting().ok_or(fault(HmacHeaderFault::Length, at))
            }
        }
    }

    /// Itself, where its value is not longer than a reader takes.
    fn fitting(self) -> Option<Self> {
        let escaped = self.username.bytes().filter(|octet| is_escaped(*octet)).count();
        let frame = r#"algorithm=MD5, username="", mac=AAAAAAAAAAAAAAAAAAAAAA=="#.len();
        let length = frame.saturating_add(self.username.len()).saturating_add(escaped);
        (length <= Self::MAX).then_some(self)
    }

    /// The user.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The proof.
    #[must_use]
    pub const fn mac(&self) -> &Digest {
        &self.mac
    }

    /// Reads the value of the field.
    ///
    /// # Errors
    /// [`HmacHeader`](ErrorKind::HmacHeader) with what is wrong.
    pub fn parse(value: &str) -> Result<Self, Error> {
        if value.len() > Self::MAX {
            return Err(fault(HmacHeaderFault::Length, Self::MAX));
        }
        let (mut algorithm, mut username, mut mac) = (None, None, None);
        let mut rest = value;
        loop {
            rest = rest.trim_start_matches(is_separator);
            if rest.is_empty() {
                break;
            }
            let at = offset(value, rest);
            let (name, behind) = rest.split_once('=').ok_or(fault(HmacHeaderFault::Member, at))?;
            let behind = behind.trim_start_matches(is_space);
            let start = offset(value, behind);
            let name = name.trim_end_matches(is_space);
            if name.eq_ignore_ascii_case("username") {
                let (text, end) = quoted(behind).ok_or(fault(HmacHeaderFault::Username, start))?;
                once(&mut username, text, at)?;
                rest = end;
            } else {
                let end = behind.find(is_separator).unwrap_or(behind.len());
                let (text, end) = behind.split_at_checked(end).unwrap_or((behind, ""));
                if name.eq_ignore_ascii_case("mac") {
                    let proof = Digest::from_base64(text)
                        .map_err(|_| fault(HmacHeaderFault::Mac, start))?;
                    once(&mut mac, proof, at)?;
                } else if name.eq_ignore_ascii_case("algorithm") {
                    if !text.eq_ignore_ascii_case("MD5") {
                        return Err(fault(HmacHeaderFault::Algorithm, start));
                    }
                    once(&mut algorithm, (), at)?;
                } else {
                    return Err(fault(HmacHeaderFault::Member, at));
                }
                rest = end;
            }
            let end = rest.trim_start_matches(is_space);
            if !end.is_empty() && !end.starts_with(',') {
                return Err(fault(HmacHeaderFault::Member, offset(value, end)));
            }
        }
        let end = value.len();
        let header = Self {
            username: username.ok_or(fault(HmacHeaderFault::NoUsername, end))?,
            mac: mac.ok_or(fault(HmacHeaderFault::NoMac, end))?,
        };
        header.fitting().ok_or(fault(HmacHeaderFault::Length, end))
    }

    /// Reads a whole line, `x-syncml-hmac: ...`.
    ///
    /// # Errors
    /// [`HmacHeader`](ErrorKind::HmacHeader) with what is wrong; its offset is in the line.
    pub fn parse_line(line: &str) -> Result<Self, Error> {
        let field = |at| fault(HmacHeaderFault::Field, at);
        let (name, value) = line.split_once(':').ok_or(field(0))?;
        if !name.trim_matches(is_space).eq_ignore_ascii_case(Self::NAME) {
            return Err(field(0));
        }
        Self::parse(value).map_err(|error| {
            Error::new(error.kind(), error.offset().saturating_add(offset(line, value)))
        })
    }
}

/// The value, with all three members.
impl fmt::Display for HmacHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("algorithm=MD5, username=\"")?;
        // RFC 2616, 2.2: a quoted string has its quotes and backslashes escaped.
        for character in self.username.chars() {
            if u8::try_from(character).is_ok_and(is_escaped) {
                f.write_str("\\")?;
            }
            fmt::Write::write_char(f, character)?;
        }
        write!(f, "\", mac={}", self.mac.to_base64())
    }
}

const fn is_escaped(octet: u8) -> bool {
    matches!(octet, b'"' | b'\\')
}

/// A quoted string, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut characters = text.strip_prefix('"')?.chars();
    loop {
        match characters.next()? {
            '"' => return Some((out, characters.as_str())),
            '\\' => out.push(characters.next().filter(|c| !c.is_control())?),
            other if other.is_control() => return None,
            other => out.push(other),
        }
    }
}

fn once<T>(member: &mut Option<T>, value: T, at: usize) -> Result<(), Error> {
    match member.replace(value) {
        None => Ok(()),
        Some(_) => Err(fault(HmacHeaderFault::Twice, at)),
    }
}

const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

const fn is_separator(character: char) -> bool {
    is_space(character) || character == ','
}

/// Where in a text its end begins.
const fn offset(text: &str, end: &str) -> usize {
    text.len().saturating_sub(end.len())
}

const fn fault(fault: HmacHeaderFault, offset: usize) -> Error {
    Error::new(ErrorKind::HmacHeader(fault), offset)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    const MAC: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

    #[test]
    fn forms_that_are_read() {
        for (value, user) in [
            ("algorithm=MD5, username=\"u\", mac=@", "u"),
            ("mac=@,username=\"u\",algorithm=md5", "u"),
            (" , ,USERNAME = \"u\" ,\r\n\tMAC= @,, ", "u"),
            ("username=\"a\\\"b, mac=c\", mac=@", "a\"b, mac=c"),
            ("username=\"\", mac=@", ""),
            ("username=\"m\u{fc}ller\", mac=@", "m\u{fc}ller"),
        ] {
            let header = HmacHeader::parse(&value.replace('@', MAC)).unwrap();
            assert_eq!(header.username(), user, "{value}");
            assert_eq!(HmacHeader::parse(&header.to_string()).unwrap(), header);
        }
    }

    #[test]
    fn a_user_name_cannot_make_a_header() {
        let error = HmacHeader::new("u\r\nA: b", Digest::from_octets([0; 16])).unwrap_err();
        assert_eq!(error, Error::new(ErrorKind::HmacHeader(HmacHeaderFault::Username), 1));
        let header = HmacHeader::new("a=\"b\\\"", Digest::from_octets([0; 16])).unwrap();
        assert_eq!(HmacHeader::parse(&header.to_string()).unwrap().username(), "a=\"b\\\"");
    }

    #[test]
    fn length() {
        let value = |head: &str, length: usize| {
            let head = [head, "mac=", MAC, ", username=\""].concat();
            let fill = length - head.len() - 1;
            [head, "u".repeat(fill), "\"".to_string()].concat()
        };
        let (full, max) = ("algorithm=MD5, ", HmacHeader::MAX);
        // Without the algorithm it is shorter than it would be written.
        for (head, most) in [(full, max), ("", max - full.len())] {
            for length in [most - 1, most] {
                let header = HmacHeader::parse(&value(head, length)).unwrap();
                assert!(header.to_string().len() <= HmacHeader::MAX);
                assert_eq!(HmacHeader::parse(&header.to_string()), Ok(header));
            }
            let error = HmacHeader::parse(&value(head, most + 1)).unwrap_err();
            assert_eq!(error, fault(HmacHeaderFault::Length, HmacHeader::MAX.min(most + 1)));
        }
        let new =
            |fill: &str, count| HmacHeader::new(fill.repeat(count), Digest::from_octets([0; 16]));
        let frame = HmacHeader::new("", Digest::from_octets([0; 16])).unwrap().to_string().len();
        assert_eq!(new("u", max - frame).unwrap().to_string().len(), HmacHeader::MAX);
        let error = new("\"", (max - frame) / 2 + 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HmacHeader(HmacHeaderFault::Length));
    }
}
