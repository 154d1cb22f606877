//! What leads to the records: EF(DIR), EF(TokenInfo), EF(ODF).

use alloc::vec::Vec;

use super::tlv::{BIT_STRING, INTEGER, OCTET_STRING, Objects, PRIMITIVE_0, SEQUENCE, UTF8_STRING};
use super::{Error, Path};

/// An application of EF(DIR): `61 { 4F AID, 50 label, 51 path }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Application {
    aid: Vec<u8>,
    label: Vec<u8>,
    path: Option<Path>,
}

const APPLICATION: u8 = 0x61;
const AID: u8 = 0x4F;
const LABEL: u8 = 0x50;
const PATH: u8 = 0x51;

impl Application {
    /// PKCS#15.
    pub const PKCS15: &'static [u8] = b"\xA0\x00\x00\x00\x63PKCS-15";
    /// WIM, on cards whose PKCS#15 application is another.
    pub const WIM: &'static [u8] = b"\xA0\x00\x00\x00\x63WAP-WIM";

    /// The records of EF(DIR).
    ///
    /// # Errors
    /// Where a record is broken.
    pub fn decode_file(file: &[u8]) -> Result<Vec<Self>, Error> {
        let mut records = Objects::of_file(file);
        let mut applications = Vec::new();
        while let Some(record) = records.next()? {
            if record.tag != APPLICATION {
                continue;
            }
            let mut application = Self { aid: Vec::new(), label: Vec::new(), path: None };
            let mut fields = record.objects();
            while let Some(field) = fields.next()? {
                match field.tag {
                    AID => application.aid = field.value.to_vec(),
                    LABEL => application.label = field.value.to_vec(),
                    PATH => {
                        let at = |error: Error| Error::new(error.kind(), field.start);
                        application.path = Some(Path::new(field.value).map_err(at)?);
                    }
                    _ => {}
                }
            }
            applications.push(application);
        }
        Ok(applications)
    }

    /// The application identifier.
    #[must_use]
    pub fn aid(&self) -> &[u8] {
        &self.aid
    }

    /// The label, in UTF-8 or UCS-2: nothing is decided by it.
    #[must_use]
    pub fn label(&self) -> &[u8] {
        &self.label
    }

    /// The directory of the application. A UICC has none, and is selected by the identifier.
    #[must_use]
    pub const fn path(&self) -> Option<&Path> {
        self.path.as_ref()
    }
}

/// What EF(TokenInfo) says: whether a PKCS#15 application is a WIM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenInfo {
    label: Option<Vec<u8>>,
    has_security_environment: bool,
}

impl TokenInfo {
    /// Reads EF(TokenInfo).
    ///
    /// # Errors
    /// Where it is broken.
    pub fn decode(file: &[u8]) -> Result<Self, Error> {
        let mut fields = Objects::of_file(file).expect(SEQUENCE)?.objects();
        fields.expect(INTEGER)?;
        fields.expect(OCTET_STRING)?;
        fields.optional(UTF8_STRING)?;
        let label = fields.optional(PRIMITIVE_0)?.map(|it| it.value.to_vec());
        fields.expect(BIT_STRING)?;
        let has_security_environment = fields.optional(SEQUENCE)?.is_some();
        Ok(Self { label, has_security_environment })
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> Option<&[u8]> {
        self.label.as_deref()
    }

    /// Whether the application is a WIM (WAP-260, 11.3.3).
    #[must_use]
    pub fn is_wim(&self) -> bool {
        self.label() == Some(b"WIM 1.0") && self.has_security_environment
    }
}

/// What EF(ODF) lists: the files of records, by what they are about.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ObjectDirectory {
    data_objects: Vec<Path>,
    trusted_certificates: Vec<Path>,
    certificates: Vec<Path>,
    authentication: Vec<Path>,
}

impl ObjectDirectory {
    /// Reads EF(ODF). Entries for keys are passed over, and those that hold their objects instead of a
    /// path.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn decode(file: &[u8]) -> Result<Self, Error> {
        let mut entries = Objects::of_file(file);
        let mut directory = Self::default();
        while let Some(entry) = entries.next()? {
            // PKCS#15: the number of the tag is the type of the objects.
            let paths = match entry.tag {
                0xA4 | 0xA6 => &mut directory.certificates,
                0xA5 => &mut directory.trusted_certificates,
                0xA7 => &mut directory.data_objects,
                0xA8 => &mut directory.authentication,
                _ => continue,
            };
            if let Some(path) = entry.objects().optional(SEQUENCE)? {
                paths.push(Path::decode(path.objects())?);
            }
        }
        Ok(directory)
    }

    /// Every EF(DODF): there may be several, of which OIDs tell what is provisioning.
    #[must_use]
    pub fn data_objects(&self) -> &[Path] {
        &self.data_objects
    }

    /// Every EF(CDF) of trusted certificates.
    #[must_use]
    pub fn trusted_certificates(&self) -> &[Path] {
        &self.trusted_certificates
    }

    /// Every EF(CDF) of other certificates.
    #[must_use]
    pub fn certificates(&self) -> &[Path] {
        &self.certificates
    }

    /// Every EF(AODF).
    #[must_use]
    pub fn authentication(&self) -> &[Path] {
        &self.authentication
    }
}
