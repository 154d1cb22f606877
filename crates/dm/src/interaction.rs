//! What an alert asks of the user: its options, its text and its choices.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::alert_code::AlertCode;
use crate::message::Alert;

/// The options of an alert that the user is asked by: the data of its first item (DM Protocol
/// 1.2.1, 10.3).
///
/// Options that are not known are kept and skipped; numbers that are too large are as large as can
/// be.
///
/// ```
/// use provost_dm::{AlertCode, InputType, InteractionOptions};
///
/// let options = InteractionOptions::parse("MINDT=10&MAXDT=60&DR=Jane+Doe&IT=A");
/// assert_eq!(options.max_display, Some(60));
/// assert_eq!(options.default_response.as_deref(), Some("Jane Doe"));
/// assert_eq!(options.input, Some(InputType::Alphanumeric));
/// assert!(options.faults(AlertCode::TEXT_INPUT).is_empty());
/// assert_eq!(options.to_string(), "MINDT=10&MAXDT=60&DR=Jane+Doe&IT=A");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct InteractionOptions {
    /// `MINDT`: seconds for which the text is shown at least.
    pub min_display: Option<u32>,
    /// `MAXDT`: seconds after which the default response is taken, or 408.
    pub max_display: Option<u32>,
    /// `DR`: the default response.
    pub default_response: Option<String>,
    /// `MAXLEN`: characters that the user may enter.
    pub max_length: Option<u32>,
    /// `IT`: what the user may enter.
    pub input: Option<InputType>,
    /// `ET`: whether it is shown.
    pub echo: Option<EchoType>,
    /// Options that are not known, or whose value is none.
    pub other: Vec<(String, String)>,
}

/// What the user may enter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum InputType {
    /// `A`: any text.
    #[default]
    Alphanumeric,
    /// `N`: a number, `-1.23`.
    Numeric,
    /// `D`: a date, `DDMMYYYY`.
    Date,
    /// `T`: a time, `hhmmss`.
    Time,
    /// `P`: a phone number.
    Phone,
    /// `I`: an address of IPv4.
    Ip,
}

/// Whether what the user enters is shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum EchoType {
    /// `T`: it is.
    #[default]
    Text,
    /// `P`: it is a password.
    Password,
}

/// The default response, as the alert is answered by it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum DefaultResponse {
    /// Yes or no.
    Confirm(bool),
    /// A text.
    Text(String),
    /// Numbers of choices, from 1.
    Choices(Vec<u32>),
}

/// What is wrong with options.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum OptionFault {
    /// A display time of 0, or one that is no number.
    DisplayTime,
    /// The shortest display time is longer than the longest.
    DisplayTimes,
    /// A default response that is none for the alert.
    DefaultResponse,
    /// A length that is no number.
    MaxLength,
    /// An unknown input type.
    InputType,
    /// An unknown echo type.
    EchoType,
    /// An option of text input in another alert.
    NotTextInput,
}

impl OptionFault {
    /// In words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::DisplayTime => "display time is no positive number",
            Self::DisplayTimes => "shortest display time is longer than the longest",
            Self::DefaultResponse => "default response is none for the alert",
            Self::MaxLength => "length is no number",
            Self::InputType => "unknown input type",
            Self::EchoType => "unknown echo type",
            Self::NotTextInput => "option of text input in another alert",
        }
    }
}

/// Options that are kept though they are not known: more are dropped.
const MAX_OTHER: usize = 64;

