//! Elements in `Data` whose prefixes are declared around it: taken out of the message, they stand for themselves, and
//! are in the namespaces that they were in.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use proptest::prelude::*;
use provost::dm::{Data, Message};
use provost::wbxml::vocabulary::SYNCML_1_2;
use provost::wbxml::{Event, xml};

/// A tag with attributes and declarations of its own, without what is behind its name and theirs.
fn tag() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "p:a", "q:b", "r:c", "own:d xmlns:own='urn:own'"]);
    let attributes = prop::sample::subsequence(
        vec![
            " x='1'",
            " p:x = \"p:y>\"",
            "\n\tq:y='/p:z>'",
            " xml:lang='de'",
            " xmlns:p='urn:inner'",
            " xmlns:q=\"urn:inner\"",
        ],
        0..5,
    );
    (name, attributes.prop_shuffle())
        .prop_map(|(name, attributes)| format!("{name}{}", attributes.concat()))
}

/// Elements with others, text, comments and sections in them.
fn markup() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        tag().prop_map(|tag| format!("<{tag}/>")),
        Just("text q:b".to_owned()),
        Just("<!-- <q:b> -->".to_owned()),
        Just("<![CDATA[<p:a>]]>".to_owned()),
    ];
    let content = leaf.prop_recursive(4, 24, 4, |inner| {
        (tag(), prop::collection::vec(inner, 0..4)).prop_map(|(tag, inner)| {
            let name = tag.split([' ', '\n']).next().expect("a name");
            format!("<{tag}>{}</{name}>", inner.concat())
        })
    });
    // Behind an element, so that it is markup.
    (tag(), prop::collection::vec(content, 0..4))
        .prop_map(|(first, rest)| format!("<{first}/>{}", rest.concat()))
}

/// What stands in the first `Data` of a document, with namespaces in place of prefixes.
fn inside_of_data(text: &str) -> Vec<String> {
    let mut reader = xml::Reader::new(text.as_bytes(), &SYNCML_1_2).expect(text);
    let (mut depth, mut lines) = (0_usize, Vec::new());
    while let Some(event) = reader.next_event().expect(text) {
        let is_data = matches!(&event, Event::Start(name) if depth == 0 && name.local() == "Data");
        if depth == 0 && !is_data {
            continue;
        }
        match event {
            Event::Start(name) => {
                depth = depth.saturating_add(1);
                lines.push(format!("<{}|{}", name.space(), name.local()));
            }
            Event::Attribute { name, .. } if name.qualified().starts_with("xmlns") => {}
            Event::Attribute { name, value } => lines.push(format!(
                "@{}|{}={}",
                name.space(),
                name.local(),
                value.to_str().expect("text")
            )),
            Event::Text(text) => lines.push(text.to_str().expect("text").into_owned()),
            Event::End if depth == 1 => break,
            Event::End => {
                depth = depth.saturating_sub(1);
                lines.push(">".into());
            }
            _ => {}
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_taken_out_is_in_its_namespaces(markup in markup(), is_declared in any::<bool>()) {
        let own = if is_declared { " xmlns:p=\"urn:data\"" } else { "" };
        let text = format!(
            "<SyncML xmlns=\"SYNCML:SYNCML1.2\" xmlns:p=\"urn:p\" xmlns:r=\"urn:r\"><SyncHdr/>\
             <SyncBody xmlns:q=\"urn:q\"><Add><CmdID>1</CmdID><Item><Data{own}>{markup}</Data>\
             </Item></Add></SyncBody></SyncML>"
        );
        let message = Message::decode(&Bytes::from(text.clone())).expect(&text);
        let data = message.commands().next().unwrap().items()[0].data.clone().unwrap();
        let alone = data.to_text().unwrap();
        prop_assert!(Data::markup(alone.clone().into_owned()).is_ok(), "{} of {}", alone, markup);
        let standing = format!("<Data xmlns=\"SYNCML:SYNCML1.2\">{alone}</Data>");
        prop_assert_eq!(inside_of_data(&standing), inside_of_data(&text), "{}", text);
        // Nothing but declarations was put in.
        let is_longer = alone.len() > markup.len();
        prop_assert_eq!(is_longer, Data::markup(markup.clone()).is_err(), "{}", alone);
    }
}
