//! References to variables in WML and WTA-WML (WAP-191, 10.3.1 and 14.3.1).
//!
//! In XML a reference is part of the text, `$(name)`, `$(name:escape)` or `$name`, and `$$` is a
//! dollar sign. In WBXML it is a token, EXT_I or EXT_T, whose number 0, 1 or 2 is the conversion,
//! and strings hold text only: WAP-191, 14.2.1 asks that every valid reference becomes a token.
//! So `$$` of XML is `$` on the wire, as Kannel writes it too.
//!
//! libwbxml does not make these tokens: it leaves references, and `$$`, in strings as they stand.
//! [`quote`], the way back to XML, therefore keeps what is a reference or `$$` within one string,
//! and doubles only a dollar sign that is neither. [`pieces`] ends a text after each dollar sign;
//! written as strings of their own, such texts come back from [`quote`] as they were, even
//! `$$(name)`.

use core::fmt;
use core::iter::FusedIterator;

use crate::error::ContentError;

/// Divides text of XML into texts and references.
///
/// ```
/// use provost_wbxml::typed::variable::{Conversion, Piece, Variable, pieces};
///
/// let mut pieces = pieces("$$5 for $(item:e)");
/// assert_eq!(pieces.next(), Some(Ok(Piece::Text("$"))));
/// assert_eq!(pieces.next(), Some(Ok(Piece::Text("5 for "))));
/// let item = Variable::new("item", Conversion::Escape)?;
/// assert_eq!(pieces.next(), Some(Ok(Piece::Variable(item))));
/// assert_eq!(pieces.next(), None);
/// # Ok::<(), provost_wbxml::ContentError>(())
/// ```
///
/// WAP-191 has references in text of elements and in attributes of type vdata; in others (`id`,
/// `type`, ...) a dollar sign is only a dollar sign. `convert` looks for them where the vocabulary
/// has them; a dollar sign that begins no reference it leaves as text.
#[must_use]
pub const fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, stray: "" }
}

/// Makes text of XML from one string of WBXML: the slices it yields, joined.
///
/// ```
/// use provost_wbxml::typed::variable::quote;
///
/// assert_eq!(quote("$5 for $(item)").collect::<String>(), "$$5 for $(item)");
/// ```
#[must_use]
pub const fn quote(string: &str) -> Quote<'_> {
    Quote { rest: string, done: 0 }
}

/// A part of text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Piece<'a> {
    /// Text that is never empty and means what it says; it ends after each dollar sign.
    Text(&'a str),
    /// A reference.
    Variable(Variable<'a>),
}

/// A reference to a variable; it displays as `$(name)`, `$(name:escape)` or `$(name:unesc)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Variable<'a> {
    name: &'a str,
    conversion: Conversion,
}

impl<'a> Variable<'a> {
    /// Makes a reference of the operand and the number of an extension token.
    ///
    /// # Errors
    ///
    /// [`ContentError::Variable`] if the name is not a letter or `_`, followed by letters, digits
    /// and `_` (all of ASCII): XML could not express it.
    pub fn new(name: &'a str, conversion: Conversion) -> Result<Self, ContentError> {
        match split_name(name) {
            Some((name, "")) => Ok(Self { name, conversion }),
            _ => Err(ContentError::Variable),
        }
    }

    /// The name, whose case counts.
    #[must_use]
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// What happens to the value when it is put in.
    #[must_use]
    pub const fn conversion(&self) -> Conversion {
        self.conversion
    }
}

impl fmt::Display for Variable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conversion = match self.conversion {
            Conversion::Escape => ":escape",
            Conversion::Unescape => ":unesc",
            // WAP-191, 14.4 encodes `$(X)` so. libwbxml writes `$(X:noesc)`.
            Conversion::None => "",
        };
        write!(f, "$({}{conversion})", self.name)
    }
}

/// What happens to the value of a variable when it is put in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Conversion {
    /// EXT_I_0, EXT_T_0: escaped as in a URL.
    Escape,
    /// EXT_I_1, EXT_T_1: unescaped.
    Unescape,
    /// EXT_I_2, EXT_T_2: nothing, or what the browser does by itself in such an attribute. A
    /// reference without conversion and `:noesc` are the same on the wire.
    None,
}

