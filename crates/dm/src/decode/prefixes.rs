//! Prefixes in elements of `Data` that are declared outside of it, as Windows declares `msft` at `SyncBody`: the
//! declarations go along, so that what is taken out of a message stands for itself.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::BLANKS;

/// A declaration: a prefix and its namespace, without references in it.
pub(super) type Declaration<'a> = (&'a str, &'a str);

/// Where declarations are put in, and which.
struct Need<'a> {
    /// Behind the name of an element that is in no other.
    at: usize,
    /// How many attributes it may have besides its own.
    room: usize,
    declarations: Vec<Declaration<'a>>,
}

/// Well-formed markup with those of the declarations around it that names in it need and that are not in it, each at
/// the outermost element (Exclusive XML Canonicalization 1.0, 3, has them further in). Nothing, where it stands for
/// itself as it is; an error where it grows by more than there is room for, which is used up, or where an element would
/// have more `attributes` than a reader takes.
pub(super) fn with_declarations(
    markup: &str,
    outside: &[Declaration<'_>],
    attributes: u8,
    room: &mut usize,
) -> Result<Option<String>, Full> {
    let needs = needs(markup, outside, usize::from(attributes)).ok_or(Full::Attributes)?;
    let long = |(prefix, uri): &Declaration<'_>| {
        prefix.len().saturating_add(uri.len()).saturating_add(" xmlns:=\"\"".len())
    };
    let all = needs.iter().flat_map(|need| &need.declarations);
    let growth = all.map(long).fold(0, usize::saturating_add);
    if growth == 0 {
        return Ok(None);
    }
    *room = room.checked_sub(growth).ok_or(Full::Octets)?;
    let mut text = String::with_capacity(markup.len().saturating_add(growth));
    let mut done = 0_usize;
    for need in needs {
        text.push_str(markup.get(done..need.at).unwrap_or_default());
        done = need.at;
        for (prefix, uri) in need.declarations {
            for part in [" xmlns:", prefix, "=\"", uri, "\""] {
                text.push_str(part);
            }
        }
    }
    text.push_str(markup.get(done..).unwrap_or_default());
    Ok(Some(text))
}

/// There is no room for what is declared.
pub(super) enum Full {
    /// In the message.
    Octets,
    /// In an element.
    Attributes,
}

/// Nothing where an element would have too many attributes.
fn needs<'a>(markup: &str, outside: &[Declaration<'a>], most: usize) -> Option<Vec<Need<'a>>> {
    let mut needs: Vec<Need<'a>> = Vec::new();
    // What is declared in the elements that are open, each once, with how many these are. The reader has no more in
    // force than an element may have attributes.
    let mut inside: Vec<(usize, &str)> = Vec::new();
    let (mut depth, mut rest) = (0_usize, markup);
    while let Some((_, markup_of)) = rest.split_once('<') {
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        let found = skipped.iter().find(|(begin, _)| markup_of.starts_with(begin));
        if let Some((begin, end)) = found {
            let behind = markup_of.get(begin.len()..).and_then(|it| it.split_once(end));
            rest = behind.map_or("", |(_, behind)| behind);
            continue;
        }
        let end = tag_end(markup_of);
        let Some((tag, behind)) = end.and_then(|end| markup_of.split_at_checked(end)) else {
            break;
        };
        if tag.starts_with('/') {
            inside.retain(|(of, _)| *of < depth);
            depth = depth.saturating_sub(1);
            rest = behind;
            continue;
        }
        depth = depth.saturating_add(1);
        let name_end = tag.find(|c| BLANKS.contains(&c) || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at_checked(name_end).unwrap_or((tag, ""));
        let names = Names(attributes);
        if depth == 1 {
            let left = behind.len().saturating_add(tag.len()).saturating_sub(name_end);
            needs.push(Need {
                at: markup.len().saturating_sub(left),
                room: most.saturating_sub(names.clone().count()),
                declarations: Vec::new(),
            });
        }
        for prefix in names.clone().filter_map(declared) {
            if !inside.iter().any(|(_, own)| *own == prefix) {
                inside.push((depth, prefix));
            }
        }
        let own = names.filter(|name| declared(name).is_none());
        for prefix in core::iter::once(name).chain(own).filter_map(prefix) {
            let is_inside = inside.iter().any(|(_, own)| *own == prefix);
            let from = outside.iter().rev().find(|(own, _)| *own == prefix && !is_inside);
            let (Some(found), Some(need)) = (from, needs.last_mut()) else { continue };
            if need.declarations.contains(found) {
                continue;
            }
            if need.declarations.len() >= need.room {
                return None;
            }
            need.declarations.push(*found);
        }
        if tag.ends_with('/') {
            inside.retain(|(of, _)| *of < depth);
            depth = depth.saturating_sub(1);
        }
        rest = behind;
    }
    Some(needs)
}

