//! Character sets of documents: how their strings end, and their text as `str`.

use core::fmt;

use crate::error::{Error, ErrorKind};

#[cfg(feature = "encoding_rs")]
pub(crate) mod encoding_rs;

/// The character set of a document.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Charset {
    /// MIBenum 106; also what 0 (unknown) is taken for without another hint.
    Utf8,
    /// MIBenum 3.
    Ascii,
    /// MIBenum 4, ISO-8859-1.
    Latin1,
    /// MIBenum 1015: by the byte order mark of each string, else big-endian.
    Utf16,
    /// MIBenum 1013.
    Utf16Be,
    /// MIBenum 1014.
    Utf16Le,
    /// MIBenum 1000, as UTF-16.
    Ucs2,
    /// One that the caller provides.
    Foreign(&'static &'static dyn ForeignCharset),
}

/// A character set that is not built in.
///
/// Strings must end with one NUL octet, which no character contains: so it is in every single and
/// multi-octet set (Shift_JIS has 0x5C as a second octet, but never 0).
pub trait ForeignCharset: fmt::Debug + Sync {
    /// Its MIBenum.
    fn mib(&self) -> u32;

    /// The name that IANA gives it, for people.
    fn name(&self) -> &'static str {
        "foreign"
    }

    /// Hands the text of some octets to `out`, in one or several pieces; `false` where they are
    /// no text of this set.
    fn decode(&self, octets: &[u8], out: &mut dyn FnMut(&str)) -> bool;

    /// Hands the octets of a character to `out`; `false` where this set has it not.
    fn encode(&self, character: char, out: &mut dyn FnMut(&[u8])) -> bool;
}

