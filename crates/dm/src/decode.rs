//! Decoding: events make a model, and every departure from the specifications is noted.

#[cfg(feature = "xml")]
mod ampersand;
mod body;
mod cursor;
mod data;
mod extra;
mod parts;
#[cfg(feature = "xml")]
mod prefixes;
#[cfg(feature = "xml")]
mod wide;

use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::vocabulary::SYNCML_1_2;
use provost_wbxml::{ReadEvents, Reader, Syntax};

use cursor::{Child, Cursor, Failed};

use crate::deviation::{Deviation, Rule};
use crate::element::{Element, SYNC_ML};
use crate::error::{Error, ErrorKind};
use crate::fragment::{Fragment, Shape};
use crate::limits::Limit;
use crate::message::{Body, Command, Message};
use crate::namespace::Namespace;
use crate::options::{DecodeOptions, Leniency};

/// What was decoded, and where it departs from the specifications.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The message or fragment.
    pub value: T,
    /// Its departures, in the order in which they were met; as many as
    /// [`Limits::deviations`](crate::Limits::deviations).
    pub deviations: Vec<Deviation>,
    /// How many more there are.
    pub more_deviations: usize,
}

/// What was left of a message.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recovered {
    /// The message up to where it broke: what was read of its header, and its complete commands.
    pub message: Message,
    /// The container that was open where it broke, with its complete members.
    pub open: Option<Command>,
    /// What is wrong, and where; none where the message is whole.
    pub error: Option<Error>,
    /// The departures up to there.
    pub deviations: Vec<Deviation>,
}

impl From<Fragment> for Recovered {
    /// A fragment that is whole.
    fn from(fragment: Fragment) -> Self {
        let message = fragment.message;
        Self { message, open: None, error: None, deviations: Vec::new() }
    }
}

/// What is to be found in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Message,
    /// A message, a body or a command.
    Fragment,
}

/// What is being read: what is complete of it stays, when the reading fails.
#[derive(Default)]
struct State {
    message: Message,
    shape: Shape,
    open: Vec<body::Open>,
    deviations: Vec<Deviation>,
    more_deviations: usize,
}

impl Message {
    /// Decodes a message, WBXML or XML as its first octets say; any order of elements is read and
    /// departures are not reported.
    ///
    /// # Errors
    /// Those of [`decode_with`](Self::decode_with).
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        Self::decode_with(input, &DecodeOptions::new()).map(|decoded| decoded.value)
    }

    /// Decodes a message, and reports where it departs from the specifications.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) with what is wrong in WBXML or XML,
    /// [`Root`](crate::ErrorKind::Root), [`Limit`](crate::ErrorKind::Limit), and in strict
    /// decoding [`Deviation`](crate::ErrorKind::Deviation).
    pub fn decode_with(input: &Bytes, options: &DecodeOptions) -> Result<Decoded<Self>, Error> {
        message(input, options)
    }

    /// Decodes what is left of a message that was cut off, or is broken somewhere: all commands
    /// in front of that.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use provost_dm::{DecodeOptions, Message};
    ///
    /// let trace = b"<SyncML><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Repl";
    /// let recovered = Message::recover(&Bytes::from_static(trace), &DecodeOptions::new());
    /// assert_eq!(recovered.message.body.commands.len(), 1);
    /// assert!(recovered.error.is_some());
    /// ```
    #[must_use]
    pub fn recover(input: &Bytes, options: &DecodeOptions) -> Recovered {
        recover(input, options)
    }
}

impl Fragment {
    /// Decodes what may stand alone; departures are not reported.
    ///
    /// # Errors
    /// Those of [`Message::decode_with`].
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        Self::decode_with(input, &DecodeOptions::new()).map(|decoded| decoded.value)
    }

    /// Decodes what may stand alone, and reports where it departs from the specifications.
    ///
    /// Several commands are copied once, to be put into a body; offsets are those of the input.
    ///
    /// # Errors
    /// Those of [`Message::decode_with`].
    pub fn decode_with(input: &Bytes, options: &DecodeOptions) -> Result<Decoded<Self>, Error> {
        fragment(input, options)
    }
}

/// The syntax of a document: WBXML begins with a version octet, XML does not.
///
/// ```
/// use provost_dm::{Syntax, detect_syntax};
///
/// assert_eq!(detect_syntax(b"\xEF\xBB\xBF<SyncML/>"), Syntax::Xml);
/// assert_eq!(detect_syntax(&[0x02, 0xA4, 0x01, 0x6A, 0x00]), Syntax::Wbxml);
/// ```
#[must_use]
pub fn detect_syntax(input: &[u8]) -> Syntax {
    match input.first() {
        Some(0x00..=0x08) => Syntax::Wbxml,
        _ => Syntax::Xml,
    }
}

