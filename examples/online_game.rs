//! A user orders an online game, and the phone is set up for it over the air.
//!
//! `cargo run -p provost-examples --features network --example online_game`
//!
//! The shop's server submits a signed provisioning document by PAP; the operator's gateway brings it by
//! SIP, by short messages or by HTTP; the terminal verifies it, asks the user, installs it and has an
//! account of the shop's server. The server calls it by the same way, and the terminal opens a session
//! in which either side proves who it is and the settings of the game come into the tree.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use core::error::Error;

use provost::account::Template;
use provost::cp::build::{AccessPointBuilder, ApplicationBuilder, DocumentBuilder};
use provost::cp::{AppId, Document};
use provost::dm::session::{End, ServerOutput, Trigger};
use provost::dm::tree::MemoryTree;
use provost::dm::{Command, Item, Request};
use provost::push::ApplicationId;
use provost::push::address::{Client, ClientAddress};
use provost::push::content::ServiceIndication;
use provost::push::mime::Entity;
use provost::push::pap::{
    DeliveryMethod, Message, MessageState, Notification, PushMessage, QualityOfService, StatusCode,
};
use provost_examples::air::{Arrival, Way};
use provost_examples::carrier::Carrier;
use provost_examples::gateway::Gateway;
use provost_examples::initiator::Initiator;
use provost_examples::management::Management;
use provost_examples::operator::{Secrets, signed};
use provost_examples::sip::Transport;
use provost_examples::subscribers::Subscriber;
use provost_examples::terminal::{Person, Terminal, nobody};

const IMSI: &str = "228010123456789";
const DEVICE: &str = "IMSI:228010123456789";
const PIN: &str = "7402";
const SECRETS: Secrets = Secrets {
    server: "dm.example.com",
    device: ("alice", "of the phone"),
    password: "of the shop",
};

/// Three ways to the same terminal: what a submission asks for, network and bearer.
const WAYS: [(&str, Option<(&str, &str)>); 3] = [
    ("By OTA-SIP", None),
    ("By OTA-WSP over short messages", Some(("GSM", "SMS"))),
    ("By OTA-HTTP", Some(("GSM", "GPRS"))),
];

fn main() -> Result<(), Box<dyn Error>> {
    let alice = Subscriber::new("alice@example.net", "+15551234567");
    let carrier = Carrier::start()?;
    advertise(&carrier, &alice)?;
    let gateway = Gateway::start(carrier)?;
    let server = Management::start()?;
    let mut shop = Shop { initiator: Initiator::start(&gateway)? };

    println!("user        orders the game; the shop shows the PIN {PIN}");
    let document = signed(&game(&server.url(), &[])?, IMSI, PIN)?;

    // One identity of the user, three ways, one result.
    let mut results = Vec::new();
    for (name, way) in WAYS {
        println!("\n{name}, to a terminal out of its box:");
        let mut terminal = start(&gateway, &alice)?;
        let (arrival, told) = shop.push(&terminal, &alice, &document, way)?;
        let mut user = Person::with_pin(PIN)?;
        let report = terminal.provision(&arrival, &mut user)?;
        assert!(report.is_installed(), "{report}");
        // What the user has agreed to, in words that the document cannot choose.
        assert!(
            user.shown.iter().any(|line| line.starts_with("Lets a server manage the device: "))
        );
        assert!(user.shown.iter().any(|line| line == "Sets up an access point: internet.example"));
        // The w7 application is an account now.
        let account = terminal.account(SECRETS.server)?;
        assert_eq!(account.to_string(), "./DMAcc/w7-1");
        let address = terminal.text("./DMAcc/w7-1/AppAddr/1/Addr");
        assert_eq!(address.as_deref(), Some(&*server.url()), "where its server is");

        SECRETS.enroll(&server, DEVICE)?;
        let (called, told_of_call) = call(&server, &mut shop, &mut terminal, &alice, way)?;
        assert!(terminal.air.is_silent(), "nothing comes twice");
        let installed = format!("{report}{:?}", terminal.contexts);
        results.push(((arrival, called), (told, told_of_call), installed));
    }
    let [by_sip, by_sms, by_http] = &results[..] else { return Err("three ways".into()) };
    assert_eq!(
        (by_sip.0.0.way, by_sip.0.1.way),
        (Way::Sip(Transport::Udp), Way::Sip(Transport::Udp))
    );
    assert!(matches!((by_sms.0.0.way, by_sms.0.1.way), (Way::Sms(4..), Way::Sms(1))));
    assert_eq!((by_http.0.0.way, by_http.0.1.way), (Way::Http, Way::Http));
    for (arrivals, told, installed) in &results {
        assert_eq!(arrivals.0.body, by_sip.0.0.body, "the same document");
        assert_eq!(arrivals.1.body, by_sip.0.1.body, "the same notification");
        assert_eq!(without_bearer(installed), without_bearer(&by_sip.2), "the same is installed");
        for told in [&told.0, &told.1] {
            assert_eq!(told.state.known(), Some(&MessageState::Delivered));
            assert_eq!((&told.code, &told.address), (&by_sip.1.0.code, &by_sip.1.0.address));
        }
    }

    println!("\nStrangers:");
    strangers(&server, &mut shop, &gateway, &alice, &document)?;

    println!("\nA document that is too long for a datagram:");
    println!("shop        sends one with twenty levels of the game");
    let levels: Vec<String> = (1..=20).map(|level| format!("level{level}")).collect();
    let long = signed(&game(&server.url(), &levels)?, IMSI, PIN)?;
    let terminal = start(&gateway, &alice)?;
    let (arrival, _) = shop.push(&terminal, &alice, &long, None)?;
    assert_eq!(arrival.way, Way::Sip(Transport::Tcp), "too long for a datagram");

    println!("\nThree wrong PINs, then a user who says no:");
    let mut terminal = start(&gateway, &alice)?;
    let (arrival, _) = shop.push(&terminal, &alice, &document, None)?;
    let wrong = Person::with_pin("7403")?;
    let mut mistaken = Person { pins: [&wrong.pins[..]; 3].concat(), ..wrong };
    let mut unwilling = Person { agrees: false, ..Person::with_pin(PIN)? };
    for person in [&mut mistaken, &mut unwilling] {
        let report = terminal.provision(&arrival, person)?;
        print!("{report}");
        assert!(!report.is_installed());
        assert_eq!(terminal.contexts.contexts().count(), 0, "nothing is installed");
    }
    assert!(mistaken.pins.is_empty());
    Ok(())
}

