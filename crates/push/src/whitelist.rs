//! Whether a terminal takes a push: the white list of the Push Management Object
//! (`urn:oma:mo:oma-push:1.1`) and what `Push-Flag` says, as a decision with its reasons.
//!
//! ```
//! use provost_push::whitelist::{Incoming, Policy, Sender, Whitelist};
//!
//! let list = Whitelist::from_nodes([
//!     ("PushWL/TrustedSMSC/1/Addr", "+15550001"),
//!     ("PushWL/TrustedPPG/1/Addr", "192.0.2.1"),
//!     ("PushWL/TrustedPPG/1/AddrType", "IPv4"),
//!     ("PushWL/TrustedPPG/1/Apps/AppId", "x-wap-application:syncml.dm"),
//! ]);
//! let sender = Sender::Ppg { address: "192.0.2.1", address_type: Some("IPv4") };
//! let incoming = Incoming::new(sender, "application/vnd.syncml.notification").for_application("7");
//! let decision = list.decide(&incoming, &Policy::default());
//! assert!(decision.is_accepted);
//! println!("{:?}", decision.reasons);
//! ```
//!
//! The names of the nodes are those of the object's description; where its interior nodes are named
//! by the server, any name is taken.

mod matching;
mod nodes;

use alloc::string::String;
use alloc::vec::Vec;

use crate::application_id::{Application, ApplicationId};
use crate::wsp::PushFlag;

/// The senders that a terminal takes pushes from.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Whitelist {
    /// Gateways, by their address.
    pub gateways: Vec<TrustedSender>,
    /// Short message centers, by their number.
    pub message_centers: Vec<TrustedSender>,
}

/// A sender on the list.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct TrustedSender {
    /// Its address.
    pub address: String,
    /// The type of the address, as `IPv4`.
    pub address_type: Option<String>,
    /// For which applications; none is for all.
    pub applications: Vec<AllowedApplication>,
}

/// An application that a sender may push to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct AllowedApplication {
    /// The application, as in `X-Wap-Application-Id`; `*` is any.
    pub id: String,
    /// Media types; none is for all, and `type/*` and `*/*` are taken as they say.
    pub content_types: Vec<String>,
}

/// Where a push came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Sender<'a> {
    /// A gateway.
    Ppg {
        /// Its address.
        address: &'a str,
        /// The type of the address.
        address_type: Option<&'a str>,
    },
    /// A short message center.
    MessageCenter(&'a str),
}

/// A push that has come in.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Incoming<'a> {
    /// Where it came from.
    pub sender: Sender<'a>,
    /// For which application, as in its header; none is `wml.ua`.
    pub application: Option<&'a str>,
    /// The type of its content.
    pub content_type: &'a str,
    /// The bits of `Push-Flag`.
    pub flag: PushFlag,
}

impl<'a> Incoming<'a> {
    /// A push without application and flag.
    #[must_use]
    pub const fn new(sender: Sender<'a>, content_type: &'a str) -> Self {
        Self { sender, application: None, content_type, flag: PushFlag(0) }
    }

    /// For an application.
    #[must_use]
    pub const fn for_application(self, application: &'a str) -> Self {
        Self { application: Some(application), ..self }
    }

    /// With a flag.
    #[must_use]
    pub const fn with_flag(self, flag: PushFlag) -> Self {
        Self { flag, ..self }
    }
}

/// What a terminal asks of a push beyond a sender on the list.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Policy {
    /// A sender that is not on the list may push too; its flag is not believed.
    pub allow_unlisted: bool,
    /// The content must be vouched for, as that of SL should be (WAP-168, 7).
    pub require_trusted: bool,
    /// The initiator must be authenticated.
    pub require_authenticated: bool,
}