impl Charset {
    /// The built-in set of a MIBenum, or one of `foreign`.
    #[must_use]
    #[inline]
    pub fn from_mib(mib: u32, foreign: &'static [&'static dyn ForeignCharset]) -> Option<Self> {
        // Nearly every document is in this one.
        if mib == 106 { Some(Self::Utf8) } else { Self::from_other_mib(mib, foreign) }
    }

    fn from_other_mib(mib: u32, foreign: &'static [&'static dyn ForeignCharset]) -> Option<Self> {
        Some(match mib {
            3 => Self::Ascii,
            4 => Self::Latin1,
            1000 => Self::Ucs2,
            1013 => Self::Utf16Be,
            1014 => Self::Utf16Le,
            1015 => Self::Utf16,
            _ => Self::Foreign(foreign.iter().find(|set| set.mib() == mib)?),
        })
    }

    /// The MIBenum.
    #[must_use]
    pub fn mib(self) -> u32 {
        match self {
            Self::Ascii => 3,
            Self::Latin1 => 4,
            Self::Utf8 => 106,
            Self::Ucs2 => 1000,
            Self::Utf16Be => 1013,
            Self::Utf16Le => 1014,
            Self::Utf16 => 1015,
            Self::Foreign(set) => set.mib(),
        }
    }

    /// The name that IANA gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ascii => "US-ASCII",
            Self::Latin1 => "ISO-8859-1",
            Self::Utf8 => "UTF-8",
            Self::Ucs2 => "ISO-10646-UCS-2",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16 => "UTF-16",
            Self::Foreign(set) => set.name(),
        }
    }

    /// Whether strings end with two NUL octets, aligned to the start of the string, instead of
    /// one (WBXML 1.3, 5.2).
    #[must_use]
    pub const fn is_wide(self) -> bool {
        matches!(self, Self::Utf16 | Self::Utf16Be | Self::Utf16Le | Self::Ucs2)
    }

    /// The charset as a number below 8 and what a foreign one needs besides: for those who have no
    /// room for two words.
    pub(crate) const fn pack(self) -> (u8, Option<&'static &'static dyn ForeignCharset>) {
        match self {
            Self::Ascii => (1, None),
            _ if !cfg!(feature = "charsets") => (0, None),
            Self::Utf8 => (0, None),
            Self::Latin1 => (2, None),
            Self::Utf16 => (3, None),
            Self::Utf16Be => (4, None),
            Self::Utf16Le => (5, None),
            Self::Ucs2 => (6, None),
            Self::Foreign(set) => (7, Some(set)),
        }
    }

    pub(crate) const fn unpack(
        number: u8,
        foreign: Option<&'static &'static dyn ForeignCharset>,
    ) -> Self {
        match (number, foreign) {
            (1, _) => Self::Ascii,
            _ if !cfg!(feature = "charsets") => Self::Utf8,
            (2, _) => Self::Latin1,
            (3, _) => Self::Utf16,
            (4, _) => Self::Utf16Be,
            (5, _) => Self::Utf16Le,
            (6, _) => Self::Ucs2,
            (_, Some(set)) => Self::Foreign(set),
            _ => Self::Utf8,
        }
    }

    /// The set of a MIBenum, if texts in it can be read.
    pub(crate) fn readable(
        mib: u32,
        foreign: &'static [&'static dyn ForeignCharset],
    ) -> Option<Self> {
        match mib {
            106 => Some(Self::Utf8),
            3 => Some(Self::Ascii),
            _ if cfg!(feature = "charsets") => Self::from_mib(mib, foreign),
            _ => None,
        }
    }

    /// Hands the text of some octets to `out` in pieces; `false` where they are no text.
    #[inline]
    pub(crate) fn decode(self, octets: &[u8], out: &mut dyn FnMut(&str)) -> bool {
        match self {
            Self::Utf8 => core::str::from_utf8(octets).map(out).is_ok(),
            Self::Ascii => ascii(octets).map(out).is_some(),
            Self::Latin1 => {
                let mut buffer = [0; 4];
                for octet in octets {
                    out(char::from(*octet).encode_utf8(&mut buffer));
                }
                true
            }
            Self::Utf16 | Self::Ucs2 => match octets {
                [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes, out),
                [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes, out),
                _ => utf16(octets, u16::from_be_bytes, out),
            },
            Self::Utf16Be => utf16(octets, u16::from_be_bytes, out),
            Self::Utf16Le => utf16(octets, u16::from_le_bytes, out),
            Self::Foreign(set) => set.decode(octets, out),
        }
    }

    /// Hands the octets of a character to `out`; `false` where this set has it not.
    pub(crate) fn encode(self, character: char, out: &mut dyn FnMut(&[u8])) -> bool {
        let mut narrow = [0; 4];
        let mut wide = [0; 2];
        match self {
            Self::Utf8 => out(character.encode_utf8(&mut narrow).as_bytes()),
            Self::Ascii | Self::Latin1 => {
                let last = if matches!(self, Self::Ascii) { 0x7F } else { 0xFF };
                match u8::try_from(character) {
                    Ok(octet) if octet <= last => out(&[octet]),
                    _ => return false,
                }
            }
            Self::Utf16Le => {
                character.encode_utf16(&mut wide).iter().for_each(|unit| out(&unit.to_le_bytes()));
            }
            // In front of a string a byte order mark is none of its characters, and turned it is
            // the mark of the other order.
            Self::Utf16 | Self::Ucs2 if matches!(character, '\u{FEFF}' | '\u{FFFE}') => {
                return false;
            }
            Self::Utf16 | Self::Utf16Be => {
                character.encode_utf16(&mut wide).iter().for_each(|unit| out(&unit.to_be_bytes()));
            }
            Self::Ucs2 => match *character.encode_utf16(&mut wide) {
                [unit] => out(&unit.to_be_bytes()),
                _ => return false,
            },
            Self::Foreign(set) => return set.encode(character, out),
        }
        true
    }
}

impl PartialEq for Charset {
    fn eq(&self, other: &Self) -> bool {
        self.mib() == other.mib()
    }
}

impl Eq for Charset {}

/// Octets of a document that are text in its charset.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    octets: &'a [u8],
    charset: Charset,
    offset: usize,
}

impl<'a> Text<'a> {
    pub(crate) const fn new(octets: &'a [u8], charset: Charset, offset: usize) -> Self {
        Self { octets, charset, offset }
    }

    /// The text of a program.
    #[must_use]
    pub const fn from_utf8(text: &'a str) -> Self {
        Self { octets: text.as_bytes(), charset: Charset::Utf8, offset: 0 }
    }

