//! The terminal: what it does with a push that has come, and its sessions with management servers.

use std::error::Error;

use provost::account::Options;
use provost::bootstrap::{Identity, Imsi, NetworkId, UserPin};
use provost::cp::{Contexts, Summary};
use provost::dm::Alert;
use provost::dm::auth::{Nonce, Resynchronization};
use provost::dm::notification::{Authenticity, Notification};
use provost::dm::object::{Account, AccountAuth, Layout};
use provost::dm::session::{Answer, Client, End, Outcome, Prompt, Trigger};
use provost::dm::tree::{Engine, Tree};
use provost::dm::uri::Uri;
use provost::provision::{self, Device, Ledger, Received, Report};
use provost::push::whitelist::{Decision, Incoming, Policy, Sender, Whitelist};

use crate::air::{Air, Arrival, Way};
use crate::carrier::SHORT_CODE;
use crate::device;

/// A terminal with a SIM.
#[derive(Debug)]
pub struct Terminal<T> {
    /// Its receivers.
    pub air: Air,
    /// The provisioning documents that it has.
    pub contexts: Contexts,
    /// What came from where.
    pub ledger: Ledger,
    /// Its management tree, and the rules above it.
    pub engine: Engine<T>,
    /// How accounts are made of provisioning documents.
    pub options: Options,
    /// Its identifier.
    pub device: String,
    /// Octets of a message of a session that it takes.
    pub max_message: usize,
    identities: Vec<Identity>,
    whitelist: Whitelist,
    /// Sessions so far.
    sessions: u8,
}

/// Who holds it.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// What is typed where a PIN is asked for, one after the other.
    pub pins: Vec<UserPin>,
    /// Whether "yes" is pressed.
    pub agrees: bool,
    /// What was asked.
    pub shown: Vec<String>,
}

impl Person {
    /// One who agrees, and types that PIN.
    ///
    /// # Errors
    /// What is no PIN.
    pub fn with_pin(pin: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self { pins: vec![pin.parse()?], agrees: true, shown: Vec::new() })
    }
}

impl provision::User for Person {
    fn pin(&mut self, _tries_left: u8) -> Option<UserPin> {
        (!self.pins.is_empty()).then(|| self.pins.remove(0))
    }

    fn consents(&mut self, summary: &Summary) -> bool {
        for line in summary.to_string().lines() {
            println!("terminal    asks: {line}");
            self.shown.push(line.to_owned());
        }
        self.agrees
    }
}

impl<T: Tree> Terminal<T> {
    /// A terminal out of its box, with a SIM in it and what its maker has put into the tree. It takes
    /// pushes of its operator's gateway and message center.
    ///
    /// # Errors
    /// Where there is no port, or the number of the SIM is none.
    pub fn start(imsi: &str, mut tree: T) -> Result<Self, Box<dyn Error>> {
        let id = format!("IMSI:{imsi}");
        device::plant_device_information(&mut tree, &id)?;
        let imsi: Imsi = imsi.parse()?;
        let whitelist = Whitelist::from_nodes([
            ("PushWL/TrustedPPG/1/Addr", "127.0.0.1"),
            ("PushWL/TrustedPPG/1/AddrType", "IPv4"),
            ("PushWL/TrustedSMSC/1/Addr", SHORT_CODE),
        ]);
        Ok(Self {
            air: Air::start()?,
            contexts: Contexts::new(),
            ledger: Ledger::new(),
            engine: Engine::new(tree),
            options: Options::new(),
            device: id,
            max_message: 1 << 16,
            // What the SIM knows, as either profile of bootstrap makes a key of it.
            identities: vec![NetworkId::from_digits(&imsi).into(), imsi.into()],
            whitelist,
            sessions: 0,
        })
    }

    /// The next push that this terminal takes at all, from senders on its list.
    ///
    /// # Errors
    /// Where none comes in time, or it is refused.
    pub fn next(&self) -> Result<Arrival, Box<dyn Error>> {
        let arrival = self.air.next()?;
        let decision = self.judge(&arrival);
        if decision.is_accepted {
            return Ok(arrival);
        }
        Err(format!("refused: {:?}", decision.reasons).into())
    }

