//! Cards that provision a phone: one with data, another in its place, one with a key alone, an obsolete
//! one; and two authorities that share the phone.
//!
//! `cargo run -p provost-examples --features network --example smart_card`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use core::error::Error;

use provost::account::{Options, Plan};
use provost::bootstrap::card::Kind;
use provost::bootstrap::{Bearer, Context, Grant, Installed, Policy, Purpose, Security, verify};
use provost::cp::build::{AccessPointBuilder, ContextBuilder, DocumentBuilder};
use provost::cp::{CardFile, ContextId, Contexts, Document, Source, SourceKind};
use provost::dm::auth::Credential;
use provost::dm::bootstrap::{Bootstrap, InstallOptions};
use provost::dm::object::{Account, AccountAddress, AccountAuth, Layout};
use provost::dm::session::{End, ServerConfig, ServerOutput, ServerState, Trigger};
use provost::dm::tree::{Acl, MemoryTree, Right, Tree};
use provost::dm::uri::Uri;
use provost::dm::{
    Alert, AlertCode, AuthType, Command, Data, Format, Item, Meta, Request, StatusCode,
};
use provost::provision::Received;
use provost_examples::card::Uicc;
use provost_examples::management::Management;
use provost_examples::operator::Secrets;
use provost_examples::scene::Scene;
use provost_examples::terminal::{Person, Terminal, nobody};

fn main() -> Result<(), Box<dyn Error>> {
    first_card()?;
    priorities()?;
    key_only()?;
    obsolete_card()?;
    two_authorities()
}

/// A card is put in: what it holds needs no MAC, for the bearer vouches for it.
fn first_card() -> Result<(), Box<dyn Error>> {
    let card = Uicc::with_document("8949000000000000001", &settings("card")?.to_wbxml_strict()?)?;
    let mut contexts = Contexts::new();
    let id = insert(&card, &mut contexts)?;
    println!("card        {} brings {}", card.id, address(&contexts, &id)?);
    assert_eq!(address(&contexts, &id)?, "card.example");

    // The same octets without a MAC over the air are not taken, and beside a card not with one.
    let found = card.discover();
    let (_, body) = found.documents().next().ok_or("no document")?;
    let refusal = admit(body, Bearer::Sms).err().ok_or("admitted by SMS")?;
    println!("phone       refuses them by SMS: {refusal}");

    // Another card: what the first has brought is out of sight, and comes back with it.
    let other = Uicc::with_document("8949000000000000002", &settings("other")?.to_wbxml_strict()?)?;
    insert(&other, &mut contexts)?;
    assert_eq!(address(&contexts, &id)?, "other.example");
    contexts.set_card(Some(&card.id));
    assert_eq!(address(&contexts, &id)?, "card.example");
    contexts.set_card(None);
    assert_eq!(contexts.contexts().count(), 0, "without a card there is nothing");
    println!("phone       keeps the settings of each of two cards apart");
    Ok(())
}

/// Whose value counts: that of the management server before the card's before the device's own.
fn priorities() -> Result<(), Box<dyn Error>> {
    let card_id = "8949000000000000001";
    let server = || (settings("server"), Source::device_management());
    let card = || (settings("card"), Source::card(CardFile::Config1, card_id));
    let device = || (settings("device"), Source::preconfigured());
    let table = [
        (vec![device()], "device.example"),
        (vec![device(), card()], "card.example"),
        (vec![card(), device()], "card.example"),
        (vec![device(), card(), server()], "server.example"),
        (vec![server(), device(), card()], "server.example"),
        (vec![card(), server()], "server.example"),
        (vec![server(), device()], "server.example"),
    ];
    println!("\nWho has provisioned the phone, in order of time, and whose settings count:");
    for (sources, expected) in table {
        let mut contexts = Contexts::new();
        contexts.set_card(Some(card_id));
        let (mut id, mut names) = (None, Vec::new());
        for (document, source) in sources {
            names.push(name_of(source.kind()));
            let report = contexts.install(document?, source);
            id = report.context;
        }
        let counts = address(&contexts, &id.ok_or("not installed")?)?;
        println!("{:<30}{counts}", names.join(", "));
        assert_eq!(counts, expected);
    }
    Ok(())
}

