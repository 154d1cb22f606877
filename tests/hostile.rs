//! Every prefix of every vector, every mutation of one octet of those under 64 octets, and of one
//! bit of the others, as tokens and events; and samples of vectors, corpus and XML in all bodies.
//! No panic, and what must hold for any input.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "tests, and their helpers may fail"
)]

use provost::wbxml::{ReadOptions, Reader, detect, vocabulary::PROV};
use provost_tests::{
    fuzz,
    vectors::{self, Vector},
};

/// Octets up to which a document is mutated in every way, and cut at every octet.
const SMALL: usize = 16;

/// Octets below which each octet of a vector becomes every other, as tokens and events; in longer
/// vectors each bit is changed, because the time grows with the square of the length.
const SHORT: usize = 64;

/// Mutations of a longer document, about.
const SAMPLE: usize = 120;

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

#[test]
fn prefixes_and_mutations_of_xml() {
    for text in xml() {
        let input = text.as_bytes();
        for length in (0..input.len()).filter(|at| *at < 64 || at % 48 == 0) {
            fuzz::wbxml::xml_read(&input[..length]);
        }
        // What markup is made of, and what no text may hold.
        for octet in *b"<>&;'\"/=!?-[]: \n\0xA\xFF" {
            let step = input.len() / 12 + 1;
            for at in (usize::from(octet) % step..input.len()).step_by(step) {
                let mut mutated = input.to_vec();
                mutated[at] = octet;
                fuzz::wbxml::xml_read(&mutated);
                mutated.splice(at..=at, [input[at], octet]);
                fuzz::wbxml::xml_read(&mutated);
                mutated.drain(at..at + 2);
                fuzz::wbxml::xml_read(&mutated);
            }
        }
    }
}

/// The XML of the vectors, as far as it is short, and what they have not.
fn xml() -> impl Iterator<Item = &'static str> {
    let vectors = vectors::all().iter().filter_map(|vector| vector.expected_xml.as_deref());
    vectors.filter(|xml| xml.len() < 300).chain(XML.iter().copied())
}

const XML: &[&str] = &[
    "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -->\n<?target data?>\n<si/>\n<!-- b -->\n",
    "<!DOCTYPE si PUBLIC \"-//WAPFORUM//DTD SI 1.0//EN\" 'si.dtd' [<!-- a --> <?b c?>]><si></si>",
    "<si a='&lt;&#x26;&#65;&apos;\n\t\r\n'>&amp;<![CDATA[<]]]]><![CDATA[>]]>\r\n<!-- a -->b </si>",
    "<x:SyncML xmlns:x='SYNCML:SYNCML1.2' xmlns:y='urn:y' y:a=''><x:SyncHdr><y:b/></x:SyncHdr></x:SyncML>",
    "<SyncML xmlns='SYNCML:SYNCML1.2'><Meta><Type xmlns='syncml:metinf'>a</Type></Meta></SyncML>",
    "<a xml:space='preserve'> <b xml:space='default'> </b> </a>",
    "<wml><card title='$(a:e)$$'>$b $(c) $</card></wml>",
];

#[test]
fn every_prefix_of_vectors_as_tokens_and_events() {
    for input in vectors() {
        (0..input.len()).for_each(|length| run_cheap(&input[..length]));
    }
}

#[test]
fn mutations_of_every_octet_of_vectors_as_tokens_and_events() {
    for mut input in vectors() {
        let short = input.len() < SHORT;
        for at in 0..input.len() {
            let original = input[at];
            for change in (1..=u8::MAX).filter(|change| short || change.is_power_of_two()) {
                input[at] = original ^ change;
                run_cheap(&input);
            }
            input[at] = original;
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
        if length < 64 || length % 16 == 0 {
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

/// What costs little: tokens, and events in strict, default and lenient reading, whose errors are
/// inside of the input.
fn run_cheap(input: &[u8]) {
    fuzz::wbxml::tokens(input);
    let vocabulary = detect(input, None).unwrap_or(&PROV);
    for options in [ReadOptions::strict(), ReadOptions::new(), ReadOptions::lenient()] {
        let end = Reader::with_options(input, vocabulary, options).and_then(|mut reader| {
            while reader.next_event()?.is_some() {}
            Ok(())
        });
        if let Err(error) = end {
            assert!(error.offset() <= input.len(), "{error}");
        }
    }
}

fn run(input: &[u8]) {
    for (_, body) in fuzz::readers() {
        body(input);
    }
}
