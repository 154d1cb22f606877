//! What was found on a card, and writing to it.

use alloc::vec::Vec;
use core::fmt;

use super::content::fill;
use super::{CertificateObject, DataObject, Error, ErrorKind, Kind, Path};
use crate::key::Key;

/// What [`Discovery`](super::Discovery) found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Card {
    /// Provisioning files, in the order of their priority: Bootstrap, Config1, Config2, DM bootstrap.
    pub files: Vec<CardFile>,
    /// Files of trusted certificates.
    pub certificates: Vec<(CertificateObject, Contents)>,
    /// A key in place of data, or beside it: see
    /// [`Discovery::with_key_object`](super::Discovery::with_key_object).
    pub key: Option<Key>,
    /// What was passed over, and why.
    pub notes: Vec<Note>,
}

impl Card {
    /// The documents of Client Provisioning, the first in priority first.
    pub fn documents(&self) -> impl Iterator<Item = (Kind, &[u8])> {
        let files = self.files.iter().filter(|file| file.kind() != Kind::DmBootstrap);
        files.filter_map(|file| Some((file.kind(), file.contents.document()?)))
    }

    /// The DM bootstrap message.
    #[must_use]
    pub fn dm_bootstrap(&self) -> Option<&[u8]> {
        self.file(Kind::DmBootstrap)?.contents.document()
    }

    /// The first file of a kind.
    #[must_use]
    pub fn file(&self, kind: Kind) -> Option<&CardFile> {
        self.files.iter().find(|file| file.kind() == kind)
    }
}

/// A provisioning file.
#[derive(Debug)]
#[non_exhaustive]
pub struct CardFile {
    /// Its record.
    pub object: DataObject,
    /// Where it is, from the selected application or absolute.
    pub path: Path,
    /// What is in it.
    pub contents: Contents,
    /// How many octets it has, filler among them.
    pub size: usize,
    pub(super) kind: Kind,
    /// How many octets stand in front of the part that is meant.
    pub(super) start: usize,
}

impl CardFile {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What to write into the file so that it holds another document; an empty one erases it. If the
    /// record is private, the PIN has to be verified before.
    ///
    /// ```
    /// use provost_bootstrap::card::{Answer, CardType, Discovery, Kind, Request};
    ///
    /// # let odf = b"\xA7\x06\x30\x04\x04\x02\x44\x05";
    /// # let dodf = b"\x30\x16\x30\x04\x03\x02\x06\x40\x30\x06\x06\x04\x67\x2B\x05\x02\
    /// #              \xA1\x06\x30\x04\x04\x02\x44\x32";
    /// let mut discovery = Discovery::new(CardType::Uicc);
    /// while let Some(request) = discovery.poll() {
    ///     match request {
    ///         Request::SelectApplication(_) => discovery.handle(Answer::Done),
    ///         Request::Read(path) => match path.file_id() {
    ///             0x5031 => discovery.handle(Answer::Octets(odf)),
    ///             0x4405 => discovery.handle(Answer::Octets(dodf)),
    ///             0x4432 => discovery.handle(Answer::Octets(&[0xFF; 150])),
    ///             _ => discovery.handle(Answer::NotFound),
    ///         },
    ///         _ => discovery.handle(Answer::Denied),
    ///     }
    /// }
    /// let card = discovery.finish();
    /// let file = card.file(Kind::Config1).expect("a file that was listed");
    /// let write = file.write(&[0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01])?;
    /// assert_eq!((write.path.file_id(), write.octets.len()), (0x4432, 150));
    /// # Ok::<(), provost_bootstrap::card::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NotModifiable`], [`ErrorKind::TooLarge`], [`ErrorKind::EndsInFiller`].
    pub fn write(&self, document: &[u8]) -> Result<Write, Error> {
        if !self.object.is_modifiable() {
            return Err(Error::new(ErrorKind::NotModifiable, 0));
        }
        self.write_as_issuer(document)
    }

    /// The same for who issues the card, and may write to any file of it.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`], [`ErrorKind::EndsInFiller`].
    pub fn write_as_issuer(&self, document: &[u8]) -> Result<Write, Error> {
        let octets = fill(document, self.size)?;
        Ok(Write { path: self.path.clone(), start: self.start, octets })
    }
}

/// Octets to write with UPDATE BINARY.
#[non_exhaustive]
pub struct Write {
    /// The file.
    pub path: Path,
    /// The offset in it.
    pub start: usize,
    /// The octets: the document, then filler to the end.
    pub octets: Vec<u8>,
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write")
            .field("path", &self.path)
            .field("start", &self.start)
            .field("length", &self.octets.len())
            .finish()
    }
}

/// What is in a file.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contents {
    /// Nothing but filler.
    Empty,
    /// A document or a certificate, without the filler.
    Octets(Vec<u8>),
    /// It was not read.
    Unread(ErrorKind),
}

impl Contents {
    /// The octets.
    #[must_use]
    pub fn document(&self) -> Option<&[u8]> {
        match self {
            Self::Octets(octets) => Some(octets),
            Self::Empty | Self::Unread(_) => None,
        }
    }

    pub(super) fn of(octets: Option<&[u8]>) -> Self {
        octets.map_or(Self::Empty, |octets| Self::Octets(octets.to_vec()))
    }
}

/// Documents hold passwords: no octet is shown.
impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Octets(octets) => write!(f, "Octets({} octets)", octets.len()),
            Self::Unread(kind) => write!(f, "Unread({kind:?})"),
        }
    }
}

/// Something that was passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Note {
    /// The file.
    pub path: Path,
    /// What was wrong.
    pub error: Error,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {}: {}", self.path, self.error)
    }
}
