//! Parameters of content types and headers.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;
use nom::branch::alt;
use nom::combinator::map;
use nom::{IResult, Parser};

use super::EncodingVersion;
use super::grammar::{
    Fault, fault, integer, item, long_integer, no_value, number, quoted_string, short_integer,
    text_string, token_text, uintvar, version,
};
use super::header_name::HeaderName;
use super::item::Item;
use super::quality::Quality;
use super::structure;
use super::text::{is_token, quoted, quoted_if_needed, unquote};
use super::value;
use super::version::Version;
use super::write::{put_integer, put_item, put_long, put_quoted, put_text, put_token, put_uintvar};
use crate::date::Date;
use crate::error::{Error, ErrorKind, Expected};
use crate::media_type::MediaCode;
use crate::{Charset, registry};

/// The number of a parameter (WAP-230, table 38): an open registry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct ParameterCode(pub u32);

impl ParameterCode {
    /// `q`.
    pub const Q: Self = Self(0x00);
    /// `charset`.
    pub const CHARSET: Self = Self(0x01);
    /// `type` of a multipart: the type of its root.
    pub const ROOT_TYPE: Self = Self(0x09);
    /// `SEC`: the security method of Client Provisioning.
    pub const SEC: Self = Self(0x11);
    /// `MAC`: the message authentication code of Client Provisioning.
    pub const MAC: Self = Self(0x12);
    /// `name`.
    pub const NAME: Self = Self(0x17);
    /// `filename`.
    pub const FILENAME: Self = Self(0x18);
    /// `start` of a multipart: the Content-ID of its root.
    pub const START: Self = Self(0x19);

    /// The name.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.row().map(|row| row.1)
    }

    /// The number of a name, whatever its case: of those with two numbers the newer one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let row = ROWS.iter().rev().find(|row| row.1.eq_ignore_ascii_case(name))?;
        Some(Self(row.0))
    }

    /// The encoding version that assigned the number.
    #[must_use]
    pub fn since(self) -> Option<EncodingVersion> {
        self.row().map(|row| EncodingVersion::from_octet(row.2))
    }

    /// The older number of the same parameter.
    pub(crate) fn older(self) -> Option<Self> {
        let older = match self.0 {
            0x17 => 0x05,
            0x18 => 0x06,
            0x19 => 0x0a,
            0x1a => 0x0b,
            0x1b => 0x0c,
            0x1c => 0x0d,
            0x1d => 0x0f,
            _ => return None,
        };
        Some(Self(older))
    }

    fn row(self) -> Option<&'static (u32, &'static str, u8, Kind)> {
        registry::by_number(ROWS, self.0, |row| row.0)
    }

    fn kind(self) -> Kind {
        self.row().map_or(Kind::Untyped, |row| row.3)
    }
}

/// The name of a parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum ParameterName {
    /// A well-known number.
    Code(ParameterCode),
    /// A token.
    Text(String),
}

/// The value of a parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ParameterValue {
    /// No value.
    None,
    /// A number.
    Integer(u64),
    /// A text or token.
    Text(String),
    /// A text that was or is to be sent as quoted string.
    Quoted(String),
    /// A quality factor; `None` is 1, which has only a text form.
    Quality(Quality),
    /// A version.
    Version(Version),
    /// A charset.
    Charset(Charset),
    /// A media type: a number or a name.
    Media(Item),
    /// The name of a header: a number or a name.
    Field(Item),
    /// A date.
    Date(Date),
    /// Octets that can be skipped, but not understood: text that is not UTF-8, an integer of more
    /// than eight octets, or a quality that is no factor. With what delimits them.
    Raw(Bytes),
}

/// A parameter of a content type or of a header.
///
/// The value is what the name asks for, or text in its place: no other has a place on the wire.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    name: ParameterName,
    value: ParameterValue,
}

impl Parameter {
    /// A parameter with a well-known number.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) where the value is of another type than that
    /// of the parameter, [`Character`](ErrorKind::Character) for a text that the wire has no place
    /// for.
    pub fn new(code: ParameterCode, value: ParameterValue) -> Result<Self, Error> {
        Self { name: ParameterName::Code(code), value }.checked()
    }

