//! Octets to values: the grammar of WAP-230, 8.4.2, rule by rule.

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;
use nom::branch::alt;
use nom::combinator::map;
use nom::{IResult, Parser};

use super::{
    Argument, Challenge, Cookie, Cookies, Credentials, LanguageTag, PushFlag, SetCookie, Value,
};
use crate::application_id::{Application, ApplicationId};
use crate::date::Date;
use crate::error::{Error, ErrorKind, Expected};
use crate::wsp::content_type::{ContentType, content_type};
use crate::wsp::grammar::{
    Fault, all, exactly, fault, integer, item, long_integer, no_value, number, optional, quality,
    quoted_string, repeated, short_integer, text_string, token_text, uintvar, value_length,
    version, within,
};
use crate::wsp::header_name::Grammar;
use crate::wsp::item::Item;
use crate::wsp::parameter::{Parameter, ParameterCode, ParameterName, ParameterValue, parameter};
use crate::{Bearer, Language};

pub(super) fn value(grammar: Grammar, octets: &[u8]) -> Result<Value, Error> {
    match grammar {
        Grammar::Accept => all(octets, accept),
        Grammar::Charset | Grammar::Encoding => all(octets, weighted),
        Grammar::Language => all(octets, language),
        Grammar::TransferExtension => all(octets, transfer_extension),
        Grammar::Word(_) | Grammar::Method | Grammar::FieldName => {
            all(octets, map(item, Value::Item))
        }
        Grammar::ContentLanguage => all(octets, map(language_tag, Value::ContentLanguage)),
        Grammar::Integer => all(octets, map(integer, Value::Integer)),
        Grammar::Credentials => all(octets, within(credentials)),
        Grammar::Challenge => all(octets, within(challenge)),
        Grammar::CacheControl => all(octets, cache_control),
        Grammar::Text | Grammar::Texts => all(octets, alt((text, unquoted))),
        Grammar::Quoted => all(octets, alt((quoted, text))),
        Grammar::Opaque | Grammar::Digest => {
            all(octets, map(value_length, |octets| Value::Octets(Bytes::copy_from_slice(octets))))
        }
        Grammar::ContentType => all(octets, map(content_type, Value::ContentType)),
        // A short integer stands for a request of the time of day in the field.
        Grammar::Date => all(octets, alt((date, map(integer, Value::Integer)))),
        Grammar::TextOrDate => all(octets, alt((date, text))),
        Grammar::Pragma => all(octets, pragma),
        Grammar::ContentRange => all(octets, within(content_range)),
        Grammar::Range => all(octets, within(range)),
        Grammar::RetryAfter => all(octets, within(retry_after)),
        Grammar::Warning => all(octets, warning),
        Grammar::ProfileWarning => all(octets, profile_warning),
        Grammar::Disposition => all(octets, disposition),
        Grammar::Application | Grammar::Applications => {
            all(octets, map(application, Value::Application))
        }
        Grammar::Bearer => all(octets, bearer),
        Grammar::PushFlag => {
            all(octets, map(short_integer, |bits| Value::PushFlag(PushFlag(bits))))
        }
        Grammar::EncodingVersion => all(octets, encoding_version),
        Grammar::Cookie => all(octets, within(cookies)),
        Grammar::SetCookie => all(octets, within(set_cookie)),
        Grammar::Expect => all(octets, expect),
        Grammar::Unknown => Err(Error::new(ErrorKind::Unsupported(Expected::HeaderName), 0)),
    }
}

fn text(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    map(string, Value::Text).parse(input)
}

/// Text whose first octet should stand behind a quote octet, but does not.
fn unquoted(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    match input.split_last() {
        Some((0, octets)) if !octets.contains(&0) => match core::str::from_utf8(octets) {
            Ok(text) if octets.first() >= Some(&0x80) => Ok((&[], Value::Text(text.into()))),
            _ => fault(input, ErrorKind::Form(Expected::Text)),
        },
        _ => fault(input, ErrorKind::Form(Expected::Text)),
    }
}

fn string(input: &[u8]) -> IResult<&[u8], String, Fault> {
    map(text_string, String::from).parse(input)
}

fn quoted(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    map(quoted_string, |text| Value::Text(text.into())).parse(input)
}

