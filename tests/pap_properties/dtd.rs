//! Our validator beside libxml2's, over documents that are valid or nearly so.

use std::{env, fmt::Write, fs, process::Command};

use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRng, TestRunner},
};
use provost::push::pap::check;
use provost_tests::data;

/// The DTD of PAP 2.0 by the tables of elements and attributes (WAP-247, 8): name, content,
/// attributes, in which R is required, I implied.
const ELEMENTS: &[(&str, &str, &str)] = &[
    (
        "pap",
        "(push-message|push-response|cancel-message|cancel-response|resultnotification-message|\
         resultnotification-response|statusquery-message|statusquery-response|ccq-message|\
         ccq-response|badmessage-response)",
        "I product-name",
    ),
    (
        "push-message",
        "(address+,quality-of-service?)",
        "R push-id,I replace-push-id,I replace-method=pending-only|all,\
         I deliver-before-timestamp,I deliver-after-timestamp,I source-reference,\
         I ppg-notify-requested-to,I progress-notes-requested=true|false",
    ),
    ("address", "EMPTY", "R address-value"),
    (
        "quality-of-service",
        "EMPTY",
        "I priority=high|medium|low,\
         I delivery-method=confirmed|preferconfirmed|unconfirmed|notspecified,I network,\
         I network-required=true|false,I bearer,I bearer-required=true|false",
    ),
    (
        "push-response",
        "(progress-note*,response-result)",
        "R push-id,I sender-address,I sender-name,I reply-time",
    ),
    ("progress-note", "EMPTY", "R stage,I note,I time"),
    ("response-result", "EMPTY", "R code,I desc"),
    ("cancel-message", "(address*)", "R push-id"),
    ("cancel-response", "(cancel-result+)", "R push-id"),
    ("cancel-result", "(address*)", "R code,I desc"),
    (
        "resultnotification-message",
        "(address,quality-of-service?)",
        "R push-id,I sender-address,I sender-name,I received-time,I event-time,R message-state=\
         rejected|pending|delivered|undeliverable|expired|aborted|timeout|cancelled|unknown,\
         R code,I desc",
    ),
    ("resultnotification-response", "(address)", "R push-id,R code,I desc"),
    ("statusquery-message", "(address*)", "R push-id"),
    ("statusquery-response", "(statusquery-result+)", "R push-id"),
    (
        "statusquery-result",
        "(address*,quality-of-service?)",
        "I event-time,R message-state=\
         rejected|pending|delivered|undeliverable|expired|aborted|timeout|cancelled|unknown,\
         R code,I desc",
    ),
    ("ccq-message", "(address)", "I query-id,I app-id"),
    ("ccq-response", "(address)", "I query-id,R code,I desc"),
    ("badmessage-response", "EMPTY", "R code,I desc,I bad-message-fragment"),
];

fn dtd() -> String {
    let mut dtd = String::new();
    for (name, content, attributes) in ELEMENTS {
        writeln!(dtd, "<!ELEMENT {name} {content}>").unwrap();
        for attribute in attributes.split(',').map(str::trim) {
            let (demand, rest) = attribute.split_once(' ').unwrap();
            let (attribute, words) = rest.trim().split_once('=').unwrap_or((rest, ""));
            let kind =
                if words.is_empty() { "CDATA".into() } else { format!("({})", words.trim()) };
            let demand = if demand == "R" { "#REQUIRED" } else { "#IMPLIED" };
            writeln!(dtd, "<!ATTLIST {name} {} {kind} {demand}>", attribute.trim()).unwrap();
        }
    }
    dtd
}

