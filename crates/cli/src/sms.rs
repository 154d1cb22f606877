//! The subcommand `sms`: datagrams in short messages.

use std::path::PathBuf;

use bytes::Bytes;
use clap::{Args, Subcommand};
use provost::push::sms::{
    Address, Direction, Instant, Ports, Reassembler, Received, Reference, Segmentation, Submit,
    Tpdu, split_service_center,
};

use crate::failure::Failure;
use crate::hex::digits;
use crate::output::Target;
use crate::push::{self, failure, write};
use crate::report::Layer;
use crate::{input, inspect, note, output};

/// What to do with short messages.
#[derive(Debug, Subcommand)]
pub(crate) enum SmsCommand {
    /// Cut a datagram into short messages: a line of hex text for each
    Split(Split),
    /// Put a datagram together: a line of hex text for each short message, in any order
    Join(Join),
    /// Show a short message: its PDU, or its user data
    Show(Lines),
}

#[derive(Debug, Args)]
pub(crate) struct Split {
    /// The datagram, or - for standard input
    file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    hex: bool,
    /// The port it goes to
    #[arg(long, value_name = "PORT", default_value_t = Ports::PUSH.destination)]
    destination: u16,
    /// The port it comes from
    #[arg(long, value_name = "PORT", default_value_t = Ports::PUSH.source)]
    source: u16,
    /// The number that the parts share: another for each datagram
    #[arg(long, value_name = "N", default_value_t = 1)]
    reference: u16,
    /// A reference of 8 bits, for receivers that read no other
    #[arg(long)]
    short: bool,
    /// At most that many short messages
    #[arg(long, value_name = "N", default_value_t = u8::MAX)]
    most: u8,
    /// Whole PDUs (SMS-SUBMIT) for that number, instead of user data
    #[arg(long, value_name = "NUMBER")]
    to: Option<String>,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub(crate) struct Join {
    #[command(flatten)]
    lines: Lines,
    /// Write hex text instead of octets
    #[arg(long)]
    out_hex: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub(crate) struct Lines {
    /// The file of lines, or - for standard input
    file: PathBuf,
}

pub(crate) fn run(command: &SmsCommand) -> Result<(), Failure> {
    match command {
        SmsCommand::Split(split) => run_split(split),
        SmsCommand::Join(join) => run_join(join),
        SmsCommand::Show(lines) => push::show(lines.read()?.iter().flat_map(show).collect()),
    }
}

fn run_split(split: &Split) -> Result<(), Failure> {
    let datagram = input::octets(&split.file, split.hex)?;
    let ports = Ports { destination: split.destination, source: split.source };
    let reference = if split.short {
        let short = u8::try_from(split.reference);
        let fault = |_| Failure::Usage("a short reference is at most 255".to_owned());
        Reference::Short(short.map_err(fault)?)
    } else {
        Reference::Long(split.reference)
    };
    if split.to.as_deref() == Some("") {
        return Err(Failure::Usage("a number is missing".to_owned()));
    }
    let to = split.to.as_deref().map(Address::number).transpose();
    let to = to.map_err(|error| Failure::Usage(error.kind().to_string()))?;
    let segmentation = Segmentation::new(ports, reference).with_most_segments(split.most);
    let segments = segmentation.segments(datagram.into()).map_err(failure)?;
    let mut text = String::new();
    for segment in segments {
        let octets = match &to {
            Some(to) => {
                let submit = Submit::new(0, to.clone(), segment);
                Tpdu::Submit(submit).to_bytes().map_err(failure)?
            }
            None => segment.user_data(),
        };
        text.push_str(&digits(&octets));
        text.push('\n');
    }
    output::write(text.as_bytes(), &split.target)
}

fn run_join(join: &Join) -> Result<(), Failure> {
    let mut reassembler = Reassembler::new();
    let (mut have, mut total, mut whole, mut others) = (0, 0, None, 0_usize);
    let mut faults = Vec::new();
    for (number, octets) in (1_usize..).zip(join.lines.read()?) {
        let received = match accept(&mut reassembler, octets) {
            Ok(received) => received,
            // It is no part of what is written, if the others are enough.
            Err(error) => {
                faults.push((number, error));
                continue;
            }
        };
        match received {
            Received::Complete(datagram) if whole.is_none() => whole = Some(datagram),
            Received::Complete(_) => others = others.saturating_add(1),
            Received::Incomplete { have: own, total: of } => (have, total) = (own, of),
            _ => {}
        }
    }
    let Some(datagram) = whole else {
        if let Some((number, error)) = faults.first() {
            return Err(Failure::Document(format!("short message {number}: {error}")));
        }
        let fault = format!("the datagram is not whole: {have} of {total} parts");
        return Err(Failure::Document(fault));
    };
    for (number, error) in faults {
        note::print(&format!("short message {number} is left out: {error}"));
    }
    // Those of others, whole or not.
    if others > 0 || !reassembler.is_empty() || reassembler.statistics().evicted > 0 {
        note::print("the first whole datagram is written, others are left out");
    }
    write(&datagram.payload, join.out_hex, &join.target)
}

/// A short message: a TPDU, or user data of a sender that nobody tells of.
fn accept(
    reassembler: &mut Reassembler<Option<Address>>,
    octets: Bytes,
) -> Result<Received, provost::push::Error> {
    let (sender, user_data) = match tpdu(&octets) {
        Some(tpdu) => {
            let data = tpdu.user_data().map(|data| data.to_bytes()).transpose()?;
            (tpdu.address().cloned(), data.unwrap_or_default())
        }
        None => (None, octets),
    };
    reassembler.accept(sender, &user_data, Instant(0))
}

impl Lines {
    /// The octets of each line that has some.
    fn read(&self) -> Result<Vec<Bytes>, Failure> {
        let lines = inspect::lines_of_hex(&input::raw(&self.file)?).map_err(Failure::Hex)?;
        if lines.is_empty() {
            return Err(Failure::Document("no short message".to_owned()));
        }
        Ok(lines)
    }
}

/// The PDU of a short message with a header, with or without the address of a service center.
fn tpdu(octets: &Bytes) -> Option<Tpdu> {
    let rest = split_service_center(octets).ok().map(|(_, rest)| rest);
    let candidates = [Some(octets.clone()), rest].into_iter().flatten();
    let read = candidates.flat_map(|candidate| {
        [Direction::ToMobile, Direction::FromMobile]
            .map(|direction| Tpdu::decode(&candidate, direction).ok())
    });
    let has_header = |tpdu: &Tpdu| tpdu.user_data().is_some_and(|data| data.header.is_some());
    read.flatten().find(has_header)
}

/// A PDU and its user data, or user data alone.
fn show(octets: &Bytes) -> Vec<Layer> {
    match inspect::tpdu(octets, false) {
        Some((layer, user_data)) => {
            let place = inspect::user_data(&user_data);
            vec![layer, place]
        }
        None => vec![inspect::plain_tpdu(octets).unwrap_or_else(|| inspect::user_data(octets))],
    }
}
