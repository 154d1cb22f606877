//! What must hold for any input of the inspector: it tells the same in each of its forms, and nothing
//! of a message acts on what shows it.

use std::sync::LazyLock;

use provost_cli::Inspector;
use serde_json::Value;

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 1] = [("inspect", inspect)];

/// The options that the last octet of an input chooses from: what it is taken for, what is known.
const OPTIONS: [&[&str]; 20] = [
    &[],
    &["--binary"],
    &["--binary", "--as", "sms"],
    &["--binary", "--as", "user-data"],
    &["--binary", "--as", "wsp"],
    &["--binary", "--as", "head"],
    &["--binary", "--as", "wbxml"],
    &["--binary", "--as", "xml"],
    &["--binary", "--as", "notification"],
    &["--binary", "--as", "card"],
    &["--binary", "--as", "wsp-multipart"],
    &["--binary", "--as", "session-initiation"],
    &["--hex"],
    &["--base64"],
    &["--strict"],
    &["--secrets"],
    &["--imsi", "466923103145252", "--pin", "2345"],
    &["--language", "prov10"],
    &["--language", "syncml12", "--keep-whitespace"],
    &["--content-type", "multipart/related; boundary=a"],
];

static INSPECTORS: LazyLock<Vec<Inspector>> = LazyLock::new(|| {
    let inspector = |options| Inspector::new(options).expect("options");
    OPTIONS.into_iter().map(inspector).collect()
});

/// Octets as `provost inspect` shows them.
pub fn inspect(input: &[u8]) {
    let Some((last, octets)) = input.split_last() else { return };
    let inspector = &INSPECTORS[usize::from(*last) % INSPECTORS.len()];
    let Some(told) = inspector.tell(octets.to_vec().into()) else { return };

    let acts = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    assert!(!told.text.contains(acts), "a control");
    assert_eq!(without_colors(&told.colored), told.text);
    assert!(!told.html.contains(acts), "a control");
    balance(&told.html);

    let json: Value = serde_json::from_str(&told.json).expect("JSON");
    let layers = json["layers"].as_array().expect("layers");
    assert!(layers.len() == told.layers && told.layers > 0);
    for (at, layer) in layers.iter().enumerate() {
        let length = layer["length"].as_u64().expect("a length");
        let ends = |offset: &Value| offset.as_u64().is_none_or(|offset| offset <= length);
        if let Some(outer) = layer["inside"].as_u64().and_then(|it| usize::try_from(it).ok()) {
            assert!(outer < at, "layers are inside of those in front of them");
            let offset = layer["offset"].as_u64().unwrap_or(0);
            assert!(Some(offset) <= layers[outer]["length"].as_u64());
        }
        let lists = ["rows", "findings", "tokens"].map(|list| layer[list].as_array());
        for item in lists.into_iter().flatten().flatten() {
            assert!(ends(&item["offset"]), "{item} of {length} octets");
        }
        assert!(ends(&layer["error"]["offset"]), "{} of {length} octets", layer["error"]);
    }
}

/// A text without the sequences that color it.
fn without_colors(text: &str) -> String {
    let mut pieces = text.split("\x1B[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (code, shown) = piece.split_once('m').expect("the end of a color");
        assert!(["0", "1", "2", "31", "33", "36"].contains(&code), "{code}");
        plain.push_str(shown);
    }
    plain
}

/// A page has the elements of ours, opened and closed in order, and no others.
fn balance(page: &str) {
    let page = page.strip_prefix("<!DOCTYPE html>").expect("our own");
    let mut open = Vec::new();
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("the end of a tag");
        assert!(!text.contains('>') || open.last() == Some(&"style"), "{text}");
        let name = tag.split(' ').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if name == "meta" => {}
            None => {
                assert!(ELEMENTS.contains(&name), "<{tag}>");
                open.push(name);
            }
        }
    }
    assert!(open.is_empty());
}

const ELEMENTS: [&str; 19] = [
    "html", "head", "title", "style", "body", "h1", "p", "section", "h2", "small", "table", "tr",
    "td", "th", "ul", "li", "pre", "details", "summary",
];
