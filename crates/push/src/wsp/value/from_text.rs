//! The text of HTTP to values: one for each element of a list (WAP-230, 8.4.1.3).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::typed::base64;

use super::to_text::{PROFILE_WARNINGS, WARNINGS};
use super::{
    Argument, Challenge, Cookie, Cookies, Credentials, LanguageTag, PushFlag, SetCookie, Value,
};
use crate::application_id::{Application, ApplicationId};
use crate::date::Date;
use crate::wsp::content_type::ContentType;
use crate::wsp::header_name::{
    ACCEPT_CODINGS, DIRECTIVES, DISPOSITIONS, Grammar, HeaderName, METHODS, TRANSFER_EXTENSIONS,
};
use crate::wsp::item::Item;
use crate::wsp::parameter::{Parameter, canonical_number};
use crate::wsp::quality::Quality;
use crate::wsp::text::{is_token, list, list_with_comments, pair, split, unquote};
use crate::wsp::version::Version;
use crate::{Bearer, Charset, Language};

/// `None` where the text is no value of the header.
pub(super) fn values(grammar: Grammar, text: &str) -> Option<Vec<Value>> {
    use Grammar as G;
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let one = match grammar {
        G::Accept => return list(text).map(accept).collect(),
        G::Charset => return list(text).map(|element| weighted(element, charset)).collect(),
        G::Encoding => {
            let coding = |text: &str| word(ACCEPT_CODINGS, text);
            return list(text).map(|element| weighted(element, coding)).collect();
        }
        G::TransferExtension => {
            let extension = |text: &str| word(TRANSFER_EXTENSIONS, text);
            return list(text).map(|element| weighted(element, extension)).collect();
        }
        G::Language => return list(text).map(language).collect(),
        G::ContentLanguage => {
            return list(text).map(|tag| language_tag(tag).map(Value::ContentLanguage)).collect();
        }
        G::Word(rows) => return list(text).map(|text| word(rows, text).map(Value::Item)).collect(),
        G::Method => return list(text).map(|text| word(METHODS, text).map(Value::Item)).collect(),
        G::FieldName => return list(text).map(|name| field(name).map(Value::Item)).collect(),
        G::CacheControl => return list(text).map(directive).collect(),
        G::Pragma => return list(text).map(pragma).collect(),
        G::Warning => return list(text).map(warning).collect(),
        G::ProfileWarning => return list(text).map(profile_warning).collect(),
        G::Applications => return list(text).map(application).collect(),
        G::Expect => return list(text).map(expect).collect(),
        G::Challenge => return challenges(text).iter().map(|one| challenge(one)).collect(),
        G::Texts => return Some(texts(text)),
        G::Integer => canonical_number(text).map(Value::Integer),
        G::Text => Some(Value::Text(text.into())),
        G::Quoted => Some(Value::Text(unquote(text).unwrap_or_else(|| text.into()))),
        G::Opaque | G::Digest => {
            base64::decode(text).ok().map(|octets| Value::Octets(Bytes::from(octets)))
        }
        G::ContentType => ContentType::from_text(text).ok().map(Value::ContentType),
        G::Date => Date::from_text(text).map(Value::Date),
        G::TextOrDate => Some(match Date::from_text(text) {
            Some(date) => Value::Date(date),
            None => Value::Text(text.into()),
        }),
        G::RetryAfter => match canonical_number(text) {
            Some(seconds) => Some(Value::Delay(seconds)),
            None => Date::from_text(text).map(Value::Date),
        },
        G::Credentials => credentials(text),
        G::ContentRange => content_range(text),
        G::Range => range(text),
        G::Disposition => disposition(text),
        G::Application => application(text),
        G::Bearer => bearer(text),
        G::PushFlag => push_flag(text),
        G::EncodingVersion => encoding_version(text),
        G::SetCookie => set_cookie(text),
        G::Cookie => cookies(text),
        G::Unknown => None,
    };
    one.map(|value| vec![value])
}

fn texts(text: &str) -> Vec<Value> {
    list_with_comments(text).map(|one| Value::Text(one.into())).collect()
}

fn word(rows: &[(u32, &str)], text: &str) -> Option<Item> {
    match rows.iter().find(|row| row.1.eq_ignore_ascii_case(text)) {
        Some(row) => Some(Item::Number(row.0)),
        None => is_token(text).then(|| text.into()),
    }
}

