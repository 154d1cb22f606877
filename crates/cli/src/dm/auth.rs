//! `provost dm auth`: credentials and the header `x-syncml-hmac`.

use clap::{Args, Subcommand};
use provost::dm::auth::{Basic, HmacHeader, IssuedNonces, Verdict};

use super::secret::{NonceArgument, Secret};
use super::{Source, failure};
use crate::failure::Failure;
use crate::output;
use crate::terminal;

#[derive(Debug, Subcommand)]
pub(crate) enum Scheme {
    /// The Data of a Cred of syncml:auth-basic
    Basic(BasicScheme),
    /// The Data of a Cred of syncml:auth-md5
    Md5(Md5Scheme),
    /// The header x-syncml-hmac for the body of a message
    Mac(MacScheme),
}

#[derive(Debug, Args)]
pub(crate) struct BasicScheme {
    /// The user
    #[arg(long)]
    user: String,
    #[command(flatten)]
    secret: Secret,
    /// Verify this instead; exit code 1 where it does not verify
    #[arg(long, value_name = "BASE64")]
    verify: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Md5Scheme {
    /// The user
    #[arg(long)]
    user: String,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    nonce: NonceArgument,
    /// Verify this instead; exit code 1 where it does not verify
    #[arg(long, value_name = "BASE64")]
    verify: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MacScheme {
    #[command(flatten)]
    source: Source,
    /// The user
    #[arg(long)]
    user: String,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    nonce: NonceArgument,
    /// Verify this value of the header, or whole line, instead; exit code 1 where it does not verify
    #[arg(long, value_name = "HEADER")]
    verify: Option<String>,
}

pub(super) fn run(scheme: &Scheme) -> Result<(), Failure> {
    match scheme {
        Scheme::Basic(arguments) => basic(arguments),
        Scheme::Md5(arguments) => md5(arguments),
        Scheme::Mac(arguments) => mac(arguments),
    }
}

fn basic(arguments: &BasicScheme) -> Result<(), Failure> {
    let credential = arguments.secret.credential(&arguments.user)?;
    if let Some(given) = &arguments.verify {
        let basic = Basic::from_base64(given).map_err(failure)?;
        return tell(credential.verify_basic(&basic));
    }
    let Some(data) = credential.basic() else {
        return Err(Failure::Usage("basic needs the password itself".to_owned()));
    };
    output::show(&format!("{data}\n"))
}

fn md5(arguments: &Md5Scheme) -> Result<(), Failure> {
    let credential = arguments.secret.credential(&arguments.user)?;
    let nonce = arguments.nonce.nonce()?;
    let Some(given) = &arguments.verify else {
        return output::show(&format!("{}\n", credential.md5(&nonce).to_base64()));
    };
    let nonces = IssuedNonces::new(nonce);
    if credential.verify_md5_of_text_nonce(given, &nonces)
        && credential.verify_md5(given, &nonces) != Verdict::Ok
    {
        terminal::complain("note: the sender left the nonce in base64\n");
    }
    tell(credential.verify_md5(given, &nonces))
}

fn mac(arguments: &MacScheme) -> Result<(), Failure> {
    let credential = arguments.secret.credential(&arguments.user)?;
    let (nonce, body) = (arguments.nonce.nonce()?, arguments.source.read()?);
    let Some(given) = &arguments.verify else {
        let header = credential.hmac_header(&nonce, &body).map_err(failure)?;
        return output::show(&format!("{}: {header}\n", HmacHeader::NAME));
    };
    let header = match given.split_once(':') {
        Some((name, _)) if name.trim().eq_ignore_ascii_case(HmacHeader::NAME) => {
            HmacHeader::parse_line(given)
        }
        _ => HmacHeader::parse(given),
    };
    let header = header.map_err(failure)?;
    tell(credential.verify_mac(&header, &body, &IssuedNonces::new(nonce)))
}

fn tell(verdict: Verdict) -> Result<(), Failure> {
    match verdict {
        Verdict::Ok => output::show("verified\n"),
        _ => {
            output::show("not verified\n")?;
            Err(Failure::NotVerified)
        }
    }
}
