//! Messages: header, body, commands, as one lossless model.

mod alert;
mod command;
mod cred;
mod header;
mod item;
mod meta;
mod status;

use alloc::vec::Vec;

pub use alert::Alert;
pub(crate) use command::walk;
pub use command::{Command, Container, Request, Unsupported};
pub use cred::{Chal, Cred};
pub use header::{Header, Location};
pub use item::Item;
pub use meta::Meta;
pub use status::{Results, Status};

use crate::extra::Extras;
use crate::namespace::Namespace;

/// A message of SyncML DM 1.1.x, 1.2 or 1.3.
///
/// ```
/// use bytes::Bytes;
/// use provost_dm::{Command, Message, Syntax};
///
/// let input = Bytes::from_static(
///     b"<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
///       <SessionID>1</SessionID><MsgID>2</MsgID><Target><LocURI>IMEI:1</LocURI></Target>\
///       <Source><LocURI>https://dm.example/</LocURI></Source></SyncHdr><SyncBody>\
///       <Get><CmdID>1</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get>\
///       <Final/></SyncBody></SyncML>",
/// );
/// let message = Message::decode(&input)?;
/// let Some(Command::Get(get)) = message.body.commands.first() else { unreachable!() };
/// assert_eq!(get.items[0].target_uri(), Some("./DevInfo/Mod"));
///
/// let wbxml = message.encode(Syntax::Wbxml)?;
/// assert!(wbxml.len() < 130);
/// assert_eq!(Message::decode(&wbxml)?, message);
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Message {
    /// The version of the language, as the namespace or the public identifier says.
    pub namespace: Namespace,
    /// `SyncHdr`.
    pub header: Header,
    /// `SyncBody`.
    pub body: Body,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

/// `SyncBody`: the commands in their order.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Body {
    /// The commands, in the order in which they stand.
    pub commands: Vec<Command>,
    /// Whether `Final` ends the package with this message.
    pub is_final: bool,
    /// What else there is; Windows declares `xmlns:msft` here.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Message {
    /// A message with a header, and nothing in its body yet.
    #[must_use]
    pub fn new(header: Header) -> Self {
        Self { header, ..Self::default() }
    }

    /// With a command more.
    #[must_use]
    pub fn with(mut self, command: impl Into<Command>) -> Self {
        self.body.commands.push(command.into());
        self
    }

    /// With `Final` behind the commands.
    #[must_use]
    pub const fn finish(mut self) -> Self {
        self.body.is_final = true;
        self
    }

    /// All commands, members of containers behind their container.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        walk(&self.body.commands)
    }
}
