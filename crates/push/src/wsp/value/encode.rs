//! Values to octets: for each the one form that is to be sent.

use alloc::vec::Vec;

use super::{Argument, Challenge, Cookies, Credentials, LanguageTag, PushFlag, Value};
use crate::application_id::{Application, ApplicationId};
use crate::error::{Error, ErrorKind, Expected};
use crate::wsp::header_name::Grammar;
use crate::wsp::item::Item;
use crate::wsp::parameter::{Parameter, ParameterCode, ParameterValue};
use crate::wsp::quality::Quality;
use crate::wsp::text::is_token;
use crate::wsp::write::{
    put_integer, put_item, put_length, put_long, put_octets, put_quoted, put_text, put_token,
    put_uintvar, put_within,
};

pub(super) fn put(grammar: Grammar, value: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
    use Grammar as G;
    use Value as V;
    let lost = Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), out.len());
    match (grammar, value) {
        (G::Accept, V::Media { media, quality, extensions }) => {
            let mut whole = media.clone().canonical();
            match quality {
                Some(quality) => {
                    let quality = ParameterValue::Quality(*quality);
                    whole = whole.with_parameter(Parameter::new(ParameterCode::Q, quality)?);
                }
                None if !extensions.is_empty() => return Err(lost),
                None => {}
            }
            for extension in extensions {
                whole = whole.with_parameter(extension.clone());
            }
            whole.put(out)
        }
        // 8.4.2.9: any encoding stands behind a length.
        (G::Encoding, V::Weighted { item: item @ Item::Number(3..), quality: None }) => {
            put_within(out, |out| put_item(item, out))
        }
        (G::Charset | G::Encoding, V::Weighted { item, quality }) => {
            put_weighted(item, *quality, out)
        }
        (G::Language, V::Language { language, quality }) => {
            put_weighted(&language_item(language), *quality, out)
        }
        // `trailers` alone has a short form.
        (G::TransferExtension, V::Weighted { item: item @ Item::Number(1), quality: None }) => {
            put_word(item, out)
        }
        (G::TransferExtension, V::Weighted { item, quality }) => put_within(out, |out| {
            put_word(item, out)?;
            if let Some(quality) = quality {
                out.push(0x80);
                put_uintvar(quality.to_wire(), out);
            }
            Ok(())
        }),
        (G::ContentLanguage, V::ContentLanguage(language)) => {
            put_item(&language_item(language), out)
        }
        // 8.4.2.13: a method without a number has no place in Allow.
        (G::Method, V::Item(item @ Item::Number(_))) => put_word(item, out),
        (G::Word(_) | G::Expect, V::Item(item)) => put_word(item, out),
        (G::Pragma, V::Item(item @ Item::Number(_))) => put_word(item, out),
        (G::Pragma, V::Parameter(parameter)) => put_within(out, |out| parameter.put(out)),
        (G::FieldName, V::Item(item)) => put_item(item, out),
        (G::Integer, V::Integer(number)) => {
            put_integer(*number, out);
            Ok(())
        }
        (G::Date | G::TextOrDate, V::Date(date)) => {
            put_long(date.0, out);
            Ok(())
        }
        (G::Text | G::Texts | G::TextOrDate, V::Text(text)) => put_text(text, out),
        (G::Quoted, V::Text(text)) => put_quoted(text, out),
        (G::Digest, V::Octets(octets)) if octets.len() != 16 => Err(lost),
        (G::Opaque | G::Digest, V::Octets(octets)) => put_octets(octets, out),
        (G::ContentType, V::ContentType(content_type)) => content_type.put(out),
        (G::Credentials, V::Credentials(credentials)) => {
            put_within(out, |out| put_credentials(credentials, out))
        }
        (G::Challenge, V::Challenge(challenge)) => {
            put_within(out, |out| put_challenge(challenge, lost, out))
        }
        (G::CacheControl, V::Directive { item, argument }) => {
            put_directive(item, argument, lost, out)
        }
        (G::ContentRange, V::ContentRange { first, whole }) => put_within(out, |out| {
            put_uintvar(*first, out);
            match whole {
                Some(whole) => put_uintvar(*whole, out),
                None => out.push(0x80),
            }
            Ok(())
        }),
        (G::Range, V::Range { first, last }) => put_within(out, |out| {
            out.push(0x80);
            put_uintvar(*first, out);
            if let Some(last) = last {
                put_uintvar(*last, out);
            }
            Ok(())
        }),
        (G::Range, V::Suffix(length)) => put_within(out, |out| {
            out.push(0x81);
            put_uintvar(*length, out);
            Ok(())
        }),
        (G::RetryAfter, V::Date(date)) => put_within(out, |out| {
            out.push(0x80);
            put_long(date.0, out);
            Ok(())
        }),
        (G::RetryAfter, V::Delay(seconds)) => put_within(out, |out| {
            out.push(0x81);
            put_integer(*seconds, out);
            Ok(())
        }),
        (G::Warning, V::Warning { code: code @ 0..=0x7F, note: None })
        | (G::ProfileWarning, V::ProfileWarning { code: code @ 0..=0x7F, target: None }) => {
            out.push(code | 0x80);
            Ok(())
        }
        (G::Warning, V::Warning { code: code @ 0..=0x7F, note: Some((agent, text)) }) => {
            put_within(out, |out| {
                out.push(code | 0x80);
                put_text(agent, out)?;
                put_text(text, out)
            })
        }
        (
            G::ProfileWarning,
            V::ProfileWarning { code: code @ 0..=0x7F, target: Some((target, dates)) },
        ) => put_within(out, |out| {
            out.push(code | 0x80);
            put_text(target, out)?;
            dates.iter().for_each(|date| put_long(date.0, out));
            Ok(())
        }),
        (G::Disposition, V::Parametrized { item, parameters }) => put_within(out, |out| {
            put_word(item, out)?;
            parameters.iter().try_for_each(|one| one.put(out))
        }),
        (G::Application | G::Applications, V::Application(application)) => {
            put_application(application, out)
        }
        (G::Bearer, V::Bearer(bearer)) => {
            put_integer(bearer.0.into(), out);
            Ok(())
        }
        (G::PushFlag, V::PushFlag(PushFlag(bits @ 0..=0x7F))) => {
            out.push(bits | 0x80);
            Ok(())
        }
        (G::EncodingVersion, V::EncodingVersion { page: None, version: Some(version) }) => {
            version.put(out)
        }
        (G::EncodingVersion, V::EncodingVersion { page: Some(page @ 0..=0x7F), version }) => {
            put_within(out, |out| {
                out.push(page | 0x80);
                version.as_ref().map_or(Ok(()), |version| version.put(out))
            })
        }
        (G::SetCookie, V::SetCookie(cookie)) => put_within(out, |out| {
            cookie.version.put(out)?;
            put_text(&cookie.name, out)?;
            put_text(&cookie.value, out)?;
            cookie.parameters.iter().try_for_each(|one| one.put(out))
        }),
        (G::Cookie, V::Cookies(cookies)) => put_within(out, |out| put_cookies(cookies, out)),
        (G::Expect, V::Expectation { name, value, parameters }) => put_within(out, |out| {
            put_token(name, out)?;
            put_token_or_quoted(value, out)?;
            for (name, value) in parameters {
                put_token(name, out)?;
                put_token_or_quoted(value, out)?;
            }
            Ok(())
        }),
        _ => Err(lost),
    }
}

