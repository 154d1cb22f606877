//! The event layer with the names of one vocabulary (PROV): what a provisioning agent needs. No heap.
#![no_std]
#![no_main]

use core::hint::black_box;

use provost_wbxml::vocabulary::PROV;
use provost_wbxml::{Error, Event, Reader};

/// The entry point.
#[unsafe(no_mangle)]
pub extern "C" fn _start() -> ! {
    provost_firmware::run(|document| match walk(document) {
        Ok(count) => count,
        // What a device would log.
        Err(error) => !error.offset(),
    })
}

/// The number of events. The black boxes stand for an agent that wants every name and every text.
fn walk(document: &[u8]) -> Result<usize, Error> {
    let mut reader = Reader::new(document, &PROV)?;
    let mut count = 0;
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(name) => {
                black_box(name.local());
            }
            Event::Attribute { name, value } => {
                black_box(name.local());
                value.for_each_str(read)?;
            }
            Event::Text(text) => text.for_each_str(read)?,
            other => {
                black_box(other);
            }
        }
        count += 1;
    }
    Ok(count)
}

fn read(piece: &str) {
    black_box(piece);
}
