//! Bounds on what a message may make a decoder do.

use core::fmt;

/// Bounds on a message; each names the attack that it stops. They stand on top of those of the
/// syntax, [`Limits::syntax`].
///
/// ```
/// use provost_dm::Limits;
///
/// let limits = Limits::DEFAULT.with_commands(64);
/// assert_eq!(limits.items, 4096);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Bounds on the WBXML or XML; its depth of elements is 32 here, because a message needs
    /// six, and twenty with a tree in it.
    pub syntax: provost_wbxml::Limits,
    /// Octets of a message (16 MiB): memory. It is that much because a large object may come whole,
    /// and objects are up to 16 MiB where nobody says otherwise. A server sets what it announced as
    /// `MaxMsgSize`, or 1 MiB, which is twice what Windows recommends for a request.
    pub message: usize,
    /// Commands of a message, members of containers included (4,096): an answer has a `Status`
    /// for each.
    pub commands: usize,
    /// Items of a command (4,096): the same.
    pub items: usize,
    /// `Atomic` and `Sequence` inside one another (8): stacks of those who walk them.
    pub containers: usize,
    /// Unknown elements and attributes, texts that belong nowhere included, of a message (4,096):
    /// memory of more than the input has octets.
    pub extras: usize,
    /// Deviations that are kept (256); those behind are counted.
    pub deviations: usize,
}

impl Limits {
    /// The bounds named above.
    pub const DEFAULT: Self = Self {
        syntax: provost_wbxml::Limits::DEFAULT.with_depth(32),
        message: 16 << 20,
        commands: 4096,
        items: 4096,
        containers: 8,
        extras: 4096,
        deviations: 256,
    };

    /// With other bounds on the syntax.
    #[must_use]
    pub const fn with_syntax(self, syntax: provost_wbxml::Limits) -> Self {
        Self { syntax, ..self }
    }

    /// With another length of a message.
    #[must_use]
    pub const fn with_message(self, message: usize) -> Self {
        Self { message, ..self }
    }

    /// With another number of commands.
    #[must_use]
    pub const fn with_commands(self, commands: usize) -> Self {
        Self { commands, ..self }
    }

    /// With another number of items of a command.
    #[must_use]
    pub const fn with_items(self, items: usize) -> Self {
        Self { items, ..self }
    }

    /// With another depth of containers.
    #[must_use]
    pub const fn with_containers(self, containers: usize) -> Self {
        Self { containers, ..self }
    }

    /// With another number of unknown elements and attributes.
    #[must_use]
    pub const fn with_extras(self, extras: usize) -> Self {
        Self { extras, ..self }
    }

    /// With another number of deviations that are kept.
    #[must_use]
    pub const fn with_deviations(self, deviations: usize) -> Self {
        Self { deviations, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The name of a limit, for the error that says it is exceeded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::message`].
    Message,
    /// [`Limits::commands`].
    Commands,
    /// [`Limits::items`].
    Items,
    /// [`Limits::containers`].
    Containers,
    /// [`Limits::extras`].
    Extras,
    /// Nodes of a serialized tree or a description.
    Nodes,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Message => "octets of a message",
            Self::Commands => "commands of a message",
            Self::Items => "items of a command",
            Self::Containers => "containers inside one another",
            Self::Extras => "unknown elements and attributes",
            Self::Nodes => "nodes of a tree",
        })
    }
}
