//! Regular expressions of descriptions.
//!
//! The part of the language that descriptions use, in time that is the product of both lengths: no
//! going back, no recursion, bounded programs. An engine of a crate would be larger than this one by
//! a hundred times, for expressions like `^[^|/]*$`; what this one does not know it says, and the
//! value is then not checked.

use alloc::vec::Vec;

/// An expression that can be asked.
#[derive(Clone, Debug)]
pub(super) struct Regex {
    program: Vec<Step>,
}

/// How far a text matches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Match {
    /// As a whole.
    Whole,
    /// Somewhere in it: whether that is enough, descriptions do not say.
    Part,
    /// Not at all.
    None,
}

#[derive(Clone, Debug)]
enum Step {
    /// One character of a class.
    Class(Class),
    /// The beginning or the end of the text.
    Begin,
    End,
    /// On at both places, counted from this one.
    Split(isize, isize),
    Jump(isize),
}

#[derive(Clone, Default, Debug)]
struct Class {
    ranges: Vec<(char, char)>,
    is_negated: bool,
}

/// Steps of a program, and octets of an expression.
const MAX_PROGRAM: usize = 2048;
const MAX_PATTERN: usize = 1024;
/// Steps of a match: a text that needs more is not checked.
const MAX_WORK: usize = 1 << 22;

impl Regex {
    /// Reads an expression; nothing where it has what this does not know: references back, looking
    /// around, properties of Unicode, boundaries of words, named groups, flags.
    pub(super) fn parse(pattern: &str) -> Option<Self> {
        if pattern.len() > MAX_PATTERN {
            return None;
        }
        let mut parser = Parser { rest: pattern, groups: Vec::new(), open: Group::default() };
        while let Some(character) = parser.next() {
            parser.character(character)?;
        }
        if !parser.groups.is_empty() {
            return None;
        }
        Some(Self { program: parser.open.finish()? })
    }

    /// How far a text matches; nothing where that takes too long.
    pub(super) fn judge(&self, text: &str) -> Option<Match> {
        let work = self.program.len().checked_mul(text.len().checked_add(1)?)?;
        if work > MAX_WORK {
            return None;
        }
        Some(match (self.runs(text, true), self.runs(text, false)) {
            (true, _) => Match::Whole,
            (false, true) => Match::Part,
            (false, false) => Match::None,
        })
    }

    /// Runs all ways through the program at once.
    fn runs(&self, text: &str, is_whole: bool) -> bool {
        let mut now: Vec<usize> = Vec::new();
        let mut next: Vec<usize> = Vec::new();
        let mut seen = alloc::vec![usize::MAX; self.program.len().saturating_add(1)];
        let mut at = 0_usize;
        let mut characters = text.chars();
        loop {
            let character = characters.next();
            if at == 0 || !is_whole {
                now.push(0);
            }
            // Everything that is reached without a character, each place once.
            let mut done = 0;
            while let Some(&place) = now.get(done) {
                done = done.saturating_add(1);
                match seen.get_mut(place) {
                    Some(last) if *last != at => *last = at,
                    _ => continue,
                }
                let mut go = |offset: isize| now.extend(place.checked_add_signed(offset));
                match self.program.get(place) {
                    None if !is_whole || character.is_none() => return true,
                    Some(Step::Split(one, other)) => {
                        go(*one);
                        go(*other);
                    }
                    Some(Step::Jump(offset)) => go(*offset),
                    Some(Step::Begin) if at == 0 => go(1),
                    Some(Step::End) if character.is_none() => go(1),
                    Some(Step::Class(class)) if character.is_some_and(|c| class.has(c)) => {
                        next.extend(place.checked_add(1));
                    }
                    _ => {}
                }
            }
            if character.is_none() {
                return false;
            }
            core::mem::swap(&mut now, &mut next);
            next.clear();
            at = at.saturating_add(1);
        }
    }
}

impl Class {
    fn of(character: char) -> Self {
        Self { ranges: Vec::from([(character, character)]), is_negated: false }
    }

    fn has(&self, character: char) -> bool {
        self.ranges.iter().any(|(low, high)| (low..=high).contains(&&character)) != self.is_negated
    }
}

