//! Reader: tokens and a vocabulary make events.
//!
//! ```
//! # #[cfg(all(feature = "prov", feature = "alloc"))] {
//! use provost_wbxml::{Event, Reader, vocabulary::PROV};
//!
//! let input = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0xC6, 0x55, 0x01, 0x87, 0x11, 0x06, 0x03, b'A', 0x00, 0x01, 0x01, 0x01];
//! let mut reader = Reader::new(&input, &PROV)?;
//! while let Some(event) = reader.next_event()? {
//!     if let Event::Attribute { name, value } = event {
//!         println!("{}={}", name.local(), value.to_str()?);
//!     }
//! }
//! # }
//! # Ok::<(), provost_wbxml::Error>(())
//! ```

use crate::charset::Charset;
use crate::error::{Code, Error, ErrorKind};
use crate::event::{Event, Name, ReadEvents, Syntax};
use crate::header::Header;
use crate::limits::{Limit, Limits};
use crate::options::{Deviation, Leniency, ReadOptions};
use crate::token::EXT_I_0;
use crate::tokens::{End, Token, Tokens};
use crate::vocabulary::{AttributePage, TagPage, Vocabulary};

mod attributes;
mod common;
mod detect;
#[cfg(feature = "alloc")]
mod head;
mod run;
mod strings;

use attributes::Seen;
#[cfg(feature = "xml")]
pub(crate) use common::Visit;
use detect::charset;
pub use detect::detect;

