//! Values to the text of HTTP.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use provost_wbxml::typed::base64;

use super::{Argument, Cookies, Credentials, LanguageTag, Value};
use crate::Charset;
use crate::application_id::Application;
use crate::wsp::header_name::{
    ACCEPT_CODINGS, DIRECTIVES, DISPOSITIONS, Grammar, HeaderName, METHODS, TRANSFER_EXTENSIONS,
};
use crate::wsp::item::Item;
use crate::wsp::parameter::Parameter;
use crate::wsp::quality::Quality;
use crate::wsp::text::{quoted, quoted_if_needed};

/// `None` where a number has no name.
pub(super) fn text(grammar: Grammar, value: &Value) -> Option<String> {
    Some(match value {
        Value::None => String::new(),
        Value::Integer(number) | Value::Delay(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) if grammar == Grammar::Quoted => quoted(text),
        Value::Text(text) => text.clone(),
        Value::Item(item) => word(grammar, item)?.into_owned(),
        Value::Weighted { item, quality } => weighted(&word(grammar, item)?, *quality),
        Value::Language { language, quality } => weighted(&language_name(language)?, *quality),
        Value::ContentLanguage(language) => language_name(language)?,
        Value::Media { media, quality, extensions } => {
            let mut text = media.to_text().ok()?;
            if let Some(quality) = quality {
                text.push_str(&format!("; q={quality}"));
            }
            push_parameters(extensions, &mut text)?;
            text
        }
        Value::Parametrized { item, parameters } => {
            let mut text = word(grammar, item)?.into_owned();
            push_parameters(parameters, &mut text)?;
            text
        }
        Value::Parameter(parameter) => parameter.has_text().then(|| parameter.to_string())?,
        Value::Directive { item, argument } => directive(&word(grammar, item)?, argument)?,
        Value::Credentials(Credentials::Basic { user, password }) => {
            format!("Basic {}", base64::encode(format!("{user}:{password}").as_bytes()))
        }
        Value::Credentials(Credentials::Other { scheme, parameters }) => {
            let parameters = comma_parameters(parameters)?;
            format!("{scheme} {parameters}").trim_end().into()
        }
        Value::Challenge(challenge) => {
            let scheme = challenge.scheme.as_deref().unwrap_or("Basic");
            let mut text = format!("{scheme} realm={}", quoted(&challenge.realm));
            if !challenge.parameters.is_empty() {
                text.push_str(", ");
                text.push_str(&comma_parameters(&challenge.parameters)?);
            }
            text
        }
        // The last position is not on the wire: the length of the content gives it.
        Value::ContentRange { first, whole: Some(whole) } => format!("bytes {first}-*/{whole}"),
        Value::ContentRange { first, whole: None } => format!("bytes {first}-*/*"),
        Value::Range { first, last: Some(last) } => format!("bytes={first}-{last}"),
        Value::Range { first, last: None } => format!("bytes={first}-"),
        Value::Suffix(length) => format!("bytes=-{length}"),
        Value::Warning { code, note: None } => named(WARNINGS, *code)?.to_string(),
        Value::Warning { code, note: Some((agent, text)) } => {
            format!("{} {agent} {}", named(WARNINGS, *code)?, quoted(text))
        }
        Value::ProfileWarning { code, target: None } => named(PROFILE_WARNINGS, *code)?.to_string(),
        Value::ProfileWarning { code, target: Some((target, dates)) } => {
            let mut text = format!("{} {target}", named(PROFILE_WARNINGS, *code)?);
            for date in dates {
                text.push_str(&format!(" \"{date}\""));
            }
            text
        }
        Value::Application(Application::Id(id)) => match id.name() {
            Some(name) if name.ends_with(":*") => "*".into(),
            Some(name) => name.into(),
            None => format!("{:x}", id.0),
        },
        Value::Application(Application::Uri(uri)) => uri.clone(),
        Value::Bearer(bearer) => format!("{:02X}", bearer.0),
        Value::PushFlag(flag) => format!("{:b}", flag.0),
        Value::EncodingVersion { page: Some(page), version: Some(version) } => {
            format!("{page:02x} {version}")
        }
        Value::EncodingVersion { page: None, version: Some(version) } => version.to_string(),
        // A page alone would be read as a version.
        Value::EncodingVersion { version: None, .. } => return None,
        Value::SetCookie(cookie) => {
            let mut text = format!("{}={}", cookie.name, quoted_if_needed(&cookie.value));
            text.push_str(&format!("; Version={}", cookie.version));
            push_parameters(&cookie.parameters, &mut text)?;
            text
        }
        Value::Cookies(all) => cookies(all),
        Value::Expectation { name, value, parameters } => {
            let mut text = format!("{name}={}", quoted_if_needed(value));
            for (name, value) in parameters {
                text.push_str(&format!("; {name}={}", quoted_if_needed(value)));
            }
            text
        }
        Value::Octets(octets) => base64::encode(octets),
        Value::ContentType(content_type) => content_type.to_text().ok()?,
    })
}

