//! Secrets are planted everywhere, and nothing that is shown has them.

use provost::cp::build::{ApplicationBuilder, DocumentBuilder};
use provost::cp::{
    CardFile, Characteristic, Contexts, Credential, Document, Extra, Kind, Node, Parm, Source,
    WithSecrets,
};

use super::views::document;

const PLANTED: &str = "pl4nted";

/// Every parm that holds a secret, in its characteristic.
fn planted() -> Document {
    document(&format!(
        "PXLOGICAL{{PROXY-ID=p; NAME=n; PROXY-PW={PLANTED}1; BASAUTH-PW={PLANTED}2; PXAUTHINFO{{PXAUTH-TYPE=HTTP-BASIC; PXAUTH-PW={PLANTED}3}}}}; \
         NAPDEF{{NAPID=n; NAPAUTHINFO{{AUTHTYPE=PAP; AUTHSECRET={PLANTED}4}}}}; \
         APPLICATION{{APPID=w7; APPAUTH{{AAUTHSECRET={PLANTED}5}}; RESOURCE{{URI=u; AAUTHSECRET={PLANTED}6}}}}; \
         WLAN{{WPA-PRES-KEY-ASC={PLANTED}7; WPA-PRES-KEY-HEX={PLANTED}8; WPAPRESHAREDKEY={PLANTED}9; EAP{{PASSWORD={PLANTED}A}}; WEPKEY{{DATA={PLANTED}B}}}}; \
         VENDORCONFIG{{NAME=v; UserPwd={PLANTED}C; X-SECRET={PLANTED}D}}"
    ))
}

/// The same in the other syntax, with a secret of text and an unknown token.
fn others() -> Vec<Document> {
    let from_wbxml =
        Document::from_wbxml(&planted().to_wbxml().expect("WBXML")).expect("a document");
    let before = format!(
        r#"<wap-provisioningdoc><characteristic type="NAPAUTHINFO"><parm value="{PLANTED}" name="AUTHSECRET" x="{PLANTED}"/></characteristic></wap-provisioningdoc>"#
    );
    let mut mixed = provost_tests::vectors::unhex("030b6a0045c65a01 870e06fe03");
    mixed.extend(PLANTED.as_bytes());
    mixed.extend([0x00, 0x01, 0x01, 0x01]);
    let built =
        DocumentBuilder::new().with(ApplicationBuilder::pop3("h").with_login("", "u", PLANTED));
    let extra = Parm::new("AUTHSECRET", PLANTED).with_extra(Extra::attribute("a", PLANTED));
    vec![
        planted(),
        from_wbxml,
        Document::from_xml(&before).expect("a document"),
        Document::from_wbxml(&mixed).expect("a document"),
        built.build().expect("valid"),
        Document::new().with(Characteristic::new(Kind::NapAuthInfo).with_node(Node::Parm(extra))),
    ]
}

fn clean(text: &str) {
    assert!(!text.contains(PLANTED), "{text}");
}

#[test]
fn what_is_shown_has_none() {
    for document in others() {
        clean(&format!("{document:?} {document:#?}"));
        clean(&format!("{:?} {}", document.summary(), document.summary()));
        clean(&format!("{:?} {:?}", document.check(), document.effective()));
        for own in document.characteristics() {
            clean(&format!("{own:?}"));
        }
        for app in document.applications() {
            clean(&format!("{app:?} {:?}", document.resolve(app)));
            app.credentials().for_each(|auth| clean(&format!("{auth:?} {:?}", auth.secret())));
        }
        for nap in document.access_points() {
            nap.credentials().for_each(|auth| clean(&format!("{:?}", auth.secret())));
        }
        document.wlans().for_each(|wlan| clean(&format!("{wlan:?} {:?}", wlan.wpa_phrase())));
    }
    clean(&format!("{:?}", Credential::Text(PLANTED)));
    // Errors neither.
    for document in others() {
        let octets = document.to_wbxml().expect("WBXML");
        for length in 0..octets.len() {
            if let Err(error) = Document::from_wbxml(&octets[..length]) {
                clean(&format!("{error:?} {error}"));
            }
        }
    }
}

#[test]
fn and_yet_they_are_there() {
    let document = planted();
    let nap = document.access_points().next().expect("one");
    let secret = format!("{PLANTED}4");
    assert_eq!(nap.credentials().next().expect("one").secret(), Credential::Text(&secret));
    let text = document.to_xml().expect("XML");
    assert_eq!(text.matches(PLANTED).count(), 13);
}

fn store() -> Contexts {
    let mut contexts = Contexts::new();
    contexts.set_card(Some("8949"));
    for document in others() {
        contexts.install(document, Source::over_the_air().of_owner("enterprise"));
    }
    contexts.install(planted(), Source::card(CardFile::Config1, "8949"));
    contexts.install(
        document("BOOTSTRAP{PROVURL=http://tps/}"),
        Source::device_management().privileged(),
    );
    contexts
}

#[test]
fn a_store_shows_none_and_is_serialized_without() {
    let contexts = store();
    clean(&format!("{contexts:?}"));
    let redacted = serde_json::to_string(&contexts).expect("JSON");
    clean(&redacted);
    assert!(serde_json::from_str::<Contexts>(&redacted).is_err(), "what has lost its secrets");
    let whole = serde_json::to_string(&WithSecrets(&contexts)).expect("JSON");
    assert!(whole.contains(PLANTED));
    let again: Contexts = serde_json::from_str(&whole).expect("a store");
    assert_eq!(again, contexts);
    for context in contexts.contexts() {
        let [left, right] =
            [&again, &contexts].map(|store| store.effective(context.id()).expect("one").document);
        assert_eq!(left, right);
    }
    for without in [Contexts::new(), Contexts::with_limits(2, 1)] {
        let text = serde_json::to_string(&without).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Contexts>(&text).expect("a store"),
            without,
            "bounds too"
        );
        // A store that was stored before bounds were has the usual ones.
        let mut stored: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        stored.as_object_mut().expect("an object").remove("limits");
        assert_eq!(serde_json::from_value::<Contexts>(stored).expect("a store"), Contexts::new());
    }
}

#[test]
fn documents_are_serialized_whole_on_request() {
    for document in others() {
        clean(&serde_json::to_string(&document).expect("JSON"));
        let whole = serde_json::to_string(&WithSecrets(&document)).expect("JSON");
        let again: Document = serde_json::from_str(&whole).expect("a document");
        assert_eq!(again, document);
        clean(&format!("{again:?}"));
    }
    for vector in provost_tests::provisioning::good() {
        let document = Document::from_wbxml(&vector.wbxml).expect("a document");
        let whole = serde_json::to_string(&WithSecrets(&document)).expect("JSON");
        assert_eq!(serde_json::from_str::<Document>(&whole).expect("a document"), document);
    }
    let unordered = r#"{"version":null,"nodes":[{"Other":["End"]}]}"#;
    assert!(serde_json::from_str::<Document>(unordered).is_err());
}

#[test]
fn the_number_of_a_card_is_not_shown() {
    const ICCID: &str = "8949010000001234567";
    let source = Source::card(CardFile::Bootstrap, ICCID);
    let mut contexts = Contexts::new();
    contexts.set_card(Some(ICCID));
    contexts.install(planted(), source.clone());
    let id = contexts.contexts().next().expect("one").id().clone();
    assert_eq!(source.card_id(), Some(ICCID));
    for shown in [format!("{source:?}"), format!("{id:?}"), format!("{contexts:?}")] {
        assert!(!shown.contains(ICCID), "{shown}");
    }
}
