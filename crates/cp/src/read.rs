//! Reading a document of either syntax.

use alloc::vec::Vec;

#[cfg(feature = "xml")]
use provost_wbxml::xml;
use provost_wbxml::{Header, PublicId, ReadEvents, Reader};

use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::options::{Deviation, ReadOptions};
use crate::{decode, spelling};

/// A document that was read, and what was tolerated on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Decoded {
    /// The document.
    pub document: Document,
    /// The departures that were tolerated.
    pub deviations: Vec<Deviation>,
}

impl Document {
    /// Reads WBXML, with the tables of 1.1. The offset of an error counts from the first octet.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax), [`PublicId`](ErrorKind::PublicId),
    /// [`FormalPublicId`](ErrorKind::FormalPublicId) and [`Root`](ErrorKind::Root).
    pub fn from_wbxml(input: &[u8]) -> Result<Self, Error> {
        Self::read_wbxml(input, &ReadOptions::new()).map(|read| read.document)
    }

    /// Reads WBXML as the options say, and tells what was tolerated.
    ///
    /// # Errors
    /// Those of [`from_wbxml`](Self::from_wbxml).
    pub fn read_wbxml(input: &[u8], options: &ReadOptions) -> Result<Decoded, Error> {
        let mut reader = Reader::with_options(input, options.dialect.vocabulary(), options.wbxml)?;
        check_public_id(reader.header())?;
        let (document, mut deviations) = decode::read(&mut reader)?;
        deviations.extend(reader.deviations().map(Deviation::Syntax));
        Ok(Self::decoded(document, deviations, options))
    }

    /// Reads XML. The DOCTYPE may be missing.
    ///
    /// ```
    /// use provost_cp::Document;
    ///
    /// let text = r#"<wap-provisioningdoc><characteristic type="NAPDEF"/></wap-provisioningdoc>"#;
    /// let document = Document::from_xml(text)?;
    /// assert_eq!(document.to_wbxml()?, [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x86, 0x55, 0x01, 0x01]);
    /// # Ok::<(), provost_cp::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) and [`Root`](ErrorKind::Root).
    #[cfg(feature = "xml")]
    pub fn from_xml(input: &str) -> Result<Self, Error> {
        Self::read_xml(input.as_bytes(), &ReadOptions::new()).map(|read| read.document)
    }

    /// Reads XML as the options say, and tells what was tolerated.
    ///
    /// # Errors
    /// Those of [`from_xml`](Self::from_xml).
    #[cfg(feature = "xml")]
    pub fn read_xml(input: &[u8], options: &ReadOptions) -> Result<Decoded, Error> {
        let mut reader =
            xml::Reader::with_options(input, options.dialect.vocabulary(), options.xml)?;
        let (document, deviations) = decode::read(&mut reader)?;
        Ok(Self::decoded(document, deviations, options))
    }

    /// Reads events, to their end.
    ///
    /// # Errors
    /// Those of the reader, and [`Root`](ErrorKind::Root).
    pub fn from_events<'a>(events: &mut impl ReadEvents<'a>) -> Result<Self, Error> {
        decode::read(events).map(|(document, _)| document)
    }

    fn decoded(
        mut document: Self,
        mut deviations: Vec<Deviation>,
        options: &ReadOptions,
    ) -> Decoded {
        if options.spellings {
            let offsets = spelling::correct(&mut document);
            deviations.extend(offsets.map(|offset| Deviation::Spelling { offset }));
        }
        Decoded { document, deviations }
    }
}

/// Refuses a document that says it is of another type: its tokens would be read as ours. An
/// identifier of 1, "unknown", is taken, as the media type has told.
fn check_public_id(header: &Header<'_>) -> Result<(), Error> {
    match header.public_id() {
        PublicId::Number(id) if matches!(id.value(), 0x01 | 0x0B) => Ok(()),
        PublicId::Number(id) => Err(Error::new(ErrorKind::PublicId(id.value()), 1)),
        _ => match header.formal_id() {
            Some(formal) if !formal.contains("DTD PROV") => {
                Err(Error::new(ErrorKind::FormalPublicId, 1))
            }
            _ => Ok(()),
        },
    }
}