impl Conversion {
    /// The conversion of an extension token by its number, 0 to 2.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Escape),
            1 => Some(Self::Unescape),
            2 => Some(Self::None),
            _ => None,
        }
    }

    /// The number of the extension token, 0 to 2.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Escape => 0,
            Self::Unescape => 1,
            Self::None => 2,
        }
    }

    /// WAP-191, 10.3.1: the word or its first letter, in any case.
    fn from_word(word: &str) -> Option<Self> {
        [("escape", "e", Self::Escape), ("unesc", "u", Self::Unescape), ("noesc", "n", Self::None)]
            .into_iter()
            .find(|(long, short, _)| {
                word.eq_ignore_ascii_case(long) || word.eq_ignore_ascii_case(short)
            })
            .map(|(_, _, conversion)| conversion)
    }
}

/// The iterator of [`pieces`]; it ends after the first error.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
    /// Behind an error, the text from the dollar sign that begins no reference.
    stray: &'a str,
}

impl<'a> Pieces<'a> {
    /// Goes on behind an error; the dollar sign, as text.
    #[cfg(feature = "alloc")]
    pub(crate) fn take_stray(&mut self) -> &'a str {
        let stray = core::mem::take(&mut self.stray);
        let (dollar, rest) = stray.split_at_checked(1).unwrap_or((stray, ""));
        self.rest = rest;
        dollar
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, ContentError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (text, from_dollar) = split_at_dollar(self.rest);
        match split_meaning(from_dollar) {
            Some((Meaning::Dollar, after)) => {
                let with_dollar = self.rest.get(..text.len().saturating_add(1)).unwrap_or(text);
                self.rest = after;
                Some(Ok(Piece::Text(with_dollar)))
            }
            _ if !text.is_empty() => {
                self.rest = from_dollar;
                Some(Ok(Piece::Text(text)))
            }
            Some((Meaning::Variable(variable), after)) => {
                self.rest = after;
                Some(Ok(Piece::Variable(variable)))
            }
            None => {
                self.stray = core::mem::take(&mut self.rest);
                Some(Err(ContentError::Variable))
            }
        }
    }
}

impl FusedIterator for Pieces<'_> {}

/// The iterator of [`quote`].
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    rest: &'a str,
    /// Octets of `rest` in which no dollar sign is left to double.
    done: usize,
}

impl<'a> Iterator for Quote<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let mut ahead = self.rest.get(self.done..).unwrap_or_default();
        loop {
            let (_, from_dollar) = split_at_dollar(ahead);
            if from_dollar.is_empty() {
                self.done = 0;
                return Some(core::mem::take(&mut self.rest));
            }
            if let Some((_, after)) = split_meaning(from_dollar) {
                ahead = after;
                continue;
            }
            // This slice ends with the dollar sign and the next one begins with the same.
            let end = self.rest.len().saturating_sub(from_dollar.len()).saturating_add(1);
            let slice = self.rest.get(..end)?;
            self.rest = from_dollar;
            self.done = 1;
            return Some(slice);
        }
    }
}

impl FusedIterator for Quote<'_> {}

/// What a dollar sign can begin.
enum Meaning<'a> {
    Dollar,
    Variable(Variable<'a>),
}

/// The meaning of the dollar sign at the start and what follows it, or `None` if it has none.
///
/// It looks no further than up to the next dollar sign, so that the work grows with the text only.
fn split_meaning(from_dollar: &str) -> Option<(Meaning<'_>, &str)> {
    let inner = from_dollar.strip_prefix('$')?;
    if let Some(after) = inner.strip_prefix('$') {
        return Some((Meaning::Dollar, after));
    }
    let Some(inner) = inner.strip_prefix('(') else {
        let (name, after) = split_name(inner)?;
        return Some((Meaning::Variable(Variable { name, conversion: Conversion::None }), after));
    };
    let (name, inner) = split_name(inner)?;
    let (conversion, inner) = match inner.strip_prefix(':') {
        Some(inner) => {
            let (word, inner) = split_at_end_of(inner, |octet| octet.is_ascii_alphabetic());
            (Conversion::from_word(word)?, inner)
        }
        None => (Conversion::None, inner),
    };
    Some((Meaning::Variable(Variable { name, conversion }), inner.strip_prefix(')')?))
}

