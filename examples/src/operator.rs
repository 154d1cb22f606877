//! What an operator does for a device: it orders an account, and has the server call it.

use std::error::Error;

use provost::bootstrap::{Identity, Imsi, Method, UserPin, sign};
use provost::cp::build::ApplicationBuilder;
use provost::cp::{AppAuthLevel, Document};
use provost::dm::AuthType;
use provost::dm::auth::{Credential, Nonce};
use provost::dm::notification::{SessionId, Trigger, UiMode};
use provost::dm::session::{Nonces, ServerConfig, ServerState};
use provost::push::mime::Entity;

use crate::management::Management;

/// The secrets between a server and one device.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// The identifier of the server, which is that of its access rights.
    pub server: &'static str,
    /// What the device proves itself with: name and password.
    pub device: (&'static str, &'static str),
    /// The password of the server.
    pub password: &'static str,
}

/// The nonces that come with an account, for the first session.
const DEVICE_NONCE: &[u8] = b"first of device";
const SERVER_NONCE: &[u8] = b"first of server";

impl Secrets {
    /// The account as a part of a provisioning document.
    ///
    /// # Errors
    /// Those of a nonce.
    pub fn account(&self, url: &str) -> Result<ApplicationBuilder, Box<dyn Error>> {
        let (name, password) = self.device;
        let [own, peer] = nonces()?;
        let [client, server] = [AppAuthLevel::APPSRV, AppAuthLevel::CLIENT];
        Ok(ApplicationBuilder::device_management(self.server, url)
            .with_credentials(client, "DIGEST", name, password, &peer.to_base64())
            .with_credentials(server, "DIGEST", self.server, self.password, &own.to_base64()))
    }

    /// Takes the device in at the server, which demands that either side proves itself.
    ///
    /// # Errors
    /// Those of a nonce.
    pub fn enroll(&self, server: &Management, device: &str) -> Result<(), Box<dyn Error>> {
        let config = ServerConfig::new().demanding(AuthType::Md5).proving(AuthType::Md5);
        let [own, peer] = nonces()?;
        let state = ServerState::new(config).with_nonces(Nonces::new(own, peer));
        let (name, password) = self.device;
        let device_credential = Credential::new(name, password);
        server.enroll(device, state, Some(device_credential), Some(self.credential()));
        Ok(())
    }

    /// The call to a session (package 0), as the content of a push.
    ///
    /// # Errors
    /// Where the device is not known.
    pub fn notification(
        &self,
        server: &Management,
        device: &str,
        session: u16,
    ) -> Result<Entity, Box<dyn Error>> {
        let state = server.state(device)?;
        let trigger = Trigger::new(SessionId::new(session), self.server)?;
        let trigger = trigger.with_ui_mode(UiMode::Background);
        let octets = trigger.sign(&self.credential(), &state.nonces().own).to_bytes();
        let content = Entity::new("application/vnd.syncml.notification", octets);
        Ok(content.with("X-Wap-Application-Id", "x-wap-application:syncml.dm"))
    }

    fn credential(&self) -> Credential {
        Credential::new(self.server, self.password)
    }
}

fn nonces() -> Result<[Nonce; 2], Box<dyn Error>> {
    Ok([Nonce::from_octets(SERVER_NONCE)?, Nonce::from_octets(DEVICE_NONCE)?])
}

/// A document as the content of a push, signed with what the SIM knows and the user was shown.
///
/// # Errors
/// What cannot be written or signed.
pub fn signed(document: &Document, imsi: &str, pin: &str) -> Result<Entity, Box<dyn Error>> {
    let body = document.to_wbxml_strict()?;
    let secret = Identity::from(imsi.parse::<Imsi>()?).with_pin(&pin.parse::<UserPin>()?);
    let signed = sign(&body, Method::UserNetworkPin, &secret)?;
    let parameters = signed.parameters();
    Ok(Entity::new(format!("application/vnd.wap.connectivity-wbxml; {parameters}"), body))
}
