//! `provost verify`.

use clap::Args;
use provost::bootstrap::{Identity, Outcome, Sec, Security, diagnose, verify};

use super::Document;
use super::secrets::Secrets;
use crate::failure::Failure;
use crate::{note, output};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The SEC parameter: a number or a word
    #[arg(long)]
    sec: Option<Sec>,
    /// The MAC parameter
    #[arg(long, value_name = "HEX")]
    mac: Option<String>,
    /// The media type with its parameters, in place of --sec and --mac
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["sec", "mac"])]
    content_type: Option<String>,
    #[command(flatten)]
    document: Document,
    // Behind all others, which would come under its heading in the help.
    #[command(flatten)]
    secrets: Secrets,
}

pub(crate) fn run(arguments: &Verify) -> Result<(), Failure> {
    let body = arguments.document.read()?;
    let security = match &arguments.content_type {
        Some(text) => Security::from_content_type(text),
        None => Security::from_params(arguments.sec.clone(), arguments.mac.as_deref()),
    };
    let (identities, names): (Vec<Identity>, Vec<String>) =
        arguments.secrets.identities().into_iter().unzip();
    let outcome = verify(&body, &security, &identities);
    let text = describe(&outcome, &names);
    output::show(&format!("{text}\n"))?;
    if let Some(fault) = diagnose(&body, &security, &identities) {
        note::print(&fault.to_string());
    }
    match outcome {
        Outcome::Verified(_) => Ok(()),
        _ => Err(Failure::NotVerified),
    }
}

/// One line for each outcome.
pub(crate) fn describe(outcome: &Outcome<'_>, names: &[String]) -> String {
    match outcome {
        Outcome::Verified(verified) => {
            let name = names.get(verified.identity()).map_or("", String::as_str);
            format!("verified: {} with {name}", verified.method())
        }
        Outcome::NeedsUserPin => "needs the PIN of the user: --pin".to_owned(),
        Outcome::NeedsNetworkSecret => "needs a network secret: --imsi or others".to_owned(),
        Outcome::Unauthenticated(_) => "unauthenticated: no SEC parameter".to_owned(),
        Outcome::Malformed(defect) => format!("malformed: {defect}"),
        Outcome::UnsupportedMethod(sec) => format!("unsupported method: SEC={sec}"),
        Outcome::Failed(method) => format!("failed: {method} with none of the secrets"),
        _ => "not verified".to_owned(),
    }
}
