//! `Status` and `Results`: answers.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Chal, Cred, Item, Meta};
use crate::data::Data;
use crate::extra::Extras;
use crate::status_code::StatusCode;
use crate::text::Text;

/// `Status`: what became of a command.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Status {
    /// `CmdID`.
    pub id: Option<Text>,
    /// `MsgRef`: the message that the command was in.
    pub msg_ref: Option<Text>,
    /// `CmdRef`: the `CmdID` of the command; `0` is the header.
    pub cmd_ref: Option<Text>,
    /// `Cmd`: the name of the command.
    pub cmd: Option<Text>,
    /// `TargetRef`: which of its items are meant.
    pub target_refs: Vec<Text>,
    /// `SourceRef`: the same by their source.
    pub source_refs: Vec<Text>,
    /// `Cred`. It is not serialized.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub cred: Option<Box<Cred>>,
    /// `Chal`: the credentials that are wanted.
    pub chal: Option<Box<Chal>>,
    /// `Data`: the code; [`Status::code`] is its number.
    pub data: Option<Data>,
    /// `Item`: what the user answered, or which nodes are at fault.
    pub items: Vec<Item>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

/// `Results`: what a `Get` found.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Results {
    /// `CmdID`.
    pub id: Option<Text>,
    /// `MsgRef`: none means 1.
    pub msg_ref: Option<Text>,
    /// `CmdRef`.
    pub cmd_ref: Option<Text>,
    /// `Cmd`, which Windows sends besides.
    pub cmd: Option<Text>,
    /// `Meta`: for all items.
    pub meta: Option<Box<Meta>>,
    /// `TargetRef`.
    pub target_ref: Option<Text>,
    /// `SourceRef`.
    pub source_ref: Option<Text>,
    /// `Item`: with `Source`, `Meta` and `Data`.
    pub items: Vec<Item>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Status {
    /// The status of a command of a message. It has no `CmdID` yet.
    #[must_use]
    pub fn new(
        msg_ref: impl Into<Text>,
        cmd_ref: impl Into<Text>,
        cmd: impl Into<Text>,
        code: StatusCode,
    ) -> Self {
        Self {
            msg_ref: Some(msg_ref.into()),
            cmd_ref: Some(cmd_ref.into()),
            cmd: Some(cmd.into()),
            data: Some(Data::text(alloc::format!("{code}"))),
            ..Self::default()
        }
    }

    /// With a `CmdID`.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Text>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// With a challenge.
    #[must_use]
    pub fn with_chal(mut self, chal: Chal) -> Self {
        self.chal = Some(Box::new(chal));
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
    pub fn code(&self) -> Option<StatusCode> {
        StatusCode::from_text(self.data.as_ref()?.trimmed()?)
    }

    /// What the code means here, given what the command is.
    #[must_use]
    pub fn meaning(&self) -> Option<&'static str> {
        self.code()?.meaning_for(self.cmd.as_deref().unwrap_or(""))
    }

    /// Whether it is the status of the header (DM Protocol 1.2.1, 8.1.2).
    #[must_use]
    pub fn is_for_header(&self) -> bool {
        self.cmd.as_deref() == Some("SyncHdr")
            || (self.cmd.is_none() && self.cmd_ref.as_deref() == Some("0"))
    }

    /// The error of Windows behind the code (`msft:originalerror`, MS-MDM since v1903).
    ///
    /// ```
    /// use provost_dm::{Extra, Status, StatusCode};
    ///
    /// let mut status = Status::new("1", "2", "Get", StatusCode::COMMAND_FAILED);
    /// let data = status.data.as_mut().unwrap();
    /// data.extra.push(Extra::attribute("msft:originalerror", "0x86000002"));
    /// assert_eq!(status.original_error(), Some(0x8600_0002));
    /// ```
    #[must_use]
    pub fn original_error(&self) -> Option<u32> {
        let extra = &self.data.as_ref()?.extra;
        let attribute = extra.iter().find(|extra| {
            let local = |name: &str| name.rsplit(':').next() == Some("originalerror");
            extra.is_attribute() && extra.name().is_some_and(|name| local(name.text()))
        })?;
        let text = attribute.text();
        let text = text.trim_ascii();
        match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        }
    }
}

impl Results {
    /// The results of a command of a message. They have no `CmdID` yet.
    #[must_use]
    pub fn new(msg_ref: impl Into<Text>, cmd_ref: impl Into<Text>) -> Self {
        Self { msg_ref: Some(msg_ref.into()), cmd_ref: Some(cmd_ref.into()), ..Self::default() }
    }

    /// With a `CmdID`.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Text>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// With an item.
    #[must_use]
    pub fn with_item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    /// The message that they answer: none means the first (RepPro 1.2.2, Results).
    #[must_use]
    pub fn msg_ref(&self) -> &str {
        self.msg_ref.as_deref().unwrap_or("1")
    }
}