/// Where Kannel is installed, its push proxy tells the user of the game: what is not signed may go by
/// the gateway of others.
fn advertise(carrier: &Carrier, user: &Subscriber) -> Result<(), Box<dyn Error>> {
    let terminal = Terminal::start(IMSI, MemoryTree::new())?;
    let radio = terminal.air.attach(user.clone()).radio.ok_or("a radio")?;
    let text = "A new game: order it on this page";
    let indication = ServiceIndication::new("http://game.example.com/", text);
    let content = Entity::new("text/vnd.wap.si", indication.to_xml()?);
    let number = Client::Plmn(user.number.clone());
    let address = ClientAddress::new(number, "ppg.example.com")?.to_string();
    let push = PushMessage::new("offer@game.example.com", address);
    let Some(answer) = carrier.push(push, content, radio)? else { return Ok(()) };
    let Message::PushResponse(response) = answer.message else {
        return Err("no response to a push".into());
    };
    assert_eq!(response.code, StatusCode::ACCEPTED.into());
    let arrival = terminal.next()?;
    assert_eq!(arrival.application, ApplicationId::WML_UA.into(), "for the browser");
    assert_eq!(ServiceIndication::from_wbxml(&arrival.body)?, indication);
    println!("user        reads, by the push proxy of Kannel: {text}");
    Ok(())
}

/// A terminal out of its box, registered for all bearers, which knows where games go in its tree.
fn start(gateway: &Gateway, user: &Subscriber) -> Result<Terminal<MemoryTree>, Box<dyn Error>> {
    let mut terminal = Terminal::start(IMSI, MemoryTree::new())?;
    let games = Template::new("ap9001", "urn:example:mo:game:1.0", "./Games");
    terminal.options.templates = terminal.options.templates.clone().with(games);
    gateway.register(terminal.air.attach(user.clone()))?;
    Ok(terminal)
}

/// The settings of the game: an access point, the server that will manage them, the game itself.
fn game(url: &str, levels: &[String]) -> Result<Document, Box<dyn Error>> {
    let access = AccessPointBuilder::packet("NET", "Example", "internet.example").to_internet();
    let management = SECRETS.account(url)?.through_access_point("NET");
    let game = ApplicationBuilder::new(AppId::new("ap9001"))
        .with("PROVIDER-ID", "game.example.com")
        .named("Example game")
        .with("ADDR", "game.example.com");
    let game = levels.iter().fold(game, |game, level| {
        game.with_resource(level, &format!("http://game.example.com/levels/{level}/map"), false)
    });
    let game = game.through_access_point("NET");
    Ok(DocumentBuilder::new().with(access).with(management).with(game).build()?)
}

