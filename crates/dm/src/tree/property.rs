//! The properties of nodes that are values of their own.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// When a node was changed last: `20010711T163817Z` (ISO 8601, basic form, UTC).
///
/// ```
/// use provost_dm::tree::Timestamp;
///
/// let stamp: Timestamp = "20010711T163817Z".parse()?;
/// assert_eq!(stamp.to_string(), "20010711T163817Z");
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp([u8; 16]);

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = |at| Error::new(ErrorKind::Timestamp, at);
        let octets: [u8; 16] = text.as_bytes().try_into().map_err(|_| error(0))?;
        for (at, (octet, form)) in octets.iter().zip(b"00000000T000000Z").enumerate() {
            let is_right = if *form == b'0' { octet.is_ascii_digit() } else { octet == form };
            if !is_right {
                return Err(error(at));
            }
        }
        for (at, bounds) in
            [(4, "01".."13"), (6, "01".."32"), (9, "00".."24"), (11, "00".."60"), (13, "00".."61")]
        {
            let field = text.get(at..).and_then(|rest| rest.get(..2)).unwrap_or_default();
            if !bounds.contains(&field) {
                return Err(error(at));
            }
        }
        Ok(Self(octets))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It was text when it was made.
        f.write_str(core::str::from_utf8(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in ["00000101T000000Z", "20281231T235960Z"] {
            assert!(text.parse::<Timestamp>().is_ok(), "{text}");
        }
        for (text, at) in [
            ("", 0),
            ("20010711T163817", 0),
            ("20010711T163817z", 15),
            ("20010711 163817Z", 8),
            ("2001-711T163817Z", 4),
            ("20011311T163817Z", 4),
            ("20010700T163817Z", 6),
            ("20010711T243817Z", 9),
            ("20010711T166017Z", 11),
            ("20010711T163861Z", 13),
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(Error::new(ErrorKind::Timestamp, at)));
        }
    }
}