    /// A parameter with a name of its own.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where the name is no token, and those of [`new`](Self::new).
    pub fn named(name: &str, value: ParameterValue) -> Result<Self, Error> {
        if !is_token(name) {
            return Err(Error::new(ErrorKind::Form(Expected::Token), 0));
        }
        Self { name: ParameterName::Text(name.into()), value }.checked()
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &ParameterName {
        &self.name
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &ParameterValue {
        &self.value
    }

    /// Whether it is that parameter: by its number, by an older number, or by its name in text.
    #[must_use]
    pub fn is(&self, code: ParameterCode) -> bool {
        match &self.name {
            ParameterName::Code(own) => *own == code || code.older() == Some(*own),
            ParameterName::Text(name) => {
                code.name().is_some_and(|known| known.eq_ignore_ascii_case(name))
            }
        }
    }

    /// Reads `name=value`; the number of a well-known name is found.
    pub(crate) fn from_text(name: &str, value: Option<&str>) -> Option<Self> {
        let name = name.trim();
        if !is_token(name) {
            return None;
        }
        if let Some(code) = ParameterCode::from_name(name) {
            let typed = typed_from_text(code.kind(), value);
            let make = |value| Self::new(code, value).ok();
            // WAP-230, 8.4.2.4: what is not of the type is text, and the name is its number.
            let text = || match value?.strip_prefix('"') {
                Some(_) => unquote(value?).map(ParameterValue::Quoted),
                None => value.map(|text| ParameterValue::Text(text.into())),
            };
            let typed = typed.and_then(|value| quoted_or_text(value, make));
            let read = typed.or_else(|| text().and_then(|value| quoted_or_text(value, make)));
            if let Some(parameter) = read {
                return Some(parameter);
            }
        }
        let value = match value {
            None => ParameterValue::None,
            Some(text) if text.starts_with('"') => ParameterValue::Quoted(unquote(text)?),
            Some(text) => match canonical_number(text) {
                Some(number) => ParameterValue::Integer(number),
                None => ParameterValue::Text(text.into()),
            },
        };
        quoted_or_text(value, |value| Self::named(name, value).ok())
    }

    /// The same parameter, for a peer that knows the numbers of `version` and not more.
    pub(crate) fn for_version(&self, version: EncodingVersion) -> Result<Self, Error> {
        let lost = Error::new(ErrorKind::NotExpressible(Expected::Parameter), 0);
        let value = match &self.value {
            ParameterValue::Media(Item::Number(number)) => {
                let code = MediaCode(*number);
                if code.since().is_some_and(|since| since <= version) {
                    self.value.clone()
                } else {
                    ParameterValue::Media(code.name().ok_or(lost)?.into())
                }
            }
            ParameterValue::Field(item) => ParameterValue::Field(value::field(item, version)),
            value => value.clone(),
        };
        let ParameterName::Code(code) = self.name else {
            return Ok(Self { name: self.name.clone(), value });
        };
        if code.since().is_none_or(|since| since <= version) {
            return Ok(Self { name: self.name.clone(), value });
        }
        if let Some(older) = code.older().filter(|older| older.since() <= Some(version)) {
            // The older ones are Text-strings.
            let value = match value {
                ParameterValue::Quoted(text) => ParameterValue::Text(text),
                value => value,
            };
            return Self::new(older, value);
        }
        let name = code.name().ok_or(lost)?;
        let value = match value {
            ParameterValue::Date(date) => ParameterValue::Quoted(alloc::format!("{date}")),
            value => value,
        };
        Self::named(name, value)
    }

    fn checked(self) -> Result<Self, Error> {
        self.put(&mut Vec::new())?;
        Ok(self)
    }

    pub(crate) fn put(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let kind = match &self.name {
            ParameterName::Code(code) => {
                put_integer(u64::from(code.0), out);
                code.kind()
            }
            ParameterName::Text(name) => {
                put_token(name, out)?;
                Kind::Untyped
            }
        };
        put_value(kind, &self.value, out)
    }

    /// Whether the text form says all: an unnamed number and raw octets have none.
    pub(crate) fn has_text(&self) -> bool {
        let named = match &self.name {
            ParameterName::Code(code) => code.name().is_some(),
            ParameterName::Text(_) => true,
        };
        let valued = match &self.value {
            ParameterValue::Raw(_) => false,
            ParameterValue::Charset(charset) => charset.name().is_some(),
            ParameterValue::Media(Item::Number(code)) => MediaCode(*code).name().is_some(),
            ParameterValue::Field(Item::Number(code)) => field_name(*code).is_some(),
            _ => true,
        };
        named && valued
    }
}

/// `name=value` as HTTP has it.
impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            ParameterName::Code(code) => match code.name() {
                Some(name) => f.write_str(name)?,
                None => write!(f, "0x{:02x}", code.0)?,
            },
            ParameterName::Text(name) => f.write_str(name)?,
        }
        match &self.value {
            ParameterValue::None => Ok(()),
            ParameterValue::Integer(number) => write!(f, "={number}"),
            ParameterValue::Text(text) => write!(f, "={}", quoted_if_needed(text)),
            ParameterValue::Quoted(text) => write!(f, "={}", quoted(text)),
            ParameterValue::Quality(quality) => write!(f, "={quality}"),
            ParameterValue::Version(version) => {
                write!(f, "={}", quoted_if_needed(&alloc::format!("{version}")))
            }
            ParameterValue::Charset(charset) => write!(f, "={charset}"),
            ParameterValue::Media(Item::Number(code)) => {
                write!(f, "={}", quoted(&alloc::format!("{}", MediaCode(*code))))
            }
            ParameterValue::Field(Item::Number(code)) => match field_name(*code) {
                Some(name) => write!(f, "={name}"),
                None => write!(f, "=0x{code:02x}"),
            },
            ParameterValue::Media(Item::Text(text)) | ParameterValue::Field(Item::Text(text)) => {
                write!(f, "={}", quoted_if_needed(text))
            }
            ParameterValue::Date(date) => write!(f, "=\"{date}\""),
            ParameterValue::Raw(octets) => write!(f, "=({} octets)", octets.len()),
        }
    }
}

