//! Events: what a document says, in whichever syntax it is written.
//!
//! The contract of a stream of events: `Start`, then zero or more `Attribute`, then any mix of
//! `Text`, `Opaque`, `Instruction` and `Start ... End`, then `End`. Every `Start` has its `End`,
//! also of an empty element. Around the one document element only `Instruction` may stand. A run
//! of text and every value is one [`Content`]. Neither reader nor writer decides what opaque
//! octets mean: that is what `convert` does between the syntaxes.

use crate::content::Content;
use crate::error::{Code, Error};
use crate::vocabulary::Vocabulary;

/// One event of a document.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[repr(usize)]
pub enum Event<'a> {
    /// An element begins.
    Start(Name<'a>),
    /// An attribute of the element that began last.
    Attribute {
        /// Its name.
        name: Name<'a>,
        /// Its value.
        value: Content<'a>,
    },
    /// A run of text.
    Text(Content<'a>),
    /// Opaque octets in content.
    Opaque(&'a [u8]),
    /// A processing instruction.
    Instruction {
        /// Its target.
        target: Name<'a>,
        /// The rest of it.
        data: Content<'a>,
    },
    /// The innermost open element ends.
    End,
}

/// The name of an element, an attribute or a target of a processing instruction.
///
/// Two names are equal when namespace and local part are; the code is a hint that saves a look-up
/// (PROV has `parm` on two pages). A token that the vocabulary lacks has no text, and then it is
/// the code that counts.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    text: &'a str,
    space: &'a str,
    /// Octets of the prefix and its colon in `text`, then code page and token: in one word, which
    /// is one store for each event. No token is 0.
    bits: u32,
}

impl<'a> Name<'a> {
    /// A name without a namespace.
    #[must_use]
    #[inline(always)]
    pub const fn new(text: &'a str) -> Self {
        Self { text, space: "", bits: 0 }
    }

    /// A token that the vocabulary lacks.
    #[must_use]
    #[inline(always)]
    pub const fn unknown(code: Code) -> Self {
        Self::new("").with_code(code)
    }

    /// In a namespace, as its URI.
    #[must_use]
    #[inline(always)]
    pub const fn with_space(self, space: &'a str) -> Self {
        Self { space, ..self }
    }

    /// With the code page and token it was read from, or shall be written as.
    #[must_use]
    #[inline(always)]
    pub const fn with_code(self, code: Code) -> Self {
        let code = (code.page as u32) << 8 | code.token as u32;
        Self { bits: self.bits & !0xFFFF | code, ..self }
    }

    /// A name as it stands in XML, in a namespace: what is in front of its colon is the prefix.
    ///
    /// ```
    /// use provost_wbxml::Name;
    ///
    /// let name = Name::qualified_in("msft:originalerror", "http://example.com/mdm");
    /// assert_eq!(name.local(), "originalerror");
    /// assert_eq!(Name::qualified_in("a:b", "").local(), "a:b");
    /// ```
    #[must_use]
    pub fn qualified_in(text: &'a str, space: &'a str) -> Self {
        let colon = text.find(':').filter(|_| !space.is_empty());
        let prefix = colon.map_or(0, |colon| colon.saturating_add(1));
        Self::new(text).with_space(space).with_prefix(u16::try_from(prefix).unwrap_or(0))
    }

    /// With that many octets of the text being a namespace prefix and its colon.
    pub(crate) const fn with_prefix(self, prefix: u16) -> Self {
        Self { bits: self.bits & 0xFFFF | (prefix as u32) << 16, ..self }
    }

    /// The local part; empty where the vocabulary lacks the token.
    #[must_use]
    #[inline]
    pub fn local(&self) -> &'a str {
        let [high, low, _, _] = self.bits.to_be_bytes();
        let prefix = usize::from(u16::from_be_bytes([high, low]));
        if prefix == 0 { self.text } else { self.text.get(prefix..).unwrap_or(self.text) }
    }

    /// The name with its prefix, as it stands in XML.
    #[must_use]
    #[inline]
    pub const fn qualified(&self) -> &'a str {
        self.text
    }

    /// The URI of the namespace, or empty.
    #[must_use]
    #[inline]
    pub const fn space(&self) -> &'a str {
        self.space
    }

    /// The code page and token, where the name was read from a token.
    #[must_use]
    #[inline]
    pub const fn code(&self) -> Option<Code> {
        match self.bits.to_be_bytes() {
            [_, _, _, 0] => None,
            [_, _, page, token] => Some(Code { page, token }),
        }
    }

    /// Whether it is a token that the vocabulary lacks.
    #[must_use]
    #[inline]
    pub const fn is_unknown(&self) -> bool {
        self.text.is_empty()
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.is_unknown() || other.is_unknown() {
            return self.text == other.text && self.code() == other.code();
        }
        self.local() == other.local() && self.space == other.space
    }
}

impl Eq for Name<'_> {}

/// The beginning of an element of the vocabulary: two to four events in one.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "hidden")]
pub struct Head<'a> {
    /// The name of the element.
    pub name: &'static str,
    /// Its namespace.
    pub space: &'static str,
    /// Its page and token.
    pub code: Code,
    /// An attribute: its name and its value.
    pub first: (&'static str, Plain<'a>),
    /// Another one, of another name.
    pub second: Option<(&'static str, Plain<'a>)>,
    /// Whether content and an end follow. Where not, the end of the element has been read too.
    pub content: bool,
}

