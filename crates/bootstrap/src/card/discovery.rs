//! What to select and read next, until all that a card has is there.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;

use super::content::{certificate, document};
use super::directory::{Application, ObjectDirectory, TokenInfo};
use super::tlv::{OCTET_STRING, Object, Objects};
use super::{
    Card, CardFile, CertificateObject, Contents, DataObject, Error, ErrorKind, Kind, Note, Oid,
    Path, Pin,
};
use crate::key::Key;

/// Finds and reads the provisioning files of a card, without touching one.
///
/// [`poll`](Self::poll) says what to do, [`handle`](Self::handle) takes what came of it, and
/// [`finish`](Self::finish) what was found. Nothing of a bad card makes it fail: what cannot be read is
/// a note, and the rest is read. No file is asked for that is not listed (ProvSC 6.2).
///
/// ```
/// use provost_bootstrap::card::{Answer, CardType, Discovery, Request};
///
/// # fn select(_: &[u8]) -> bool { false }
/// # fn verify() -> bool { false }
/// # fn read(_: &[u8]) -> Option<Vec<u8>> { None }
/// let mut discovery = Discovery::new(CardType::Uicc);
/// while let Some(request) = discovery.poll() {
///     let done = |it| if it { Answer::Done } else { Answer::Denied };
///     match request {
///         Request::SelectApplication(aid) => discovery.handle(done(select(aid))),
///         Request::VerifyPin(pin) => discovery.handle(done(verify())),
///         Request::Read(path) => match read(path.octets()) {
///             Some(octets) => discovery.handle(Answer::Octets(&octets)),
///             None => discovery.handle(Answer::NotFound),
///         },
///         _ => break,
///     }
/// }
/// let card = discovery.finish();
/// assert_eq!(card.documents().count(), 0);
/// ```
pub struct Discovery {
    card_type: CardType,
    stage: Stage,
    jobs: VecDeque<Job>,
    /// The directory of the application, where paths count from it.
    base: Option<Path>,
    directory: ObjectDirectory,
    objects: Vec<(Kind, DataObject)>,
    key_objects: Vec<DataObject>,
    key_oid: Option<Oid>,
    certificate_objects: Vec<CertificateObject>,
    pins: Vec<Pin>,
    /// PINs that were asked for, by their identifiers, and whether they were right.
    asked: Vec<(Vec<u8>, bool)>,
    card: Card,
}

/// How the application of PKCS#15 is found on a card.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum CardType {
    /// WIM, or SIM with WIM: selected by its identifier, then by that of WIM (ProvSC 10.1).
    Wim,
    /// Plain GSM SIM: by the path that EF(DIR) has (ProvSC 10.2). Private means CHV1.
    Sim,
    /// UICC: selected by its identifier (ProvSC 8.1).
    Uicc,
}

/// What to do with the card.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Request {
    /// Select an application by its identifier.
    SelectApplication(&'static [u8]),
    /// Select a file and read all of it: one of records, as EF(DIR) is, record behind record.
    Read(Path),
    /// Have a PIN of the card verified, if it is not already.
    VerifyPin(Pin),
}