fn message(input: &Bytes, options: &DecodeOptions) -> Result<Decoded<Message>, Error> {
    let mut state = State::default();
    #[cfg(feature = "xml")]
    if let Some(wide) = wide::Wide::new(input, options)? {
        let read =
            message(wide.text(), &wide.options(options)).map_err(|error| wide.error(error))?;
        return Ok(placed(&wide, read));
    }
    document(input, options, Wanted::Message, &mut state)?;
    let State { message, deviations, more_deviations, .. } = state;
    Ok(Decoded { value: message, deviations, more_deviations })
}

fn fragment(input: &Bytes, options: &DecodeOptions) -> Result<Decoded<Fragment>, Error> {
    let mut state = State::default();
    #[cfg(feature = "xml")]
    if let Some(wide) = wide::Wide::new(input, options)? {
        let read =
            fragment(wide.text(), &wide.options(options)).map_err(|error| wide.error(error))?;
        return Ok(placed(&wide, read));
    }
    #[cfg(feature = "xml")]
    if detect_syntax(input) == Syntax::Xml {
        if let Some((wrapped, from, length)) = wrap(input) {
            let back = |offset: usize| {
                if offset < from { offset } else { offset.saturating_sub(length).max(from) }
            };
            document(&wrapped, options, Wanted::Fragment, &mut state)
                .map_err(|error| error.at(back(error.offset()).min(input.len())))?;
            for deviation in &mut state.deviations {
                deviation.offset = back(deviation.offset);
            }
            state.shape = Shape::Commands;
            // Any document at all would be commands that no one knows.
            let unknown =
                |command: &Command| matches!(command, Command::Unsupported(it) if !it.is_known());
            if state.message.body.commands.iter().all(unknown) {
                return Err(Error::new(ErrorKind::Root, from));
            }
            return Ok(state.into_fragment());
        }
    }
    document(input, options, Wanted::Fragment, &mut state)?;
    Ok(state.into_fragment())
}

/// With the places of its deviations in the input.
#[cfg(feature = "xml")]
fn placed<T>(wide: &wide::Wide, mut read: Decoded<T>) -> Decoded<T> {
    wide.place(&mut read.deviations);
    read
}

impl State {
    fn into_fragment(self) -> Decoded<Fragment> {
        let value = Fragment { shape: self.shape, message: self.message };
        Decoded { value, deviations: self.deviations, more_deviations: self.more_deviations }
    }
}

fn recover(input: &Bytes, options: &DecodeOptions) -> Recovered {
    let options = &DecodeOptions { strict: false, ..*options };
    #[cfg(feature = "xml")]
    if let Some(wide) = match wide::Wide::new(input, options) {
        Ok(wide) => wide,
        // Up to what is no character, it is one more document that is cut off.
        Err(error) if matches!(error.kind(), ErrorKind::Syntax(_)) => {
            let mut read = recover(&input.slice(..error.offset().min(input.len())), options);
            read.error = read.error.filter(|it| it.offset() < error.offset()).or(Some(error));
            return read;
        }
        Err(_) => None,
    } {
        let mut read = recover(wide.text(), &wide.options(options));
        wide.place(&mut read.deviations);
        read.error = read.error.map(|error| wide.error(error));
        return read;
    }
    let mut state = State::default();
    let mut error = document(input, options, Wanted::Fragment, &mut state).err();
    // XML is looked through for what is no character before its first event.
    let first = error.filter(|error| {
        let broken = matches!(
            error.kind(),
            ErrorKind::Syntax(
                provost_wbxml::ErrorKind::Text
                    | provost_wbxml::ErrorKind::Xml(provost_wbxml::XmlError::Character)
            )
        );
        broken && error.offset() > 0 && detect_syntax(input) == Syntax::Xml
    });
    if let Some(first) = first {
        let rest = input.slice(..first.offset().min(input.len()));
        state = State::default();
        let second = document(&rest, options, Wanted::Fragment, &mut state).err();
        // Where the rest ends too soon, it is for the first reason.
        error = second.filter(|second| second.offset() < rest.len()).or(Some(first));
    }
    let open = body::fold(&mut state.open);
    let State { message, deviations, .. } = state;
    Recovered { message, open, error, deviations }
}

/// Reads a document into a state.
fn document(
    input: &Bytes,
    options: &DecodeOptions,
    wanted: Wanted,
    state: &mut State,
) -> Result<(), Error> {
    if input.len() > options.limits.message {
        return Err(Error::new(ErrorKind::Limit(Limit::Message), options.limits.message));
    }
    match detect_syntax(input) {
        Syntax::Wbxml => wbxml(input, options, wanted, state),
        Syntax::Xml => xml(input, options, wanted, state),
    }
}

