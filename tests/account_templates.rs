//! Templates of one's own, and what of an application no template has a node for.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::account::{MAX_FINDINGS, Options, Plan, Problem, Row, Template, Templates};
use provost::cp::Document;
use provost::dm::Format;
use provost::dm::object::Account;
use provost::dm::tree::{MemoryTree, Node, Tree};
use provost::dm::uri::Uri;

fn document(inside: &str) -> Document {
    let xml = format!("<wap-provisioningdoc version='1.1'>{inside}</wap-provisioningdoc>");
    Document::from_xml(&xml).expect("a document")
}

fn application(inside: &str) -> String {
    format!("<characteristic type='APPLICATION'>{inside}</characteristic>")
}

fn parm(name: &str, value: &str) -> String {
    format!("<parm name='{name}' value='{value}'/>")
}

fn installed(plan: &Plan) -> MemoryTree {
    let mut tree = MemoryTree::new();
    plan.install(&mut tree).expect("installed");
    tree
}

fn node(tree: &MemoryTree, at: &str) -> Option<Node> {
    let uri: Uri = at.parse().expect("an address");
    tree.read(uri.path()).ok().map(|node| node.into_owned())
}

fn text(tree: &MemoryTree, at: &str) -> Option<String> {
    node(tree, at).and_then(|node| node.text().map(str::to_owned))
}

fn problems(plan: &Plan) -> Vec<(Problem, &str)> {
    plan.findings().iter().map(|finding| (finding.problem, finding.path.as_str())).collect()
}

#[test]
fn a_template_says_what_it_has() {
    let template = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games")
        .with(Row::new("X-LOBBY", "Lobby/URI"))
        .with_connections("Ways");
    assert_eq!((template.id(), template.object()), ("ap9999", "urn:example:mo:game:1.0"));
    assert_eq!((template.parent(), template.connections()), ("./Games", "Ways"));
    assert_eq!(template.node("X-LOBBY"), Some("Lobby/URI"));
    assert_eq!(template.node("X-OTHER"), None);
    let row = template.row("X-LOBBY").expect("a row");
    assert_eq!((row.parm(), row.node()), ("X-LOBBY", "Lobby/URI"));
    // It takes the place of one with its APPID, in whatever case; the others stay.
    let templates = Templates::default().with(Template::new("AP2001", "urn:own", "./Own"));
    assert_eq!(templates.find("ap2001").map(Template::object), Some("urn:own"));
    assert_eq!(templates.find("ap0001"), Templates::registered().find("ap0001"));
}

/// A value goes into a node of its format where it is one, and stays text where it is none.
#[test]
fn rows_have_formats() {
    let rows = [("X-ON", Format::Bool), ("X-COUNT", Format::Int)];
    let template = rows.into_iter().fold(
        Template::new("ap9999", "urn:example:mo:game:1.0", "./Games"),
        |template, (name, format)| template.with(Row::new(name, name).with_format(format)),
    );
    let options = Options::default().with_templates(Templates::NONE.with(template));
    for (name, value, format, written) in [
        ("X-ON", "1", Format::Bool, "true"),
        ("X-ON", "0", Format::Bool, "false"),
        ("X-ON", "TRUE", Format::Bool, "true"),
        ("X-ON", "False", Format::Bool, "false"),
        ("X-ON", "2", Format::Chr, "2"),
        ("X-COUNT", "-3", Format::Int, "-3"),
        ("X-COUNT", "three", Format::Chr, "three"),
    ] {
        let parms = [parm("APPID", "ap9999"), parm(name, value)].concat();
        let plan = Plan::of(&document(&application(&parms)), &options);
        assert_eq!(problems(&plan), []);
        let found = node(&installed(&plan), &format!("./Games/ap9999-1/{name}")).expect("a node");
        assert_eq!((found.format, found.text()), (format, Some(written)), "{name}={value}");
    }
}

/// Ways into the network go below the node that the template names, and then none is preferred.
#[test]
fn ways_of_another_name() {
    let access = "<characteristic type='NAPDEF'><parm name='NAPID' value='N1'/>\
        <parm name='NAME' value='a'/><parm name='NAP-ADDRESS' value='a'/></characteristic>";
    let parms = [parm("APPID", "ap9999"), parm("TO-NAPID", "N1")].concat();
    let document = document(&[access, &application(&parms)].concat());
    let template = Template::new("ap9999", "urn:example:mo:game:1.0", "./Games");
    let tree = |template| {
        let options = Options::new().with_templates(Templates::NONE.with(template));
        installed(&Plan::of(&document, &options))
    };
    let general = tree(template.clone());
    let way = Some("./NAP/NAP1".to_owned());
    assert_eq!(text(&general, "./Games/ap9999-1/ToConRef/1/ConRef"), way);
    assert_eq!(text(&general, "./Games/ap9999-1/PrefConRef"), way);
    let named = tree(template.with_connections("Ways"));
    assert_eq!(text(&named, "./Games/ap9999-1/Ways/1/ConRef"), way);
    assert_eq!(text(&named, "./Games/ap9999-1/PrefConRef"), None);
    assert_eq!(text(&named, "./Games/ap9999-1/ToConRef/1/ConRef"), None);
}

