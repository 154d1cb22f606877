//! From received octets to a device that can begin a session: who is admitted, what is installed, what
//! goes with the card, and what is never let in.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests have the standard library, and their helpers may fail"
)]

extern crate alloc;

mod admission;
mod again;
mod attacks;
mod cards;
mod octets;
mod wholeness;
mod words;

use alloc::borrow::Cow;
use std::fs;

use provost::account::Options;
use provost::bootstrap::card::Kind;
use provost::bootstrap::{
    Bearer, Defect, Identity, Imsi, Method, NetworkId, Policy, Refusal, Relaxation, UserPin, sign,
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
use provost::provision::{Decision, Device, Ledger, Missing, ReceiveError, Received, Report, User};
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

fn card(body: &[u8]) -> Vec<u8> {
    [body, &[0xFF; 40]].concat()
}

fn from_card<'a>(name: &str, kind: Kind, file: &'a [u8]) -> Received<'a> {
    Received::from_card(name, kind, file).expect("a file")
}