/// An application id.
pub(crate) fn put_application(application: &Application, out: &mut Vec<u8>) -> Result<(), Error> {
    match application {
        Application::Id(ApplicationId(code)) => {
            put_integer((*code).into(), out);
            Ok(())
        }
        Application::Uri(uri) => put_text(uri, out),
    }
}

/// Alone where it is short, else behind a length and with its quality.
fn put_weighted(item: &Item, quality: Option<Quality>, out: &mut Vec<u8>) -> Result<(), Error> {
    match (item, quality) {
        (Item::Number(0..=0x7F) | Item::Text(_), None) => put_item(item, out),
        _ => put_within(out, |out| {
            put_item(item, out)?;
            if let Some(quality) = quality {
                put_uintvar(quality.to_wire(), out);
            }
            Ok(())
        }),
    }
}

/// A word: its number is one octet.
fn put_word(item: &Item, out: &mut Vec<u8>) -> Result<(), Error> {
    match item {
        Item::Number(0..=0x7F) => put_item(item, out),
        Item::Number(_) => {
            Err(Error::new(ErrorKind::NotExpressible(Expected::HeaderValue), out.len()))
        }
        Item::Text(text) => put_token(text, out),
    }
}

fn language_item(language: &LanguageTag) -> Item {
    match language {
        LanguageTag::Code(language) => Item::Number(language.0),
        LanguageTag::Text(tag) => Item::Text(tag.clone()),
    }
}

