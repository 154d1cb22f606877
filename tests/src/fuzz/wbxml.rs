//! What must hold for any input to WBXML and its XML.

use std::fmt::{self, Write};

use provost::wbxml::{
    Charset, Content, Error, ErrorKind, Event, FOREIGN_CHARSETS, Header, Leniency, Loss, Part,
    ReadEvents, ReadOptions, Reader, StringTable, Tokens, Writer, convert, copy, detect,
    vocabulary::{self, Vocabulary},
    xml::{self, Layout, Whitespace},
};

use super::Body;
use crate::{
    document::{self, Item, Piece},
    vectors,
};

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 5] = [
    ("tokens", tokens),
    ("events", events),
    ("xml_read", xml_read),
    ("roundtrip", roundtrip),
    ("dump", dump),
];

/// Tokens: spans tile the input, the octets are written again, an error is inside and final.
pub fn tokens(input: &[u8]) {
    let mut output = Vec::new();
    let mut tokens = match Tokens::new(input) {
        Ok(tokens) => tokens,
        Err(error) => {
            assert_eq!(Header::decode(input).err(), Some(error));
            assert!(error.offset() <= input.len(), "{error}");
            return;
        }
    };
    let header = *tokens.header();
    header.encode(&mut |octets| output.extend_from_slice(octets));
    let charset = Charset::from_mib(header.charset().unwrap_or(0), FOREIGN_CHARSETS);
    let charset = charset.unwrap_or(Charset::Utf8);
    loop {
        assert_eq!(tokens.offset(), output.len());
        match tokens.next_token() {
            Ok(Some(token)) => {
                assert_eq!(tokens.start(), output.len());
                token.encode(charset, &mut |octets| output.extend_from_slice(octets));
                assert!(!tokens.span().is_empty(), "{token:?}");
            }
            Ok(None) => {
                assert_eq!(output, input);
                assert_eq!(tokens.depth(), 0);
                return;
            }
            Err(error) => {
                assert_eq!(Some(output.as_slice()), input.get(..output.len()));
                assert!((tokens.start()..=input.len()).contains(&error.offset()), "{error}");
                assert_eq!(tokens.next_token(), Err(error));
                return;
            }
        }
    }
}

/// Events in strict, default and lenient reading: their order, their number, their texts.
pub fn events(input: &[u8]) {
    let vocabulary = vocabulary_of(input);
    let strict = walk(input, vocabulary, ReadOptions::strict());
    let normal = walk(input, vocabulary, ReadOptions::new());
    let lenient = walk(input, vocabulary, ReadOptions::lenient());
    // What the stricter reading accepts, the less strict one does, and sees the same.
    if let Ok(strict) = strict {
        assert_eq!(Ok(&strict), normal.as_ref());
    }
    if let Ok(normal) = normal {
        let (items, _) = lenient.expect("what is read by default is read leniently");
        let page_zero = ReadOptions::new().allow(Leniency::PageZeroValues);
        let (expected, _) = walk(input, vocabulary, page_zero).expect("one leniency more");
        assert_eq!(items, expected);
        assert!(normal.1.is_empty(), "{:?}", normal.1);
    }
}

/// XML: the order of events, their number and texts, and what is read can be written and read.
pub fn xml_read(input: &[u8]) {
    for vocabulary in [&vocabulary::PROV, &vocabulary::SYNCML_1_2] {
        for whitespace in [Whitespace::Keep, Whitespace::Drop, Whitespace::Trim] {
            let options = xml::ReadOptions::new().with_whitespace(whitespace);
            let options = options.ignore_encoding_label().allow_declarations();
            let Ok(reader) = xml::Reader::with_options(input, vocabulary, options)
                .map_err(|error| assert!(error.offset() <= input.len(), "{error}"))
            else {
                continue;
            };
            let mut checked = Checked::new(reader.clone(), input.len());
            if checked.read().is_ok() {
                assert_eq!(checked.fault, None, "a text that was checked when it was read");
                rewrite_xml(&reader);
            }
        }
    }
    if let Ok(reader) = xml::Reader::detect(input, None, xml::ReadOptions::new()) {
        xml_to_wbxml(input, reader.vocabulary());
    }
}