fn charset(text: &str) -> Option<Item> {
    match Charset::from_name(text) {
        Some(Charset(code)) => Some(Item::Number(code)),
        None => is_token(text).then(|| text.into()),
    }
}

fn field(text: &str) -> Option<Item> {
    match HeaderName::from_name(text) {
        Some(HeaderName(code)) => Some(Item::Number(code.into())),
        None => is_token(text).then(|| text.into()),
    }
}

/// A word and `;q=`.
fn with_quality(text: &str) -> Option<(&str, Option<Quality>)> {
    let Some((word, parameter)) = text.split_once(';') else {
        return Some((text, None));
    };
    let (name, value) = pair(parameter.trim());
    let quality = Quality::from_text(value?)?;
    name.eq_ignore_ascii_case("q").then_some((word.trim_end(), quality))
}

fn weighted(text: &str, item: impl Fn(&str) -> Option<Item>) -> Option<Value> {
    let (word, quality) = with_quality(text)?;
    Some(Value::Weighted { item: item(word)?, quality })
}

fn language(text: &str) -> Option<Value> {
    let (tag, quality) = with_quality(text)?;
    Some(Value::Language { language: language_tag(tag)?, quality })
}

fn language_tag(text: &str) -> Option<LanguageTag> {
    match Language::from_name(text) {
        Some(language) => Some(LanguageTag::Code(language)),
        None => is_token(text).then(|| LanguageTag::Text(text.into())),
    }
}

fn accept(text: &str) -> Option<Value> {
    let mut own = String::new();
    let mut quality = None;
    let mut extensions = Vec::new();
    let mut behind = false;
    for element in split(text, ';') {
        let (name, value) = pair(element);
        if behind {
            extensions.push(Parameter::from_text(name, value)?);
        } else if name.eq_ignore_ascii_case("q") {
            quality = Quality::from_text(value?)?;
            behind = true;
        } else {
            if !own.is_empty() {
                own.push(';');
            }
            own.push_str(element);
        }
    }
    Some(Value::Media { media: ContentType::from_text(&own).ok()?, quality, extensions })
}

fn directive(text: &str) -> Option<Value> {
    let (name, value) = pair(text);
    let item = word(DIRECTIVES, name)?;
    let argument = match (&item, value) {
        (_, None) => Argument::None,
        (Item::Number(0x00 | 0x07), Some(value)) => {
            let names = unquote(value).unwrap_or_else(|| value.into());
            Argument::Fields(list(&names).map(field).collect::<Option<_>>()?)
        }
        (_, Some(value)) => match canonical_number(value) {
            Some(seconds) => Argument::Seconds(seconds),
            None if value.starts_with('"') => Argument::Text(unquote(value)?),
            None => Argument::Text(value.into()),
        },
    };
    Some(Value::Directive { item, argument })
}

fn pragma(text: &str) -> Option<Value> {
    if text.eq_ignore_ascii_case("no-cache") {
        return Some(Value::Item(Item::Number(0)));
    }
    let (name, value) = pair(text);
    Parameter::from_text(name, value).map(Value::Parameter)
}

fn parameters<'t>(elements: impl Iterator<Item = &'t str>) -> Option<Vec<Parameter>> {
    let elements = elements.filter(|element| !element.is_empty());
    let read = elements.map(|element| {
        let (name, value) = pair(element);
        Parameter::from_text(name, value)
    });
    read.collect()
}

fn disposition(text: &str) -> Option<Value> {
    let mut elements = split(text, ';');
    let item = word(DISPOSITIONS, elements.next()?)?;
    Some(Value::Parametrized { item, parameters: parameters(elements)? })
}

fn credentials(text: &str) -> Option<Value> {
    let (scheme, rest) = text.split_once(' ').unwrap_or((text, ""));
    if scheme.eq_ignore_ascii_case("basic") {
        let decoded = String::from_utf8(base64::decode(rest.trim()).ok()?).ok()?;
        let (user, password) = decoded.split_once(':')?;
        let (user, password) = (user.into(), password.into());
        return Some(Value::Credentials(Credentials::Basic { user, password }));
    }
    // RFC 7235, 2.1: base64 with its padding is no parameter, and has no place on the wire.
    let secret = rest.trim_end_matches('=');
    if secret.len() < rest.len() && !secret.contains(['=', ',', ' ', '"']) {
        return None;
    }
    let parameters = parameters(list(rest))?;
    is_token(scheme)
        .then(|| Value::Credentials(Credentials::Other { scheme: scheme.into(), parameters }))
}

