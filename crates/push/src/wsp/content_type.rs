//! Content types: a number or a name, and parameters (WAP-230, 8.4.2.24).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;
use nom::branch::alt;
use nom::combinator::map;
use nom::{IResult, Parser};

use super::EncodingVersion;
use super::grammar::{
    Fault, all, fault, front, number, repeated, text_string, value_length, within,
};
use super::parameter::{Parameter, ParameterCode, ParameterName, ParameterValue, parameter};
use super::text::{is_token, pair, split};
use super::write::{put_integer, put_text, put_within};
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};
use crate::media_type::MediaCode;

/// A media type: a registered number, or a name as it was read or is to be sent.
///
/// The number and the name of one type are two values, since the wire knows both: compare
/// [`ContentType::essence`] where it does not matter.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum Media {
    /// A number.
    Code(MediaCode),
    /// A name.
    Text(String),
}

/// A content type with its parameters.
///
/// One that was read is written as it was read, octet for octet, until it is changed.
///
/// ```
/// use provost_push::wsp::{ContentType, SecParam};
///
/// let content_type = ContentType::connectivity_wbxml().with_security(SecParam::Code(1), Some("5B9F"))?;
/// assert_eq!(content_type.to_bytes(), [9, 0xb6, 0x91, 0x81, 0x92, b'5', b'B', b'9', b'F', 0]);
/// assert_eq!(
///     content_type.to_string(),
///     "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=5B9F"
/// );
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ContentType {
    media: Media,
    parameters: Vec<Parameter>,
    /// The octets it was read from, until it is changed.
    received: Option<Bytes>,
}

/// The parameter SEC: the number of Client Provisioning, or the word of the bootstrap profile of
/// Device Management.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "a number or a text")]
pub enum SecParam<'a> {
    /// 0 NETWPIN, 1 USERPIN, 2 USERNETWPIN, 3 USERPINMAC.
    Code(u32),
    /// A word.
    Word(&'a str),
}

impl ContentType {
    /// A type without parameters.
    #[must_use]
    pub const fn new(code: MediaCode) -> Self {
        Self { media: Media::Code(code), parameters: Vec::new(), received: None }
    }

    /// A type by its name, as text whether it has a number or not; without parameters.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where it is not two tokens and a slash.
    pub fn named(name: &str) -> Result<Self, Error> {
        if !is_media_name(name) {
            return Err(Error::new(ErrorKind::Form(Expected::ContentType), 0));
        }
        Ok(Self { media: Media::Text(name.into()), parameters: Vec::new(), received: None })
    }

    /// `application/vnd.wap.connectivity-wbxml`: Client Provisioning.
    #[must_use]
    pub const fn connectivity_wbxml() -> Self {
        Self::new(MediaCode::CONNECTIVITY_WBXML)
    }

