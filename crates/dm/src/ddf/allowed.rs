//! The values that Microsoft's extensions allow.

use alloc::vec::Vec;
use core::fmt;

use super::json::is_json;
use super::regex::{Match, Regex};
use crate::framework::Extension;

/// AllowedValues: which values a node takes.
///
/// Enumerations, flags, ranges and regular expressions are checked, except for expressions with what
/// descriptions hardly use: references back, looking around, properties of Unicode. A value that one
/// matches in part alone is not judged, because descriptions do not say whether that is enough.
/// Policies of ADMX files are checked to be switched on or off, and the file, area and name of the
/// policy are [named](Self::admx). What has a schema must be a document of XML or a value of JSON;
/// what the schema says of it is not checked, nor is SDDL: this crate has no engine for them. XML is
/// looked into with the feature `xml` alone.
#[derive(Clone, Copy, Debug)]
pub struct AllowedValues<'a> {
    kind: &'a str,
    /// What is inside of it.
    inside: &'a [Extension],
}

/// A policy of an ADMX file, by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Admx<'a> {
    /// File.
    pub file: &'a str,
    /// Area.
    pub area: &'a str,
    /// Name.
    pub name: &'a str,
}

/// What an allowed value says to a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum Judgment {
    /// It is allowed.
    Allowed,
    /// It is not.
    Refused,
    /// It cannot be told here.
    NotChecked,
}

impl<'a> AllowedValues<'a> {
    pub(super) fn find(extensions: &'a [Extension]) -> Option<Self> {
        let at = extensions
            .iter()
            .position(|extension| extension.depth == 0 && extension.name == "AllowedValues")?;
        let (head, rest) = extensions.get(at..)?.split_first()?;
        let end = rest.iter().position(|extension| extension.depth == 0).unwrap_or(rest.len());
        let kind = head.attribute("ValueType").unwrap_or("None");
        Some(Self { kind, inside: rest.get(..end)? })
    }

    /// ValueType: `ENUM`, `Flag`, `Range`, `RegEx`, `XSD`, `ADMX`, `JSON`, `SDDL`, `None`.
    #[must_use]
    pub const fn kind(&self) -> &'a str {
        self.kind
    }

    /// The values, without white space around them.
    pub fn values(&self) -> impl Iterator<Item = &'a str> {
        let values = self.inside.iter().filter(|extension| extension.name == "Value");
        values.map(|extension| extension.text.trim_ascii())
    }

    /// The policy of an ADMX file that the node stands for.
    #[must_use]
    pub fn admx(&self) -> Option<Admx<'a>> {
        let backed = self.inside.iter().find(|extension| extension.name == "AdmxBacked")?;
        Some(Admx {
            file: backed.attribute("File").unwrap_or_default(),
            area: backed.attribute("Area").unwrap_or_default(),
            name: backed.attribute("Name").unwrap_or_default(),
        })
    }

    /// What stands between several values in one, where there may be several.
    #[must_use]
    pub fn delimiter(&self) -> Option<&'a str> {
        self.inside.iter().find(|extension| extension.name == "List")?.attribute("Delimiter")
    }

    /// Judges a value, or all of a list.
    #[must_use]
    pub fn judge(&self, value: &str) -> Judgment {
        let Some(delimiter) = self.delimiter().filter(|delimiter| !delimiter.is_empty()) else {
            return self.judge_one(value);
        };
        let escaped = delimiter.strip_prefix("\\x");
        let character = escaped.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        let mut buffer = [0; 4];
        let delimiter = match character {
            Some(character) => character.encode_utf8(&mut buffer),
            None => delimiter,
        };
        if self.kind == "RegEx" && value.len() > MAX_LIST {
            return Judgment::NotChecked;
        }
        let mut judgment = Judgment::Allowed;
        for part in value.split(delimiter) {
            match self.judge_one(part) {
                Judgment::Refused => return Judgment::Refused,
                Judgment::NotChecked => judgment = Judgment::NotChecked,
                Judgment::Allowed => {}
            }
        }
        judgment
    }

    fn judge_one(&self, value: &str) -> Judgment {
        let value = value.trim_ascii();
        let is_allowed = match self.kind {
            "ENUM" => self.values().any(|allowed| {
                allowed == value
                    || number(allowed).is_some_and(|allowed| Some(allowed) == number(value))
            }),
            "Flag" => {
                let mask = self.values().filter_map(number).fold(0, |mask, flag| mask | flag);
                number(value).is_some_and(|value| value >= 0 && value & !mask == 0)
            }
            "Range" => {
                let ranges: Option<Vec<(i128, i128)>> =
                    self.values().flat_map(|value| value.split(',')).map(range).collect();
                let Some(ranges) = ranges else { return Judgment::NotChecked };
                number(value).is_some_and(|value| {
                    ranges.iter().any(|(low, high)| (low..=high).contains(&&value))
                })
            }
            "RegEx" => return self.judge_expressions(value),
            // The values of its elements are a matter of the file. They stand side by side.
            "ADMX" if is_policy(value) && is_xml(&["<policy>", value, "</policy>"].concat()) => {
                return Judgment::NotChecked;
            }
            "XSD" if is_xml(value) => return Judgment::NotChecked,
            "ADMX" | "XSD" => false,
            // Without a schema there is nothing else to it.
            "JSON" if !is_json(value) => false,
            "JSON" => {
                let has_schema = self.values().any(|schema| !schema.is_empty());
                return if has_schema { Judgment::NotChecked } else { Judgment::Allowed };
            }
            _ => return Judgment::NotChecked,
        };
        if is_allowed { Judgment::Allowed } else { Judgment::Refused }
    }
}

