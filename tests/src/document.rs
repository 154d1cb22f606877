//! The events of a document as values that can be kept and compared: names by namespace and local
//! part, texts joined.

use provost::wbxml::{
    Code, Content, Error, ErrorKind, Event, Leniency, Meaning, Name, Operand, Part, ReadEvents,
    ReadOptions, Reader, Vocabulary, WriteEvents,
};

/// An event, with its texts owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An element begins.
    Start(ItemName),
    /// An attribute.
    Attribute(ItemName, Vec<Piece>),
    /// A run of text.
    Text(Vec<Piece>),
    /// Opaque octets.
    Opaque(Vec<u8>),
    /// A processing instruction.
    Instruction(ItemName, Vec<Piece>),
    /// An element ends.
    End,
}

/// A name, or the token of one that the vocabulary lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemName {
    /// Namespace and local part.
    Known(String, String),
    /// Code page and token.
    Unknown(Code),
}

/// A part of a text or value; neighboring parts that are text are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text.
    Text(String),
    /// A value token that the vocabulary lacks.
    Token(Code),
    /// An extension with neither text nor variable: its number, and what follows it.
    Extension(u8, Option<Result<u32, String>>),
    /// A variable: its number and name.
    Variable(u8, String),
    /// Opaque octets.
    Opaque(Vec<u8>),
}

/// Reads all events.
///
/// # Errors
/// Those of the reader, and of texts.
pub fn read<'a>(reader: &mut impl ReadEvents<'a>) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    while let Some(event) = reader.next_event()? {
        items.push(item(&event)?);
    }
    Ok(items)
}

/// Keeps an event.
///
/// # Errors
/// Those of its text.
pub fn item(event: &Event<'_>) -> Result<Item, Error> {
    Ok(match event {
        Event::Start(name) => Item::Start(item_name(name)),
        Event::Attribute { name, value } => Item::Attribute(item_name(name), pieces(value)?),
        Event::Text(content) => Item::Text(pieces(content)?),
        Event::Opaque(octets) => Item::Opaque(octets.to_vec()),
        Event::Instruction { target, data } => Item::Instruction(item_name(target), pieces(data)?),
        Event::End => Item::End,
        other => panic!("unknown event {other:?}"),
    })
}

/// Writes items whose contents are text.
///
/// # Errors
/// Those of the writer.
pub fn write(items: &[Item], to: &mut impl WriteEvents) -> Result<(), Error> {
    for item in items {
        to.write_event(&match item {
            Item::Start(name) => Event::Start(name_of(name)),
            Item::Attribute(name, value) => {
                Event::Attribute { name: name_of(name), value: text_of(value).into() }
            }
            Item::Text(text) => Event::Text(text_of(text).into()),
            Item::Opaque(octets) => Event::Opaque(octets),
            Item::Instruction(target, data) => {
                Event::Instruction { target: name_of(target), data: text_of(data).into() }
            }
            Item::End => Event::End,
        })?;
    }
    Ok(())
}

fn name_of(name: &ItemName) -> Name<'_> {
    match name {
        ItemName::Known(space, local) => Name::new(local).with_space(space),
        ItemName::Unknown(code) => Name::unknown(*code),
    }
}

fn text_of(pieces: &[Piece]) -> &str {
    match pieces {
        [] => "",
        [Piece::Text(text)] => text,
        other => panic!("no text: {other:?}"),
    }
}

fn item_name(name: &Name<'_>) -> ItemName {
    if name.is_unknown() {
        return ItemName::Unknown(name.code().expect("a name or a code"));
    }
    ItemName::Known(name.space().to_owned(), name.local().to_owned())
}

/// Keeps the parts of a content.
///
/// # Errors
/// Those of its text.
pub fn pieces(content: &Content<'_>) -> Result<Vec<Piece>, Error> {
    let mut pieces = Vec::new();
    for part in content.parts() {
        let piece = match part {
            Part::Token(code, None) => Piece::Token(code),
            Part::Opaque(octets) => Piece::Opaque(octets.to_vec()),
            Part::Extension(extension) => match (extension.meaning, extension.operand) {
                (Meaning::Text(text), _) => Piece::Text(text.to_owned()),
                (Meaning::Variable(name), _) => {
                    Piece::Variable(extension.number, joined(|out| name.for_each_str(out))?)
                }
                (_, Operand::None) => Piece::Extension(extension.number, None),
                (_, Operand::Inline(text)) => {
                    let text = joined(|out| text.for_each_str(out))?;
                    Piece::Extension(extension.number, Some(Err(text)))
                }
                (_, Operand::Integer(operand)) => {
                    Piece::Extension(extension.number, Some(Ok(operand)))
                }
                other => panic!("unknown extension {other:?}"),
            },
            part => Piece::Text(joined(|out| part.for_each_str(out))?),
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => *text += &more,
            (_, piece) => pieces.push(piece),
        }
    }
    // An empty string and no string at all are the same text.
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    Ok(pieces)
}

fn joined(read: impl FnOnce(&mut dyn FnMut(&str)) -> Result<(), Error>) -> Result<String, Error> {
    let mut text = String::new();
    read(&mut |piece| text += piece)?;
    Ok(text)
}

/// Whether an error says that something has no form in the target, and not that something broke.
#[must_use]
pub fn is_loss(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotExpressible(_))
}

/// Reads the events to the end, with every text; what was tolerated, and where.
///
/// # Errors
/// Those of the reader and of its texts.
pub fn walk(
    input: &[u8],
    vocabulary: &'static Vocabulary,
    options: ReadOptions,
) -> Result<Vec<(Leniency, usize)>, Error> {
    let mut reader = Reader::with_options(input, vocabulary, options)?;
    loop {
        match reader.next_event() {
            Ok(Some(Event::Attribute { value, .. })) => text(&value)?,
            Ok(Some(Event::Text(content) | Event::Instruction { data: content, .. })) => {
                text(&content)?;
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => {
                assert_eq!(reader.next_event().err(), Some(error), "the same error again");
                return Err(error);
            }
        }
    }
    Ok(reader.deviations().map(|deviation| (deviation.leniency, deviation.offset)).collect())
}

/// Reads a text; that a part has none is no fault of the document.
fn text(content: &Content<'_>) -> Result<(), Error> {
    match content.for_each_str(|_| {}) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotExpressible(_)) => Err(error),
        _ => Ok(()),
    }
}