/// What is between two parentheses.
#[derive(Default)]
struct Group {
    alternatives: Vec<Vec<Step>>,
    program: Vec<Step>,
    /// Where the last atom begins, which a quantifier is of.
    atom: Option<usize>,
}

impl Group {
    fn atom(&mut self, steps: Vec<Step>) -> Option<()> {
        self.atom = Some(self.program.len());
        self.extend(steps)
    }

    fn extend(&mut self, steps: Vec<Step>) -> Option<()> {
        self.program.extend(steps);
        (self.program.len() <= MAX_PROGRAM).then_some(())
    }

    /// The alternatives, one of which it is.
    fn finish(mut self) -> Option<Vec<Step>> {
        self.alternatives.push(self.program);
        let mut all: Vec<Step> = Vec::new();
        for (at, one) in self.alternatives.into_iter().rev().enumerate() {
            if at == 0 {
                all = one;
                continue;
            }
            // Split to one, which jumps over the others.
            let other = isize::try_from(one.len().checked_add(2)?).ok()?;
            let over = isize::try_from(all.len().checked_add(1)?).ok()?;
            let mut both = Vec::from([Step::Split(1, other)]);
            both.extend(one);
            both.push(Step::Jump(over));
            both.extend(all);
            all = both;
            if all.len() > MAX_PROGRAM {
                return None;
            }
        }
        Some(all)
    }

    /// Repeats the last atom.
    fn repeat(&mut self, least: u32, most: Option<u32>) -> Option<()> {
        let atom = self.program.split_off(self.atom.take()?);
        let length = isize::try_from(atom.len()).ok()?;
        let over = length.checked_add(1)?;
        for _ in 0..least {
            self.extend(atom.clone())?;
        }
        match most {
            None => {
                let back = over.checked_neg()?;
                self.extend(Vec::from([Step::Split(1, over.checked_add(1)?)]))?;
                self.extend(atom)?;
                self.extend(Vec::from([Step::Jump(back)]))
            }
            Some(most) => {
                for _ in 0..most.checked_sub(least)? {
                    self.extend(Vec::from([Step::Split(1, over)]))?;
                    self.extend(atom.clone())?;
                }
                Some(())
            }
        }
    }
}