/// The server calls the terminal, which opens a session; the server sets the game up in it.
fn call(
    server: &Management,
    shop: &mut Shop,
    terminal: &mut Terminal<MemoryTree>,
    user: &Subscriber,
    way: Option<(&str, &str)>,
) -> Result<(Arrival, Notification), Box<dyn Error>> {
    let setting = |at: &str, value: &'static str| {
        Command::Add(Request::new(Item::target(at).with_data(value)))
    };
    server.queue(
        DEVICE,
        [setting("./GameSettings/Graphics", "high"), setting("./GameSettings/Region", "north")],
    )?;
    let notification = SECRETS.notification(server, DEVICE, 1)?;
    let (arrival, told) = shop.push(terminal, user, &notification, way)?;
    let (account, trigger) = terminal.notified(&arrival)?;
    let outcome = terminal.manage(&account, trigger, [], nobody)?;
    assert_eq!(outcome.end, End::Completed, "the server has proved who it is");
    for output in server.session()? {
        match output {
            ServerOutput::Began(beginning) => {
                println!("server      is in session with {}, who has proved it", beginning.device);
            }
            ServerOutput::Result(result) => assert!(result.is_success(), "{result:?}"),
            _ => {}
        }
    }
    let graphics = terminal.text("./GameSettings/Graphics");
    println!("terminal    has the settings: graphics {}", graphics.as_deref().unwrap_or("?"));
    assert_eq!(graphics.as_deref(), Some("high"));
    Ok((arrival, told))
}

/// Neither side takes a stranger for the other: nothing comes of a session with one.
fn strangers(
    server: &Management,
    shop: &mut Shop,
    gateway: &Gateway,
    user: &Subscriber,
    document: &Entity,
) -> Result<(), Box<dyn Error>> {
    let mut terminal = start(gateway, user)?;
    let (arrival, _) = shop.push(&terminal, user, document, None)?;
    assert!(terminal.provision(&arrival, &mut Person::with_pin(PIN)?)?.is_installed());
    let account = terminal.account(SECRETS.server)?;
    let impostor = Secrets { password: "of an impostor", ..SECRETS };
    let other = Secrets { device: ("alice", "of another phone"), ..SECRETS };
    for (number, (secrets, is_impostor)) in (7..).zip([(impostor, true), (other, false)]) {
        secrets.enroll(server, DEVICE)?;
        let add = Item::target("./GameSettings/Graphics").with_data("planted by a stranger");
        server.queue(DEVICE, [Command::Add(Request::new(add))])?;
        let trigger = Trigger::user(format!("{number}"));
        let end = terminal.manage(&account, trigger, [], nobody)?.end;
        if is_impostor {
            assert_eq!(end, End::ServerNotAuthenticated);
            println!("terminal    ends a session with a server that does not know its secret");
        } else {
            assert!(matches!(end, End::NotAuthenticated(_)), "{end:?}");
            println!("server      lets no terminal in that does not know its secret");
        }
        assert_eq!(terminal.text("./GameSettings/Graphics"), None);
    }
    Ok(())
}

/// The report of an installation names its bearer; all else is to be equal.
fn without_bearer(report: &str) -> &str {
    report.split_once('\n').map_or("", |(_, rest)| rest)
}

/// The shop, as the initiator of pushes.
struct Shop {
    initiator: Initiator,
}

impl Shop {
    /// Submits a push for a user, sees it come, and waits for what the gateway tells of it.
    fn push(
        &mut self,
        terminal: &Terminal<MemoryTree>,
        user: &Subscriber,
        content: &Entity,
        way: Option<(&str, &str)>,
    ) -> Result<(Arrival, Notification), Box<dyn Error>> {
        let quality = QualityOfService::new();
        let quality = match way {
            Some((network, bearer)) => {
                quality.with_network(network, true).with_bearer(bearer, true)
            }
            None => quality.with_delivery_method(DeliveryMethod::Confirmed),
        };
        let address = user.address()?;
        let push_id =
            self.initiator.submit(&address, content.clone(), |push| push.with_quality(quality))?;
        let arrival = terminal.next()?;
        let (way, length, application) = (arrival.way, arrival.body.len(), &arrival.application);
        println!("gateway     brings {length} octets for {application} by {way}");
        let told = self.initiator.wait_for(&push_id)?;
        println!("shop        is told: {push_id} {} ({})", told.state, told.code);
        Ok((arrival, told))
    }
}
