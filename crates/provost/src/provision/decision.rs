//! What was decided, in fixed words.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::received::{Content, Received};
use crate::account::{self, Session};
use crate::bootstrap::{Action, BearerKind, Context, Method, Purpose, Refusal};
use crate::cp::{self, ContextId};
use crate::dm;
use crate::dm::bootstrap::{Ignored, InstallError, Reason};
use crate::dm::tree::TreeError;
use crate::dm::uri::Uri;

/// A decision about a message.
///
/// Shown it is one line of fixed words: of the message come addresses of nodes alone, escaped, and the
/// identifiers of servers, shortened.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Decision {
    /// It came.
    Received(Content, BearerKind),
    /// It is a provisioning document that cannot be read.
    Document(cp::Error),
    /// It is a bootstrap message that cannot be read.
    Message(dm::Error),
    /// It is in XML, which this build was made without.
    NoXml,
    /// It is admitted for a purpose; by a method, or because its bearer vouches.
    Admitted(Purpose, Option<Method>),
    /// It is admitted by the exception for what nobody vouches for.
    Exception(&'static str),
    /// It is refused.
    Refused(Refusal),
    /// The device has changed since it was admitted: admit it again.
    Stale,
    /// The user does not agree.
    Declined,
    /// The file of the card is as it was.
    Unchanged,
    /// It is in a context now.
    Context(ContextId),
    /// No context takes it.
    ContextRefused(cp::Finding),
    /// A part of the document is ignored.
    Ignored(cp::Finding),
    /// A part of the document is not in the tree, or not as it says.
    Mapped(account::Finding),
    /// An object of the message is passed over.
    PassedOver(Ignored),
    /// An object is in the tree.
    Object {
        /// Where.
        at: Uri,
        /// Whether its name was taken.
        is_renamed: bool,
        /// Whether it took the place of the account of the same server.
        is_replaced: bool,
    },
    /// An account that is in the tree lacks something.
    Incomplete(Uri, Missing),
    /// The server has an account there, of another owner: nothing is installed.
    OtherOwner(Uri),
    /// The context that it is for is of another owner: nothing is installed.
    OtherContext(ContextId),
    /// An account gives its place to that of a card, and comes back when the card goes.
    Hidden(Uri),
    /// An account is back that one of a card had the place of.
    Restored(Uri),
    /// A reference leads nowhere.
    Dangling(Uri),
    /// The tree does not take it: nothing is installed.
    Tree(InstallError),
    /// An object is gone.
    Removed(Uri),
    /// A value or a title stays that a management server has set, or a node that it has added.
    Kept(Uri),
    /// What a management server has set or added is gone: what it was in is not in the file any more,
    /// or it is a list or an identifier, which are those of the file.
    Lost(Uri),
    /// A context is gone, or a document of it.
    Documents(usize),
    /// A session is to begin.
    Session(Session),
}

/// What an account lacks. Without the first two no session can begin with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Missing {
    /// The identifier of the server.
    Server,
    /// An address that a session can go to.
    Address,
    /// Credentials of the client for the server: it has to trust the transport.
    Credentials,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server => "identifier of the server",
            Self::Address => "address of the server",
            Self::Credentials => "credential of the client",
        })
    }
}

/// All decisions about a message, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[must_use]
pub struct Report {
    decisions: Vec<Decision>,
    is_installed: bool,
}

impl Report {
    pub(super) fn new(received: &Received<'_>) -> Self {
        let mut report = Self::default();
        report.add(Decision::Received(received.content, received.bearer.kind()));
        report
    }

    pub(super) fn refused(received: &Received<'_>, refusal: Refusal) -> Self {
        Self::new(received).with(Decision::Refused(refusal))
    }

    pub(super) fn add(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    pub(super) fn with(mut self, decision: Decision) -> Self {
        self.add(decision);
        self
    }

    pub(super) const fn installed(mut self) -> Self {
        self.is_installed = true;
        self
    }

    /// The decisions.
    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Whether the device has what the message says: it was installed, or was there already.
    #[must_use]
    pub const fn is_installed(&self) -> bool {
        self.is_installed
    }

    /// Why it was refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.decisions.iter().find_map(|decision| match decision {
            Decision::Refused(refusal) => Some(refusal),
            _ => None,
        })
    }

    /// The context that it is in.
    #[must_use]
    pub fn context(&self) -> Option<&ContextId> {
        self.decisions.iter().find_map(|decision| match decision {
            Decision::Context(id) => Some(id),
            _ => None,
        })
    }

    /// The objects that are in the tree now.
    pub fn objects(&self) -> impl Iterator<Item = &Uri> {
        self.decisions.iter().filter_map(|decision| match decision {
            Decision::Object { at, .. } => Some(at),
            _ => None,
        })
    }

    /// The sessions that are to begin at the next opportunity.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.decisions.iter().filter_map(|decision| match decision {
            Decision::Session(session) => Some(session),
            _ => None,
        })
    }
}