/// Octets of a list whose parts are checked by expressions, which are read for each part.
const MAX_LIST: usize = 4096;

impl AllowedValues<'_> {
    /// One of the expressions.
    fn judge_expressions(&self, value: &str) -> Judgment {
        let mut judgment = Judgment::Refused;
        let mut expressions = self.values().peekable();
        if expressions.peek().is_none() {
            return Judgment::NotChecked;
        }
        for pattern in expressions {
            match Regex::parse(pattern).and_then(|regex| regex.judge(value)) {
                Some(Match::Whole) => return Judgment::Allowed,
                Some(Match::None) => {}
                Some(Match::Part) | None => judgment = Judgment::NotChecked,
            }
        }
        judgment
    }
}

/// Whether a text is a document of XML, as far as can be told: without the feature, and past the
/// limits of a reader, it may be.
fn is_xml(text: &str) -> bool {
    #[cfg(feature = "xml")]
    {
        use provost_wbxml::xml::{ReadOptions, Reader};
        use provost_wbxml::{ErrorKind, vocabulary::DMDDF_1_2};

        // Elements of no vocabulary are read by their names, so that any will do.
        let options = ReadOptions::new().allow_declarations().ignore_encoding_label();
        let read =
            Reader::with_options(text.as_bytes(), &DMDDF_1_2, options).and_then(|mut reader| {
                while reader.next_event()?.is_some() {}
                Ok(())
            });
        read.map_or_else(|error| matches!(error.kind(), ErrorKind::Limit(_)), |()| true)
    }
    #[cfg(not(feature = "xml"))]
    {
        !text.is_empty()
    }
}

/// Whether a value switches a policy of an ADMX file on or off: `<enabled/>` with perhaps data behind
/// it, or `<disabled/>`.
fn is_policy(value: &str) -> bool {
    let Some(inside) = value.strip_prefix('<') else { return false };
    let name = inside.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["enabled", "disabled"].iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// Decimal, or hexadecimal with `0x`.
fn number(text: &str) -> Option<i128> {
    let text = text.trim_ascii();
    match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        Some(hex) if !hex.starts_with(['+', '-']) => i128::from_str_radix(hex, 16).ok(),
        Some(_) => None,
        None => text.parse().ok(),
    }
}

/// `[1-1000]`, `[-5--1]`, `[0]`.
fn range(text: &str) -> Option<(i128, i128)> {
    let text = text.trim_ascii().strip_prefix('[')?.strip_suffix(']')?;
    // A minus in front is a sign.
    let cut = text.char_indices().skip(1).find(|(_, c)| *c == '-').map(|(at, _)| at);
    match cut {
        None => number(text).map(|value| (value, value)),
        Some(at) => {
            let (low, high) = text.split_at_checked(at)?;
            Some((number(low)?, number(high.strip_prefix('-')?)?))
        }
    }
}

