//! The records of an EF(DODF): which file is which.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::tlv::{
    BIT_STRING, CONSTRUCTED_1, OCTET_STRING, OID, Object, Objects, SEQUENCE, UTF8_STRING, wrapped,
    write,
};
use super::{Error, Path};

/// A record of an EF(DODF).
///
/// `30 { 30 { label, flags, authId } 30 { name, OID } A1 { 30 { path } } }`, each of the fields but the
/// path optional. Lengths are read as they stand: the specification prints a rule for them that does
/// not fit its own example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataObject {
    common: Common,
    application_name: Option<String>,
    oid: Option<Oid>,
    path: Option<Path>,
}

/// The kinds of provisioning files (ProvSC 6.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Bootstrap: what the issuer of the card provides. Before all others.
    Bootstrap,
    /// Config1: behind Bootstrap, and may be written.
    Config1,
    /// Config2: behind Config1, and may be written.
    Config2,
    /// A DM bootstrap message. Its identifier was checked against no text, and seen on no card.
    DmBootstrap,
}

impl Kind {
    /// Every kind, the first in priority first.
    pub const ALL: [Self; 4] = [Self::Bootstrap, Self::Config1, Self::Config2, Self::DmBootstrap];

    /// The object identifier that tells it.
    #[must_use]
    pub fn oid(self) -> Oid {
        Oid::new(match self {
            Self::Bootstrap => &[0x67, 0x2B, 0x05, 0x01],
            Self::Config1 => &[0x67, 0x2B, 0x05, 0x02],
            Self::Config2 => &[0x67, 0x2B, 0x05, 0x03],
            Self::DmBootstrap => &[0x67, 0x2B, 0x07, 0x01],
        })
    }
}

/// An object identifier, as the octets of its DER value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Oid(Vec<u8>);

impl Oid {
    /// From the octets of its DER value.
    #[must_use]
    pub fn new(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }

    /// The octets of its DER value.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Oid(")?;
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02X}"))?;
        f.write_str(")")
    }
}

impl DataObject {
    /// A record for a kind of file at a path, neither private nor modifiable.
    #[must_use]
    pub fn new(kind: Kind, path: Path) -> Self {
        Self {
            common: Common::default(),
            application_name: None,
            oid: Some(kind.oid()),
            path: Some(path),
        }
    }

    /// The same with a label.
    #[must_use]
    pub fn with_label(mut self, label: &str) -> Self {
        self.common.label = Some(label.to_owned());
        self
    }

    /// The same as an object that may be written.
    #[must_use]
    pub const fn modifiable(mut self) -> Self {
        self.common.is_modifiable = true;
        self
    }

    /// The same as an object that is read with a PIN, which this identifier names.
    #[must_use]
    pub fn private(mut self, auth_id: &[u8]) -> Self {
        self.common.is_private = true;
        self.common.auth_id = Some(auth_id.to_vec());
        self
    }

    /// The records of an EF(DODF). Those of other types than opaque and OID data are passed over.
    ///
    /// # Errors
    /// Where a record is broken.
    pub fn decode_file(file: &[u8]) -> Result<Vec<Self>, Error> {
        let mut records = Objects::of_file(file);
        let mut objects = Vec::new();
        while let Some(record) = records.next()? {
            objects.extend(Self::record(&record)?);
        }
        Ok(objects)
    }

    pub(super) fn record(record: &Object<'_>) -> Result<Option<Self>, Error> {
        // PKCS#15: opaqueDO is a SEQUENCE, oidDO is [1], externalIDO, which has no path, is [0].
        let is_read = matches!(record.tag, SEQUENCE | CONSTRUCTED_1);
        is_read.then(|| Self::decode(record)).transpose()
    }

    fn decode(record: &Object<'_>) -> Result<Self, Error> {
        let mut parts = record.objects();
        let common = Common::decode(&parts.expect(SEQUENCE)?)?;
        let mut class = parts.expect(SEQUENCE)?.objects();
        let (mut application_name, mut oid) = (None, None);
        while let Some(field) = class.next()? {
            match field.tag {
                UTF8_STRING => application_name = Some(text(field.value)),
                OID => oid = Some(Oid::new(field.value)),
                _ => {}
            }
        }
        let (named, path) = referenced(&mut parts)?;
        Ok(Self { common, application_name, oid: oid.or(named), path })
    }

