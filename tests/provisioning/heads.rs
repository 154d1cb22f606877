//! Elements that are read at once are what their events say.
//!
//! The slow way to read, event by event, is beside the fast one, which takes an element with its
//! attributes: both give the same document or the same error, whatever the input and the limits.

use provost::cp::{Characteristic, Dialect, Document, Error};
use provost::wbxml::{
    self, Event, Limits, ReadEvents, ReadOptions, Reader, Syntax, Vocabulary, WriteOptions, Writer,
};
use provost_tests::provisioning;

const END: u8 = 0x01;

/// A reader that has events and nothing else.
struct EventsAlone<'a>(Reader<'a>);

impl<'a> ReadEvents<'a> for EventsAlone<'a> {
    fn next_event(&mut self) -> Result<Option<Event<'a>>, wbxml::Error> {
        self.0.next_event()
    }

    fn offset(&self) -> usize {
        self.0.offset()
    }

    fn syntax(&self) -> Syntax {
        Syntax::Wbxml
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        ReadEvents::vocabulary(&self.0)
    }
}

/// The document both ways.
fn both(input: &[u8], options: ReadOptions) -> [Result<Document, Error>; 2] {
    let vocabulary = Dialect::Core11.vocabulary();
    let reader = || Reader::with_options(input, vocabulary, options);
    let (Ok(mut fast), Ok(slow)) = (reader(), reader()) else {
        return [Ok(Document::new()), Ok(Document::new())];
    };
    let [from_heads, from_events] = xml(input, &mut fast.clone(), &mut EventsAlone(slow.clone()));
    assert_eq!(from_heads.is_ok(), from_events.is_ok(), "{input:02X?}");
    assert_eq!(from_heads.ok(), from_events.ok(), "{input:02X?}");
    [Document::from_events(&mut fast), Document::from_events(&mut EventsAlone(slow))]
}

/// Whether both are the same place: events leave the end of a list of attributes to what follows it,
/// so that theirs may be one octet before the tag that is meant.
fn is_same_place(input: &[u8], fast: usize, slow: usize) -> bool {
    fast == slow || (fast == slow + 1 && input.get(slow) == Some(&END))
}

/// The XML both ways.
fn xml<'a>(
    input: &[u8],
    fast: &mut Reader<'a>,
    slow: &mut EventsAlone<'a>,
) -> [Result<String, wbxml::Error>; 2] {
    let vocabulary = Dialect::Core11.vocabulary();
    let writer = || wbxml::xml::Writer::new(vocabulary);
    let (mut first, mut second) = (writer(), writer());
    let converted = [wbxml::convert(fast, &mut first), wbxml::convert(slow, &mut second)];
    if let [Err(first), Err(second)] = converted {
        assert_eq!(first.kind(), second.kind());
        assert!(is_same_place(input, first.offset(), second.offset()), "{input:02X?}");
    }
    let [one, other] = converted;
    [one.and_then(|()| first.finish()), other.and_then(|()| second.finish())]
}

fn assert_same(input: &[u8], options: ReadOptions) -> Result<Document, Error> {
    let [fast, slow] = both(input, options);
    assert_eq!(fast, slow, "{input:02X?}");
    fast
}

/// Where everything of a document began.
fn offsets(document: &Document) -> Vec<Option<usize>> {
    let mut open: Vec<&Characteristic> = document.characteristics().collect();
    let mut offsets = vec![document.offset()];
    while let Some(own) = open.pop() {
        offsets.push(own.offset());
        offsets.extend(own.all_parms().map(|parm| parm.offset()));
        open.extend(own.characteristics());
    }
    offsets
}

#[test]
fn vectors_their_prefixes_and_their_mutations() {
    for vector in provisioning::documents() {
        let [fast, slow] = both(&vector.wbxml, ReadOptions::new());
        assert_eq!(fast, slow, "{}", vector.name);
        if let (Ok(fast), Ok(slow)) = (fast, slow) {
            for (fast, slow) in offsets(&fast).into_iter().zip(offsets(&slow)) {
                let (fast, slow) = (fast.expect("a place"), slow.expect("a place"));
                assert!(is_same_place(&vector.wbxml, fast, slow), "{}: {fast}", vector.name);
            }
        }
        let mut input = vector.wbxml.clone();
        for at in 0..input.len() {
            if at % 7 == 0 {
                let _ = assert_same(&input[..at], ReadOptions::new());
            }
            let original = input[at];
            let other = [0x03, 0x05, 0x06, 0x46, 0xC7, 0xC3, 0x85, 0xE9, 0x83][at % 9];
            for changed in [[0x00, END, 0x87][at % 3], other] {
                input[at] = changed;
                let _ = assert_same(&input, ReadOptions::new());
            }
            input[at] = original;
        }
    }
}

