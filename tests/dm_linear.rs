//! Twice the message is twice the memory, for each way in which a message can be long: decoded,
//! encoded, answered, checked, and what is left of it recovered.
//!
//! What no counter sees shows in the time: at these sizes anything quadratic takes long.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use bytes::Bytes;
use provost::dm::tnds::Document;
use provost::dm::tree::{Acl, Case, Engine, Item, MemoryTree, Node, Operation};
use provost::dm::{
    DecodeOptions, ErrorKind, Fragment, InteractionOptions, Leniency, Limit, Limits, Message,
    StatusCode, Syntax, lint,
};
use provost::wbxml;
use provost_tests::counting::{Counting, allocated};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Items of the smallest message of a family.
const COUNT: usize = 2_000;

const ITEM: &str = "<Item><Target><LocURI>./A</LocURI></Target><Data>1</Data></Item>";

fn options() -> DecodeOptions {
    let syntax = wbxml::Limits::DEFAULT.with_depth(1 << 20).with_expanded(1 << 28);
    let limits = Limits::DEFAULT.with_syntax(syntax).with_message(1 << 28);
    let limits = limits.with_commands(1 << 24).with_items(1 << 24).with_extras(1 << 24);
    let limits = limits.with_containers(1 << 24).with_deviations(1 << 24);
    DecodeOptions::lenient().allow(Leniency::Ampersand).with_limits(limits)
}

fn decode(input: &Bytes) -> Message {
    Message::decode_with(input, &options()).unwrap().value
}

/// What a message costs, in octets of memory, by what is done.
fn costs(input: &Bytes) -> Vec<(&'static str, u64)> {
    let (decoding, message) = allocated(|| decode(input));
    let mut costs = vec![("decode", decoding.octets)];
    for syntax in [Syntax::Xml, Syntax::Wbxml] {
        let (encoding, octets) = allocated(|| message.encode(syntax).unwrap());
        let (again, second) = allocated(|| decode(&octets));
        assert_eq!(second.commands().count(), message.commands().count());
        costs.push(("encode", encoding.octets));
        costs.push(("decode again", again.octets));
    }
    let (answering, _) = allocated(|| {
        let mut reply = message.reply();
        for command in message.commands() {
            reply.status(command, StatusCode::OK);
        }
        reply.finish()
    });
    let (checking, _) = allocated(|| lint(&[&message]));
    let (profile, _) = allocated(|| {
        let mut fragment = Fragment::default();
        fragment.message = message.clone();
        fragment.profile_faults()
    });
    let cut = input.slice(..input.len() - 20);
    let (recovering, recovered) = allocated(|| Message::recover(&cut, &options()));
    assert!(recovered.error.is_some());
    costs.extend([
        ("reply", answering.octets),
        ("lint", checking.octets),
        ("profile", profile.octets),
        ("recover", recovering.octets),
    ]);
    costs
}

fn check(name: &str, message: impl Fn(usize) -> Bytes) {
    let [one, two, four] = [COUNT, 2 * COUNT, 4 * COUNT].map(|count| {
        let input = message(count);
        (input.len() as f64, costs(&input))
    });
    for (small, large) in [(&one, &two), (&two, &four)] {
        let growth = large.0 / small.0;
        for ((what, less), (_, more)) in small.1.iter().zip(&large.1) {
            // Lists grow in steps of twice their size, so that one may have just grown.
            let bound = *less as f64 * growth * 1.5 + 16_384.0;
            assert!(*more as f64 <= bound, "{name}: {what} grows from {less} to {more}");
        }
    }
}

fn with_body(body: &str) -> Bytes {
    Bytes::from(format!(
        "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
        <SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>d</LocURI></Target>\
        <Source><LocURI>s</LocURI></Source></SyncHdr><SyncBody>{body}</SyncBody></SyncML>"
    ))
}

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

fn data(content: &str) -> Bytes {
    with_body(&format!(
        "<Add><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target>\
        <Data>{content}</Data></Item></Add>"
    ))
}

#[test]
fn commands() {
    check("commands", |count| {
        with_body(&repeated(count, |at| format!("<Add><CmdID>{at}</CmdID>{ITEM}</Add>")))
    });
    check("commands with one identifier", |count| {
        with_body(&repeated(count, |_| format!("<Add><CmdID>1</CmdID>{ITEM}</Add>")))
    });
    check("items", |count| {
        with_body(&format!("<Add><CmdID>1</CmdID>{}</Add>", ITEM.repeat(count)))
    });
    check("members", |count| {
        let members = repeated(count, |at| format!("<Add><CmdID>{at}</CmdID>{ITEM}</Add>"));
        with_body(&format!("<Atomic><CmdID>a</CmdID>{members}</Atomic>"))
    });
}

