//! Listings of octets, as `xxd`, `hexdump -C`, `od -tx1` and Wireshark print them: in each row an offset, the
//! octets, and what they are as characters.

/// Octets of a row, at most.
const WIDEST: usize = 64;

/// The octets of a listing; nothing where a row has another offset than it would in one. What is in the
/// last column has no say, but in the last row: how many octets a row has is told by the offset of the next one.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    read(text, 16).or_else(|| read(text, 8))
}

/// Several listings, one behind the other: each begins with the offset 0.
pub(crate) fn decode_all(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut listings: Vec<String> = Vec::new();
    for line in lines(text)? {
        if Row::read(line, 16)?.offset == 0 {
            listings.push(String::new());
        }
        let listing = listings.last_mut()?;
        listing.push_str(line);
        listing.push('\n');
    }
    listings.iter().map(|listing| decode(listing.as_bytes())).collect()
}

fn lines(text: &[u8]) -> Option<impl Iterator<Item = &str>> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let text = core::str::from_utf8(text).ok()?;
    Some(text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')))
}

/// A listing whose offsets are written with that many digits: `od` has eight.
fn read(text: &[u8], radix: u32) -> Option<Vec<u8>> {
    let mut lines = lines(text)?;
    let mut row = Row::read(lines.next()?, radix)?;
    let mut octets = Vec::new();
    let is_told = row.has_colon;
    for line in lines {
        let next = Row::read(line, radix)?;
        let count = next.offset.checked_sub(row.offset).filter(|it| (1..=WIDEST).contains(it))?;
        row.take(count, &mut octets)?;
        row = next;
    }
    // One row without a colon may as well be hex text, unless its characters are those of its octets.
    let is_first = octets.is_empty();
    let has_characters = row.take_last(&mut octets)?;
    (!is_first || is_told || has_characters).then_some(octets)
}

struct Row<'a> {
    offset: usize,
    has_colon: bool,
    rest: &'a str,
}

