//! Where a writer puts its octets.

use crate::error::{Error, ErrorKind};

/// A place for the octets of a document: a vector or a slice of the caller.
pub trait Sink: sealed::Sealed {
    /// Puts an octet.
    #[doc(hidden)]
    fn put(&mut self, octet: u8);

    /// Puts several octets.
    #[doc(hidden)]
    fn put_all(&mut self, octets: &[u8]);

    /// How many octets have been put, whether there was room or not.
    #[doc(hidden)]
    fn count(&self) -> usize;

    /// Sets bits of an octet that has been put.
    #[doc(hidden)]
    fn set_bits(&mut self, at: usize, bits: u8);
}

mod sealed {
    pub trait Sealed {}
    #[cfg(feature = "alloc")]
    impl Sealed for alloc::vec::Vec<u8> {}
    impl Sealed for super::Slice<'_> {}
}

#[cfg(feature = "alloc")]
impl Sink for alloc::vec::Vec<u8> {
    #[inline]
    fn put(&mut self, octet: u8) {
        self.push(octet);
    }

    #[inline]
    fn put_all(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }

    #[inline]
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn set_bits(&mut self, at: usize, bits: u8) {
        if let Some(octet) = self.get_mut(at) {
            *octet |= bits;
        }
    }
}

/// A slice of the caller; what has no room in it is counted.
#[derive(Debug)]
pub struct Slice<'b> {
    buffer: &'b mut [u8],
    count: usize,
}

impl<'b> Slice<'b> {
    pub(super) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, count: 0 }
    }

    /// The octets that were put, or how many there would have been.
    pub(super) fn finish(self) -> Result<&'b [u8], Error> {
        let needed = self.count;
        let capacity = self.buffer.len();
        let buffer: &'b [u8] = self.buffer;
        buffer.get(..needed).ok_or(Error::new(ErrorKind::BufferTooSmall { needed }, capacity))
    }
}

impl Sink for Slice<'_> {
    fn put(&mut self, octet: u8) {
        if let Some(slot) = self.buffer.get_mut(self.count) {
            *slot = octet;
        }
        self.count = self.count.saturating_add(1);
    }

    fn put_all(&mut self, octets: &[u8]) {
        let end = self.count.saturating_add(octets.len());
        if let Some(slots) = self.buffer.get_mut(self.count..end) {
            slots.copy_from_slice(octets);
        }
        self.count = end;
    }

    fn count(&self) -> usize {
        self.count
    }

    fn set_bits(&mut self, at: usize, bits: u8) {
        if let Some(octet) = self.buffer.get_mut(at) {
            *octet |= bits;
        }
    }
}
