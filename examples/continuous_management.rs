//! A phone that is managed for years: settings that the user agrees to or not, a large object, and new
//! firmware.
//!
//! `cargo run -p provost-examples --features network --example continuous_management`

#![allow(clippy::print_stdout, clippy::std_instead_of_alloc, reason = "an example with a screen")]

use core::error::Error;
use std::borrow::Cow;

use bytes::Bytes;
use provost::cp::build::DocumentBuilder;
use provost::dm::object::fumo::{Event, Firmware, Operation, Update};
use provost::dm::object::{Report, ReportKind};
use provost::dm::session::{Answer, End, ServerOutput, Trigger};
use provost::dm::tree::{Change, Edit, Execution, MemoryTree, Node, Tree, TreeError};
use provost::dm::uri::{Path, Uri};
use provost::dm::{Alert, AlertCode, Command, Item, Meta, Request, StatusCode};
use provost_examples::device;
use provost_examples::http::{self, Response};
use provost_examples::operator::{Secrets, signed};
use provost_examples::scene::Scene;
use provost_examples::terminal::{Person, Terminal, nobody};

const IMSI: &str = "228010123456789";
const PIN: &str = "7402";
const SECRETS: Secrets = Secrets {
    server: "dm.example.com",
    device: ("alice", "of the phone"),
    password: "of the server",
};
const HOME: &str = "./Settings/Home";
const FIRMWARE: &str = "./FwUpdate/1";
const VERSION: &str = "./DevDetail/FwV";

fn main() -> Result<(), Box<dyn Error>> {
    let mut scene = Scene::start()?;
    let mut terminal = Terminal::start(IMSI, Phone::out_of_the_box()?)?;
    let account = SECRETS.account(&scene.server.url())?;
    let document = DocumentBuilder::new().with(account).build()?;
    let arrival = scene.push(&terminal, &signed(&document, IMSI, PIN)?)?;
    assert!(terminal.provision(&arrival, &mut Person::with_pin(PIN)?)?.is_installed());
    SECRETS.enroll(&scene.server, &terminal.device)?;

    settings(&mut scene, &mut terminal)?;
    large_object(&mut scene, &mut terminal)?;
    firmware(&mut scene, &mut terminal)
}

/// The settings change, and the user is asked: no at first, then yes.
fn settings(scene: &mut Scene, terminal: &mut Terminal<Phone>) -> Result<(), Box<dyn Error>> {
    let table = [
        (1, Answer::No, StatusCode(304), "http://old.example/"),
        (2, Answer::Yes, StatusCode::OK, "http://new.example/"),
    ];
    for (number, answer, expected, home) in table {
        let text = "Use the new page of Example?";
        let question = Alert::new(AlertCode::CONFIRM_OR_REJECT)
            .with_item(Item::new().with_data("MINDT=10"))
            .with_item(Item::new().with_data(text));
        let asked = scene.server.queue(&terminal.device, [question.into()])?;
        // What the server does depends on what the user says.
        scene.server.react(&terminal.device, move |output, server| {
            let ServerOutput::Result(result) = output else { return };
            if asked.contains(&result.handle) && result.status() == Some(StatusCode::OK) {
                let item = Item::target(HOME).with_data("http://new.example/");
                server.queue(Command::Replace(Request::new(item)));
            }
        })?;
        let (outcome, told) = scene.call(terminal, &SECRETS, number, [], |prompt| {
            println!("terminal    asks: {} The user says {answer:?}.", prompt.text);
            answer.clone()
        })?;
        assert_eq!(outcome.end, End::Completed);
        let codes: Vec<_> = results(&told);
        let page = terminal.text(HOME).ok_or("no page")?;
        println!("server      is told {}; the page is {page}", names(&codes));
        assert_eq!(codes.first(), Some(&expected));
        assert_eq!(page, home);
    }
    scene.server.react(&terminal.device, |_, _| {})
}

/// A ringtone that is ten times as long as a message may be comes in parts.
fn large_object(scene: &mut Scene, terminal: &mut Terminal<Phone>) -> Result<(), Box<dyn Error>> {
    terminal.max_message = 4096;
    let tone = Bytes::from("la ".repeat(14_000));
    let meta = Meta::new().with_type("text/plain");
    let item = Item::target("./Settings/Tone").with_meta(meta);
    let item = item.with_data(core::str::from_utf8(&tone)?);
    let before = scene.server.messages();
    scene.server.queue(&terminal.device, [Command::Add(Request::new(item))])?;
    let (outcome, told) = scene.call(terminal, &SECRETS, 3, [], nobody)?;
    let messages = scene.server.messages().saturating_sub(before);
    println!("server      sends {} octets in a session of {messages} messages", tone.len());
    assert_eq!((outcome.end, results(&told).as_slice()), (End::Completed, &[StatusCode::OK][..]));
    assert_eq!(terminal.text("./Settings/Tone").map(String::into_bytes), Some(tone.to_vec()));
    assert!(messages > 10, "{messages}");
    Ok(())
}

