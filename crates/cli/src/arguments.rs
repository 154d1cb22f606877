//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use provost::wbxml::vocabulary::{self, Vocabulary};
use provost::wbxml::{
    Binary, Charset, ConvertOptions, FOREIGN_CHARSETS, Limits, PublicIdForm, ReadOptions,
    StringTable, WriteOptions, xml,
};

use crate::{bootstrap, campaign, dm, inspect, pap, provisioning, push, sms};

/// Show what is in a captured provisioning message, convert WBXML and XML, sign and verify
#[derive(Debug, Parser)]
#[command(name = "provost", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 fine, 1 the input is bad, 2 wrong usage or a file that cannot be read or written";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what a message is and what it says, or where it is broken
    Inspect(Box<Inspect>),
    /// Convert a message to XML, or lay out XML anew
    ///
    /// XML that is laid out anew loses its comments, and its DOCTYPE becomes that of the document
    /// type.
    ToXml(ToXml),
    /// Convert a document to WBXML, or encode WBXML anew
    ToWbxml(ToWbxml),
    /// Sign a document: print its SEC and MAC, or the PIN to hand out
    Sign(bootstrap::Sign),
    /// Verify a document by its SEC and MAC; exit code 1 where it does not verify
    Verify(bootstrap::Verify),
    /// Read and write the provisioning files of a smart card, as a folder of files
    Card {
        /// What to do
        #[command(subcommand)]
        command: bootstrap::CardCommand,
    },
    /// Show, check, compare, resolve and make provisioning documents
    Cp {
        /// What to do
        #[command(subcommand)]
        command: provisioning::CpCommand,
    },
    /// Show, check and convert messages of device management; credentials and notifications
    Dm {
        /// What to do
        #[command(subcommand)]
        command: dm::DmCommand,
    },
    /// Show serialized management trees, and execute commands on them
    Tree {
        /// What to do
        #[command(subcommand)]
        command: dm::TreeCommand,
    },
    /// List and compare device descriptions, and check messages by them
    Ddf {
        /// What to do
        #[command(subcommand)]
        command: dm::DdfCommand,
    },
    /// Submissions, answers and other documents of the Push Access Protocol
    Pap {
        /// What to do
        #[command(subcommand)]
        command: pap::PapCommand,
    },
    /// Show the parts of client addresses; exit code 1 where one is not of the grammar
    Address(pap::AddressArguments),
    /// Show and make pushes of WSP
    Push {
        /// What to do
        #[command(subcommand)]
        command: push::PushCommand,
    },
    /// Cut datagrams into short messages, put them together, show them
    Sms {
        /// What to do
        #[command(subcommand)]
        command: sms::SmsCommand,
    },
    /// Make a signed message in short messages for each subscriber of a table
    ///
    /// Exit code 1 where a row has none: its reason is in the report.
    Campaign(campaign::Arguments),
    /// List the document types: short name, public identifier, document element, media type, title
    Languages,
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the command, or of one of its subcommands
    Man {
        /// The subcommand
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Read base64, even where it may be something else
    #[arg(long, conflicts_with_all = ["hex", "binary"])]
    pub(crate) base64: bool,
    /// Read octets as they are, even where they may be hex text or base64
    #[arg(long, conflicts_with = "hex")]
    pub(crate) binary: bool,
    /// What the input is, where that is not for it to say
    #[arg(long = "as", value_name = "LAYER", value_enum)]
    pub(crate) kind: Option<inspect::Kind>,
    /// The content type that the input came with, with boundary, SEC and MAC
    #[arg(long, value_name = "TYPE")]
    pub(crate) content_type: Option<String>,
    #[command(flatten)]
    pub(crate) secrets: bootstrap::Secrets,
    /// Show passwords and keys of the message as well
    #[arg(long = "secrets")]
    pub(crate) show_secrets: bool,
    /// List every token with its offset and octets; `full` leaves out no octet
    #[arg(
        long, value_name = "FORM", value_enum,
        num_args = 0..=1, require_equals = true, default_missing_value = "short"
    )]
    pub(crate) dump: Option<Listing>,
    /// Print JSON: every layer with its rows, findings, document and tokens
    #[arg(long, conflicts_with_all = ["dump", "html"])]
    pub(crate) json: bool,
    /// Write a page of HTML that needs nothing else
    #[arg(long, value_name = "FILE", conflicts_with = "dump")]
    pub(crate) html: Option<PathBuf>,
    /// Whether to use colors: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) color: Color,
}

/// When there are colors.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// The forms of a listing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Listing {
    /// Long texts and octets are cut
    Short,
    /// Every octet
    Full,
}

#[derive(Debug, Args)]
pub(crate) struct ToXml {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write opaque octets that are no text as base64 instead of refusing them
    #[arg(long)]
    base64: bool,
    /// Write nothing between the elements
    #[arg(long, conflicts_with = "indent")]
    compact: bool,
    /// Blanks for each level
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(..=16))]
    indent: u8,
}

