//! The textual syntax of headers (RFC 2616, 2.2): tokens, quoted strings, lists.

use alloc::borrow::Cow;
use alloc::string::String;

/// Whether it is a token: visible ASCII without separators.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_octet)
}

fn is_token_octet(octet: u8) -> bool {
    octet.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&octet)
}

/// A token as it is, anything else in quotes.
pub(crate) fn quoted_if_needed(text: &str) -> Cow<'_, str> {
    if is_token(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// In quotes, with quotes and backslashes escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}

/// The text inside quotes; `None` where it is not in quotes, or something follows them.
pub(crate) fn unquote(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?;
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => out.push(characters.next()?),
            character => out.push(character),
        }
    }
    characters.as_str().is_empty().then_some(out)
}

/// The elements between separators that stand outside of quotes, without white space around them.
pub(crate) fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    split_outside(text, separator, false)
}

/// The elements of a list that may have comments, which are in parentheses.
pub(crate) fn list_with_comments(text: &str) -> impl Iterator<Item = &str> {
    split_outside(text, ',', true).filter(|element| !element.is_empty())
}

fn split_outside(text: &str, separator: char, comments: bool) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let text = rest?;
        let mut in_quotes = false;
        let mut escaped = false;
        let mut depth = 0_usize;
        for (at, character) in text.char_indices() {
            if escaped {
                escaped = false;
            } else if (in_quotes || depth > 0) && character == '\\' {
                escaped = true;
            } else if comments && !in_quotes && matches!(character, '(' | ')') {
                let deeper = depth.saturating_add(1);
                depth = if character == '(' { deeper } else { depth.saturating_sub(1) };
            } else if character == '"' && depth == 0 {
                in_quotes = !in_quotes;
            } else if character == separator && !in_quotes && depth == 0 {
                let (element, behind) = text.split_at_checked(at)?;
                rest = behind.get(separator.len_utf8()..);
                return Some(element.trim_matches([' ', '\t', '\r', '\n']));
            }
        }
        rest = None;
        Some(text.trim_matches([' ', '\t', '\r', '\n']))
    })
}

/// The elements of a list, without empty ones.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    split(text, ',').filter(|element| !element.is_empty())
}

/// Name and value of `name=value`; the value may be in quotes, and may be missing.
pub(crate) fn pair(text: &str) -> (&str, Option<&str>) {
    match text.split_once('=') {
        Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn lists_outside_of_quotes() {
        let parts = |text, separator| split(text, separator).collect::<Vec<_>>();
        assert_eq!(parts(r#"a, "b,\"," , c"#, ','), ["a", r#""b,\",""#, "c"]);
        assert_eq!(parts("", ';'), [""]);
        assert_eq!(list(", a,,b ,").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(parts("\"open, a", ','), ["\"open, a"]);
        let via = "1.0 fred (A, (\"b), 1.1), \"(\", c";
        let elements = list_with_comments(via).collect::<Vec<_>>();
        assert_eq!(elements, ["1.0 fred (A, (\"b), 1.1)", "\"(\"", "c"]);
    }

    #[test]
    fn quotes_both_ways() {
        for text in ["", "a", "a b", "\"", "\\", "a\"b\\c"] {
            assert_eq!(unquote(&quoted(text)).as_deref(), Some(text));
        }
        for text in ["a", "\"", "\"a", "\"a\"b", "\"\\\""] {
            assert_eq!(unquote(text), None, "{text}");
        }
    }
}