/// An element with some of its attributes, mostly as they should be.
fn element(name: &'static str, children: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let row = ELEMENTS.iter().find(|row| row.0 == name).unwrap();
    let attributes: Vec<&'static str> = row.2.split(',').map(str::trim).collect();
    let attribute = |text: &'static str| {
        let (demand, rest) = text.split_once(' ').unwrap();
        let (name, words) = rest.trim().split_once('=').unwrap_or((rest, ""));
        let mut values: Vec<&str> = words.split('|').map(str::trim).collect();
        values.push("other");
        let common = if demand == "R" { 12 } else { 1 };
        let value = (0..12_usize, prop::sample::select(values.clone()))
            .prop_map(move |(often, any)| if often > 0 { values[0] } else { any });
        (0..=common, value).prop_map(move |(there, value)| {
            if there > 0 { format!(" {}=\"{value}\"", name.trim()) } else { String::new() }
        })
    };
    let attributes: Vec<_> = attributes.into_iter().map(attribute).collect();
    let strange = (0..30_u8).prop_map(|rare| if rare == 0 { " x=\"\"" } else { "" });
    (attributes, strange, children)
        .prop_map(move |(attributes, strange, children)| {
            format!("<{name}{}{strange}>{children}</{name}>", attributes.concat())
        })
        .boxed()
}

/// Children, mostly in order.
fn children(parts: Vec<BoxedStrategy<String>>) -> BoxedStrategy<String> {
    let part = |part: BoxedStrategy<String>| {
        (0..8_u8, vec(part.clone(), 0..3), part).prop_map(|(often, any, one)| match often {
            0 => any.concat(),
            _ => one,
        })
    };
    let parts: Vec<_> = parts.into_iter().map(part).collect();
    (parts, 0..12_u8)
        .prop_map(|(mut parts, rare)| {
            if rare == 0 {
                parts.reverse();
            }
            parts.concat()
        })
        .boxed()
}

fn document() -> BoxedStrategy<String> {
    let none = || Just(String::new()).boxed();
    let strange = || {
        (0..30_u8)
            .prop_map(|rare| {
                String::from(match rare {
                    0 => "<x/>",
                    1 => "text",
                    2 => "<address address-value=\"a\"/>",
                    _ => "",
                })
            })
            .boxed()
    };
    let address = || element("address", strange());
    let quality = || element("quality-of-service", none());
    let operations = vec![
        element("push-message", children(vec![address(), quality(), strange()])),
        element(
            "push-response",
            children(vec![element("progress-note", none()), element("response-result", none())]),
        ),
        element("cancel-message", children(vec![address()])),
        element(
            "cancel-response",
            children(vec![element("cancel-result", children(vec![address()]))]),
        ),
        element("resultnotification-message", children(vec![address(), quality()])),
        element("resultnotification-response", children(vec![address()])),
        element("statusquery-message", children(vec![address(), strange()])),
        element(
            "statusquery-response",
            children(vec![element("statusquery-result", children(vec![address(), quality()]))]),
        ),
        element("ccq-message", children(vec![address()])),
        element("ccq-response", children(vec![address()])),
        element("badmessage-response", none()),
    ];
    let operation = prop::strategy::Union::new(operations).boxed();
    element("pap", children(vec![operation]))
}

#[test]
fn libxml2_says_the_same() {
    let Some(xmllint) = data::tool("xmllint") else { return };
    let folder = env::temp_dir().join(format!("provost-dtd-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("pap.dtd"), dtd()).expect("a DTD");
    let config = Config::default();
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let doctype = "<!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 2.0//EN\" \"pap.dtd\">";
    let (mut valid, mut invalid) = (0, 0);
    let mut texts = Vec::new();
    for at in 0..600 {
        let text = format!("{doctype}{}", document().new_tree(&mut runner).unwrap().current());
        fs::write(folder.join(format!("{at}.xml")), &text).expect("a document");
        texts.push(text);
    }
    let mut run = Command::new(xmllint);
    run.args(["--noout", "--nonet", "--valid"]).current_dir(&folder);
    let output = run.args((0..texts.len()).map(|at| format!("{at}.xml"))).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for (at, text) in texts.iter().enumerate() {
        let place = format!("{at}.xml:");
        let refused = said.lines().any(|line| line.starts_with(&place));
        let found = check(text.as_bytes()).expect("well-formed");
        let ours = found.iter().any(|violation| violation.kind.is_of_dtd());
        assert_eq!(ours, refused, "{text}\n{found:?}");
        if refused { invalid += 1 } else { valid += 1 }
    }
    assert!(valid > 100 && invalid > 100, "{valid} valid, {invalid} not");
    fs::remove_dir_all(&folder).expect("a folder");
}