    /// The record as DER.
    ///
    /// # Errors
    /// Where a field is longer than DER can say.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut class = Vec::new();
        if let Some(name) = &self.application_name {
            write(UTF8_STRING, name.as_bytes(), &mut class)?;
        }
        if let Some(oid) = &self.oid {
            write(OID, oid.octets(), &mut class)?;
        }
        let mut record = wrapped(SEQUENCE, &self.common.encode()?)?;
        write(SEQUENCE, &class, &mut record)?;
        if let Some(path) = &self.path {
            write(CONSTRUCTED_1, &path.encode()?, &mut record)?;
        }
        wrapped(SEQUENCE, &record)
    }

    /// What kind of file it is; none for what is no provisioning file.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        let oid = self.oid.as_ref()?;
        Kind::ALL.into_iter().find(|kind| kind.oid() == *oid)
    }

    /// The object identifier.
    #[must_use]
    pub const fn oid(&self) -> Option<&Oid> {
        self.oid.as_ref()
    }

    /// Where the file is; none where the record has something else in place of a path.
    #[must_use]
    pub const fn path(&self) -> Option<&Path> {
        self.path.as_ref()
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.common.label.as_deref()
    }

    /// The name of the application.
    #[must_use]
    pub fn application_name(&self) -> Option<&str> {
        self.application_name.as_deref()
    }

    /// Whether it is read after a PIN was verified.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.common.is_private
    }

    /// Whether it may be written.
    #[must_use]
    pub const fn is_modifiable(&self) -> bool {
        self.common.is_modifiable
    }

    /// The identifier of the PIN.
    #[must_use]
    pub fn auth_id(&self) -> Option<&[u8]> {
        self.common.auth_id.as_deref()
    }
}

/// What records of all types begin with.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Common {
    pub(super) label: Option<String>,
    pub(super) is_private: bool,
    pub(super) is_modifiable: bool,
    pub(super) auth_id: Option<Vec<u8>>,
}

/// PKCS#15: bit 0 of the flags is private, bit 1 modifiable; bit 0 is the highest.
const PRIVATE: u8 = 0x80;
const MODIFIABLE: u8 = 0x40;

impl Common {
    pub(super) fn decode(object: &Object<'_>) -> Result<Self, Error> {
        let mut common = Self::default();
        let mut fields = object.objects();
        while let Some(field) = fields.next()? {
            match field.tag {
                UTF8_STRING => common.label = Some(text(field.value)),
                OCTET_STRING => common.auth_id = Some(field.value.to_vec()),
                BIT_STRING => {
                    // Behind the number of unused bits.
                    let flags = field.value.get(1).copied().unwrap_or(0);
                    common.is_private = flags & PRIVATE != 0;
                    common.is_modifiable = flags & MODIFIABLE != 0;
                }
                _ => {}
            }
        }
        Ok(common)
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        if let Some(label) = &self.label {
            write(UTF8_STRING, label.as_bytes(), &mut out)?;
        }
        // DER: no zero bits at the end of named bits.
        let flags: &[u8] = match (self.is_private, self.is_modifiable) {
            (false, false) => &[0],
            (true, false) => &[7, PRIVATE],
            (false, true) => &[6, MODIFIABLE],
            (true, true) => &[6, PRIVATE | MODIFIABLE],
        };
        write(BIT_STRING, flags, &mut out)?;
        if let Some(id) = &self.auth_id {
            write(OCTET_STRING, id, &mut out)?;
        }
        Ok(out)
    }
}

/// The path in the attributes of the type, and an identifier that stands in front of it.
pub(super) fn referenced(parts: &mut Objects<'_>) -> Result<(Option<Oid>, Option<Path>), Error> {
    while let Some(part) = parts.next()? {
        if part.tag != CONSTRUCTED_1 {
            continue;
        }
        let Some(object) = part.objects().optional(SEQUENCE)? else { return Ok((None, None)) };
        let mut fields = object.objects();
        let oid = fields.optional(OID)?.map(|it| Oid::new(it.value));
        // The path itself, or attributes that have it first.
        let mut ahead = fields;
        let path = match ahead.next()? {
            Some(first) if first.tag == OCTET_STRING => Some(Path::decode(fields)?),
            Some(first) if first.tag == SEQUENCE => Some(Path::decode(first.objects())?),
            _ => None,
        };
        return Ok((oid, path));
    }
    Ok((None, None))
}

/// Labels are for people: what is no UTF-8 is replaced.
pub(super) fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}
