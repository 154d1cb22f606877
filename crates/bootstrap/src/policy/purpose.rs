//! What a document is for, and what the device has already.

/// What is to be done with a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a rule that needs another fact must break callers")]
pub struct Purpose {
    /// A first bootstrap, or more.
    pub action: Action,
    /// Of what.
    pub context: Context,
    /// What is there.
    pub installed: Installed,
}

impl Purpose {
    /// A bootstrap: a context that is not there yet.
    #[must_use]
    pub const fn bootstrap(context: Context, installed: Installed) -> Self {
        Self { action: Action::Bootstrap, context, installed }
    }

    /// Continuous provisioning: more for a context that is there.
    #[must_use]
    pub const fn update(context: Context, installed: Installed) -> Self {
        Self { action: Action::Update, context, installed }
    }
}

/// What happens to a context.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Action {
    /// It is made, by a document with a BOOTSTRAP characteristic or a first account.
    Bootstrap,
    /// It gets more, or a broadcast or a card that was read is read again.
    Update,
}

/// What a document provisions, which the caller reads in it before it is admitted.
///
/// A document may be several of these, as one with BOOTSTRAP and a `w7` application is: it is
/// admitted where it is for each of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Context {
    /// The privileged configuration context, which decides whether there may be others.
    Privileged,
    /// Another configuration context.
    Other,
    /// The account of a device management server (a `w7` application, or a DM bootstrap message):
    /// who has it may read and change the device from then on.
    Management,
}

/// What the device has, as the facts that rules ask for.
///
/// There is no `Default`, because each of these left out would let something in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a rule that needs another fact must break callers")]
pub struct Installed {
    /// The context of this document, which its whole PROVURL names, host and path, was bootstrapped
    /// and not reset since. False where the PROVURL is missing or empty: such documents make
    /// contexts of their own.
    pub this_context: bool,
    /// There is a privileged context. A device has one: another that would take its place is a
    /// repeated bootstrap.
    pub privileged_context: bool,
    /// There is a context that came by the network secret alone.
    pub by_network_pin: bool,
    /// The card holds bootstrap data for this context.
    pub on_card: bool,
}

impl Installed {
    /// A device out of the box.
    pub const NOTHING: Self = Self {
        this_context: false,
        privileged_context: false,
        by_network_pin: false,
        on_card: false,
    };
}
