//! A smart card that exists in memory alone: files, and the records that say where they are.

use std::collections::BTreeMap;

use provost::bootstrap::card::{
    Answer, Card, CardType, DataObject, Discovery, Error, Kind, Oid, Path, Request, Write,
};

/// Data objects are listed here; EF(ODF) says so.
const RECORDS: u16 = 0x4405;
const OBJECT_DIRECTORY: (u16, &[u8]) = (0x5031, b"\xA7\x06\x30\x04\x04\x02\x44\x05");
const CONFIG_1: u16 = 0x4432;
const KEY: u16 = 0x4434;

/// The identifier under which this operator lists a key.
const KEY_OBJECT: &[u8] = b"\x2B\x06\x01\x04\x01\x81\x86\x9F\x01";

/// A UICC, by its ICCID.
#[derive(Clone, Debug)]
pub struct Uicc {
    /// What tells it from others.
    pub id: String,
    files: BTreeMap<u16, Vec<u8>>,
}

impl Uicc {
    /// A card with a provisioning document in Config1, which a device may change.
    ///
    /// # Errors
    /// Those of a record that cannot be written.
    pub fn with_document(id: &str, document: &[u8]) -> Result<Self, Error> {
        let record = DataObject::new(Kind::Config1, Path::of_file(CONFIG_1)).modifiable();
        let mut file = document.to_vec();
        // Room for a later document, filled as cards are.
        file.resize(512, 0xFF);
        Ok(Self::new(id, record.encode()?, CONFIG_1, file))
    }

    /// A card with nothing on it but a key.
    #[must_use]
    pub fn with_key(id: &str, key: &[u8]) -> Self {
        let octets = |tag: u8, content: &[u8]| {
            [&[tag, u8::try_from(content.len()).unwrap_or(0x7F)], content].concat()
        };
        // SEQUENCE { commonObjectAttributes, class { applicationOID }, typeAttributes { path } }
        let class = octets(0x30, &octets(0x06, KEY_OBJECT));
        let path = octets(0xA1, &octets(0x30, &octets(0x04, &KEY.to_be_bytes())));
        let record = octets(0x30, &[octets(0x30, &[]), class, path].concat());
        Self::new(id, record, KEY, octets(0x04, key))
    }

    fn new(id: &str, records: Vec<u8>, name: u16, file: Vec<u8>) -> Self {
        let (directory, content) = OBJECT_DIRECTORY;
        let files = [(directory, content.to_vec()), (RECORDS, records), (name, file)];
        Self { id: id.to_owned(), files: files.into() }
    }

    /// What a terminal finds when the card is put in: it asks for a few files, and needs no PIN here.
    #[must_use]
    pub fn discover(&self) -> Card {
        let mut discovery = Discovery::new(CardType::Uicc).with_key_object(Oid::new(KEY_OBJECT));
        while let Some(request) = discovery.poll() {
            match request {
                Request::SelectApplication(_) => discovery.handle(Answer::Done),
                Request::Read(path) => match self.files.get(&path.file_id()) {
                    Some(octets) => discovery.handle(Answer::Octets(octets)),
                    None => discovery.handle(Answer::NotFound),
                },
                // Nobody is there to type a PIN.
                _ => discovery.handle(Answer::Denied),
            }
        }
        discovery.finish()
    }

    /// Writes what a terminal has made of a file.
    pub fn write(&mut self, write: &Write) {
        if let Some(file) = self.files.get_mut(&write.path.file_id()) {
            let octets = file.iter_mut().skip(write.start).zip(&write.octets);
            octets.for_each(|(old, new)| *old = *new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_a_card_is_found() {
        let document = b"\x03\x0B\x6A\x00\x45\x01";
        let mut card = Uicc::with_document("1", document).unwrap();
        let found = card.discover();
        assert!(found.notes.is_empty() && found.key.is_none(), "{found:?}");
        assert_eq!(found.documents().collect::<Vec<_>>(), [(Kind::Config1, &document[..])]);
        let longer = b"\x03\x0B\x6A\x00\x45\xC6\x56\x01\x01\x01";
        card.write(&found.file(Kind::Config1).unwrap().write(longer).unwrap());
        assert_eq!(card.discover().documents().next().unwrap().1, longer);

        let found = Uicc::with_key("2", b"geheim").discover();
        assert!(found.notes.is_empty() && found.files.is_empty(), "{found:?}");
        assert_eq!(found.key.unwrap().reveal_text(), Some("geheim"));
    }
}