/// The challenges of a list, whose parameters are lists themselves: one begins with a scheme, and a
/// blank behind it.
fn challenges(text: &str) -> Vec<String> {
    let mut all = Vec::<String>::new();
    for element in list(text) {
        let begins = pair(element).0.contains([' ', '\t']);
        match all.last_mut().filter(|_| !begins) {
            Some(last) => last.extend([", ", element]),
            None => all.push(element.into()),
        }
    }
    all
}

fn challenge(text: &str) -> Option<Value> {
    let (scheme, rest) = text.split_once(' ').filter(|(scheme, _)| is_token(scheme))?;
    // It stands in front on the wire, wherever it stands in the text.
    let mut elements = list(rest).collect::<Vec<_>>();
    let is_realm = |element: &&str| pair(element).0.eq_ignore_ascii_case("realm");
    let realm = elements.remove(elements.iter().position(is_realm)?);
    let realm = unquote(pair(realm).1?)?;
    let parameters = parameters(elements.into_iter())?;
    let basic = scheme.eq_ignore_ascii_case("basic") && parameters.is_empty();
    let scheme = (!basic).then(|| scheme.into());
    Some(Value::Challenge(Challenge { scheme, realm, parameters }))
}

fn content_range(text: &str) -> Option<Value> {
    let (positions, whole) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = positions.split_once('-')?;
    let whole = if whole == "*" { None } else { Some(short_number(whole)?) };
    Some(Value::ContentRange { first: short_number(first)?, whole })
}

fn range(text: &str) -> Option<Value> {
    let (unit, positions) = pair(text);
    let (first, last) = positions.filter(|_| unit == "bytes")?.split_once('-')?;
    if first.is_empty() {
        return Some(Value::Suffix(short_number(last)?));
    }
    let last = if last.is_empty() { None } else { Some(short_number(last)?) };
    Some(Value::Range { first: short_number(first)?, last })
}

fn short_number(text: &str) -> Option<u32> {
    canonical_number(text).and_then(|number| u32::try_from(number).ok())
}

fn warning(text: &str) -> Option<Value> {
    let mut words = text.splitn(3, ' ');
    let code = match short_number(words.next()?)? {
        // It has the number of 199 (WAP-230, table 43).
        299 => 199,
        code => code,
    };
    let code = WARNINGS.iter().find(|row| row.1 == code)?.0;
    let note = match (words.next(), words.next()) {
        (None, _) => None,
        (Some(agent), Some(text)) => Some((agent.into(), unquote(text)?)),
        (Some(_), None) => return None,
    };
    Some(Value::Warning { code, note })
}

fn profile_warning(text: &str) -> Option<Value> {
    let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
    let code = short_number(code)?;
    let code = PROFILE_WARNINGS.iter().find(|row| row.1 == code)?.0;
    if rest.is_empty() {
        return Some(Value::ProfileWarning { code, target: None });
    }
    let (target, dates) = rest.split_once(' ').unwrap_or((rest, ""));
    let dates = dates.split('"').map(str::trim).filter(|date| !date.is_empty());
    let dates = dates.map(Date::from_text).collect::<Option<_>>()?;
    Some(Value::ProfileWarning { code, target: Some((target.into(), dates)) })
}

fn application(text: &str) -> Option<Value> {
    if text == "*" {
        return Some(Value::Application(Application::Id(ApplicationId::ANY)));
    }
    Application::from_text(text).ok().map(Value::Application)
}

fn bearer(text: &str) -> Option<Value> {
    let digits = text.len() == 2 && text.bytes().all(|octet| octet.is_ascii_hexdigit());
    let code = u8::from_str_radix(text, 16).ok().filter(|_| digits)?;
    Some(Value::Bearer(Bearer(code)))
}

