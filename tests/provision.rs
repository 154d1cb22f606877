//! From received octets to a device that can begin a session: who is admitted, what is installed, what
//! goes with the card, and what is never let in.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests have the standard library, and their helpers may fail"
)]

extern crate alloc;

use alloc::borrow::Cow;
use std::fs;

use provost::account::Options;
use provost::bootstrap::card::Kind;
use provost::bootstrap::{
    Bearer, Identity, Imsi, Method, NetworkId, Policy, Refusal, Relaxation, UserPin, sign,
};
use provost::cp::build::ApplicationBuilder;
use provost::cp::{
    AppAuthLevel, Characteristic, Contexts, Document, Kind as Type, Summary, WithSecrets,
};
use provost::dm::bootstrap::Bootstrap;
use provost::dm::object::{AccessPoint, Account, AccountAddress, AccountAuth, Layout, Object};
use provost::dm::session::{Client, Entropy, Instant, Output, Trigger};
use provost::dm::tree::{
    Edit, Engine, Item, MemoryTree, Node, Operation, Transaction, Tree, TreeError,
};
use provost::dm::uri::{Path, Uri};
use provost::provision::{Decision, Device, Ledger, ReceiveError, Received, Report, User};
use provost::push::wsp::{ContentType, Push};
use provost_tests::{data, vectors::unhex};

const IMSI: &str = "466923103145252";

fn sims() -> Vec<Identity> {
    let imsi: Imsi = IMSI.parse().expect("digits");
    vec![Identity::from(imsi.clone()), Identity::from(NetworkId::from_digits(&imsi))]
}

/// A user with a PIN who agrees or not, and what was asked.
struct Person {
    pin: Option<&'static str>,
    agrees: bool,
    asked: Vec<u8>,
    shown: Vec<String>,
}

impl Person {
    const fn with_pin(pin: &'static str) -> Self {
        Self { pin: Some(pin), agrees: true, asked: Vec::new(), shown: Vec::new() }
    }
}

impl User for Person {
    fn pin(&mut self, tries_left: u8) -> Option<UserPin> {
        self.asked.push(tries_left);
        self.pin.map(|pin| pin.parse().expect("digits"))
    }

    fn consents(&mut self, summary: &Summary) -> bool {
        self.shown.push(summary.to_string());
        self.agrees
    }
}

/// What a device keeps.
#[derive(Clone, Debug, Default)]
struct Kept {
    contexts: Option<Contexts>,
    tree: MemoryTree,
    ledger: Ledger,
}

impl Kept {
    /// Does something with the device.
    fn with<R>(&mut self, act: impl FnOnce(&mut Device<'_, MemoryTree>) -> R) -> R {
        let contexts = self.contexts.get_or_insert_with(Contexts::new);
        act(&mut Device::new(contexts, &mut self.tree, &mut self.ledger))
    }

    fn receive(&mut self, received: &Received<'_>, user: &mut Person) -> Report {
        self.with(|device| device.receive(received, &sims(), user))
    }

    /// A device that was switched off and on: what it has stored, and nothing else.
    fn restart(&mut self) {
        let contexts = self.contexts.take().expect("contexts");
        let stored = serde_json::to_string(&WithSecrets(&contexts)).expect("storable");
        let back: Contexts = serde_json::from_str(&stored).expect("what was stored");
        self.contexts = Some(back);
        let stored = serde_json::to_string(&self.ledger).expect("storable");
        assert!(!stored.contains("planted"), "{stored}");
        let ledger: Ledger = serde_json::from_str(&stored).expect("what was stored");
        assert_eq!(ledger.entries(), self.ledger.entries());
        self.ledger = ledger;
    }

    /// That nothing is there, or that it is as it was.
    fn state(&self) -> String {
        let nodes = Object::capture(&self.tree, Uri::ROOT.path()).expect("readable");
        let tree: Vec<String> = nodes
            .to_document()
            .nodes()
            .map(|node| format!("{} {:?}", node.path(), node.octets()))
            .collect();
        let contexts = self.contexts.as_ref().filter(|it| it.contexts().next().is_some());
        format!("{contexts:?} {tree:?} {:?}", self.ledger.entries())
    }
}

const ADDRESS: &str = "https://dm.example/";

fn w7(server: &str, secret: &str) -> Characteristic {
    ApplicationBuilder::device_management(server, ADDRESS)
        .with_credentials(AppAuthLevel::APPSRV, "DIGEST", "me", secret, "")
        .starting_session()
        .into()
}

fn nap(address: &str) -> Characteristic {
    Characteristic::new(Type::NapDef)
        .with("NAPID", "N1")
        .with("NAME", "Internet")
        .with("NAP-ADDRESS", address)
        .with("NAP-ADDRTYPE", "APN")
}

fn tps(url: &str) -> Characteristic {
    Characteristic::new(Type::Bootstrap).with("NAME", "Operator").with("PROVURL", url)
}

fn cp(parts: impl IntoIterator<Item = Characteristic>) -> Vec<u8> {
    parts.into_iter().fold(Document::new(), Document::with).to_wbxml().expect("a document")
}

fn dm(server: &str) -> Vec<u8> {
    let account = Account {
        preferred_connection: Some("./Inbox/Internet".into()),
        addresses: vec![AccountAddress::new(ADDRESS)],
        auth: vec![AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "planted-dm")],
        ..Account::new(server)
    };
    let nap = AccessPoint { address: "internet".into(), ..AccessPoint::new("N") };
    let objects = [
        account.to_object("Operator", Layout::V1_2).expect("an account"),
        nap.to_object("Internet").expect("an access point"),
    ];
    Bootstrap::of_objects(objects).to_wbxml(server, "IMEI:1").expect("a message").to_vec()
}