    /// Reads the text of HTTP and MIME; a registered name becomes its number, and so does the word
    /// of SEC.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) for anything else than a type and parameters.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let (name, parameters) = parts(text)?;
        let media =
            MediaCode::from_name(name).map_or_else(|| Media::Text(name.into()), Media::Code);
        let mut content_type = Self::from_parts(media, parameters);
        if let Some(code) = content_type.code_of_two() {
            content_type.media = Media::Code(code);
            content_type.parameters.remove(0);
        }
        Ok(content_type)
    }

    /// Reads one from the octets in front, and hands back what follows it.
    ///
    /// # Errors
    /// What is no content type, and where; it never reads past what the lengths say.
    pub fn decode(input: &Bytes) -> Result<(Self, Bytes), Error> {
        let (content_type, end) = Self::decode_in(input, 0, input.len())?;
        Ok((content_type, input.slice(end..)))
    }

    /// Reads one from the octets from `at` to `end`, and tells where it ends.
    pub(crate) fn decode_in(input: &Bytes, at: usize, end: usize) -> Result<(Self, usize), Error> {
        let octets = input.get(at..end).unwrap_or(&[]);
        let read = front(octets, content_type).or_else(|error| longer(octets, error));
        let (rest, mut content_type) = read.map_err(|error| error.rebased(at))?;
        let end = end.saturating_sub(rest.len());
        content_type.received = Some(input.slice(at..end));
        Ok((content_type, end))
    }

    /// Number or name.
    #[must_use]
    pub const fn media(&self) -> &Media {
        &self.media
    }

    /// The name without parameters; a number that has none is `0x` and hexadecimal digits.
    #[must_use]
    pub fn essence(&self) -> Cow<'_, str> {
        match &self.media {
            Media::Code(code) => match code.name() {
                // One registered type has a parameter in its name.
                Some(name) => Cow::Borrowed(name.split(';').next().unwrap_or(name)),
                None => Cow::Owned(alloc::format!("{code}")),
            },
            Media::Text(name) => Cow::Borrowed(name),
        }
    }

    /// The number, also where the name was sent.
    #[must_use]
    pub fn code(&self) -> Option<MediaCode> {
        match &self.media {
            Media::Code(code) => Some(*code),
            Media::Text(name) => MediaCode::from_name(name).or_else(|| self.code_of_two()),
        }
    }

    /// The number of a name and its first parameter: one registered type has a parameter in its
    /// name, `text/directory;profile=vCard`.
    fn code_of_two(&self) -> Option<MediaCode> {
        let (Media::Text(name), Some(first)) = (&self.media, self.parameters.first()) else {
            return None;
        };
        let (ParameterName::Text(profile), ParameterValue::Text(value)) =
            (first.name(), first.value())
        else {
            return None;
        };
        MediaCode::from_name(&alloc::format!("{name};{profile}={value}"))
    }

    /// Whether it is that type, by number or by name.
    #[must_use]
    pub fn is(&self, code: MediaCode) -> bool {
        self.code() == Some(code)
    }

    /// The parameters in their order.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The first parameter of that number, of an older number, or of that name.
    #[must_use]
    pub fn parameter(&self, code: ParameterCode) -> Option<&ParameterValue> {
        self.parameters.iter().find(|one| one.is(code)).map(Parameter::value)
    }

    /// With one more parameter.
    #[must_use]
    pub fn with_parameter(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self.received = None;
        self
    }

    /// The charset.
    #[must_use]
    pub fn charset(&self) -> Option<crate::Charset> {
        match self.parameter(ParameterCode::CHARSET)? {
            ParameterValue::Charset(charset) => Some(*charset),
            ParameterValue::Integer(number) => u32::try_from(*number).ok().map(crate::Charset),
            ParameterValue::Text(name) | ParameterValue::Quoted(name) => {
                crate::Charset::from_name(name)
            }
            _ => None,
        }
    }

    /// The security method of a provisioning document.
    #[must_use]
    pub fn sec(&self) -> Option<SecParam<'_>> {
        match self.parameter(ParameterCode::SEC)? {
            ParameterValue::Integer(code) => {
                Some(SecParam::Code(u32::try_from(*code).unwrap_or(u32::MAX)))
            }
            ParameterValue::Text(word) | ParameterValue::Quoted(word) => Some(sec_word(word)),
            _ => None,
        }
    }

    /// The message authentication code of a provisioning document, as it was sent.
    #[must_use]
    pub fn mac(&self) -> Option<&str> {
        match self.parameter(ParameterCode::MAC)? {
            ParameterValue::Text(mac) | ParameterValue::Quoted(mac) => Some(mac),
            _ => None,
        }
    }

    /// With SEC and MAC in the place of those it had.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) or [`Character`](ErrorKind::Character) where a
    /// text has no place on the wire.
    pub fn with_security(mut self, sec: SecParam<'_>, mac: Option<&str>) -> Result<Self, Error> {
        let sec = match sec {
            SecParam::Code(code) => ParameterValue::Integer(code.into()),
            SecParam::Word(word) => ParameterValue::Text(word.into()),
        };
        let sec = Parameter::new(ParameterCode::SEC, sec)?;
        let mac =
            mac.map(|mac| Parameter::new(ParameterCode::MAC, ParameterValue::Text(mac.into())));
        let mac = mac.transpose()?;
        self.parameters.retain(|one| !one.is(ParameterCode::SEC) && !one.is(ParameterCode::MAC));
        self.parameters.push(sec);
        self.parameters.extend(mac);
        self.received = None;
        Ok(self)
    }

    /// The same type in the form that a writer chooses.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.received = None;
        self
    }

    /// The same type for a peer that knows the numbers of `version` and not more: a newer number
    /// becomes its name (WAP-230, 8.4.2.70).
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) for a newer number without a name.
    pub fn for_version(&self, version: EncodingVersion) -> Result<Self, Error> {
        let mut older = match &self.media {
            Media::Code(code) if code.since().is_none_or(|since| since > version) => {
                let lost = Error::new(ErrorKind::NotExpressible(Expected::ContentType), 0);
                unfolded(code.name().ok_or(lost)?)
            }
            media => Self::from_parts(media.clone(), Vec::new()),
        };
        for parameter in &self.parameters {
            older.parameters.push(parameter.for_version(version)?);
        }
        Ok(older)
    }

    /// The text of HTTP and MIME.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) where a number has no name, or a value is no
    /// text.
    pub fn to_text(&self) -> Result<String, Error> {
        let lost = |what| Err(Error::new(ErrorKind::NotExpressible(what), 0));
        if matches!(&self.media, Media::Code(code) if code.name().is_none()) {
            return lost(Expected::ContentType);
        }
        if !self.parameters.iter().all(Parameter::has_text) {
            return lost(Expected::Parameter);
        }
        Ok(alloc::format!("{self}"))
    }

    /// The octets.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        if let Some(received) = &self.received {
            out.extend_from_slice(received);
            return;
        }
        // Every part was checked when it was made.
        let checked = self.put(out);
        debug_assert!(checked.is_ok(), "a content type that cannot be written: {checked:?}");
    }

    /// What is not as a writer has to send it.
    pub(crate) fn check(&self, base: usize, findings: &mut Vec<Finding>) {
        let mut written = Vec::new();
        let same = |received: &Bytes| self.put(&mut written).is_ok() && written == *received;
        if !self.received.as_ref().is_none_or(same) {
            let kind = FindingKind::NotCanonical(Expected::ContentType);
            findings.push(Finding::new(kind, base));
        }
        let Some(mac) = self.parameter(ParameterCode::MAC) else {
            return;
        };
        // USERPINMAC has none: WAP-184, 6.2.1.
        if matches!(self.sec(), None | Some(SecParam::Code(3))) {
            findings.push(Finding::new(FindingKind::MacWithoutSec, base));
        }
        let proper = |octet: u8| matches!(octet, b'0'..=b'9' | b'A'..=b'F');
        match mac {
            ParameterValue::Text(mac) if mac.len() % 2 == 0 && mac.bytes().all(proper) => {}
            _ => findings.push(Finding::new(FindingKind::MacForm, base)),
        }
    }

    pub(crate) fn put(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        match (&self.media, self.parameters.as_slice()) {
            (Media::Code(MediaCode(code @ 0..=0x7F)), []) => put_integer((*code).into(), out),
            (Media::Text(name), []) => put_media_name(name, out)?,
            (media, parameters) => put_within(out, |out| {
                match media {
                    Media::Code(code) => put_integer(code.0.into(), out),
                    Media::Text(name) => put_media_name(name, out)?,
                }
                parameters.iter().try_for_each(|parameter| parameter.put(out))
            })?,
        }
        Ok(())
    }

    pub(crate) fn from_parts(media: Media, parameters: Vec<Parameter>) -> Self {
        Self { media, parameters, received: None }
    }
}