/// Reads the events of a WBXML document.
///
/// After an error it stands where it stood and gives the error again.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    tokens: Tokens<'a>,
    vocabulary: &'static Vocabulary,
    tag_page: Option<&'static TagPage>,
    attribute_page: Option<&'static AttributePage>,
    tag_page_number: u8,
    attribute_page_number: u8,
    /// Whether texts are UTF-8.
    utf8: bool,
    /// How many attributes the element that began last has so far, and their names.
    attributes: u8,
    /// How many of them are counted without further ado.
    easy_attributes: u8,
    first: &'a str,
    more: [Seen; 31],
    /// Events that the limit leaves; none after an error.
    events_left: u32,
    failed: Option<Error>,
    depth_limit: usize,
    text_limit: usize,
    expanded_left: usize,
    /// Where the string table begins in the input.
    table_offset: usize,
    charset: Charset,
    options: ReadOptions,
    /// Where each leniency was made use of first, or `usize::MAX`.
    deviations: [usize; Leniency::ALL.len()],
    input: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads the header and stands before the document element.
    ///
    /// # Errors
    /// Those of [`Header::decode`], [`UnknownCharset`](ErrorKind::UnknownCharset) and the limit of
    /// the string table.
    #[inline(always)]
    pub fn new(input: &'a [u8], vocabulary: &'static Vocabulary) -> Result<Self, Error> {
        Self::with_options(input, vocabulary, ReadOptions::new())
    }

    /// Like [`new`](Self::new), with options.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
    // Inline, or a reader would be made in one place and copied to another, as long as a document
    // of fifty octets takes to read.
    #[inline(always)]
    pub fn with_options(
        input: &'a [u8],
        vocabulary: &'static Vocabulary,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        let (header, body) = Header::decode(input)?;
        let charset = charset(&header, &options)?;
        let table = header.table().len();
        let table_offset = input.len().wrapping_sub(body.len()).wrapping_sub(table);
        if table > options.limits.table {
            return Err(Error::new(ErrorKind::Limit(Limit::Table), table_offset));
        }
        Ok(Self {
            tokens: Tokens::of(header, body, input.len(), charset.is_wide()),
            vocabulary,
            tag_page: vocabulary.tag_page(0),
            attribute_page: vocabulary.attribute_page(0),
            tag_page_number: 0,
            attribute_page_number: 0,
            utf8: matches!(charset, Charset::Utf8),
            attributes: 0,
            easy_attributes: options.limits.attributes.min(2),
            first: "",
            more: [Seen::NONE; 31],
            events_left: options.limits.events,
            failed: None,
            depth_limit: usize::try_from(options.limits.depth).unwrap_or(usize::MAX),
            text_limit: options.limits.text,
            expanded_left: options.limits.expanded,
            table_offset,
            charset,
            options,
            deviations: [usize::MAX; Leniency::ALL.len()],
            input,
        })
    }

    /// Finds the vocabulary by the public identifier of the header, else by the media type that
    /// came with the document, or by the short name of a vocabulary.
    ///
    /// # Errors
    /// Those of [`new`](Self::new), and where neither is known those of [`detect`].
    pub fn detect(
        input: &'a [u8],
        hint: Option<&str>,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        Self::with_options(input, detect(input, hint)?, options)
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header<'a> {
        self.tokens.header()
    }

    /// The charset that the texts are read in.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.charset
    }

    /// The options.
    #[must_use]
    pub const fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Where the next event begins.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.tokens.offset()
    }

    /// How many elements are open.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.tokens.depth()
    }

    /// The departures from the grammar that were tolerated so far, each with its first place: those
    /// in documents inside this one too, once a conversion is through with them.
    pub fn deviations(&self) -> impl Iterator<Item = Deviation> {
        Leniency::ALL
            .into_iter()
            .zip(self.deviations)
            .filter(|(_, offset)| *offset != usize::MAX)
            .map(|(leniency, offset)| Deviation { leniency, offset })
    }

    /// The names of the elements that are open where the reader stands, outermost first: what an
    /// error message says besides its offset.
    ///
    /// The document is read again up to here, so that reading it the first time need not remember.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn path(&self) -> alloc::vec::Vec<Name<'a>> {
        let mut path = alloc::vec::Vec::new();
        let Some(mut reader) = self.again() else { return path };
        while reader.offset() < self.offset() {
            match reader.next_event() {
                Ok(Some(Event::Start(name))) => path.push(name),
                Ok(Some(Event::End)) => drop(path.pop()),
                Ok(Some(_)) => {}
                _ => break,
            }
        }
        // The end of an element without content takes no octet: it may have been given already.
        if reader.tokens.is_closing() && !self.tokens.is_closing() {
            path.pop();
        }
        path
    }

    /// The next event; `None` at the end of the document.
    ///
    /// # Errors
    /// Those of [`Tokens::next_token`]; unknown tokens in strict reading, bad references into the
    /// string table, [`Entity`](ErrorKind::Entity), [`DuplicateAttribute`](ErrorKind::DuplicateAttribute),
    /// departures from the grammar that are not allowed, and each limit.
    #[cfg_attr(feature = "alloc", inline(always))]
    pub fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        if self.events_left == 0 {
            return self.at_limit().map(|()| None);
        }
        self.events_left = self.events_left.wrapping_sub(1);
        // Speed for code: firmware has the tokens alone.
        if cfg!(not(feature = "alloc")) {
            return self.rare_event();
        }
        if let Some(event) = self.common_event(&mut common::Events) {
            return Ok(Some(event));
        }
        if self.tokens.rest().is_empty() && self.tokens.is_behind_root() {
            return Ok(None);
        }
        #[allow(
            clippy::needless_question_mark,
            reason = "as a tail call, it would have every event made in memory for its sake"
        )]
        Ok(self.rare_event()?)
    }

    #[inline(never)]
    fn rare_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        match self.any_event() {
            Ok(event) => Ok(event),
            Err(Failed) => self.at_limit().map(|()| None),
        }
    }

    /// Where no more events are to be had: after an error, at the end, or at the limit.
    ///
    /// No event is returned, or every event would be made in memory for its sake.
    #[cold]
    #[inline(never)]
    fn at_limit(&mut self) -> Result<(), Error> {
        if self.failed.is_none() {
            // Padding is no event.
            let is_end = self.tokens.is_behind_root();
            if is_end && self.tokens.rest().iter().all(|octet| *octet == PADDING) {
                // The tokens say so, or that it may not be there.
                let _ = self.any_event();
                return self.failed.map_or(Ok(()), Err);
            }
            let mut at = self.tokens.offset();
            // The end of a list of attributes is no event either: the one too many is behind it, where
            // an element that is read at once has it too. Without `alloc` none is, and code is dear.
            if cfg!(feature = "alloc") {
                let mut ahead = self.tokens.clone();
                if let Ok(Some(Token::End(End::Attributes))) = ahead.next_token() {
                    at = ahead.offset();
                }
            }
            let error = Error::new(ErrorKind::Limit(Limit::Events), at);
            self.failed = Some(error);
        }
        self.failed.map_or(Ok(()), Err)
    }

    /// An element has begun, which the tokens have counted already where its content follows.
    fn begin_any(&mut self, attributes: bool, content: bool) -> Result<(), Failed> {
        let inside = usize::from(content && !attributes);
        if self.tokens.depth().wrapping_sub(inside) >= self.depth_limit {
            return self.fail(ErrorKind::Limit(Limit::Depth), self.tokens.start());
        }
        self.begin(attributes, content);
        Ok(())
    }

    /// The next event, from the tokens.
    fn any_event(&mut self) -> Result<Option<Event<'a>>, Failed> {
        if self.tokens.is_closing() {
            self.tokens.close_empty();
            return Ok(Some(Event::End));
        }
        loop {
            let before = self.tokens.rest();
            let token = match self.tokens.next_token() {
                Ok(Some(token)) => token,
                Ok(None) => return Ok(None),
                Err(error) => return self.ended(error),
            };
            return match token {
                Token::Tag { attributes, content, .. }
                | Token::LiteralTag { attributes, content, .. } => {
                    self.begin_any(attributes, content)?;
                    Ok(Some(Event::Start(self.tag(token)?)))
                }
                Token::AttributeStart(_) | Token::LiteralAttribute(_) => {
                    self.attribute(token, false).map(Some)
                }
                Token::End(End::Element | End::EmptyElement) => Ok(Some(Event::End)),
                Token::End(End::Attributes | End::Instruction) => continue,
                Token::SwitchPage(page) => {
                    let attributes = self.tokens.is_in_attributes();
                    self.switch(page, if attributes { Space::Attribute } else { Space::Tag })?;
                    continue;
                }
                Token::Opaque { octets, .. } => {
                    self.piece(token, Space::Tag)?;
                    self.check_length(octets.len())?;
                    Ok(Some(Event::Opaque(octets)))
                }
                Token::Instruction => self.instruction().map(Some),
                _ => {
                    let start = Code { page: self.attribute_page_number, token: 0 };
                    let text = self.run(Some(token), before, start, "", Space::Tag)?;
                    Ok(Some(Event::Text(text)))
                }
            };
        }
    }

    fn tag(&mut self, token: Token<'a>) -> Result<Name<'a>, Failed> {
        let token = match token {
            Token::Tag { token, .. } => token,
            Token::LiteralTag { index, .. } => {
                let name = self.literal(index.value())?;
                return Ok(Name::new(name).with_space(self.literal_space(name)));
            }
            _ => 0,
        };
        let code = Code { page: self.tag_page_number, token };
        if let Some(page) = self.tag_page {
            if let Some(name) = page.name(token) {
                return Ok(Name::new(name).with_space(page.namespace()).with_code(code));
            }
        }
        self.unknown_tag(code)
    }

    /// An element has begun, with attributes and content or without.
    #[cfg_attr(feature = "alloc", inline(always))]
    fn begin(&mut self, attributes: bool, content: bool) {
        if attributes {
            self.attributes = 0;
        } else if !content {
            self.tokens.close_later();
        }
    }

    /// A processing instruction up to its end.
    fn instruction(&mut self) -> Result<Event<'a>, Failed> {
        loop {
            match self.next_token()? {
                Some(Token::SwitchPage(page)) => self.switch(page, Space::Attribute)?,
                Some(token) => return self.attribute(token, true),
                None => return self.fail(ErrorKind::EventOrder, self.tokens.start()),
            }
        }
    }

    /// Turns to another code page.
    #[cfg_attr(feature = "alloc", inline(always))]
    fn turn_to(&mut self, page: u8, space: Space) {
        match space {
            Space::Tag => {
                self.tag_page_number = page;
                self.tag_page = self.vocabulary.tag_page(page);
            }
            Space::Attribute => {
                self.attribute_page_number = page;
                self.attribute_page = self.vocabulary.attribute_page(page);
            }
        }
    }

    /// Turns to another code page, where the grammar has a switch.
    fn switch(&mut self, page: u8, space: Space) -> Result<(), Failed> {
        self.turn_to(page, space);
        // WBXML 1.3, 5.3: a switch stands before a tag, an attribute start or value that is no
        // global token, or an extension; and never before another switch.
        let stands = self.tokens.rest().first().is_none_or(|&octet| match octet & 0x3F {
            // The extensions; without the high bits they are SWITCH_PAGE, END and ENTITY.
            0..=2 => octet >= EXT_I_0,
            3 => false,
            // The literals.
            4 => space == Space::Tag,
            _ => true,
        });
        if stands {
            return Ok(());
        }
        self.tolerate(Leniency::PageSwitch, ErrorKind::PageSwitch, self.tokens.start())
    }

    #[cold]
    fn unknown_tag(&mut self, code: Code) -> Result<Name<'a>, Failed> {
        if self.options.unknown_tokens {
            return Ok(Name::unknown(code));
        }
        self.fail(ErrorKind::UnknownTag(code), self.tokens.start())
    }

    #[cold]
    fn tolerate(
        &mut self,
        leniency: Leniency,
        kind: ErrorKind,
        offset: usize,
    ) -> Result<(), Failed> {
        if !self.options.allows(leniency) {
            return self.fail(kind, offset);
        }
        let index = Leniency::ALL.iter().position(|other| *other == leniency);
        if let Some(first) = index.and_then(|index| self.deviations.get_mut(index)) {
            *first = offset.min(*first);
        }
        Ok(())
    }

    /// The next token, where its absence or an error cannot be tolerated.
    fn next_token(&mut self) -> Result<Option<Token<'a>>, Failed> {
        self.tokens.next_token().or_else(|error| self.fail(error.kind(), error.offset()))
    }

    /// The tokens have ended by an error, which may be one that is tolerated.
    #[cold]
    fn ended(&mut self, error: Error) -> Result<Option<Event<'a>>, Failed> {
        // Padding reads as a tag: a document of another kind behind this one is no padding.
        let behind = matches!(error.kind(), ErrorKind::TrailingOctets | ErrorKind::SecondRoot);
        let rest = self.input.get(error.offset()..).unwrap_or_default();
        if behind && rest.iter().all(|octet| *octet == PADDING) {
            self.tolerate(Leniency::TrailingOctets, error.kind(), error.offset())?;
            return Ok(None);
        }
        self.fail(error.kind(), error.offset())
    }

    /// Keeps an error: the readers of the parts of an event only say that there is one.
    #[cold]
    fn fail<T>(&mut self, kind: ErrorKind, offset: usize) -> Result<T, Failed> {
        self.keep(Error::new(kind, offset));
        Err(Failed)
    }

    #[inline(never)]
    fn keep(&mut self, error: Error) {
        self.failed = Some(error);
        self.events_left = 0;
    }
}

