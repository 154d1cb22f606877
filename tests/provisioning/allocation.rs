//! Registered names need no memory: what is asked for is the values, and the lists they stand in.

use provost::cp::{Characteristic, Document, Kind};
use provost_tests::counting::{Allocated, allocated};

use super::views::document;

fn calls(octets: &[u8]) -> u64 {
    let (Allocated { calls, .. }, read) = allocated(|| Document::from_wbxml(octets));
    assert!(read.is_ok());
    calls
}

/// A characteristic of 8 parms: the same number of names and values each time.
fn with(names: [&str; 8], value: Option<&str>) -> Vec<u8> {
    let mut own = Characteristic::new(Kind::NapDef);
    for name in names {
        own = match value {
            Some(value) => own.with(name, value),
            None => own.with_flag(name),
        };
    }
    Document::new().with(own).to_wbxml().expect("WBXML")
}

const REGISTERED: [&str; 8] =
    ["NAPID", "NAME", "BEARER", "NAP-ADDRESS", "CALLTYPE", "APPID", "URI", "AUTHSECRET"];
const UNREGISTERED: [&str; 8] = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"];

#[test]
fn registered_names_and_words_need_none() {
    let none = calls(&with(REGISTERED, None));
    assert_eq!(calls(&with(REGISTERED, Some("GSM-GPRS"))), none, "words of the tables neither");
    assert_eq!(calls(&with(REGISTERED, Some(""))), none);
    // A short text is in its place; the secret among them has memory of its own.
    assert_eq!(calls(&with(REGISTERED, Some("text"))), none + 1);
    assert_eq!(calls(&with(UNREGISTERED, None)), none);
    let long = "a value of more than twenty octets";
    assert_eq!(calls(&with(REGISTERED, Some(long))), none + 8, "one for each value");
    // The lists: of nodes while reading, of open characteristics, of the parms, of the document.
    assert_eq!(none, 4);
}

#[test]
fn registered_names_in_xml_need_no_memory_that_stays() {
    let text = document("NAPDEF{NAPID=a; NAME=b}").to_xml().expect("XML");
    let (_, read) = allocated(|| Document::from_xml(&text));
    let own = read.expect("a document");
    let nap = own.characteristics().next().expect("one");
    let borrowed = |field: Option<&provost::cp::Field>| matches!(field, Some(provost::cp::Field::Text(text)) if text.is_static());
    assert!(nap.all_parms().all(|parm| borrowed(parm.name_field())));
}

#[test]
fn views_need_none() {
    let document = document(
        "NAPDEF{NAPID=a; NAME=b; BEARER=GSM-GPRS; NAPAUTHINFO{AUTHTYPE=PAP; AUTHNAME=u; AUTHSECRET=s}}; APPLICATION{APPID=w7; ADDR=x; APPAUTH{AAUTHNAME=n}}",
    );
    let (counted, seen) = allocated(|| {
        let mut seen = 0;
        for nap in document.access_points() {
            seen += nap.bearers().count() + nap.napid().map_or(0, str::len);
            seen += nap.credentials().filter_map(|auth| auth.secret().text()).count();
        }
        for app in document.applications() {
            seen += app.addresses().count() + app.credentials().count();
        }
        seen
    });
    assert_eq!((counted, seen), (Allocated::default(), 5));
}
