//! libwbxml reads what we write, and we read what it writes; where it differs, it is known.

use provost::cp::{Document, Kind};
use provost::wbxml::xml;
use provost_tests::{peer::Peer, provisioning};

/// What libwbxml 0.11.8 does otherwise, by the name of the vector.
const DIFFERENCES: &[(&str, &str)] =
    &[("poc-over-ims", "it does not know APPREF and TO-APPREF, and drops which tokens they were")];

fn differs(name: &str) -> bool {
    DIFFERENCES.iter().any(|(known, _)| *known == name)
}

/// What it says with the same layout and order as ours.
fn canonical(text: &str) -> Result<Document, String> {
    Document::from_xml(text).map_err(|error| format!("{error}: {text}"))
}

#[test]
fn libwbxml_reads_what_we_write() {
    let Some(wbxml2xml) = Peer::find("wbxml2xml") else { return };
    let mut count = 0;
    for vector in provisioning::good() {
        let document = Document::from_wbxml(&vector.wbxml).expect("a document");
        let octets = document.to_wbxml().expect("WBXML");
        let text = wbxml2xml
            .run(&["-o", "-", "-"], &octets)
            .unwrap_or_else(|error| panic!("{}: {error}", vector.name));
        let theirs = canonical(core::str::from_utf8(&text).expect("UTF-8")).expect("XML");
        let same = theirs == document;
        assert_eq!(
            same,
            !differs(&vector.name),
            "{}: a known difference is gone, or a new one is here",
            vector.name
        );
        assert_eq!(vector.libwbxml.starts_with("same"), same, "{}", vector.name);
        count += 1;
    }
    assert!(count >= 2);
}

#[test]
fn we_read_what_libwbxml_writes() {
    let Some(xml2wbxml) = Peer::find("xml2wbxml") else { return };
    for vector in provisioning::good() {
        let document = Document::from_wbxml(&vector.wbxml).expect("a document");
        let options = xml::WriteOptions::new().with_prolog(xml::Prolog::Doctype);
        let text = document.write_xml(options).expect("XML");
        for arguments in [&["-n", "-o", "-", "-"][..], &["-o", "-", "-"]] {
            let octets = xml2wbxml.run(arguments, text.as_bytes());
            let octets = octets.unwrap_or_else(|error| panic!("{}: {error}", vector.name));
            let theirs = Document::from_wbxml(&octets).expect("what libwbxml writes");
            assert_eq!(theirs, document, "{}", vector.name);
            // Ours is never longer: it stays on a code page while there are tokens.
            if arguments[0] == "-n" {
                let ours = document.to_wbxml().expect("WBXML");
                assert!(
                    ours.len() <= octets.len(),
                    "{}: {} {}",
                    vector.name,
                    ours.len(),
                    octets.len()
                );
            }
        }
    }
}

/// The same for the documents of all templates.
#[test]
fn templates_through_libwbxml() {
    let Some(wbxml2xml) = Peer::find("wbxml2xml") else { return };
    for template in provost::cp::build::Template::ALL {
        let keys: Vec<_> = template.keys().filter(|key| key.is_required).collect();
        let mut values: Vec<(&str, &str)> =
            keys.iter().map(|key| (key.name, "x.example")).collect();
        values.push(("apn", "apn.example"));
        let document = template.fill(&values).expect("a document");
        let has_reference =
            document.all(&Kind::Application).any(|app| app.has("APPREF") || app.has("TO-APPREF"));
        let text = wbxml2xml.run(&["-o", "-", "-"], &document.to_wbxml().expect("WBXML"));
        let text = text.expect("XML");
        let theirs = canonical(core::str::from_utf8(&text).expect("UTF-8")).expect("XML");
        assert_eq!(theirs == document, !has_reference, "{}", template.name());
    }
}
