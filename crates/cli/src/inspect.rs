//! The subcommand `inspect`: what a message is, and what it says.
//!
//! A message is a list of layers, the outermost first: a short message, its header, a push, and the
//! document.

use bytes::Bytes;
use provost::wbxml::vocabulary::{self, Vocabulary};
use provost::wbxml::{
    Binary, Charset, ConvertOptions, ErrorKind, FOREIGN_CHARSETS, Header, PublicId, Syntax, detect,
    dump, xml,
};
use serde_json::Value;

use crate::arguments::{Inspect, Source};
use crate::document::Document;
use crate::failure::{Failure, Fault};
use crate::layer::Layer;
use crate::{dm, input, layer, note, output, provisioning, push};

pub(crate) fn run(arguments: &Inspect) -> Result<(), Failure> {
    let input = input::read(&arguments.source)?;
    let mut layers = layers(&input, &arguments.source);
    if arguments.json {
        output::print(layer::json(&layers).as_bytes())?;
    } else {
        output::show(&layer::text(&layers, arguments.dump))?;
        layers.iter().flat_map(|layer| &layer.notes).for_each(|text| note::print(text));
    }
    match layers.iter_mut().find_map(|layer| layer.fault.take()) {
        Some(fault) => Err(fault.into()),
        None => Ok(()),
    }
}

fn layers<'a>(input: &'a [u8], source: &Source) -> Vec<Layer<'a>> {
    let mut layer = match input::syntax(input) {
        Syntax::Wbxml => wbxml(input, source),
        Syntax::Xml => Layer::new("xml", "XML", input.len()),
    };
    match read(input, source, &mut layer) {
        Ok(document) => {
            layer.document = document;
            meaning(input, &mut layer);
        }
        Err(fault) => {
            let is_asked = source.language.is_some();
            if let Some(notification) = (!is_asked).then(|| dm::notification(input)).flatten() {
                return vec![notification];
            }
            if let Some(peeled) = (!is_asked).then(|| push::peel(input)).flatten() {
                return around(peeled, source);
            }
            let is_broken = !says(input, &mut layer);
            if is_broken || is_asked || source.strict {
                layer.fault = Some(fault);
            } else {
                // Parts of messages have no document element, and servers write bare ampersands.
                layer.notes.push(format!("no XML form: {fault}"));
            }
        }
    }
    vec![layer]
}

/// What a document travels in, and the document where it is one.
fn around(
    (mut layers, body): (Vec<Layer<'static>>, Bytes),
    source: &Source,
) -> Vec<Layer<'static>> {
    if body.is_empty() {
        return layers;
    }
    let (name, title) = match input::syntax(&body) {
        Syntax::Wbxml => ("wbxml", "WBXML"),
        Syntax::Xml => ("xml", "XML"),
    };
    let mut layer = Layer::new(name, title, body.len());
    match read(&body, source, &mut layer) {
        Ok(document) => {
            layer.document = document;
            meaning(&body, &mut layer);
        }
        // The type of the push tells what it is; only some contents are documents.
        Err(fault) => layer.notes.push(format!("no document: {fault}")),
    }
    layers.push(layer);
    layers
}

/// Reads the document, which is none where it has no XML form.
fn read(input: &[u8], source: &Source, layer: &mut Layer<'_>) -> Result<Option<String>, Fault> {
    let mut document = Document::open(input, source)?;
    if layer.dump.is_none() {
        let vocabulary = document.vocabulary();
        document_type(vocabulary, vocabulary.media().xml, layer);
    }
    let read = match text(&mut document, Binary::Refuse) {
        // What XML cannot say is no fault of the document, but the rest of it may have one.
        Err(fault) if matches!(fault.error.kind(), ErrorKind::NotExpressible(_)) => {
            document.check().map(|()| reworded(input, source, &fault, layer))
        }
        read => read.map(Some),
    };
    layer.notes.extend(document.deviations().iter().map(note::text));
    read
}

/// The document with base64 in place of octets, where that is what it wants, and a note.
fn reworded(input: &[u8], source: &Source, fault: &Fault, layer: &mut Layer<'_>) -> Option<String> {
    let again = Document::open(input, source);
    let text = again.and_then(|mut document| text(&mut document, Binary::Base64)).ok();
    layer.notes.push(match text {
        Some(_) => "opaque octets that are no text are shown as base64".to_owned(),
        None => format!("no XML form: {fault}"),
    });
    text
}

fn text(document: &mut Document<'_>, binary: Binary) -> Result<String, Fault> {
    let options = xml::WriteOptions::new()
        .with_layout(xml::Layout::Indented(2))
        .with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(document.vocabulary(), options);
    document.write_to(&mut writer, ConvertOptions::new().with_binary(binary))?;
    writer.finish().map_err(|error| document.end_fault(error))
}

fn wbxml<'a>(input: &'a [u8], source: &Source) -> Layer<'a> {
    let mut layer = Layer::new("wbxml", "WBXML", input.len());
    layer.dump = Some(dump(input, source.language).with_foreign_charsets(FOREIGN_CHARSETS));
    let Ok((header, _)) = Header::decode(input) else { return layer };
    match source.language.map_or_else(|| detect(input, None), Ok) {
        Ok(vocabulary) => document_type(vocabulary, vocabulary.media().wbxml, &mut layer),
        Err(_) => {
            layer.fact("document type", "unknown, --language tells it".to_owned(), Value::Null);
        }
    }
    let version = format!("1.{}", header.version());
    layer.fact("version", version.clone(), version);
    match header.public_id() {
        PublicId::Number(id) => {
            layer.fact("public id", format!("0x{:02X}", id.value()), id.value());
        }
        _ => {
            let formal = formal_id(&header).unwrap_or("outside the string table or unreadable");
            layer.fact("public id", formal.to_owned(), formal);
        }
    }
    if let Some(mib) = header.charset() {
        let name = Charset::from_mib(mib, FOREIGN_CHARSETS).map_or("unknown", Charset::name);
        layer.fact("charset", format!("{name} (MIBenum {mib})"), mib);
    }
    let table = header.table().len();
    layer.fact("string table", format!("{table} octets"), table);
    layer
}

/// The formal public identifier; of one that is not UTF-8, as in UTF-16, which of those known it is.
fn formal_id<'a>(header: &Header<'a>) -> Option<&'a str> {
    let known = || vocabulary::all().iter().flat_map(|own| own.all_formal_ids());
    header.formal_id().or_else(|| known().copied().find(|id| header.has_formal_id(id)))
}

/// What the document says, where it is a message; false where it is none, or broken.
fn says(input: &[u8], layer: &mut Layer<'_>) -> bool {
    let Some(mut meaning) = dm::meaning(input) else { return false };
    layer.notes.append(&mut meaning.notes);
    let is_whole = meaning.is_whole;
    layer.meaning = Some(meaning);
    is_whole
}

/// What the document would change, where it is a provisioning document; what it says, where it is
/// a message.
fn meaning(input: &[u8], layer: &mut Layer<'_>) {
    says(input, layer);
    if let Some(changes) = provisioning::meaning(input).filter(|changes| !changes.is_empty()) {
        layer.fact("would", changes.join("; "), changes);
    }
}

fn document_type(vocabulary: &'static Vocabulary, media_type: &'static str, layer: &mut Layer<'_>) {
    let id = vocabulary.id();
    layer.fact("document type", format!("{id}: {}", vocabulary.name()), id);
    if !media_type.is_empty() {
        layer.fact("media type", media_type.to_owned(), media_type);
    }
}
