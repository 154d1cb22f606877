//! `provost card`: a folder of files of a card, each named by its identifier or path in hex.

use core::fmt::Write as _;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use provost::bootstrap::card::{
    Answer, Card, CardFile, CardType, Contents, Discovery, Error, ErrorKind, Kind, Request,
};

use super::Document;
use crate::document::up_to_end;
use crate::failure::Failure;
use crate::output::Target;
use crate::{hex, input, note, output};

#[derive(Debug, Subcommand)]
pub(crate) enum CardCommand {
    /// List the provisioning files, or print the document in one
    Read(Read),
    /// Write a document into a provisioning file, with filler behind it
    Write(WriteArguments),
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    folder: Folder,
    /// Print the document in this file, as octets
    #[arg(long, value_name = "FILE", value_enum)]
    file: Option<Name>,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub(crate) struct WriteArguments {
    #[command(flatten)]
    folder: Folder,
    /// The file
    #[arg(long, value_enum, value_name = "FILE")]
    into: Name,
    /// As the issuer of the card, who may write what is not modifiable
    #[arg(long)]
    issuer: bool,
    #[command(flatten)]
    document: Document,
}

/// The files of a card.
#[derive(Debug, Args)]
struct Folder {
    /// The folder: files like 5031, 4405.bin, 3F002F00.hex
    folder: PathBuf,
    /// The type of the card; without it, EF(DIR) 2F00 tells a SIM and EF(TokenInfo) 5032 a WIM
    #[arg(long, value_enum, value_name = "TYPE")]
    card: Option<Type>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Type {
    Sim,
    Uicc,
    Wim,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    Bootstrap,
    Config1,
    Config2,
    DmBootstrap,
}

impl Name {
    const fn kind(self) -> Kind {
        match self {
            Self::Bootstrap => Kind::Bootstrap,
            Self::Config1 => Kind::Config1,
            Self::Config2 => Kind::Config2,
            Self::DmBootstrap => Kind::DmBootstrap,
        }
    }
}

pub(crate) fn run(command: &CardCommand) -> Result<(), Failure> {
    match command {
        CardCommand::Read(arguments) => read(arguments),
        CardCommand::Write(arguments) => write(arguments),
    }
}

fn read(arguments: &Read) -> Result<(), Failure> {
    let (_, card) = arguments.folder.read()?;
    let Some(name) = arguments.file else {
        let listing = list(&card);
        return output::write(listing.as_bytes(), &arguments.target);
    };
    match &file(&card, name)?.contents {
        Contents::Octets(octets) => output::write(up_to_end(octets), &arguments.target),
        Contents::Unread(kind) => Err(Failure::Card(kind.to_string())),
        _ => Err(Failure::Card("file is empty".to_owned())),
    }
}

fn write(arguments: &WriteArguments) -> Result<(), Failure> {
    let document = arguments.document.read()?;
    let (files, card) = arguments.folder.read()?;
    let file = file(&card, arguments.into)?;
    let written =
        if arguments.issuer { file.write_as_issuer(&document) } else { file.write(&document) };
    let written = written.map_err(|error: Error| Failure::Card(error.kind().to_string()))?;
    let missing = || Failure::Card(ErrorKind::NotFound.to_string());
    let path = files.find(&written.path).ok_or_else(missing)?;
    let mut octets = input::octets(path, false)?;
    let end = written.start.saturating_add(written.octets.len());
    let part = octets.get_mut(written.start..end).ok_or_else(missing)?;
    part.copy_from_slice(&written.octets);
    let text;
    let contents = if input::is_hex(path) {
        text = hex::encode(&octets);
        text.as_bytes()
    } else {
        &octets
    };
    fs::write(path, contents).map_err(|error| Failure::File { path: path.to_owned(), error })
}

fn file(card: &Card, name: Name) -> Result<&CardFile, Failure> {
    let missing = || Failure::Card("no record of the card lists this file".to_owned());
    card.file(name.kind()).ok_or_else(missing)
}

/// A line for each file.
fn list(card: &Card) -> String {
    let mut text = String::new();
    for file in &card.files {
        let private = if file.object.is_private() { "private" } else { "-" };
        let modifiable = if file.object.is_modifiable() { "modifiable" } else { "-" };
        let contents = match &file.contents {
            Contents::Empty => format!("empty, room for {} octets", file.size),
            Contents::Octets(octets) => {
                format!("{} of {} octets", up_to_end(octets).len(), file.size)
            }
            Contents::Unread(kind) => kind.to_string(),
            _ => String::new(),
        };
        let kind = format!("{:?}", file.kind());
        let path = file.path.to_string();
        let label = file.object.label().unwrap_or_default();
        let line = format!("{kind:<12} {path:<12} {private:<8} {modifiable:<11} {contents}");
        let _ = writeln!(text, "{line}  {label:?}");
    }
    for (object, contents) in &card.certificates {
        let path = object.path().map_or_else(String::new, ToString::to_string);
        let form = if object.is_x509() { "X.509" } else { "other" };
        let length = contents.document().map_or(0, <[u8]>::len);
        let label = object.label().unwrap_or_default();
        let _ = writeln!(text, "Certificate  {path:<12} {form:<8} {length} octets  {label:?}");
    }
    text
}

/// Files by their names without extension, in upper case.
struct Files(HashMap<String, PathBuf>);

impl Files {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let entries = fs::read_dir(folder)
            .map_err(|error| Failure::File { path: folder.to_owned(), error })?;
        let paths = entries.flatten().map(|entry| entry.path());
        let named = paths.filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_ascii_uppercase();
            Some((name, path))
        });
        Ok(Self(named.collect()))
    }

    /// By the whole path, or else by the identifier.
    fn find(&self, path: &provost::bootstrap::card::Path) -> Option<&Path> {
        let id = format!("{:04X}", path.file_id());
        self.0.get(&path.to_string()).or_else(|| self.0.get(&id)).map(PathBuf::as_path)
    }
}

impl Folder {
    fn read(&self) -> Result<(Files, Card), Failure> {
        let files = Files::of(&self.folder)?;
        let has = |id| files.find(&provost::bootstrap::card::Path::of_file(id)).is_some();
        let is_sim = has(0x2F00) || files.0.contains_key("3F002F00");
        let card_type = match self.card {
            Some(Type::Sim) => CardType::Sim,
            Some(Type::Uicc) => CardType::Uicc,
            Some(Type::Wim) => CardType::Wim,
            None if is_sim => CardType::Sim,
            None if has(0x5032) => CardType::Wim,
            None => CardType::Uicc,
        };
        let mut discovery = Discovery::new(card_type);
        while let Some(request) = discovery.poll() {
            match request {
                Request::Read(path) => match files.find(&path) {
                    Some(path) => {
                        let octets = input::octets(path, false)?;
                        discovery.handle(Answer::Octets(&octets));
                    }
                    None => discovery.handle(Answer::NotFound),
                },
                // Whoever has the files has the card open.
                _ => discovery.handle(Answer::Done),
            }
        }
        let card = discovery.finish();
        card.notes.iter().for_each(|it| note::print(&it.to_string()));
        Ok((files, card))
    }
}