/// A line for each decision.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decisions.iter().try_for_each(|decision| writeln!(f, "{decision}"))
    }
}

/// Characters of an identifier of a server that are shown.
const SHOWN: usize = 64;

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Received(content, bearer) => {
                write!(f, "received {content} by {}", name_of(*bearer))
            }
            Self::Document(error) => write!(f, "not read: {error}"),
            Self::Message(error) => write!(f, "not read: {error}"),
            Self::NoXml => f.write_str("not read: XML is not in this build"),
            Self::Admitted(purpose, method) => {
                write!(f, "admitted for {}: ", words(*purpose))?;
                match method {
                    Some(method) => write!(f, "verified by {method}"),
                    None => f.write_str("its bearer vouches"),
                }
            }
            Self::Exception(reason) => write!(f, "admitted without authentication: {reason}"),
            Self::Refused(refusal) => write!(f, "refused: {refusal}"),
            Self::Stale => f.write_str("refused: device has changed since it was admitted"),
            Self::Declined => f.write_str("refused: user does not agree"),
            Self::Unchanged => f.write_str("file of the card is as it was"),
            Self::Context(_) => f.write_str("installed in its context"),
            Self::ContextRefused(finding) => write!(f, "refused by the contexts: {finding}"),
            Self::Ignored(finding) => write!(f, "ignored: {finding}"),
            Self::Mapped(finding) => write!(f, "not as the document says: {finding}"),
            Self::PassedOver(Ignored { source, reason, .. }) => match reason {
                Reason::Command(_) => write!(f, "passed over: {reason}"),
                _ => write!(f, "passed over: {reason}: {source}"),
            },
            Self::Object { at, is_renamed, is_replaced } => {
                write!(f, "installed {at}")?;
                f.write_str(match (is_renamed, is_replaced) {
                    (_, true) => " in place of the account of the same server",
                    (true, false) => " under another name, its own being taken",
                    (false, false) => "",
                })
            }
            Self::Incomplete(at, missing) => write!(f, "{missing} is missing in {at}"),
            Self::OtherOwner(at) => {
                write!(f, "nothing installed: the account {at} of the server is of another owner")
            }
            Self::OtherContext(_) => f.write_str("refused: context is of another owner"),
            Self::Hidden(at) => write!(f, "gives its place to the card: {at}"),
            Self::Restored(at) => write!(f, "back in its place: {at}"),
            Self::Dangling(at) => write!(f, "reference leads nowhere: {at}"),
            Self::Tree(error) => write!(f, "nothing installed: {error}"),
            Self::Removed(at) => write!(f, "removed {at}"),
            Self::Kept(at) => write!(f, "what a management server has made stays: {at}"),
            Self::Lost(at) => write!(f, "lost what a management server had made: {at}"),
            Self::Documents(count) => write!(f, "documents removed from contexts: {count}"),
            Self::Session(session) => {
                f.write_str("session to begin with ")?;
                let mut rest = session.server.chars();
                for character in rest.by_ref().take(SHOWN) {
                    write!(f, "{}", character.escape_default())?;
                }
                if rest.next().is_some() { f.write_str("..") } else { Ok(()) }
            }
        }
    }
}

const fn name_of(bearer: BearerKind) -> &'static str {
    match bearer {
        BearerKind::Sms => "SMS",
        BearerKind::Ussd => "USSD",
        BearerKind::CellBroadcast => "cell broadcast",
        BearerKind::CdmaSms => "SMS of CDMA",
        BearerKind::Guts => "GUTS",
        BearerKind::Card => "card",
        BearerKind::Local => "owner",
        BearerKind::IpPush => "push over IP",
        _ => "another bearer",
    }
}

fn words(purpose: Purpose) -> String {
    let action = match purpose.action {
        Action::Bootstrap => "bootstrap",
        Action::Update => "update",
        _ => "another action",
    };
    let context = match purpose.context {
        Context::Privileged => "the privileged context",
        Context::Other => "a context",
        Context::Management => "a management account",
        _ => "something else",
    };
    alloc::format!("{action} of {context}")
}

impl From<TreeError> for Decision {
    fn from(error: TreeError) -> Self {
        Self::Tree(error.into())
    }
}
