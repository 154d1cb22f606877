//! What must hold for any input to the decoder of messages.

use bytes::Bytes;
use provost::dm::{
    DecodeOptions, ErrorKind, Fragment, InteractionOptions, Message, Syntax, detect_kind, lint,
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 5] = [
    ("dm_message_xml", xml),
    ("dm_message_wbxml", wbxml),
    ("dm_fragment", fragment),
    ("dm_ui_options", options),
    ("dm_lint", findings),
];

/// Messages in XML.
pub fn xml(input: &[u8]) {
    message(&Bytes::copy_from_slice(input));
}

/// Messages in WBXML: a header stands in front, so that the input begins with what counts.
pub fn wbxml(input: &[u8]) {
    message(&Bytes::copy_from_slice(input));
    message(&Bytes::from([&[0x02, 0xA4, 0x01, 0x6A, 0x00][..], input].concat()));
}

/// What is read is written in the same syntax so that the same is read again; what is strict
/// refuses what is noted, and nothing else; errors are inside.
fn message(input: &Bytes) {
    let lenient = DecodeOptions::lenient();
    match Message::decode_with(input, &lenient) {
        Ok(decoded) => {
            let message = decoded.value;
            for syntax in [Syntax::Xml, Syntax::Wbxml] {
                let Ok(octets) = message.encode(syntax) else { continue };
                let again = Message::decode_with(&octets, &lenient).expect("our own is read").value;
                let twice = again.encode(syntax).expect("our own is written");
                let third = Message::decode_with(&twice, &lenient).expect("our own is read").value;
                assert_eq!(again, third, "{syntax:?}");
            }
            for deviation in &decoded.deviations {
                assert!(deviation.offset <= input.len(), "{deviation}");
            }
            let _ = message.reply().finish();
        }
        Err(error) => {
            assert!(error.offset() <= input.len(), "{error}");
            let recovered = Message::recover(input, &lenient);
            // Without a fault it is a fragment: a body or a command alone.
            let is_fragment = || Fragment::decode_with(input, &lenient).is_ok();
            assert!(recovered.error.is_some() || is_fragment());
        }
    }
    let strict = Message::decode_with(input, &DecodeOptions::strict());
    if let Err(error) = &strict {
        assert!(error.offset() <= input.len(), "{error}");
    }
    if let Ok(strict) = strict {
        assert_eq!(strict.deviations, []);
        let loose = Message::decode(input).expect("what is strict is not refused otherwise");
        assert_eq!(strict.value, loose);
    }
}

/// Fragments and profiles.
pub fn fragment(input: &[u8]) {
    let _ = detect_kind(input);
    let input = Bytes::copy_from_slice(input);
    match Fragment::decode(&input) {
        Ok(fragment) => {
            let _ = fragment.profile_faults();
            for item in fragment.message.commands().flat_map(|command| command.items()) {
                if let Some(data) = &item.data {
                    let _ = (data.embedded(), data.tnds(), data.decoded(Default::default()));
                }
            }
            let is_empty = fragment.commands().is_empty();
            if let Some(xml) = fragment.encode(Syntax::Xml).ok().filter(|_| !is_empty) {
                Fragment::decode(&xml).expect("our own is read");
            }
        }
        Err(error) => assert!(error.offset() <= input.len(), "{error}"),
    }
}

/// Options of user interaction: what is read is written so that the same is read again.
pub fn options(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let options = InteractionOptions::parse(text);
    assert_eq!(InteractionOptions::parse(&options.to_string()), options);
    for code in 1100..1105 {
        let code = provost::dm::AlertCode(code);
        let _ = (options.faults(code), options.default_for(code));
    }
}

/// Sessions: the messages stand behind one another, a zero octet between them.
pub fn findings(input: &[u8]) {
    let decode = |part: &[u8]| Message::decode(&Bytes::copy_from_slice(part));
    let messages: Vec<Message> =
        input.split(|octet| *octet == 0).filter_map(|part| decode(part).ok()).collect();
    let messages: Vec<&Message> = messages.iter().collect();
    for finding in lint(&messages) {
        assert!(finding.message < messages.len());
    }
    for part in input.split(|octet| *octet == 0) {
        if let Err(error) = decode(part) {
            assert!(!matches!(error.kind(), ErrorKind::Deviation(_)), "only strict refuses these");
        }
    }
}
