//! Look-ups: those of the code pages against a search of the rows, and those of vocabularies.

#![allow(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{collections::BTreeSet, ptr};

use provost::wbxml::vocabulary::{self, AttributePage, TagPage, ValuePage, Vocabulary};

#[test]
fn tags_are_found_as_by_a_search_of_the_rows() {
    let pages = || vocabulary::all().iter().flat_map(|vocabulary| vocabulary.tag_pages());
    let of_all =
        BTreeSet::from_iter(pages().flat_map(|page| page.rows()).map(|row| row.1.to_owned()));
    for page in pages() {
        let mut names = of_all.clone();
        names.extend(page.rows().iter().flat_map(|row| variations(row.1)));
        for name in &names {
            let row = page.rows().iter().find(|row| row.1 == name);
            assert_eq!(page.token(name), row.map(|row| row.0), "{name} on {}", page.namespace());
        }
        for token in 0..=0xFF {
            let row = page.rows().iter().find(|row| row.0 == token & 0x3F);
            assert_eq!(page.name(token), row.map(|row| row.1));
        }
    }
}

#[test]
fn attribute_starts_are_found_as_by_a_search_of_the_rows() {
    for page in vocabulary::all().iter().flat_map(|vocabulary| vocabulary.attribute_pages()) {
        let (mut names, mut values) = (BTreeSet::new(), BTreeSet::new());
        for row in page.rows() {
            names.extend(variations(row.1));
            values.extend(variations(row.2));
        }
        for name in &names {
            assert_eq!(page.has(name), page.rows().iter().any(|row| row.1 == name));
            for value in &values {
                let rows = page.rows().iter();
                let best = rows
                    .filter(|row| row.1 == name && value.starts_with(row.2))
                    .max_by_key(|row| row.2.len());
                assert_eq!(
                    page.token(name, value),
                    best.map(|row| (row.0, row.2)),
                    "{name}={value}"
                );
            }
        }
        for token in 0..=0xFF {
            let row = page.rows().iter().find(|row| row.0 == token);
            assert_eq!(page.start(token), row.map(|row| (row.1, row.2)));
        }
    }
}

#[test]
fn attribute_values_are_found_as_by_a_search_of_the_rows() {
    for page in vocabulary::all().iter().flat_map(|vocabulary| vocabulary.value_pages()) {
        let mut texts: BTreeSet<Vec<u8>> = (0..=0xFF).map(|octet| vec![octet]).collect();
        for row in page.rows() {
            texts.extend(variations(row.1).into_iter().map(String::into_bytes));
            texts.extend(page.rows().iter().map(|other| [row.1, other.1].concat().into_bytes()));
        }
        for text in &texts {
            let rows = page.rows().iter().filter(|row| text.starts_with(row.1.as_bytes()));
            let best = rows.max_by_key(|row| row.1.len());
            assert_eq!(page.longest(text), best.map(|row| (row.0, row.1)), "{text:?}");
        }
        for token in 0..=0xFF {
            let row = page.rows().iter().find(|row| row.0 == token);
            assert_eq!(page.text(token), row.map(|row| row.1));
        }
    }
}

/// A text and what is nearly it: shorter, longer, other case, doubled, another octet.
fn variations(text: &str) -> Vec<String> {
    let mut all = vec![
        text.to_owned(),
        format!("{text}x"),
        format!("x{text}"),
        format!("{text}{text}"),
        text.to_ascii_uppercase(),
        text.to_ascii_lowercase(),
    ];
    // Names of eight octets and above are compared by their ends first: change each octet.
    for (at, octet) in text.char_indices().filter(|(_, octet)| octet.is_ascii()) {
        all.push(text.get(..at).unwrap().to_owned());
        let mut changed = text.to_owned();
        changed.replace_range(at..=at, if octet == '~' { "!" } else { "~" });
        all.push(changed);
    }
    all
}

#[test]
fn extensions_are_found_as_by_a_search_of_the_rows() {
    for vocabulary in vocabulary::all() {
        let rows = vocabulary.extension_values();
        for operand in 0..0x200 {
            let row = rows.iter().find(|row| row.0 == operand);
            assert_eq!(vocabulary.extension(operand), row.map(|row| row.1));
        }
        for text in rows.iter().flat_map(|row| variations(row.1)) {
            let row = rows.iter().find(|row| row.1 == text);
            assert_eq!(vocabulary.extension_operand(&text), row.map(|row| row.0));
        }
    }
}

