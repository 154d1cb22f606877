//! A serialised management tree (OMA-TS-DM_TND 1.2): deep nesting, many tags without text.

use super::markup::Markup;
use super::random::Random;

/// A tree of `count` subtrees; no node lies deeper than 7.
pub(super) fn write(markup: &mut Markup, random: &mut Random, count: usize) {
    markup.open("MgmtTree", &[("xmlns", "syncml:dmddf1.2")]);
    markup.leaf("VerDTD", &[], "1.2");
    for number in 0..count {
        node(markup, random, &format!("Node{number}"), 1);
    }
    markup.close();
}

fn node(markup: &mut Markup, random: &mut Random, name: &str, depth: usize) {
    markup.open("Node", &[]);
    markup.leaf("NodeName", &[], name);
    if depth == 1 {
        markup.leaf("Path", &[], "./Vendor");
    }
    let is_leaf = depth == DEEPEST || (depth > 1 && random.below(3) > 0);
    if is_leaf {
        leaf(markup, random);
    } else {
        properties(markup, "node", None);
        for child in 0..2 + random.below(3) {
            let name = format!("{}{child}", random.pick(NAMES));
            node(markup, random, &name, depth + 1);
        }
    }
    markup.close();
}

fn leaf(markup: &mut Markup, random: &mut Random) {
    let (format, value) = match random.below(4) {
        0 => ("chr", format!("text {}", random.hex(16))),
        1 => ("int", random.below(100_000).to_string()),
        2 => ("bool", random.pick(&["true", "false"]).to_owned()),
        _ => ("b64", random.base64(24)),
    };
    properties(markup, format, Some("text/plain"));
    markup.leaf("Value", &[], &value);
}

fn properties(markup: &mut Markup, format: &'static str, media_type: Option<&str>) {
    markup.open("RTProperties", &[]);
    if media_type.is_some() {
        markup.leaf("ACL", &[], "Get=*&Replace=dm.example");
    }
    markup.open("Format", &[]);
    markup.empty(format, &[]);
    markup.close();
    if let Some(media_type) = media_type {
        markup.open("Type", &[]);
        markup.leaf("MIME", &[], media_type);
        markup.close();
    }
    markup.close();
}

const DEEPEST: usize = 7;
const NAMES: &[&str] = &["Settings", "Accounts", "Bearer", "Policy", "Limits", "Store"];
