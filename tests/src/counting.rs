//! An allocator that counts what the current thread asks it for.

#![allow(unsafe_code, reason = "there is no other way to see an allocation")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// The system's allocator, counting. A test makes it its own by `#[global_allocator]`.
#[derive(Clone, Copy, Debug)]
pub struct Counting;

/// What was allocated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocated {
    /// How often memory was asked for, or for more of it.
    pub calls: u64,
    /// Octets that were asked for in all.
    pub octets: u64,
}

thread_local! {
    // Constant and without a destructor, so that the counting itself asks for nothing.
    static ALLOCATED: Cell<Allocated> = const { Cell::new(Allocated { calls: 0, octets: 0 }) };
}

/// What this thread allocates in `work`, and what that gives.
pub fn allocated<T>(work: impl FnOnce() -> T) -> (Allocated, T) {
    let before = ALLOCATED.get();
    let result = work();
    let after = ALLOCATED.get();
    let calls = after.calls - before.calls;
    (Allocated { calls, octets: after.octets - before.octets }, result)
}

fn count(octets: usize) {
    // A thread that ends may be past its counter.
    let _ = ALLOCATED.try_with(|allocated| {
        let Allocated { calls, octets: all } = allocated.get();
        allocated.set(Allocated { calls: calls + 1, octets: all + octets as u64 });
    });
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}
