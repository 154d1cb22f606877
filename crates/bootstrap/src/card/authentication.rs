//! The records of an EF(AODF): which PIN of the card a file asks for.

use alloc::string::String;
use alloc::vec::Vec;

use super::Error;
use super::object::Common;
use super::tlv::{
    BIT_STRING, CONSTRUCTED_1, INTEGER, OCTET_STRING, Object, Objects, PRIMITIVE_0, SEQUENCE,
};

/// A PIN of the card, as its EF(AODF) describes it. Its digits are none of ours.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Pin {
    auth_id: Option<Vec<u8>>,
    label: Option<String>,
    least: Option<u32>,
    stored: Option<u32>,
    most: Option<u32>,
    reference: Option<u32>,
    padding: Option<u8>,
}

impl Pin {
    /// A PIN of which only the identifier is known.
    pub(super) fn of_auth_id(auth_id: Option<&[u8]>) -> Self {
        Self { auth_id: auth_id.map(<[u8]>::to_vec), ..Self::default() }
    }

    /// The PINs of an EF(AODF). Other ways of authentication are passed over.
    ///
    /// # Errors
    /// Where a record is broken.
    pub fn decode_file(file: &[u8]) -> Result<Vec<Self>, Error> {
        let mut records = Objects::of_file(file);
        let mut pins = Vec::new();
        while let Some(record) = records.next()? {
            pins.extend(Self::record(&record)?);
        }
        Ok(pins)
    }

    pub(super) fn record(record: &Object<'_>) -> Result<Option<Self>, Error> {
        (record.tag == SEQUENCE).then(|| Self::decode(record)).transpose()
    }

    fn decode(record: &Object<'_>) -> Result<Self, Error> {
        let mut parts = record.objects();
        let common = Common::decode(&parts.expect(SEQUENCE)?)?;
        let id = parts.expect(SEQUENCE)?.objects().optional(OCTET_STRING)?;
        let mut pin = Self { label: common.label, ..Self::of_auth_id(id.map(|it| it.value)) };
        while let Some(part) = parts.next()? {
            if part.tag == CONSTRUCTED_1 {
                pin.decode_attributes(part.objects().expect(SEQUENCE)?.objects())?;
            }
        }
        Ok(pin)
    }

    /// Flags, type, least and stored length, then what is optional.
    fn decode_attributes(&mut self, mut fields: Objects<'_>) -> Result<(), Error> {
        fields.expect(BIT_STRING)?;
        let mut numbers = [&mut self.least, &mut self.stored, &mut self.most].into_iter();
        while let Some(field) = fields.next()? {
            match field.tag {
                INTEGER => {
                    if let Some(number) = numbers.next() {
                        *number = Some(field.number()?);
                    }
                }
                PRIMITIVE_0 => self.reference = Some(field.number()?),
                OCTET_STRING => self.padding = field.value.first().copied(),
                _ => {}
            }
        }
        Ok(())
    }

    /// The identifier that records of files name; none on a plain SIM, where it is CHV1.
    #[must_use]
    pub fn auth_id(&self) -> Option<&[u8]> {
        self.auth_id.as_deref()
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The fewest digits.
    #[must_use]
    pub const fn least(&self) -> Option<u32> {
        self.least
    }

    /// The length that the card stores, to which a PIN is padded.
    #[must_use]
    pub const fn stored(&self) -> Option<u32> {
        self.stored
    }

    /// The most digits.
    #[must_use]
    pub const fn most(&self) -> Option<u32> {
        self.most
    }

    /// The number for P2 of VERIFY; 0 says nothing (ProvSC A.6).
    #[must_use]
    pub const fn reference(&self) -> Option<u32> {
        self.reference
    }

    /// What it is padded with.
    #[must_use]
    pub const fn padding(&self) -> Option<u8> {
        self.padding
    }
}
