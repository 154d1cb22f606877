//! Cards that provision a phone: one with data, one with a key alone, an obsolete one, another in its
//! place; and two authorities that share the phone.
//!
//! `cargo run -p provost-examples --features network --example smart_card`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use core::error::Error;

use provost::bootstrap::card::Kind;
use provost::bootstrap::{Bearer, Context, Grant, Installed, Policy, Purpose, Security, verify};
use provost::cp::build::{AccessPointBuilder, ContextBuilder, DocumentBuilder};
use provost::cp::{CardFile, ContextId, Contexts, Document, Source};
use provost_examples::card::Uicc;

fn main() -> Result<(), Box<dyn Error>> {
    first_card()?;
    priorities()?;
    Ok(())
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
    println!("\nin the phone, in order of time            what counts");
    for (sources, expected) in table {
        let mut contexts = Contexts::new();
        contexts.set_card(Some(card_id));
        let (mut id, mut names) = (None, Vec::new());
        for (document, source) in sources {
            names.push(format!("{:?}", source.kind()));
            let report = contexts.install(document?, source);
            id = report.context;
        }
        let counts = address(&contexts, &id.ok_or("not installed")?)?;
        println!("{:<42}{counts}", names.join(", "));
        assert_eq!(counts, expected);
    }
    Ok(())
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
