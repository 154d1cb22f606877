//! The messages of the shared vectors: what others wrote, and what they make of it.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::uri::Uri;
use provost::dm::{
    DecodeOptions, ErrorKind, Fragment, Leniency, Message, ProfileReason, Rule, Shape, Syntax,
};
use provost_tests::dm::{Vector, plain, vectors};

fn bytes(vector: &Vector) -> Bytes {
    Bytes::from(vector.xml.clone())
}

fn readable() -> impl Iterator<Item = &'static Vector> {
    vectors().iter().filter(|vector| vector.is_well_formed)
}

#[test]
fn well_formed_messages_are_read() {
    for vector in readable() {
        let decoded = Fragment::decode_with(&bytes(vector), &DecodeOptions::new());
        let decoded = decoded.unwrap_or_else(|error| panic!("{}: {error}", vector.name));
        assert_eq!(decoded.value.shape != Shape::Message, vector.is_fragment, "{}", vector.name);
        // Some examples show their header alone.
        let body = vector.xml.split("SyncHdr><SyncBody>").nth(1).unwrap_or(&vector.xml);
        let elided = !body.contains("<CmdID>") && body.contains("</SyncBody>");
        assert_eq!(decoded.value.commands().is_empty(), elided, "{}", vector.name);
        assert_eq!(decoded.more_deviations, 0);
    }
}

#[test]
fn malformed_messages_are_refused() {
    let mut count = 0;
    for vector in vectors().iter().filter(|vector| !vector.is_well_formed) {
        count += 1;
        let error = Fragment::decode(&bytes(vector)).expect_err(&vector.name);
        assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{}: {error}", vector.name);
    }
    assert!(count > 0 || vectors().is_empty());
}

/// What the vectors say should happen.
#[test]
fn expectations_are_met() {
    let (mut errors, mut addresses) = (0, 0);
    for vector in vectors() {
        if vector.is_error {
            errors += 1;
            for options in [DecodeOptions::new(), DecodeOptions::strict()] {
                let read = Fragment::decode_with(&bytes(vector), &options);
                assert!(read.is_err(), "{}", vector.name);
            }
        }
        let Ok(fragment) = Fragment::decode(&bytes(vector)) else { continue };
        let mut faults = fragment.profile_faults().into_iter();
        let is_none = faults.any(|fault| fault.reason == ProfileReason::Segment);
        let mut items = fragment.message.commands().flat_map(|command| command.items());
        let is_refused =
            items.any(|item| item.target_uri().is_some_and(|it| it.parse::<Uri>().is_err()));
        if vector.is_uri_error {
            addresses += 1;
            assert!(is_none && is_refused, "{}", vector.name);
        }
        assert!(!is_none || vector.is_uri_error, "{}", vector.name);
    }
    assert!(vectors().is_empty() || (errors >= 2 && addresses >= 1));
}

/// Servers of AOSP's tests join options with ampersands that begin no reference.
#[test]
fn raw_ampersands_are_read_where_they_are_allowed() {
    let options = DecodeOptions::new().allow(Leniency::Ampersand);
    for vector in vectors().iter().filter(|it| !it.is_well_formed && it.xml.contains("MAXDT=")) {
        let decoded = Message::decode_with(&bytes(vector), &options).expect(&vector.name);
        let place = vector.xml.find("&DR").or(vector.xml.find('&')).unwrap();
        assert!(
            decoded.deviations.iter().any(|it| it.rule == Rule::Ampersand && it.offset == place),
            "{}: {:?}",
            vector.name,
            decoded.deviations
        );
        let item = &decoded.value.body.commands[0].items()[0];
        assert!(item.data.as_ref().unwrap().to_text().unwrap().starts_with("MAXDT="));
    }
}

/// What is strict refuses exactly what is noted otherwise, at the same place.
#[test]
fn strict_refuses_the_first_deviation() {
    let (mut refused, mut accepted) = (0, 0);
    for vector in readable() {
        let lenient = Fragment::decode_with(&bytes(vector), &DecodeOptions::new()).unwrap();
        match Fragment::decode_with(&bytes(vector), &DecodeOptions::strict()) {
            Ok(strict) => {
                accepted += 1;
                assert_eq!(lenient.deviations, [], "{}", vector.name);
                assert_eq!(strict.value, lenient.value);
            }
            Err(error) => {
                refused += 1;
                let first = lenient.deviations.first().expect(&vector.name);
                assert_eq!(error.kind(), ErrorKind::Deviation(first.rule), "{}", vector.name);
                assert_eq!(error.offset(), first.offset, "{}", vector.name);
            }
        }
    }
    assert!(vectors().is_empty() || (refused > 10 && accepted > 10), "{refused} {accepted}");
}