/// How long a tag is, up to its `>`: not one in a value.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes().position(|octet| match (quote, octet) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(octet);
            false
        }
        (Some(open), octet) if open == octet => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// The names of the attributes of a tag.
#[derive(Clone)]
struct Names<'m>(&'m str);

impl<'m> Iterator for Names<'m> {
    type Item = &'m str;

    fn next(&mut self) -> Option<&'m str> {
        let (name, value) = self.0.split_once('=')?;
        let value = value.trim_start_matches(BLANKS);
        let quote = value.chars().next()?;
        let (_, behind) = value.get(quote.len_utf8()..)?.split_once(quote)?;
        self.0 = behind;
        Some(name.trim_matches(BLANKS))
    }
}

/// The prefix that an attribute declares.
fn declared(name: &str) -> Option<&str> {
    name.strip_prefix("xmlns:")
}

/// The prefix of a name, where it needs a declaration.
fn prefix(name: &str) -> Option<&str> {
    let (prefix, _) = name.split_once(':')?;
    (!matches!(prefix, "xml" | "xmlns")).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTSIDE: [Declaration<'static>; 3] = [("p", "urn:old"), ("q", "urn:q"), ("p", "urn:p")];

    fn with(markup: &str) -> Option<String> {
        with_declarations(markup, &OUTSIDE, 32, &mut 1_000).ok().flatten()
    }

    #[test]
    fn declarations_stand_where_they_are_needed() {
        for (markup, expected) in [
            ("<p:a/>", "<p:a xmlns:p=\"urn:p\"/>"),
            ("<p:a>x</p:a> <b/>", "<p:a xmlns:p=\"urn:p\">x</p:a> <b/>"),
            (
                "<a><p:b q:c='/>'/></a>",
                "<a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><p:b q:c='/>'/></a>",
            ),
            ("<a\n p:b = \"1\" />", "<a xmlns:p=\"urn:p\"\n p:b = \"1\" />"),
            ("<p:a/><p:b/>", "<p:a xmlns:p=\"urn:p\"/><p:b xmlns:p=\"urn:p\"/>"),
            (
                "<a><c xmlns:p='urn:own'><p:d/></c><p:e/></a>",
                "<a xmlns:p=\"urn:p\"><c xmlns:p='urn:own'><p:d/></c><p:e/></a>",
            ),
            (
                "<a xmlns:p='urn:own'><p:b/></a><p:c/>",
                "<a xmlns:p='urn:own'><p:b/></a><p:c xmlns:p=\"urn:p\"/>",
            ),
            ("<!-- <q:a> --><p:a/>", "<!-- <q:a> --><p:a xmlns:p=\"urn:p\"/>"),
        ] {
            assert_eq!(with(markup).as_deref(), Some(expected), "{markup}");
        }
    }

    #[test]
    fn what_stands_for_itself_stays() {
        for markup in [
            "",
            "text",
            "<a/>",
            "<a b='p:c'>q:d</a>",
            "<p:a xmlns:p='urn:own' p:b='1'/>",
            "<a xmlns:p='urn:own'><b><p:c/></b></a>",
            "<a xml:lang='de'><![CDATA[<p:a>]]></a><?p:x <p:b>?>",
            "<other:a/>",
        ] {
            assert_eq!(with(markup), None, "{markup}");
        }
    }

    #[test]
    fn an_element_gets_no_more_attributes_than_are_read() {
        let with = |most| with_declarations("<p:a b='1'/>", &OUTSIDE, most, &mut 1_000);
        assert!(matches!(with(1), Err(Full::Attributes)));
        assert_eq!(with(2).ok().flatten().as_deref(), Some("<p:a xmlns:p=\"urn:p\" b='1'/>"));
        // What needs none stays as it is.
        let with = |most| with_declarations("<a b='1'/>", &OUTSIDE, most, &mut 1_000);
        assert!(matches!(with(1), Ok(None)));
    }

    #[test]
    fn growth_is_bounded() {
        for (room, fits) in [(18, false), (19, false), (20, true)] {
            let mut left = room;
            let made = with_declarations("<a><q:b/></a>", &[("q", "urn:q1234")], 32, &mut left);
            assert_eq!(made.is_ok(), fits, "{room}");
            assert_eq!(left, if fits { 0 } else { room });
        }
    }
}