/// What a source is called here.
const fn name_of(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::DeviceManagement => "server",
        SourceKind::CardBootstrap | SourceKind::CardConfig1 | SourceKind::CardConfig2 => "card",
        SourceKind::Preconfigured => "maker",
        _ => "other",
    }
}

/// A card with nothing but a key: it is what the phone proves itself with at its management server.
fn key_only() -> Result<(), Box<dyn Error>> {
    println!("\nCards with a key alone, of which the server knows one:");
    let cards = [
        Uicc::with_key("8949000000000000003", b"of the card"),
        Uicc::with_key("8949000000000000004", b"of another"),
    ];
    for (card, is_right) in cards.iter().zip([true, false]) {
        let key = card.discover().key.ok_or("no key on the card")?;
        let secret = key.reveal_text().ok_or("a key that is no text")?;
        let server = Management::start()?;
        let mut terminal = Terminal::start(IMSI, MemoryTree::new())?;
        let auth = AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("alice", secret);
        let at = give_account(&mut terminal, "dm.example.com", &server, vec![auth])?;
        let demanding = ServerState::new(ServerConfig::new().demanding(AuthType::Md5));
        let credential = Credential::new("alice", "of the card");
        server.enroll(&terminal.device, demanding, Some(credential), None);
        server.queue(&terminal.device, [add("./Settings/Page", "http://example/")])?;
        let outcome = terminal.manage(&at, Trigger::user("1"), [], nobody)?;
        let end = if is_right { "is let in" } else { "is refused" };
        println!("phone       with the key of card {} {end} by its server", card.id);
        assert_eq!(outcome.end == End::Completed, is_right);
        assert_eq!(terminal.text("./Settings/Page").is_some(), is_right);
    }
    Ok(())
}

/// A card with old settings is refreshed over the air, and the transfer is confirmed to the server.
fn obsolete_card() -> Result<(), Box<dyn Error>> {
    println!("\nA card that is obsolete:");
    let mut scene = Scene::start()?;
    let mut terminal = Terminal::start(IMSI, MemoryTree::new())?;
    let account = SECRETS.account(&scene.server.url())?;
    let document = Document::new().with(account.into());
    Plan::of(&document, &Options::new()).install(terminal.engine.tree_mut())?;
    SECRETS.enroll(&scene.server, &terminal.device)?;
    let old = settings("old")?.to_wbxml_strict()?;
    let mut card = Uicc::with_document("8949000000000000005", &old)?;
    assert_eq!(put_in(&mut terminal, &card)?, "old.example");

    // The server is told which version the card has, and sends another where that is obsolete.
    let new = settings("new")?.to_wbxml_strict()?;
    let content = new.clone();
    scene.server.react(&terminal.device, move |output, server| {
        let ServerOutput::Alert(told) = output else { return };
        if told.alert.events().any(|event| event.data.and_then(Data::trimmed) == Some("1")) {
            let meta = Meta::new().with_format(Format::Bin);
            let item =
                Item::target(CARD_FILE).with_meta(meta).with_data(Data::opaque(content.clone()));
            server.queue(Command::Add(Request::new(item)));
        }
    })?;
    let (outcome, _) = scene.call(&mut terminal, &SECRETS, 1, [version_of_card("1")], nobody)?;
    assert_eq!(outcome.end, End::Completed);
    let node: Uri = CARD_FILE.parse()?;
    let octets = terminal.engine.tree().read(node.path())?.value.clone();
    assert_eq!(octets, new);
    let found = card.discover();
    card.write(&found.file(Kind::Config1).ok_or("no Config1")?.write(&octets)?);
    assert_eq!(put_in(&mut terminal, &card)?, "new.example");

    let (outcome, told) = scene.call(&mut terminal, &SECRETS, 2, [version_of_card("2")], nobody)?;
    let confirmed = told.iter().any(|output| matches!(output, ServerOutput::Alert(_)));
    assert!(confirmed && outcome.alerts.iter().all(|alert| alert.1 == Some(StatusCode::OK)));
    println!("server      has sent new settings to the card, and is told that they are on it");
    Ok(())
}