/// WAP-230, table 43. 99 stands for 199 and 299.
pub(super) static WARNINGS: &[(u8, u32)] =
    &[(10, 110), (11, 111), (12, 112), (13, 113), (14, 214), (99, 199)];

pub(super) static PROFILE_WARNINGS: &[(u8, u32)] =
    &[(0x10, 100), (0x11, 101), (0x12, 102), (0x20, 200), (0x21, 201), (0x22, 202), (0x23, 203)];

fn named(rows: &[(u8, u32)], code: u8) -> Option<u32> {
    rows.iter().find(|row| row.0 == code).map(|row| row.1)
}

/// The name of a word, in the registry that the header takes its words from.
fn word(grammar: Grammar, item: &Item) -> Option<Cow<'_, str>> {
    let code = match item {
        Item::Text(text) => return Some(Cow::Borrowed(text)),
        Item::Number(code) => *code,
    };
    let rows = match grammar {
        Grammar::Charset => return Charset(code).name().map(Cow::Borrowed),
        Grammar::FieldName => return field_name(item).map(Cow::Owned),
        Grammar::Word(rows) => rows,
        Grammar::Encoding => ACCEPT_CODINGS,
        Grammar::TransferExtension => TRANSFER_EXTENSIONS,
        Grammar::Disposition => DISPOSITIONS,
        Grammar::CacheControl => DIRECTIVES,
        Grammar::Method => METHODS,
        Grammar::Pragma => &[(0, "no-cache")],
        Grammar::Expect => &[(0, "100-continue")],
        _ => return None,
    };
    rows.iter().find(|row| row.0 == code).map(|row| Cow::Borrowed(row.1))
}

fn field_name(item: &Item) -> Option<String> {
    match item {
        Item::Text(text) => Some(text.clone()),
        Item::Number(code) => {
            u8::try_from(*code).ok().and_then(|code| HeaderName(code).name()).map(String::from)
        }
    }
}

fn language_name(language: &LanguageTag) -> Option<String> {
    match language {
        LanguageTag::Code(language) => language.name().map(String::from),
        LanguageTag::Text(tag) => Some(tag.clone()),
    }
}

fn weighted(word: &str, quality: Option<Quality>) -> String {
    match quality {
        None => word.into(),
        Some(quality) => format!("{word};q={quality}"),
    }
}

fn directive(word: &str, argument: &Argument) -> Option<String> {
    Some(match argument {
        Argument::None => word.into(),
        Argument::Seconds(seconds) => format!("{word}={seconds}"),
        Argument::Text(text) => format!("{word}={}", quoted_if_needed(text)),
        Argument::Fields(fields) => {
            let names = fields.iter().map(field_name).collect::<Option<Vec<_>>>()?;
            format!("{word}={}", quoted(&names.join(", ")))
        }
    })
}

fn push_parameters(parameters: &[Parameter], text: &mut String) -> Option<()> {
    for parameter in parameters {
        if !parameter.has_text() {
            return None;
        }
        text.push_str(&format!("; {parameter}"));
    }
    Some(())
}

fn comma_parameters(parameters: &[Parameter]) -> Option<String> {
    if !parameters.iter().all(Parameter::has_text) {
        return None;
    }
    Some(parameters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

fn cookies(all: &Cookies) -> String {
    let mut text = format!("$Version={}", all.version);
    for cookie in &all.cookies {
        text.push_str(&format!("; {}={}", cookie.name, quoted_if_needed(&cookie.value)));
        if let Some(path) = &cookie.path {
            text.push_str(&format!("; $Path={}", quoted(path)));
        }
        if let Some(domain) = &cookie.domain {
            text.push_str(&format!("; $Domain={}", quoted(domain)));
        }
    }
    text
}
