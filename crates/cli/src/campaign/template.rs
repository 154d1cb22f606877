//! The template: a text with names of columns in braces, filled as XML.

use core::fmt::Write as _;

/// Pieces of a template.
#[derive(Debug)]
enum Piece {
    Text(String),
    /// The value of a column, by its place.
    Column(usize),
}

/// A template that fits a table.
#[derive(Debug)]
pub(super) struct Template(Vec<Piece>);

impl Template {
    /// Reads a template: `{name}` is a column, `{{` and `}}` are braces.
    pub(super) fn new(text: &str, columns: &[String]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
            plain.push_str(before);
            let offset = text.len().saturating_sub(behind.len());
            rest = if let Some(next) = behind.strip_prefix("{{") {
                plain.push('{');
                next
            } else if let Some(next) = behind.strip_prefix("}}") {
                plain.push('}');
                next
            } else {
                let inside = behind.strip_prefix('{').and_then(|it| it.split_once('}'));
                let (name, next) = inside
                    .filter(|(name, _)| !name.contains(['{', '\n', '<']))
                    .ok_or_else(|| format!("brace without its other one at byte {offset}"))?;
                let column = columns.iter().position(|column| column == name);
                let column = column.ok_or_else(|| {
                    format!("no column {name:?}, which the template has at byte {offset}")
                })?;
                pieces.push(Piece::Text(core::mem::take(&mut plain)));
                pieces.push(Piece::Column(column));
                next
            };
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Self(pieces))
    }

    /// The document of a row; where a value cannot stand in XML, the place of its column.
    pub(super) fn fill(&self, fields: &[String]) -> Result<String, usize> {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Column(column) => {
                    let value = fields.get(*column).ok_or(*column)?;
                    escape(value, &mut out).ok_or(*column)?;
                }
            }
        }
        Ok(out)
    }
}

/// A value as it may stand in text and between quotes: it opens no tag, closes no value, and its white
/// space stays. Nothing where it has a character that XML has not.
fn escape(value: &str, out: &mut String) -> Option<()> {
    for character in value.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => return None,
            _ => out.push(character),
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_no_markup() {
        let columns = ["a".to_owned(), "b".to_owned()];
        let template = Template::new("{{<x y=\"{b}\">{a}</x>}}", &columns).unwrap();
        let filled = template.fill(&["<z/>".to_owned(), "\"'&\n".to_owned()]).unwrap();
        assert_eq!(filled, "{<x y=\"&quot;&#39;&amp;&#10;\">&lt;z/&gt;</x>}");
        assert_eq!(template.fill(&["\0".to_owned(), String::new()]).unwrap_err(), 0);
    }

    #[test]
    fn faults() {
        for (text, error) in [
            ("a{b", "brace without its other one at byte 1"),
            ("a}b", "brace without its other one at byte 1"),
            ("{<a}", "brace without its other one at byte 0"),
            ("<a>{c}", "no column \"c\", which the template has at byte 3"),
        ] {
            assert_eq!(Template::new(text, &["b".to_owned()]).unwrap_err(), error);
        }
    }
}
