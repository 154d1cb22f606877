//! Models of PAP and its parts: any of them comes back as it was; and our validator says what
//! libxml2's says of the DTD.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests, and their helpers may fail"
)]

mod dtd;
mod models;

use bytes::Bytes;
use proptest::prelude::*;
use provost::push::{
    address::{Address, ClientAddress},
    mime::{Entity, MediaType, Multipart},
    pap::{Document, Message, Post, ViolationKind, check},
    whitelist::Whitelist,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn documents_come_back(document in models::document()) {
        let xml = document.encode().unwrap();
        prop_assert_eq!(Document::decode(xml.as_bytes()).unwrap(), document);
        // Any code may stand anywhere here.
        let small = |kind: ViolationKind| kind.may_be_newer() || kind == ViolationKind::CodePlace;
        prop_assert!(check(xml.as_bytes()).unwrap().iter().all(|violation| small(violation.kind)));
    }

    #[test]
    fn addresses_come_back(address in models::address()) {
        let text = address.to_string();
        prop_assert_eq!(ClientAddress::parse(&text).unwrap(), address.clone());
        let lower = ClientAddress::parse(&text.replace("WAPPUSH", "wapPush").replace("TYPE", "type"));
        prop_assert_eq!(lower.unwrap(), address);
    }

    #[test]
    fn any_text_is_an_address(text in "\\PC*") {
        prop_assert_eq!(Address::parse(&text).to_string().to_lowercase().is_empty(), text.is_empty());
    }

    #[test]
    fn multiparts_come_back(bodies in prop::collection::vec(models::octets(), 0..5)) {
        let parts: Vec<Entity> =
            bodies.into_iter().map(|body| Entity::new("a/b", body).with("X-A", "b c")).collect();
        let multipart = Multipart::new(parts);
        // The slow and obvious search for the delimiter tells whether it may be written.
        let holds = |part: &Entity| {
            let lines = [&b"\n"[..], &part.body, b"\n"].concat();
            lines.windows(4).any(|four| four == b"\n--b")
        };
        match multipart.encode("mixed", "b", &[]) {
            Ok((content_type, body)) => {
                prop_assert_eq!(Multipart::decode(&content_type, &body).unwrap(), multipart);
            }
            Err(_) => prop_assert!(multipart.parts.iter().any(holds)),
        }
    }

    #[test]
    fn posts_come_back(document in models::document(), content in models::octets(), rdf: bool) {
        let mut post = Post::new(document);
        let is_push = matches!(post.document.message, Message::Push(_));
        if is_push {
            post = post.with_content(Entity::new("application/vnd.wap.sic", content));
            if rdf {
                post = post.with_capabilities(Entity::new("application/xml", "<rdf/>"));
            }
        }
        let (content_type, body) = post.encode("no-content-has-this").unwrap();
        prop_assert_eq!(Post::decode(&content_type, &body).unwrap(), post);
    }

    #[test]
    fn media_types_come_back(value in "[ -~]*", name in "[a-z]{1,8}") {
        let media = MediaType::new("a/b").with(name, value);
        prop_assert_eq!(MediaType::parse(&media.to_string()).unwrap(), media);
    }

    #[test]
    fn transfer_encodings_come_back(octets in prop::collection::vec(any::<u8>(), 0..300)) {
        let entity = Entity::new("a/b", octets.clone()).to_base64();
        prop_assert_eq!(entity.content().unwrap(), Bytes::from(octets));
    }

    #[test]
    fn white_lists_come_back(list in models::whitelist()) {
        let nodes = list.to_nodes();
        let pairs = nodes.iter().map(|(path, value)| (path.as_str(), value.as_str()));
        prop_assert_eq!(Whitelist::from_nodes(pairs), list);
    }
}