impl InteractionOptions {
    /// Reads options. There is nothing to fail: what is not understood is kept in `other`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut options = Self::default();
        for pair in text.trim_ascii().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name.trim_ascii()), decoded(value));
            if !options.set(&name, &value) && options.other.len() < MAX_OTHER {
                options.other.push((name.into_owned(), value.into_owned()));
            }
        }
        options
    }

    /// Takes an option, if it is known, has a value and is the first of its name.
    fn set(&mut self, name: &str, value: &str) -> bool {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let number = || number(value);
        if is("MINDT") {
            fill(&mut self.min_display, number())
        } else if is("MAXDT") {
            fill(&mut self.max_display, number())
        } else if is("MAXLEN") {
            fill(&mut self.max_length, number())
        } else if is("DR") {
            fill(&mut self.default_response, Some(String::from(value)))
        } else if is("IT") {
            fill(&mut self.input, InputType::from_code(value))
        } else if is("ET") {
            fill(&mut self.echo, EchoType::from_code(value))
        } else {
            false
        }
    }

    /// The default response as an alert of that code is answered; none, where there is none or it
    /// does not fit. A comma between choices is read as well as a hyphen: servers write both.
    #[must_use]
    pub fn default_for(&self, code: AlertCode) -> Option<DefaultResponse> {
        let text = self.default_response.as_deref()?;
        match code {
            AlertCode::CONFIRM_OR_REJECT => match text.trim_ascii() {
                "0" => Some(DefaultResponse::Confirm(false)),
                "1" => Some(DefaultResponse::Confirm(true)),
                _ => None,
            },
            AlertCode::TEXT_INPUT => Some(DefaultResponse::Text(String::from(text))),
            AlertCode::SINGLE_CHOICE | AlertCode::MULTIPLE_CHOICE => {
                let choices = text.split(['-', ',']).map(|part| number(part).filter(|it| *it > 0));
                let choices = choices.collect::<Option<Vec<u32>>>()?;
                let single = code == AlertCode::SINGLE_CHOICE && choices.len() != 1;
                (!single).then_some(DefaultResponse::Choices(choices))
            }
            _ => None,
        }
    }

    /// What is wrong with these options in an alert of that code.
    #[must_use]
    pub fn faults(&self, code: AlertCode) -> Vec<OptionFault> {
        let mut faults = Vec::new();
        if self.min_display == Some(0) || self.max_display == Some(0) {
            faults.push(OptionFault::DisplayTime);
        }
        if let (Some(min), Some(max)) = (self.min_display, self.max_display) {
            if min > max {
                faults.push(OptionFault::DisplayTimes);
            }
        }
        // In an alert that only shows a text, a response is ignored.
        let asks = code != AlertCode::DISPLAY && self.default_response.is_some();
        if asks && self.default_for(code).is_none() {
            faults.push(OptionFault::DefaultResponse);
        }
        let is_input = code == AlertCode::TEXT_INPUT;
        if !is_input && (self.max_length.is_some() || self.input.is_some() || self.echo.is_some()) {
            faults.push(OptionFault::NotTextInput);
        }
        for (name, _) in &self.other {
            let upper = name.to_ascii_uppercase();
            faults.extend(match upper.as_str() {
                "MINDT" | "MAXDT" => Some(OptionFault::DisplayTime),
                "MAXLEN" => Some(OptionFault::MaxLength),
                "IT" => Some(OptionFault::InputType),
                "ET" => Some(OptionFault::EchoType),
                _ => None,
            });
        }
        faults
    }
}

impl fmt::Display for InteractionOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut pair = |f: &mut fmt::Formatter<'_>, name: &str, value: &dyn fmt::Display| {
            let join = if first { "" } else { "&" };
            first = false;
            write!(f, "{join}{}={value}", Encoded(name))
        };
        if let Some(seconds) = self.min_display {
            pair(f, "MINDT", &seconds)?;
        }
        if let Some(seconds) = self.max_display {
            pair(f, "MAXDT", &seconds)?;
        }
        if let Some(text) = &self.default_response {
            pair(f, "DR", &Encoded(text))?;
        }
        if let Some(length) = self.max_length {
            pair(f, "MAXLEN", &length)?;
        }
        if let Some(input) = self.input {
            pair(f, "IT", &input.code())?;
        }
        if let Some(echo) = self.echo {
            pair(f, "ET", &echo.code())?;
        }
        for (name, value) in &self.other {
            pair(f, name, &Encoded(value))?;
        }
        Ok(())
    }
}