    /// Where the text begins in the input.
    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    /// The octets, without terminator.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// The charset of the octets.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.charset
    }

    /// The text, where the octets are UTF-8 or US-ASCII and valid.
    ///
    /// # Errors
    /// [`ErrorKind::Text`] where the octets are not valid; `Ok(None)` in another charset.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub fn as_str(&self) -> Result<Option<&'a str>, Error> {
        match self.charset {
            Charset::Utf8 => {
                #[cfg(feature = "alloc")]
                if let Ok(text) = ascii::AsciiStr::from_ascii(self.octets) {
                    return Ok(Some(text.as_str()));
                }
                match core::str::from_utf8(self.octets) {
                    Ok(text) => Ok(Some(text)),
                    Err(error) => Err(self.error(error.valid_up_to())),
                }
            }
            Charset::Ascii => match self.octets.iter().position(|octet| !octet.is_ascii()) {
                Some(at) => Err(self.error(at)),
                None => Ok(core::str::from_utf8(self.octets).ok()),
            },
            _ if cfg!(feature = "charsets") => Ok(None),
            // Firmware reads no other.
            _ => Err(self.error(0)),
        }
    }

    /// Hands the text to `out`, in one piece where the charset is UTF-8 or US-ASCII.
    ///
    /// # Errors
    /// [`ErrorKind::Text`] where the octets are not valid.
    pub fn for_each_str(&self, mut out: impl FnMut(&str)) -> Result<(), Error> {
        self.hand_to(&mut out)
    }

    /// For [`for_each_str`](Self::for_each_str): by reference, or each caller would have its own.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub(crate) fn hand_to(&self, out: &mut impl FnMut(&str)) -> Result<(), Error> {
        if let Some(text) = self.as_str()? {
            out(text);
            return Ok(());
        }
        let more = cfg!(feature = "charsets");
        if more && self.charset.decode(self.octets, out) { Ok(()) } else { Err(self.error(0)) }
    }

    fn error(&self, at: usize) -> Error {
        Error::new(ErrorKind::Text, self.offset.wrapping_add(at))
    }
}

fn ascii(octets: &[u8]) -> Option<&str> {
    if octets.is_ascii() { core::str::from_utf8(octets).ok() } else { None }
}

fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16, out: &mut dyn FnMut(&str)) -> bool {
    let pairs = octets.chunks_exact(2);
    let whole = pairs.remainder().is_empty();
    let units = pairs.map(|pair| pair.first_chunk().map_or(0, |pair| unit(*pair)));
    let mut buffer = [0; 4];
    for character in char::decode_utf16(units) {
        match character {
            Ok(character) => out(character.encode_utf8(&mut buffer)),
            Err(_) => return false,
        }
    }
    whole
}

/// The text in front of the first terminator, and what follows it.
#[cfg_attr(feature = "alloc", inline(always))]
pub(crate) fn split_terminated(input: &[u8], wide: bool) -> Option<(&[u8], &[u8])> {
    if wide {
        return split_wide(input);
    }
    let (text, rest) = input.split_at_checked(find_nul(input)?)?;
    Some((text, rest.split_first()?.1))
}

/// A terminated string, where it is short and all of it is ASCII: both seen in one look.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) fn split_ascii(input: &[u8]) -> Option<(&[u8], &[u8])> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut rest = input;
    let mut at = 0_usize;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let zeros = word.wrapping_sub(ONES) & !word & HIGHS;
        // All bits below the first NUL, or all of them.
        let text = (zeros & zeros.wrapping_neg()).wrapping_sub(1);
        if word & HIGHS & text != 0 || at > LONGEST_ASCII {
            return None;
        }
        if zeros != 0 {
            let within = usize::try_from(zeros.trailing_zeros() / 8).ok()?;
            let (text, rest) = input.split_at_checked(at.wrapping_add(within))?;
            return Some((text, rest.split_first()?.1));
        }
        at = at.wrapping_add(8);
        rest = after;
    }
    let (text, rest) =
        input.split_at_checked(rest.iter().position(|octet| *octet == 0)?.wrapping_add(at))?;
    text.is_ascii().then_some((text, rest.split_first()?.1))
}

/// Longer strings are found faster by their end alone.
#[cfg(feature = "alloc")]
const LONGEST_ASCII: usize = 256;

#[cold]
fn split_wide(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let units = input.chunks_exact(2).position(|unit| unit == [0, 0])?;
    let (text, rest) = input.split_at_checked(units.checked_mul(2)?)?;
    Some((text, rest.get(2..)?))
}