#[derive(Debug, Args)]
pub(crate) struct ToWbxml {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write hex text instead of octets
    #[arg(long)]
    pub(crate) out_hex: bool,
    /// Put strings that occur more than once into a string table
    #[arg(long)]
    string_table: bool,
    /// The version of WBXML
    #[arg(long, value_name = "VERSION", value_enum, default_value = "1.3")]
    wbxml_version: Version,
    /// The charset, by name or MIBenum
    #[arg(long, value_parser = charset, default_value = "UTF-8")]
    charset: Charset,
    /// Write the public identifier 1, unknown: the media type must tell what it is
    #[arg(long)]
    anonymous: bool,
}

/// Where the input comes from, and how it is read.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The file, or - for standard input
    pub(crate) file: PathBuf,
    /// Read hex text, with blanks and # comments; so are files that end in .hex
    #[arg(long)]
    pub(crate) hex: bool,
    /// The document type, by short name or media type, instead of what the message says
    #[arg(long, value_name = "ID", value_parser = language)]
    pub(crate) language: Option<&'static Vocabulary>,
    /// Tolerate nothing: neither faults that are common nor unknown tokens
    #[arg(long)]
    pub(crate) strict: bool,
    /// Keep white space between the tags of XML, not only what is all the text of an element
    #[arg(long)]
    pub(crate) keep_whitespace: bool,
}

/// Where the output goes.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// Write to a file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Version {
    #[value(name = "1.0")]
    V1_0,
    #[value(name = "1.1")]
    V1_1,
    #[value(name = "1.2")]
    V1_2,
    #[value(name = "1.3")]
    V1_3,
}

impl Source {
    pub(crate) fn read_options(&self, input: &[u8]) -> ReadOptions {
        let options = if self.strict { ReadOptions::strict() } else { ReadOptions::lenient() };
        options.with_foreign_charsets(FOREIGN_CHARSETS).with_limits(limits(input))
    }

    pub(crate) fn xml_options(&self, input: &[u8]) -> xml::ReadOptions {
        let whitespace =
            if self.keep_whitespace { xml::Whitespace::Keep } else { xml::Whitespace::Drop };
        let options =
            xml::ReadOptions::new().with_whitespace(whitespace).with_limits(limits(input));
        if self.strict { options } else { options.ignore_encoding_label().allow_declarations() }
    }
}

/// Octets that references into string tables may stand for in any document, and as many times its
/// length: what they make grow is not the input.
const EXPANDED: (usize, usize) = (16 << 20, 64);

/// The limits of a file at hand: what only grows with the input needs none. An octet is two events
/// at most, the start and the end of an empty element.
fn limits(input: &[u8]) -> Limits {
    let limits = Limits::DEFAULT;
    let events = u32::try_from(input.len().saturating_mul(2)).unwrap_or(u32::MAX);
    limits
        .with_events(limits.events.max(events))
        .with_text(limits.text.max(input.len()))
        .with_table(limits.table.max(input.len()))
        .with_expanded(EXPANDED.0.max(input.len().saturating_mul(EXPANDED.1)))
}

impl ToXml {
    pub(crate) const fn write_options(&self) -> xml::WriteOptions {
        let layout =
            if self.compact { xml::Layout::Compact } else { xml::Layout::Indented(self.indent) };
        xml::WriteOptions::new().with_layout(layout)
    }

    pub(crate) const fn convert_options(&self) -> ConvertOptions {
        let binary = if self.base64 { Binary::Base64 } else { Binary::Refuse };
        ConvertOptions::new().with_binary(binary)
    }
}

impl ToWbxml {
    pub(crate) const fn write_options(&self) -> WriteOptions {
        let version = match self.wbxml_version {
            Version::V1_0 => 0x00,
            Version::V1_1 => 0x01,
            Version::V1_2 => 0x02,
            Version::V1_3 => 0x03,
        };
        let options = WriteOptions::new().with_version(version).with_charset(self.charset);
        let table = if self.string_table { StringTable::Shared } else { StringTable::None };
        let public_id =
            if self.anonymous { PublicIdForm::Anonymous } else { PublicIdForm::Shortest };
        options.with_string_table(table).with_public_id(public_id)
    }
}

fn language(text: &str) -> Result<&'static Vocabulary, String> {
    vocabulary::by_id(text)
        .or_else(|| vocabulary::by_media_type(text))
        .ok_or_else(|| "no such document type; `provost languages` lists them".to_owned())
}

/// MIBenums of the charsets that are built in.
const CHARSETS: [u32; 7] = [106, 3, 4, 1015, 1013, 1014, 1000];

fn charset(text: &str) -> Result<Charset, String> {
    let foreign = FOREIGN_CHARSETS.iter().map(|charset| charset.mib());
    let mut known = CHARSETS
        .into_iter()
        .chain(foreign)
        .filter_map(|mib| Charset::from_mib(mib, FOREIGN_CHARSETS));
    let named = |charset: &Charset| {
        charset.name().eq_ignore_ascii_case(text) || charset.mib().to_string() == text
    };
    let names: Vec<&str> = known.clone().map(Charset::name).collect();
    known.find(named).ok_or_else(|| format!("not one of {}", names.join(", ")))
}