    fn judge(&self, arrival: &Arrival) -> Decision {
        let sender = match arrival.way {
            Way::Sms(_) => Sender::MessageCenter(SHORT_CODE),
            Way::Sip(_) | Way::Http => {
                Sender::Ppg { address: "127.0.0.1", address_type: Some("IPv4") }
            }
        };
        let application = arrival.application.to_string();
        let incoming = Incoming::new(sender, &arrival.content_type)
            .for_application(&application)
            .with_flag(arrival.flag);
        self.whitelist.decide(&incoming, &Policy::default())
    }

    /// Verifies a provisioning message, asks the user, and installs it: by the strict policy.
    ///
    /// # Errors
    /// Where it is none.
    pub fn provision(
        &mut self,
        arrival: &Arrival,
        person: &mut Person,
    ) -> Result<Report, Box<dyn Error>> {
        let bearer = arrival.way.bearer();
        let received = Received::from_content_type(&arrival.content_type, &arrival.body, bearer)?;
        Ok(self.take(&received, person))
    }

    /// The same with a message that came in another way, as from a card.
    pub fn take(&mut self, received: &Received<'_>, person: &mut Person) -> Report {
        let identities = self.identities.clone();
        self.keeper().receive(received, &identities, person)
    }

    /// What provisioning changes.
    pub fn keeper(&mut self) -> Device<'_, T> {
        let device = Device::new(&mut self.contexts, self.engine.tree_mut(), &mut self.ledger);
        device.with_options(self.options.clone())
    }

    /// The account of a server.
    ///
    /// # Errors
    /// Where there is none.
    pub fn account(&self, server: &str) -> Result<Uri, Box<dyn Error>> {
        let parent: Uri = Layout::V1_2.parent().parse()?;
        let account = Account::find(self.engine.tree(), parent.path(), server)?;
        account.ok_or_else(|| format!("no account of {server}").into())
    }

    /// Verifies a notification with the account of the server that it names: which account, and the
    /// session that is to begin.
    ///
    /// # Errors
    /// Where it is not of that server.
    pub fn notified(&self, arrival: &Arrival) -> Result<(Uri, Trigger), Box<dyn Error>> {
        let notification = Notification::decode(&arrival.body)?;
        let at = self.account(notification.trigger().server_id())?;
        let account = Account::read(self.engine.tree(), at.path())?;
        let credential = account.server_credential().ok_or("no credential of the server")?;
        let nonce = account.auth_of(AccountAuth::SERVER).and_then(|auth| auth.data.clone());
        let nonce = nonce.unwrap_or(Nonce::EMPTY);
        match notification.verify(&credential, &nonce, &Resynchronization::refuse()) {
            Authenticity::Genuine => Ok((at, Trigger::from(notification.trigger()))),
            other => Err(format!("a notification that is not genuine: {other:?}").into()),
        }
    }

    /// A session to its end, with what is to be told in it; both sides prove who they are.
    ///
    /// # Errors
    /// Where the account is broken.
    pub fn manage(
        &mut self,
        account: &Uri,
        trigger: Trigger,
        told: impl IntoIterator<Item = Alert>,
        answer: impl FnMut(&Prompt) -> Answer,
    ) -> Result<Outcome, Box<dyn Error>> {
        self.sessions = self.sessions.wrapping_add(1);
        let config = device::config(self.engine.tree(), account.path(), self.sessions)?;
        let config = config.with_max_message(self.max_message);
        let before = self.keeper().accounts()?;
        let mut session = Client::new(config, trigger);
        for alert in told {
            session.tell(alert);
        }
        let outcome = device::run(&mut session, &mut self.engine, answer);
        // What accounts the server has made itself are of whom its own is.
        let adopted = self.keeper().adopt(account, &before);
        if outcome.end == End::Completed {
            device::keep_nonces(self.engine.tree_mut(), account, &outcome.nonces)?;
        }
        adopted?;
        Ok(outcome)
    }

    /// The text of a node; nothing where there is none.
    #[must_use]
    pub fn text(&self, uri: &str) -> Option<String> {
        let uri: Uri = uri.parse().ok()?;
        let node = self.engine.tree().read(uri.path()).ok()?;
        node.text().map(str::to_owned)
    }
}

/// A user who is asked nothing.
#[must_use]
pub const fn nobody(_: &Prompt) -> Answer {
    Answer::NotSupported
}