/// The operator and an enterprise share the phone, and neither touches what is the other's.
fn two_authorities() -> Result<(), Box<dyn Error>> {
    println!("\nTwo authorities, and what each may do:");
    let mut terminal = Terminal::start(IMSI, MemoryTree::new())?;
    let (operator, enterprise) = (Management::start()?, Management::start()?);
    let table = [
        (&operator, "operator.example", add("./Operator/Page", "1"), 200),
        (&enterprise, "enterprise.example", add("./Enterprise/Mail", "2"), 200),
        (&enterprise, "enterprise.example", replace("./Operator/Page", "3"), 425),
        (&enterprise, "enterprise.example", add("./Operator/More", "3"), 425),
        (&enterprise, "enterprise.example", delete("./Operator"), 425),
        (&operator, "operator.example", replace("./Enterprise/Mail", "4"), 425),
        (&operator, "operator.example", delete("./Enterprise"), 425),
        (&operator, "operator.example", delete("./DMAcc/2"), 425),
        (&operator, "operator.example", replace("./Operator/Page", "5"), 200),
    ];
    let mut accounts = Vec::new();
    for (name, server) in [("operator.example", &operator), ("enterprise.example", &enterprise)] {
        accounts.push((name, give_account(&mut terminal, name, server, Vec::new())?));
        server.enroll(&terminal.device, ServerState::new(ServerConfig::new()), None, None);
    }
    for (number, (server, name, command, expected)) in (1..).zip(table) {
        let target = command.items().first().and_then(Item::target_uri).unwrap_or_default();
        print!("{name:<20}{:<8}{target:<19}", command.name());
        server.queue(&terminal.device, [command.clone()])?;
        let at = accounts.iter().find(|account| account.0 == name).map(|account| &account.1);
        let at = at.ok_or("no account")?;
        terminal.manage(at, Trigger::user(format!("{number}")), [], nobody)?;
        let code = server.session()?.iter().find_map(|output| match output {
            ServerOutput::Result(result) => result.status(),
            _ => None,
        });
        let code = code.ok_or("no status")?;
        println!("{} {}", code.0, code.name().unwrap_or_default());
        assert_eq!(code.0, expected);
    }
    assert_eq!(terminal.text("./Operator/Page").as_deref(), Some("5"));
    assert_eq!(terminal.text("./Enterprise/Mail").as_deref(), Some("2"));

    // The same for provisioning documents: what one takes away is its own.
    let mut contexts = Contexts::new();
    let source = |owner: &str| Source::over_the_air().of_owner(owner);
    let own = |owner: &str| settings(owner).map(|document| (document, source(owner)));
    let (document, from) = own("operator")?;
    let of_operator = contexts.install(document, from).context.ok_or("not installed")?;
    let (document, from) = own("enterprise")?;
    let of_enterprise = contexts.install(document, from).context.ok_or("not installed")?;
    assert_ne!(of_operator, of_enterprise, "one provisioning server, two contexts");
    assert_eq!(contexts.remove(&source("enterprise")), 1);
    assert_eq!(address(&contexts, &of_operator)?, "operator.example");
    assert!(contexts.context(&of_enterprise).is_none());
    Ok(())
}

const IMSI: &str = "228010123456789";
const CARD_FILE: &str = "./Card/Config1";
const SECRETS: Secrets = Secrets {
    server: "dm.example.com",
    device: ("alice", "of the phone"),
    password: "of the server",
};