impl InputType {
    /// The type of a letter.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code.trim_ascii() {
            "A" | "a" => Self::Alphanumeric,
            "N" | "n" => Self::Numeric,
            "D" | "d" => Self::Date,
            "T" | "t" => Self::Time,
            "P" | "p" => Self::Phone,
            "I" | "i" => Self::Ip,
            _ => return None,
        })
    }

    /// Its letter.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alphanumeric => "A",
            Self::Numeric => "N",
            Self::Date => "D",
            Self::Time => "T",
            Self::Phone => "P",
            Self::Ip => "I",
        }
    }

    /// Whether a text is of the type.
    ///
    /// ```
    /// use provost_dm::InputType;
    ///
    /// assert!(InputType::Numeric.accepts("-1.23"));
    /// assert!(InputType::Date.accepts("29022004"));
    /// assert!(!InputType::Date.accepts("30022004"));
    /// assert!(!InputType::Ip.accepts("10.0.0.256"));
    /// ```
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        let part = |range: core::ops::Range<usize>| text.get(range).and_then(number);
        match self {
            Self::Alphanumeric => true,
            Self::Numeric => {
                let text = text.strip_prefix('-').unwrap_or(text);
                let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
                digits(whole) && digits(fraction)
            }
            Self::Date => {
                let (day, month, year) = (part(0..2), part(2..4), part(4..8));
                let fits = |day, month, year| (1..=days(month, year)).contains(&day);
                let (Some(day), Some(month), Some(year)) = (day, month, year) else { return false };
                text.len() == 8 && digits(text) && fits(day, month, year)
            }
            Self::Time => {
                let below = |range, bound| part(range).is_some_and(|it| it < bound);
                text.len() == 6
                    && digits(text)
                    && below(0..2, 24)
                    && below(2..4, 60)
                    && below(4..6, 60)
            }
            Self::Phone => {
                let rest = text.strip_prefix('+').unwrap_or(text);
                let allowed = |it: u8| it.is_ascii_digit() || matches!(it, b'p' | b'w' | b's');
                !rest.is_empty() && rest.bytes().all(allowed)
            }
            Self::Ip => {
                let octet =
                    |it: &str| it.len() <= 3 && number(it).is_some_and(|value| value <= 255);
                text.split('.').count() == 4 && text.split('.').all(octet)
            }
        }
    }
}

/// Days of a month; none of what is no month.
pub(crate) const fn days(month: u32, year: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

impl EchoType {
    /// The type of a letter.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code.trim_ascii() {
            "T" | "t" => Self::Text,
            "P" | "p" => Self::Password,
            _ => return None,
        })
    }

    /// Its letter.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "T",
            Self::Password => "P",
        }
    }
}

impl Alert {
    /// The options of an alert that the user is asked by; none of other alerts.
    #[must_use]
    pub fn options(&self) -> Option<InteractionOptions> {
        self.code().filter(|code| code.is_user_interaction())?;
        let data = self.items.first()?.data.as_ref();
        Some(InteractionOptions::parse(data.and_then(|data| data.trimmed()).unwrap_or("")))
    }

    /// The text that the user is shown: the second item.
    #[must_use]
    pub fn prompt(&self) -> Option<Cow<'_, str>> {
        self.code().filter(|code| code.is_user_interaction())?;
        self.items.get(1)?.data.as_ref()?.to_text().ok()
    }

    /// The choices, numbered from 1: the items behind the text.
    pub fn choices(&self) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
        let code = self.code();
        let has = matches!(code, Some(AlertCode::SINGLE_CHOICE | AlertCode::MULTIPLE_CHOICE));
        let items = self.items.get(2..).filter(|_| has).unwrap_or_default();
        items.iter().enumerate().map(|(at, item)| {
            let text = item.data.as_ref().and_then(|data| data.to_text().ok());
            (at.saturating_add(1), text.unwrap_or_default())
        })
    }
}

fn fill<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    if field.is_some() || value.is_none() {
        return false;
    }
    *field = value;
    true
}

/// A number; one that is too large is as large as can be.
fn number(text: &str) -> Option<u32> {
    let digits = text.trim_ascii();
    if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u32::MAX))
}

/// A name or value without its URL encoding; an escape that is none stays as it is.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => octets.push(b' '),
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    octets.push(high << 4 | low);
                    rest = after;
                }
                _ => octets.push(b'%'),
            },
            (octet, _) => octets.push(*octet),
        }
    }
    match String::from_utf8(octets) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(text),
    }
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