#[test]
fn what_names_a_token_is_on_its_page() {
    for vocabulary in vocabulary::all() {
        let tag = |page: u8, token: u8| vocabulary.tag(page, token);
        for (page, token, _) in vocabulary.all_tag_rules() {
            assert!(tag(*page, *token).is_some(), "{}: {page} {token:#04X}", vocabulary.id());
        }
        for (page, token) in vocabulary.all_decode_only() {
            assert!(tag(*page, *token).is_some(), "{}: {page} {token:#04X}", vocabulary.id());
        }
        for (page, token, name) in vocabulary.all_spellings() {
            assert!(tag(*page, *token).is_some_and(|own| own != *name), "{name}");
            assert_eq!(vocabulary.tag_page(*page).and_then(|page| page.token(name)), None);
        }
        for (page, token, _) in vocabulary.all_attribute_rules() {
            assert!(
                vocabulary.attribute_page(*page).is_some_and(|page| page.start(*token).is_some())
            );
        }
    }
}

#[test]
fn a_page_has_no_row_twice() {
    for vocabulary in vocabulary::all() {
        let id = vocabulary.id();
        let tags = vocabulary.tag_pages().iter().map(TagPage::rows);
        assert!(tags.clone().all(|rows| distinct(rows.iter().map(|row| row.1))), "{id}");
        let starts = vocabulary.attribute_pages().iter().map(AttributePage::rows);
        assert!(starts.clone().all(|rows| distinct(rows.iter().map(|row| (row.1, row.2)))), "{id}");
        let values = vocabulary.value_pages().iter().map(ValuePage::rows);
        assert!(values.clone().all(|rows| distinct(rows.iter().map(|row| row.1))), "{id}");
    }
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    items.into_iter().all(|item| seen.insert(item))
}

#[test]
fn by_id() {
    for own in vocabulary::all() {
        assert!(vocabulary::by_id(own.id()).is_some_and(|found| ptr::eq(found, *own)));
    }
    assert_eq!(id(vocabulary::by_id("PROV10")), "prov10");
    assert_eq!(id(vocabulary::by_id("prov")), "none");
}

#[test]
fn by_public_id() {
    for own in vocabulary::all().iter().filter(|own| own.public_id().is_some()) {
        let found = vocabulary::by_public_id(own.public_id().unwrap());
        assert!(found.is_some_and(|found| ptr::eq(found, *own)), "{}", own.id());
    }
    let cases = [
        (0x00, "none"),
        (0x01, "none"),
        (0x0B, "prov10"),
        // EMN, not channel 1.2.
        (0x0D, "emn10"),
        (0x020B, "ota70"),
        (0x1108, "wml11"),
        (0x110D, "wml13"),
        (0x1201, "syncml12"),
        (0x1204, "none"),
    ];
    for (public_id, expected) in cases {
        assert_eq!(id(vocabulary::by_public_id(public_id)), expected, "{public_id:#06X}");
    }
}

#[test]
fn by_formal_id() {
    for own in vocabulary::all() {
        for formal in own.all_formal_ids() {
            let found = vocabulary::by_formal_id(&formal.to_ascii_lowercase());
            assert!(found.is_some_and(|found| ptr::eq(found, *own)), "{formal}");
        }
    }
    let cases = [
        ("-//WAPFORUM//DTD PROV 1.0//EN", "prov10"),
        ("-//OMA//DTD SYNCML-METINF 1.2//EN", "metinf12"),
        ("-//OMA//DTD-DM-DDF 1.2//EN", "dmddf12"),
        ("-//WIRELESSVILLAGE//DTD CSP 1.1//EN", "wvcsp11"),
        ("", "none"),
    ];
    for (formal, expected) in cases {
        assert_eq!(id(vocabulary::by_formal_id(formal)), expected, "{formal}");
    }
}

