//! A document makes events.

use alloc::vec::Vec;
use core::slice;

use provost_wbxml::{Content, Error, Event, Name, Part, Syntax, Vocabulary, WriteEvents};

use crate::characteristic::{Characteristic, Node};
use crate::document::Document;
use crate::extra::Extra;
use crate::field::Field;
use crate::parm::Parm;

/// Writes the events of a document.
pub(crate) fn write(document: &Document, out: &mut impl WriteEvents) -> Result<(), Error> {
    document.prolog.iter().try_for_each(|extra| extra.write(out))?;
    out.write_event(&Event::Start(Name::new("wap-provisioningdoc")))?;
    if let Some(version) = &document.version {
        attribute(out, "version", version)?;
    }
    document.extra.iter().try_for_each(|extra| extra.write(out))?;
    nodes(&document.nodes, out)?;
    out.write_event(&Event::End)?;
    document.epilog.iter().try_for_each(|extra| extra.write(out))
}

/// Writes what a document holds: with a stack of its own, as the depth is the sender's choice.
fn nodes(nodes: &[Node], out: &mut impl WriteEvents) -> Result<(), Error> {
    let mut open: Vec<slice::Iter<'_, Node>> = Vec::new();
    let mut current = nodes.iter();
    loop {
        match current.next() {
            Some(Node::Parm(parm)) => write_parm(parm, out)?,
            Some(Node::Other(extra)) => extra.write(out)?,
            Some(Node::Characteristic(characteristic)) => {
                begin(characteristic, out)?;
                open.push(core::mem::replace(&mut current, characteristic.children.iter()));
            }
            None => match open.pop() {
                Some(outer) => {
                    out.write_event(&Event::End)?;
                    current = outer;
                }
                None => return Ok(()),
            },
        }
    }
}

fn begin(characteristic: &Characteristic, out: &mut impl WriteEvents) -> Result<(), Error> {
    out.write_event(&Event::Start(Name::new("characteristic")))?;
    match (&characteristic.kind, characteristic.kind.name()) {
        (_, Some(name)) => out.write_event(&Event::Attribute {
            name: Name::new("type"),
            value: Content::from(name),
        })?,
        (crate::Kind::Other(field), None) => attribute(out, "type", field)?,
        _ => {}
    }
    extras(&characteristic.extra, out)
}

fn write_parm(parm: &Parm, out: &mut impl WriteEvents) -> Result<(), Error> {
    out.write_event(&Event::Start(Name::new("parm")))?;
    if let Some(name) = &parm.name {
        attribute(out, "name", name)?;
    }
    if let Some(value) = &parm.value {
        match (&parm.name, value.as_str()) {
            (Some(name), Some(text)) if is_list(name) && out.syntax() == Syntax::Wbxml => {
                write_list(text, out)?;
            }
            _ => attribute(out, "value", value)?,
        }
    }
    extras(&parm.extra, out)?;
    out.write_event(&Event::End)
}

fn extras(extras: &[Extra], out: &mut impl WriteEvents) -> Result<(), Error> {
    extras.iter().try_for_each(|extra| extra.write(out))
}

/// Writes an attribute, or the token that stands for its name and value.
fn attribute(out: &mut impl WriteEvents, name: &str, field: &Field) -> Result<(), Error> {
    match field {
        Field::Token(code) if code.token < 0x80 => {
            // A token that other tables have may have got a name since.
            let page = out.vocabulary().attribute_page(code.page);
            match page.and_then(|page| page.start(code.token)) {
                Some((name, value)) => out.write_event(&Event::Attribute {
                    name: Name::new(name),
                    value: Content::from(value),
                }),
                None => out.write_event(&Event::Attribute {
                    name: Name::unknown(*code),
                    value: Content::EMPTY,
                }),
            }
        }
        field => field.with_content(|value| {
            out.write_event(&Event::Attribute { name: Name::new(name), value })
        }),
    }
}

/// Whether the values of this name are lists of words for which code page 1 has pieces.
fn is_list(name: &Field) -> bool {
    name.is("AAUTHTYPE")
}

/// Writes a list of words in the pieces that code page 1 has for them: `HTTP-DIGEST,BASIC` is four
/// tokens. A list with any other word is a string.
fn write_list(text: &str, out: &mut impl WriteEvents) -> Result<(), Error> {
    let name = Name::new("value");
    match pieces(text, out.vocabulary()) {
        Some(pieces) if pieces.len() > 1 => {
            let code = provost_wbxml::Code { page: 1, token: 0x06 };
            let value = Content::from_parts(&pieces);
            out.write_event(&Event::Attribute { name: name.with_code(code), value })
        }
        _ => out.write_event(&Event::Attribute { name, value: Content::from(text) }),
    }
}

fn pieces(text: &str, vocabulary: &Vocabulary) -> Option<Vec<Part<'static>>> {
    let page = vocabulary.value_page(1)?;
    let mut rest = text;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (token, piece) = page.longest(rest.as_bytes())?;
        if !matches!(piece, "," | "HTTP-" | "BASIC" | "DIGEST") {
            return None;
        }
        pieces.push(Part::Token(provost_wbxml::Code { page: 1, token }, Some(piece)));
        rest = rest.get(piece.len()..)?;
    }
    Some(pieces)
}
