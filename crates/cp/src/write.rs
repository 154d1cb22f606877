//! Writing a document in either syntax.

#[cfg(feature = "xml")]
use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "xml")]
use provost_wbxml::xml;
use provost_wbxml::{self as wbxml, ValueTokens, WriteEvents, Writer};

use crate::document::Document;
use crate::encode;
use crate::error::Error;
use crate::options::WriteOptions;

impl Document {
    /// Writes WBXML, as short as the tables of 1.1 allow, in the order of the document.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) with what WBXML cannot carry: a NUL in a text.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        self.write_wbxml(&WriteOptions::new())
    }

    /// Writes WBXML that a receiver can take: in the order of the DTD, and only if
    /// [`check`](Self::check) finds no error and no application that is configured in XML alone.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) with the first finding, and those of
    /// [`to_wbxml`](Self::to_wbxml).
    pub fn to_wbxml_strict(&self) -> Result<Vec<u8>, Error> {
        self.check_strictly()?;
        self.write_wbxml(&WriteOptions::new().in_order())
    }

    /// Writes WBXML as the options say.
    ///
    /// # Errors
    /// Those of [`to_wbxml`](Self::to_wbxml).
    pub fn write_wbxml(&self, options: &WriteOptions) -> Result<Vec<u8>, Error> {
        let mut written = wbxml::WriteOptions::new().with_value_tokens(ValueTokens::Whole);
        if let Some(version) = options.version {
            written = written.with_version(version);
        }
        let mut writer = Writer::with_options(options.dialect.written(), written);
        if options.ordered {
            encode::write(&self.clone().in_order(), &mut writer)?;
        } else {
            encode::write(self, &mut writer)?;
        }
        Ok(writer.finish()?)
    }

    /// Writes compact XML with the registered DOCTYPE.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) with what XML cannot carry: an unknown token, a control
    /// character.
    #[cfg(feature = "xml")]
    pub fn to_xml(&self) -> Result<String, Error> {
        self.write_xml(xml::WriteOptions::new())
    }

    /// Writes XML as the options say.
    ///
    /// # Errors
    /// Those of [`to_xml`](Self::to_xml).
    #[cfg(feature = "xml")]
    pub fn write_xml(&self, options: xml::WriteOptions) -> Result<String, Error> {
        let mut writer = xml::Writer::with_options(crate::Dialect::Core11.written(), options);
        encode::write(self, &mut writer)?;
        Ok(writer.finish()?)
    }

    /// Writes the events of the document.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, out: &mut impl WriteEvents) -> Result<(), wbxml::Error> {
        encode::write(self, out)
    }

    /// How many octets [`to_wbxml`](Self::to_wbxml) gives.
    ///
    /// # Errors
    /// Those of [`to_wbxml`](Self::to_wbxml).
    pub fn wbxml_len(&self) -> Result<usize, Error> {
        self.to_wbxml().map(|octets| octets.len())
    }
}
