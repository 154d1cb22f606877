//! As many commands as fit into a message that its recipient takes.

use bytes::Bytes;

use super::EncodeOptions;
use crate::error::{Error, ErrorKind};
use crate::message::{Command, Message};
use crate::namespace::Namespace;

/// Fills a message with commands, up to the `MaxMsgSize` of its recipient.
///
/// A command is never cut; only the data of an item may travel in parts, and that is for who
/// sends it to decide ([`Data::split_at`](crate::Data::split_at), [`Packer::room`]).
///
/// ```
/// use provost_dm::{Command, EncodeOptions, Fit, Header, Item, Message, Packer, Request, Syntax};
///
/// let message = Message::new(Header::new("1", "2", "IMEI:1", "https://dm.example/")).finish();
/// let mut packer = Packer::new(message, EncodeOptions::new(Syntax::Wbxml), 150)?;
/// let get = |id: &str| {
///     Command::Get(Request::new(Item::target("./DevDetail/Ext/Version")).with_id(id))
/// };
/// assert_eq!(packer.push(get("1"))?, Fit::Added);
/// let Fit::Full(rest) = packer.push(get("2"))? else { unreachable!() };
/// assert_eq!(rest.id().as_deref(), Some("2"));
/// assert!(packer.finish()?.len() <= 150);
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Packer {
    message: Message,
    options: EncodeOptions,
    limit: usize,
    length: usize,
}

/// Whether a command fitted into a message.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_enums, reason = "it fits or it does not")]
#[allow(clippy::large_enum_variant, reason = "a command that does not fit is handed back")]
pub enum Fit {
    /// It is in the message.
    Added,
    /// It is not: the message is full.
    Full(Command),
}

impl Packer {
    /// A message to be filled, which may have commands already: the status of the header, say.
    /// `Final` is counted if it is to be there.
    ///
    /// # Errors
    /// Those of [`Message::encode_with`]; [`ErrorKind::MessageTooLarge`] where not even that much
    /// fits.
    pub fn new(message: Message, options: EncodeOptions, limit: usize) -> Result<Self, Error> {
        let length = message.encode_with(&options.with_limit(limit))?.len();
        Ok(Self { message, options, limit, length })
    }

    /// How many octets are left.
    #[must_use]
    pub const fn room(&self) -> usize {
        self.limit.saturating_sub(self.length)
    }

    /// The message so far.
    #[must_use]
    pub const fn message(&self) -> &Message {
        &self.message
    }

    /// Adds a command, if it fits.
    ///
    /// # Errors
    /// Those of [`Message::encode_with`].
    pub fn push(&mut self, command: Command) -> Result<Fit, Error> {
        let length = measure(&command, self.message.namespace, &self.options)?;
        let length = self.length.saturating_add(length);
        if length > self.limit {
            return Ok(Fit::Full(command));
        }
        self.length = length;
        self.message.body.commands.push(command);
        Ok(Fit::Added)
    }

    /// The message as octets.
    ///
    /// # Errors
    /// [`ErrorKind::MessageTooLarge`] where a string table made it longer than its parts.
    pub fn finish(self) -> Result<Bytes, Error> {
        self.message.encode_with(&self.options.with_limit(self.limit))
    }
}

/// How many octets a command adds to a message: the difference between two bodies. `Final` is in
/// both, so that in WBXML the way back to the first code page is a part of the command.
pub(crate) fn measure(
    command: &Command,
    namespace: Namespace,
    options: &EncodeOptions,
) -> Result<usize, Error> {
    let options = &options.with_limit(usize::MAX);
    let mut body = Message { namespace, ..Message::default() }.finish();
    let without = body.encode_with(options)?.len();
    body.body.commands.push(command.clone());
    let with = body.encode_with(options)?.len();
    // An empty body is an element of its own in neither syntax, for `Final` is in it.
    with.checked_sub(without).ok_or(Error::new(ErrorKind::Root, 0))
}