fn field_name(code: u32) -> Option<&'static str> {
    u8::try_from(code).ok().and_then(|code| HeaderName(code).name())
}

/// A number that is written as it would be printed: no sign, no leading zero.
pub(crate) fn canonical_number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|octet| octet.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

pub(crate) fn parameter(input: &[u8]) -> IResult<&[u8], Parameter, Fault> {
    let by_number = |code| ParameterName::Code(ParameterCode(code));
    let (rest, name) = match input.first() {
        Some(0x80..) => map(number, by_number).parse(input)?,
        _ => {
            alt((map(number, by_number), map(token_text, |name| ParameterName::Text(name.into()))))
                .parse(input)?
        }
    };
    let kind = match &name {
        ParameterName::Code(code) => code.kind(),
        ParameterName::Text(_) => Kind::Untyped,
    };
    let (rest, value) = value(kind, rest)?;
    Ok((rest, Parameter { name, value }))
}

/// The type of the value of a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Quality,
    Charset,
    Version,
    Integer,
    Text,
    Field,
    Short,
    Media,
    NoValue,
    Date,
    Untyped,
}

fn value(kind: Kind, input: &[u8]) -> IResult<&[u8], ParameterValue, Fault> {
    use ParameterValue as V;
    let typed = match kind {
        Kind::Quality => return factor(input),
        // A text of no octets is no value, and a quotation mark begins a quoted string, whatever the
        // type (WAP-230, 8.4.2.4).
        _ if matches!(input.first(), Some(0 | b'"')) => untyped(input),
        Kind::Charset => map(number, |code| V::Charset(Charset(code))).parse(input),
        Kind::Version => map(version, V::Version).parse(input),
        Kind::Short => map(short_integer, |value| V::Integer(value.into())).parse(input),
        Kind::Media => map(item, V::Media).parse(input),
        Kind::Field => map(item, V::Field).parse(input),
        Kind::Date => map(long_integer, |seconds| V::Date(Date(seconds))).parse(input),
        Kind::Integer | Kind::Text | Kind::NoValue | Kind::Untyped => untyped(input),
    };
    // WAP-230, 8.4.2.4: text may stand in the place of any type.
    match typed.or_else(|_| untyped(input)) {
        Ok((rest, value)) if is_writable(kind, &value) => Ok((rest, value)),
        Ok(_) => raw(input),
        Err(fault) => raw(input).map_err(|_| fault),
    }
}

/// A quality is a uintvar, and every octet of text would be one, so that no other value stands in its
/// place (WAP-230, 8.4.2.3). One that is no factor is kept; one that does not end cannot be.
fn factor(input: &[u8]) -> IResult<&[u8], ParameterValue, Fault> {
    let (rest, value) = uintvar(input)?;
    let octets = input.get(..input.len().saturating_sub(rest.len())).unwrap_or_default();
    let raw = || ParameterValue::Raw(Bytes::copy_from_slice(octets));
    Ok((rest, Quality::from_wire(value).map_or_else(raw, ParameterValue::Quality)))
}