/// What a terminal does with a push.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Decision {
    /// Whether it is taken.
    pub is_accepted: bool,
    /// Whether the URI of the initiator may be believed.
    pub is_authenticated: bool,
    /// Whether the content may be trusted.
    pub is_trusted: bool,
    /// Whether the bearer may be dropped.
    pub is_last: bool,
    /// Why, in the order in which it was looked at.
    pub reasons: Vec<Reason>,
}

/// One reason of a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The sender is on the list.
    SenderListed,
    /// The sender is not on the list.
    SenderUnlisted,
    /// The sender may push to this application.
    ApplicationAllowed,
    /// The sender may not push to this application.
    ApplicationRefused,
    /// The header of the application names none.
    ApplicationUnreadable,
    /// The sender may push this type of content.
    ContentTypeAllowed,
    /// The sender may not push this type of content.
    ContentTypeRefused,
    /// The flag is believed, for the sender is on the list.
    FlagBelieved,
    /// The flag has bits, but the sender is not on the list.
    FlagIgnored,
    /// The flag has bits without a meaning, which are passed over.
    FlagReserved,
    /// The content is not vouched for, and must be.
    NotTrusted,
    /// The initiator is not authenticated, and must be.
    NotAuthenticated,
}

impl Whitelist {
    /// Decides on a push.
    #[must_use]
    pub fn decide(&self, incoming: &Incoming<'_>, policy: &Policy) -> Decision {
        let mut reasons = Vec::new();
        let mut is_accepted = true;
        let mut judge = |is_good: bool, good: Reason, bad: Reason, counts: bool| {
            reasons.push(if is_good { good } else { bad });
            is_accepted &= is_good || !counts;
            is_good
        };
        let senders: Vec<&TrustedSender> = self.senders(incoming.sender).collect();
        let is_listed = judge(
            !senders.is_empty(),
            Reason::SenderListed,
            Reason::SenderUnlisted,
            !policy.allow_unlisted,
        );
        if is_listed {
            let named = incoming.application.map(Application::from_text).transpose();
            if let Ok(application) = named {
                let application = application.unwrap_or(ApplicationId::WML_UA.into());
                let rows: Vec<_> = senders.iter().map(|sender| sender.rows(&application)).collect();
                let is_open = rows.iter().any(Option::is_none);
                let rows: Vec<_> = rows.into_iter().flatten().flatten().collect();
                let allowed = judge(
                    is_open || !rows.is_empty(),
                    Reason::ApplicationAllowed,
                    Reason::ApplicationRefused,
                    true,
                );
                if allowed {
                    let fits = is_open || rows.iter().any(|row| row.takes(incoming.content_type));
                    judge(fits, Reason::ContentTypeAllowed, Reason::ContentTypeRefused, true);
                }
            } else {
                let unreadable = Reason::ApplicationUnreadable;
                judge(false, unreadable, unreadable, true);
            }
        }
        let flag = if is_listed { incoming.flag } else { PushFlag(0) };
        if incoming.flag != PushFlag(0) {
            judge(is_listed, Reason::FlagBelieved, Reason::FlagIgnored, false);
        }
        if incoming.flag.0 & RESERVED != 0 {
            judge(false, Reason::FlagReserved, Reason::FlagReserved, false);
        }
        if policy.require_trusted && !flag.has(PushFlag::TRUSTED) {
            judge(false, Reason::NotTrusted, Reason::NotTrusted, true);
        }
        if policy.require_authenticated && !flag.has(PushFlag::AUTHENTICATED) {
            judge(false, Reason::NotAuthenticated, Reason::NotAuthenticated, true);
        }
        Decision {
            is_accepted,
            is_authenticated: flag.has(PushFlag::AUTHENTICATED),
            is_trusted: flag.has(PushFlag::TRUSTED),
            // It says nothing about the content, and dropping the bearer harms nobody.
            is_last: incoming.flag.has(PushFlag::LAST),
            reasons,
        }
    }
}

/// The bits of a flag that have no meaning.
const RESERVED: u8 = !7;

#[cfg(test)]
mod tests;
