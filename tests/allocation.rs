//! Tokens and events ask for no memory, whatever the document; a text that is one piece neither.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    clippy::std_instead_of_alloc,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::borrow::Cow;

use provost::push::sms::{Concatenation, Element, Instant, Reassembler, Reference, UserDataHeader};
use provost::wbxml::{
    Content, Error, Event, FOREIGN_CHARSETS, ReadOptions, Reader, Tokens, Writer, copy,
    vocabulary::{SYNCML_1_2, Vocabulary},
    xml,
};
use provost_tests::{
    counting::{Allocated, Counting, allocated},
    vectors,
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const NOTHING: Allocated = Allocated { calls: 0, octets: 0 };

#[test]
fn the_allocator_counts() {
    let (counted, text) = allocated(|| String::from("a").repeat(5));
    assert_eq!((text.as_str(), counted), ("aaaaa", Allocated { calls: 2, octets: 6 }));
}

/// What the limits of a reassembler promise of memory, for parts of any size in any order.
#[test]
fn incomplete_messages_ask_for_no_more_than_their_limits_say() {
    let last_first = (2..=255).rev().collect::<Vec<u8>>();
    let first_first = (1..=254).collect::<Vec<u8>>();
    for size in [0, 1, 2, 16, 128] {
        for order in [&last_first, &first_first] {
            let parts = order.iter().map(|&sequence| {
                let reference = Reference::Long(1);
                let part = Concatenation { reference, total: 255, sequence };
                let header = UserDataHeader { elements: vec![Element::concatenation(part)] };
                let mut user_data = header.to_bytes().expect("a header");
                user_data.extend(core::iter::repeat_n(b'.', size));
                user_data
            });
            let parts = parts.collect::<Vec<_>>();
            let mut reassembler = Reassembler::new();
            let (counted, ()) = allocated(|| {
                for part in &parts {
                    reassembler.accept((), part, Instant(0)).expect("a part");
                }
            });
            let held = u64::try_from(reassembler.octets()).expect("small");
            assert_eq!((reassembler.len(), held), (1, 254 * size as u64));
            assert!(counted.octets <= 2 * held + 16_384, "{size} {counted:?}");
        }
    }
}

#[test]
fn tokens_ask_for_no_memory() {
    let mut count = 0;
    for (name, input, _) in documents() {
        let (counted, read) = allocated(|| {
            let mut tokens = Tokens::new(input)?;
            let mut octets = 0;
            while let Some(token) = tokens.next_token()? {
                token.encode(provost::wbxml::Charset::Utf8, &mut |part| octets += part.len());
            }
            Ok::<_, Error>(octets)
        });
        assert_eq!(counted, NOTHING, "{name} {read:?}");
        count += 1;
    }
    assert!(count >= 32, "{count} documents");
}

#[test]
fn events_ask_for_no_memory() {
    let readings = [ReadOptions::new(), ReadOptions::strict(), ReadOptions::lenient()];
    for (name, input, vocabulary) in documents() {
        for options in readings {
            let options = options.with_foreign_charsets(FOREIGN_CHARSETS);
            let (counted, read) = allocated(|| events(input, vocabulary, options));
            assert_eq!(counted, NOTHING, "{name} {read:?}");
        }
    }
}

/// Reads all events, and every text by its pieces; how many octets that were.
fn events(
    input: &[u8],
    vocabulary: &'static Vocabulary,
    options: ReadOptions,
) -> Result<usize, Error> {
    let mut reader = Reader::with_options(input, vocabulary, options)?;
    let mut octets = 0;
    while let Some(event) = reader.next_event()? {
        if let Some(content) = content(&event) {
            // An error is a value too.
            let _ = content.for_each_str(|piece| octets += piece.len());
            let _ = (content.eq_str("x"), content.is_empty(), content.as_opaque());
        }
    }
    Ok(octets)
}

fn content<'e, 'a>(event: &'e Event<'a>) -> Option<&'e Content<'a>> {
    match event {
        Event::Attribute { value: content, .. }
        | Event::Text(content)
        | Event::Instruction { data: content, .. } => Some(content),
        _ => None,
    }
}

/// The XML reader needs a little for each level of depth, and no more for a longer document.
#[test]
fn events_of_xml_ask_for_as_much_whatever_the_length() {
    let document = |count: usize| {
        let item = "<Add><CmdID>1</CmdID><Meta><Type xmlns=\"syncml:metinf\">a&amp;b</Type></Meta>\
             <Item><Data><![CDATA[c]]></Data></Item></Add><!-- d --><?e f?>\r\n";
        let items = item.repeat(count);
        format!("<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody a=\"b\">{items}</SyncBody></SyncML>")
    };
    let count = |text: &str| {
        let (counted, events) = allocated(|| {
            let mut reader = xml::Reader::new(text.as_bytes(), &SYNCML_1_2).expect("a document");
            let mut events = 0;
            while let Some(event) = reader.next_event().expect("a document") {
                if let Some(content) = content(&event) {
                    content.for_each_str(|_| {}).expect("text");
                }
                events += 1;
            }
            events
        });
        (counted, events)
    };
    let (short, long) = (count(&document(10)), count(&document(10_000)));
    assert!(long.1 > 100 * short.1, "{} and {} events", short.1, long.1);
    assert_eq!(long.0, short.0);
    assert!(short.0.calls <= 16 && short.0.octets <= 4096, "{:?}", short.0);
}

#[test]
fn a_text_of_one_piece_is_borrowed() {
    let (mut single, mut joined) = (0, 0);
    for (name, input, vocabulary) in documents() {
        let Ok(mut reader) = Reader::with_options(input, vocabulary, vectors::options()) else {
            continue;
        };
        while let Ok(Some(event)) = reader.next_event() {
            let Some(content) = content(&event) else { continue };
            let one = content.parts().count() <= 1 && matches!(content.as_str(), Ok(Some(_)));
            let (counted, text) = allocated(|| content.to_str());
            match text {
                Ok(Cow::Borrowed(_)) => assert_eq!(counted, NOTHING, "{name} {content:?}"),
                Ok(Cow::Owned(_)) => assert!(!one, "{name} {content:?}"),
                Err(_) => {}
            }
            *if one { &mut single } else { &mut joined } += 1;
        }
    }
    assert!(single > 100 && joined > 5, "{single} texts of one piece, {joined} others");
}

#[test]
fn writing_into_a_slice_asks_for_no_memory() {
    for (name, input, vocabulary) in documents() {
        let Ok(mut reader) = Reader::with_options(input, vocabulary, vectors::options()) else {
            continue;
        };
        let options = vectors::write_options(&reader);
        let mut buffer = vec![0; 2 * input.len() + 64];
        let (counted, written) = allocated(|| {
            let mut writer = Writer::into_slice(&mut buffer, vocabulary, options);
            copy(&mut reader, &mut writer)?;
            writer.finish().map(<[u8]>::len)
        });
        assert_eq!(counted, NOTHING, "{name} {written:?}");
    }
}

fn documents() -> impl Iterator<Item = (&'static str, &'static [u8], &'static Vocabulary)> {
    let vectors = vectors::all()
        .iter()
        .map(|vector| (vector.name.as_str(), vector.octets.as_slice(), vector.vocabulary()));
    let corpus = vectors::corpus().iter();
    vectors.chain(corpus.map(|it| (it.name.as_str(), it.octets.as_slice(), it.vocabulary())))
}
