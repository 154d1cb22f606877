//! From a received message to a provisioned device: verify, admit, ask, install.
//!
//! A message is a [`Received`], whichever way it came. [`Device::admit`] verifies it and asks the
//! policy, once for each thing that it provisions; what is admitted is an [`Admitted`], and
//! [`Device::install`] takes nothing else. [`Device::receive`] does all of it, and asks a [`User`] for
//! the PIN and for consent. Every decision is in the [`Report`].
//!
//! ```
//! use provost::bootstrap::{Bearer, Identity, Imsi, Method, UserPin, sign};
//! use provost::cp::{Contexts, Summary, build};
//! use provost::dm::object::Account;
//! use provost::dm::tree::MemoryTree;
//! use provost::provision::{Device, Ledger, Received, User};
//!
//! // The server.
//! let account = build::ApplicationBuilder::device_management("com.example", "https://dm.example/");
//! let body = provost::cp::Document::new().with(account.into()).to_wbxml()?;
//! let pin: UserPin = "1234".parse()?;
//! let signed = sign(&body, Method::UserPin, &Identity::User(pin))?;
//! let media_type = format!("application/vnd.wap.connectivity-wbxml; {}", signed.parameters());
//!
//! // The device.
//! struct Person;
//! impl User for Person {
//!     fn pin(&mut self, _tries_left: u8) -> Option<UserPin> {
//!         "1234".parse().ok()
//!     }
//!     fn consents(&mut self, summary: &Summary) -> bool {
//!         println!("{summary}");
//!         true
//!     }
//! }
//! let (mut contexts, mut tree, mut ledger) = (Contexts::new(), MemoryTree::new(), Ledger::new());
//! let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
//! let sim = [Identity::from("466923103145252".parse::<Imsi>()?)];
//! let received = Received::from_content_type(&media_type, &body, Bearer::Sms)?;
//! let report = device.receive(&received, &sim, &mut Person);
//! assert!(report.is_installed(), "{report}");
//! let account = Account::read(&tree, report.objects().next().unwrap().path())?;
//! assert_eq!(account.url().as_deref(), Some("https://dm.example/"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Nothing that is not authenticated comes in, but by the one name that says so:
//! [`Device::admit_unauthenticated`].
//!
//! ```compile_fail,E0308
//! use provost::dm::tree::MemoryTree;
//! use provost::provision::{Device, Received};
//!
//! fn without_policy(device: &mut Device<'_, MemoryTree>, received: Received<'_>) {
//!     device.install(received);
//! }
//! ```
//!
//! ```compile_fail,E0451
//! use provost::provision::Admitted;
//!
//! fn forge(of: Admitted<'_>) -> Admitted<'_> {
//!     Admitted { grant: todo!(), ..of }
//! }
//! ```

mod admit;
mod adopt;
mod decision;
mod former;
mod hidden;
mod install;
mod kept;
mod ledger;
mod received;
mod remove;
#[cfg(feature = "serde")]
mod serial;

use alloc::vec::Vec;

pub use admit::Admitted;
pub use decision::{Decision, Missing, Report};
pub use ledger::{Brought, Entry, Hidden, Ledger, Placed};
pub use received::{Content, ReceiveError, Received};

use crate::account::Options;
use crate::bootstrap::{Attempts, Identity, Next, Policy, Refusal, UserPin};
use crate::cp::{Contexts, Summary};
use crate::dm::tree::Tree;

/// What a device has and keeps, and how it decides.
#[derive(Debug)]
#[non_exhaustive]
pub struct Device<'d, T> {
    /// The configuration contexts.
    pub contexts: &'d mut Contexts,
    /// The management tree.
    pub tree: &'d mut T,
    /// What came from where, which the device keeps with the other two.
    pub ledger: &'d mut Ledger,
    /// Who may do what ([`Policy::STRICT`]).
    pub policy: Policy,
    /// How accounts are made.
    pub options: Options,
}

/// The user in front of the device.
pub trait User {
    /// The PIN that the user types; nothing where the user gives up.
    fn pin(&mut self, tries_left: u8) -> Option<UserPin>;

    /// Whether the user agrees to what would change: words that the message cannot choose.
    fn consents(&mut self, summary: &Summary) -> bool;
}

impl<'d, T: Tree> Device<'d, T> {
    /// With the strict policy, and accounts of DM 1.2.
    pub fn new(contexts: &'d mut Contexts, tree: &'d mut T, ledger: &'d mut Ledger) -> Self {
        Self { contexts, tree, ledger, policy: Policy::STRICT, options: Options::new() }
    }

    /// With another policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// With accounts and connections made in another way.
    #[must_use]
    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// All of it: verifies, asks for the PIN as often as [`Attempts`] allows, admits, asks for
    /// consent, installs. Nothing is asked where the network secret does not fit.
    pub fn receive(
        &mut self,
        received: &Received<'_>,
        identities: &[Identity],
        user: &mut impl User,
    ) -> Report {
        let mut attempts = Attempts::default();
        let mut with_pin: Vec<Identity> = identities.to_vec();
        while let Next::AskPin { left } = attempts.record(&received.verify(&with_pin)) {
            let Some(pin) = user.pin(left) else {
                return Report::refused(received, Refusal::NeedsUserPin);
            };
            with_pin = identities.iter().map(|own| own.with_pin(&pin)).collect();
            with_pin.push(Identity::User(pin));
        }
        // What cannot be admitted is refused with its reason.
        let admitted = match self.admit(received, &with_pin) {
            Ok(admitted) => admitted,
            Err(report) => return report,
        };
        // A file of a card was agreed to by who put the card in.
        if received.card().is_none() && !user.consents(&admitted.summary()) {
            return admitted.decline();
        }
        self.install(admitted)
    }
}