#[test]
fn answers() {
    check("statuses", |count| {
        with_body(&repeated(count, |at| {
            format!(
                "<Status><CmdID>{at}</CmdID><MsgRef>1</MsgRef><CmdRef>{at}</CmdRef><Cmd>Add</Cmd>\
                <TargetRef>./A</TargetRef><Data>200</Data></Status>"
            )
        }))
    });
    check("references with attributes", |count| {
        let refs = "<TargetRef a='1'>./A</TargetRef>".repeat(count);
        with_body(&format!(
            "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Add</Cmd>{refs}\
            <Data>200</Data></Status>"
        ))
    });
    check("references", |count| {
        with_body(&format!(
            "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Add</Cmd>{}\
            <Data>200</Data></Status>",
            "<TargetRef>./A</TargetRef>".repeat(count)
        ))
    });
}

#[test]
fn departures() {
    check("elements out of order", |count| {
        with_body(&repeated(count, |at| format!("<Add>{ITEM}<CmdID>{at}</CmdID></Add>")))
    });
    check("unknown elements", |count| with_body(&"<x><y>1</y></x>".repeat(count)));
    check("unknown elements in one another", |count| {
        let count = count / 10;
        with_body(&format!("{}{}", "<x>".repeat(count), "</x>".repeat(count)))
    });
    check("attributes", |count| {
        with_body(&format!("<Add><CmdID>1</CmdID>{}</Add>", "<Item a='1'/>".repeat(count)))
    });
    check("comments", |count| with_body(&"<!-- -->".repeat(count)));
    check("instructions", |count| with_body(&"<?a b?>".repeat(count)));
    check("white space", |count| with_body(&" \n".repeat(count)));
    check("text between elements", |count| with_body(&"a<Final/>".repeat(count)));
    check("meta information", |count| {
        let types = "<Type xmlns='syncml:metinf'>t</Type>".repeat(count);
        with_body(&format!("<Add><CmdID>1</CmdID><Meta>{types}</Meta>{ITEM}</Add>"))
    });
}

#[test]
fn content() {
    check("text", |count| data(&"value ".repeat(count)));
    check("references", |count| data(&"&amp;".repeat(count)));
    check("bare ampersands", |count| data(&"&a=1".repeat(count)));
    check("texts around comments", |count| data(&"a<!-- -->".repeat(count)));
    check("sections", |count| data(&"<![CDATA[a]]>b".repeat(count)));
    check("markup", |count| data(&format!("<a>{}</a>", "<b c='1'>d</b>".repeat(count))));
    check("names of markup", |count| {
        data(&format!("<a>{}</a>", repeated(count, |at| format!("<b{at}/>"))))
    });
    check("an address", |count| {
        let uri = "./A".repeat(count);
        with_body(&format!(
            "<Get><CmdID>1</CmdID><Item><Target><LocURI>{uri}</LocURI></Target></Item></Get>"
        ))
    });
}

/// Many strings, and many opaque octets, in one element of WBXML.
#[test]
fn pieces_of_wbxml() {
    let message = |piece: &[u8], count: usize| {
        let head = b"\x02\xA4\x01\x6A\x00\x6D\x6B\x45\x4B\x031\0\x01\x54\x4F";
        let pieces = piece.repeat(count);
        Bytes::from([&head[..], &pieces, b"\x01\x01\x01\x12\x01\x01"].concat())
    };
    let identifier = |piece: &[u8], count: usize| {
        let pieces = piece.repeat(count);
        let head = b"\x02\xA4\x01\x6A\x00\x6D\x6B\x45\x4B";
        Bytes::from([&head[..], &pieces, b"\x01\x54\x0F\x01\x01\x12\x01\x01"].concat())
    };
    check("strings of an identifier", |count| identifier(b"\x03ab\0", count));
    check("opaque octets of an identifier", |count| identifier(b"\xC3\x02ab", count));
    check("parts of an identifier", |count| identifier(b"\x03a\0\xC3\x01b", count));
    check("strings", |count| message(b"\x03ab\0", count));
    check("opaque octets", |count| message(b"\xC3\x02ab", count));
    check("both", |count| message(b"\x03a\0\xC3\x01b", count));
    check("switches", |count| message(b"\x00\x01\x00\x00", count));
}