/// What was read from XML and written as XML does not change any more.
fn rewrite_xml(reader: &xml::Reader<'_>) {
    let vocabulary = reader.vocabulary();
    let write = |reader: &xml::Reader<'_>, layout| {
        let options = xml::WriteOptions::new().with_layout(layout);
        let mut writer = xml::Writer::with_options(vocabulary, options);
        copy(&mut reader.clone(), &mut writer)?;
        writer.finish()
    };
    let once = match write(reader, Layout::Compact) {
        Ok(once) => once,
        Err(error) => return assert!(document::is_loss(&error), "{error}"),
    };
    let read = |text, whitespace| {
        let options = xml::ReadOptions::new().with_whitespace(whitespace);
        xml::Reader::with_options(text, vocabulary, options).expect("what was written")
    };
    let kept = read(once.as_bytes(), Whitespace::Keep);
    assert_eq!(write(&kept, Layout::Compact).as_ref(), Ok(&once));
    // Lines and blanks come between elements only, and are dropped again.
    let mut dropped = read(once.as_bytes(), Whitespace::Drop);
    let indented = write(&dropped, Layout::Indented(2)).expect("the same in lines");
    let mut again = read(indented.as_bytes(), Whitespace::Drop);
    assert_eq!(document::read(&mut again), document::read(&mut dropped), "{once}{indented}");
}

/// What was converted once does not change any more.
fn xml_to_wbxml(input: &[u8], vocabulary: &'static Vocabulary) {
    let encode = |text: &[u8]| {
        let mut reader = xml::Reader::new(text, vocabulary)?;
        let mut writer = Writer::new(vocabulary);
        convert(&mut reader, &mut writer)?;
        writer.finish()
    };
    let wbxml = match encode(input) {
        Ok(wbxml) => wbxml,
        Err(error) => return assert!(error.offset() <= input.len(), "{error}"),
    };
    let Some(again) = wbxml_to_xml(&wbxml, vocabulary) else {
        // A literal name of the vocabulary is read in its namespace, which `xmlns` may deny.
        let mut reader = Reader::new(&wbxml, vocabulary).expect("a header");
        let error = convert(&mut reader, &mut xml::Writer::new(vocabulary)).err();
        let refused = ErrorKind::NotExpressible(Loss::Name);
        return assert_eq!(error.map(|error| error.kind()), Some(refused), "{wbxml:02x?}");
    };
    // A dollar sign that begins no reference makes text of those beside it, until it is doubled.
    if vocabulary.has_variables() {
        return;
    }
    assert_eq!(texts(&again, vocabulary), texts(&wbxml, vocabulary), "{wbxml:02x?}");
}

/// The events of a document, opaque text as text: a section becomes the one, and then the other.
fn texts(input: &[u8], vocabulary: &'static Vocabulary) -> Vec<Item> {
    let mut reader = Reader::new(input, vocabulary).expect("a header");
    let mut items = document::read(&mut reader).expect("a document");
    for item in &mut items {
        let Item::Opaque(octets) = item else { continue };
        if let Ok(text) = String::from_utf8(octets.clone()) {
            *item = Item::Text(vec![Piece::Text(text)]);
        }
    }
    items
}

