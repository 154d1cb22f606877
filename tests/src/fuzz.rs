//! What must hold for any input: the bodies of the fuzz targets.
//!
//! Plain functions, so that any engine can call them, and the tests replay corpora through them.

use provost::wbxml::{
    Charset, Content, Error, ErrorKind, Event, FOREIGN_CHARSETS, Header, Leniency, Part,
    ReadOptions, Reader, StringTable, Tokens, Writer, copy, detect,
    vocabulary::{self, Vocabulary},
};

use crate::{
    document::{self, Item},
    vectors,
};

/// What is called for each input.
pub type Body = fn(&[u8]);

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 3] =
    [("tokens", tokens), ("events", events), ("roundtrip", roundtrip)];

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

/// Decode, encode, decode: the same events, and octets that do not change any more.
pub fn roundtrip(input: &[u8]) {
    let vocabulary = vocabulary_of(input);
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
    assert_eq!(document::read(&mut reader.clone()), Ok(items.clone()), "{once:02x?}");
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
        assert_eq!(document::read(&mut reader), Ok(items.clone()), "{twice:02x?}");
    }
    let mut buffer = vec![0; once.len()];
    let mut writer = Writer::into_slice(&mut buffer, vocabulary, write);
    match copy(&mut reader, &mut writer) {
        Ok(()) => assert_eq!(writer.finish(), Ok(once.as_slice())),
        Err(error) => assert!(document::is_loss(&error), "{error}"),
    }
}

/// The vocabulary that the header names, else one of two with most features.
fn vocabulary_of(input: &[u8]) -> &'static Vocabulary {
    let other = if input.len().is_multiple_of(2) { "prov10" } else { "wml13" };
    detect(input, Some(other)).unwrap_or_else(|_| vocabulary::by_id(other).expect(other))
}

/// Reads to the end; the events, and what was tolerated.
#[allow(clippy::type_complexity, reason = "it has one user")]
fn walk(
    input: &[u8],
    vocabulary: &'static Vocabulary,
    options: ReadOptions,
) -> Result<(Vec<Item>, Vec<Leniency>), Error> {
    let options = options.with_foreign_charsets(FOREIGN_CHARSETS);
    let inside = |error: Error| {
        assert!(error.offset() <= input.len(), "{error}");
        error
    };
    let mut reader = Reader::with_options(input, vocabulary, options).map_err(inside)?;
    let mut items: Vec<Item> = Vec::new();
    let mut fault = None;
    let (mut depth, mut count) = (0_usize, 0_usize);
    let (mut in_tag, mut behind_text) = (false, false);
    loop {
        let offset = reader.offset();
        let event = match reader.next_event() {
            Ok(Some(event)) => event,
            Ok(None) => break,
            Err(error) => {
                inside(error);
                assert_eq!(reader.next_event().err(), Some(error));
                assert!(reader.path().len() <= depth);
                return Err(error);
            }
        };
        assert!(offset <= reader.offset() && reader.offset() <= input.len());
        match event {
            Event::Start(_) => depth += 1,
            Event::Attribute { value, .. } => {
                assert!(in_tag, "an attribute elsewhere");
                content(&value, input);
            }
            Event::Text(text) => {
                assert!(!behind_text, "a run of text in two");
                content(&text, input);
            }
            Event::Instruction { data, .. } => content(&data, input),
            Event::End => depth -= 1,
            _ => {}
        }
        in_tag = matches!(event, Event::Start(_) | Event::Attribute { .. });
        behind_text = matches!(event, Event::Text(_));
        count += 1;
        // A start takes an octet at least, and the end may take none.
        assert!(count <= input.len() * 2, "more events than the input can hold");
        match document::item(&event) {
            Ok(item) => items.push(item),
            Err(error) => fault = fault.or(Some(inside(error))),
        }
    }
    assert_eq!(depth, 0);
    let tolerated = reader.deviations().inspect(|it| assert!(it.offset <= input.len()));
    let tolerated = tolerated.map(|deviation| deviation.leniency).collect();
    fault.map_or(Ok((items, tolerated)), Err)
}

/// Every way to read a text gives the same.
fn content(content: &Content<'_>, input: &[u8]) {
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
            assert!(one.offset() <= input.len(), "{one}");
            assert!(matches!(one.kind(), ErrorKind::Text | ErrorKind::NotExpressible(_)), "{one}");
            assert!(!content.eq_str(&joined));
        }
        (one, other) => panic!("{one:?} {other:?}"),
    }
    if let Some(opaque) = content.as_opaque() {
        assert!(matches!(content.parts().next(), Some(Part::Opaque(octets)) if octets == opaque));
    }
}
