//! The smallest surroundings of a decoder: where a document comes from, where the result goes, and
//! what a panic does. Everything else in the linked program is the decoder's.
#![no_std]

use core::panic::PanicInfo;

// Loads the codec beside our panic handler: were std among its dependencies, this would not compile.
use provost_wbxml as _;

/// Where a driver would leave a message: the address and length of a document, and room for the result.
/// The volatile accesses keep the optimizer from knowing the input or dropping the walk.
#[repr(C)]
struct Mailbox {
    document: *const u8,
    length: usize,
    result: usize,
}

/// The start of SRAM on a Cortex-M4. The program is linked and measured, never run.
const MAILBOX: *mut Mailbox = 0x2000_0000 as *mut Mailbox;

/// Walks the document in the mailbox for ever.
pub fn run(walk: impl Fn(&[u8]) -> usize) -> ! {
    loop {
        // SAFETY: the driver fills the mailbox with the bounds of a live buffer before each round.
        let document = unsafe {
            core::slice::from_raw_parts(
                (&raw const (*MAILBOX).document).read_volatile(),
                (&raw const (*MAILBOX).length).read_volatile(),
            )
        };
        let result = walk(document);
        // SAFETY: as above; the field is aligned and nothing else holds a reference to it.
        unsafe { (&raw mut (*MAILBOX).result).write_volatile(result) };
    }
}

/// Links no message formatting: a reachable panic costs little text, and shows as a symbol.
#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Copies octet by octet, as the C library of a small device does: that one is on the device anyway,
/// while the copy that a Rust toolchain brings along is 900 bytes and made for speed.
///
/// # Safety
/// As `memcpy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __aeabi_memcpy(to: *mut u8, from: *const u8, length: usize) {
    for index in 0..length {
        // SAFETY: both buffers have `length` octets. Volatile, or the loop is made a call of memcpy.
        unsafe { to.add(index).write_volatile(from.add(index).read_volatile()) };
    }
}

/// The same for buffers that are aligned to words.
///
/// # Safety
/// As `memcpy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __aeabi_memcpy4(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: the caller's.
    unsafe { __aeabi_memcpy(to, from, length) };
}

/// Fills octet by octet, for the same reason.
///
/// # Safety
/// As `memset`, with the last two arguments in the order of the Arm run-time ABI.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __aeabi_memset4(to: *mut u8, length: usize, octet: i32) {
    for index in 0..length {
        // SAFETY: the buffer has `length` octets. Volatile, or the loop is made a call of memset.
        unsafe { to.add(index).write_volatile(octet.to_le_bytes()[0]) };
    }
}

/// Compares octet by octet, for the same reason.
///
/// # Safety
/// As `memcmp`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcmp(one: *const u8, other: *const u8, length: usize) -> i32 {
    for index in 0..length {
        // SAFETY: both buffers have `length` octets. Volatile, or the loop is made a call of memcmp.
        let (one, other) =
            unsafe { (one.add(index).read_volatile(), other.add(index).read_volatile()) };
        if one != other {
            return i32::from(one) - i32::from(other);
        }
    }
    0
}