#[test]
fn every_limit_is_met_at_the_same_place() {
    for vector in provisioning::good() {
        let most = u32::try_from(vector.wbxml.len()).unwrap_or(u32::MAX);
        for limit in 0..most.min(60) {
            let limits = Limits::default().with_events(limit);
            let _ = assert_same(&vector.wbxml, ReadOptions::new().with_limits(limits));
            let limits = Limits::default().with_text(usize::try_from(limit).unwrap_or(0) / 8);
            let _ = assert_same(&vector.wbxml, ReadOptions::new().with_limits(limits));
        }
        for limit in 0..5 {
            let limits = Limits::default().with_depth(limit);
            let _ = assert_same(&vector.wbxml, ReadOptions::new().with_limits(limits));
            let attributes = u8::try_from(limit).unwrap_or(0);
            let limits = Limits::default().with_attributes(attributes);
            let _ = assert_same(&vector.wbxml, ReadOptions::new().with_limits(limits));
        }
    }
}

/// Elements whose attributes are plain and not those of a provisioning document.
#[test]
fn what_is_plain_and_of_no_meaning_is_kept() {
    for body in [
        // A parm with its value first, with a type, with a version, with a name alone.
        r#"<parm value="secret" name="AUTHSECRET"/>"#,
        r#"<parm type="NAPDEF" name="NAME"/>"#,
        r#"<parm version="1.0" value=""/>"#,
        r#"<parm name="INTERNET"/>"#,
        // Content where none should be, a document in a document, a type that is written out.
        r#"<parm name="NAME" value="x"><parm name="NAPID" value="y"/></parm>"#,
        r#"<wap-provisioningdoc version="1.0"><parm name="NAPID"/></wap-provisioningdoc>"#,
        r#"<characteristic name="NAME"/>"#,
        r#"<characteristic type="X-VENDOR"/>"#,
        r#"<characteristic type="NAPDEF" value="x"/>"#,
        r#"<characteristic value="x" type="NAPDEF"><parm name="NAPID"/></characteristic>"#,
        r#"<characteristic type="PORT"><characteristic type="PORT"/></characteristic>"#,
    ] {
        let text = format!("<wap-provisioningdoc>{body}</wap-provisioningdoc>");
        let vocabulary = Dialect::Core11.vocabulary();
        let mut reader = wbxml::xml::Reader::new(text.as_bytes(), vocabulary).expect("XML");
        let mut writer = Writer::with_options(vocabulary, WriteOptions::new());
        wbxml::copy(&mut reader, &mut writer).expect("WBXML");
        let octets = writer.finish().expect("WBXML");
        let document = assert_same(&octets, ReadOptions::new()).expect(body);
        assert_eq!(document, Document::from_xml(&text).expect(body), "{body}");
        let again = document.to_wbxml().expect(body);
        assert_eq!(assert_same(&again, ReadOptions::new()), Ok(document), "{body}");
    }
}

/// Strings around the lengths at which they are kept and looked at otherwise, ASCII or not.
#[test]
fn values_of_all_lengths() {
    for length in (0..70).chain([255, 256, 257, 263, 264, 265, 300]) {
        for last in ["", "\u{E9}", "\u{20AC}"] {
            let value = format!("{}{last}", "x".repeat(length));
            let name = format!("X{value}");
            let own = Characteristic::new("NAPDEF")
                .with("NAME", &value)
                .with("AUTHSECRET", &value)
                .with(&name, &value);
            let octets = Document::new().with(own).to_wbxml().expect("WBXML");
            let document = assert_same(&octets, ReadOptions::new()).expect("a document");
            let nap = document.characteristics().next().expect("one");
            for name in ["NAME", "AUTHSECRET", &name] {
                assert_eq!(nap.parm(name), Some(value.as_str()));
            }
        }
    }
}