/// Gives a phone an account, as its maker does: where it is.
fn give_account(
    terminal: &mut Terminal<MemoryTree>,
    server: &str,
    at: &Management,
    auth: Vec<AccountAuth>,
) -> Result<Uri, Box<dyn Error>> {
    let addresses = vec![AccountAddress::new(at.url())];
    let account = Account { addresses, auth, ..Account::new(server) };
    let mut acl = Acl::EMPTY;
    for right in [Right::Get, Right::Replace, Right::Delete] {
        acl = acl.with(right, server)?;
    }
    let name = if server.starts_with('e') { "2" } else { "1" };
    let object = account.to_object(name, Layout::V1_2)?.with_acl(acl)?;
    Bootstrap::of_objects([object]).install(terminal.engine.tree_mut(), &InstallOptions::new())?;
    terminal.account(server)
}

/// Puts a card into a phone that has an account: the access point that counts then.
fn put_in(terminal: &mut Terminal<MemoryTree>, card: &Uicc) -> Result<String, Box<dyn Error>> {
    let found = card.discover();
    let (kind, body) = found.documents().next().ok_or("no document on the card")?;
    let received = Received::from_card(&card.id, kind, body)?;
    terminal.contexts.set_card(Some(&card.id));
    let report = terminal.take(&received, &mut Person::default());
    let context = report.context().ok_or_else(|| report.to_string())?;
    address(&terminal.contexts, context)
}

/// What a phone tells of the card in it.
fn version_of_card(version: &'static str) -> Alert {
    let meta = Meta::new().with_type("Reversed-Domain-Name: com.example.card");
    let item = Item::source("./Card").with_meta(meta).with_data(version);
    Alert::new(AlertCode::GENERIC).with_item(item)
}

fn add(at: &str, value: &'static str) -> Command {
    Command::Add(Request::new(Item::target(at).with_data(value)))
}

fn replace(at: &str, value: &'static str) -> Command {
    Command::Replace(Request::new(Item::target(at).with_data(value)))
}

fn delete(at: &str) -> Command {
    Command::Delete(Request::new(Item::target(at)))
}

/// Reads a card as a phone does when it is put in, and installs what it brings.
fn insert(card: &Uicc, contexts: &mut Contexts) -> Result<ContextId, Box<dyn Error>> {
    let found = card.discover();
    let (kind, body) = found.documents().next().ok_or("no document on the card")?;
    assert_eq!(kind, Kind::Config1);
    let grant = admit(body, Bearer::Card)?;
    contexts.set_card(Some(&card.id));
    let document = Document::from_wbxml(grant.body())?;
    let report = contexts.install(document, Source::card(CardFile::Config1, &card.id));
    Ok(report.context.ok_or("not installed")?)
}

fn admit(body: &[u8], bearer: Bearer) -> Result<Grant<'_>, provost::bootstrap::Refusal> {
    let installed = Installed { on_card: bearer == Bearer::Card, ..Installed::NOTHING };
    let outcome = verify(body, &Security::NONE, &[]);
    Policy::STRICT.admit(outcome, bearer, Purpose::bootstrap(Context::Other, installed))
}

/// The settings of an operator for its context, from one of several sources.
fn settings(source: &str) -> Result<Document, provost::cp::build::Invalid> {
    DocumentBuilder::new()
        .with(ContextBuilder::new("Operator").at("http://tps.operator.example/"))
        .with(AccessPointBuilder::packet("NET", "Internet", &format!("{source}.example")))
        .build()
}

/// The access point that counts in a context.
fn address(contexts: &Contexts, id: &ContextId) -> Result<String, Box<dyn Error>> {
    let effective = contexts.effective(id).ok_or("no such context")?;
    let access = effective.document.access_points().next().ok_or("no access point")?;
    Ok(access.address().ok_or("no address")?.to_owned())
}
