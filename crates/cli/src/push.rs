//! The subcommand `push`.

use std::path::PathBuf;

use bytes::Bytes;
use clap::{Args, Subcommand};
use provost::push::wsp::{ContentType, EncodeOptions, EncodingVersion, Headers, Push, SecParam};
use provost::push::{Application, Error};

use crate::failure::Failure;
use crate::hex::digits;
use crate::output::Target;
use crate::report::{self, Layer, Paint, Report};
use crate::{input, inspect, output};

/// What to do with pushes.
#[derive(Debug, Subcommand)]
pub(crate) enum PushCommand {
    /// Show content type, headers and size of a push, and what departs from the specification
    Show(Show),
    /// Make a push: a datagram of WSP
    Make(Make),
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The file, or - for standard input
    file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Make {
    /// The content, or - for standard input
    file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
    /// The content type, with its parameters
    #[arg(long = "type", value_name = "TYPE")]
    content_type: String,
    /// The application: a URN, or a number in hexadecimal
    #[arg(long, value_name = "ID")]
    application: Option<String>,
    /// The security method of a provisioning document, 0 to 3
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=3))]
    sec: Option<u32>,
    /// The MAC of a provisioning document; method 3 has none
    #[arg(long, value_name = "HEX", requires = "sec", value_parser = mac)]
    mac: Option<String>,
    /// A further header
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    header: Vec<(String, String)>,
    /// The transaction
    #[arg(long, value_name = "N", default_value_t = 0)]
    transaction: u8,
    /// Only the numbers of WSP 1.2, and names for all others
    #[arg(long)]
    old: bool,
    /// Write hex text instead of octets
    #[arg(long)]
    out_hex: bool,
    #[command(flatten)]
    target: Target,
}

pub(crate) fn run(command: &PushCommand) -> Result<(), Failure> {
    match command {
        PushCommand::Show(arguments) => {
            let octets = Bytes::from(input::octets(&arguments.file, arguments.hex)?);
            show(vec![inspect::push(&octets).0])
        }
        PushCommand::Make(make) => run_make(make),
    }
}

/// Shows layers as `inspect` does; the first fault is the failure.
pub(crate) fn show(mut layers: Vec<Layer>) -> Result<(), Failure> {
    let fault = layers.iter_mut().find_map(|layer| layer.fault.take());
    let report = Report { form: "octets", layers, hidden: 0 };
    output::print(report::text(&report, None, Paint::Plain).as_bytes())?;
    fault.map_or(Ok(()), |fault| Err(Failure::Layer(fault.line, fault.window)))
}

fn run_make(make: &Make) -> Result<(), Failure> {
    let body = input::octets(&make.file, make.hex)?;
    let mut content_type = ContentType::from_text(&make.content_type).map_err(usage)?;
    if let Some(sec) = make.sec {
        if sec == 3 && make.mac.is_some() {
            return Err(Failure::Usage("method 3 (USERPINMAC) has no MAC".to_owned()));
        }
        let mac = make.mac.as_deref();
        content_type = content_type.with_security(SecParam::Code(sec), mac).map_err(usage)?;
    }
    let pairs = make.header.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut headers = Headers::from_text(pairs).map_err(usage)?;
    if let Some(application) = &make.application {
        let application = Application::from_text(application).map_err(usage)?;
        headers = headers.with_application(application).map_err(usage)?;
    }
    let push =
        Push::new(content_type, body).with_headers(headers).with_transaction(make.transaction);
    let options = if make.old {
        EncodeOptions::new().with_version(EncodingVersion::V1_2)
    } else {
        EncodeOptions::new()
    };
    let octets = push.to_bytes_with(options).map_err(usage)?;
    write(&octets, make.out_hex, &make.target)
}

/// Octets, or a line of hex text.
pub(crate) fn write(octets: &[u8], out_hex: bool, target: &Target) -> Result<(), Failure> {
    if out_hex {
        return output::write(format!("{}\n", digits(octets)).as_bytes(), target);
    }
    output::write(octets, target)
}

pub(crate) fn failure(error: Error) -> Failure {
    Failure::Document(error.to_string())
}

/// A header as the command line takes it: any but the content type, of which there is one.
pub(crate) fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("not a header, as NAME: VALUE")?;
    if name.trim().eq_ignore_ascii_case("Content-Type") {
        return Err("the content type has an option of its own".to_owned());
    }
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// An even number of hex digits, in upper case as they are sent (WAP-183, 5.3).
fn mac(text: &str) -> Result<String, String> {
    let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_hexdigit());
    if digits && text.len() % 2 == 0 {
        return Ok(text.to_ascii_uppercase());
    }
    Err("not an even number of hex digits".to_owned())
}

fn usage(error: Error) -> Failure {
    Failure::Usage(error.kind().to_string())
}