fn push_flag(text: &str) -> Option<Value> {
    let bits = !text.is_empty() && text.bytes().all(|octet| matches!(octet, b'0' | b'1'));
    let code = u8::from_str_radix(text, 2).ok().filter(|_| bits)?;
    Some(Value::PushFlag(PushFlag(code)))
}

fn encoding_version(text: &str) -> Option<Value> {
    let Some((page, version)) = text.split_once(' ') else {
        return Some(Value::EncodingVersion {
            page: None,
            version: Some(Version::from_text(text)),
        });
    };
    let digits = page.bytes().all(|octet| octet.is_ascii_hexdigit());
    let page = u8::from_str_radix(page, 16).ok().filter(|_| digits)?;
    Some(Value::EncodingVersion { page: Some(page), version: Some(Version::from_text(version)) })
}

fn set_cookie(text: &str) -> Option<Value> {
    let mut elements = split(text, ';');
    let (name, value) = pair(elements.next()?);
    let value = value?;
    let value = unquote(value).unwrap_or_else(|| value.into());
    let mut version = Version::Number { major: 1, minor: None };
    let mut parameters = Vec::new();
    for element in elements.filter(|element| !element.is_empty()) {
        match pair(element) {
            (name, Some(number)) if name.eq_ignore_ascii_case("version") => {
                let number = unquote(number).unwrap_or_else(|| number.into());
                version = Version::from_text(&number);
            }
            (name, value) => parameters.push(Parameter::from_text(name, value)?),
        }
    }
    Some(Value::SetCookie(SetCookie { version, name: name.into(), value, parameters }))
}

fn cookies(text: &str) -> Option<Value> {
    let mut version = Version::Number { major: 1, minor: None };
    let mut cookies = Vec::<Cookie>::new();
    for element in split(text, ';').filter(|element| !element.is_empty()) {
        let (name, value) = pair(element);
        let value = value?;
        let value = unquote(value).unwrap_or_else(|| value.into());
        match name.strip_prefix('$') {
            Some(name) if name.eq_ignore_ascii_case("version") => {
                version = Version::from_text(&value);
            }
            Some(name) if name.eq_ignore_ascii_case("path") => {
                cookies.last_mut()?.path = Some(value);
            }
            Some(name) if name.eq_ignore_ascii_case("domain") => {
                cookies.last_mut()?.domain = Some(value);
            }
            _ => cookies.push(Cookie { name: name.into(), value, path: None, domain: None }),
        }
    }
    Some(Value::Cookies(Cookies { version, cookies }))
}

fn expect(text: &str) -> Option<Value> {
    if text.eq_ignore_ascii_case("100-continue") {
        return Some(Value::Item(Item::Number(0)));
    }
    let mut elements = split(text, ';').map(|element| {
        let (name, value) = pair(element);
        let value = value?;
        Some((String::from(name), unquote(value).unwrap_or_else(|| value.into())))
    });
    let (name, value) = elements.next()??;
    Some(Value::Expectation { name, value, parameters: elements.collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::super::to_text;
    use super::*;

    #[test]
    fn what_belongs_together() {
        let texts = |grammar, text| values(grammar, text).map(|all| all.len());
        assert_eq!(texts(Grammar::Texts, "1.0 fred (Apache, 1.1)"), Some(1));
        let text = "Digest realm=\"r\", secure, Basic realm=\"s\"";
        let read = values(Grammar::Challenge, text).expect("challenges");
        assert_eq!(read.len(), 2);
        assert!(matches!(&read[0], Value::Challenge(one) if one.parameters.len() == 1));
        let digest = to_text::text(Grammar::Challenge, &read[0]);
        assert_eq!(digest.as_deref(), Some("Digest realm=\"r\", secure"));
    }

    #[test]
    fn a_page_alone_has_no_text() {
        let alone = Value::EncodingVersion { page: Some(2), version: None };
        assert_eq!(to_text::text(Grammar::EncodingVersion, &alone), None);
        let version = || Some(Version::from_text("1.3"));
        let paged = Value::EncodingVersion { page: Some(0x1a), version: version() };
        assert_eq!(to_text::text(Grammar::EncodingVersion, &paged).as_deref(), Some("1a 1.3"));
        assert_eq!(encoding_version("1a 1.3"), Some(paged));
        assert_eq!(encoding_version("+1 1.3"), None);
    }
}