fn raw(input: &[u8]) -> IResult<&[u8], ParameterValue, Fault> {
    match structure::split_value(input) {
        Ok((octets, rest)) => Ok((rest, ParameterValue::Raw(Bytes::copy_from_slice(octets)))),
        Err(error) => fault(input, error.kind()),
    }
}

/// Whether a writer has a form for it: a text that begins with a quotation mark behind a quote
/// octet, for one, has none.
fn is_writable(kind: Kind, value: &ParameterValue) -> bool {
    match (kind, value) {
        (Kind::Integer | Kind::Untyped, ParameterValue::Integer(_))
        | (Kind::Short, ParameterValue::Integer(..=0x7F)) => true,
        (Kind::Text | Kind::Untyped, ParameterValue::Text(text)) => {
            matches!(text.as_bytes().first(), Some(0x20 | 0x21 | 0x23..=0x7E | 0x80..))
        }
        _ => put_value(kind, value, &mut Vec::new()).is_ok(),
    }
}

fn untyped(input: &[u8]) -> IResult<&[u8], ParameterValue, Fault> {
    // The first octet tells which it can be. What is wrong with it is told by all of them.
    let read = match input.first() {
        Some(1..=30 | 0x80..) => map(integer, ParameterValue::Integer).parse(input),
        Some(0x20 | 0x21 | 0x23..=0x7F) => {
            map(text_string, |text| ParameterValue::Text(text.into())).parse(input)
        }
        _ => return any_untyped(input),
    };
    read.or_else(|_| any_untyped(input))
}

fn any_untyped(input: &[u8]) -> IResult<&[u8], ParameterValue, Fault> {
    alt((
        map(no_value, |()| ParameterValue::None),
        map(integer, ParameterValue::Integer),
        map(quoted_string, |text| ParameterValue::Quoted(text.into())),
        map(text_string, |text| ParameterValue::Text(text.into())),
    ))
    .parse(input)
}

fn put_value(kind: Kind, value: &ParameterValue, out: &mut Vec<u8>) -> Result<(), Error> {
    use ParameterValue as V;
    let lost = Error::new(ErrorKind::NotExpressible(Expected::Parameter), out.len());
    match (kind, value) {
        (Kind::Quality, V::Quality(quality)) => put_uintvar(quality.to_wire(), out),
        (Kind::Quality, V::Raw(octets)) => match structure::read_uintvar(octets) {
            Ok((_, [])) => out.extend_from_slice(octets),
            _ => return Err(lost),
        },
        // A digit as text would be read as a factor.
        (Kind::Quality, _) => return Err(lost),
        (_, V::Quality(quality)) => put_text(&alloc::format!("{quality}"), out)?,
        (Kind::Charset, V::Charset(charset)) => put_integer(charset.0.into(), out),
        (_, V::Charset(charset)) => put_text(charset.name().ok_or(lost)?, out)?,
        // Would be read as no value, or as one in quotes.
        (
            _,
            V::Media(Item::Text(text))
            | V::Field(Item::Text(text))
            | V::Version(Version::Text(text))
            | V::Text(text),
        ) if text.is_empty() || text.starts_with('"') => return Err(lost),
        (Kind::Version, V::Version(version)) => version.put(out)?,
        (_, V::Version(version)) => put_text(&alloc::format!("{version}"), out)?,
        (Kind::Media, V::Media(media)) | (Kind::Field, V::Field(media)) => put_item(media, out)?,
        (Kind::Untyped, V::Media(Item::Number(code))) => {
            put_quoted(MediaCode(*code).name().ok_or(lost)?, out)?;
        }
        (Kind::Untyped, V::Field(Item::Number(code))) => {
            put_text(field_name(*code).ok_or(lost)?, out)?;
        }
        (Kind::Untyped, V::Media(Item::Text(text)) | V::Field(Item::Text(text))) => {
            put_text(text, out)?;
        }
        (Kind::Date, V::Date(Date(seconds))) => put_long(*seconds, out),
        (Kind::Short, V::Integer(value @ 0..=0x7F)) => put_integer(*value, out),
        (Kind::Integer | Kind::Untyped, V::Integer(value)) => put_integer(*value, out),
        (_, V::None) => out.push(0),
        (_, V::Text(text)) => put_text(text, out)?,
        (_, V::Quoted(text)) => put_quoted(text, out)?,
        (_, V::Raw(octets)) => match structure::split_value(octets) {
            Ok((_, [])) => out.extend_from_slice(octets),
            _ => return Err(lost),
        },
        (_, V::Date(_) | V::Integer(_) | V::Media(_) | V::Field(_)) => return Err(lost),
    }
    Ok(())
}