fn put_credentials(credentials: &Credentials, out: &mut Vec<u8>) -> Result<(), Error> {
    match credentials {
        Credentials::Basic { user, password } => {
            out.push(0x80);
            put_text(user, out)?;
            put_text(password, out)
        }
        Credentials::Other { scheme, parameters } => {
            put_token(scheme, out)?;
            parameters.iter().try_for_each(|one| one.put(out))
        }
    }
}

fn put_challenge(challenge: &Challenge, lost: Error, out: &mut Vec<u8>) -> Result<(), Error> {
    match &challenge.scheme {
        None if challenge.parameters.is_empty() => out.push(0x80),
        None => return Err(lost),
        Some(scheme) => put_token(scheme, out)?,
    }
    put_text(&challenge.realm, out)?;
    challenge.parameters.iter().try_for_each(|one| one.put(out))
}

fn put_cookies(cookies: &Cookies, out: &mut Vec<u8>) -> Result<(), Error> {
    cookies.version.put(out)?;
    for cookie in &cookies.cookies {
        let mut octets = Vec::new();
        put_text(&cookie.name, &mut octets)?;
        put_text(&cookie.value, &mut octets)?;
        let path = cookie.path.as_deref().or(cookie.domain.is_some().then_some(""));
        if let Some(path) = path {
            put_text(path, &mut octets)?;
        }
        if let Some(domain) = &cookie.domain {
            put_text(domain, &mut octets)?;
        }
        put_length(octets.len(), out)?;
        out.extend_from_slice(&octets);
    }
    Ok(())
}

fn put_directive(
    item: &Item,
    argument: &Argument,
    lost: Error,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    match (item, argument) {
        // 8.4.2.15: these say nothing without their seconds.
        (Item::Number(0x02 | 0x04 | 0x0b), Argument::None) => Err(lost),
        (item, Argument::None) => put_word(item, out),
        (Item::Number(0x00 | 0x07), Argument::Fields(fields)) if !fields.is_empty() => {
            put_within(out, |out| {
                put_word(item, out)?;
                fields.iter().try_for_each(|field| put_item(field, out))
            })
        }
        (Item::Number(0x02..=0x04 | 0x0b) | Item::Text(_), Argument::Seconds(seconds)) => {
            put_within(out, |out| {
                put_word(item, out)?;
                put_integer(*seconds, out);
                Ok(())
            })
        }
        (Item::Text(_), Argument::Text(text)) => put_within(out, |out| {
            put_word(item, out)?;
            put_token_or_quoted(text, out)
        }),
        _ => Err(lost),
    }
}

fn put_token_or_quoted(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    if is_token(text) { put_token(text, out) } else { put_quoted(text, out) }
}
