//! A header as it stands in its block, and where it ends.

use core::fmt;

use crate::error::{Error, ErrorKind, Expected};
use crate::wsp::header_name::HeaderName;
use crate::wsp::structure::split_value;
use crate::wsp::value::Header;

/// The name of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum FieldName<'a> {
    /// A number of the code page of the field.
    Code(u8),
    /// A name.
    Text(&'a str),
}

/// A header as it stands in its block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    pub(super) page: u8,
    pub(super) name: FieldName<'a>,
    pub(super) octets: &'a [u8],
    pub(super) value: &'a [u8],
    pub(super) offset: usize,
}

impl<'a> Field<'a> {
    /// The code page: 1 is that of the specification.
    #[must_use]
    pub const fn page(&self) -> u8 {
        self.page
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> FieldName<'a> {
        self.name
    }

    /// Whether the octets that follow decide that it ends where it ends: a number in a header of
    /// text is the begin of a text without quote if what follows makes it one.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.value, [octet] if *octet >= 0x80) && is_text(self.name, self.page)
    }

    /// The octets of the value, with what delimits them.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Where the field begins in its block.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The value of a field with a name in text form.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        let (FieldName::Text(_), Some((0, text))) = (self.name, self.value.split_last()) else {
            return None;
        };
        let text = match text.split_first() {
            Some((0x7F, rest)) => rest,
            Some((..=0x1F, _)) => return None,
            _ => text,
        };
        core::str::from_utf8(text).ok()
    }

    /// Whether it is that header: by its number, by another number of the same name, or by name.
    #[must_use]
    pub fn is(&self, name: HeaderName) -> bool {
        is_named(self.name, self.page, name)
    }

    /// The typed header; of a list in text, its first element.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for a number or name without a type, and what is
    /// wrong with the value.
    pub fn header(&self) -> Result<Header, Error> {
        let unsupported = Error::new(ErrorKind::Unsupported(Expected::HeaderName), 0);
        match self.name {
            FieldName::Code(code) if self.page == 1 => Header::decode(HeaderName(code), self.value),
            FieldName::Code(_) => Err(unsupported),
            FieldName::Text(name) => {
                let code = HeaderName::from_name(name).ok_or(unsupported)?;
                let form = Error::new(ErrorKind::Form(Expected::HeaderValue), 0);
                let mut headers = Header::from_text(code, self.text().ok_or(form)?)?.into_iter();
                headers.next().ok_or(form)
            }
        }
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (FieldName::Code(code), 1) = (self.name, self.page) {
            if HeaderName(code).is_secret() {
                return write!(f, "{}: ..", HeaderName(code));
            }
        }
        if let FieldName::Text(name) = self.name {
            if HeaderName::from_name(name).is_some_and(HeaderName::is_secret) {
                return write!(f, "{name}: ..");
            }
        }
        match (self.header(), self.name) {
            (Ok(header), _) => write!(f, "{header}"),
            (_, FieldName::Text(name)) => match self.text() {
                Some(text) => write!(f, "{name}: {}", text.escape_debug()),
                None => write!(f, "{name}: {:02x?}", self.value),
            },
            (_, FieldName::Code(code)) => {
                write!(f, "page {} 0x{code:02x}: {:02x?}", self.page, self.value)
            }
        }
    }
}

/// The fields of a block, in order.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    octets: &'a [u8],
    rest: &'a [u8],
    page: u8,
    /// Before this place no text begins without its quote: what was found out once is not looked
    /// for again, so that the walk takes linear time.
    strict: usize,
    /// The first NUL from the last place where one was looked for, or the end.
    nul: usize,
}

impl<'a> Fields<'a> {
    pub(super) const fn new(octets: &'a [u8]) -> Self {
        Self { octets, rest: octets, page: 1, strict: 0, nul: 0 }
    }

    pub(super) const fn page(&self) -> u8 {
        self.page
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// A shift of the code page, or a field.
    pub(super) fn step(&mut self) -> Result<Option<Field<'a>>, Error> {
        let offset = self.octets.len().saturating_sub(self.rest.len());
        let read = next(self.rest, &mut self.page).map_err(|error| error.rebased(offset))?;
        let (Some(field), behind) = read else {
            self.rest = read.1;
            return Ok(None);
        };
        let field = Field { offset, ..field };
        let (field, behind) = self.unquoted(field).unwrap_or((field, behind));
        self.rest = behind;
        Ok(Some(field))
    }

