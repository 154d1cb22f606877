//! `provost address`: the parts of client addresses.

use core::fmt::Write as _;

use clap::Args;
use provost::push::address::{Address, Client, ClientAddress};

use crate::failure::Failure;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct AddressArguments {
    /// The addresses
    #[arg(required = true)]
    addresses: Vec<String>,
}

pub(crate) fn run(arguments: &AddressArguments) -> Result<(), Failure> {
    let mut text = String::new();
    let mut faults = false;
    for address in &arguments.addresses {
        text.push_str(&show(address));
        faults |= matches!(Address::parse(address), Address::Other(_));
    }
    output::show(&text)?;
    if faults { Err(Failure::NotVerified) } else { Ok(()) }
}

/// One address, on lines.
fn show(text: &str) -> String {
    let mut shown = format!("{text}\n");
    match Address::parse(text) {
        Address::Client(address) => {
            let client = match &address.client {
                Client::User(octets) | Client::Other { value: octets, .. } => {
                    String::from_utf8_lossy(octets).into_owned()
                }
                Client::Plmn(number) | Client::Man(number) => number.clone(),
                Client::Ipv4(address) => address.to_string(),
                Client::Ipv6(address) => address.to_string(),
                other => format!("{other:?}"),
            };
            let _ = writeln!(shown, "  type    {}", address.client.kind());
            let _ = writeln!(shown, "  client  {client}");
            for (keyword, value) in &address.qualifiers {
                let _ = writeln!(shown, "  with    {keyword}={value}");
            }
            let _ = writeln!(shown, "  gateway {}", address.ppg);
        }
        Address::Uri(_) => shown.push_str("  type    URI\n"),
        _ => {
            let fault = ClientAddress::parse(text).err();
            let fault = fault.map_or_else(String::new, |error| error.to_string());
            let _ = writeln!(shown, "  not an address: {fault}");
        }
    }
    shown
}
