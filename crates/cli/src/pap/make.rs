//! `provost pap make`: a submission.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use provost::push::address::Address;
use provost::push::mime::{Entity, MediaType};
use provost::push::pap::{
    DeliveryMethod, Document, Message, Open, Post, Priority, PushMessage, QualityOfService,
    ReplaceMethod, Version,
};
use provost::push::{Application, Error};
use provost::wbxml::typed::datetime::DateTime;

use super::{failure, version};
use crate::failure::Failure;
use crate::output::Target;
use crate::push::header;
use crate::{input, note, output};

#[derive(Debug, Args)]
pub(crate) struct Make {
    /// The file with the content, or - for standard input
    content: PathBuf,
    /// The media type of the content, with its parameters
    #[arg(long, value_name = "TYPE", value_parser = media_type)]
    content_type: String,
    /// Read the content as hex text; so are files that end in .hex
    #[arg(long)]
    hex: bool,
    /// The name of the push, which no other has
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    push_id: String,
    /// A client address; several are possible
    #[arg(long = "to", value_name = "ADDRESS", required = true)]
    to: Vec<String>,
    /// A further header of the content, as NAME:VALUE; several are possible
    #[arg(long = "header", value_name = "HEADER", value_parser = header)]
    headers: Vec<(String, String)>,
    /// The application, as a header X-Wap-Application-Id has it
    #[arg(long, value_name = "ID", value_parser = application)]
    app_id: Option<String>,
    /// The URL that wants to know what became of it
    #[arg(long, value_name = "URL")]
    notify: Option<String>,
    /// The push that this one replaces
    #[arg(long, value_name = "ID")]
    replace: Option<String>,
    /// Replace it only for those who have not got it
    #[arg(long, requires = "replace")]
    pending_only: bool,
    /// Not before this time, as 2026-11-27T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    after: Option<DateTime>,
    /// Not after this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    before: Option<DateTime>,
    /// How urgent it is
    #[arg(long, value_enum)]
    priority: Option<Urgency>,
    /// Whether it is to be confirmed
    #[arg(long, value_enum)]
    method: Option<Method>,
    /// The network that it must go over
    #[arg(long)]
    network: Option<String>,
    /// The bearer that it must go over
    #[arg(long)]
    bearer: Option<String>,
    /// The version of PAP
    #[arg(long, value_name = "VERSION", value_parser = version, default_value = "2.0")]
    pap_version: Version,
    /// What separates the parts
    #[arg(long, default_value = "provost-boundary")]
    boundary: String,
    /// Write the content in base64
    #[arg(long)]
    base64: bool,
    /// Write the body alone, without the header that tells its type
    #[arg(long)]
    body_only: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Urgency {
    Low,
    Medium,
    High,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Method {
    Confirmed,
    PreferConfirmed,
    Unconfirmed,
}

pub(super) fn run(arguments: &Make) -> Result<(), Failure> {
    let content = input::octets(&arguments.content, arguments.hex)?;
    let mut entity = Entity::new(arguments.content_type.clone(), content);
    if let Some(id) = &arguments.app_id {
        entity = entity.with("X-Wap-Application-Id", id.clone());
    }
    for (name, value) in &arguments.headers {
        entity = entity.with(name.clone(), value.clone());
    }
    if arguments.base64 {
        entity = entity.to_base64();
    }
    let message = Message::Push(arguments.push());
    let document = Document::new(arguments.pap_version, message);
    // Some gateways take addresses of their own.
    for address in &arguments.to {
        if matches!(Address::parse(address), Address::Other(_)) {
            note::print(&format!("{address:?} is no client address"));
        }
    }
    let encoded = Post::new(document).with_content(entity).encode(&arguments.boundary);
    let (content_type, body) = encoded.map_err(|error| failure(&error))?;
    let head = if arguments.body_only {
        String::new()
    } else {
        format!("Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n", body.len())
    };
    output::write(&[head.as_bytes(), &body].concat(), &arguments.target)
}

impl Make {
    fn push(&self) -> PushMessage {
        let mut addresses = self.to.iter().cloned();
        let first = addresses.next().unwrap_or_default();
        let mut push =
            PushMessage::new(self.push_id.clone(), first).within(self.after, self.before);
        for address in addresses {
            push = push.to(address);
        }
        if let Some(url) = &self.notify {
            push = push.notify(url.clone());
        }
        if let Some(old) = &self.replace {
            let method =
                if self.pending_only { ReplaceMethod::PendingOnly } else { ReplaceMethod::All };
            push = push.replacing(old.clone(), method);
        }
        let quality = self.quality();
        if quality != QualityOfService::new() {
            push = push.with_quality(quality);
        }
        push
    }

    fn quality(&self) -> QualityOfService {
        let mut quality = QualityOfService::new();
        if let Some(priority) = self.priority {
            quality = quality.with_priority(match priority {
                Urgency::Low => Priority::Low,
                Urgency::Medium => Priority::Medium,
                Urgency::High => Priority::High,
            });
        }
        if let Some(method) = self.method {
            quality = quality.with_delivery_method(match method {
                Method::Confirmed => DeliveryMethod::Confirmed,
                Method::PreferConfirmed => DeliveryMethod::PreferConfirmed,
                Method::Unconfirmed => DeliveryMethod::Unconfirmed,
            });
        }
        if let Some(network) = &self.network {
            quality = quality.with_network(network.clone(), true);
        }
        if let Some(bearer) = &self.bearer {
            quality = quality.with_bearer(bearer.clone(), true);
        }
        quality
    }
}

fn time(text: &str) -> Result<DateTime, String> {
    let time = Open::read(text).known().copied();
    time.ok_or_else(|| "not a time, as 2026-11-27T12:00:00Z".to_owned())
}

fn media_type(text: &str) -> Result<String, String> {
    MediaType::parse(text).map(|_| text.to_owned()).map_err(|error| told(&error))
}

fn application(text: &str) -> Result<String, String> {
    Application::from_text(text).map(|_| text.to_owned()).map_err(|error| told(&error))
}

fn told(error: &Error) -> String {
    error.kind().to_string()
}
