//! `provost sign`.

use clap::{Args, ValueEnum};
use provost::bootstrap::{Identity, Method, UserPin, sign};

use super::Document;
use super::secrets::Secrets;
use crate::failure::Failure;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// The method
    #[arg(long, value_enum)]
    method: Name,
    #[command(flatten)]
    document: Document,
    // Behind all others, which would come under its heading in the help.
    #[command(flatten)]
    secrets: Secrets,
}

/// The methods by their names. Device Management has a USERPIN of its own, with the same key.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Name {
    Netwpin,
    Userpin,
    Usernetwpin,
    Userpinmac,
    /// Device Management
    Networkid,
    /// Device Management
    DmUserpin,
    /// Device Management
    UserpinNetworkid,
}

impl Name {
    pub(crate) const fn method(self) -> Method {
        match self {
            Self::Netwpin => Method::NetworkPin,
            Self::Userpin => Method::UserPin,
            Self::Usernetwpin => Method::UserNetworkPin,
            Self::Userpinmac => Method::UserPinMac,
            Self::Networkid => Method::DmNetworkId,
            Self::DmUserpin => Method::DmUserPin,
            Self::UserpinNetworkid => Method::DmUserPinNetworkId,
        }
    }
}

pub(crate) fn run(arguments: &Sign) -> Result<(), Failure> {
    let method = arguments.method.method();
    let identity = identity(method, &arguments.secrets)?;
    let body = arguments.document.read()?;
    let signed =
        sign(&body, method, &identity).map_err(|error| Failure::Usage(error.to_string()))?;
    let mut line = format!("SEC={}", signed.sec());
    if let Some(mac) = signed.mac() {
        line += &format!(" MAC={mac}");
    }
    if let Some(pin) = signed.pin().map(UserPin::reveal) {
        line += &format!(" PIN={pin}");
    }
    output::print(format!("{line}\n").as_bytes())
}

/// What the method needs: of several network secrets none is chosen.
pub(crate) fn identity(method: Method, secrets: &Secrets) -> Result<Identity, Failure> {
    let wrong = |needs: &str| Failure::Usage(format!("{method} needs {needs}"));
    let mut identity = match (method.has_network_secret(), method.sec()) {
        (false, _) => None,
        (true, provost::bootstrap::Sec::Code(_)) => {
            let mut networks = secrets.networks().into_iter().map(|(it, _)| it);
            match (networks.next(), networks.next()) {
                (Some(secret), None) => Some(Identity::from(secret)),
                _ => return Err(wrong("one of --imsi, --esn with --spc or --ssd, --key")),
            }
        }
        (true, _) => match secrets.network_ids().into_iter().next() {
            Some((id, _)) if secrets.is_one_network_id() => Some(Identity::from(id)),
            _ => return Err(wrong("one of --network-id, --imsi, --key")),
        },
    };
    if method.has_user_pin() {
        let pin = secrets.pin().ok_or_else(|| wrong("--pin"))?;
        identity = Some(identity.map_or_else(|| pin.clone().into(), |it| it.with_pin(pin)));
    }
    identity.ok_or_else(|| wrong("a secret"))
}