fn date(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    map(long_integer, |seconds| Value::Date(Date(seconds))).parse(input)
}

fn short_or_text(input: &[u8]) -> IResult<&[u8], Item, Fault> {
    alt((map(short_integer, |code| Item::Number(code.into())), map(string, Item::Text)))
        .parse(input)
}

/// The word alone, or behind a length and with a quality.
fn weighted(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone = map(short_or_text, |item| Value::Weighted { item, quality: None });
    let full = map((item, optional(quality)), |(item, quality)| Value::Weighted { item, quality });
    alt((alone, within(full))).parse(input)
}

/// The quality of TE stands behind its parameter number.
fn transfer_extension(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone = map(short_or_text, |item| Value::Weighted { item, quality: None });
    let q = map((exactly(0x80), quality), |((), quality)| quality);
    let full = map((item, optional(q)), |(item, quality)| Value::Weighted { item, quality });
    alt((alone, within(full))).parse(input)
}

fn language_tag(input: &[u8]) -> IResult<&[u8], LanguageTag, Fault> {
    alt((map(number, |code| LanguageTag::Code(Language(code))), map(string, LanguageTag::Text)))
        .parse(input)
}

fn language(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone = map(short_or_text, |item| {
        let language = match item {
            Item::Number(code) => LanguageTag::Code(Language(code)),
            Item::Text(tag) => LanguageTag::Text(tag),
        };
        Value::Language { language, quality: None }
    });
    let full = map((language_tag, optional(quality)), |(language, quality)| Value::Language {
        language,
        quality,
    });
    alt((alone, within(full))).parse(input)
}

fn accept(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let (rest, media) = content_type(input)?;
    // What stands behind the quality belongs to the header, not to the media type.
    let is_quality = |one: &Parameter| {
        matches!(one.name(), ParameterName::Code(ParameterCode::Q))
            && matches!(one.value(), ParameterValue::Quality(_))
    };
    let mut own = media.parameters().to_vec();
    let Some(at) = own.iter().position(is_quality) else {
        return Ok((rest, Value::Media { media, quality: None, extensions: Vec::new() }));
    };
    let mut extensions = own.split_off(at);
    let quality = match extensions.remove(0).value() {
        ParameterValue::Quality(quality) => Some(*quality),
        _ => None,
    };
    let media = ContentType::from_parts(media.media().clone(), own);
    Ok((rest, Value::Media { media, quality, extensions }))
}

fn credentials(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let basic = map((exactly(0x80), string, string), |((), user, password)| Credentials::Basic {
        user,
        password,
    });
    let other = map((token_text, repeated(parameter)), |(scheme, parameters)| Credentials::Other {
        scheme: scheme.into(),
        parameters,
    });
    map(alt((basic, other)), Value::Credentials).parse(input)
}

fn challenge(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let basic = map((exactly(0x80), string), |((), realm)| Challenge {
        scheme: None,
        realm,
        parameters: Vec::new(),
    });
    let other = map((token_text, string, repeated(parameter)), |(scheme, realm, parameters)| {
        Challenge { scheme: Some(scheme.into()), realm, parameters }
    });
    map(alt((basic, other)), Value::Challenge).parse(input)
}

fn cache_control(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone = map(short_or_text, |item| Value::Directive { item, argument: Argument::None });
    alt((alone, within(directive))).parse(input)
}

fn directive(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let (rest, item) = item(input)?;
    if rest.is_empty() {
        return Ok((rest, Value::Directive { item, argument: Argument::None }));
    }
    let (rest, argument) = match item {
        Item::Number(0x00 | 0x07) => {
            let field = crate::wsp::grammar::item;
            map(repeated(field), Argument::Fields).parse(rest)?
        }
        Item::Number(0x02..=0x04 | 0x0b) => map(integer, Argument::Seconds).parse(rest)?,
        _ => alt((
            map(integer, Argument::Seconds),
            map(no_value, |()| Argument::None),
            map(quoted_string, |text| Argument::Text(text.into())),
            map(string, Argument::Text),
        ))
        .parse(rest)?,
    };
    Ok((rest, Value::Directive { item, argument }))
}

fn pragma(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    alt((map(short_or_text, Value::Item), within(map(parameter, Value::Parameter)))).parse(input)
}