/// From WBXML to XML and back: the octets may differ from the first, but then not any more.
fn wbxml_to_xml(input: &[u8], vocabulary: &'static Vocabulary) -> Option<Vec<u8>> {
    let decode = |octets: &[u8]| {
        let mut reader = Reader::with_options(octets, vocabulary, vectors::options())?;
        let mut writer = xml::Writer::new(vocabulary);
        convert(&mut reader, &mut writer)?;
        writer.finish()
    };
    let encode = |text: &str| {
        let options = xml::ReadOptions::new().with_whitespace(Whitespace::Keep);
        let mut reader = xml::Reader::with_options(text.as_bytes(), vocabulary, options)?;
        let mut writer = Writer::new(vocabulary);
        convert(&mut reader, &mut writer)?;
        writer.finish()
    };
    let first = match decode(input) {
        Ok(first) => first,
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            return None;
        }
    };
    let octets = match encode(&first) {
        Ok(octets) => octets,
        Err(error) => {
            assert!(error.offset() <= first.len(), "{error} in {first}");
            // What was written is XML to its own reader: then its content has no WBXML.
            let is_bounded = matches!(error.kind(), ErrorKind::Content(_) | ErrorKind::Limit(_));
            assert!(is_bounded || document::is_loss(&error), "{error} in {first}");
            return None;
        }
    };
    let second = decode(&octets).expect("what was converted is converted back");
    let again = encode(&second).expect("what was converted is converted back");
    assert_eq!(again, octets, "{first}\n{second}");
    Some(octets)
}

/// Decode, encode, decode: the same events, and octets that do not change any more.
pub fn roundtrip(input: &[u8]) {
    let vocabulary = vocabulary_of(input);
    wbxml_to_xml(input, vocabulary);
    let options = vectors::options();
    let Ok(mut reader) = Reader::with_options(input, vocabulary, options) else { return };
    let Ok(items) = document::read(&mut reader.clone()) else { return };
    let write = vectors::write_options(&reader);

    let mut writer = Writer::with_options(vocabulary, write);
    if let Err(error) = copy(&mut reader, &mut writer) {
        assert!(document::is_loss(&error), "{error}");
        assert!(error.offset() <= input.len(), "{error}");
        return;
    }
    let once = writer.finish().expect("a document");
    let mut reader = Reader::with_options(&once, vocabulary, options).expect("a header");
    assert_eq!(document::read(&mut reader.clone()).as_ref(), Ok(&items), "{once:02x?}");
    for table in [StringTable::None, StringTable::Shared] {
        let mut writer = Writer::with_options(vocabulary, write.with_string_table(table));
        copy(&mut reader.clone(), &mut writer).expect("what was written");
        let twice = writer.finish().expect("a document");
        if table == StringTable::None {
            assert_eq!(twice, once);
            continue;
        }
        assert!(twice.len() <= once.len(), "a string table that costs");
        let mut reader = Reader::with_options(&twice, vocabulary, options).expect("a header");
        assert_eq!(document::read(&mut reader).as_ref(), Ok(&items), "{twice:02x?}");
    }
    let mut buffer = vec![0; once.len()];
    let mut writer = Writer::into_slice(&mut buffer, vocabulary, write);
    match copy(&mut reader, &mut writer) {
        Ok(()) => assert_eq!(writer.finish(), Ok(once.as_slice())),
        Err(error) => assert!(document::is_loss(&error), "{error}"),
    }
}

/// The listing: its lines cover the input, and it ends with the error that the tokens have.
pub fn dump(input: &[u8]) {
    let error = match Tokens::new(input) {
        Ok(mut tokens) => tokens.find_map(Result::err),
        Err(error) => Some(error),
    };
    for vocabulary in [None, Some(vocabulary_of(input))] {
        let listing = provost::wbxml::dump(input, vocabulary);
        let mut at = 0;
        let mut last = None;
        let mut text = Text { length: 0 };
        for line in listing.lines() {
            write!(text, "{line:#}").expect("a line");
            last = line.error();
            // Documents inside have errors of their own, and are left at them.
            if last.is_none() {
                assert_eq!(line.span().start, at, "{line}");
                assert_eq!(line.octets(), &input[line.span()], "{line}");
                at = line.span().end;
            }
        }
        assert_eq!((at, last), (input.len(), error));
        write!(text, "{listing}").expect("a listing");
        assert!(text.length <= 1000 * (input.len() + 1), "{} characters", text.length);
    }
}

/// Counts the text of a listing, and keeps none of it.
struct Text {
    length: usize,
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.length += text.len();
        Ok(())
    }
}

