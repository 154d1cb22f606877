//! A device that receives its first management account: by a push that needs the PIN of the user, and
//! from its card; and what becomes of both when the card is taken out.
//!
//! `cargo run -p provost-examples --example receive_bootstrap`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use provost::bootstrap::card::Kind as File;
use provost::bootstrap::{Bearer, Identity, Imsi, Method, UserPin, sign};
use provost::cp::build::ApplicationBuilder;
use provost::cp::{AppAuthLevel, Characteristic, Contexts, Document, Kind, Summary};
use provost::dm::bootstrap::Bootstrap;
use provost::dm::object::{Account, AccountAddress, Layout};
use provost::dm::session::{Client, Entropy, Trigger};
use provost::dm::tree::MemoryTree;
use provost::provision::{Device, Ledger, Received, User};
use provost::push::wsp::{ContentType, Push};

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let datagram = server()?;

    // What the device keeps: its contexts, its tree, and the ledger of what came from where.
    let (mut contexts, mut tree, mut ledger) = (Contexts::new(), MemoryTree::new(), Ledger::new());
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
    let sim = [Identity::from("466923103145252".parse::<Imsi>()?)];

    let push = Push::decode(&datagram.into())?;
    let received = Received::from_push(&push, Bearer::Sms)?;
    let report = device.receive(&received, &sim, &mut Person);
    print!("{report}");

    // The session that the document asks for begins with the account.
    for session in report.sessions() {
        let account = Account::read(&*device.tree, session.at.path())?;
        let random = Entropy::new([0x5A; 32]); // from the device's generator
        let config = account.config(random).ok_or("an account without an address")?;
        let _client = Client::new(config, Trigger::user("1")); // drives the session
        println!("-> {}", account.url().unwrap_or_default());
    }

    // The same message again is refused: a bootstrap happens once.
    print!("\n{}", device.receive(&received, &sim, &mut Person));

    // The card has a bootstrap message of the other profile; nobody is asked, it vouches for itself.
    let file = card_file()?;
    let card = Received::from_card("8949012345678901234", File::DmBootstrap, &file)?;
    print!("\n{}", device.receive(&card, &sim, &mut Person));

    // When it is taken out, its account goes.
    print!("\n{}", device.remove_card("8949012345678901234"));
    assert_eq!(device.ledger.entries().len(), 1);
    Ok(())
}

/// The user at the device.
struct Person;

impl User for Person {
    fn pin(&mut self, tries_left: u8) -> Option<UserPin> {
        println!("PIN? ({tries_left} tries left)");
        "1234".parse().ok()
    }

    fn consents(&mut self, summary: &Summary) -> bool {
        print!("{summary}");
        println!("Agree? yes");
        true
    }
}

/// The server: a document with an account, signed by the PIN that the user was told, as a push.
fn server() -> Result<Vec<u8>, Box<dyn core::error::Error>> {
    let account = ApplicationBuilder::device_management("com.example", "https://dm.example/")
        .with_credentials(AppAuthLevel::APPSRV, "DIGEST", "device-1", "secret", "Tm9uY2U=")
        .through_access_point("N1")
        .starting_session();
    let internet = Characteristic::new(Kind::NapDef)
        .with("NAPID", "N1")
        .with("NAME", "Internet")
        .with("BEARER", "GSM-GPRS")
        .with("NAP-ADDRESS", "internet.example")
        .with("NAP-ADDRTYPE", "APN");
    let body = Document::new().with(internet).with(account.into()).to_wbxml_strict()?;
    let signed = sign(&body, Method::UserPin, &Identity::User("1234".parse()?))?;
    let media_type = format!("application/vnd.wap.connectivity-wbxml; {}", signed.parameters());
    Ok(Push::new(ContentType::from_text(&media_type)?, body).to_bytes().to_vec())
}

/// A file of 1,024 octets as the card's issuer writes it.
fn card_file() -> Result<Vec<u8>, Box<dyn core::error::Error>> {
    let account = Account {
        addresses: vec![AccountAddress::new("https://dm.operator.example/")],
        ..Account::new("com.operator.example")
    };
    let message = Bootstrap::of_objects([account.to_object("Operator", Layout::V1_2)?])
        .to_wbxml("com.operator.example", "IMEI:493005100592800")?;
    Ok(provost::bootstrap::card::fill(&message, 1024)?)
}
