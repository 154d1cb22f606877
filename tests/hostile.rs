//! Every prefix and every mutation of one octet of every document: no panic, and what must hold
//! for any input.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "tests, and their helpers may fail"
)]

use provost_tests::{fuzz, vectors};

/// Octets up to which every mutation is tried; of longer documents a sample.
const SMALL: usize = 64;

#[test]
fn every_prefix() {
    for input in documents() {
        for length in 0..input.len() {
            // Of long documents the front, where the header is, and every few octets.
            if length < 256 || length % 7 == 0 {
                run(&input[..length]);
            }
        }
    }
}

#[test]
fn every_octet_mutated() {
    for mut input in documents() {
        let step = input.len() / SMALL + 1;
        for at in 0..input.len() {
            let original = input[at];
            // All 255 others, or so many that a document has about as many as a small one; which
            // of them depends on the place, so that all are tried somewhere.
            for difference in (1 + at % step..=255).step_by(step * step) {
                input[at] = original ^ u8::try_from(difference).unwrap_or(0xFF);
                run(&input);
            }
            input[at] = original;
        }
    }
}

fn run(input: &[u8]) {
    for (_, body) in fuzz::TARGETS {
        body(input);
    }
}

fn documents() -> Vec<Vec<u8>> {
    let mut documents: Vec<Vec<u8>> =
        vectors::all().iter().map(|vector| vector.octets.clone()).collect();
    documents.extend(vectors::corpus().iter().map(|document| document.octets.clone()));
    documents.sort();
    documents.dedup();
    documents
}
