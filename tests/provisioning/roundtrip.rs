//! Any document that can be made is written and read as it was, in both syntaxes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use provost::cp::{
    Characteristic, Contexts, Dialect, Document, Extra, Field, Kind, Node, Parm, Source,
    WriteOptions,
};
use provost::wbxml::Code;

/// Names that have a token on either page, none at all, or one in other tables.
const NAMES: &[&str] = &[
    "NAME",
    "NAPID",
    "BEARER",
    "APPID",
    "ADDR",
    "ADDRTYPE",
    "AAUTHTYPE",
    "AAUTHSECRET",
    "AUTHSECRET",
    "TO-NAPID",
    "PORTNBR",
    "APPREF",
    "SSID",
    "x",
    "name",
    "DATA",
    "NAPIDX",
    "URI",
    "INTERNET",
];

const VALUES: &[&str] = &[
    "",
    "IPV4",
    "IPV6",
    "GSM-GPRS",
    "HTTP-BASIC",
    "HTTP-DIGEST,BASIC",
    "BASIC",
    ",",
    "APPSRV",
    "APN",
    "IPV4 GSM-SMS",
    "1.0",
    "a&b<c>\"'",
    " ",
    "\u{00E9}\u{4E2D}\u{1F600}",
    "PAP",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![select(VALUES).prop_map(str::to_owned), "[ -~\u{A0}-\u{D7FF}]{0,12}"]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(NAMES).prop_map(str::to_owned), 1 => "[A-Z][A-Z0-9-]{0,8}"]
}

/// A start token that the tables of 1.1 lack.
fn token() -> impl Strategy<Value = Field> {
    select(&[(0, 0x5E), (0, 0x73), (0, 0x7F), (1, 0x6F), (1, 0x08), (9, 0x05)][..])
        .prop_map(|(page, token)| Field::Token(Code { page, token }))
}

fn value_token() -> impl Strategy<Value = Field> {
    select(&[(0, 0xFE), (0, 0x8F), (1, 0xA0), (7, 0x85)][..])
        .prop_map(|(page, token)| Field::Token(Code { page, token }))
}

fn parm(tokens: bool) -> BoxedStrategy<Node> {
    let value = proptest::option::of(text());
    let plain = (name(), value, proptest::option::of(text())).prop_map(|(name, value, extra)| {
        let parm = match value {
            Some(value) => Parm::new(&name, &value),
            None => Parm::flag(&name),
        };
        Node::Parm(match extra {
            Some(extra) => parm.with_extra(Extra::attribute("mwid", extra)),
            None => parm,
        })
    });
    if !tokens {
        return plain.boxed();
    }
    let unknown = (token(), value_token())
        .prop_map(|(name, value)| Node::Parm(Parm::with_fields(name, Some(value))));
    let half = (name(), value_token())
        .prop_map(|(name, value)| Node::Parm(Parm::with_fields(Field::from(name), Some(value))));
    prop_oneof![6 => plain, 1 => unknown, 1 => half].boxed()
}

fn kind(tokens: bool) -> BoxedStrategy<Kind> {
    let known = select(
        &[
            "PXLOGICAL",
            "PXPHYSICAL",
            "NAPDEF",
            "APPLICATION",
            "APPADDR",
            "PORT",
            "CLIENTIDENTITY",
            "WLAN",
            "x-own",
        ][..],
    )
    .prop_map(Kind::from_name);
    if tokens {
        prop_oneof![6 => known, 1 => token().prop_map(Kind::Other)].boxed()
    } else {
        known.boxed()
    }
}

fn characteristic(tokens: bool) -> BoxedStrategy<Node> {
    let leaf = (kind(tokens), vec(parm(tokens), 0..5)).prop_map(|(kind, nodes)| made(kind, nodes));
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let node = prop_oneof![2 => parm(tokens), 1 => inner];
        (kind(tokens), vec(node, 0..5)).prop_map(|(kind, nodes)| made(kind, nodes))
    })
    .boxed()
}

fn made(kind: Kind, nodes: Vec<Node>) -> Node {
    Node::Characteristic(
        nodes.into_iter().fold(Characteristic::new(kind), Characteristic::with_node),
    )
}

fn document(tokens: bool) -> impl Strategy<Value = Document> {
    (proptest::option::of(text()), vec(characteristic(tokens), 0..5)).prop_map(
        |(version, nodes)| {
            let document = nodes.into_iter().fold(Document::new(), Document::with_node);
            match version {
                Some(version) => document.with_version(&version),
                None => document,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn wbxml(document in document(true)) {
        let octets = document.to_wbxml().expect("WBXML");
        prop_assert_eq!(&Document::from_wbxml(&octets).expect("a document"), &document);
        prop_assert_eq!(Document::from_wbxml(&octets).expect("a document").to_wbxml().expect("again"), octets);
    }

    #[test]
    fn wbxml_of_1_0(document in document(false)) {
        let octets = document.write_wbxml(&WriteOptions::new().with_dialect(Dialect::Core10)).expect("WBXML");
        prop_assert_eq!(Document::from_wbxml(&octets).expect("a document"), document);
    }

    #[test]
    fn xml(document in document(false)) {
        let text = document.to_xml().expect("XML");
        prop_assert_eq!(&Document::from_xml(&text).expect("a document"), &document);
        // And across: what XML says, WBXML says.
        let octets = Document::from_xml(&text).expect("a document").to_wbxml().expect("WBXML");
        prop_assert_eq!(Document::from_wbxml(&octets).expect("a document"), document);
    }

    #[test]
    fn what_counts_is_stable(document in document(true)) {
        let effective = document.effective();
        let again = effective.document.effective();
        prop_assert_eq!(&again.document, &effective.document);
    }

    #[test]
    fn a_store_keeps_what_it_got(documents in vec(document(true), 1..4)) {
        let mut contexts = Contexts::new();
        let supported: Vec<_> = documents.into_iter().filter(Document::is_supported).collect();
        for document in &supported {
            contexts.install(document.clone(), Source::over_the_air());
        }
        let kept: Vec<_> = contexts.contexts().flat_map(|context| context.layers()).map(|layer| layer.document().clone()).collect();
        prop_assert_eq!(kept, supported);
    }
}
