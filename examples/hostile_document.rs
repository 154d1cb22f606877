//! Limits against hostile documents: short messages that would cost a naive reader its stack, its
//! memory or its patience end in an error that names the limit and the octet.
//!
//! The defaults stop all of them; a device sets what its documents need.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use provost::wbxml::{
    Error, ErrorKind, Event, Limit, Limits, ReadOptions, Reader, vocabulary::PROV,
};

/// A provisioning document has five levels, and no text of more than some hundred octets.
const LIMITS: Limits = Limits::DEFAULT.with_depth(8).with_events(4096).with_text(1024);

fn main() {
    let limit = |limit| ErrorKind::Limit(limit);
    for (attack, document, kind) in [
        ("a thousand elements inside one another", deep(), limit(Limit::Depth)),
        ("as many elements beside one another as a push can hold", wide(), limit(Limit::Events)),
        ("two octets that stand for 60 KB, again and again", amplified(), limit(Limit::Expanded)),
        (
            "opaque data of 4 GB in a message of 11 octets",
            overlong(),
            ErrorKind::OpaqueLength(u32::MAX),
        ),
    ] {
        let outcome = read(&document);
        println!("{attack}: {outcome:?}");
        assert!(outcome.is_err_and(|error| error.kind() == kind));
    }
}

/// Reads a document to its end, with all text of it; how many octets of text there were.
fn read(document: &[u8]) -> Result<usize, Error> {
    let options = ReadOptions::new().with_limits(LIMITS);
    let mut reader = Reader::with_options(document, &PROV, options)?;
    let mut length: usize = 0;
    while let Some(event) = reader.next_event()? {
        if let Event::Text(content) = event {
            content.for_each_str(|piece| length = length.saturating_add(piece.len()))?;
        }
    }
    Ok(length)
}

const HEADER: [u8; 4] = [0x03, 0x0B, 0x6A, 0x00];

fn deep() -> Vec<u8> {
    [&HEADER[..], &[0x46; 1000]].concat()
}

fn wide() -> Vec<u8> {
    [&HEADER[..], &[0x45], &[0x07; 64_000], &[0x01]].concat()
}

fn amplified() -> Vec<u8> {
    // A string table of 60 000 octets (0x83 0xD4 0x60), and references to all of it.
    let table = [&[b'x'; 59_999][..], &[0]].concat();
    let references = [0x07, 0x83, 0x00].repeat(1000);
    [&[0x03, 0x0B, 0x6A, 0x83, 0xD4, 0x60], &table[..], &[0x45], &references, &[0x01]].concat()
}

fn overlong() -> Vec<u8> {
    [&HEADER[..], &[0x45, 0xC3, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F]].concat()
}