/// A text in URL encoding (RFC 2396), with `+` for a blank.
struct Encoded<'t>(&'t str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for octet in self.0.bytes() {
            match octet {
                b' ' => f.write_str("+")?,
                b'0'..=b'9'
                | b'A'..=b'Z'
                | b'a'..=b'z'
                | b'-'
                | b'_'
                | b'.'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
                | b',' => write!(f, "{}", char::from(octet))?,
                octet => write!(f, "%{octet:02X}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn what_is_not_known_is_kept() {
        let options = InteractionOptions::parse("X=1&&MINDT=abc&IT=Z&MAXDT=9&MAXDT=8&=&%=%");
        assert_eq!(options.max_display, Some(9));
        assert_eq!(options.other.len(), 6);
        assert_eq!(
            options.faults(AlertCode::TEXT_INPUT),
            [OptionFault::DisplayTime, OptionFault::InputType, OptionFault::DisplayTime]
        );
        assert_eq!(InteractionOptions::parse(&options.to_string()), options);
    }

    #[test]
    fn numbers_saturate() {
        let options = InteractionOptions::parse("MINDT=99999999999&MAXLEN=4294967296&MAXDT=-1");
        assert_eq!((options.min_display, options.max_length), (Some(u32::MAX), Some(u32::MAX)));
        assert_eq!(options.max_display, None);
    }

    #[test]
    fn default_responses() {
        let default = |text: &str, code| {
            let options = InteractionOptions::parse(&alloc::format!("DR={text}"));
            options.default_for(code)
        };
        use AlertCode as Code;
        use DefaultResponse::{Choices, Confirm, Text};
        assert_eq!(default("1", Code::CONFIRM_OR_REJECT), Some(Confirm(true)));
        assert_eq!(default("2", Code::CONFIRM_OR_REJECT), None);
        assert_eq!(default("a%26b", Code::TEXT_INPUT), Some(Text("a&b".into())));
        assert_eq!(default("2-3", Code::MULTIPLE_CHOICE), Some(Choices([2, 3].into())));
        assert_eq!(default("1-3,6", Code::MULTIPLE_CHOICE), Some(Choices([1, 3, 6].into())));
        assert_eq!(default("2-3", Code::SINGLE_CHOICE), None);
        assert_eq!(default("0", Code::SINGLE_CHOICE), None);
        assert_eq!(default("1", Code::DISPLAY), None);
        let display = InteractionOptions::parse("DR=9");
        assert!(display.faults(Code::DISPLAY).is_empty());
    }

    #[test]
    fn inputs() {
        for (input, good, bad) in [
            (InputType::Numeric, &["0", "-1.23", "007"][..], &["", "-", "1.", ".5", "1e3"][..]),
            (
                InputType::Date,
                &["31121999", "29022000"],
                &["29021900", "00012000", "3112999", "é112199"],
            ),
            (InputType::Time, &["000000", "235959"], &["240000", "006000", "1"]),
            (InputType::Phone, &["+491234", "12p3w4s"], &["", "+", "1+2", "12 34"]),
            (
                InputType::Ip,
                &["10.0.0.1", "255.255.255.255"],
                &["1.2.3", "1.2.3.4.5", "1..2.3", "1.2.3.0001"],
            ),
        ] {
            assert!(good.iter().all(|text| input.accepts(text)), "{input:?}");
            for text in bad {
                assert!(!input.accepts(text), "{input:?} {text:?}");
            }
            assert_eq!(InputType::from_code(input.code()), Some(input));
        }
    }

    #[test]
    fn display_times() {
        let options = InteractionOptions::parse("MINDT=20&MAXDT=10");
        assert_eq!(options.faults(AlertCode::DISPLAY), [OptionFault::DisplayTimes]);
        let options = InteractionOptions::parse("MINDT=0&ET=P");
        let faults = options.faults(AlertCode::DISPLAY);
        assert_eq!(faults, [OptionFault::DisplayTime, OptionFault::NotTextInput]);
    }
}
