//! The machines of a story: a gateway, a management server that pushes through it, and one user.

use std::error::Error;

use provost::dm::Alert;
use provost::dm::session::{Answer, Outcome, Prompt, ServerOutput};
use provost::dm::tree::Tree;
use provost::push::mime::Entity;
use provost::push::pap::{DeliveryMethod, QualityOfService};

use crate::air::Arrival;
use crate::carrier::Carrier;
use crate::gateway::Gateway;
use crate::initiator::Initiator;
use crate::management::Management;
use crate::operator::Secrets;
use crate::subscribers::Subscriber;
use crate::terminal::Terminal;

/// What there is beside the terminal.
#[derive(Debug)]
pub struct Scene {
    /// The gateway.
    pub gateway: Gateway,
    /// The management server.
    pub server: Management,
    /// The same server, as the initiator of pushes.
    pub initiator: Initiator,
    /// The user.
    pub user: Subscriber,
}

impl Scene {
    /// Starts all of it.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let gateway = Gateway::start(Carrier::start()?)?;
        let initiator = Initiator::start(&gateway)?;
        let user = Subscriber::new("alice@example.net", "+15551234567");
        Ok(Self { gateway, server: Management::start()?, initiator, user })
    }

    /// Pushes to a terminal, and waits until the gateway has told that it is there.
    ///
    /// # Errors
    /// Where it does not come.
    pub fn push<T: Tree>(
        &mut self,
        terminal: &Terminal<T>,
        content: &Entity,
    ) -> Result<Arrival, Box<dyn Error>> {
        self.gateway.register(terminal.air.attach(self.user.clone()))?;
        let quality = QualityOfService::new().with_delivery_method(DeliveryMethod::Confirmed);
        let address = self.user.address()?;
        let content = content.clone();
        let push_id =
            self.initiator.submit(&address, content, |push| push.with_quality(quality))?;
        let arrival = terminal.next()?;
        self.initiator.wait_for(&push_id)?;
        println!("gateway     brings a push for {} by {}", arrival.application, arrival.way);
        Ok(arrival)
    }

    /// The server calls a terminal, which opens a session: how it has ended there, and what it has
    /// brought here.
    ///
    /// # Errors
    /// Where the call does not come or is not genuine.
    pub fn call<T: Tree>(
        &mut self,
        terminal: &mut Terminal<T>,
        secrets: &Secrets,
        number: u16,
        told: impl IntoIterator<Item = Alert>,
        answer: impl FnMut(&Prompt) -> Answer,
    ) -> Result<(Outcome, Vec<ServerOutput>), Box<dyn Error>> {
        let content = secrets.notification(&self.server, &terminal.device, number)?;
        let arrival = self.push(terminal, &content)?;
        let (account, trigger) = terminal.notified(&arrival)?;
        let outcome = terminal.manage(&account, trigger, told, answer)?;
        Ok((outcome, self.server.session()?))
    }
}
