//! `provost dm notify`: notifications, alone or in the push they travel in.

use core::fmt::Write as _;

use clap::{Args, Subcommand, ValueEnum};
use provost::dm::auth::Resynchronization;
use provost::dm::notification::{
    Authenticity, Frame, Initiator, Notification, Ports, SessionId, Trigger, UiMode, Version,
};
use serde_json::{Value, json};

use super::secret::{NonceArgument, Secret};
use super::{Show, Source, failure};
use crate::failure::Failure;
use crate::hex::digits;
use crate::output::Target;
use crate::terminal;
use crate::{hex, output};

#[derive(Debug, Subcommand)]
pub(crate) enum NotifyCommand {
    /// Show what a notification says, alone, in a push, or in the user data of a short message
    Show(Show),
    /// Make and sign a notification
    Make(Make),
    /// Verify a notification with the password and nonce of its server; exit code 1 where it does not
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(crate) struct Make {
    /// The identifier of the server
    #[arg(long)]
    server: String,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    nonce: NonceArgument,
    /// The session id, in hex digits
    #[arg(long, value_name = "HEX", value_parser = session)]
    session: SessionId,
    /// How the client shall treat its user
    #[arg(long, value_enum, default_value = "not-specified")]
    ui: Ui,
    /// Who wanted the session
    #[arg(long, value_enum, default_value = "server")]
    initiator: By,
    /// The version of the notification: 1.1 for DM 1.2, 1.0 for DM 1.1.2
    #[arg(long, value_name = "VERSION", value_parser = version, default_value = "1.1")]
    notification_version: Version,
    /// Octets of a vendor, in hex digits
    #[arg(long, value_name = "HEX", default_value = "")]
    vendor: String,
    /// What it travels in
    #[arg(long, value_enum, default_value = "none")]
    frame: In,
    /// Write hex text instead of octets
    #[arg(long)]
    out_hex: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    nonce: NonceArgument,
    /// The identifier of the server, instead of the one that the notification names
    #[arg(long)]
    server: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Ui {
    NotSpecified,
    Background,
    Informative,
    UserInteraction,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Client,
    Server,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum In {
    /// Nothing
    None,
    /// A push of WSP
    Push,
    /// The user data of a short message with a push
    Sms,
}

fn session(text: &str) -> Result<SessionId, String> {
    match u16::from_str_radix(text, 16) {
        Ok(0) => Err("0 is no session".to_owned()),
        Ok(number) => Ok(SessionId::new(number)),
        Err(_) => Err("not one to four hex digits".to_owned()),
    }
}

fn version(text: &str) -> Result<Version, String> {
    let tenths = text.split_once('.').filter(|(_, tenth)| tenth.len() == 1);
    let tenths = tenths.and_then(|(major, minor)| format!("{major}{minor}").parse().ok());
    let version = tenths.and_then(|tenths| Version::from_tenths(tenths).ok());
    version.ok_or_else(|| "not from 0.0 to 102.3".to_owned())
}

pub(super) fn run(command: &NotifyCommand) -> Result<(), Failure> {
    match command {
        NotifyCommand::Show(arguments) => show(arguments),
        NotifyCommand::Make(arguments) => make(arguments),
        NotifyCommand::Verify(arguments) => verify(arguments),
    }
}

fn show(arguments: &Show) -> Result<(), Failure> {
    let (frame, notification) = find(&arguments.source.read()?)?;
    let facts = facts(&frame, &notification);
    if arguments.json {
        let object: serde_json::Map<String, Value> =
            facts.into_iter().map(|(name, _, value)| (name.replace(' ', "_"), value)).collect();
        return output::print(format!("{:#}\n", Value::Object(object)).as_bytes());
    }
    let mut text = String::new();
    for (name, shown, _) in facts {
        let _ = writeln!(text, "{name:<13}  {shown}");
    }
    output::show(&text)?;
    for deviation in notification.trigger().deviations() {
        terminal::complain(&format!("note: {deviation}\n"));
    }
    Ok(())
}

/// What a notification travels in.
enum Around {
    Nothing,
    Push(Frame),
    Sms(Ports, Frame),
}

/// The notification in the octets, alone or in a frame.
fn find(octets: &[u8]) -> Result<(Around, Notification), Failure> {
    let input = octets.to_vec().into();
    if let Ok((ports, frame)) = Frame::decode_user_data(&input) {
        let notification = Notification::decode(frame.body()).map_err(failure)?;
        return Ok((Around::Sms(ports, frame), notification));
    }
    if let Ok(frame) = Frame::decode(&input) {
        let notification = Notification::decode(frame.body()).map_err(failure)?;
        return Ok((Around::Push(frame), notification));
    }
    Ok((Around::Nothing, Notification::decode(&input).map_err(failure)?))
}

/// A name, a text for people, a value for programs.
type Fact = (&'static str, String, Value);

fn facts(around: &Around, notification: &Notification) -> Vec<Fact> {
    let trigger = notification.trigger();
    let fact = |name, text: String| (name, text.clone(), Value::from(text));
    let mut facts = Vec::new();
    match around {
        Around::Nothing => {}
        Around::Push(frame) => facts.push(fact("frame", push(frame))),
        Around::Sms(ports, frame) => {
            let Ports { destination, source } = ports;
            let ports = format!("short message to port {destination} from {source}");
            facts.push(fact("frame", format!("{ports}, {}", push(frame))));
        }
    }
    facts.push(fact("version", trigger.version().to_string()));
    facts.push(fact("session id", trigger.session_id().to_string()));
    facts.push(fact("server id", trigger.server_id().to_owned()));
    facts.push(fact("ui mode", trigger.ui_mode().to_string()));
    facts.push(fact("initiator", trigger.initiator().to_string()));
    if trigger.future_use() != 0 {
        let bits = trigger.future_use();
        facts.push(("future use", format!("0x{bits:07X}"), json!(bits)));
    }
    if !trigger.vendor().is_empty() {
        facts.push(fact("vendor", digits(trigger.vendor())));
    }
    facts.push(fact("digest", digits(notification.digest().octets())));
    facts
}

fn push(frame: &Frame) -> String {
    let short = if frame.is_short() { "" } else { ", headers above 48 octets" };
    format!("push with transaction {}{short}", frame.transaction())
}

fn make(arguments: &Make) -> Result<(), Failure> {
    let credential = arguments.secret.credential(&arguments.server)?;
    let vendor = hex::decode(arguments.vendor.as_bytes()).map_err(Failure::Hex)?;
    let trigger = Trigger::new(arguments.session, arguments.server.clone())
        .map_err(failure)?
        .with_version(arguments.notification_version)
        .with_ui_mode(match arguments.ui {
            Ui::NotSpecified => UiMode::NotSpecified,
            Ui::Background => UiMode::Background,
            Ui::Informative => UiMode::Informative,
            Ui::UserInteraction => UiMode::UserInteraction,
        })
        .with_initiator(match arguments.initiator {
            By::Client => Initiator::Client,
            By::Server => Initiator::Server,
        })
        .with_vendor(vendor);
    let octets = trigger.sign(&credential, &arguments.nonce.nonce()?).to_bytes();
    let octets = match arguments.frame {
        In::None => octets,
        In::Push => Frame::new(1, octets).to_bytes(),
        In::Sms => Frame::new(1, octets).to_user_data(Ports::PUSH),
    };
    if arguments.out_hex {
        output::write(format!("{}\n", digits(&octets)).as_bytes(), &arguments.target)
    } else {
        output::write(&octets, &arguments.target)
    }
}

fn verify(arguments: &Verify) -> Result<(), Failure> {
    let (_, notification) = find(&arguments.source.read()?)?;
    let named = notification.trigger().server_id();
    let server = arguments.server.as_deref().unwrap_or(named);
    let credential = arguments.secret.credential(server)?;
    let policy = Resynchronization::default().with(Resynchronization::text());
    match notification.verify(&credential, &arguments.nonce.nonce()?, &policy) {
        Authenticity::Genuine => output::show("verified\n"),
        Authenticity::Resynchronizing(nonce) => output::show(&format!(
            "verified with the special nonce {}: the server asks for a new one\n",
            nonce.to_base64()
        )),
        Authenticity::Forged => {
            output::show("not verified\n")?;
            Err(Failure::NotVerified)
        }
    }
}
