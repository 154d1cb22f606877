//! The subcommand `push`, and how `inspect` peels what a document travels in.

use std::path::PathBuf;

use bytes::Bytes;
use clap::{Args, Subcommand};
use provost::push::sms::{Direction, Tpdu, UserDataHeader, split_service_center};
use provost::push::wsp::{ContentType, EncodeOptions, EncodingVersion, Headers, Push, SecParam};
use provost::push::{Application, Error};

use crate::arguments::Target;
use crate::failure::Failure;
use crate::layer::Layer;
use crate::{input, layer, output, sms};

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
    #[arg(long, value_name = "N")]
    sec: Option<u32>,
    /// The MAC of a provisioning document
    #[arg(long, value_name = "HEX", requires = "sec")]
    mac: Option<String>,
    /// A further header
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
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
        PushCommand::Show(show) => {
            let octets = Bytes::from(input::octets(&show.file, show.hex)?);
            let shown = push_layer(&octets).map_err(failure)?.0;
            output::show(&layer::text(&[shown], None))
        }
        PushCommand::Make(make) => run_make(make),
    }
}

fn run_make(make: &Make) -> Result<(), Failure> {
    let body = input::octets(&make.file, make.hex)?;
    let mut content_type = ContentType::from_text(&make.content_type).map_err(usage)?;
    if let Some(sec) = make.sec {
        let mac = make.mac.as_deref();
        content_type = content_type.with_security(SecParam::Code(sec), mac).map_err(usage)?;
    }
    let pair = |text: &String| {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        (name.trim().to_owned(), value.trim().to_owned())
    };
    let pairs = make.header.iter().map(pair).collect::<Vec<_>>();
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
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
        return output::write(format!("{}\n", hex(octets)).as_bytes(), target);
    }
    output::write(octets, target)
}

pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

pub(crate) fn failure(error: Error) -> Failure {
    Failure::Document(error.to_string())
}

fn usage(error: Error) -> Failure {
    Failure::Usage(error.kind().to_string())
}

/// The layers around a document, the outermost first, and the document; nothing where there are
/// none.
pub(crate) fn peel(input: &[u8]) -> Option<(Vec<Layer<'static>>, Bytes)> {
    let octets = Bytes::copy_from_slice(input);
    let mut layers = Vec::new();
    let user_data = tpdu(&octets).map(|(tpdu, layer)| {
        layers.push(layer);
        tpdu.user_data().and_then(|data| data.to_bytes().ok()).unwrap_or_default()
    });
    let user_data = user_data.unwrap_or(octets);
    let datagram = match UserDataHeader::decode(&user_data) {
        Ok((header, data)) if header.ports().is_some() => {
            layers.push(sms::header_layer(&header, &user_data));
            if header.concatenation().is_some_and(|part| part.total > 1) {
                return Some((layers, Bytes::new()));
            }
            data
        }
        _ => user_data,
    };
    let (layer, push) = push_layer(&datagram).ok()?;
    layers.push(layer);
    Some((layers, push.body))
}

/// A short message that has a header with ports: others are not told from any octets.
fn tpdu(octets: &Bytes) -> Option<(Tpdu, Layer<'static>)> {
    let rest = split_service_center(octets).ok().map(|(_, rest)| rest);
    for candidate in [Some(octets.clone()), rest].into_iter().flatten() {
        for direction in [Direction::ToMobile, Direction::FromMobile] {
            let Ok(tpdu) = Tpdu::decode(&candidate, direction) else { continue };
            let header = tpdu.user_data().and_then(|data| data.header.as_ref());
            if header.is_some_and(|header| header.ports().is_some()) {
                let layer = sms::layer(&tpdu, candidate.len());
                return Some((tpdu, layer));
            }
        }
    }
    None
}

/// What a push says of itself, and the push.
fn push_layer(octets: &Bytes) -> Result<(Layer<'static>, Push), Error> {
    let mut findings = Vec::new();
    let push = Push::decode_with(octets, &mut findings)?;
    let mut layer = Layer::new("wsp", "WSP push", octets.len());
    layer.fact("transaction", push.transaction.to_string(), push.transaction);
    let content_type = push.content_type.to_string();
    layer.fact("content type", content_type.clone(), content_type);
    match push.application() {
        Ok(application) => {
            let application = application.to_string();
            layer.fact("application", application.clone(), application);
        }
        Err(error) => layer.notes.push(format!("for nobody that is known: {error}")),
    }
    for field in &push.headers {
        let shown = format!("{field:?}");
        layer.fact("header", shown.clone(), shown);
    }
    let body = push.body.len();
    layer.fact("body", format!("{body} octets"), body);
    layer.document = Some(String::new());
    layer.notes.extend(findings.iter().map(ToString::to_string));
    Ok((layer, push))
}
