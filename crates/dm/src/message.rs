//! Messages: header, body, commands, as one lossless model.

mod alert;
mod command;
mod cred;
mod header;
mod item;
mod meta;
mod status;

use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::Syntax;
use provost_wbxml::vocabulary::{SYNCML_1_0, SYNCML_1_1, SYNCML_1_2, Vocabulary};

pub use alert::Alert;
pub(crate) use command::walk;
pub use command::{Command, Container, Request, Unsupported};
pub use cred::{Chal, Cred};
pub use header::{Header, Location};
pub use item::Item;
pub use meta::Meta;
pub use status::{Results, Status};

use crate::decode::{self, Decoded, Recovered};
use crate::encode::{self, EncodeOptions};
use crate::error::Error;
use crate::extra::Extras;
use crate::options::DecodeOptions;
use crate::reply::Reply;

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

/// A version of the language, by its namespace.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Namespace {
    /// SyncML 1.0, before DM.
    SyncMl10,
    /// DM 1.1.x.
    SyncMl11,
    /// DM 1.2, 1.2.1 and 1.3.
    #[default]
    SyncMl12,
}

impl Namespace {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SyncMl10, Self::SyncMl11, Self::SyncMl12];

    /// Its URI.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::SyncMl10 => "SYNCML:SYNCML1.0",
            Self::SyncMl11 => "SYNCML:SYNCML1.1",
            Self::SyncMl12 => "SYNCML:SYNCML1.2",
        }
    }

    /// The namespace of a URI.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|namespace| namespace.uri() == uri)
    }

    /// The version in `VerDTD`.
    #[must_use]
    pub const fn dtd_version(self) -> &'static str {
        match self {
            Self::SyncMl10 => "1.0",
            Self::SyncMl11 => "1.1",
            Self::SyncMl12 => "1.2",
        }
    }

    /// The tokens.
    #[must_use]
    pub fn vocabulary(self) -> &'static Vocabulary {
        match self {
            Self::SyncMl10 => &SYNCML_1_0,
            Self::SyncMl11 => &SYNCML_1_1,
            Self::SyncMl12 => &SYNCML_1_2,
        }
    }
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

    /// Decodes a message, WBXML or XML as its first octets say; any order of elements is read and
    /// departures are not reported.
    ///
    /// # Errors
    /// Those of [`decode_with`](Self::decode_with).
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        Self::decode_with(input, &DecodeOptions::new()).map(|decoded| decoded.value)
    }

    /// Decodes a message, and reports where it departs from the specifications.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) with what is wrong in WBXML or XML,
    /// [`Root`](crate::ErrorKind::Root), [`Limit`](crate::ErrorKind::Limit), and in strict
    /// decoding [`Deviation`](crate::ErrorKind::Deviation).
    pub fn decode_with(input: &Bytes, options: &DecodeOptions) -> Result<Decoded<Self>, Error> {
        decode::message(input, options)
    }

    /// Decodes what is left of a message that was cut off, or is broken somewhere: all commands
    /// in front of that.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use provost_dm::{DecodeOptions, Message};
    ///
    /// let trace = b"<SyncML><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Repl";
    /// let recovered = Message::recover(&Bytes::from_static(trace), &DecodeOptions::new());
    /// assert_eq!(recovered.message.body.commands.len(), 1);
    /// assert!(recovered.error.is_some());
    /// ```
    #[must_use]
    pub fn recover(input: &Bytes, options: &DecodeOptions) -> Recovered {
        decode::recover(input, options)
    }

    /// Encodes the message in a syntax, compact and without a string table.
    ///
    /// # Errors
    /// Those of [`encode_with`](Self::encode_with).
    pub fn encode(&self, syntax: Syntax) -> Result<Bytes, Error> {
        self.encode_with(&EncodeOptions::new(syntax))
    }

    /// Encodes the message.
    ///
    /// Elements are written in the order of the DTD, in the namespace of the message.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) with what the syntax cannot carry: binary data in
    /// XML, a token in XML that no vocabulary has; [`Limit`](crate::ErrorKind::Limit) where
    /// containers are nested too deeply, and
    /// [`MessageTooLarge`](crate::ErrorKind::MessageTooLarge) where the options say so.
    pub fn encode_with(&self, options: &EncodeOptions) -> Result<Bytes, Error> {
        encode::message(self, options)
    }

    /// Begins the answer to this message: see [`Reply`].
    #[must_use]
    pub fn reply(&self) -> Reply<'_> {
        Reply::new(self)
    }

    /// All commands, members of containers behind their container.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        walk(&self.body.commands)
    }
}
