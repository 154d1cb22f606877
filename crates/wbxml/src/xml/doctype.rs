//! The document type declaration, handed out as data.

use super::character;
use crate::error::{Error, ErrorKind, XmlError};

/// The document type declaration of a document.
///
/// Nothing is fetched, and no declaration in it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Doctype<'a> {
    /// The name of the document element that is declared.
    pub name: &'a str,
    /// The public identifier.
    pub public_id: Option<&'a str>,
    /// The system identifier.
    pub system_id: Option<&'a str>,
    /// What stands between the brackets.
    pub internal_subset: Option<&'a str>,
}

impl<'a> Doctype<'a> {
    /// Reads what stands between `<!DOCTYPE` and its `>`.
    pub(super) fn read(inside: &'a str, offset: usize, declarations: bool) -> Result<Self, Error> {
        let end = offset.saturating_add(inside.len());
        let fail = |rest: &str, kind| {
            Err(Error::new(ErrorKind::Xml(kind), end.saturating_sub(rest.len())))
        };
        let rest = trim(inside);
        let (name, after) =
            rest.split_at_checked(character::name_length(rest)).unwrap_or(("", rest));
        if name.is_empty() || rest.len() == inside.len() {
            return fail(rest, XmlError::Syntax);
        }
        let mut rest = trim(after);
        let (mut public_id, mut system_id) = (None, None);
        if let Some(after) = rest.strip_prefix("PUBLIC") {
            let Some((public, after)) = literal(after) else {
                return fail(rest, XmlError::Syntax);
            };
            if let Some(bad) = public.find(|character| !is_public(character)) {
                let from_bad = public.len().saturating_sub(bad).saturating_add(1);
                let at = end.saturating_sub(after.len()).saturating_sub(from_bad);
                return Err(Error::new(ErrorKind::Xml(XmlError::Syntax), at));
            }
            public_id = Some(public);
            // SGML has no system identifier here, and some push servers have not either.
            (system_id, rest) = match literal(after) {
                Some((system, after)) => (Some(system), after),
                None => (None, after),
            };
        } else if let Some(after) = rest.strip_prefix("SYSTEM") {
            let Some((system, after)) = literal(after) else {
                return fail(rest, XmlError::Syntax);
            };
            (system_id, rest) = (Some(system), after);
        }
        rest = trim(rest);
        let mut internal_subset = None;
        if let Some(after) = rest.strip_prefix('[') {
            let Some((subset, after)) = after.rsplit_once(']') else {
                return fail(rest, XmlError::Syntax);
            };
            if !declarations {
                check_subset(subset, end.saturating_sub(after.len()).saturating_sub(1))?;
            }
            (internal_subset, rest) = (Some(subset), trim(after));
        }
        if !rest.is_empty() {
            return fail(rest, XmlError::Syntax);
        }
        Ok(Self { name, public_id, system_id, internal_subset })
    }
}

/// Whether a public identifier may have this character: XML 1.0, 2.3.
fn is_public(character: char) -> bool {
    matches!(character, ' ' | '\r' | '\n' | '!' | '#'..='%' | '\''..=';' | '=' | '?' | '_')
        || matches!(character, '@'..='Z' | 'a'..='z')
}

/// A quoted literal behind white space, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let quoted = trim(text);
    if quoted.len() == text.len() {
        return None;
    }
    let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    quoted.strip_prefix(quote)?.split_once(quote)
}

/// Refuses all declarations, because none of them is obeyed: no entity is ever expanded. Comments
/// and processing instructions may stand.
fn check_subset(subset: &str, end: usize) -> Result<(), Error> {
    let mut rest = trim(subset);
    while !rest.is_empty() {
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.split_once("?>")
        } else {
            None
        };
        let Some((_, after)) = skipped else {
            let declared = rest.starts_with("<!") || rest.starts_with('%');
            let kind = if declared { XmlError::Declaration } else { XmlError::Syntax };
            return Err(Error::new(ErrorKind::Xml(kind), end.saturating_sub(rest.len())));
        };
        rest = trim(after);
    }
    Ok(())
}

fn trim(text: &str) -> &str {
    text.trim_start_matches(character::BLANKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inside: &str) -> Result<Doctype<'_>, (XmlError, usize)> {
        Doctype::read(inside, 10, false).map_err(|error| match error.kind() {
            ErrorKind::Xml(kind) => (kind, error.offset()),
            other => unreachable!("{other}"),
        })
    }

    #[test]
    fn forms() {
        let doctype = |public_id, system_id, internal_subset| {
            Ok(Doctype { name: "a", public_id, system_id, internal_subset })
        };
        for (inside, expected) in [
            (" a", doctype(None, None, None)),
            ("\n a \n", doctype(None, None, None)),
            (" a SYSTEM 's'", doctype(None, Some("s"), None)),
            (" a PUBLIC \"p\" \"\"", doctype(Some("p"), Some(""), None)),
            (" a PUBLIC \"p\"", doctype(Some("p"), None, None)),
            (
                " a PUBLIC \"-'()+,./:=?;!*#@$_% 0Zz\n\r\"",
                doctype(Some("-'()+,./:=?;!*#@$_% 0Zz\n\r"), None, None),
            ),
            (" a PUBLIC 'p'\n\"s\" []", doctype(Some("p"), Some("s"), Some(""))),
            (
                " a [ <?wap-pap-ver a]?> <!-- ]%<!ENTITY --> ] ",
                doctype(None, None, Some(" <?wap-pap-ver a]?> <!-- ]%<!ENTITY --> ")),
            ),
        ] {
            assert_eq!(read(inside), expected, "{inside:?}");
        }
    }

    #[test]
    fn malformed() {
        for (inside, offset) in [
            ("", 10),
            ("a", 10),
            (" 1", 11),
            (" a b", 13),
            (" a PUBLIC", 13),
            (" a PUBLIC'p'", 13),
            (" a PUBLIC \"p", 13),
            (" a PUBLIC \"p&q\" \"s\"", 22),
            (" a PUBLIC 'p\u{E9}'", 22),
            (" a PUBLIC 'p\tq'", 22),
            (" a SYSTEM", 13),
            (" a SYSTEM \"s\" x", 24),
            (" a [", 13),
            (" a [ x ]", 15),
            (" a [ <!-- ]", 15),
            (" a [] x", 16),
        ] {
            let expected =
                if inside.contains("<!--") { XmlError::Declaration } else { XmlError::Syntax };
            assert_eq!(read(inside), Err((expected, offset)), "{inside:?}");
        }
    }

    #[test]
    fn declarations_are_refused() {
        for subset in [
            "<!ENTITY a \"b\">",
            "<!ENTITY % a \"b\">",
            "<!ENTITY a SYSTEM \"file:///etc/passwd\">",
            "<!ELEMENT a ANY>",
            "<!ATTLIST a b CDATA #IMPLIED>",
            "<!NOTATION a SYSTEM \"b\">",
            "<![INCLUDE[]]>",
            "%a;",
        ] {
            let inside = alloc::format!(" a [ <!----> {subset} ]");
            assert_eq!(read(&inside), Err((XmlError::Declaration, 23)), "{subset}");
            let unread = Doctype::read(&inside, 10, true).unwrap();
            assert!(unread.internal_subset.is_some_and(|text| text.contains(subset)));
        }
    }
}
