//! Dump: an annotated listing of a document, up to the fault of a broken one.
//!
//! One line for each field of the header and each token: offset, octets, and what they mean, which
//! is indented by element. It walks tokens, so it needs neither memory nor a document that is
//! right; what only the events check (an offset outside the string table, a token that the
//! vocabulary lacks, text that is none) is marked in its line. Documents in opaque data are listed
//! inside, as many in one another as [`Limits::nested`](crate::Limits::nested) has by default.
//!
//! ```
//! let message = [0x03, 0x05, 0x6A, 0x00, 0x45, 0xC6, 0x0D, 0x03, b'a', 0x85, 0x01, 0x03, b'!'];
//! # #[cfg(feature = "si")]
//! assert_eq!(provost_wbxml::dump(&message, None).to_string(), "\
//! 0000  03                       version 1.3
//! 0001  05                       public id 0x05, si10: Service indication 1.0 (WAP-167)
//! 0002  6A                       charset 106: UTF-8
//! 0003  00                       string table of 0 octets
//! 0004  45                       <si> tag 0x05 page 0, content
//! 0005  C6                         <indication> tag 0x06 page 0, attributes, content
//! 0006  0D                           href=\"http://www.\" start 0x0d page 0
//! 0007  03 61 85 01 03 21        not read
//! 000d                           error: unexpected end, expected terminator of a string at byte 13 (0xd)
//! ");
//! ```

mod item;
mod lines;
mod opaque;
mod quote;

use core::fmt::{self, Write};
use core::ops::Range;

use crate::charset::ForeignCharset;
use crate::error::Error;
use crate::vocabulary::Vocabulary;
use item::Item;

pub use lines::Lines;

/// An annotated listing of a WBXML document, in the vocabulary that its header names unless one is
/// given; without any it has the tokens alone.
#[must_use]
pub const fn dump<'a>(input: &'a [u8], vocabulary: Option<&'static Vocabulary>) -> Dump<'a> {
    Dump { input, vocabulary, foreign: &[] }
}

/// An annotated listing, to be displayed.
///
/// `{}` cuts what is long, `{:#}` shows every octet and every text in full.
#[derive(Clone, Copy, Debug)]
pub struct Dump<'a> {
    input: &'a [u8],
    vocabulary: Option<&'static Vocabulary>,
    foreign: &'static [&'static dyn ForeignCharset],
}

impl<'a> Dump<'a> {
    /// With charsets that are not built in.
    #[must_use]
    pub const fn with_foreign_charsets(
        self,
        foreign: &'static [&'static dyn ForeignCharset],
    ) -> Self {
        Self { foreign, ..self }
    }

    /// The lines of the listing, for another layout.
    #[must_use]
    pub fn lines(&self) -> Lines<'a> {
        Lines::new(self)
    }
}

/// A line of a listing: what its octets mean, to be displayed, and where they are.
///
/// `{}` cuts a long text, `{:#}` does not.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    span: Range<usize>,
    octets: &'a [u8],
    depth: usize,
    item: Item<'a>,
}

impl<'a> Line<'a> {
    /// Where the octets are in the input: lines cover it without a gap, except that an error has
    /// the place where it shows.
    #[must_use]
    pub const fn span(&self) -> Range<usize> {
        Range { start: self.span.start, end: self.span.end }
    }

    /// The octets.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// How many things the line is inside of.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// The error, where the line says that the document is broken.
    #[must_use]
    pub const fn error(&self) -> Option<Error> {
        match self.item {
            Item::Error(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.item.fmt(f)
    }
}

/// Octets in one row.
const ROW: usize = 8;
/// Octets in the row of what is cut.
const CUT: usize = 5;
/// Columns of a row: two digits for each octet, and blanks between.
const COLUMNS: usize = ROW * 3 - 1;
/// No element is indented by more, or a hostile document would make a listing of blanks.
const DEEPEST: usize = 32;

impl fmt::Display for Dump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.input.len() > 0x1_0000 { 8 } else { 4 };
        for line in self.lines() {
            let start = line.span.start;
            let cut = line.octets.len() > ROW && !f.alternate();
            let shown = if cut { CUT } else { ROW };
            let mut rows = line.octets.chunks(shown);
            let first = rows.next().unwrap_or_default();
            write!(f, "{start:0digits$x}  ")?;
            row(first, f)?;
            if cut {
                let left = line.octets.len().saturating_sub(CUT);
                write!(f, " {:<width$}", Rest(left), width = COLUMNS - CUT * 3)?;
            } else {
                blanks(COLUMNS.saturating_sub(first.len().saturating_mul(3).saturating_sub(1)), f)?;
            }
            blanks(line.depth.min(DEEPEST).saturating_mul(2).saturating_add(2), f)?;
            line.fmt(f)?;
            f.write_char('\n')?;
            if !cut {
                let mut at = start;
                for octets in rows {
                    at = at.saturating_add(ROW);
                    write!(f, "{at:0digits$x}  ")?;
                    row(octets, f)?;
                    f.write_char('\n')?;
                }
            }
        }
        Ok(())
    }
}

/// The number of octets that a row leaves out.
struct Rest(usize);

impl fmt::Display for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::try_from(self.0.checked_ilog10().unwrap_or(0)).unwrap_or(0);
        write!(f, "+{}", self.0)?;
        // `+` and the first digit, beside those that follow.
        blanks(f.width().unwrap_or(0).saturating_sub(digits.saturating_add(2)), f)
    }
}

fn row(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, octet) in octets.iter().enumerate() {
        write!(f, "{}{octet:02X}", if at == 0 { "" } else { " " })?;
    }
    Ok(())
}

fn blanks(count: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{:count$}", "")
}
