//! The records of an EF(CDF): trusted certificates.

use alloc::vec::Vec;

use super::object::{Common, referenced};
use super::tlv::{OCTET_STRING, Object, Objects, SEQUENCE};
use super::{Error, Path};

/// A record of an EF(CDF).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateObject {
    common: Common,
    type_tag: u8,
    id: Option<Vec<u8>>,
    path: Option<Path>,
}

impl CertificateObject {
    /// The records of an EF(CDF), of whatever type of certificate.
    ///
    /// # Errors
    /// Where a record is broken.
    pub fn decode_file(file: &[u8]) -> Result<Vec<Self>, Error> {
        let mut records = Objects::of_file(file);
        let mut objects = Vec::new();
        while let Some(record) = records.next()? {
            objects.push(Self::decode(&record)?);
        }
        Ok(objects)
    }

    pub(super) fn record(record: &Object<'_>) -> Result<Option<Self>, Error> {
        Self::decode(record).map(Some)
    }

    fn decode(record: &Object<'_>) -> Result<Self, Error> {
        let mut parts = record.objects();
        let common = Common::decode(&parts.expect(SEQUENCE)?)?;
        let id = parts.expect(SEQUENCE)?.objects().optional(OCTET_STRING)?;
        let (_, path) = referenced(&mut parts)?;
        Ok(Self { common, type_tag: record.tag, id: id.map(|it| it.value.to_vec()), path })
    }

    /// Whether it is an X.509 certificate, whose file is DER; WTLS and others are not.
    #[must_use]
    pub const fn is_x509(&self) -> bool {
        self.type_tag == SEQUENCE
    }

    /// The tag that tells the type: 30 is X.509, A3 WTLS.
    #[must_use]
    pub const fn type_tag(&self) -> u8 {
        self.type_tag
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.common.label.as_deref()
    }

    /// The identifier of the certificate.
    #[must_use]
    pub fn id(&self) -> Option<&[u8]> {
        self.id.as_deref()
    }

    /// Where the file is; none where the record has something else in place of a path.
    #[must_use]
    pub const fn path(&self) -> Option<&Path> {
        self.path.as_ref()
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
