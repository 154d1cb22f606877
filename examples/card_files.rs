//! A device that is provisioned by its card: what to read, what is admitted, and writing back.
//!
//! `cargo run -p provost-examples --example card_files`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use provost::bootstrap::card::{Answer, CardType, DataObject, Discovery, Kind, Path, Request};
use provost::bootstrap::{Bearer, Context, Installed, Policy, Purpose, Security, verify};
use provost::wbxml::{Reader, convert, vocabulary::PROV, xml};

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let mut card = Uicc::new()?;

    // The driver of the card reader: three requests, whatever the card is like.
    let mut discovery = Discovery::new(CardType::Uicc);
    while let Some(request) = discovery.poll() {
        match request {
            Request::Read(path) => match card.read(&path) {
                Some(octets) => discovery.handle(Answer::Octets(&octets)),
                None => discovery.handle(Answer::NotFound),
            },
            Request::SelectApplication(_) => discovery.handle(Answer::Done),
            // Nobody is there to type a PIN.
            _ => discovery.handle(Answer::Denied),
        }
    }
    let found = discovery.finish();
    for file in &found.files {
        println!("{:?} in {}: {:?}", file.kind(), file.path, file.contents);
    }

    // What the card holds needs no MAC: its bearer vouches for it.
    let (kind, body) = found.documents().next().ok_or("no document")?;
    let installed = Installed { on_card: true, ..Installed::NOTHING };
    let purpose = Purpose::bootstrap(Context::Privileged, installed);
    let outcome = verify(body, &Security::NONE, &[]);
    let grant = Policy::STRICT.admit(outcome, Bearer::Card, purpose)?;
    let mut reader = Reader::new(grant.body(), &PROV)?;
    let mut writer = xml::Writer::new(&PROV);
    convert(&mut reader, &mut writer)?;
    println!("{kind:?} is admitted: {}", writer.finish()?);

    // The same octets by SMS are not.
    let outcome = verify(body, &Security::NONE, &[]);
    let refusal = Policy::STRICT.admit(outcome, Bearer::Sms, purpose).err();
    println!("by SMS: {}", refusal.ok_or("admitted by SMS")?);

    // What the device has learned goes back to the card, into a file that may be written.
    let file = found.file(Kind::Config1).ok_or("no Config1")?;
    let write = file.write(grant.body())?;
    println!("written to {}: {} octets", write.path, write.octets.len());
    card.config_1 = write.octets;
    assert!(card.config_1.starts_with(grant.body()));
    Ok(())
}

/// A card that exists in memory alone.
struct Uicc {
    records: Vec<u8>,
    config_1: Vec<u8>,
}

impl Uicc {
    fn new() -> Result<Self, provost::bootstrap::card::Error> {
        let bootstrap = DataObject::new(Kind::Bootstrap, Path::of_file(0x4431));
        let config_1 = DataObject::new(Kind::Config1, Path::of_file(0x4432)).modifiable();
        let records = [bootstrap.with_label("Bootstrap").encode()?, config_1.encode()?].concat();
        Ok(Self { records, config_1: vec![0xFF; 150] })
    }

    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        match path.file_id() {
            // EF(ODF): data objects are listed in 4405.
            0x5031 => Some(b"\xA7\x06\x30\x04\x04\x02\x44\x05".to_vec()),
            0x4405 => Some(self.records.clone()),
            0x4431 => Some(
                b"\x03\x0B\x6A\x00\x45\xC6\x56\x01\x87\x07\x06\x03Example\x00\x01\x01\x01\xFF\xFF"
                    .to_vec(),
            ),
            0x4432 => Some(self.config_1.clone()),
            _ => None,
        }
    }
}