impl<'a> Row<'a> {
    fn read(line: &'a str, radix: u32) -> Option<Self> {
        let (offset, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let digits = offset.strip_suffix(':').unwrap_or(offset);
        let has_colon = digits.len() < offset.len();
        let digits = digits.strip_prefix("0x").unwrap_or(digits);
        if !(4..=8).contains(&digits.len()) {
            return None;
        }
        let offset = usize::try_from(number(digits, radix)?).ok()?;
        Some(Self { offset, has_colon, rest: rest.trim_start() })
    }

    /// Adds the octets of the row, which are that many, where it stands at their end.
    fn take(&self, count: usize, octets: &mut Vec<u8>) -> Option<()> {
        if self.offset != octets.len() {
            return None;
        }
        let end = self.offset.saturating_add(count);
        for group in self.rest.split_whitespace() {
            if octets.len() >= end {
                break;
            }
            octets.append(&mut self.group(group)?);
        }
        (octets.len() == end).then_some(())
    }

    /// Adds the octets of the last row, and tells whether the characters behind them, and behind two blanks, are
    /// theirs. Those may look like octets as well: of all readings, the one by which they fit is right.
    fn take_last(&self, octets: &mut Vec<u8>) -> Option<bool> {
        if self.offset != octets.len() {
            return None;
        }
        let mut own = Vec::new();
        // How many octets there are so far, and what is behind them.
        let mut readings = vec![(0, self.rest)];
        let mut rest = self.rest;
        while let Some(mut group) =
            rest.split_whitespace().next().and_then(|group| self.group(group))
        {
            own.append(&mut group);
            if own.len() > WIDEST {
                return None;
            }
            rest = rest.trim_start().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
            readings.push((own.len(), rest));
        }
        let fits = |(count, rest): &(usize, &str)| {
            !rest.trim().is_empty() && own.get(..*count).is_some_and(|own| are_of(rest, own))
        };
        let fitting = readings.iter().rfind(|it| fits(it));
        // Other characters than those of the octets: two blanks are in front of them.
        let by_blanks = || {
            let code = self.rest.split("  ").next().unwrap_or_default();
            let groups = code.split_whitespace().map(|group| self.group(group));
            groups.collect::<Option<Vec<_>>>().map(|groups| groups.concat().len())
        };
        let count = match fitting {
            Some((count, _)) => *count,
            None if rest.trim().is_empty() => own.len(),
            None => by_blanks()?,
        };
        octets.extend_from_slice(own.get(..count)?);
        // Hex text has one blank between its groups.
        Some(fitting.is_some_and(|(_, rest)| rest.starts_with(char::is_whitespace)))
    }

    /// The octets of a group of digits.
    fn group(&self, group: &str) -> Option<Vec<u8>> {
        // `hexdump` alone prints words with their octets exchanged, and no colon.
        if group.len() % 2 != 0 || group.len() > 2 && !self.has_colon {
            return None;
        }
        let pairs = group.as_bytes().chunks(2).map(|pair| {
            let pair = core::str::from_utf8(pair).ok()?;
            u8::try_from(number(pair, 16)?).ok()
        });
        pairs.collect()
    }
}

/// Whether a column is what octets are as characters, between bars or not. Blanks have no say: there may be
/// one in the middle, and none at the end.
fn are_of(column: &str, octets: &[u8]) -> bool {
    let column = column.trim();
    let bare = column.strip_prefix(['|', '>']).and_then(|it| it.strip_suffix(['|', '<']));
    let shown = octets.iter().filter(|octet| **octet != b' ');
    let shown = shown.map(|octet| if octet.is_ascii_graphic() { char::from(*octet) } else { '.' });
    let are = |column: &str| column.chars().filter(|it| *it != ' ').eq(shown.clone());
    are(column) || bare.is_some_and(are)
}

/// The number that digits are, without a sign.
fn number(digits: &str, radix: u32) -> Option<u32> {
    let is_number = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| is_number)
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
            // `od -tx1`, whose offsets have eight digits.
            "0000000 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29\n0000020 2a 2b\n0000022\n",
            "000000 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29  >...... !\"#$%&'()<\n\
             000010 2a 2b                                            >*+<\n000012\n",
        ] {
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(&*octets), "{text}");
        }
        assert_eq!(decode(b"00000000: 0791  ..").unwrap(), [0x07, 0x91]);
    }

    /// How many octets the last row has is told by the characters behind them.
    #[test]
    fn last_rows() {
        let octets: Vec<u8> = (0x40..0x4A).collect();
        for (width, colon, rest) in [
            (4, "", "40 41 42 43 44 45 46 47  48 49"),
            (4, "", "40 41 42 43 44 45 46 47  48 49  @ABCDEFG HI"),
            (4, "", " 40 41 42 43 44 45 46 47 48 49   @ABCDEFGHI"),
            (8, "", "40 41 42 43 44 45 46 47  48 49                    |@ABCDEFGHI|"),
            (8, ":", "4041 4243 4445 4647 4849  @ABCDEFGHI"),
        ] {
            let text = format!("{:0width$x}{colon}  00 01\n{:0width$x}{colon}  {rest}", 0, 2);
            let both = [&[0, 1], octets.as_slice()].concat();
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(&*both), "{text}");
            // Alone, what has no colon and no characters is hex text.
            let text = format!("{:0width$x}{colon}  {rest}", 0);
            let is_one = text.contains('@');
            assert_eq!(decode(text.as_bytes()).is_some_and(|it| it == octets), is_one, "{text}");
        }
        // Characters that look like octets, and octets that are blanks.
        assert_eq!(decode(b"0000  61 62  ab").unwrap(), b"ab");
        assert_eq!(decode(b"0000  20 61 62 20  ab").unwrap(), b" ab ");
        assert_eq!(decode(b"0000: 61 62").unwrap(), b"ab");
        assert_eq!(decode(b"0000: 61 e4  a\xC3\xA4").unwrap(), b"a\xE4");
    }

    #[test]
    fn several_listings() {
        let two = b"0000  07 91  ..\n0002  51  Q\n\n0000  00 01  ..\n";
        assert_eq!(decode_all(two).unwrap(), [&[0x07, 0x91, 0x51][..], &[0, 1]]);
        assert_eq!(decode_all(b"0002  51  Q\n"), None);
    }

    #[test]
    fn what_is_no_listing() {
        for text in [
            "",
            "0000 07 91",
            "0000 61 62 ab",
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