/// A value that is one word of the vocabulary or one short string of ASCII.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "hidden")]
pub enum Plain<'a> {
    /// What the vocabulary has; empty where there is no value.
    Known(&'static str),
    /// Octets that are ASCII.
    Ascii(&'a [u8]),
}

/// The two syntaxes of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no third syntax")]
pub enum Syntax {
    /// Binary.
    Wbxml,
    /// Text.
    Xml,
}

/// A source of events.
pub trait ReadEvents<'a> {
    /// The next event; `None` at the end of the document.
    ///
    /// # Errors
    /// What is wrong with the input, and where.
    fn next_event(&mut self) -> Result<Option<Event<'a>>, Error>;

    /// The next event, where it is an attribute that is a name and a text and nothing else: most of
    /// some documents are these, and an event of them takes longer to make than they to read. What
    /// is nothing here is an event all the same.
    #[doc(hidden)]
    #[inline(always)]
    fn plain_attribute(&mut self) -> Option<(&'a str, &'a str)> {
        None
    }

    /// Hands on the beginning of an element with its attributes, where these are one or two that are
    /// plain, and tells whether it did: for models of documents that are made of little else. What
    /// is not handed on is events all the same. By a call, because a head to be given back would be
    /// copied.
    #[doc(hidden)]
    #[inline(always)]
    fn plain_head(&mut self, take: impl FnOnce(&Head<'a>)) -> bool
    where
        Self: Sized,
    {
        let _ = take;
        false
    }

    /// The reader of WBXML, if it is that: its common events need not be made, to be written as XML.
    #[doc(hidden)]
    #[cfg(feature = "xml")]
    #[inline(always)]
    fn as_wbxml(&mut self) -> Option<&mut crate::Reader<'a>> {
        None
    }

    /// A reader of the same document that stands before the document element, if it is WBXML.
    #[doc(hidden)]
    #[cfg(feature = "alloc")]
    fn again(&self) -> Option<crate::Reader<'a>> {
        None
    }

    /// The text of the element that began last, if one string is all there is in it: text and end
    /// in one step. The octets are not checked to be UTF-8.
    #[doc(hidden)]
    fn leaf_text(&mut self) -> Option<&'a [u8]> {
        None
    }

    /// The prefixes that are declared where the reader is, with their namespaces, inner ones last; without those of
    /// the element that began last, where what is outside of it is asked for.
    #[doc(hidden)]
    #[cfg(feature = "xml")]
    fn declarations(&self, _is_outside: bool) -> alloc::vec::Vec<(&'a str, &'a str)> {
        alloc::vec::Vec::new()
    }

    /// How a document inside this one is read: with what is left of the limits.
    #[doc(hidden)]
    fn nested_options(&self) -> crate::options::ReadOptions {
        crate::options::ReadOptions::new()
    }

    /// Takes note of what a document inside this one has left of the limits.
    #[doc(hidden)]
    fn resume(&mut self, _rest: &crate::options::ReadOptions) {}

    /// Takes note of what was tolerated in a document inside this one, placed in this one.
    #[doc(hidden)]
    fn note(&mut self, _deviation: crate::options::Deviation) {}

    /// Where in the input the next event begins: taken before and after an event, its span.
    fn offset(&self) -> usize;

    /// The syntax of the input.
    fn syntax(&self) -> Syntax;

    /// The vocabulary of the document.
    fn vocabulary(&self) -> &'static Vocabulary;
}

/// A sink of events.
pub trait WriteEvents {
    /// Writes an event.
    ///
    /// # Errors
    /// What cannot be written, at the number of octets written so far.
    fn write_event(&mut self, event: &Event<'_>) -> Result<(), Error>;

    /// Writes an attribute of a name without a prefix and a text.
    ///
    /// # Errors
    /// Those of `write_event`.
    #[doc(hidden)]
    #[inline]
    fn write_plain_attribute(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.write_event(&Event::Attribute { name: Name::new(name), value: value.into() })
    }

    /// The writer of XML, if it is that.
    #[doc(hidden)]
    #[cfg(feature = "xml")]
    #[inline(always)]
    fn as_xml(&mut self) -> Option<&mut crate::xml::Writer> {
        None
    }

    /// How documents inside this one are written in WBXML.
    #[doc(hidden)]
    fn nested_options(&self) -> crate::options::WriteOptions {
        crate::options::WriteOptions::new()
    }

    /// The syntax of the output.
    fn syntax(&self) -> Syntax;

    /// The vocabulary of the document.
    fn vocabulary(&self) -> &'static Vocabulary;
}

/// Writes what is read, event by event: raw, so for one syntax (and `convert` between two).
///
/// ```
/// # #[cfg(all(feature = "prov", feature = "alloc"))] {
/// use provost_wbxml::{Reader, Writer, copy, vocabulary::PROV};
///
/// let input = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0xC6, 0x55, 0x01, 0x87, 0x11, 0x06, 0x03, b'A', 0x00, 0x01, 0x01, 0x01];
/// let mut reader = Reader::new(&input, &PROV)?;
/// let mut writer = Writer::new(&PROV);
/// copy(&mut reader, &mut writer)?;
/// assert_eq!(writer.finish()?, input);
/// # }
/// # Ok::<(), provost_wbxml::Error>(())
/// ```
///
/// # Errors
/// Those of the reader; those of the writer, at the offset of the event in the input.
pub fn copy<'a>(from: &mut impl ReadEvents<'a>, to: &mut impl WriteEvents) -> Result<(), Error> {
    loop {
        let offset = from.offset();
        if let Some((name, value)) = from.plain_attribute() {
            if let Err(error) = to.write_plain_attribute(name, value) {
                return Err(error.or_at(offset));
            }
            continue;
        }
        // Matched in its place: `?` would copy every event.
        match from.next_event() {
            Ok(Some(ref event)) => {
                if let Err(error) = to.write_event(event) {
                    return Err(error.or_at(offset));
                }
            }
            Ok(None) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
