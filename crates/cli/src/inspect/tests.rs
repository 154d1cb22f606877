//! What must hold for any input: no panic, and layers that grow with the input alone.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "tests may fail")]

use clap::Parser;

use super::*;
use crate::arguments::{Arguments as CommandLine, Command};

fn arguments(words: &[&str]) -> Arguments {
    let words = [&["provost", "inspect", "-"], words].concat();
    match CommandLine::try_parse_from(words).unwrap().command {
        Command::Inspect(arguments) => *arguments,
        _ => unreachable!(),
    }
}

/// The captures of the tests of the command, as octets.
fn captures() -> Vec<(String, Vec<Bytes>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/captures");
    let mut captures = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let octets = Bytes::from(std::fs::read(&path).unwrap());
        let messages = match path.extension().and_then(|end| end.to_str()) {
            Some("txt") => continue,
            Some("hex") => lines_of_hex(&octets).unwrap(),
            _ => vec![octets],
        };
        captures.push((path.file_name().unwrap().to_string_lossy().into_owned(), messages));
    }
    captures
}

/// Inspects octets and renders what is told in each form.
fn tell(octets: Bytes, arguments: &Arguments) -> usize {
    let Ok(report) = inspect(octets, arguments) else { return 0 };
    assert!(!report.layers.is_empty() && report.layers.len() <= MOST);
    let text = report::text(&report, Some(report::Form::Full), Paint::Colored);
    let (json, html) = (report::json(&report), report::html(&report));
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    text.len() + json.len() + html.len()
}

#[test]
fn every_prefix_and_mutation_of_the_captures() {
    let arguments = arguments(&["--binary", "--imsi", "466923103145252"]);
    for (name, messages) in captures() {
        for message in messages {
            // Long texts say nothing that short ones do not.
            let step = message.len() / 100 + 1;
            for length in (0..message.len()).step_by(step) {
                tell(message.slice(..length), &arguments);
            }
            for at in (0..message.len()).step_by(step) {
                for octet in [0x00, 0xFF, message[at] ^ 0x80, message[at].wrapping_add(1)] {
                    let mut octets = message.to_vec();
                    octets[at] = octet;
                    assert!(tell(octets.into(), &arguments) > 0, "{name}");
                }
            }
        }
    }
}

#[test]
fn every_kind_takes_any_octets() {
    for kind in Kind::value_variants() {
        let name = kind.to_possible_value().unwrap();
        let arguments = arguments(&["--binary", "--as", name.get_name()]);
        for (_, messages) in captures() {
            for message in messages {
                tell(message.clone(), &arguments);
                tell(message.slice(..message.len() / 2), &arguments);
            }
        }
        tell(Bytes::new(), &arguments);
    }
}

/// One octet over and over, nested heads, parts: an octet is a few lines of a listing at most.
#[test]
fn no_input_makes_much_of_little() {
    let arguments = arguments(&[]);
    let head = "A: b\r\nContent-Type: application/http\r\n\r\n";
    let part = "--a\r\n\r\nx\r\n";
    for input in [
        vec![0xFF; 1 << 18],
        vec![0x06; 1 << 18],
        b"a: b\n".repeat(1 << 14),
        head.repeat(1 << 10).into_bytes(),
        format!("Content-Type: multipart/mixed; boundary=a\r\n\r\n{}--a--", part.repeat(31))
            .into_bytes(),
        b"0605040B8423F0\n".repeat(1 << 10),
        [&b"\x03\x0B\x6A\x00\x45"[..], &[0x46; 1 << 12]].concat(),
    ] {
        let length = input.len();
        let told = tell(input.into(), &arguments);
        assert!(told < 200_000 + 500 * length, "{told} of {length}");
    }
}
