//! What the subcommand takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Kind;
use crate::bootstrap::Secrets;
use crate::input::Source;
use crate::report::Form;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,
    /// More files: short messages, whose parts are put together whatever file they are in
    #[arg(value_name = "MORE")]
    pub(crate) more: Vec<PathBuf>,
    /// Read base64, even where it may be something else
    #[arg(long, conflicts_with_all = ["hex", "binary"])]
    pub(crate) base64: bool,
    /// Read octets as they are, even where they may be hex text or base64
    #[arg(long, conflicts_with = "hex")]
    pub(crate) binary: bool,
    /// What the input is, where that is not for it to say
    #[arg(long = "as", value_name = "LAYER", value_enum)]
    pub(crate) kind: Option<Kind>,
    /// The content type that the input came with, with boundary, SEC and MAC
    #[arg(long, value_name = "TYPE")]
    pub(crate) content_type: Option<String>,
    /// Show passwords and keys of the message as well
    #[arg(long = "secrets")]
    pub(crate) show_secrets: bool,
    /// List every token with its offset and octets; `full` leaves out no octet
    #[arg(
        long, value_name = "FORM", value_enum,
        num_args = 0..=1, require_equals = true, default_missing_value = "short"
    )]
    pub(crate) dump: Option<Form>,
    /// Print JSON: every layer with its rows, findings, document and tokens
    #[arg(long, conflicts_with_all = ["dump", "html"])]
    pub(crate) json: bool,
    /// Write a page of HTML that needs nothing else
    #[arg(long, value_name = "FILE", conflicts_with = "dump")]
    pub(crate) html: Option<PathBuf>,
    /// Whether to use colors: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) color: Color,
    // Behind all others, which would come under its heading in the help.
    #[command(flatten)]
    pub(crate) secrets: Secrets,
}

/// When there are colors.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