/// A text in quotes that ends in a quotation mark has no place on the wire as a quoted string, whose
/// closing mark is not sent; as text it has.
fn quoted_or_text(
    value: ParameterValue,
    make: impl Fn(ParameterValue) -> Option<Parameter>,
) -> Option<Parameter> {
    match value {
        ParameterValue::Quoted(text) if text.ends_with('"') => make(ParameterValue::Text(text)),
        value => make(value),
    }
}

fn typed_from_text(kind: Kind, value: Option<&str>) -> Option<ParameterValue> {
    use ParameterValue as V;
    let quoted = value.filter(|text| text.starts_with('"')).map(unquote);
    let text = match (&quoted, value) {
        (Some(text), _) => Some(text.as_deref()?),
        (None, text) => text,
    };
    Some(match (kind, text) {
        (_, None) => V::None,
        (Kind::Quality, Some(text)) => V::Quality(Quality::from_text(text)??),
        (Kind::Charset, Some(text)) => V::Charset(Charset::from_name(text)?),
        (Kind::Version, Some(text)) => V::Version(Version::from_text(text)),
        (Kind::Date, Some(text)) => V::Date(Date::from_text(text)?),
        (Kind::Integer | Kind::Short, Some(text)) => match canonical_number(text) {
            Some(number) => V::Integer(number),
            None => V::Text(text.into()),
        },
        (Kind::Media, Some(text)) => V::Media(match MediaCode::from_name(text) {
            Some(MediaCode(code @ 0..=0x7F)) => Item::Number(code),
            _ => text.into(),
        }),
        (Kind::Field, Some(text)) => V::Field(match HeaderName::from_name(text) {
            Some(HeaderName(code)) => Item::Number(code.into()),
            None => text.into(),
        }),
        (Kind::NoValue, Some(_)) => return None,
        (Kind::Text | Kind::Untyped, Some(text)) if quoted.is_some() => V::Quoted(text.into()),
        (Kind::Text | Kind::Untyped, Some(text)) => V::Text(text.into()),
    })
}

/// Number, name, encoding version, type of the value.
#[rustfmt::skip]
static ROWS: &[(u32, &str, u8, Kind)] = &[
    (0x00, "q", 0x11, Kind::Quality),
    (0x01, "charset", 0x11, Kind::Charset),
    (0x02, "level", 0x11, Kind::Version),
    (0x03, "type", 0x11, Kind::Integer),
    (0x05, "name", 0x11, Kind::Text),
    (0x06, "filename", 0x11, Kind::Text),
    (0x07, "differences", 0x11, Kind::Field),
    (0x08, "padding", 0x11, Kind::Short),
    (0x09, "type", 0x12, Kind::Media),
    (0x0a, "start", 0x12, Kind::Text),
    (0x0b, "start-info", 0x12, Kind::Text),
    (0x0c, "comment", 0x13, Kind::Text),
    (0x0d, "domain", 0x13, Kind::Text),
    (0x0e, "max-age", 0x13, Kind::Integer),
    (0x0f, "path", 0x13, Kind::Text),
    (0x10, "secure", 0x13, Kind::NoValue),
    (0x11, "SEC", 0x14, Kind::Integer),
    (0x12, "MAC", 0x14, Kind::Text),
    (0x13, "creation-date", 0x14, Kind::Date),
    (0x14, "modification-date", 0x14, Kind::Date),
    (0x15, "read-date", 0x14, Kind::Date),
    (0x16, "size", 0x14, Kind::Integer),
    (0x17, "name", 0x14, Kind::Text),
    (0x18, "filename", 0x14, Kind::Text),
    (0x19, "start", 0x14, Kind::Text),
    (0x1a, "start-info", 0x14, Kind::Text),
    (0x1b, "comment", 0x14, Kind::Text),
    (0x1c, "domain", 0x14, Kind::Text),
    (0x1d, "path", 0x14, Kind::Text),
];

#[cfg(test)]
mod tests;