/// Type and parameters; the octets it was read from do not matter.
impl PartialEq for ContentType {
    fn eq(&self, other: &Self) -> bool {
        self.media == other.media && self.parameters == other.parameters
    }
}

impl Eq for ContentType {}

impl From<MediaCode> for ContentType {
    fn from(code: MediaCode) -> Self {
        Self::new(code)
    }
}

/// The text of HTTP and MIME, with hexadecimal numbers where there is no name.
impl fmt::Display for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.media {
            Media::Code(code) => write!(f, "{code}")?,
            Media::Text(name) => f.write_str(name)?,
        }
        let connectivity =
            self.is(MediaCode::CONNECTIVITY_WBXML) || self.is(MediaCode::CONNECTIVITY_XML);
        for parameter in &self.parameters {
            if let (true, ParameterName::Code(ParameterCode::SEC), ParameterValue::Integer(code)) =
                (connectivity, parameter.name(), parameter.value())
            {
                let word = usize::try_from(*code).ok().and_then(|code| SEC_WORDS.get(code));
                if let Some(word) = word {
                    write!(f, "; SEC={word}")?;
                    continue;
                }
            }
            write!(f, "; {parameter}")?;
        }
        Ok(())
    }
}

/// WAP-183, 5.3.
const SEC_WORDS: [&str; 4] = ["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"];

fn sec_word(word: &str) -> SecParam<'_> {
    if let Some(code) = super::parameter::canonical_number(word) {
        return SecParam::Code(u32::try_from(code).unwrap_or(u32::MAX));
    }
    SecParam::Word(word)
}

