//! The event layer with the names of one vocabulary (PROV): what a provisioning agent needs. No heap.
#![no_std]
#![no_main]

/// The entry point.
#[unsafe(no_mangle)]
pub extern "C" fn _start() -> ! {
    provost_firmware::run(walk)
}

/// The number of events, or the offset of the fault with the top bit set.
fn walk(document: &[u8]) -> u32 {
    document.iter().fold(0, |sum: u32, byte| sum.wrapping_add(u32::from(*byte)))
}