const CP: &str = "application/vnd.wap.connectivity-wbxml";
const DM: &str = "application/vnd.syncml.dm+wbxml";

/// The text of the media type, signed.
fn signed(media_type: &str, body: &[u8], method: Method) -> String {
    let pin: UserPin = "1234".parse().expect("digits");
    let sims = sims();
    let sim = &sims[usize::from(media_type == DM)];
    let signed = sign(body, method, &sim.with_pin(&pin)).expect("signed");
    format!("{media_type}; {}", signed.parameters())
}

fn received<'a>(media_type: &str, body: &'a [u8]) -> Received<'a> {
    Received::from_content_type(media_type, body, Bearer::Sms).expect("a media type")
}

/// That a session begins with what the tree has: its first message goes to the server's address.
fn begins_a_session(tree: &MemoryTree, report: &Report) {
    let session = report.sessions().next().expect("a session");
    let account = Account::read(tree, session.at.path()).expect("an account");
    let config = account.config(Entropy::new([7; 32])).expect("an address").with_device("IMEI:1");
    let mut client = Client::new(config, Trigger::user("1"));
    let mut engine = Engine::new(tree.clone());
    let Output::Send(request) = client.poll(&mut engine, Instant::ZERO) else {
        panic!("nothing is sent")
    };
    assert_eq!(request.uri, ADDRESS);
    let message = provost::dm::Message::decode(&request.body).expect("a message");
    assert!(message.header.cred.is_some());
}

