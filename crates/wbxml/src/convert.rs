//! Conversion between the syntaxes: where WBXML and XML write the same content differently.
//!
//! The rules are data of the vocabulary ([`Rule`]); what they need to know besides is the open
//! elements. Documents inside opaque data are converted by readers and writers of their own, on a
//! stack and bounded.

use alloc::string::String;

use crate::error::{ContentError, Error, ErrorKind};
use crate::event::{ReadEvents, Syntax, WriteEvents};

mod elements;
mod to_wbxml;
mod to_xml;

use to_wbxml::ToWbxml;
use to_xml::ToXml;

/// Converts a document, from WBXML to XML or from XML to WBXML; within one syntax it is
/// [`copy`](crate::copy).
///
/// ```
/// # #[cfg(all(feature = "si", feature = "xml"))] {
/// use provost_wbxml::{Reader, Writer, convert, vocabulary::SI_1_0, xml};
///
/// let text = r#"<si><indication href="http://example.com/" created="1999-06-25T15:23:15Z">Mail</indication></si>"#;
/// let mut reader = xml::Reader::new(text.as_bytes(), &SI_1_0)?;
/// let mut writer = Writer::new(&SI_1_0);
/// convert(&mut reader, &mut writer)?;
/// let wbxml = writer.finish()?;
///
/// let mut reader = Reader::new(&wbxml, &SI_1_0)?;
/// let mut writer = xml::Writer::new(&SI_1_0);
/// convert(&mut reader, &mut writer)?;
/// assert!(writer.finish()?.ends_with(text));
/// # }
/// # Ok::<(), provost_wbxml::Error>(())
/// ```
///
/// # Errors
/// Those of the reader; those of the writer, at the offset of the event in the input; content that
/// does not have the form of its type, where the other syntax cannot carry it as it is.
pub fn convert<'a>(from: &mut impl ReadEvents<'a>, to: &mut impl WriteEvents) -> Result<(), Error> {
    convert_with(from, to, ConvertOptions::new())
}

/// Like [`convert`], with options.
///
/// # Errors
/// Those of [`convert`].
pub fn convert_with<'a>(
    from: &mut impl ReadEvents<'a>,
    to: &mut impl WriteEvents,
    options: ConvertOptions,
) -> Result<(), Error> {
    match (from.syntax(), to.syntax()) {
        (Syntax::Wbxml, Syntax::Xml) => ToXml::new(from.vocabulary(), options).run(from, to),
        (Syntax::Xml, Syntax::Wbxml) => ToWbxml::new(to.vocabulary(), options).run(from, to),
        _ => crate::event::copy(from, to),
    }
}

/// How a conversion treats what the other syntax cannot simply carry.
#[derive(Clone, Copy, Debug)]
pub struct ConvertOptions {
    nested: bool,
    binary: Binary,
}

/// What becomes of opaque octets that are no text, in an element without a rule for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Binary {
    /// An error that says so.
    Refuse,
    /// Base64. The XML does not say so, and text in the same element stays text: its reader must
    /// know from elsewhere (SyncML: `Meta/Format`).
    Base64,
}

impl ConvertOptions {
    /// Documents inside of opaque data are converted, and binary data is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { nested: true, binary: Binary::Refuse }
    }

    /// With documents inside of opaque data left opaque, which XML then refuses if they are no
    /// text. How deep they may be nested is a limit of the reader.
    #[must_use]
    pub const fn without_nested(self) -> Self {
        Self { nested: false, ..self }
    }

    /// With another treatment of binary data.
    #[must_use]
    pub const fn with_binary(self, binary: Binary) -> Self {
        Self { binary, ..self }
    }
}

impl Default for ConvertOptions {
    fn default() -> Self {
        Self::new()
    }
}

fn push(text: &mut String, value: &impl core::fmt::Display) {
    use core::fmt::Write as _;
    // Writing into a string does not fail.
    let _ = write!(text, "{value}");
}

/// The place is the event's, and is set where the event is known.
fn typed(error: ContentError) -> Error {
    Error::new(ErrorKind::Content(error), 0)
}
