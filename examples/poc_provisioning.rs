//! A push-to-talk client from a clean phone to one that is provisioned: by Client Provisioning, by the
//! bootstrap of Device Management, by both; and a later change by the management server.
//!
//! `cargo run -p provost-examples --features network --example poc_provisioning`
//!
//! The client needs the IP multimedia subsystem (IMS), and names its account by a reference.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use core::error::Error;

use provost::account::{Options, Plan};
use provost::bootstrap::{Identity, Imsi, Method, NetworkId, sign};
use provost::cp::Document;
use provost::cp::build::{AccessPointBuilder, ApplicationBuilder};
use provost::dm::bootstrap::Bootstrap;
use provost::dm::object::View;
use provost::dm::session::{End, ServerOutput};
use provost::dm::tree::MemoryTree;
use provost::dm::{Command, Item, Request};
use provost::push::mime::Entity;
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
const POC: &str = "urn:oma:mo:oma_poc:1.0";
const IMS: &str = "urn:oma:mo:ext-3gpp-ims:1.0";

/// What a message brings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The way into the network, and the account of IMS.
    Network,
    /// The management server, and the push-to-talk client.
    Client,
}
use Part::{Client, Network};

fn main() -> Result<(), Box<dyn Error>> {
    let mut scene = Scene::start()?;
    let url = scene.server.url();
    let all = [Network, Client];
    let by_cp = |parts: &[Part]| signed(&document(&url, parts)?, IMSI, PIN);
    let by_dm = |parts: &[Part]| dm_bootstrap(&document(&url, parts)?);
    let ways = [
        ("Client Provisioning", vec![by_cp(&all)?]),
        ("Device Management", vec![by_dm(&all)?]),
        ("both, one after the other", vec![by_cp(&[Network])?, by_dm(&[Client])?]),
    ];
    for (number, (name, messages)) in (1..).zip(ways) {
        println!("\n{name}:");
        let mut terminal = Terminal::start(IMSI, MemoryTree::new())?;
        let places = terminal.options.places.clone();
        terminal.options.places = places.with(POC, "./PoC")?.with(IMS, "./IMS")?;
        assert_eq!(poc(&terminal)?, None, "the phone is clean");
        for message in &messages {
            let arrival = scene.push(&terminal, message)?;
            let report = terminal.provision(&arrival, &mut Person::with_pin(PIN)?)?;
            print!("{report}");
            assert!(report.is_installed());
        }
        let [at, provider, reference] = poc(&terminal)?.ok_or("no push to talk")?;
        println!("terminal    has push to talk of {provider} over the account {reference}");
        assert_eq!((&*provider, &*reference), ("poc.example.com", "ims"));

        // Later, the operator changes its name.
        SECRETS.enroll(&scene.server, &terminal.device)?;
        let item = Item::target(format!("{at}/Name")).with_data("Talk 2");
        scene.server.queue(&terminal.device, [Command::Replace(Request::new(item))])?;
        let (outcome, told) = scene.call(&mut terminal, &SECRETS, number, [], nobody)?;
        assert_eq!(outcome.end, End::Completed);
        for output in told {
            if let ServerOutput::Result(result) = output {
                assert!(result.is_success(), "{result:?}");
            }
        }
        assert_eq!(terminal.text(&format!("{at}/Name")).as_deref(), Some("Talk 2"));
        println!("terminal    has it under the name that its server has given it");
    }
    Ok(())
}

/// Where the push-to-talk client is, who provides it, and the account of IMS that it names, which is
/// there.
fn poc(terminal: &Terminal<MemoryTree>) -> Result<Option<[String; 3]>, Box<dyn Error>> {
    let tree = terminal.engine.tree();
    let (clients, accounts) = (View::find(tree, POC)?, View::find(tree, IMS)?);
    let (Some(client), Some(account)) = (clients.first(), accounts.first()) else {
        return Ok(None);
    };
    let client_view = View::new(tree, client.clone());
    let provider = client_view.text("ProviderID")?.ok_or("no provider")?;
    let wanted = client_view.text("Ext/TO-APPREF")?.ok_or("no reference")?;
    let name = View::new(tree, account.clone()).text("AppRef")?.ok_or("no name")?;
    assert_eq!(wanted, name, "the reference leads to the account");
    Ok(Some([client.to_string(), provider.to_string(), name.to_string()]))
}

/// The settings as a provisioning document.
fn document(url: &str, parts: &[Part]) -> Result<Document, Box<dyn Error>> {
    let mut document = Document::new().with_version("1.1");
    if parts.contains(&Network) {
        let access = AccessPointBuilder::packet("NET", "Example", "internet.example");
        let ims = ApplicationBuilder::ims("ims").named("IMS").through_access_point("NET");
        document = document.with(access.into()).with(ims.into());
    }
    if parts.contains(&Client) {
        let poc = ApplicationBuilder::poc("poc.example.com").named("Talk");
        let poc = poc.through_application("ims");
        document = document.with(SECRETS.account(url)?.into()).with(poc.into());
    }
    Ok(document)
}

/// The same as a bootstrap message of Device Management: the objects that the document would make.
fn dm_bootstrap(document: &Document) -> Result<Entity, Box<dyn Error>> {
    let plan = Plan::of(document, &Options::new());
    let objects = plan.objects().iter().cloned();
    let body = Bootstrap::of_objects(objects).to_wbxml(SECRETS.server, &format!("IMSI:{IMSI}"))?;
    let secret = NetworkId::from_digits(&IMSI.parse::<Imsi>()?);
    let secret = Identity::from(secret).with_pin(&PIN.parse()?);
    let signed = sign(&body, Method::DmUserPinNetworkId, &secret)?;
    let media_type = format!("application/vnd.syncml.dm+wbxml; {}", signed.parameters());
    Ok(Entity::new(media_type, body))
}
