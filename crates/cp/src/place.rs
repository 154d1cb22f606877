//! Where something stood in the input.

use core::fmt;

/// An offset in the input, or none for what a program made. It tells findings where to point, and
/// two documents that say the same are equal wherever they say it.
#[derive(Clone, Copy)]
pub(crate) struct Place(u32);

impl Place {
    pub(crate) const NONE: Self = Self(u32::MAX);

    #[inline(always)]
    pub(crate) fn at(offset: usize) -> Self {
        u32::try_from(offset).map_or(Self::NONE, Self)
    }

    pub(crate) fn offset(self) -> Option<usize> {
        if self.0 == u32::MAX { None } else { usize::try_from(self.0).ok() }
    }
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.offset().fmt(f)
    }
}
