//! The subcommands about the Push Access Protocol: `pap` and `address`.

mod address;
mod check;
mod json;
mod make;
mod show;

use std::path::PathBuf;

use bytes::Bytes;
use clap::{Args, Subcommand};
use provost::push::http::Head;
use provost::push::mime::Leniency;
use provost::push::pap::Post;
use provost::push::{Error, pap};

use crate::failure::Failure;
use crate::input;

pub(crate) use address::{AddressArguments, run as address};
pub(crate) use show::{is_one, meaning};

/// What to do with documents.
#[derive(Debug, Subcommand)]
pub(crate) enum PapCommand {
    /// List what a document has against the DTD; exit code 1 where there is anything
    Check(check::Check),
    /// Make a submission: headers, control entity, content
    Make(Box<make::Make>),
    /// Show what a document says, and what comes with it
    Show(show::Show),
}

pub(crate) fn run(command: &PapCommand) -> Result<(), Failure> {
    match command {
        PapCommand::Check(arguments) => check::run(arguments),
        PapCommand::Make(arguments) => make::run(arguments),
        PapCommand::Show(arguments) => show::run(arguments),
    }
}

/// A document alone, a multipart body, headers with a body, or a whole message of HTTP.
#[derive(Debug, Args)]
struct Source {
    /// The file, or - for standard input
    file: PathBuf,
    /// The content type of a body that comes without headers
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Take lines that end in LF alone, blanks in front of a header, and no delimiter at the end
    #[arg(long)]
    lenient: bool,
}

impl Source {
    /// The content type and the body.
    fn read(&self) -> Result<(String, Bytes), Failure> {
        let octets = Bytes::from(input::octets(&self.file, false)?);
        if let Some(content_type) = &self.content_type {
            return Ok((content_type.clone(), octets));
        }
        if let Some(rest) = octets.strip_prefix(b"--") {
            let line = rest.split(|octet| matches!(octet, b'\r' | b'\n')).next().unwrap_or(rest);
            let boundary = String::from_utf8_lossy(line).trim_end().replace(['"', '\\'], "");
            return Ok((format!("multipart/related; boundary=\"{boundary}\""), octets));
        }
        if !octets.first().is_some_and(u8::is_ascii_alphabetic) {
            return Ok((XML.into(), octets));
        }
        let is_message = octets
            .split(|octet| *octet == b'\n')
            .next()
            .is_some_and(|line| line.windows(5).any(|five| five == b"HTTP/"));
        let start: &[u8] = if is_message { b"" } else { b"HTTP/1.1 200\r\n" };
        let message = Bytes::from([start, &octets].concat());
        let (head, body) = Head::decode(&message).map_err(|error| {
            let offset = error.offset().saturating_sub(start.len());
            failure(&Error::new(error.kind(), offset))
        })?;
        let content_type = head.headers.find("Content-Type");
        Ok((content_type.unwrap_or(XML).into(), body))
    }

    const fn leniency(&self) -> Leniency {
        if self.lenient { Leniency::all() } else { Leniency::strict() }
    }

    fn post(&self) -> Result<Post, Failure> {
        let (content_type, body) = self.read()?;
        Post::decode_with(&content_type, &body, self.leniency()).map_err(|error| failure(&error))
    }
}

const XML: &str = "application/xml";

fn failure(error: &Error) -> Failure {
    Failure::Document(error.to_string())
}

/// A version as the command line takes it.
fn version(text: &str) -> Result<pap::Version, String> {
    pap::Version::parse(text).ok_or_else(|| "not a version, as 2.0".to_owned())
}