struct Parser<'p> {
    rest: &'p str,
    groups: Vec<Group>,
    open: Group,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..)?;
        Some(character)
    }

    fn takes(&mut self, text: &str) -> bool {
        self.rest.strip_prefix(text).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    fn character(&mut self, character: char) -> Option<()> {
        match character {
            '(' => {
                // Groups are not handed out, so that all are the same.
                if self.rest.starts_with('?') && !self.takes("?:") {
                    return None;
                }
                self.groups.push(core::mem::take(&mut self.open));
                Some(())
            }
            ')' => {
                let above = self.groups.pop()?;
                let group = core::mem::replace(&mut self.open, above).finish()?;
                self.open.atom(group)
            }
            '|' => {
                let done = core::mem::take(&mut self.open.program);
                self.open.alternatives.push(done);
                self.open.atom = None;
                Some(())
            }
            '*' => self.quantifier(0, None),
            '+' => self.quantifier(1, None),
            '?' => self.quantifier(0, Some(1)),
            '{' => match self.braces() {
                Some((least, most)) => self.quantifier(least, most),
                // As everybody reads it who is not strict: a brace.
                None => self.class(Class::of('{')),
            },
            '^' => self.anchor(Step::Begin),
            '$' => self.anchor(Step::End),
            '.' => self.class(Class { ranges: Vec::from([('\n', '\n')]), is_negated: true }),
            '[' => {
                let class = self.set()?;
                self.class(class)
            }
            '\\' => {
                let class = self.escape()?;
                self.class(class)
            }
            character => self.class(Class::of(character)),
        }
    }

    fn class(&mut self, class: Class) -> Option<()> {
        self.open.atom(Vec::from([Step::Class(class)]))
    }

    fn anchor(&mut self, anchor: Step) -> Option<()> {
        self.open.extend(Vec::from([anchor]))?;
        self.open.atom = None;
        Some(())
    }

    fn quantifier(&mut self, least: u32, most: Option<u32>) -> Option<()> {
        self.open.repeat(least, most)?;
        // Whether it takes as little or as much as it can makes no other texts match; what never
        // gives back does.
        self.takes("?");
        if self.rest.starts_with('+') { None } else { Some(()) }
    }

    /// What is behind a brace, where it is a quantifier.
    fn braces(&mut self) -> Option<(u32, Option<u32>)> {
        let (inside, rest) = self.rest.split_once('}')?;
        let number = |text: &str| -> Option<u32> {
            text.bytes().all(|octet| octet.is_ascii_digit()).then(|| text.parse().ok())?
        };
        let bounds = match inside.split_once(',') {
            None => number(inside).map(|exactly| (exactly, Some(exactly)))?,
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        self.rest = rest;
        Some(bounds)
    }

    /// What is behind a backslash, outside of a set and in one.
    fn escape(&mut self) -> Option<Class> {
        let class = |ranges: &[(char, char)], is_negated| {
            Some(Class { ranges: ranges.to_vec(), is_negated })
        };
        match self.next()? {
            kind @ ('d' | 'D') => class(&[('0', '9')], kind == 'D'),
            kind @ ('w' | 'W') => {
                class(&[('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')], kind == 'W')
            }
            kind @ ('s' | 'S') => class(&[(' ', ' '), ('\t', '\r')], kind == 'S'),
            't' => Some(Class::of('\t')),
            'n' => Some(Class::of('\n')),
            'r' => Some(Class::of('\r')),
            'x' => self.hexadecimal(2),
            'u' => self.hexadecimal(4),
            // References, boundaries, properties, and what there may be elsewhere.
            character if character.is_alphanumeric() => None,
            character => Some(Class::of(character)),
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<Class> {
        let (text, rest) = self.rest.split_at_checked(digits)?;
        self.rest = rest;
        let is_number = text.bytes().all(|octet| octet.is_ascii_hexdigit());
        let number = u32::from_str_radix(text, 16).ok().filter(|_| is_number)?;
        char::from_u32(number).map(Class::of)
    }

    /// What is behind a bracket.
    fn set(&mut self) -> Option<Class> {
        let mut set = Class { ranges: Vec::new(), is_negated: self.takes("^") };
        let mut is_first = true;
        loop {
            let class = match self.next()? {
                ']' if !is_first => return Some(set),
                // A set in a set, which is another thing to each engine.
                '[' if self.rest.starts_with([':', '=', '.']) => return None,
                '\\' => self.escape()?,
                character => Class::of(character),
            };
            is_first = false;
            // A negated class in a set is none of ranges.
            if class.is_negated {
                return None;
            }
            let low = match class.ranges.as_slice() {
                [(low, high)] if low == high => *low,
                _ => {
                    set.ranges.extend(class.ranges);
                    continue;
                }
            };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if !is_range {
                set.ranges.push((low, low));
                continue;
            }
            self.takes("-");
            let high = match self.next()? {
                '\\' => match self.escape()?.ranges.as_slice() {
                    [(one, other)] if one == other => *one,
                    _ => return None,
                },
                '[' => return None,
                character => character,
            };
            if high < low {
                return None;
            }
            set.ranges.push((low, high));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(pattern: &str, text: &str) -> Option<Match> {
        Regex::parse(pattern)?.judge(text)
    }

    /// Those of the descriptions of Windows.
    #[test]
    fn expressions_of_windows() {
        use Match::{None, Part, Whole};
        let guid =
            r"\{[0-9A-Fa-f]{8}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{12}\}";
        let bare = guid.trim_start_matches('\\').trim_end_matches(r"\}").trim_start_matches('{');
        let open = &guid[1..];
        for (pattern, text, found) in [
            (guid, "{01234567-89ab-CDEF-0123-456789abcdef}", Whole),
            (open, "{01234567-89ab-CDEF-0123-456789abcdef}", Whole),
            (guid, "{01234567-89ab-CDEF-0123-456789abcde}", None),
            (guid, "01234567-89ab-CDEF-0123-456789abcdef", None),
            (bare, "{01234567-89ab-CDEF-0123-456789abcdef}", Part),
            ("^[^|/]*$", "a b", Whole),
            ("^[^|/]*$", "", Whole),
            ("^[^|/]*$", "a|b", None),
            ("^[0-9,-]+$", "1,2-3", Whole),
            ("^[0-9,-]+$", "", None),
            ("^[A-Za-z0-9_.:/]+$", "https://a.b/c_D", Whole),
            ("^[A-Za-z0-9_.:/]+$", "a?b", None),
            (r"^(\d\.)?(\d)$", "1.0", Whole),
            (r"^(\d\.)?(\d)$", "2", Whole),
            (r"^(\d\.)?(\d)$", "1.", None),
        ] {
            assert_eq!(judge(pattern, text), Some(found), "{pattern} {text}");
        }
    }

    #[test]
    fn the_language() {
        use Match::{None, Part, Whole};
        for (pattern, text, found) in [
            ("", "", Whole),
            ("", "a", Part),
            ("a", "ba", Part),
            ("^a", "ba", None),
            ("a$", "ab", None),
            ("a.c", "a\nc", None),
            ("a.c", "a\u{fc}c", Whole),
            ("a|bc|", "bc", Whole),
            ("(a|bc)d", "bcd", Whole),
            ("(a|bc)d", "abd", None),
            ("(?:ab)+", "ababab", Whole),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", None),
            ("(a+)+$", "aaaab", None),
            ("a{2,3}", "aaa", Whole),
            ("a{2,3}", "aaaa", Part),
            ("a{2,}", "aaaa", Whole),
            ("a{0}", "", Whole),
            ("(ab){2}", "abab", Whole),
            ("a??b", "ab", Whole),
            ("a{,3}", "a{,3}", Whole),
            ("{x}", "{x}", Whole),
            ("[]a]+", "a]", Whole),
            ("[^]a]", "]", None),
            ("[a-]+", "a-", Whole),
            (r"[\d\-x]+", "1-x", Whole),
            (r"[\x41-\u0043]+", "ABC", Whole),
            (r"\w+\s\S\W\D", "a_1 b!x", Whole),
            (r"\t\n\r", "\t\n\r", Whole),
            (r"[+-\x2F]+", "+,-./", Whole),
            (r"\(\)\[\]\.\*\+\?\|\^\$\\", r"()[].*+?|^$\", Whole),
        ] {
            assert_eq!(judge(pattern, text), Some(found), "{pattern} {text}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for pattern in [
            "(?=a)",
            "(?!a)",
            "(?<n>a)",
            "(?i)a",
            r"(a)\1",
            r"\ba",
            r"\p{L}",
            r"[\D]",
            "[[:alpha:]]",
            "*a",
            "a**",
            "a++",
            "(a",
            "a)",
            "[a",
            "[b-a]",
            r"[a-\d]",
            "[a-[b]]",
            r"a\",
            r"\xZZ",
            "a{3,2}",
            "^*",
        ] {
            assert!(Regex::parse(pattern).is_none(), "{pattern}");
        }
    }

    /// At the bounds and over them, in the time that the bounds allow.
    #[test]
    fn bounds() {
        let long = "a".repeat(MAX_PATTERN);
        assert!(Regex::parse(&long).is_some());
        assert!(Regex::parse(&[&long, "a"].concat()).is_none());
        assert!(Regex::parse("a{2048}").is_some());
        assert!(Regex::parse("a{2049}").is_none());
        assert!(Regex::parse("a{1023}|b{1023}").is_some());
        assert!(Regex::parse("a{1024}|b{1024}").is_none());
        assert!(Regex::parse("a{4294967295}").is_none());
        assert!(Regex::parse("((((a{99}){99}){99}){99}){99}").is_none());
        assert!(Regex::parse(&["(".repeat(500), ")".repeat(500)].concat()).is_some());
        let most = MAX_WORK / 2 - 1;
        assert_eq!(judge("a$", &"a".repeat(most)), Some(Match::Part));
        assert_eq!(judge("a$", &"a".repeat(most + 1)), None);
    }
}
