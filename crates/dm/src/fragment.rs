//! Parts of messages that stand alone: profiles that servers store, calls of a local interface.

use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::Syntax;

use crate::decode::{self, Decoded};
use crate::encode::{self, EncodeOptions};
use crate::error::Error;
use crate::message::{Command, Message};
use crate::options::DecodeOptions;

/// A message, a body alone, or commands alone.
///
/// ```
/// use bytes::Bytes;
/// use provost_dm::{Fragment, Shape};
///
/// let profile = Bytes::from_static(
///     b"<Replace><Item><Target><LocURI>./A</LocURI></Target><Data>1</Data></Item></Replace>\
///       <Exec><Item><Target><LocURI>./B</LocURI></Target></Item></Exec>",
/// );
/// let fragment = Fragment::decode(&profile)?;
/// assert_eq!(fragment.shape, Shape::Commands);
/// assert_eq!(fragment.commands().len(), 2);
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Fragment {
    /// What stands alone.
    pub shape: Shape,
    /// The message, or one with nothing but commands in its body.
    pub message: Message,
}

/// What stands alone.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Shape {
    /// A message: `SyncML`.
    #[default]
    Message,
    /// `SyncBody`, as calls of Windows' local interface are.
    Body,
    /// One command; in XML, one or several without an element around them.
    Commands,
}

impl Fragment {
    /// Commands that stand alone.
    #[must_use]
    pub fn new(commands: Vec<Command>) -> Self {
        let mut message = Message::default();
        message.body.commands = commands;
        Self { shape: Shape::Commands, message }
    }

    /// Decodes what may stand alone; departures are not reported.
    ///
    /// # Errors
    /// Those of [`Message::decode_with`].
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        Self::decode_with(input, &DecodeOptions::new()).map(|decoded| decoded.value)
    }

    /// Decodes what may stand alone, and reports where it departs from the specifications.
    ///
    /// Several commands are copied once, to be put into a body; offsets are those of the input.
    ///
    /// # Errors
    /// Those of [`Message::decode_with`].
    pub fn decode_with(input: &Bytes, options: &DecodeOptions) -> Result<Decoded<Self>, Error> {
        decode::fragment(input, options)
    }

    /// The commands at the top.
    #[must_use]
    pub fn commands(&self) -> &[Command] {
        &self.message.body.commands
    }

    /// Encodes it in the shape it has. In WBXML, commands that are not exactly one stand in a
    /// body.
    ///
    /// # Errors
    /// Those of [`Message::encode_with`].
    pub fn encode(&self, syntax: Syntax) -> Result<Bytes, Error> {
        self.encode_with(&EncodeOptions::new(syntax))
    }

    /// Encodes it in the shape it has.
    ///
    /// # Errors
    /// Those of [`Message::encode_with`].
    pub fn encode_with(&self, options: &EncodeOptions) -> Result<Bytes, Error> {
        encode::fragment(self, options)
    }
}