fn wbxml(
    input: &Bytes,
    options: &DecodeOptions,
    wanted: Wanted,
    state: &mut State,
) -> Result<(), Error> {
    let known = provost_wbxml::detect(input, None).ok();
    let known = known.and_then(|vocabulary| {
        Namespace::ALL.into_iter().find(|namespace| namespace.vocabulary().id() == vocabulary.id())
    });
    // Public identifiers are often wrong: the tokens of 1.2 are those of 1.1, and more.
    let vocabulary = match known {
        Some(Namespace::SyncMl10) => Namespace::SyncMl10.vocabulary(),
        _ => &SYNCML_1_2,
    };
    let read = if options.allows(Leniency::Wbxml) {
        provost_wbxml::ReadOptions::lenient()
    } else {
        provost_wbxml::ReadOptions::new()
    };
    let reader = Reader::with_options(input, vocabulary, read.with_limits(options.limits.syntax))?;
    let has_table = !reader.header().table().is_empty();
    let mut cursor = Cursor::new(input, reader, options, has_table);
    let read = root(&mut cursor, wanted, state, known);
    let leniencies = cursor.events.deviations().collect::<Vec<_>>();
    for deviation in leniencies {
        if cursor.note_at(Rule::Wbxml(deviation.leniency), deviation.offset).is_err() {
            break;
        }
    }
    cursor.finish(read, state)
}

#[cfg(not(feature = "xml"))]
fn xml(_: &Bytes, _: &DecodeOptions, _: Wanted, _: &mut State) -> Result<(), Error> {
    Err(Error::new(ErrorKind::NoXml, 0))
}