/// New firmware: an Exec that is taken with 202, the package by HTTP, and the end in a later session.
fn firmware(scene: &mut Scene, terminal: &mut Terminal<Phone>) -> Result<(), Box<dyn Error>> {
    let packages = http::Server::start(|_| Response::new(200, "application/octet-stream", "2.0"))?;
    let root: Uri = FIRMWARE.parse()?;
    let (url, operation) = (packages.url("/phone-1.pkg"), Operation::DownloadAndUpdate);
    let commands = operation.to_commands(root.path(), Some(&url), Some("update-1"));
    scene.server.queue(&terminal.device, commands)?;
    let (outcome, told) = scene.call(terminal, &SECRETS, 4, [], nobody)?;
    println!("server      asks for an update, and is told {}", names(&results(&told)));
    assert_eq!(results(&told), [StatusCode::OK, StatusCode(202)]);
    let accepted = outcome.accepted.first().ok_or("nothing was accepted")?;
    assert_eq!(accepted.correlator.as_deref(), Some("update-1"));

    // Long after the session: the device fetches the package and installs it.
    let mut update = Update::new();
    update.start(operation, accepted.correlator.as_deref())?;
    let url = terminal.text(&format!("{FIRMWARE}/DownloadAndUpdate/PkgURL")).ok_or("no address")?;
    let package = http::get(&url)?;
    update.handle(Event::Downloaded, root.path())?;
    update.handle(Event::UpdateBegun, root.path())?;
    let version: Uri = VERSION.parse()?;
    let mut change = Change::default();
    change.value = Some(package.body);
    terminal.engine.tree_mut().write(Edit::Update { at: version.path(), change })?;
    let report = update.handle(Event::Updated { has_data: false }, root.path())?;
    let report = report.ok_or("the update has not ended")?;
    update.state().write(terminal.engine.tree_mut(), root.path())?;

    // Now it tells the server, which looks what is there.
    let get = Command::Get(Request::new(Item::target(VERSION)));
    scene.server.queue(&terminal.device, [get])?;
    let account = terminal.account(SECRETS.server)?;
    let outcome = terminal.manage(&account, Trigger::user("5"), [report.to_alert()], nobody)?;
    assert_eq!(outcome.end, End::Completed);
    let told = scene.server.session()?;
    let alert = told.iter().find_map(|output| match output {
        ServerOutput::Alert(alert) => Some(&alert.alert),
        _ => None,
    });
    assert_eq!(alert.and_then(Alert::code), Some(AlertCode::GENERIC), "1226");
    let event = alert.and_then(|alert| alert.events().next()).ok_or("no event")?;
    let report = Report::of_event(&event).ok_or("an event of something else")?;
    let (code, correlator) = (report.code.unwrap_or(0), report.correlator.as_deref());
    println!(
        "server      is told in the next session, by alert 1226: {code} of {}",
        correlator.unwrap_or("nothing")
    );
    assert_eq!(report.kind, ReportKind::Firmware(operation));
    assert_eq!((report.code, report.correlator.as_deref()), (Some(200), Some("update-1")));
    assert_eq!(terminal.text(VERSION).as_deref(), Some("2.0"));
    Ok(())
}

/// The codes of commands, in the order in which they came.
fn results(told: &[ServerOutput]) -> Vec<StatusCode> {
    let results = told.iter().filter_map(|output| match output {
        ServerOutput::Result(result) => result.status(),
        _ => None,
    });
    results.collect()
}

/// Codes and what they say.
fn names(codes: &[StatusCode]) -> String {
    let name = |code: &StatusCode| format!("{code} {}", code.name().unwrap_or("of no name"));
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The tree of a phone that can update its firmware.
struct Phone(MemoryTree);

impl Phone {
    /// What its maker has put into it. The server may change the settings and start an update.
    fn out_of_the_box() -> Result<Self, Box<dyn Error>> {
        let rights = "Add=*&Get=*&Replace=dm.example.com&Exec=dm.example.com".parse()?;
        let mut tree = MemoryTree::with_root(Node::interior().with_acl(rights));
        device::plant(
            &mut tree,
            &[(HOME, "http://old.example/"), (VERSION, "1.0"), ("./FwUpdate/Any", "")],
        )?;
        let firmware = Firmware { download_and_update: Some(String::new()), ..Firmware::default() };
        let below: Uri = "./FwUpdate".parse()?;
        firmware.to_object("1")?.install(&mut tree, below.path())?;
        Ok(Self(tree))
    }
}

impl Tree for Phone {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.0.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.0.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.0.write(edit)
    }

    fn exec(&mut self, at: Path<'_>, _data: Option<&Bytes>) -> Result<Execution, TreeError> {
        let root: Uri = FIRMWARE.parse().map_err(|_| TreeError::Store)?;
        Operation::of(at, root.path()).map(|_| Execution::Accepted).ok_or(TreeError::NotAllowed)
    }
}