#[test]
fn options_of_interaction() {
    let cost = |count: usize| {
        let text = "DR=1-2-3&X=%20&".repeat(count);
        allocated(|| InteractionOptions::parse(&text)).0.octets
    };
    assert!(cost(4 * COUNT) <= 5 * cost(COUNT) + 16_384);
}

/// A tree with a value of many pieces.
#[test]
fn trees() {
    let cost = |piece: &[u8], count: usize| {
        let head = b"\x03\0\0\x6A\x1D-//OMA//DTD-DM-DDF 1.2//EN\0\0\0\x00\x02\x60\x64\x76";
        let input = [&head[..], &piece.repeat(count), b"\x01\x01\x01"].concat();
        allocated(|| Document::decode(&input).unwrap()).0.octets
    };
    for piece in [&b"\x03ab\0"[..], b"\xC3\x02ab", b"\xC3\x01\xFF", b"\x03a\0\xC3\x01\xFF"] {
        assert!(cost(piece, 4 * COUNT) <= 6 * cost(piece, COUNT) + 16_384, "{piece:x?}");
    }
}

/// A session of many messages.
#[test]
fn sessions() {
    let cost = |count: usize| {
        let body = "<Get><CmdID>2</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>";
        let message = decode(&with_body(body));
        let messages: Vec<Message> = (0..count).map(|_| message.clone()).collect();
        let messages: Vec<&Message> = messages.iter().collect();
        allocated(|| lint(&messages)).0.octets
    };
    assert!(cost(4 * COUNT) <= 5 * cost(COUNT) + 16_384);
}

/// A tree that is replaced by a document which has the one half of its names, in other letters where
/// these do not count, and none of the other half.
#[test]
fn replaced_trees() {
    let cost = |case: Case, count: usize| {
        let acl: Acl = "Add=*&Get=*&Replace=*&Delete=*".parse().unwrap();
        let tree = MemoryTree::with_root(Node::interior().with_acl(acl));
        let mut engine = Engine::new(tree.with_case(case).unwrap());
        let mut document = String::from("<MgmtTree><VerDTD>1.2</VerDTD>");
        for at in 0..count {
            for name in ["Keep", "Other"] {
                let target = format!("./A/{name}{at}");
                let add = Operation::Add(Item::new(&target).with_data("v"));
                assert_eq!(engine.execute("srv", &add).status().0, 200);
            }
            let name = if case == Case::Insensitive { "KEEP" } else { "Keep" };
            document += &format!("<Node><NodeName>{name}{at}</NodeName><Value>v</Value></Node>");
        }
        document += "</MgmtTree>";
        let kind = "application/vnd.syncml.dmtnds+xml";
        let replace = Operation::Replace(Item::new("./A").with_type(kind).with_data(document));
        let (costs, outcome) = allocated(|| engine.execute("srv", &replace));
        assert_eq!(outcome.status().0, 200);
        assert_eq!(engine.tree().len(), count + 2);
        costs.octets
    };
    for case in [Case::Sensitive, Case::Insensitive] {
        assert!(cost(case, 4 * COUNT) <= 6 * cost(case, COUNT) + 16_384, "{case:?}");
    }
}

/// A long name at the top is a part of the address of each node below it, and so is a long target:
/// that is bounded before there are such addresses.
#[test]
fn long_names_of_trees() {
    let document = |name: usize, count: usize| {
        let children = "<Node><NodeName>a</NodeName></Node>".repeat(count);
        format!(
            "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>{}</NodeName>{children}</Node></MgmtTree>",
            "n".repeat(name)
        )
    };
    let many = document(1 << 19, 10_000);
    let (costs, decoded) = allocated(|| Document::decode(many.as_bytes()));
    assert_eq!(decoded.unwrap_err().kind(), ErrorKind::Limit(Limit::Nodes));
    assert!(costs.octets < 192 << 20, "{costs:?}");
    assert_eq!(Document::decode(document(1 << 19, 100).as_bytes()).unwrap().nodes().len(), 101);

    let target = format!("./{}", "t".repeat(1 << 19));
    let few = document(1, 10_000);
    let item = Item::new(&target).with_type("application/vnd.syncml.dmtnds+xml").with_data(few);
    let mut engine = Engine::new(MemoryTree::new());
    let (costs, outcome) = allocated(|| engine.execute("srv", &Operation::Add(item)));
    assert_eq!(outcome.status().0, 413);
    assert!(costs.octets < 192 << 20, "{costs:?}");
}
