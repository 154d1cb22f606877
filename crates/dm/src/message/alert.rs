//! `Alert`: what happened, and what the user is asked.

use alloc::vec::Vec;

use super::Item;
use crate::alert_code::AlertCode;
use crate::data::Data;
use crate::extra::Extras;
use crate::text::Text;

/// `Alert`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Alert {
    /// `CmdID`.
    pub id: Option<Text>,
    /// `NoResp`, which DM does not use.
    pub no_resp: bool,
    /// `Data`: the code; [`Alert::code`] is its number.
    pub data: Option<Data>,
    /// `Correlator`: that of the `Exec` whose end this tells.
    pub correlator: Option<Text>,
    /// `Item`: each one event, or options, text and choices.
    pub items: Vec<Item>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Alert {
    /// An alert of a code.
    #[must_use]
    pub fn new(code: AlertCode) -> Self {
        Self { data: Some(Data::text(alloc::format!("{code}"))), ..Self::default() }
    }

    /// With a `CmdID`.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Text>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// With a correlator.
    #[must_use]
    pub fn with_correlator(mut self, correlator: impl Into<Text>) -> Self {
        self.correlator = Some(correlator.into());
        self
    }

    /// With an item.
    #[must_use]
    pub fn with_item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Option<AlertCode> {
        AlertCode::from_text(self.data.as_ref()?.trimmed()?)
    }
}