/// The name at the start and what follows it.
fn split_name(text: &str) -> Option<(&str, &str)> {
    if text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        Some(split_at_end_of(text, |octet| octet.is_ascii_alphanumeric() || octet == b'_'))
    } else {
        None
    }
}

/// Splits before the first octet that is none of `class`, which holds octets of ASCII only.
fn split_at_end_of(text: &str, class: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(|octet| !class(octet)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn split_at_dollar(text: &str) -> (&str, &str) {
    let dollar = memchr::memchr(b'$', text.as_bytes()).unwrap_or(text.len());
    text.split_at_checked(dollar).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    extern crate alloc;

    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use alloc::{format, vec};

    use super::*;

    fn variable(name: &str, conversion: Conversion) -> Piece<'_> {
        Piece::Variable(Variable { name, conversion })
    }

    #[test]
    fn text_of_xml() {
        use Conversion::{Escape, None, Unescape};
        use Piece::Text;
        let rows: &[(&str, &[Piece<'_>])] = &[
            ("", &[]),
            ("no variable", &[Text("no variable")]),
            ("X: $(X)", &[Text("X: "), variable("X", None)]),
            (
                "$(X:noesc)$(Y:escape)$(Z:unesc)",
                &[variable("X", None), variable("Y", Escape), variable("Z", Unescape)],
            ),
            (
                "$(X:N)$(Y:e)$(Z:u)",
                &[variable("X", None), variable("Y", Escape), variable("Z", Unescape)],
            ),
            ("$(X:NoEsc)$(Y:ESCAPE)", &[variable("X", None), variable("Y", Escape)]),
            (
                "$_a9.$b$c",
                &[variable("_a9", None), Text("."), variable("b", None), variable("c", None)],
            ),
            ("$name:escape", &[variable("name", None), Text(":escape")]),
            ("$$", &[Text("$")]),
            ("a$$b", &[Text("a$"), Text("b")]),
            ("$$$$", &[Text("$"), Text("$")]),
            ("$$(X)", &[Text("$"), Text("(X)")]),
            ("$$$(X)", &[Text("$"), variable("X", None)]),
            ("\u{20AC}$(X)\u{E9}", &[Text("\u{20AC}"), variable("X", None), Text("\u{E9}")]),
        ];
        for (text, expected) in rows {
            let found: Vec<_> = pieces(text).map(Result::unwrap).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn malformed() {
        for text in [
            "$",
            "a$",
            "$$$",
            "$5",
            "$ x",
            "$(",
            "$()",
            "$(X",
            "$(5)",
            "$(a b)",
            "$( X)",
            "$(X )",
            "$(X:)",
            "$(X:es)",
            "$(X:escaped)",
            "$(X:e:e)",
            "$(X:escape",
            "$(:escape)",
            "$)",
            "$(\u{E9})",
            "$\u{E9}",
            "$(X:\u{E9})",
            "$(a-b)",
        ] {
            let mut pieces = pieces(text);
            let last = pieces.by_ref().last();
            assert_eq!(last, Some(Err(ContentError::Variable)), "{text}");
            assert_eq!(pieces.next(), None);
        }
    }

    #[test]
    fn variables_of_the_wire() {
        for (number, text) in [(0, "$(v_1:escape)"), (1, "$(v_1:unesc)"), (2, "$(v_1)")] {
            let conversion = Conversion::from_number(number).unwrap();
            assert_eq!(conversion.number(), number);
            let variable = Variable::new("v_1", conversion).unwrap();
            assert_eq!(variable.to_string(), text);
            assert_eq!((variable.name(), variable.conversion()), ("v_1", conversion));
            assert_eq!(pieces(text).collect::<Vec<_>>(), [Ok(Piece::Variable(variable))]);
        }
        assert_eq!(Conversion::from_number(3), None);
        for name in ["", "5", "a b", "a)", "a:e", "\u{E9}", "a\u{E9}", "$a", "a\0", "<"] {
            let variable = Variable::new(name, Conversion::None);
            assert_eq!(variable, Err(ContentError::Variable), "{name}");
        }
    }

    #[test]
    fn strings_of_the_wire() {
        for (string, text) in [
            ("", ""),
            ("no dollar", "no dollar"),
            ("$", "$$"),
            ("$5", "$$5"),
            ("US$ 5, $6", "US$$ 5, $$6"),
            ("$(X) $Y $$", "$(X) $Y $$"),
            ("$(X:escape)$(X:u)", "$(X:escape)$(X:u)"),
            ("$(X:bad)", "$$(X:bad)"),
            ("$(", "$$("),
            ("$$$", "$$$$"),
            ("$($(X)", "$$($(X)"),
            ("\u{20AC}$\u{20AC}", "\u{20AC}$$\u{20AC}"),
        ] {
            assert_eq!(quote(string).collect::<String>(), text, "{string}");
        }
    }

    /// Every text of up to 6 of these characters (under miri, 2): the pieces are those of a slow reader,
    /// quoting gives text without error, texts and references come back as they were.
    #[test]
    fn all_short_texts() {
        const ALPHABET: [char; 8] = ['$', '(', ')', ':', 'e', '_', '5', ' '];
        let longest = if cfg!(miri) { 2 } else { 6 };
        let count = |longest: u32| (0..=longest).map(|length| 8_usize.pow(length)).sum::<usize>();
        let mut texts = vec![String::new()];
        for from in 0..count(longest - 1) {
            for character in ALPHABET {
                texts.push(format!("{}{character}", texts[from]));
            }
        }
        assert_eq!(texts.len(), count(longest));
        for text in &texts {
            let found: Result<Vec<_>, _> = pieces(text).collect();
            let found = found.ok();
            assert_eq!(found.as_deref().map(show), slow(text), "{text}");

            let quoted: String = quote(text).collect();
            assert!(pieces(&quoted).all(|piece| piece.is_ok()), "{text} {quoted}");
            if let Some(found) = found {
                assert_eq!(quoted, *text, "valid text stays");
                let back: String = found
                    .iter()
                    .map(|piece| match piece {
                        Piece::Text(text) => quote(text).collect(),
                        Piece::Variable(variable) => variable.to_string(),
                    })
                    .collect();
                assert_eq!(pieces(&back).map(Result::unwrap).collect::<Vec<_>>(), found, "{text}");
            }
        }
    }

    /// Text as it is, references as `<name number>`, pieces apart from each other.
    fn show(pieces: &[Piece<'_>]) -> Vec<String> {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => String::from(*text),
                Piece::Variable(Variable { name, conversion }) => {
                    format!("<{name} {}>", conversion.number())
                }
            })
            .collect()
    }

    /// Goes character by character; `None` is an error.
    fn slow(text: &str) -> Option<Vec<String>> {
        let name_of = |text: &str| -> String {
            let name =
                text.chars().take_while(|c| matches!(c, 'e' | '_' | '5')).collect::<String>();
            if name.starts_with('5') { String::new() } else { name }
        };
        let mut found: Vec<String> = Vec::new();
        let mut open = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            if !rest.starts_with('$') {
                open.push_str(&rest[..1]);
                rest = &rest[1..];
                continue;
            }
            if rest.starts_with("$$") {
                found.push(format!("{open}$"));
                open.clear();
                rest = &rest[2..];
                continue;
            }
            if !open.is_empty() {
                found.push(core::mem::take(&mut open));
            }
            let name = name_of(rest.trim_start_matches('$').trim_start_matches('('));
            let forms =
                [(format!("$({name})"), 2), (format!("$({name}:e)"), 0), (format!("${name}"), 2)];
            let (form, number) =
                forms.iter().find(|(form, _)| !name.is_empty() && rest.starts_with(form))?;
            found.push(format!("<{name} {number}>"));
            rest = &rest[form.len()..];
        }
        if !open.is_empty() {
            found.push(open);
        }
        Some(found)
    }

    /// The worst texts for a reader that looks ahead; both take steps by the octet only.
    #[test]
    fn long_texts_end_soon() {
        for text in ["$(", "$(a:", "$(a:e", "$a(", "$"] {
            let length = if cfg!(miri) { 400 } else { 200_000 };
            let long = text.repeat(length / text.len());
            assert!(quote(&long).count() <= long.len());
            assert!(pieces(&long).count() <= long.len());
        }
    }
}