#[cfg(feature = "xml")]
fn xml(
    input: &Bytes,
    options: &DecodeOptions,
    wanted: Wanted,
    state: &mut State,
) -> Result<(), Error> {
    let error = match well_formed(input, options, wanted, state) {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    let is_ampersand = matches!(error.kind(), ErrorKind::Syntax(_))
        && input.get(error.offset()) == Some(&b'&')
        && options.allows(Leniency::Ampersand);
    let Some(fixed) = ampersand::Fixed::new(input).filter(|_| is_ampersand) else {
        return Err(error);
    };
    *state = State::default();
    let read = well_formed(fixed.text(), options, wanted, state);
    for deviation in &mut state.deviations {
        deviation.offset = fixed.original(deviation.offset);
    }
    let found = Deviation { rule: Rule::Ampersand, offset: fixed.first() };
    let at = state.deviations.partition_point(|other| other.offset < found.offset);
    state.deviations.insert(at, found);
    read.map_err(|error| error.at(fixed.original(error.offset())))
}

#[cfg(feature = "xml")]
fn well_formed(
    input: &Bytes,
    options: &DecodeOptions,
    wanted: Wanted,
    state: &mut State,
) -> Result<(), Error> {
    use provost_wbxml::{Event, xml};

    let mut read = xml::ReadOptions::new().with_limits(options.limits.syntax);
    if options.allows(Leniency::EncodingLabel) {
        read = read.ignore_encoding_label();
    }
    if options.allows(Leniency::Declarations) {
        read = read.allow_declarations();
    }
    let mut reader = xml::Reader::with_options(input, &SYNCML_1_2, read)?;
    // The first element says which version it is; the reader must know that version's names.
    let mut peek = reader.clone();
    let namespace = loop {
        match peek.next_event()? {
            Some(Event::Start(name)) => break Namespace::from_uri(name.space()),
            Some(_) => {}
            None => return Err(Error::new(ErrorKind::Root, 0)),
        }
    };
    if let Some(other) = namespace.filter(|namespace| *namespace != Namespace::SyncMl12) {
        reader = xml::Reader::with_options(input, other.vocabulary(), read)?;
    }
    let prolog = Prolog::read(input, reader.doctype());
    let mut cursor = Cursor::new(input, reader, options, false);
    let mut noted = Ok(());
    if input.starts_with(&[0xEF, 0xBB, 0xBF]) {
        if !options.allows(Leniency::ByteOrderMark) {
            return Err(Error::new(ErrorKind::Deviation(Rule::ByteOrderMark), 0));
        }
        noted = cursor.note_at(Rule::ByteOrderMark, 0);
    }
    if let Some(offset) = prolog.label {
        noted = noted.and(cursor.note_at(Rule::EncodingLabel, offset));
    }
    if let Some(offset) = prolog.declarations {
        noted = noted.and(cursor.note_at(Rule::Declarations, offset));
    }
    let read = noted.and_then(|()| root(&mut cursor, wanted, state, None));
    cursor.finish(read, state)
}

/// What a prolog has that is worth a note.
#[cfg(feature = "xml")]
struct Prolog {
    label: Option<usize>,
    declarations: Option<usize>,
}

#[cfg(feature = "xml")]
impl Prolog {
    fn read(input: &Bytes, doctype: Option<provost_wbxml::xml::Doctype<'_>>) -> Self {
        let text = core::str::from_utf8(input).unwrap_or("");
        let offset = |part: &str| part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let declaration = body.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
        let label = declaration.and_then(|(inside, _)| {
            let (_, after) = inside.split_once("encoding")?;
            let value = after.trim_start_matches(|c: char| c == '=' || c.is_ascii_whitespace());
            let value = value.get(1..)?;
            let label = value.split(['"', '\'']).next()?;
            let known = ["UTF-8", "UTF8", "US-ASCII", "ASCII"];
            let is_known = known.iter().any(|known| known.eq_ignore_ascii_case(label));
            (!is_known).then(|| offset(value))
        });
        let subset = doctype.and_then(|doctype| doctype.internal_subset).filter(|subset| {
            subset.split("<!").skip(1).any(|part| !part.starts_with("--")) || subset.contains('%')
        });
        Self { label, declarations: subset.map(offset) }
    }
}

/// A fragment that does not begin with `SyncML` or `SyncBody`, in a body: so that it may be
/// several commands. Where the wrapping begins, and how long it is.
#[cfg(feature = "xml")]
fn wrap(input: &Bytes) -> Option<(Bytes, usize, usize)> {
    const START: &[u8] = b"<SyncBody>";
    let text = core::str::from_utf8(input).ok()?;
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    loop {
        rest = rest.trim_start_matches(crate::text::BLANKS);
        let skipped = if let Some(after) = rest.strip_prefix("<?") {
            after.split_once("?>")
        } else if let Some(after) = rest.strip_prefix("<!--") {
            after.split_once("-->")
        } else {
            break;
        };
        (_, rest) = skipped?;
    }
    let name = rest.strip_prefix('<')?;
    let name = name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next()?;
    let local = name.split_once(':').map_or(name, |(_, local)| local);
    if name.starts_with('!') || matches!(local, "SyncML" | "SyncBody") {
        return None;
    }
    let from = text.len().saturating_sub(rest.len());
    let (prolog, body) = input.split_at_checked(from)?;
    let wrapped = [prolog, START, body, b"</SyncBody>"].concat();
    Some((Bytes::from(wrapped), from, START.len()))
}

/// Reads the document element.
fn root<'a, R: ReadEvents<'a>>(
    cursor: &mut Cursor<'a, R>,
    wanted: Wanted,
    state: &mut State,
    known: Option<Namespace>,
) -> Result<(), Failed> {
    let State { message, shape, open, .. } = state;
    let element = match cursor.child(&mut message.extra)? {
        Child::Known(element) => element,
        Child::Unknown | Child::End => return cursor.fail(ErrorKind::Root),
    };
    let start = cursor.at;
    let declared = cursor.root_namespace();
    message.namespace = known.or(declared).unwrap_or_default();
    *shape = match (element, wanted) {
        (Element::SyncMl, _) => Shape::Message,
        (Element::SyncBody, Wanted::Fragment) => Shape::Body,
        (element, Wanted::Fragment) if element.is_command() => Shape::Commands,
        _ => return cursor.fail(ErrorKind::Root),
    };
    match shape {
        Shape::Message => {
            cursor.note_namespace(declared, start)?;
            sync_ml(cursor, message, open)?;
        }
        Shape::Body => cursor.body(&mut message.body, open)?,
        Shape::Commands => cursor.single(element, &mut message.body, open)?,
    }
    if known.or(declared).is_none() {
        let version = message.header.ver_dtd.as_deref();
        let found = Namespace::ALL.into_iter().find(|it| version == Some(it.dtd_version()));
        message.namespace = found.unwrap_or_default();
    }
    cursor.end()
}

fn sync_ml<'a, R: ReadEvents<'a>>(
    cursor: &mut Cursor<'a, R>,
    message: &mut Message,
    open: &mut Vec<body::Open>,
) -> Result<(), Failed> {
    let start = cursor.at;
    let mut order = 0;
    let mut seen = (false, false);
    loop {
        match cursor.child(&mut message.extra)? {
            Child::Known(element) => {
                cursor.in_order(&SYNC_ML, &mut order, element)?;
                match element {
                    Element::SyncHdr if !seen.0 => {
                        seen.0 = true;
                        cursor.header(&mut message.header)?;
                    }
                    Element::SyncBody if !seen.1 => {
                        seen.1 = true;
                        message.body = Body::default();
                        cursor.body(&mut message.body, open)?;
                    }
                    other => cursor.other(other, &SYNC_ML, &mut message.extra)?,
                }
            }
            Child::Unknown => cursor.unknown(&mut message.extra)?,
            Child::End => break,
        }
    }
    if !seen.0 {
        cursor.note_at(Rule::Missing(Element::SyncHdr), start)?;
    }
    if !seen.1 {
        cursor.note_at(Rule::Missing(Element::SyncBody), start)?;
    }
    Ok(())
}