/// What some senders fill a message with behind the document.
const PADDING: u8 = 0xFF;

/// An error was kept.
struct Failed;

/// The two token spaces, each with a page register of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Tag,
    Attribute,
}

impl<'a> ReadEvents<'a> for Reader<'a> {
    #[inline(always)]
    fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        Reader::next_event(self)
    }

    #[cfg(feature = "alloc")]
    #[inline(always)]
    fn plain_head(&mut self, take: impl FnOnce(&crate::event::Head<'a>)) -> bool {
        let take = |head: &crate::event::Head<'a>| {
            take(head);
            true
        };
        self.plain_head_if(take).is_some()
    }

    #[cfg(feature = "xml")]
    #[inline(always)]
    fn as_wbxml(&mut self) -> Option<&mut Self> {
        Some(self)
    }

    #[cfg(feature = "alloc")]
    fn again(&self) -> Option<Self> {
        Self::with_options(self.input, self.vocabulary, self.options).ok()
    }

    #[inline]
    fn leaf_text(&mut self) -> Option<&'a [u8]> {
        Reader::leaf_text(self)
    }

    fn offset(&self) -> usize {
        Reader::offset(self)
    }

    fn nested_options(&self) -> ReadOptions {
        let limits = self.options.limits;
        let depth = u32::try_from(self.tokens.depth()).unwrap_or(u32::MAX);
        let limits = Limits {
            depth: limits.depth.saturating_sub(depth),
            events: self.events_left,
            expanded: self.expanded_left,
            ..limits
        };
        // The header of the document inside says its charset: what came with the outer one does
        // not.
        ReadOptions { charset: None, ..self.options.with_limits(limits) }
    }

    fn resume(&mut self, rest: &ReadOptions) {
        self.events_left = rest.limits.events;
        self.expanded_left = rest.limits.expanded;
    }

    fn note(&mut self, deviation: Deviation) {
        let own = Leniency::ALL.into_iter().zip(&mut self.deviations);
        for (_, first) in own.filter(|(leniency, _)| *leniency == deviation.leniency) {
            *first = deviation.offset.min(*first);
        }
    }

    fn syntax(&self) -> Syntax {
        Syntax::Wbxml
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.vocabulary
    }
}

#[cfg(all(test, feature = "prov"))]
mod tests;