#[test]
fn both_profiles_end_in_a_tree_where_a_session_can_begin() {
    for (media_type, body) in
        [(CP, cp([nap("internet"), w7("com.example", "planted-cp")])), (DM, dm("com.example"))]
    {
        let methods = if media_type == CP {
            [Method::UserPin, Method::UserNetworkPin]
        } else {
            [Method::DmUserPin, Method::DmUserPinNetworkId]
        };
        for method in methods {
            let text = signed(media_type, &body, method);
            // As a push of WSP, in octets.
            let push = Push::new(ContentType::from_text(&text).expect("a type"), body.clone());
            let push = Push::decode(&push.to_bytes()).expect("a push");
            let received = Received::from_push(&push, Bearer::Sms).expect("a media type");
            let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
            let report = kept.receive(&received, &mut user);
            assert!(report.is_installed(), "{report}");
            assert_eq!(user.asked, [3], "{report}");
            assert_eq!(
                user.shown,
                [
                    "Lets a server manage the device: dm.example\nSets up an access point: internet\n"
                ]
            );
            begins_a_session(&kept.tree, &report);
            let shown = format!("{report} {report:?} {kept:?}");
            assert!(!shown.contains("planted"), "{shown}");
            // A second bootstrap of the same server is refused before anybody is asked to agree.
            let before = kept.state();
            let mut user = Person::with_pin("1234");
            let report = kept.receive(&received, &mut user);
            assert_eq!(report.refusal(), Some(&Refusal::AlreadyBootstrapped), "{report}");
            assert!(user.shown.is_empty());
            assert_eq!(kept.state(), before);
        }
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let account = cp([w7("com.example", "planted")]);
    let settings = cp([nap("internet")]);
    let message = dm("com.example");
    let with_pin = signed(CP, &account, Method::UserPin);
    let rows: [(&str, String, &[u8], Refusal); 8] = [
        ("no SEC", CP.into(), &account, Refusal::Unauthenticated),
        ("no SEC", DM.into(), &message, Refusal::Unauthenticated),
        ("another body", with_pin.clone(), &settings, Refusal::Failed(Method::DmUserPin)),
        (
            "MAC alone",
            format!("{CP}; MAC={}", "0".repeat(40)),
            &settings,
            Refusal::Malformed(provost::bootstrap::Defect::MacWithoutSec),
        ),
        (
            "account by NETWPIN",
            signed(CP, &account, Method::NetworkPin),
            &account,
            Refusal::Method(Method::NetworkPin),
        ),
        (
            "account by NETWORKID",
            signed(DM, &message, Method::DmNetworkId),
            &message,
            Refusal::Method(Method::DmNetworkId),
        ),
        (
            "unknown SEC",
            format!("{CP}; SEC=9; MAC={}", "0".repeat(40)),
            &settings,
            Refusal::UnsupportedMethod(9.into()),
        ),
        (
            "wrong MAC",
            format!("{CP}; SEC=0; MAC={}", "0".repeat(40)),
            &settings,
            Refusal::Failed(Method::NetworkPin),
        ),
    ];
    for (name, text, body, refusal) in rows {
        let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
        let before = kept.state();
        let report = kept.receive(&received(&text, body), &mut user);
        let found = report.refusal().cloned();
        let same = match (&found, &refusal) {
            (Some(Refusal::Failed(_)), Refusal::Failed(_)) => true,
            (found, refusal) => found.as_ref() == Some(refusal),
        };
        assert!(same, "{name}: {report}");
        assert!(!report.is_installed() && user.shown.is_empty(), "{name}");
        assert_eq!(kept.state(), before, "{name}");
    }
    // Three tries, and a user who gives up.
    for (pin, asked) in [(Some("9999"), vec![3, 2, 1]), (None, vec![3])] {
        let mut user = Person { pin, ..Person::with_pin("") };
        let mut kept = Kept::default();
        let report = kept.receive(&received(&with_pin, &account), &mut user);
        assert!(!report.is_installed());
        assert_eq!(user.asked, asked);
    }
    // A user who does not agree.
    let mut user = Person { agrees: false, ..Person::with_pin("1234") };
    let mut kept = Kept::default();
    let before = kept.state();
    let report = kept.receive(&received(&with_pin, &account), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Declined));
    assert_eq!(kept.state(), before);
}

/// The one name that lets in what nobody vouches for.
#[test]
fn the_exception_is_loud() {
    let body = cp([w7("com.example", "planted")]);
    let received = received(CP, &body);
    let mut kept = Kept::default();
    let report = kept.with(|device| {
        let admitted = device.admit_unauthenticated(&received, "a test").expect("readable");
        device.install(admitted)
    });
    assert!(report.is_installed(), "{report}");
    assert!(report.to_string().contains("admitted without authentication: a test"), "{report}");
}

#[test]
fn what_was_admitted_before_a_change_is_not_installed_after_it() {
    let first = cp([nap("first")]);
    let second = cp([nap("second")]);
    let texts = [&first, &second].map(|body| signed(CP, body, Method::NetworkPin));
    let mut kept = Kept::default();
    kept.with(|device| {
        let admit = |device: &Device<'_, MemoryTree>, at: usize, body| {
            device.admit(&received(&texts[at], body), &sims()).expect("admitted")
        };
        // Either alone is a first context by the network secret; both are not.
        let (one, two) = (admit(device, 0, &first), admit(device, 1, &second));
        assert!(device.install(one).is_installed());
        let report = device.install(two);
        assert_eq!(report.decisions().last(), Some(&Decision::Stale));
        let again = device.admit(&received(&texts[1], &second), &sims()).expect_err("refused");
        assert_eq!(again.refusal(), Some(&Refusal::NeedsUserPinForFurtherContext));
    });
}

