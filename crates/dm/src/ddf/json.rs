//! Whether a text is JSON (RFC 8259).

use alloc::vec::Vec;

/// Whether a text is one value of JSON. Memory is a fraction of the text, and the stack does not grow.
pub(super) fn is_json(text: &str) -> bool {
    Scanner { rest: text.as_bytes() }.document().is_some()
}

/// What a value is inside of.
enum Open {
    Array,
    Object,
}

/// What is left of the text. Whatever takes from it gives nothing where the text is not JSON.
struct Scanner<'a> {
    rest: &'a [u8],
}

impl Scanner<'_> {
    fn document(&mut self) -> Option<()> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.blank();
            match self.next()? {
                b'{' if !self.closes(b'}') => {
                    self.name()?;
                    open.push(Open::Object);
                    continue;
                }
                b'[' if !self.closes(b']') => {
                    open.push(Open::Array);
                    continue;
                }
                b'{' | b'[' => {}
                b'"' => self.string()?,
                b't' => self.word(b"rue")?,
                b'f' => self.word(b"alse")?,
                b'n' => self.word(b"ull")?,
                first => self.number(first)?,
            }
            // A value has ended, and with it perhaps those that it is inside of.
            loop {
                self.blank();
                let Some(around) = open.last() else { return self.rest.is_empty().then_some(()) };
                match (self.next()?, around) {
                    (b',', Open::Array) => break,
                    (b',', Open::Object) => {
                        self.name()?;
                        break;
                    }
                    (b']', Open::Array) | (b'}', Open::Object) => drop(open.pop()),
                    _ => return None,
                }
            }
        }
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, octet: u8) -> bool {
        let rest = self.rest.strip_prefix(&[octet]);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn blank(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// The end of an array or object that has nothing in it.
    fn closes(&mut self, octet: u8) -> bool {
        self.blank();
        self.take(octet)
    }

    fn word(&mut self, rest: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(rest)?;
        Some(())
    }

    /// The name of a member, and the colon behind it.
    fn name(&mut self) -> Option<()> {
        self.blank();
        self.word(b"\"")?;
        self.string()?;
        self.blank();
        self.word(b":")
    }

    fn string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => match self.next()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => {
                        for _ in 0..4 {
                            self.next()?.is_ascii_hexdigit().then_some(())?;
                        }
                    }
                    _ => return None,
                },
                0..=0x1F => return None,
                _ => {}
            }
        }
    }

    fn number(&mut self, first: u8) -> Option<()> {
        match if first == b'-' { self.next()? } else { first } {
            b'0' => {}
            b'1'..=b'9' => {
                let _more = self.digits();
            }
            _ => return None,
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let count = self.rest.iter().take_while(|octet| octet.is_ascii_digit()).count();
        self.rest = self.rest.get(count..)?;
        (count > 0).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn texts() {
        for text in [
            "{}",
            "[]",
            " [ ] ",
            "{ }",
            "0",
            "-0.5e+10",
            "1E3",
            "120",
            "true",
            "false",
            "null",
            "\"\"",
            "\"\\u00fC\\n\\\"\u{fc}\"",
            "{\"a\":1,\"b\":[1,{\"c\":null},[]],\"c\":\"x\"}",
            "\t{\r\n\"a\" : [ 1 , 2 ] }\n",
        ] {
            assert!(is_json(text), "{text}");
        }
        for text in [
            "",
            " ",
            "{",
            "}",
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1]",
            "[1}",
            "01",
            "-",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "0x1",
            "tru",
            "truex",
            "nul",
            "'a'",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\",
            "1 2",
            "[]]",
            "{}{}",
            "\u{feff}1",
        ] {
            assert!(!is_json(text), "{text}");
        }
    }

    /// A document of nothing but brackets needs no stack.
    #[test]
    fn deep() {
        let deep = ["[".repeat(1 << 20), "]".repeat(1 << 20)].concat();
        assert!(is_json(&deep) && !is_json(&deep[1..]) && !is_json(&deep[..deep.len() - 1]));
    }
}
