//! What must hold for any input: no panic, and layers that grow with the input alone.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "tests may fail")]

use super::*;
use crate::tell::Inspector as Teller;

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

/// The octets of what is told, in all forms.
fn told(octets: Bytes, inspector: &Teller) -> usize {
    let Some(told) = inspector.tell(octets) else { return 0 };
    assert!((1..=MOST).contains(&told.layers));
    assert!(serde_json::from_str::<serde_json::Value>(&told.json).is_ok());
    told.text.len() + told.json.len() + told.html.len()
}

#[test]
fn every_prefix_and_mutation_of_the_captures() {
    let inspector = Teller::new(&["--binary", "--imsi", "466923103145252"]).unwrap();
    for (name, messages) in captures() {
        for message in messages {
            // Long texts say nothing that short ones do not.
            let step = message.len() / 100 + 1;
            for length in (0..message.len()).step_by(step) {
                told(message.slice(..length), &inspector);
            }
            for at in (0..message.len()).step_by(step) {
                for octet in [0x00, 0xFF, message[at] ^ 0x80, message[at].wrapping_add(1)] {
                    let mut octets = message.to_vec();
                    octets[at] = octet;
                    assert!(told(octets.into(), &inspector) > 0, "{name}");
                }
            }
        }
    }
}

#[test]
fn every_kind_takes_any_octets() {
    for kind in Kind::value_variants() {
        let name = kind.to_possible_value().unwrap();
        let inspector = Teller::new(&["--binary", "--as", name.get_name()]).unwrap();
        for (_, messages) in captures() {
            for message in messages {
                told(message.clone(), &inspector);
                told(message.slice(..message.len() / 2), &inspector);
            }
        }
        told(Bytes::new(), &inspector);
    }
}

/// One octet over and over, nested heads, parts: an octet is a few lines of a listing at most.
#[test]
fn no_input_makes_much_of_little() {
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
        let told = told(input.into(), &Teller::new(&[]).unwrap());
        assert!(told < 200_000 + 500 * length, "{told} of {length}");
    }
}

#[test]
fn colors_only_where_a_terminal_shows_them_and_nobody_objects() {
    // Terminal, NO_COLOR, TERM: what is done by itself.
    let rows = [
        (true, None, None, true),
        (true, None, Some("xterm-256color"), true),
        (true, Some(""), Some("xterm"), true),
        (true, Some("1"), Some("xterm"), false),
        (true, Some("0"), Some("xterm"), false),
        (true, None, Some("dumb"), false),
        (false, None, Some("xterm"), false),
        (false, Some("1"), None, false),
    ];
    for (is_terminal, no_color, terminal, colored) in rows {
        let (no_color, terminal) = (no_color.map(OsStr::new), terminal.map(OsStr::new));
        let by = |color| is_colored(color, is_terminal, no_color, terminal);
        assert_eq!(by(Color::Auto), colored, "{is_terminal} {no_color:?} {terminal:?}");
        assert!(by(Color::Always) && !by(Color::Never));
    }
}
