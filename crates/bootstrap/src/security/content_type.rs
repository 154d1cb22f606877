//! A media type with parameters as text (RFC 2045, 5.1).

use alloc::string::String;

use super::{Defect, Security};

/// The text form of a document, which has neither (WAP-183, 5.3).
const TEXT: &str = "text/vnd.wap.connectivity-xml";

/// SEC and MAC of a media type. What is in front of the first semicolon is the caller's, but that some
/// have none.
pub(super) fn parse(text: &str) -> Security {
    let mut security = parameters(text);
    let essence = text.split(';').next().unwrap_or_default();
    let is_there = security.sec.is_some() || security.mac.is_some();
    if is_there && essence.trim_ascii().eq_ignore_ascii_case(TEXT) {
        security.defect = security.defect.or(Some(Defect::UndefinedForMediaType));
    }
    security
}

fn parameters(text: &str) -> Security {
    let mut security = Security::NONE;
    let mut rest = text.find(';').map_or("", |at| text.get(at..).unwrap_or_default());
    while let Some(behind) = rest.strip_prefix(';') {
        let start = behind.trim_ascii_start();
        let offset = text.len().saturating_sub(start.len());
        if start.is_empty() || start.starts_with(';') {
            rest = start;
            continue;
        }
        let Some((name, value, next)) = parameter(start) else {
            security.defect = security.defect.or(Some(Defect::ContentType { offset }));
            return security;
        };
        let is_repeated = if name.eq_ignore_ascii_case("SEC") {
            // The text of a number or of a word: there is no other.
            let Ok(sec) = value.parse();
            security.sec.replace(sec).is_some()
        } else if name.eq_ignore_ascii_case("MAC") {
            security.mac.replace(value.parse()).is_some()
        } else {
            false
        };
        if is_repeated {
            security.defect = security.defect.or(Some(Defect::Repeated { offset }));
        }
        rest = next;
    }
    security
}

/// Name, value and what follows, which is a semicolon or nothing.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let end = text.find(['=', ';', '"'])?;
    let (name, rest) = text.split_at_checked(end)?;
    let rest = rest.strip_prefix('=')?.trim_ascii_start();
    let name = name.trim_ascii_end();
    let (value, rest) = match rest.strip_prefix('"') {
        Some(quoted) => unquote(quoted)?,
        None => {
            let (value, rest) = rest.split_at_checked(rest.find(';').unwrap_or(rest.len()))?;
            (value.trim_ascii_end().into(), rest)
        }
    };
    let rest = rest.trim_ascii_start();
    (!name.is_empty() && (rest.is_empty() || rest.starts_with(';'))).then_some((name, value, rest))
}

/// A quoted string behind its first quote, and what follows its last.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(characters.next()?),
            character => value.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use crate::method::Sec;

    const MAC: &str = "3A823B0F64545DEA29E67D4859D1CDB250F3586C";

    #[test]
    fn forms_of_the_same() {
        for text in [
            format!("application/x; SEC=1; MAC={MAC}"),
            format!("application/x;mac={MAC};sec=1"),
            format!("application/x ; Sec = 1 ; Mac = {} ", MAC.to_lowercase()),
            format!("application/x;SEC=\"1\";;MAC=\"\\3{}\";", &MAC[1..]),
            format!("application/x;name=\"a;SEC=9\\\"\";SEC=1;x=y z;MAC={MAC}"),
            format!(";SEC=1;MAC={MAC}"),
        ] {
            let security = parse(&text);
            assert_eq!(security.sec(), Some(&Sec::Code(1)), "{text}");
            assert_eq!(security.mac().map(ToString::to_string).as_deref(), Some(MAC), "{text}");
            assert_eq!(security.defect(), None, "{text}");
        }
        for text in [
            "",
            "application/x",
            "application/x;",
            "SEC=1",
            "application/x; q=0.5",
            "text/vnd.wap.connectivity-xml; charset=utf-8",
        ] {
            let security = parse(text);
            assert!(security.sec().is_none() && security.defect().is_none(), "{text}");
        }
    }

    #[test]
    fn malformed() {
        for (text, defect) in [
            ("text/vnd.wap.connectivity-xml;SEC=1", Defect::UndefinedForMediaType),
            (" Text/VND.wap.connectivity-xml ; q=1; MAC=1", Defect::UndefinedForMediaType),
            ("text/vnd.wap.connectivity-xml;SEC", Defect::ContentType { offset: 30 }),
            ("a/b;SEC=1;SEC=1", Defect::Repeated { offset: 10 }),
            ("a/b;SEC=1;MAC=1;sec=0", Defect::Repeated { offset: 16 }),
            ("a/b;MAC=1;MAC=1", Defect::Repeated { offset: 10 }),
            ("a/b; SEC", Defect::ContentType { offset: 5 }),
            ("a/b; SEC; MAC=1", Defect::ContentType { offset: 5 }),
            ("a/b;SEC=\"1", Defect::ContentType { offset: 4 }),
            ("a/b;SEC=\"1\\", Defect::ContentType { offset: 4 }),
            ("a/b;SEC=\"1\"2", Defect::ContentType { offset: 4 }),
            ("a/b;=1", Defect::ContentType { offset: 4 }),
            ("a/b;\"SEC\"=1", Defect::ContentType { offset: 4 }),
        ] {
            assert_eq!(parse(text).defect(), Some(defect), "{text}");
        }
    }
}