#[test]
fn xml_is_written_and_read_again() {
    for vector in readable() {
        let first = Fragment::decode(&bytes(vector)).unwrap();
        let xml = first.encode(Syntax::Xml).unwrap_or_else(|it| panic!("{}: {it}", vector.name));
        let second = Fragment::decode(&xml).unwrap_or_else(|it| panic!("{}: {it}", vector.name));
        assert_eq!(first, second, "{}", vector.name);
        // In the order of the DTD now, and every time the same.
        assert_eq!(second.encode(Syntax::Xml).unwrap(), xml, "{}", vector.name);
    }
}

#[test]
fn xml_becomes_wbxml_and_xml_again() {
    for vector in readable() {
        let first = Fragment::decode(&bytes(vector)).unwrap();
        let wbxml =
            first.encode(Syntax::Wbxml).unwrap_or_else(|it| panic!("{}: {it}", vector.name));
        let second = Fragment::decode(&wbxml).unwrap_or_else(|it| panic!("{}: {it}", vector.name));
        assert_eq!(squeezed(&first.message), squeezed(&second.message), "{}", vector.name);
        assert_eq!(Fragment::decode(&second.encode(Syntax::Wbxml).unwrap()).unwrap(), second);
    }
}

/// The XML of a message without white space between elements, which trees have.
fn squeezed(message: &Message) -> String {
    let xml = plain(message).encode(Syntax::Xml).unwrap();
    // Captured data has line ends that XML made from it has not.
    let text = core::str::from_utf8(&xml).unwrap().replace("&#13;", "");
    // Where a document has no namespace, libwbxml says 1.2 whatever `VerDTD` says.
    let text = text.replace("SYNCML:SYNCML1.1", "SYNCML:SYNCML1.2");
    // And it labels a tree as WBXML that it leaves as the XML text it is.
    let text = text.replace("dmtnds+wbxml", "dmtnds+xml");
    let mut squeezed = String::new();
    for piece in text.split_inclusive(['<', '>']) {
        let (text, end) = piece.split_at(piece.len().saturating_sub(1));
        squeezed.push_str(text.trim());
        squeezed.push_str(end);
    }
    squeezed
}

/// What servers sent, and what libwbxml makes of the same XML, say the same as the XML does.
#[test]
fn wbxml_of_others_says_the_same() {
    let mut count = 0;
    for vector in readable() {
        let Some(wbxml) = &vector.wbxml else { continue };
        count += 1;
        let ours = Message::decode(&bytes(vector)).unwrap();
        let theirs = Message::decode(&Bytes::from(wbxml.clone()))
            .unwrap_or_else(|error| panic!("{}: {error}", vector.name));
        assert_eq!(squeezed(&ours), squeezed(&theirs), "{}", vector.name);
        let again = theirs.encode(Syntax::Wbxml).unwrap();
        assert_eq!(Message::decode(&again).unwrap(), theirs, "{}", vector.name);
    }
    assert!(count > 30 || vectors().is_empty());
}

/// Cut anywhere, a message gives its complete commands or an error, and never more than it has.
#[test]
fn every_prefix_is_recovered() {
    for vector in readable() {
        let whole = Fragment::decode(&bytes(vector)).unwrap();
        let count = whole.message.commands().count();
        let mut inputs = vec![bytes(vector)];
        inputs.extend(vector.wbxml.clone().map(Bytes::from));
        for input in inputs {
            for end in 0..input.len() {
                let prefix = input.slice(..end);
                let recovered = Message::recover(&prefix, &DecodeOptions::lenient());
                assert!(recovered.message.commands().count() <= count, "{} {end}", vector.name);
                assert!(recovered.error.is_some(), "{} {end}", vector.name);
            }
        }
    }
}

#[test]
fn no_mutation_panics() {
    for vector in readable() {
        let mut inputs = vec![bytes(vector)];
        inputs.extend(vector.wbxml.clone().map(Bytes::from));
        for input in inputs {
            for at in 0..input.len() {
                // One that is always a fault in XML or a token in WBXML, and one that depends.
                for octet in [[0x01, 0xC3, b'<', b'&', 0xFF][at % 5], input[at] ^ 0x40] {
                    let mut mutated = input.to_vec();
                    mutated[at] = octet;
                    let mutated = Bytes::from(mutated);
                    if let Ok(decoded) = Fragment::decode_with(&mutated, &DecodeOptions::lenient())
                    {
                        let _ = decoded.value.encode(Syntax::Xml);
                        let _ = decoded.value.encode(Syntax::Wbxml);
                    }
                }
            }
        }
    }
}