#[test]
fn by_media_type_the_newest() {
    let cases = [
        ("application/vnd.wap.connectivity-wbxml", "prov10"),
        ("Application/VND.wap.connectivity-wbxml; SEC=1; MAC=00", "prov10"),
        ("text/vnd.wap.connectivity-xml", "prov10"),
        ("application/vnd.syncml.dm+wbxml", "syncml12"),
        ("application/vnd.syncml+wbxml", "syncml12"),
        ("application/vnd.syncml+xml", "syncml11"),
        ("application/vnd.syncml-devinf+wbxml", "devinf12"),
        ("application/vnd.syncml.dmddf+xml", "dmddf12"),
        ("application/vnd.ms-sync.wbxml", "activesync"),
        ("application/vnd.wap.wmlc", "wml13"),
        ("application/vnd.wap.channelc", "channel12"),
        ("application/vnd.wv.csp+wbxml", "wvcsp13"),
        ("application/vnd.wv.csp.wbxml", "wvcsp12"),
        ("application/x-wap-prov.browser-bookmarks", "ota70"),
        ("application/xml", "none"),
        ("", "none"),
    ];
    for (media_type, expected) in cases {
        assert_eq!(id(vocabulary::by_media_type(media_type)), expected, "{media_type}");
    }
}

/// A label or name of another document type is a contradiction; one of another version is, if it names the
/// version; one that says nothing is none.
#[test]
fn hints_that_contradict() {
    for (id, hint, expected) in [
        ("si10", "application/vnd.wap.sic", false),
        ("si10", "TEXT/vnd.wap.si; charset=utf-8", false),
        ("si10", "SI10", false),
        ("si10", "emn10", true),
        ("si10", "application/vnd.wap.emn+wbxml", true),
        ("si10", "application/xml", false),
        ("si10", "nothing", false),
        ("si10", "", false),
        ("syncml11", "syncml12", true),
        ("syncml12", "application/vnd.syncml+xml", false),
        ("syncml10", "application/vnd.syncml.dm+wbxml", false),
        ("syncml12", "application/vnd.syncml-devinf+wbxml", true),
    ] {
        let vocabulary = vocabulary::by_id(id).unwrap();
        assert_eq!(vocabulary.contradicts(hint), expected, "{id} {hint}");
    }
    static OWN: Vocabulary = Vocabulary::new("own").root("own");
    assert!(OWN.contradicts("si10") && !OWN.contradicts("own"));
}

#[test]
fn by_root_element_the_newest() {
    let cases = [
        ("", "wap-provisioningdoc", "prov10"),
        ("", "channel", "channel12"),
        ("", "DevInf", "devinf12"),
        ("", "MetInf", "metinf12"),
        ("", "SyncML", "syncml12"),
        ("", "wml", "wml13"),
        ("", "WV-CSP-Message", "wvcsp13"),
        ("", "o-ex:rights", "drmrel10"),
        ("", "rdf:RDF", "uaprof"),
        ("SYNCML:SYNCML1.0", "SyncML", "syncml10"),
        ("SYNCML:SYNCML1.1", "SyncML", "syncml11"),
        ("SYNCML:SYNCML1.2", "SyncML", "syncml12"),
        ("syncml:devinf", "DevInf", "devinf12"),
        ("syncml:dmddf1.2", "MgmtTree", "dmddf12"),
        ("Provision:", "Provision", "activesync"),
        ("http://synce.org/formats/airsync_wm5/provision", "Provision", "airsync"),
        ("", "html", "none"),
        ("http://www.w3.org/1999/xhtml", "wml", "none"),
    ];
    for (namespace, name, expected) in cases {
        let found = vocabulary::by_root_element(namespace, name);
        assert_eq!(id(found), expected, "{namespace} {name}");
    }
}

#[test]
fn syncml_contains_the_device_information_of_its_version_and_tnds() {
    let nested = |outer: &str| -> Vec<&str> {
        let outer = vocabulary::by_id(outer).unwrap();
        outer.nested_vocabularies().iter().map(|nested| nested.id()).collect()
    };
    // The first is written; devices mix versions.
    assert_eq!(nested("syncml10"), ["devinf10", "devinf11", "devinf12"]);
    assert_eq!(nested("syncml11"), ["devinf11", "devinf10", "devinf12"]);
    assert_eq!(nested("syncml12"), ["devinf12", "dmddf12", "devinf11", "devinf10"]);
    let syncml = vocabulary::by_id("syncml12").unwrap();
    assert_eq!(syncml.tag(2, 0x20), vocabulary::by_id("dmddf12").unwrap().tag(2, 0x20));
    assert!(syncml.tag(2, 0x20).is_some());
}

fn id(vocabulary: Option<&Vocabulary>) -> &str {
    vocabulary.map_or("none", Vocabulary::id)
}
