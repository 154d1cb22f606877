//! Tokens without memory and without a vocabulary: what a document is made of, octet by octet.
//!
//! This much runs in a modem: the walk needs no heap, knows no names and cannot run away. Here it
//! finds the strings of a provisioning document, say to blank them before it is shown to support.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use provost::wbxml::{Error, Token, Tokens};

/// `<wap-provisioningdoc><characteristic type="NAPDEF"><parm name="NAPID" value="NAP1"/>
/// <parm name="NAP-ADDRESS" value="internet"/></characteristic></wap-provisioningdoc>`
const DOCUMENT: &[u8] = b"\x03\x0B\x6A\x00\x45\xC6\x55\x01\
    \x87\x11\x06\x03NAP1\x00\x01\x87\x08\x06\x03internet\x00\x01\x01\x01";

fn main() -> Result<(), Error> {
    let mut document = [0; DOCUMENT.len()];
    document.copy_from_slice(DOCUMENT);

    let found = blank_strings(&mut document, DOCUMENT)?;
    println!("{} elements, {} deep, {} strings", found.elements, found.depth, found.strings);
    assert_eq!(found, Found { elements: 4, depth: 2, strings: 2 });

    println!("{}", document.escape_ascii());
    assert!(document.windows(9).any(|window| window == b"........\x00"));
    assert!(!document.windows(4).any(|window| window == b"NAP1"));
    Ok(())
}

/// What a walk has found.
#[derive(Debug, Default, PartialEq)]
struct Found {
    elements: usize,
    depth: usize,
    strings: usize,
}

/// Writes dots over the strings of a document, of which `copy` is a copy to read from.
fn blank_strings(document: &mut [u8], copy: &[u8]) -> Result<Found, Error> {
    let mut found = Found::default();
    let mut tokens = Tokens::new(copy)?;
    while let Some(token) = tokens.next_token()? {
        found.depth = found.depth.max(tokens.depth());
        match token {
            Token::Tag { .. } | Token::LiteralTag { .. } => {
                found.elements = found.elements.saturating_add(1);
            }
            Token::String(text) => {
                found.strings = found.strings.saturating_add(1);
                // The span is the token, the text and a terminator of one octet.
                let start = tokens.start().saturating_add(1);
                if let Some(rest) = document.get_mut(start..) {
                    rest.iter_mut().take(text.len()).for_each(|octet| *octet = b'.');
                }
            }
            _ => {}
        }
    }
    Ok(found)
}