#[test]
fn a_context_is_bootstrapped_once_until_it_is_reset() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    let text = signed(CP, &body, Method::UserPin);
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let first = kept.receive(&received(&text, &body), &mut user);
    assert!(first.is_installed(), "{first}");
    let second = kept.receive(&received(&text, &body), &mut user);
    assert_eq!(second.refusal(), Some(&Refusal::AlreadyBootstrapped));
    // Other owners have contexts of their own.
    let other = received(&text, &body).of_owner("enterprise");
    assert!(kept.receive(&other, &mut user).is_installed());
    let id = first.context().expect("a context").clone();
    let report = kept.with(|device| device.reset(&id));
    assert_eq!(report.to_string(), "removed ./NAP/NAP1\ndocuments removed from contexts: 1\n");
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
}

#[test]
fn the_privileged_context_needs_both_secrets() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    for (method, is_admitted) in
        [(Method::NetworkPin, false), (Method::UserPin, false), (Method::UserNetworkPin, true)]
    {
        let text = signed(CP, &body, method);
        let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
        let report = kept.receive(&received(&text, &body).privileged(), &mut user);
        assert_eq!(report.is_installed(), is_admitted, "{report}");
    }
}

fn card(body: &[u8]) -> Vec<u8> {
    [body, &[0xFF; 40]].concat()
}

fn from_card<'a>(name: &str, kind: Kind, file: &'a [u8]) -> Received<'a> {
    Received::from_card(name, kind, file).expect("a file")
}

#[test]
fn what_a_card_brings_goes_with_it() {
    let file = card(&cp([tps("http://tps.example/"), nap("card"), w7("com.card", "planted")]));
    let message = card(&dm("com.card.dm"));
    let mut kept = Kept::default();
    let mut user = Person { agrees: false, pin: None, ..Person::with_pin("") };
    for (kind, file) in [(Kind::Bootstrap, &file), (Kind::DmBootstrap, &message)] {
        let report = kept.receive(&from_card("8949", kind, file), &mut user);
        assert!(report.is_installed(), "{report}");
        begins_a_session(&kept.tree, &report);
    }
    assert!(user.shown.is_empty() && user.asked.is_empty());
    kept.restart();
    // Over the air nothing is added to what the card holds.
    let body = cp([tps("http://tps.example/"), nap("air")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut Person::with_pin("1234"));
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
    let body = cp([w7("com.card", "other")]);
    let text = signed(CP, &body, Method::UserPin);
    let report = kept.receive(&received(&text, &body), &mut Person::with_pin("1234"));
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
    let report = kept.with(|device| device.remove_card("another"));
    assert_eq!(report.decisions(), []);
    kept.restart();
    let report = kept.with(|device| device.remove_card("8949"));
    let lines = report.to_string();
    for line in [
        "removed ./DMAcc/w7-1",
        "removed ./NAP/NAP1",
        "removed ./DMAcc/Operator",
        "removed ./NAP/Internet",
        "documents removed from contexts: 1",
    ] {
        assert!(lines.contains(line), "{lines}");
    }
    assert!(kept.ledger.entries().is_empty() && !kept.state().contains("com.card"));
    // And it can come again.
    assert!(kept.receive(&from_card("8949", Kind::Bootstrap, &file), &mut user).is_installed());
}

/// The server's value is above the card's, and the card's above what came later over the air.
#[test]
fn a_card_that_is_read_again() {
    let file = |address: &str| card(&cp([nap(address), w7("com.card", "planted")]));
    let mut kept = Kept::default();
    let mut user = Person::with_pin("");
    let first = file("first");
    assert!(kept.receive(&from_card("8949", Kind::Config1, &first), &mut user).is_installed());
    let before = kept.state();
    let report = kept.receive(&from_card("8949", Kind::Config1, &first), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Unchanged));
    assert!(report.is_installed());
    assert_eq!(kept.state(), before);

    // The server renames the access point. A changed file changes all but that.
    let mut engine = Engine::new(&mut kept.tree);
    let replace = Operation::Replace(Item::new("./NAP/NAP1/Name").with_data("by the server"));
    assert_eq!(engine.execute("com.card", &replace).status().0, 200);
    let second = file("second");
    let report = kept.receive(&from_card("8949", Kind::Config1, &second), &mut user);
    assert!(report.is_installed(), "{report}");
    let uri: Uri = "./NAP/NAP1".parse().expect("an address");
    assert!(
        report
            .decisions()
            .contains(&Decision::Kept("./NAP/NAP1/Name".parse().expect("an address")))
    );
    let nap = AccessPoint::read(&kept.tree, uri.path()).expect("an access point");
    assert_eq!((nap.name.as_deref(), nap.address.as_str()), (Some("by the server"), "second"));
    assert_eq!(kept.ledger.entries().len(), 1);

    // A file that cannot be installed leaves what was there.
    let before = kept.state();
    let broken = card(b"\x03\x0B\x6A\x00\xC5");
    let report = kept.receive(&from_card("8949", Kind::Config1, &broken), &mut user);
    assert!(!report.is_installed());
    assert_eq!(kept.state(), before);
}