pub(crate) fn content_type(input: &[u8]) -> IResult<&[u8], ContentType, Fault> {
    match input.first() {
        Some(1..=0x1F) => general(input),
        Some(0x80..) => map(media_number, bare).parse(input),
        _ => map(media_text, |media| with_parameters(media, Vec::new())).parse(input),
    }
}

/// Some senders do not count the terminator of the last parameter. A zero behind a content type
/// could be nothing else.
fn longer(input: &[u8], error: Error) -> Result<(&[u8], ContentType), Error> {
    if error.kind() != ErrorKind::UnexpectedEnd(Expected::Terminator) {
        return Err(error);
    }
    let (rest, octets) = front(input, value_length).map_err(|_| error)?;
    let Some((0, rest)) = rest.split_first() else {
        return Err(error);
    };
    let mut octets = octets.to_vec();
    octets.push(0);
    let content_type = all(&octets, inside).map_err(|_| error)?;
    Ok((rest, content_type))
}

/// A type with the parameters that may stand in its name, and those behind it.
fn with_parameters(media: Media, mut parameters: Vec<Parameter>) -> ContentType {
    match media {
        Media::Text(name) if name.contains(';') => {
            let mut content_type = unfolded(&name);
            content_type.parameters.append(&mut parameters);
            content_type
        }
        media => ContentType::from_parts(media, parameters),
    }
}

fn bare(media: Media) -> ContentType {
    ContentType::from_parts(media, Vec::new())
}

/// A name as it is sent: some senders have parameters in it, as has a row of the registry.
fn unfolded(name: &str) -> ContentType {
    match parts(name) {
        Ok((essence, parameters)) if !parameters.is_empty() => {
            ContentType::from_parts(Media::Text(essence.into()), parameters)
        }
        _ => bare(Media::Text(name.into())),
    }
}

/// The name and the parameters of a text.
fn parts(text: &str) -> Result<(&str, Vec<Parameter>), Error> {
    let mut elements = split(text, ';');
    let name = elements.next().unwrap_or("");
    if !is_media_name(name) {
        return Err(Error::new(ErrorKind::Form(Expected::ContentType), 0));
    }
    let mut parameters = Vec::new();
    for element in elements.filter(|element| !element.is_empty()) {
        let (name, value) = pair(element);
        let fault = || Error::new(ErrorKind::Form(Expected::Parameter), place(text, element));
        let mut parameter = Parameter::from_text(name, value).ok_or_else(fault)?;
        if let (true, ParameterValue::Text(word)) =
            (parameter.is(ParameterCode::SEC), parameter.value())
        {
            if let Some(code) = SEC_WORDS.iter().position(|known| *known == word) {
                let code = u64::try_from(code).unwrap_or(0);
                let value = ParameterValue::Integer(code);
                parameter = Parameter::new(ParameterCode::SEC, value)?;
            }
        }
        parameters.push(parameter);
    }
    Ok((name, parameters))
}

fn general(input: &[u8]) -> IResult<&[u8], ContentType, Fault> {
    within(inside).parse(input)
}

fn inside(input: &[u8]) -> IResult<&[u8], ContentType, Fault> {
    let (rest, media) = match input.first() {
        Some(0x80..) => media_number(input)?,
        _ => alt((media_number, media_text)).parse(input)?,
    };
    let (rest, parameters) = repeated(parameter).parse(rest)?;
    Ok((rest, with_parameters(media, parameters)))
}

fn media_number(input: &[u8]) -> IResult<&[u8], Media, Fault> {
    map(number, |code| Media::Code(MediaCode(code))).parse(input)
}

fn media_text(input: &[u8]) -> IResult<&[u8], Media, Fault> {
    match input.first() {
        // An empty name, or nothing: neither is a content type.
        Some(0) => {
            let expected = Expected::ContentType;
            fault(input, ErrorKind::Unexpected { octet: 0, expected })
        }
        None => fault(input, ErrorKind::UnexpectedEnd(Expected::ContentType)),
        Some(_) => {
            let (rest, name) = text_string(input)?;
            // Behind a quote octet anything may stand, but not everything is a name.
            if !matches!(name.as_bytes().first(), Some(0x20..=0x7E | 0x80..)) {
                return fault(input, ErrorKind::Form(Expected::ContentType));
            }
            Ok((rest, Media::Text(name.into())))
        }
    }
}

fn put_media_name(name: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Error::new(ErrorKind::Missing(Expected::ContentType), out.len()));
    }
    put_text(name, out)
}

fn is_media_name(name: &str) -> bool {
    name.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

/// Where a part of a text begins in it.
fn place(whole: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

#[cfg(test)]
mod tests;
