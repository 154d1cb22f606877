//! What the model has no field for: it is kept, and written again.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use bytes::Bytes;
use provost_wbxml::{Code, Content, Event, Loss, Name, Syntax, Vocabulary, WriteEvents};

use crate::element::{Element, Model};
use crate::namespace::Namespace;
use crate::text::Text;

/// Unknown attributes and elements of a part of a message, and known ones that stand where the
/// model has no field for them. Most parts have none, so that an empty list takes one word.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[allow(clippy::box_collection, reason = "nearly always none, and every part has one")]
pub struct Extras(Option<Box<Vec<Extra>>>);

/// An attribute, an element with all that is in it, a text or an instruction.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "stored::Extra", into = "stored::Extra")
)]
pub struct Extra {
    /// The child with a field that it stands on, if it is not in the part itself.
    on: Option<Element>,
    /// On which of several such children, from 0.
    nth: u32,
    /// Each `Start` has its `End`; an attribute alone is one piece.
    pieces: Vec<Piece>,
}

/// A piece of an [`Extra`], in the order of the document. It may hold a secret, so that `Debug` shows
/// names and lengths alone.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Piece {
    /// An element begins.
    Start(ExtraName),
    /// An attribute.
    Attribute(ExtraName, Text),
    /// A text.
    Text(Text),
    /// Opaque octets.
    Opaque(Bytes),
    /// A processing instruction.
    Instruction(ExtraName, Text),
    /// The innermost element ends.
    End,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(name) => write!(f, "<{}>", name.text()),
            Self::Attribute(name, value) => {
                write!(f, "{}={} octets", name.text(), value.as_bytes().len())
            }
            Self::Text(text) => write!(f, "Text({} octets)", text.as_bytes().len()),
            Self::Opaque(octets) => write!(f, "Opaque({} octets)", octets.len()),
            Self::Instruction(target, _) => write!(f, "<?{}?>", target.text()),
            Self::End => f.write_str("</>"),
        }
    }
}

/// The name of an extra: as it stands in XML, or a token that no vocabulary has.
#[derive(Clone, Default, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtraName {
    text: Text,
    space: Text,
    code: Option<(u8, u8)>,
}

impl ExtraName {
    /// A name whose texts are made of parts of a document.
    pub(crate) fn shared(name: &Name<'_>, share: impl Fn(&str) -> Text) -> Self {
        Self {
            text: share(name.qualified()),
            space: share(name.space()),
            code: name.code().map(|code| (code.page, code.token)),
        }
    }

    /// The name with its prefix; empty where it is an unknown token.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its namespace, or empty.
    #[must_use]
    pub fn space(&self) -> &str {
        &self.space
    }

    /// The code page and token it was read from.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.code.map(|(page, token)| Code { page, token })
    }

    fn name(&self) -> Name<'_> {
        let name = Name::qualified_in(&self.text, &self.space);
        self.code().map_or(name, |code| name.with_code(code))
    }
}

/// Names are equal as they stand; where one has no text, by its token. A namespace is not
/// compared, because WBXML has none: it has the prefix and its declaration.
impl PartialEq for ExtraName {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && (!self.text.is_empty() || self.code == other.code)
    }
}

impl Eq for ExtraName {}

impl Extra {
    /// An attribute, whose prefix must be declared by another (`xmlns:msft`).
    #[must_use]
    pub fn attribute(name: impl Into<Text>, value: impl Into<Text>) -> Self {
        let name = ExtraName { text: name.into(), ..ExtraName::default() };
        Self { on: None, nth: 0, pieces: alloc::vec![Piece::Attribute(name, value.into())] }
    }

    /// A known element with a text in it, at a place where the model has no field for it.
    #[must_use]
    pub fn element(element: Element, text: impl Into<Text>) -> Self {
        let code = element.code();
        let name = ExtraName {
            text: Text::from_static(element.name()),
            space: Text::new(),
            code: Some((code.page, code.token)),
        };
        let text = text.into();
        let mut pieces = alloc::vec![Piece::Start(name)];
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        pieces.push(Piece::End);
        Self { on: None, nth: 0, pieces }
    }

    pub(crate) const fn new(pieces: Vec<Piece>) -> Self {
        Self { on: None, nth: 0, pieces }
    }

    pub(crate) fn with_on(self, on: Element) -> Self {
        Self { on: Some(on), ..self }
    }

    /// The child with a field that it stands on, if it is not in the part itself.
    #[must_use]
    pub const fn on(&self) -> Option<Element> {
        self.on
    }

    /// On which of several such children it stands, from 0.
    pub(crate) const fn nth(&self) -> u32 {
        self.nth
    }

