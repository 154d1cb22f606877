//! The token layer alone: every construct of the wire with its span, no names, no heap.
#![no_std]
#![no_main]

use core::hint::black_box;

use provost_wbxml::{Error, Tokens};

/// The entry point.
#[unsafe(no_mangle)]
pub extern "C" fn _start() -> ! {
    provost_firmware::run(|document| match walk(document) {
        Ok(count) => count,
        // What a device would log.
        Err(error) => !error.offset(),
    })
}

/// The number of tokens. The black boxes stand for a consumer that wants all of every token.
fn walk(document: &[u8]) -> Result<usize, Error> {
    let mut tokens = Tokens::new(document)?;
    black_box(tokens.header());
    let mut count = 0;
    while let Some(token) = tokens.next_token()? {
        black_box((token, tokens.span()));
        count += 1;
    }
    Ok(count)
}