/// Strings are short: eight octets at a time, and the search of memchr behind the first 64.
#[inline(always)]
fn find_nul(input: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut rest = input;
    let mut at = 0_usize;
    // A 32-bit core would do this in halves, in 300 bytes more of firmware.
    let mut words = if cfg!(target_pointer_width = "64") { input } else { &[] };
    while let Some((chunk, after)) = words.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let zeros = word.wrapping_sub(ONES) & !word & HIGHS;
        if zeros != 0 {
            let within = zeros.trailing_zeros() / 8;
            return Some(at.wrapping_add(usize::try_from(within).unwrap_or(0)));
        }
        at = at.wrapping_add(8);
        words = after;
        rest = after;
        #[cfg(feature = "std")]
        if at == 64 {
            return memchr::memchr(0, rest).map(|found| found.wrapping_add(64));
        }
    }
    rest.iter().position(|octet| *octet == 0).map(|found| found.wrapping_add(at))
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn decode(charset: Charset, octets: &[u8]) -> Option<String> {
        let mut text = String::new();
        charset.decode(octets, &mut |piece| text.push_str(piece)).then_some(text)
    }

    fn encode(charset: Charset, text: &str) -> Option<Vec<u8>> {
        let mut octets = Vec::new();
        text.chars()
            .all(|character| charset.encode(character, &mut |o| octets.extend_from_slice(o)))
            .then_some(octets)
    }

    #[test]
    fn nul_is_found_at_every_distance() {
        for length in 0..200 {
            let mut input = alloc::vec![b'x'; length];
            assert_eq!(split_terminated(&input, false), None);
            input.push(0);
            input.extend_from_slice(b"rest");
            let (text, rest) = split_terminated(&input, false).unwrap();
            assert_eq!((text.len(), rest), (length, &b"rest"[..]));
        }
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn ascii_strings_are_split_and_others_are_not() {
        let step = if cfg!(miri) { 9 } else { 1 };
        for length in (0..80).step_by(step) {
            let mut input: Vec<u8> = (0..length).map(|at| b'!' + at % 80).collect();
            assert_eq!(split_ascii(&input), None);
            // What is behind the end does not matter, whatever it is.
            for rest in [&b""[..], b"rest of it", &[0xFF; 9], &[0x01; 9], &[0x00; 9]] {
                let input = [&input, &b"\0"[..], rest].concat();
                assert_eq!(split_ascii(&input), split_terminated(&input, false));
            }
            input.extend_from_slice(b"\0 behind");
            for at in 0..usize::from(length) {
                for octet in [0x80, 0xC3, 0xFF] {
                    let before = core::mem::replace(&mut input[at], octet);
                    assert_eq!(split_ascii(&input), None, "{at} of {length}");
                    input[at] = before;
                }
            }
        }
        let long = [&[b'x'; 1_000][..], b"\0"].concat();
        assert_eq!(split_ascii(&long), None);
    }

    #[test]
    fn a_wide_terminator_is_aligned_to_the_start() {
        let input = [0x01, 0x00, 0x00, 0x02, 0x00, 0x00, 0xAA];
        assert_eq!(split_terminated(&input, true), Some((&input[..4], &[0xAA][..])));
        assert_eq!(split_terminated(&[0x01, 0x00, 0x00], true), None);
    }

    #[test]
    fn built_in_sets_both_ways() {
        for (charset, text, octets) in [
            (Charset::Utf8, "é€", &[0xC3, 0xA9, 0xE2, 0x82, 0xAC][..]),
            (Charset::Ascii, "az", b"az"),
            (Charset::Latin1, "é", &[0xE9]),
            (Charset::Utf16Be, "é😀", &[0x00, 0xE9, 0xD8, 0x3D, 0xDE, 0x00]),
            (Charset::Utf16Le, "é😀", &[0xE9, 0x00, 0x3D, 0xD8, 0x00, 0xDE]),
            (Charset::Utf16, "é", &[0x00, 0xE9]),
            (Charset::Ucs2, "é", &[0x00, 0xE9]),
        ] {
            assert_eq!(decode(charset, octets).as_deref(), Some(text), "{charset:?}");
            assert_eq!(encode(charset, text).as_deref(), Some(octets), "{charset:?}");
            assert_eq!(Charset::from_mib(charset.mib(), &[]), Some(charset));
        }
        assert_eq!(decode(Charset::Utf16, &[0xFF, 0xFE, 0xE9, 0x00]).as_deref(), Some("é"));
        assert_eq!(decode(Charset::Utf16, &[0xFE, 0xFF, 0x00, 0xE9]).as_deref(), Some("é"));
    }

    #[test]
    fn what_is_no_text() {
        for (charset, octets) in [
            (Charset::Utf8, &[0xFF][..]),
            (Charset::Utf8, &[0xED, 0xA0, 0x80]),
            (Charset::Ascii, &[0x80]),
            (Charset::Utf16Be, &[0xD8, 0x00, 0x00, 0x41]),
            (Charset::Utf16Be, &[0x00]),
        ] {
            assert_eq!(decode(charset, octets), None, "{charset:?} {octets:02x?}");
        }
        assert_eq!(encode(Charset::Latin1, "€"), None);
        assert_eq!(encode(Charset::Ucs2, "😀"), None);
        assert_eq!(encode(Charset::Utf16, "\u{FEFF}"), None);
        assert_eq!(encode(Charset::Utf16, "\u{FFFE}"), None);
        assert!(encode(Charset::Utf16Be, "\u{FEFF}").is_some());
    }
}