/// The nonce of an application is octets in the tree, as that of an account is.
#[test]
fn a_nonce_is_octets() {
    let auth = "<characteristic type='APPAUTH'><parm name='AAUTHLEVEL' value='APPSRV'/>\
        <parm name='AAUTHTYPE' value='DIGEST'/><parm name='AAUTHNAME' value='me'/>\
        <parm name='AAUTHDATA' value='AP8B'/></characteristic>";
    let text = application(&[&parm("APPID", "ap0001"), auth].concat());
    let plan = Plan::of(&document(&text), &Options::new());
    assert_eq!(problems(&plan), []);
    let nonce = node(&installed(&plan), "./PoC/ap0001-1/AppAuth/1/AAuthData").expect("a nonce");
    assert_eq!((nonce.format, &nonce.value[..]), (Format::Bin, &[0x00, 0xFF, 0x01][..]));
}

/// What no node carries is told with its place: a characteristic that applications do not have, and
/// parms whose names no node has.
#[test]
fn what_is_not_carried_is_told() {
    let long = "X".repeat(65);
    let resource = ["<characteristic type='RESOURCE'>", &parm("URI", "/play"), &parm("A/B", "c")];
    let resource = [&resource.concat(), &parm("X-OWN", "v"), "</characteristic>"].concat();
    let other = "<characteristic type='PORT'><parm name='PORTNBR' value='80'/></characteristic>";
    let parms = [&parm("APPID", "ap0001"), &*parm(&long, "v"), &parm("..", "v"), &resource, other];
    let document = document(&application(&parms.concat()));
    let plan = Plan::of_effective(&document, &Options::new());
    // Of a name that is too long the beginning is shown.
    let cut = format!("APPLICATION[0]/{}", &long[..40]);
    let mut found = problems(&plan);
    found.sort_by_key(|row| row.1);
    let expected = [
        (Problem::NotCarried, "APPLICATION[0]/.."),
        (Problem::NotCarried, "APPLICATION[0]/PORT"),
        (Problem::NotCarried, "APPLICATION[0]/RESOURCE[0]/A/B"),
        (Problem::NotCarried, &cut),
    ];
    assert_eq!(found, expected);
    let words = plan.findings().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(
        words.contains(&"not carried to the tree in APPLICATION[0]/PORT".to_owned()),
        "{words:?}"
    );
    // The rest is there.
    let tree = installed(&plan);
    assert_eq!(text(&tree, "./PoC/ap0001-1/Resource/1/URI").as_deref(), Some("/play"));
    assert_eq!(text(&tree, "./PoC/ap0001-1/Resource/1/Ext/X-OWN").as_deref(), Some("v"));
}

/// The list of findings has a bound, whatever a document repeats.
#[test]
fn findings_have_a_bound() {
    for (count, told) in [
        (MAX_FINDINGS - 1, MAX_FINDINGS - 1),
        (MAX_FINDINGS, MAX_FINDINGS),
        (MAX_FINDINGS + 1, MAX_FINDINGS),
    ] {
        let text = application(&parm("APPID", "ap7777")).repeat(count);
        let plan = Plan::of_effective(&document(&text), &Options::new());
        assert_eq!(plan.findings().len(), told);
        assert!(plan.findings().iter().all(|finding| finding.problem == Problem::NoTemplate));
    }
}

/// The three types of addresses of an account, and a host name, which is what a URI has.
#[test]
fn types_of_addresses() {
    for (own, address, kind) in [
        ("IPV4", "192.0.2.1", "IPv4"),
        ("IPV6", "2001:db8::1", "IPv6"),
        ("ALPHA", "dm.example", "URI"),
    ] {
        let own = [parm("ADDR", address), parm("ADDRTYPE", own)].concat();
        let address_of = format!("<characteristic type='APPADDR'>{own}</characteristic>");
        let parms = [parm("APPID", "w7"), parm("PROVIDER-ID", "s"), address_of].concat();
        let plan = Plan::of(&document(&application(&parms)), &Options::new());
        let mut tree = MemoryTree::new();
        let report = plan.install(&mut tree).expect("installed");
        let (_, at) = report.installed.accounts().next().expect("an account");
        let account = Account::read(&tree, at.path()).expect("an account");
        let found = account.addresses.first().expect("an address");
        assert_eq!((&*found.address, found.address_type.as_deref()), (address, Some(kind)));
    }
}