#[test]
fn a_card_takes_the_place_of_what_came_over_the_air() {
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let air = cp([w7("com.example", "planted-air")]);
    let text = signed(CP, &air, Method::UserPin);
    assert!(kept.receive(&received(&text, &air), &mut user).is_installed());
    let file = card(&cp([w7("com.example", "planted-card")]));
    let report = kept.receive(&from_card("8949", Kind::Bootstrap, &file), &mut user);
    assert!(report.is_installed(), "{report}");
    let at = report.objects().next().expect("an account");
    let account = Account::read(&kept.tree, at.path()).expect("an account");
    assert_eq!(account.auth[0].secret, Some("planted-card".into()));
    let with_account = kept.ledger.entries().iter().filter(|entry| !entry.objects.is_empty());
    assert_eq!(with_account.count(), 1);
}

/// Two authorities on one device: each sees and changes its own.
#[test]
fn servers_do_not_touch_what_is_of_others() {
    let mut kept = Kept::default();
    for (server, owner) in [("com.operator", ""), ("com.enterprise", "enterprise")] {
        let body = cp([nap("internet"), w7(server, "planted")]);
        let text = signed(CP, &body, Method::UserPin);
        let received = received(&text, &body).of_owner(owner);
        let report = kept.receive(&received, &mut Person::with_pin("1234"));
        assert!(report.is_installed(), "{report}");
    }
    let mut engine = Engine::new(kept.tree.clone());
    let mut status =
        |server: &str, operation: &Operation<'_>| engine.execute(server, operation).status().0;
    let (own, other) = ("./DMAcc/w7-1", "./DMAcc/w7-1-2");
    for (server, own, other) in [("com.operator", own, other), ("com.enterprise", other, own)] {
        assert_eq!(status(server, &Operation::Get(own)), 200);
        assert_eq!(status(server, &Operation::Get(other)), 425);
        assert_eq!(status(server, &Operation::Delete(other)), 425);
        let name = format!("{other}/AppAddr/1/Addr");
        let replace = Operation::Replace(Item::new(&name).with_data("http://evil/"));
        assert_eq!(status(server, &replace), 425);
    }
}

#[test]
fn a_failure_takes_everything_back() {
    let body = cp([tps("http://tps.example/"), nap("internet"), w7("com.example", "planted")]);
    let text = signed(CP, &body, Method::UserPin);
    let message = dm("com.example");
    let dm_text = signed(DM, &message, Method::DmUserPin);
    for (text, body) in [(&text, &body), (&dm_text, &message)] {
        for limit in 1..24 {
            let mut kept = Kept { tree: MemoryTree::new().with_limit(limit), ..Kept::default() };
            let report = kept.receive(&received(text, body), &mut Person::with_pin("1234"));
            if report.is_installed() {
                continue;
            }
            assert!(kept.tree.is_empty() && kept.ledger.entries().is_empty(), "{limit}");
            assert!(kept.contexts.expect("contexts").contexts().next().is_none(), "{limit}");
        }
    }
    // Contexts that are full: the tree is as it was.
    let mut contexts = Contexts::with_limits(0, 0);
    let (mut tree, mut ledger) = (MemoryTree::new(), Ledger::new());
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
    let report = device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"));
    assert!(matches!(report.decisions().last(), Some(Decision::ContextRefused(_))), "{report}");
    assert!(tree.is_empty() && ledger.entries().is_empty());
}

