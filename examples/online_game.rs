//! A user orders an online game, and the phone is set up for it over the air.
//!
//! `cargo run -p provost-examples --features network --example online_game`
//!
//! The shop's server submits a signed provisioning document by PAP; the operator's gateway brings it
//! as a `MESSAGE` of SIP; the terminal verifies it, asks the user, and installs it. Then the same
//! document goes by short messages and by HTTP, and a longer one by TCP.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use core::error::Error;

use provost::bootstrap::{Identity, Imsi, Method, UserPin, sign};
use provost::cp::build::{AccessPointBuilder, ApplicationBuilder, DocumentBuilder};
use provost::cp::{AppAuthLevel, AppId, Document};
use provost::push::mime::Entity;
use provost::push::pap::{DeliveryMethod, MessageState, Notification, QualityOfService};
use provost_examples::air::{Arrival, Way};
use provost_examples::carrier::Carrier;
use provost_examples::gateway::Gateway;
use provost_examples::initiator::Initiator;
use provost_examples::sip::Transport;
use provost_examples::subscribers::Subscriber;
use provost_examples::terminal::{Terminal, User};

const IMSI: &str = "228010123456789";
const PIN: &str = "7402";

fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start(Carrier::start()?)?;
    let mut shop = Initiator::start(&gateway)?;
    let alice = Subscriber::new("alice@example.net", "+15551234567");

    println!("user        orders the game; the shop shows the PIN {PIN}");
    let document = game("dm.example.com", "http://dm.example.com/", &[])?;
    let signed = signed(&document)?;
    let user = User { pin: Some(PIN.parse()?), agrees: true };

    // One identity of the user, three bearers, one result.
    let mut results = Vec::new();
    for quality in [None, Some(("GSM", "SMS")), Some(("GSM", "GPRS"))] {
        let mut terminal = Terminal::start(IMSI)?;
        gateway.register(terminal.air.attach(alice.clone()))?;
        let (arrival, told) = push(&mut shop, &terminal, &alice, &signed, quality)?;
        terminal.install(&arrival, &user)?;
        assert!(terminal.air.is_silent(), "nothing comes twice");
        results.push((arrival, told, format!("{:?}", terminal.contexts)));
    }
    let [by_sip, by_sms, by_http] = &results[..] else { return Err("three ways".into()) };
    assert_eq!(by_sip.0.way, Way::Sip(Transport::Udp));
    assert_eq!(by_http.0.way, Way::Http);
    assert!(matches!(by_sms.0.way, Way::Sms(3..)), "{:?}", by_sms.0.way);
    for (arrival, told, installed) in &results {
        assert_eq!(arrival.body, by_sip.0.body);
        assert_eq!(*installed, by_sip.2, "the same is installed");
        assert_eq!(told.state.known(), Some(&MessageState::Delivered));
        assert_eq!((&told.code, &told.address), (&by_sip.1.code, &by_sip.1.address));
    }

    println!("shop        sends a longer one, with twenty levels of the game");
    let levels: Vec<String> = (1..=20).map(|level| format!("level{level}")).collect();
    let long = game("dm.example.com", "http://dm.example.com/", &levels)?;
    let terminal = Terminal::start(IMSI)?;
    gateway.register(terminal.air.attach(alice.clone()))?;
    let (arrival, _) = push(&mut shop, &terminal, &alice, &self::signed(&long)?, None)?;
    assert_eq!(arrival.way, Way::Sip(Transport::Tcp), "too long for a datagram");

    println!("shop        sends the first again, and the user mistypes the PIN");
    let mut terminal = Terminal::start(IMSI)?;
    gateway.register(terminal.air.attach(alice.clone()))?;
    let (arrival, _) = push(&mut shop, &terminal, &alice, &signed, None)?;
    let mistaken = User { pin: Some("7403".parse()?), agrees: true };
    let refusal = terminal.install(&arrival, &mistaken).err().ok_or("a wrong PIN is taken")?;
    println!("terminal    {refusal}");
    let unwilling = User { agrees: false, ..user };
    assert!(terminal.install(&arrival, &unwilling).is_err());
    assert_eq!(terminal.contexts.contexts().count(), 0, "nothing is installed");
    Ok(())
}

/// The settings of the game: an access point, the server that will manage them, the game itself.
fn game(server: &str, url: &str, levels: &[String]) -> Result<Document, Box<dyn Error>> {
    let access = AccessPointBuilder::packet("NET", "Example", "internet.example").to_internet();
    let management = ApplicationBuilder::device_management(server, url)
        .with_credentials(AppAuthLevel::APPSRV, "DIGEST", "alice", "of the client", "bm9uY2U=")
        .with_credentials(AppAuthLevel::CLIENT, "DIGEST", server, "of the server", "c2VydmVy")
        .through_access_point("NET");
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

/// Its octets, signed with what the SIM knows and the user was shown.
fn signed(document: &Document) -> Result<Entity, Box<dyn Error>> {
    let body = document.to_wbxml_strict()?;
    let secret = Identity::from(IMSI.parse::<Imsi>()?).with_pin(&PIN.parse::<UserPin>()?);
    let signed = sign(&body, Method::UserNetworkPin, &secret)?;
    let parameters = signed.parameters();
    Ok(Entity::new(format!("application/vnd.wap.connectivity-wbxml; {parameters}"), body))
}

/// Submits a push for a user, sees it come, and waits for what the gateway tells of it.
fn push(
    shop: &mut Initiator,
    terminal: &Terminal,
    user: &Subscriber,
    content: &Entity,
    over: Option<(&str, &str)>,
) -> Result<(Arrival, Notification), Box<dyn Error>> {
    let mut quality = QualityOfService::new();
    if let Some((network, bearer)) = over {
        quality = quality.with_network(network, true).with_bearer(bearer, true);
    } else {
        quality = quality.with_delivery_method(DeliveryMethod::Confirmed);
    }
    let push_id =
        shop.submit(&user.address()?, content.clone(), |push| push.with_quality(quality))?;
    let arrival = terminal.next()?;
    println!(
        "gateway     has brought {push_id} by {:?}: {} octets for {}",
        arrival.way,
        arrival.body.len(),
        arrival.application
    );
    let told = shop.wait_for(&push_id)?;
    println!("shop        is told: {} {} ({})", told.push_id, told.state, told.code);
    Ok((arrival, told))
}