/// The vocabulary that the header names, else one of two with most features.
fn vocabulary_of(input: &[u8]) -> &'static Vocabulary {
    let other = if input.len().is_multiple_of(2) { "prov10" } else { "wml13" };
    detect(input, Some(other)).unwrap_or_else(|_| vocabulary::by_id(other).expect(other))
}

/// Reads to the end; the events, and what was tolerated.
fn walk(
    input: &[u8],
    vocabulary: &'static Vocabulary,
    options: ReadOptions,
) -> Result<Walked, Error> {
    let options = options.with_foreign_charsets(FOREIGN_CHARSETS);
    let reader = Reader::with_options(input, vocabulary, options).inspect_err(|error| {
        assert!(error.offset() <= input.len(), "{error}");
    })?;
    let mut checked = Checked::new(reader, input.len());
    let items = checked.read().inspect_err(|_| {
        assert!(checked.reader.path().len() <= checked.depth);
    })?;
    let tolerated = checked.reader.deviations().inspect(|it| assert!(it.offset <= input.len()));
    let tolerated = tolerated.map(|deviation| deviation.leniency).collect();
    checked.fault.map_or(Ok((items, tolerated)), Err)
}

type Walked = (Vec<Item>, Vec<Leniency>);

/// A reader whose events are checked.
struct Checked<R> {
    reader: R,
    length: usize,
    depth: usize,
    /// The first text that was none.
    fault: Option<Error>,
}

impl<'a, R: ReadEvents<'a>> Checked<R> {
    const fn new(reader: R, length: usize) -> Self {
        Self { reader, length, depth: 0, fault: None }
    }

    fn inside(&self, error: Error) -> Error {
        assert!(error.offset() <= self.length, "{error}");
        error
    }

    fn read(&mut self) -> Result<Vec<Item>, Error> {
        let mut items = Vec::new();
        let mut count = 0;
        let (mut in_tag, mut behind_text) = (false, false);
        loop {
            let offset = self.reader.offset();
            let event = match self.reader.next_event() {
                Ok(Some(event)) => event,
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(self.reader.next_event().err(), Some(error));
                    return Err(self.inside(error));
                }
            };
            assert!(offset <= self.reader.offset() && self.reader.offset() <= self.length);
            match event {
                Event::Start(_) => self.depth += 1,
                Event::Attribute { value, .. } => {
                    assert!(in_tag, "an attribute elsewhere");
                    content(&value, self.length);
                }
                Event::Text(text) => {
                    assert!(!behind_text, "a run of text in two");
                    content(&text, self.length);
                }
                Event::Instruction { data, .. } => content(&data, self.length),
                Event::End => self.depth -= 1,
                _ => {}
            }
            in_tag = matches!(event, Event::Start(_) | Event::Attribute { .. });
            behind_text = matches!(event, Event::Text(_));
            count += 1;
            // A start takes an octet at least, and the end may take none.
            assert!(count <= self.length * 2, "more events than the input can hold");
            match document::item(&event) {
                Ok(item) => items.push(item),
                Err(error) => self.fault = self.fault.or(Some(self.inside(error))),
            }
        }
        assert_eq!(self.depth, 0);
        Ok(items)
    }
}

/// Every way to read a text gives the same.
fn content(content: &Content<'_>, length: usize) {
    let mut joined = String::new();
    let read = content.for_each_str(|piece| joined += piece);
    match (content.to_str(), read) {
        (Ok(text), Ok(())) => {
            assert_eq!(text, joined);
            assert!(content.eq_str(&joined));
            assert!(!content.eq_str(&format!("{joined}x")));
            assert!(!content.is_empty() || joined.is_empty());
        }
        (Err(one), Err(other)) => {
            assert_eq!(one, other);
            assert!(one.offset() <= length, "{one}");
            assert!(matches!(one.kind(), ErrorKind::Text | ErrorKind::NotExpressible(_)), "{one}");
            assert!(!content.eq_str(&joined));
        }
        (one, other) => panic!("{one:?} {other:?}"),
    }
    if let Some(opaque) = content.as_opaque() {
        assert!(matches!(content.parts().next(), Some(Part::Opaque(octets)) if octets == opaque));
    }
}