/// A store with transactions of its own that refuses every one at its end.
#[derive(Default)]
struct FailsAtTheEnd {
    tree: MemoryTree,
    before: MemoryTree,
}

impl Tree for FailsAtTheEnd {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.tree.write(edit)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        self.before = self.tree.clone();
        Ok(Transaction::Native)
    }

    fn commit(&mut self) -> Result<(), TreeError> {
        Err(TreeError::Full)
    }

    fn rollback(&mut self) -> Result<(), TreeError> {
        self.tree = self.before.clone();
        Ok(())
    }
}

#[test]
fn a_store_that_fails_at_the_end_takes_the_context_back() {
    let first = cp([tps("http://tps.example/"), nap("first")]);
    let text = signed(CP, &first, Method::UserPin);
    let mut kept = Kept::default();
    assert!(kept.receive(&received(&text, &first), &mut Person::with_pin("1234")).is_installed());
    let id = kept.ledger.entries()[0].context.clone().expect("a context");

    let body = cp([nap("second")]);
    let text = signed(CP, &body, Method::UserPin);
    let mut contexts = kept.contexts.expect("contexts");
    let (before, mut store, mut ledger) = (contexts.clone(), FailsAtTheEnd::default(), kept.ledger);
    let entries = ledger.entries().to_vec();
    let mut device = Device::new(&mut contexts, &mut store, &mut ledger);
    let update = received(&text, &body).for_context(&id);
    let report = device.receive(&update, &sims(), &mut Person::with_pin("1234"));
    assert!(matches!(report.decisions().last(), Some(Decision::Tree(_))), "{report}");
    assert!(contexts == before && ledger.entries() == entries);
}

#[test]
fn continuous_provisioning_of_a_context() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    let text = signed(CP, &body, Method::UserPin);
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let id = kept.receive(&received(&text, &body), &mut user).context().expect("a context").clone();
    let more = cp([nap("more")]);
    for (method, is_admitted) in [(Method::NetworkPin, false), (Method::UserPin, true)] {
        let text = signed(CP, &more, method);
        let report = kept.receive(&received(&text, &more).for_context(&id), &mut user);
        assert_eq!(report.is_installed(), is_admitted, "{report}");
    }
    assert_eq!(kept.contexts.expect("contexts").contexts().count(), 1);
}

#[test]
fn other_policies_and_other_layouts() {
    let body = cp([w7("com.example", "planted")]);
    let text = signed(CP, &body, Method::NetworkPin);
    let (mut contexts, mut tree, mut ledger) = (Contexts::new(), MemoryTree::new(), Ledger::new());
    let policy = Policy::STRICT.with(Relaxation::ManagementByNetworkSecret);
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger)
        .with_policy(policy)
        .with_options(Options::v1_1_2());
    let report = device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"));
    assert!(report.is_installed(), "{report}");
    begins_a_session(&tree, &report);
    let at: Uri = "./SyncML/DMAcc/w7-1".parse().expect("an address");
    assert!(tree.read(at.path()).is_ok());
}

#[test]
fn what_is_no_message_of_provisioning() {
    for text in ["", "text/plain", "application/vnd.wap.sic", "application/vnd.syncml.dm+xml"] {
        let error = Received::from_content_type(text, b"x", Bearer::Sms).err();
        assert_eq!(error, Some(ReceiveError::MediaType), "{text}");
    }
    let error = Received::from_card("8949", Kind::Bootstrap, &[0xFF; 9]).err();
    assert_eq!(error, Some(ReceiveError::Empty));
    // Nor is one that is signed, and none inside.
    for media_type in [CP, DM] {
        for body in [&b""[..], b"\x03", b"\x03\x0B\x6A\x00", b"<SyncML/>"] {
            let text = signed(
                media_type,
                body,
                if media_type == CP { Method::UserPin } else { Method::DmUserPin },
            );
            let mut kept = Kept::default();
            let report = kept.receive(&received(&text, body), &mut Person::with_pin("1234"));
            assert!(!report.is_installed(), "{media_type} {body:?} {report}");
        }
    }
}