    /// The field with a text that lacks its quote octet, where the header can have nothing but
    /// text: an octet of 0x80 or above and UTF-8 up to a NUL.
    ///
    /// For one who skips values without knowing them that octet is the whole value (WAP-230,
    /// 8.4.1.2): where an application id would stand behind it, it is the value here too.
    fn unquoted(&mut self, field: Field<'a>) -> Option<(Field<'a>, &'a [u8])> {
        let behind = field.offset.saturating_add(field.octets.len());
        let at = behind.saturating_sub(1);
        if !field.is_open() || at < self.strict {
            return None;
        }
        if self.nul < at {
            let found = memchr::memchr(0, self.octets.get(at..)?);
            self.nul = found.map_or(self.octets.len(), |found| at.saturating_add(found));
        }
        self.octets.get(self.nul)?;
        if let Err(error) = core::str::from_utf8(self.octets.get(at..self.nul)?) {
            self.strict = at.saturating_add(error.valid_up_to());
            return None;
        }
        let end = self.nul.saturating_add(1);
        if names_application(self.octets.get(behind..)?, end.saturating_sub(behind)) {
            self.strict = end;
            return None;
        }
        let octets = self.octets.get(field.offset..end)?;
        let value = self.octets.get(at..end)?;
        Some((Field { octets, value, ..field }, self.octets.get(end..)?))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        while !self.is_at_end() {
            // The block was checked when it was read.
            if let Some(field) = self.step().ok()? {
                return Some(field);
            }
        }
        None
    }
}

/// Whether an application id begins in the first octets, each value read without its header.
fn names_application(octets: &[u8], within: usize) -> bool {
    let id = HeaderName::APPLICATION_ID;
    let mut page = 1;
    let mut rest = octets;
    while octets.len().saturating_sub(rest.len()) < within {
        match next(rest, &mut page) {
            Ok((Some(field), _)) if field.is(id) => return true,
            Ok((_, behind)) => rest = behind,
            // Its value may come with the header that is appended.
            Err(_) => {
                let name = field_name(rest).map(|(name, _)| is_named(name, page, id));
                return name.unwrap_or(false);
            }
        }
    }
    false
}

fn is_named(own: FieldName<'_>, page: u8, name: HeaderName) -> bool {
    match own {
        FieldName::Code(code) => {
            page == 1 && (code == name.0 || HeaderName(code).newest() == name.newest())
        }
        FieldName::Text(own) => name.name().is_some_and(|known| known.eq_ignore_ascii_case(own)),
    }
}

/// The name of a field, by its number or as text; and what follows.
fn field_name(input: &[u8]) -> Result<(FieldName<'_>, &[u8]), Error> {
    match input.split_first() {
        Some((&code @ 0x80.., rest)) => Ok((FieldName::Code(code & 0x7F), rest)),
        Some((0x20..=0x7E, _)) => {
            let (name, rest) = split_value(input)?;
            let name = name.split_last().map_or(name, |(_, name)| name);
            let form = Error::new(ErrorKind::Form(Expected::HeaderName), 0);
            Ok((FieldName::Text(core::str::from_utf8(name).map_err(|_| form)?), rest))
        }
        _ => {
            let expected = Expected::HeaderName;
            Err(Error::new(ErrorKind::Unexpected { octet: 0, expected }, 0))
        }
    }
}

/// A shift of the code page, or a field; and what follows.
fn next<'a>(input: &'a [u8], page: &mut u8) -> Result<(Option<Field<'a>>, &'a [u8]), Error> {
    let (name, rest) = match input.split_first() {
        Some((&shift @ 1..=0x1F, rest)) => {
            *page = shift;
            return Ok((None, rest));
        }
        Some((0x7F, rest)) => {
            let missing = Error::new(ErrorKind::UnexpectedEnd(Expected::Page), 1);
            let (&shift, rest) = rest.split_first().ok_or(missing)?;
            if shift == 0 {
                return Err(Error::new(ErrorKind::Range(Expected::Page), 1));
            }
            *page = shift;
            return Ok((None, rest));
        }
        _ => field_name(input)?,
    };
    let length = input.len().saturating_sub(rest.len());
    let (value, behind) = split_value(rest).map_err(|error| error.rebased(length))?;
    let whole = input.len().saturating_sub(behind.len());
    let octets = input.get(..whole).unwrap_or(input);
    Ok((Some(Field { page: *page, name, octets, value, offset: 0 }), behind))
}

/// Whether a header can have nothing but text, by its number. One with a name may have a number of
/// one octet: its value can be skipped without knowing it (WAP-230, 8.4.1.2).
fn is_text(name: FieldName<'_>, page: u8) -> bool {
    matches!(name, FieldName::Code(code) if page == 1 && HeaderName(code).grammar().is_text())
}