/// The kind and the values, for people.
impl fmt::Display for AllowedValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)?;
        for (at, value) in self.values().enumerate() {
            f.write_str(if at == 0 { " " } else { ", " })?;
            f.write_str(value)?;
        }
        if let Some(Admx { file, area, name }) = self.admx() {
            write!(f, " {name} of {area} in {file}")?;
        }
        match self.delimiter() {
            Some(delimiter) => write!(f, ", several with {delimiter} between"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    fn extension(depth: usize, name: &str, attribute: &str, text: &str) -> Extension {
        let attributes = attribute.split_once('=').map(|(n, v)| (n.to_string(), v.to_string()));
        Extension {
            depth,
            name: name.into(),
            attributes: attributes.into_iter().collect(),
            text: text.into(),
        }
    }

    fn judge(kind: &str, values: &[&str], delimiter: Option<&str>, value: &str) -> Judgment {
        let mut all = vec![extension(0, "AllowedValues", &["ValueType=", kind].concat(), "")];
        all.extend(values.iter().map(|value| extension(1, "Value", "", value)));
        all.extend(delimiter.map(|text| extension(1, "List", &["Delimiter=", text].concat(), "")));
        all.push(extension(0, "GpMapping", "", ""));
        AllowedValues::find(&all).unwrap().judge(value)
    }

    #[test]
    fn judgments() {
        use Judgment::{Allowed, NotChecked, Refused};
        for (kind, values, delimiter, value, judgment) in [
            ("ENUM", &["0", "1"][..], None, "1", Allowed),
            ("ENUM", &["0", "1"], None, "2", Refused),
            ("ENUM", &["0x1"], None, "1", Allowed),
            ("ENUM", &["a"], None, "A", Refused),
            ("Flag", &["0x0", "0x1", "0x4"], None, "5", Allowed),
            ("Flag", &["0x0", "0x1", "0x4"], None, "2", Refused),
            ("Flag", &["1"], None, "-1", Refused),
            ("Range", &["[1-1000]"], None, "1000", Allowed),
            ("Range", &["[1-1000]"], None, "1001", Refused),
            ("Range", &["[-5--1],[7]"], None, "-3", Allowed),
            ("Range", &["[-5--1],[7]"], None, "7", Allowed),
            ("Range", &["[-5--1],[7]"], None, "0", Refused),
            ("Range", &["[0-4294967295]"], None, "x", Refused),
            ("Range", &["1 to 5"], None, "3", NotChecked),
            ("RegEx", &["^a$"], None, "b", Refused),
            ("RegEx", &["^a$", "b"], None, "b", Allowed),
            ("RegEx", &["b"], None, "abc", NotChecked),
            ("RegEx", &["^(?=a)"], None, "b", NotChecked),
            ("RegEx", &[], None, "b", NotChecked),
            ("RegEx", &["[0-9]+"], Some(","), "1,23", Allowed),
            ("RegEx", &["[0-9]+"], Some(","), "1,x", Refused),
            ("ADMX", &[], None, "<enabled/><data id=\"a\" value=\"1\"/>", NotChecked),
            ("ADMX", &[], None, " <Disabled />", NotChecked),
            ("ADMX", &[], None, "1", Refused),
            ("ADMX", &[], None, "<enabledx/>", Refused),
            #[cfg(feature = "xml")]
            ("ADMX", &[], None, "<enabled/><data id=\"a\" value=\"1\">", Refused),
            #[cfg(feature = "xml")]
            ("ADMX", &[], None, "<enabled/></policy><policy>", Refused),
            ("ADMX", &[], None, "<enabled/>\n<data id='a' value='x&#xF000;y'/>", NotChecked),
            ("XSD", &["<xs:schema/>"], None, "<a/>", NotChecked),
            (
                "XSD",
                &["<xs:schema/>"],
                None,
                "<?xml version='1.0' encoding='utf-16'?>\n<a>x</a>\n",
                NotChecked,
            ),
            (
                "XSD",
                &["<xs:schema/>"],
                None,
                "<p:a xmlns:p='urn:p' b='c'><!-- d --><e/></p:a>",
                NotChecked,
            ),
            ("XSD", &["<xs:schema/>"], None, "", Refused),
            #[cfg(feature = "xml")]
            ("XSD", &["<xs:schema/>"], None, "a", Refused),
            #[cfg(feature = "xml")]
            ("XSD", &["<xs:schema/>"], None, "<a>", Refused),
            #[cfg(feature = "xml")]
            ("XSD", &["<xs:schema/>"], None, "<a/><a/>", Refused),
            #[cfg(feature = "xml")]
            ("XSD", &["<xs:schema/>"], None, "<a>&none;</a>", Refused),
            ("JSON", &["{\"type\":\"object\"}"], None, "{\"a\":[1]}", NotChecked),
            ("JSON", &["{\"type\":\"object\"}"], None, "{\"a\":[1}", Refused),
            ("JSON", &[], None, "[]", Allowed),
            ("JSON", &[], None, "<a/>", Refused),
            ("SDDL", &[], None, "O:BA", NotChecked),
            ("None", &[], None, "b", NotChecked),
            ("ENUM", &["a", "b"], Some(","), "a,b", Allowed),
            ("ENUM", &["a", "b"], Some(","), "a,c", Refused),
            ("ENUM", &["a", "b"], Some("\\xF000"), "a\u{F000}b", Allowed),
        ] {
            assert_eq!(
                judge(kind, values, delimiter, value),
                judgment,
                "{kind} {values:?} {value}"
            );
        }
    }
}