/// The words of SEC that the DM profile has, with the octets of the vectors.
#[test]
fn the_vectors_of_the_dm_profile() {
    let Some(path) = data::shared("vectors/dm.json") else { return };
    let file: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    let rows = file["bootstrap"].as_array().expect("vectors");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let text = |key: &str| row[key].as_str().expect("text");
        let body = unhex(text("document_hex"));
        let received = received(text("content_type"), &body);
        let imsi: Imsi = "262011234567890".parse().expect("digits");
        let identities = [Identity::from(NetworkId::from_digits(&imsi))];
        let (mut contexts, mut tree, mut ledger) =
            (Contexts::new(), MemoryTree::new(), Ledger::new());
        let policy = Policy::STRICT.with(Relaxation::ManagementByNetworkSecret);
        let mut device = Device::new(&mut contexts, &mut tree, &mut ledger).with_policy(policy);
        let report = device.receive(&received, &identities, &mut Person::with_pin("1234"));
        assert!(report.is_installed(), "{}: {report}", text("name"));
        // The example of the specification: an account with a reference to what is beside it.
        let at: Uri = "./DMAcc/OperatorX/PrefConRef".parse().expect("an address");
        assert_eq!(tree.read(at.path()).expect("there").text(), Some("./NAP/Internet"));
        // It has no server, so that no session can begin.
        let account: Uri = "./DMAcc/OperatorX".parse().expect("an address");
        assert!(report.decisions().contains(&Decision::Incomplete(account)), "{report}");
        assert_eq!(report.sessions().count(), 0);
    }
}

/// An account that comes node by node beside an object is asked for and shown like any other.
#[test]
fn an_account_of_single_nodes_is_not_hidden_by_an_object() {
    use provost::dm::{Command, Item, Message, Request, Syntax};

    let nap = AccessPoint { address: "internet".into(), ..AccessPoint::new("N") };
    let objects = [nap.to_object("Internet").expect("an access point")];
    let whole = Bootstrap::of_objects(objects).to_wbxml("com.harmless", "IMEI:1").expect("written");
    let message = Message::decode(&whole).expect("a message");
    let item = Item::target("./DMAcc/X/ServerID").with_data("com.card.dm");
    let message = message.with(Command::Add(Request::new(item).with_id("2")));
    let body = message.encode(Syntax::Wbxml).expect("written");
    let text = signed(DM, &body, Method::DmUserPin);

    let mut user = Person { agrees: false, ..Person::with_pin("1234") };
    let report = Kept::default().receive(&received(&text, &body), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Declined), "{report}");
    assert!(user.shown[0].contains("manage the device"), "{:?}", user.shown);

    // And a server that the card has an account of gets no second one in this way.
    let file = card(&dm("com.card.dm"));
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    assert!(kept.receive(&from_card("8949", Kind::DmBootstrap, &file), &mut user).is_installed());
    let report = kept.receive(&received(&text, &body), &mut user);
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
}

/// Every prefix and every changed octet of a message: it is refused, and nothing is there.
#[test]
fn prefixes_and_mutations_are_refused() {
    for (media_type, body, method) in [
        (CP, cp([nap("internet"), w7("com.example", "planted")]), Method::UserPin),
        (DM, dm("com.example"), Method::DmUserPin),
    ] {
        let text = signed(media_type, &body, method);
        let pin: UserPin = "1234".parse().expect("digits");
        let identities = [Identity::User(pin)];
        let mut bodies: Vec<Vec<u8>> = (0..body.len()).map(|end| body[..end].to_vec()).collect();
        for at in 0..body.len() {
            let mut changed = body.clone();
            changed[at] ^= 0x41;
            bodies.push(changed);
        }
        for body in &bodies {
            let mut kept = Kept::default();
            let received = received(&text, body);
            let report = kept.with(|device| device.admit(&received, &identities)).map(|_| ());
            assert!(report.is_err());
            // And where nobody checks, nothing panics.
            kept.with(|device| {
                if let Ok(admitted) = device.admit_unauthenticated(&received, "a test") {
                    let _ = device.install(admitted);
                }
            });
        }
    }
}