fn content_range(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let (rest, first) = uintvar(input)?;
    // The octet 0x80 says that the length is unknown; a uintvar would go on behind it.
    if rest == [0x80] {
        return Ok((&[], Value::ContentRange { first, whole: None }));
    }
    map(uintvar, |whole| Value::ContentRange { first, whole: Some(whole) }).parse(rest)
}

fn range(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let from = map((exactly(0x80), uintvar, optional(uintvar)), |((), first, last)| Value::Range {
        first,
        last,
    });
    let suffix = map((exactly(0x81), uintvar), |((), length)| Value::Suffix(length));
    alt((from, suffix)).parse(input)
}

fn retry_after(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let at = map((exactly(0x80), date), |((), date)| date);
    let delay = map((exactly(0x81), integer), |((), seconds)| Value::Delay(seconds));
    alt((at, delay)).parse(input)
}

fn warning(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone = map(short_integer, |code| Value::Warning { code, note: None });
    let full = map((short_integer, string, string), |(code, agent, text)| Value::Warning {
        code,
        note: Some((agent, text)),
    });
    alt((alone, within(full))).parse(input)
}

fn profile_warning(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone = map(short_integer, |code| Value::ProfileWarning { code, target: None });
    let dates = repeated(map(long_integer, Date));
    let full = map((short_integer, string, dates), |(code, target, dates)| Value::ProfileWarning {
        code,
        target: Some((target, dates)),
    });
    alt((alone, within(full))).parse(input)
}

fn disposition(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let full = map((item, repeated(parameter)), |(item, parameters)| Value::Parametrized {
        item,
        parameters,
    });
    // Without its length it is not what the grammar has, but it is sent.
    let alone = map(short_or_text, |item| Value::Parametrized { item, parameters: Vec::new() });
    alt((within(full), alone)).parse(input)
}

pub(crate) fn application(input: &[u8]) -> IResult<&[u8], Application, Fault> {
    alt((map(number, |code| Application::Id(ApplicationId(code))), map(string, Application::Uri)))
        .parse(input)
}

fn bearer(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let (rest, code) = number(input)?;
    match u8::try_from(code) {
        Ok(code) => Ok((rest, Value::Bearer(Bearer(code)))),
        Err(_) => fault(input, ErrorKind::IntegerOverflow),
    }
}

fn encoding_version(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let alone =
        map(version, |version| Value::EncodingVersion { page: None, version: Some(version) });
    let paged = map((short_integer, optional(version)), |(page, version)| Value::EncodingVersion {
        page: Some(page),
        version,
    });
    alt((alone, within(paged))).parse(input)
}

fn set_cookie(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    map((version, string, string, repeated(parameter)), |(version, name, value, parameters)| {
        Value::SetCookie(SetCookie { version, name, value, parameters })
    })
    .parse(input)
}

fn cookies(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    map((version, repeated(cookie)), |(version, cookies)| {
        Value::Cookies(Cookies { version, cookies })
    })
    .parse(input)
}

fn cookie(input: &[u8]) -> IResult<&[u8], Cookie, Fault> {
    let (rest, length) = uintvar(input)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let Some((octets, rest)) = rest.split_at_checked(length) else {
        return fault(rest, ErrorKind::Length { length, left: rest.len() });
    };
    let fields = (string, string, optional(string), optional(string));
    let whole = map(fields, |(name, value, path, domain)| Cookie { name, value, path, domain });
    match all(octets, whole) {
        Ok(cookie) => Ok((rest, cookie)),
        Err(error) => fault(input, error.kind()),
    }
}

fn expect(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    alt((map(short_or_text, Value::Item), within(expectation))).parse(input)
}

fn expectation(input: &[u8]) -> IResult<&[u8], Value, Fault> {
    let one = (map(token_text, String::from), plain_or_quoted);
    map((token_text, plain_or_quoted, repeated(one)), |(name, value, parameters)| {
        Value::Expectation { name: name.into(), value, parameters }
    })
    .parse(input)
}

fn plain_or_quoted(input: &[u8]) -> IResult<&[u8], String, Fault> {
    alt((map(quoted_string, String::from), string)).parse(input)
}
