//! Programs of others that read and write the same documents: octets in, octets out.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use provost::wbxml::Vocabulary;

use crate::data;

/// A program that reads standard input.
#[derive(Clone, Debug)]
pub struct Peer {
    path: PathBuf,
}

impl Peer {
    /// The program of that name; nothing where it is absent, by the rule of [`data::tool`].
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        data::tool(name).map(|path| Self { path })
    }

    /// What it writes to standard output.
    ///
    /// # Errors
    /// What it says on standard error, where it fails or writes nothing.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, String> {
        let mut child = Command::new(&self.path)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a program that starts");
        // These programs read all before they write, so that neither side waits for the other.
        // One that fails may leave input unread.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("a program that ends");
        if output.status.success() && !output.stdout.is_empty() {
            return Ok(output.stdout);
        }
        Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// What libwbxml calls a vocabulary on its command line; nothing where it has none.
#[must_use]
pub fn libwbxml_language(vocabulary: &Vocabulary) -> Option<&'static str> {
    Some(match vocabulary.id() {
        "activesync" => "ACTIVESYNC",
        "airsync" => "AIRSYNC",
        "channel11" => "CHANNEL11",
        "channel12" => "CHANNEL12",
        "co10" => "CO10",
        "conml" => "CONML",
        "devinf10" => "DEVINF10",
        "devinf11" => "DEVINF11",
        "devinf12" => "DEVINF12",
        "dmddf12" => "DMDDF12",
        "drmrel10" => "DRMREL10",
        "emn10" => "EMN10",
        "metinf11" => "METINF11",
        "metinf12" => "METINF12",
        "ota70" => "OTA",
        "prov10" => "PROV10",
        "si10" => "SI10",
        "sl10" => "SL10",
        "syncml10" => "SYNCML10",
        "syncml11" => "SYNCML11",
        "syncml12" => "SYNCML12",
        "wml10" => "WML10",
        "wml11" => "WML11",
        "wml12" => "WML12",
        "wml13" => "WML13",
        "wta10" => "WTA10",
        "wtawml12" => "WTAWML12",
        "wvcsp11" => "CSP11",
        "wvcsp12" => "CSP12",
        _ => return None,
    })
}
