//! The terminal: what it does with a push that has come.

use std::error::Error;

use provost::bootstrap::{
    Context, Identity, Imsi, Installed, Policy, Purpose, Security, UserPin, verify,
};
use provost::cp::{AppId, Contexts, Document, Report, Source};
use provost::push::whitelist::{self, Decision, Incoming, Sender, Whitelist};

use crate::air::{Air, Arrival, Way};
use crate::carrier::SHORT_CODE;

/// A terminal with a SIM.
#[derive(Debug)]
pub struct Terminal {
    /// Its receivers.
    pub air: Air,
    /// What is installed.
    pub contexts: Contexts,
    identity: Identity,
    whitelist: Whitelist,
}

/// Who holds it.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// The PIN that a shop has shown; typed where the terminal asks for one.
    pub pin: Option<UserPin>,
    /// Whether "yes" is pressed.
    pub agrees: bool,
}

impl Terminal {
    /// A terminal out of its box, with a SIM in it. It takes pushes of its operator's gateway and
    /// message center.
    ///
    /// # Errors
    /// Where there is no port, or the number of the SIM is none.
    pub fn start(imsi: &str) -> Result<Self, Box<dyn Error>> {
        let identity = Identity::from(imsi.parse::<Imsi>()?);
        let whitelist = Whitelist::from_nodes([
            ("PushWL/TrustedPPG/1/Addr", "127.0.0.1"),
            ("PushWL/TrustedPPG/1/AddrType", "IPv4"),
            ("PushWL/TrustedSMSC/1/Addr", SHORT_CODE),
        ]);
        Ok(Self { air: Air::start()?, contexts: Contexts::new(), identity, whitelist })
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
        self.whitelist.decide(&incoming, &whitelist::Policy::default())
    }

    /// Installs a provisioning document: it is verified with what the SIM and the user know, admitted by
    /// the strict policy, and shown to the user in words that it cannot choose.
    ///
    /// # Errors
    /// Whatever of these does not come out well; nothing is installed then.
    pub fn install(&mut self, arrival: &Arrival, user: &User) -> Result<Report, Box<dyn Error>> {
        let security = Security::from_content_type(&arrival.content_type);
        let identity = match &user.pin {
            Some(pin) => self.identity.with_pin(pin),
            None => self.identity.clone(),
        };
        let identities = [identity];
        let mut admitted = None;
        for context in [Context::Other, Context::Management] {
            let purpose = Purpose::bootstrap(context, Installed::NOTHING);
            let outcome = verify(&arrival.body, &security, &identities);
            let grant = Policy::STRICT.admit(outcome, arrival.way.bearer(), purpose)?;
            let document = Document::from_wbxml(grant.body())?;
            let is_account =
                |app: provost::cp::Application<'_>| app.app_id() == Some(AppId::DEVICE_MANAGEMENT);
            let scope = provost::cp::Scope::of(&document);
            let needs_more = scope.applications().iter().copied().any(is_account);
            admitted = Some(document);
            if !needs_more {
                break;
            }
        }
        let document = admitted.ok_or("nothing is admitted")?;
        for line in document.summary().to_string().lines() {
            println!("terminal    | {line}");
        }
        if !user.agrees {
            return Err("the user does not agree".into());
        }
        let report = self.contexts.install(document, Source::over_the_air());
        if report.is_installed() { Ok(report) } else { Err(format!("{report:?}").into()) }
    }
}
