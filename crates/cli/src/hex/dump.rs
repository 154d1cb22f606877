//! Listings of octets, as `xxd`, `hexdump -C` and Wireshark print them: in each row an offset, the octets,
//! and what they are as characters.

/// Octets of a row, at most.
const WIDEST: usize = 64;

/// The octets of a listing; nothing where a row has another offset than it would in one. What is in the
/// last column has no say: how many octets a row has is told by the offset of the next one.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let text = core::str::from_utf8(text).ok()?;
    let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
    let mut row = Row::read(lines.next()?)?;
    let mut octets = Vec::new();
    let is_told = row.has_colon;
    for line in lines {
        let next = Row::read(line)?;
        let count = next.offset.checked_sub(row.offset).filter(|it| (1..=WIDEST).contains(it))?;
        row.take(Some(count), &mut octets)?;
        row = next;
    }
    // One row without a colon may as well be hex text.
    if octets.is_empty() && !is_told {
        return None;
    }
    row.take(None, &mut octets)?;
    Some(octets)
}

struct Row<'a> {
    offset: usize,
    has_colon: bool,
    rest: &'a str,
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (offset, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let digits = offset.strip_suffix(':').unwrap_or(offset);
        let has_colon = digits.len() < offset.len();
        let digits = digits.strip_prefix("0x").unwrap_or(digits);
        if !(4..=8).contains(&digits.len()) {
            return None;
        }
        let offset = usize::try_from(number(digits)?).ok()?;
        Some(Self { offset, has_colon, rest: rest.trim_start() })
    }

    /// Adds the octets of the row, where it stands at their end: so many, or as many as there are in
    /// front of the last column.
    fn take(&self, count: Option<usize>, octets: &mut Vec<u8>) -> Option<()> {
        if self.offset != octets.len() {
            return None;
        }
        let end = self.offset.saturating_add(count.unwrap_or(WIDEST));
        let code = match (count, self.rest.split_once('|')) {
            (Some(_), _) => self.rest,
            (None, Some((code, _))) => code,
            (None, None) => self.rest.split("  ").next().unwrap_or_default(),
        };
        for group in code.split_whitespace() {
            if octets.len() >= end && count.is_some() {
                break;
            }
            // `hexdump` alone prints words with their octets exchanged, and no colon.
            if group.len() % 2 != 0 || group.len() > 2 && !self.has_colon {
                return None;
            }
            for pair in group.as_bytes().chunks(2) {
                let pair = core::str::from_utf8(pair).ok()?;
                octets.push(u8::try_from(number(pair)?).ok()?);
            }
        }
        let is_right = match count {
            Some(_) => octets.len() == end,
            None => octets.len() <= end,
        };
        is_right.then_some(())
    }
}

/// The number that hex digits are, without a sign.
fn number(digits: &str) -> Option<u32> {
    let is_number = digits.bytes().all(|octet| octet.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_of_other_programs() {
        // What the programs print for these octets.
        let octets: Vec<u8> = (0x1A..0x2C).collect();
        for text in [
            "00000000: 1a1b 1c1d 1e1f 2021 2223 2425 2627 2829  ...... !\"#$%&'()\n00000010: 2a2b    \
             *+\n",
            "00000000  1a 1b 1c 1d 1e 1f 20 21  22 23 24 25 26 27 28 29  |...... !\"#$%&'()|\n\
             00000010  2a 2b                                             |*+|\n00000012\n",
            "0000   1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29   ...... !\"#$%&'()\r\n\
             0010   2a 2b                                             *+\r\n",
            "\t0x0000:  1a1b 1c1d 1e1f 2021 2223 2425 2627 2829\n\t0x0010:  2a2b\n",
            "000000 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29\n000010 2a 2b\n000012\n",
        ] {
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(&*octets), "{text}");
        }
        assert_eq!(decode(b"00000000: 0791  ..").unwrap(), [0x07, 0x91]);
    }

    #[test]
    fn what_is_no_listing() {
        for text in [
            "",
            "0000 07 91",
            "07 91 51 55\n00 00 00 F1",
            "0000 0000\n0000 0000",
            // Another offset in front, a row that is missing, octets that are.
            "0010  07\n0011  91",
            "0000  07 91\n0004  51",
            "0000  07 zz\n0002  51",
            // Words of the machine that has printed them.
            "0000000 9107 5551\n0000004 0000",
            "0000: 07 9",
            "0000: +7 91",
            "+000: 07 91",
        ] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
