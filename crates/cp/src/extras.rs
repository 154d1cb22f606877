//! A list of what is nearly never there.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use crate::extra::Extra;

/// The unknown attributes of a parm or a characteristic: one word where there are none, as there
/// are in every row of a document.
#[derive(Clone, PartialEq, Eq, Default)]
#[allow(clippy::box_collection, reason = "a list is three words, which every parm would carry")]
pub(crate) struct Extras(Option<Box<Vec<Extra>>>);

impl Extras {
    pub(crate) const NONE: Self = Self(None);

    pub(crate) fn push(&mut self, extra: Extra) {
        self.0.get_or_insert_default().push(extra);
    }

    pub(crate) fn remove(&mut self, index: usize) -> Option<Extra> {
        let list = self.0.as_mut().filter(|list| index < list.len())?;
        let extra = list.remove(index);
        if list.is_empty() {
            self.0 = None;
        }
        Some(extra)
    }
}

impl Deref for Extras {
    type Target = [Extra];

    #[inline]
    fn deref(&self) -> &[Extra] {
        self.0.as_ref().map_or(&[], |list| list.as_slice())
    }
}

impl FromIterator<Extra> for Extras {
    fn from_iter<I: IntoIterator<Item = Extra>>(extras: I) -> Self {
        let list: Vec<Extra> = extras.into_iter().collect();
        Self(if list.is_empty() { None } else { Some(Box::new(list)) })
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
