//! Parts of messages that stand alone: profiles that servers store, calls of a local interface.

use alloc::vec::Vec;

use crate::message::{Command, Message};

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

    /// The commands at the top.
    #[must_use]
    pub fn commands(&self) -> &[Command] {
        &self.message.body.commands
    }
}
