//! A smart card in memory: the printed examples of its files, and a driver of discovery.

use std::collections::BTreeMap;

use provost::bootstrap::card::{Answer, Card, Discovery, Request};

use crate::vectors::unhex;

/// The records that ProvSC prints in A.4, the second with its flags spelled out.
pub const BOOTSTRAP: &str = "30 24 30 12 0C 09 426F6F747374726170 03 02 07 80 04 01 01
                         30 06 06 04 67 2B 05 01 A1 06 30 04 04 02 44 31";
/// Config1.
pub const CONFIG_1: &str = "30 24 30 12 0C 09 436F6E666967203120 03 02 06 C0 04 01 01
                        30 06 06 04 67 2B 05 02 A1 06 30 04 04 02 44 32";
/// Config2: not private, and with an identifier of a PIN all the same.
pub const CONFIG_2: &str = "30 24 30 12 0C 09 436F6E666967203220 03 02 06 40 04 01 01
                        30 06 06 04 67 2B 05 03 A1 06 30 04 04 02 44 33";
/// A record of a DM bootstrap message.
pub const DM: &str = "30{ 30{ 03{0640} } 30{ 06{672B0701} } A1{ 30{ 04{4434} } } }";
/// EF(ODF).
pub const ODF: &str = "A7{ 30{ 04{4405} } } A5{ 30{ 04{4406} } } A8{ 30{ 04{4407} } } FF FF";
/// EF(DIR) of a plain SIM.
pub const DIR: &str =
    "61{ 4F{A000000063504B43532D3135} 50{50524F564953494F4E494E47} 51{3F007F80} } FF FF";
/// EF(CDF): a certificate named by index and length, and one of WTLS.
pub const CDF: &str = "30{ 30{ 0C{4341} } 30{ 04{2A} } A1{ 30{ 30{ 04{4408} 02{02} 80{05} } } } }
                   A3{ 30{ 0C{} } 30{} A1{ 30{ 30{ 04{4409} } } } }";
/// EF(AODF).
pub const AODF: &str = "30{ 30{ 0C{50494E2D4720} } 30{ 04{01} }
                    A1{ 30{ 03{04C0} 0A{01} 02{04} 02{08} 02{08} 80{01} 04{FF} 30{ 04{3F007F80} } } } }";
/// EF(TokenInfo) of a WIM.
pub const TOKEN_INFO: &str =
    "30{ 02{00} 04{1234} 0C{4D4B} 80{57494D20312E30} 03{0410} 30{ 30{ 02{01} } } }";

/// Octets of hex text in which a brace stands for the length of what is in it: `04{4405}`.
#[must_use]
pub fn der(text: &str) -> Vec<u8> {
    let mut open: Vec<Vec<u8>> = vec![Vec::new()];
    let mut hex = String::new();
    for character in text.chars() {
        if !matches!(character, '{' | '}') {
            hex.push(character);
            continue;
        }
        open.last_mut().unwrap().extend(unhex(&hex));
        hex.clear();
        if character == '{' {
            open.push(Vec::new());
            continue;
        }
        let value = open.pop().unwrap();
        let length = u8::try_from(value.len()).unwrap();
        let outer = open.last_mut().unwrap();
        // Two octets of length from 128 on.
        outer.extend(if length < 0x80 { vec![length] } else { vec![0x81, length] });
        outer.extend(value);
    }
    open[0].extend(unhex(&hex));
    assert_eq!(open.len(), 1, "a brace that is not closed: {text}");
    open.remove(0)
}

/// A document.
pub const DOCUMENT: &[u8] = b"\x03\x0B\x6A\x00\x45\x01";
/// Another document.
pub const OTHER: &[u8] = b"\x03\x0B\x6A\x00\x45\xC6\x56\x01\x01\x01";

/// A card: files by their paths.
pub type Files = BTreeMap<Vec<u8>, Vec<u8>>;

/// A file of a size.
#[must_use]
pub fn padded(octets: &[u8], size: usize) -> Vec<u8> {
    let mut file = octets.to_vec();
    file.resize(size, 0xFF);
    file
}

/// The card of the examples, with its application at a path.
#[must_use]
pub fn files(base: &str) -> Files {
    let base = der(base);
    let dodf = der(&[CONFIG_2, DM, BOOTSTRAP, CONFIG_1].concat());
    let certificate = der("0000 30 03 04 01 FF FFFF");
    [
        (0x5031, der(ODF)),
        (0x5032, der(TOKEN_INFO)),
        (0x4405, padded(&dodf, 200)),
        (0x4406, der(CDF)),
        (0x4407, der(AODF)),
        (0x4408, certificate),
        (0x4409, padded(b"wtls", 9)),
        (0x4431, padded(DOCUMENT, 150)),
        (0x4432, vec![0xFF; 40]),
        (0x4433, padded(OTHER, 10)),
        (0x4434, padded(DOCUMENT, 7)),
    ]
    .map(|(id, octets): (u16, _)| ([&base[..], &id.to_be_bytes()].concat(), octets))
    .into()
}

/// Answers until there are no more requests; what was asked.
#[must_use]
pub fn run(
    mut discovery: Discovery,
    files: &Files,
    aids: &[&[u8]],
    knows_pin: bool,
) -> (Card, Vec<String>) {
    let mut asked = Vec::new();
    while let Some(request) = discovery.poll() {
        assert!(asked.len() < 100, "{asked:?}");
        assert_eq!(discovery.poll().as_ref(), Some(&request), "asked again, the same");
        let done = |it| if it { Answer::Done } else { Answer::Denied };
        match request {
            Request::SelectApplication(aid) => {
                asked.push(format!("select {}", String::from_utf8_lossy(&aid[5..])));
                discovery.handle(if aids.contains(&aid) { Answer::Done } else { Answer::NotFound });
            }
            Request::VerifyPin(pin) => {
                asked.push(format!("pin {:?} {:?}", pin.auth_id(), pin.stored()));
                discovery.handle(done(knows_pin));
            }
            Request::Read(path) => {
                asked.push(path.to_string());
                match files.get(path.octets()) {
                    Some(octets) => discovery.handle(Answer::Octets(octets)),
                    None => discovery.handle(Answer::NotFound),
                }
            }
            other => panic!("{other:?}"),
        }
    }
    discovery.handle(Answer::Done);
    (discovery.finish(), asked)
}
