//! What the command line takes.

use clap::{Parser, Subcommand};

use crate::{bootstrap, campaign, convert, dm, inspect, pap, provisioning, push, sms};

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
    ///
    /// Hex text, listings of octets, base64 and plain octets are told apart. A word that names no file and is
    /// hex text is the message itself. Exit code 1 where a layer is broken.
    Inspect(Box<inspect::Arguments>),
    /// Convert a message to XML, or lay out XML anew
    ///
    /// XML that is laid out anew loses its comments, and its DOCTYPE becomes that of the document
    /// type.
    ToXml(convert::ToXml),
    /// Convert a document to WBXML, or encode WBXML anew
    ToWbxml(convert::ToWbxml),
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