/// What came of it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Answer<'a> {
    /// Selected, verified.
    Done,
    /// The whole file.
    Octets(&'a [u8]),
    /// There is no such application or file.
    NotFound,
    /// The card or its user does not let us.
    Denied,
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("Done"),
            Self::Octets(octets) => write!(f, "Octets({} octets)", octets.len()),
            Self::NotFound => f.write_str("NotFound"),
            Self::Denied => f.write_str("Denied"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Application,
    Records,
    Pins,
    Files,
    CertificateRecords,
    Certificates,
    End,
}

#[derive(Clone, Debug)]
enum Job {
    Select(&'static [u8]),
    Directory,
    TokenInfo,
    ObjectDirectory,
    DataObjects(Path),
    Pins(Path),
    File(Kind, DataObject),
    Key(DataObject),
    CertificateObjects(Path),
    Certificate(CertificateObject),
}

/// Records of one type, and files of records: more is no card of this world.
const MOST: usize = 64;

const EF_DIR: [u8; 4] = [0x3F, 0x00, 0x2F, 0x00];
const EF_ODF: u16 = 0x5031;
const EF_TOKEN_INFO: u16 = 0x5032;

impl Discovery {
    /// Begins with a card that was just reset.
    #[must_use]
    pub fn new(card_type: CardType) -> Self {
        let first = match card_type {
            CardType::Sim => Job::Directory,
            CardType::Wim | CardType::Uicc => Job::Select(Application::PKCS15),
        };
        let card =
            Card { files: Vec::new(), certificates: Vec::new(), key: None, notes: Vec::new() };
        Self {
            card_type,
            stage: Stage::Application,
            jobs: VecDeque::from([first]),
            base: None,
            directory: ObjectDirectory::default(),
            objects: Vec::new(),
            key_objects: Vec::new(),
            key_oid: None,
            certificate_objects: Vec::new(),
            pins: Vec::new(),
            asked: Vec::new(),
            card,
        }
    }

    /// The same for cards that have no data but a key, which their operator lists under an identifier of
    /// its own: a device management session authenticates with it.
    ///
    /// No specification says how such a file looks. It is read as an OCTET STRING of DER, or, where the
    /// path has index and length, as these octets.
    #[must_use]
    pub fn with_key_object(mut self, oid: Oid) -> Self {
        self.key_oid = Some(oid);
        self
    }

    /// What to do next; nothing when all is read.
    pub fn poll(&mut self) -> Option<Request> {
        loop {
            let Some(job) = self.jobs.front() else {
                if self.stage == Stage::End {
                    return None;
                }
                self.advance();
                continue;
            };
            if let Some(id) = self.auth_of(job) {
                match self.asked.iter().find(|(asked, _)| *asked == id) {
                    None => return Some(Request::VerifyPin(self.pin(&id))),
                    Some((_, true)) => {}
                    Some((_, false)) => {
                        self.drop_job(ErrorKind::Denied);
                        continue;
                    }
                }
            }
            if let Job::Select(aid) = job {
                return Some(Request::SelectApplication(aid));
            }
            match self.path_of(job) {
                Some(path) => return Some(Request::Read(path)),
                None => self.drop_job(ErrorKind::NotFound),
            }
        }
    }

    /// Takes what came of the request that [`poll`](Self::poll) gave.
    pub fn handle(&mut self, answer: Answer<'_>) {
        let Some(job) = self.jobs.front() else { return };
        let pin = self.auth_of(job).filter(|id| !self.asked.iter().any(|(it, _)| it == id));
        if let Some(id) = pin {
            self.asked.push((id, matches!(answer, Answer::Done)));
            return;
        }
        if let Job::Select(aid) = *job {
            self.jobs.pop_front();
            return self.selected(aid, matches!(answer, Answer::Done));
        }
        match answer {
            Answer::Octets(octets) => self.read(octets),
            Answer::Denied => self.drop_job(ErrorKind::Denied),
            Answer::NotFound | Answer::Done => self.drop_job(ErrorKind::NotFound),
        }
    }

    /// What was found; to be called when [`poll`](Self::poll) has no more requests.
    #[must_use]
    pub fn finish(self) -> Card {
        self.card
    }

    fn selected(&mut self, aid: &'static [u8], is_there: bool) {
        let next = match (self.card_type, is_there) {
            (CardType::Wim, true) if aid == Application::PKCS15 => Job::TokenInfo,
            (_, true) => Job::ObjectDirectory,
            (CardType::Wim, false) if aid == Application::PKCS15 => Job::Select(Application::WIM),
            (_, false) => return,
        };
        self.jobs.push_back(next);
    }

    fn read(&mut self, octets: &[u8]) {
        let path = self.jobs.front().and_then(|job| self.path_of(job));
        let (Some(job), Some(path)) = (self.jobs.pop_front(), path) else { return };
        if let Err(error) = self.take(job, &path, octets) {
            self.note(path, error);
        }
    }

    fn take(&mut self, job: Job, path: &Path, octets: &[u8]) -> Result<(), Error> {
        match job {
            Job::Select(_) => {}
            Job::Directory => {
                let applications = Application::decode_file(octets)?;
                let pkcs15 = applications.into_iter().find(|it| it.aid() == Application::PKCS15);
                if let Some(application) = pkcs15 {
                    // Without a path it is selected by its identifier (ProvSC 8.1, note 3).
                    self.base = application.path().cloned();
                    self.jobs.push_back(match self.base {
                        Some(_) => Job::ObjectDirectory,
                        None => Job::Select(Application::PKCS15),
                    });
                }
            }
            Job::TokenInfo => {
                let is_wim = TokenInfo::decode(octets).is_ok_and(|it| it.is_wim());
                // Another application of PKCS#15: the WIM has an identifier of its own then.
                let next =
                    if is_wim { Job::ObjectDirectory } else { Job::Select(Application::WIM) };
                self.jobs.push_back(next);
            }
            Job::ObjectDirectory => self.directory = ObjectDirectory::decode(octets)?,
            Job::DataObjects(_) => {
                let objects = self.records(path, octets, DataObject::record)?;
                self.sort(objects, path)?;
            }
            Job::Pins(_) => {
                let pins = self.records(path, octets, Pin::record)?;
                extend(&mut self.pins, pins)?;
            }
            Job::CertificateObjects(_) => {
                let objects = self.records(path, octets, CertificateObject::record)?;
                extend(&mut self.certificate_objects, objects)?;
            }
            Job::File(kind, object) => {
                let part = object.path().map_or(Ok(octets), |path| path.cut(octets));
                let contents = match part {
                    Ok(part) => Contents::of(document(part)),
                    Err(error) => Contents::Unread(error.kind()),
                };
                let size = part.map_or(0, <[u8]>::len);
                self.keep(kind, object, path.clone(), contents, size);
            }
            Job::Key(object) => {
                if let Some(key) = key(&object, octets)? {
                    self.card.key = self.card.key.take().or(Some(key));
                }
            }
            Job::Certificate(object) => {
                let part = object.path().map_or(Ok(octets), |path| path.cut(octets));
                let found = part.and_then(|part| match object.is_x509() {
                    true => certificate(part),
                    // The end of other certificates cannot be told: with its filler, if it has any.
                    false => Ok(document(part).map(|_| part)),
                });
                let contents = found.map_or_else(|it| Contents::Unread(it.kind()), Contents::of);
                self.card.certificates.push((object, contents));
            }
        }
        Ok(())
    }

    /// The records of a file, or of the part of it that is meant. One that is broken is a note: the
    /// others may be another application's, or ours.
    fn records<T>(
        &mut self,
        path: &Path,
        file: &[u8],
        decode: impl Fn(&Object<'_>) -> Result<Option<T>, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut objects = Objects::of_file(path.cut(file)?);
        let mut records = Vec::new();
        loop {
            match objects.next() {
                Ok(None) => return Ok(records),
                Ok(Some(object)) => match decode(&object) {
                    Ok(record) => records.extend(record),
                    Err(error) => self.note(path.clone(), error),
                },
                // Where the next begins cannot be told.
                Err(error) => {
                    self.note(path.clone(), error);
                    return Ok(records);
                }
            }
        }
    }

    /// Takes the records of provisioning files and keys out of others.
    fn sort(&mut self, objects: Vec<DataObject>, path: &Path) -> Result<(), Error> {
        for object in objects {
            if let Some(kind) = object.kind() {
                if self.objects.len() >= MOST {
                    return Err(Error::new(ErrorKind::Limit(MOST), 0));
                }
                if object.path().is_none() {
                    self.note(path.clone(), Error::new(ErrorKind::NotFound, 0));
                    continue;
                }
                self.objects.push((kind, object));
            } else if object.oid().is_some() && object.oid() == self.key_oid.as_ref() {
                extend(&mut self.key_objects, [object].into())?;
            }
        }
        Ok(())
    }

    /// Goes on to the next stage.
    fn advance(&mut self) {
        let first = |paths: &[Path]| paths.iter().take(MOST).cloned().collect::<Vec<_>>();
        let (stage, jobs): (_, Vec<Job>) = match self.stage {
            Stage::Application => {
                let paths = first(self.directory.data_objects());
                (Stage::Records, paths.into_iter().map(Job::DataObjects).collect())
            }
            Stage::Records => {
                // A plain SIM has no AODF (ProvSC 8.4).
                let is_private = self.objects.iter().map(|(_, object)| object);
                let mut is_private = is_private.chain(&self.key_objects);
                let is_asked =
                    self.card_type != CardType::Sim && is_private.any(DataObject::is_private);
                let paths =
                    if is_asked { first(self.directory.authentication()) } else { Vec::new() };
                (Stage::Pins, paths.into_iter().map(Job::Pins).collect())
            }
            Stage::Pins => {
                let mut objects = core::mem::take(&mut self.objects);
                objects.sort_by_key(|(kind, _)| *kind);
                let files = objects.into_iter().map(|(kind, object)| Job::File(kind, object));
                let keys = core::mem::take(&mut self.key_objects).into_iter().map(Job::Key);
                (Stage::Files, files.chain(keys).collect())
            }
            Stage::Files => {
                let paths = first(self.directory.trusted_certificates());
                let jobs = paths.into_iter().map(Job::CertificateObjects).collect();
                (Stage::CertificateRecords, jobs)
            }
            Stage::CertificateRecords => {
                let objects = core::mem::take(&mut self.certificate_objects);
                let objects = objects.into_iter().filter(|object| object.path().is_some());
                (Stage::Certificates, objects.map(Job::Certificate).collect())
            }
            Stage::Certificates | Stage::End => (Stage::End, Vec::new()),
        };
        self.stage = stage;
        self.jobs.extend(jobs);
    }

    /// Gives up what is first in the queue.
    fn drop_job(&mut self, kind: ErrorKind) {
        let path = self.jobs.front().and_then(|job| self.path_of(job));
        let Some(job) = self.jobs.pop_front() else { return };
        let path = path.unwrap_or_else(|| Path::of_file(0));
        match job {
            Job::File(file, object) => {
                self.keep(file, object, path.clone(), Contents::Unread(kind), 0);
            }
            Job::Certificate(object) => {
                self.card.certificates.push((object, Contents::Unread(kind)));
            }
            // Without it the card may be a WIM under the other identifier.
            Job::TokenInfo => self.jobs.push_back(Job::Select(Application::WIM)),
            _ => {}
        }
        self.note(path, Error::new(kind, 0));
    }

    fn keep(
        &mut self,
        kind: Kind,
        object: DataObject,
        path: Path,
        contents: Contents,
        size: usize,
    ) {
        let start = object.path().and_then(Path::part).map_or(0, |part| part.start);
        self.card.files.push(CardFile { object, path, contents, size, kind, start });
    }

    fn note(&mut self, path: Path, error: Error) {
        if self.card.notes.len() < MOST {
            self.card.notes.push(Note { path, error });
        }
    }

    /// Where a job reads.
    fn path_of(&self, job: &Job) -> Option<Path> {
        let path = match job {
            Job::Select(_) => return None,
            Job::Directory => return Path::new(&EF_DIR).ok(),
            Job::TokenInfo => Path::of_file(EF_TOKEN_INFO),
            Job::ObjectDirectory => Path::of_file(EF_ODF),
            Job::DataObjects(path) | Job::Pins(path) | Job::CertificateObjects(path) => {
                path.clone()
            }
            Job::File(_, object) | Job::Key(object) => object.path()?.clone(),
            Job::Certificate(object) => object.path()?.clone(),
        };
        path.below(self.base.as_ref())
    }

    /// The identifier of the PIN that a job needs.
    fn auth_of(&self, job: &Job) -> Option<Vec<u8>> {
        let (is_private, id) = match job {
            Job::File(_, object) | Job::Key(object) => (object.is_private(), object.auth_id()),
            Job::Certificate(object) => (object.is_private(), object.auth_id()),
            _ => return None,
        };
        let id = if self.card_type == CardType::Sim { None } else { id };
        is_private.then(|| id.unwrap_or_default().to_vec())
    }

    fn pin(&self, id: &[u8]) -> Pin {
        let described = self.pins.iter().find(|pin| pin.auth_id() == Some(id));
        described.cloned().unwrap_or_else(|| Pin::of_auth_id(Some(id).filter(|id| !id.is_empty())))
    }
}

impl fmt::Debug for Discovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Discovery")
            .field("card_type", &self.card_type)
            .field("stage", &self.stage)
            .field("jobs", &self.jobs.len())
            .field("card", &self.card)
            .finish_non_exhaustive()
    }
}

/// Adds to a list of bounded length.
fn extend<T>(list: &mut Vec<T>, more: Vec<T>) -> Result<(), Error> {
    if list.len().saturating_add(more.len()) > MOST {
        return Err(Error::new(ErrorKind::Limit(MOST), 0));
    }
    list.extend(more);
    Ok(())
}

/// The key in a file.
fn key(object: &DataObject, file: &[u8]) -> Result<Option<Key>, Error> {
    if document(file).is_none() {
        return Ok(None);
    }
    let octets = match object.path().filter(|path| path.part().is_some()) {
        Some(path) => path.cut(file)?,
        None => Objects::of_file(file).expect(OCTET_STRING)?.value,
    };
    Ok(Key::new(octets.to_vec()).ok())
}
