//! Secrets on the command line.

use clap::Args;
use provost::bootstrap::{Cdma, Identity, Imsi, Key, NetworkId, NetworkSecret, Spc, Tdma, UserPin};

/// What the two sides know.
///
/// Other users of the machine may see a command line: this is for laboratories.
#[derive(Default, Debug, Args)]
#[command(next_help_heading = "Secrets")]
pub(crate) struct Secrets {
    /// An IMSI; several for a device with several SIMs
    #[arg(long, value_name = "DIGITS")]
    imsi: Vec<Imsi>,
    /// The ESN of CDMA or TDMA, in hex
    #[arg(long, value_name = "HEX", value_parser = number32)]
    esn: Option<u32>,
    /// The service programming code of CDMA, six digits
    #[arg(long, value_name = "DIGITS", requires = "esn", conflicts_with = "ssd")]
    spc: Option<Spc>,
    /// The shared secret data of TDMA, in hex
    #[arg(long, value_name = "HEX", requires = "esn", value_parser = number64)]
    ssd: Option<u64>,
    /// A network secret as octets, in hex
    #[arg(long, value_name = "HEX", value_parser = key)]
    key: Option<Key>,
    /// The network secret of Device Management, as text
    #[arg(long, value_name = "TEXT", value_parser = network_id)]
    network_id: Option<NetworkId>,
    /// The PIN of the user; to sign by userpinmac, its first half
    #[arg(long, value_name = "DIGITS")]
    pin: Option<UserPin>,
}

impl Secrets {
    /// The names of secrets, as a table has them in columns.
    pub(crate) const COLUMNS: [&'static str; 7] =
        ["imsi", "esn", "spc", "ssd", "key", "network-id", "pin"];

    /// Sets the secret of a column; false where the text has not its form.
    pub(crate) fn set(&mut self, column: &str, text: &str) -> bool {
        fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
            *place = value;
            place.is_some()
        }
        match column {
            "imsi" => {
                let imsi = text.parse().ok();
                let is_one = imsi.is_some();
                self.imsi.extend(imsi);
                is_one
            }
            "esn" => put(&mut self.esn, number32(text).ok()),
            "spc" => put(&mut self.spc, text.parse().ok()),
            "ssd" => put(&mut self.ssd, number64(text).ok()),
            "key" => put(&mut self.key, key(text).ok()),
            "network-id" => put(&mut self.network_id, network_id(text).ok()),
            "pin" => put(&mut self.pin, text.parse().ok()),
            _ => false,
        }
    }

    /// The PIN.
    pub(crate) const fn pin(&self) -> Option<&UserPin> {
        self.pin.as_ref()
    }

    /// The network secrets of Client Provisioning, with what they were made of.
    pub(crate) fn networks(&self) -> Vec<(NetworkSecret, String)> {
        let mut secrets = Vec::new();
        for (at, imsi) in self.imsi.iter().enumerate() {
            secrets.push((NetworkSecret::Imsi(imsi.clone()), self.imsi_name(at)));
        }
        if let (Some(esn), Some(spc)) = (self.esn, &self.spc) {
            let cdma = NetworkSecret::Cdma(Cdma::new(esn, spc));
            secrets.push((cdma, "the ESN and SPC".to_owned()));
        }
        if let (Some(esn), Some(ssd)) = (self.esn, self.ssd) {
            let tdma = NetworkSecret::Tdma(Tdma::new(ssd, esn));
            secrets.push((tdma, "the SSD and ESN".to_owned()));
        }
        if let Some(key) = &self.key {
            secrets.push((NetworkSecret::Raw(key.clone()), "the key".to_owned()));
        }
        secrets
    }

    /// The network secrets of Device Management, the usual form of each first.
    pub(crate) fn network_ids(&self) -> Vec<(NetworkId, String)> {
        let mut ids = Vec::new();
        if let Some(id) = &self.network_id {
            ids.push((id.clone(), "the network identifier".to_owned()));
        }
        for (at, imsi) in self.imsi.iter().enumerate() {
            ids.push((NetworkId::from_digits(imsi), self.imsi_name(at)));
        }
        if let Some(key) = &self.key {
            ids.push((NetworkId::from_key(key.clone()), "the key".to_owned()));
        }
        for (at, imsi) in self.imsi.iter().enumerate() {
            let name = format!("{} as semi-octets", self.imsi_name(at));
            ids.push((NetworkId::from_semi_octets(imsi), name));
        }
        ids
    }

    /// Whether the network secrets of Device Management are forms of one.
    pub(crate) fn is_one_network_id(&self) -> bool {
        let others = [self.network_id.is_some(), self.key.is_some()];
        self.imsi.len().saturating_add(others.into_iter().filter(|it| *it).count()) == 1
    }

    /// Everything that can be made of the secrets.
    pub(crate) fn identities(&self) -> Vec<(Identity, String)> {
        let networks = self.networks().into_iter().map(|(it, name)| (Identity::from(it), name));
        let ids = self.network_ids().into_iter().map(|(it, name)| (Identity::from(it), name));
        let alone: Vec<_> = networks.chain(ids).collect();
        let Some(pin) = &self.pin else { return alone };
        // The PIN alone in front: what is named is what fits, and no SIM beside it.
        let mut identities = vec![(pin.clone().into(), "the PIN".to_owned())];
        let with_pin = |(identity, name): &(Identity, String)| {
            (identity.with_pin(pin), format!("the PIN and {name}"))
        };
        let both: Vec<_> = alone.iter().map(with_pin).collect();
        identities.extend(alone);
        identities.extend(both);
        identities
    }

    fn imsi_name(&self, at: usize) -> String {
        match self.imsi.len() {
            1 => "the IMSI".to_owned(),
            _ => format!("IMSI {}", at.saturating_add(1)),
        }
    }
}

fn number32(text: &str) -> Result<u32, String> {
    u32::from_str_radix(text, 16).map_err(|error| error.to_string())
}

fn number64(text: &str) -> Result<u64, String> {
    u64::from_str_radix(text, 16).map_err(|error| error.to_string())
}

fn network_id(text: &str) -> Result<NetworkId, String> {
    NetworkId::from_octets(text.as_bytes().to_vec()).map_err(|error| error.to_string())
}

fn key(text: &str) -> Result<Key, String> {
    let octets = crate::hex::decode(text.as_bytes()).map_err(|_| "expected pairs of hex digits")?;
    Key::new(octets).map_err(|error| error.to_string())
}