    /// Whether it is an attribute.
    #[must_use]
    pub fn is_attribute(&self) -> bool {
        matches!(self.pieces.first(), Some(Piece::Attribute(..)))
    }

    /// The name of the attribute, element or instruction; none of a text.
    #[must_use]
    pub fn name(&self) -> Option<&ExtraName> {
        match self.pieces.first()? {
            Piece::Start(name) | Piece::Attribute(name, _) | Piece::Instruction(name, _) => {
                Some(name)
            }
            _ => None,
        }
    }

    /// The element, where it is one of SyncML.
    #[must_use]
    pub fn known(&self) -> Option<Element> {
        match self.pieces.first()? {
            Piece::Start(name) => known(name),
            _ => None,
        }
    }

    /// The value of an attribute, or all text in an element.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Attribute(_, value) if self.is_attribute() => text.push_str(value),
                Piece::Text(piece) => text.push_str(piece),
                Piece::Opaque(octets) => text.push_str(&String::from_utf8_lossy(octets)),
                _ => {}
            }
        }
        text
    }

    /// The text of the first child of that kind, if this is an element that has one.
    #[must_use]
    pub fn child(&self, child: Element) -> Option<Text> {
        let mut depth = 0_usize;
        let mut text: Option<Text> = None;
        for piece in &self.pieces {
            match piece {
                Piece::Start(name) => {
                    if depth == 1 && known(name) == Some(child) {
                        text = Some(Text::new());
                    }
                    depth = depth.saturating_add(1);
                }
                Piece::Text(piece) if depth == 2 && text.as_deref() == Some("") => {
                    text = Some(piece.clone());
                }
                Piece::End => {
                    depth = depth.saturating_sub(1);
                    if depth == 1 && text.is_some() {
                        return text;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Its pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether every element of it ends, and nothing is behind its end.
    #[cfg(feature = "serde")]
    fn is_balanced(&self) -> bool {
        let mut depth = 0_usize;
        for (at, piece) in self.pieces.iter().enumerate() {
            if at > 0 && depth == 0 {
                return false;
            }
            match piece {
                Piece::Start(_) => depth = depth.saturating_add(1),
                Piece::End if depth == 0 => return false,
                Piece::End => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        depth == 0 && !self.pieces.is_empty()
    }

    /// Writes it, in a vocabulary.
    pub(crate) fn write(
        &self,
        out: &mut impl WriteEvents,
        vocabulary: &Vocabulary,
    ) -> Result<(), provost_wbxml::Error> {
        if out.syntax() == Syntax::Wbxml && self.is_foreign_namesake(vocabulary) {
            let kind = provost_wbxml::ErrorKind::NotExpressible(Loss::Name);
            return Err(provost_wbxml::Error::new(kind, 0));
        }
        for piece in &self.pieces {
            match piece {
                Piece::Start(name) => out.write_event(&Event::Start(name.name()))?,
                Piece::Attribute(name, value) => {
                    let value = Content::from(value.as_str());
                    out.write_event(&Event::Attribute { name: name.name(), value })?;
                }
                Piece::Text(text) => out.write_event(&Event::Text(Content::from(text.as_str())))?,
                Piece::Opaque(octets) => out.write_event(&Event::Opaque(octets))?,
                Piece::Instruction(target, data) => {
                    let data = Content::from(data.as_str());
                    out.write_event(&Event::Instruction { target: target.name(), data })?;
                }
                Piece::End => out.write_event(&Event::End)?,
            }
        }
        Ok(())
    }

    /// Whether it is an element of others that only its namespace tells from one of SyncML: where
    /// the vocabulary has no token for it, WBXML has only its name.
    fn is_foreign_namesake(&self, vocabulary: &Vocabulary) -> bool {
        match self.pieces.first() {
            Some(Piece::Start(name)) if !name.space.is_empty() => {
                known(name).is_none()
                    && Element::from_name(&name.text).is_some()
                    && !has_token(name, vocabulary)
            }
            _ => false,
        }
    }

    /// Its place among the children of a part: attributes in front, what is unknown behind.
    pub(crate) fn rank(&self, model: &Model) -> u8 {
        match self.known() {
            Some(element) => model.rank(element),
            None if self.is_attribute() => 0,
            None => Model::NONE,
        }
    }
}

/// Whether a vocabulary has the name: where its code says, or in a page of its namespace.
fn has_token(name: &ExtraName, vocabulary: &Vocabulary) -> bool {
    let own = name.code().and_then(|code| vocabulary.tag(code.page, code.token));
    let companions = vocabulary.companion_vocabularies().iter();
    let mut pages = vocabulary.tag_pages().iter().chain(companions.flat_map(|it| it.tag_pages()));
    own == Some(&*name.text)
        || pages.any(|page| page.namespace() == &*name.space && page.token(&name.text).is_some())
}

fn known(name: &ExtraName) -> Option<Element> {
    match name.code() {
        Some(code) => Element::from_code(code),
        // As the decoder sees it: a prefix without a namespace is one of others.
        None if name.space.is_empty() => Element::from_name(&name.text),
        None => Element::from_name(name.text.split_once(':').map_or(&*name.text, |(_, it)| it))
            .filter(|_| {
                let ours = Namespace::from_uri(&name.space).is_some();
                ours || name.space == "syncml:metinf"
            }),
    }
}

impl Extras {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Adds one.
    pub fn push(&mut self, extra: Extra) {
        self.0.get_or_insert_default().push(extra);
    }

    /// Those from a place on stand on that one of several children.
    pub(crate) fn number_from(&mut self, start: usize, nth: usize) {
        let all = self.0.as_mut().map_or(&mut [][..], |extras| extras.as_mut_slice());
        for extra in all.get_mut(start..).unwrap_or_default() {
            extra.nth = u32::try_from(nth).unwrap_or(u32::MAX);
        }
    }

    /// Puts one in front.
    pub(crate) fn insert_first(&mut self, extra: Extra) {
        self.0.get_or_insert_default().insert(0, extra);
    }

    /// Joins texts that stand side by side: written, they are one text.
    #[inline]
    pub(crate) fn join_texts(&mut self) {
        if self.len() > 1 {
            self.join_several();
        }
    }

    #[cold]
    fn join_several(&mut self) {
        let lone = |extra: &Extra| match (extra.on, extra.pieces.as_slice()) {
            (None, [Piece::Text(text)]) => Some(text.clone()),
            _ => None,
        };
        let both = |pair: &[Extra]| pair.iter().all(|extra| lone(extra).is_some());
        if !self.windows(2).any(both) {
            return;
        }
        let mut joined = Vec::new();
        let mut run = Vec::<Text>::new();
        let flush = |run: &mut Vec<Text>, joined: &mut Vec<Extra>| {
            let whole = match run.as_slice() {
                [] => return,
                [text] => text.clone(),
                texts => Text::from(texts.iter().map(Text::as_str).collect::<String>()),
            };
            run.clear();
            joined.push(Extra::new(alloc::vec![Piece::Text(whole)]));
        };
        for extra in core::mem::take(self).0.map(|extras| *extras).unwrap_or_default() {
            match lone(&extra) {
                Some(text) => run.push(text),
                None => {
                    flush(&mut run, &mut joined);
                    joined.push(extra);
                }
            }
        }
        flush(&mut run, &mut joined);
        *self = joined.into_iter().collect();
    }

    /// The value of the attribute with that name, prefix included.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|extra| match (extra.on, extra.pieces.first()) {
            (None, Some(Piece::Attribute(own, value))) if own.text == name => Some(value.as_str()),
            _ => None,
        })
    }

    /// The first element of that kind.
    #[must_use]
    pub fn element(&self, element: Element) -> Option<&Extra> {
        self.iter().find(|extra| extra.on.is_none() && extra.known() == Some(element))
    }
}

impl Deref for Extras {
    type Target = [Extra];

    #[inline]
    fn deref(&self) -> &[Extra] {
        self.0.as_ref().map_or(&[], |extras| extras.as_slice())
    }
}

impl FromIterator<Extra> for Extras {
    fn from_iter<T: IntoIterator<Item = Extra>>(extras: T) -> Self {
        let extras: Vec<Extra> = extras.into_iter().collect();
        Self((!extras.is_empty()).then(|| Box::new(extras)))
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The form in which an extra is stored: read back, it must be whole.
#[cfg(feature = "serde")]
mod stored {
    use alloc::vec::Vec;

    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct Extra {
        on: Option<super::Element>,
        #[serde(default)]
        nth: u32,
        pieces: Vec<super::Piece>,
    }

    impl From<super::Extra> for Extra {
        fn from(extra: super::Extra) -> Self {
            Self { on: extra.on, nth: extra.nth, pieces: extra.pieces }
        }
    }

    impl TryFrom<Extra> for super::Extra {
        type Error = &'static str;

        fn try_from(stored: Extra) -> Result<Self, Self::Error> {
            let extra = Self { on: stored.on, nth: stored.nth, pieces: stored.pieces };
            if extra.is_balanced() { Ok(extra) } else { Err("an extra that is not whole") }
        }
    }
}
