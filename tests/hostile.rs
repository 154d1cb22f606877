//! Every prefix and every mutation of one octet of every document: no panic, and what must hold
//! for any input.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "tests, and their helpers may fail"
)]

use provost_tests::{
    fuzz,
    vectors::{self, Vector},
};

/// Octets up to which a document is mutated in every way, and cut at every octet.
const SMALL: usize = 20;

/// Mutations of a longer document, about.
const SAMPLE: usize = 400;

#[test]
fn prefixes_of_vectors() {
    vectors().for_each(prefixes);
}

#[test]
fn prefixes_of_the_corpus() {
    corpus().for_each(prefixes);
}

#[test]
fn mutations_of_vectors() {
    vectors().for_each(mutations);
}

#[test]
fn mutations_of_the_corpus() {
    corpus().for_each(mutations);
}

/// Tokens cost little: every mutation, of vectors that are not very long.
#[test]
fn tokens_of_every_mutation() {
    for mut input in vectors().filter(|input| input.len() < 128) {
        for at in 0..input.len() {
            for _ in 0..255 {
                input[at] = input[at].wrapping_add(1);
                fuzz::tokens(&input);
            }
            input[at] = input[at].wrapping_add(1);
        }
    }
}

fn vectors() -> impl Iterator<Item = Vec<u8>> {
    vectors::all().iter().map(|vector: &Vector| vector.octets.clone())
}

fn corpus() -> impl Iterator<Item = Vec<u8>> {
    vectors::corpus().iter().map(|document| document.octets.clone())
}

fn prefixes(input: Vec<u8>) {
    for length in 0..input.len() {
        // The front of a long document has its header; of the rest every few octets.
        if length < 128 || length % 8 == 0 {
            run(&input[..length]);
        }
    }
}

fn mutations(mut input: Vec<u8>) {
    let all = input.len() * 255;
    let step = if input.len() <= SMALL { 1 } else { all / SAMPLE + 1 };
    // A walk through all pairs of place and difference, which meets other differences at each place.
    for pair in (0..all).step_by(step) {
        let at = pair / 255;
        let original = input[at];
        input[at] = original.wrapping_add(u8::try_from(pair % 255).unwrap_or(0)).wrapping_add(1);
        run(&input);
        input[at] = original;
    }
}

fn run(input: &[u8]) {
    for (_, body) in fuzz::TARGETS {
        body(input);
    }
}
