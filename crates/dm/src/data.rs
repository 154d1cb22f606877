//! The content of `Data`, as it stands in the message.

mod embedded;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;
use provost_wbxml::typed::base64;

pub use embedded::Embedded;
pub(crate) use embedded::{wbxml_vocabulary, xml_vocabulary};

use crate::error::{Error, ErrorKind};
use crate::extra::Extras;
use crate::format::Format;
use crate::text::{BLANKS, Text, share};

/// The content of `Data`: its form, and the octets as a slice of the message, read on access.
///
/// What the octets are is decided by the first of them, not by a `Type`: senders label XML text
/// as WBXML and the other way round.
///
/// ```
/// use provost_dm::{Data, Format};
///
/// let data = Data::text("aGVs bG8=");
/// assert_eq!(data.to_text()?, "aGVs bG8=");
/// assert_eq!(&*data.decoded(Format::B64)?, b"hello");
/// # Ok::<(), provost_dm::Error>(())
/// ```
///
/// It may hold a secret, so that `Debug` shows its form and length alone.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "stored::Data", into = "stored::Data")
)]
pub struct Data {
    form: Form,
    octets: Bytes,
    /// Its attributes that have no meaning here; Windows has `msft:originalerror` in a status.
    pub extra: Extras,
}

/// How the content of `Data` is written.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Form {
    /// Text, in XML with references. As WBXML has it, its octets may be none, and then it is not written.
    #[default]
    Text,
    /// Text in sections of XML; in WBXML, opaque octets.
    Cdata,
    /// Opaque octets of WBXML: binary data, a document, or text as well.
    Opaque,
    /// Elements, in XML: the octets are everything between the tags as it stands there, and where names in it have a
    /// prefix that is declared outside of it, with that declaration.
    Markup,
    /// Elements, in WBXML: the octets are a document whose one element is the `Data`.
    Inline,
}

impl Data {
    /// Text, which XML writes with references.
    #[must_use]
    pub fn text(text: impl Into<Text>) -> Self {
        Self::new(Form::Text, text.into().into_bytes())
    }

    /// Text, which XML writes as a section. Not every peer reads one: Windows does not.
    #[must_use]
    pub fn cdata(text: impl Into<Text>) -> Self {
        Self::new(Form::Cdata, text.into().into_bytes())
    }

    /// Octets, which XML can carry only where they are text.
    #[must_use]
    pub fn opaque(octets: impl Into<Bytes>) -> Self {
        Self::new(Form::Opaque, octets.into())
    }

    /// Elements, as XML that stands for itself: every prefix is declared in it.
    ///
    /// ```
    /// use provost_dm::Data;
    ///
    /// assert!(Data::markup("<MsiInstallJob id='1'/>").is_ok());
    /// assert!(Data::markup("</Data><Data>").is_err());
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] where it is not well-formed.
    #[cfg(feature = "xml")]
    pub fn markup(xml: impl Into<Text>) -> Result<Self, Error> {
        let xml = xml.into();
        embedded::check_markup(&xml)?;
        Ok(Self::new(Form::Markup, xml.into_bytes()))
    }

    pub(crate) const fn new(form: Form, octets: Bytes) -> Self {
        Self { form, octets, extra: Extras::new() }
    }

    pub(crate) fn with_extra(self, extra: Extras) -> Self {
        Self { extra, ..self }
    }

    /// How it is written.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The octets, as [`Form`] says.
    #[must_use]
    pub const fn octets(&self) -> &Bytes {
        &self.octets
    }

    /// Whether there is no content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The text: references are resolved, sections are joined; of elements it is their XML.
    ///
    /// # Errors
    /// [`ErrorKind::NotText`] where octets are none, or elements are those of WBXML.
    pub fn to_text(&self) -> Result<Cow<'_, str>, Error> {
        if self.form == Form::Inline {
            return Err(Error::new(ErrorKind::NotText, 0));
        }
        match core::str::from_utf8(&self.octets) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(Error::new(ErrorKind::NotText, error.valid_up_to())),
        }
    }

    /// The text without white space at both ends, where it is one.
    #[must_use]
    pub fn trimmed(&self) -> Option<&str> {
        let text = core::str::from_utf8(&self.octets).ok();
        text.filter(|_| self.form != Form::Inline).map(|text| text.trim_matches(BLANKS))
    }

    /// The octets that it stands for in a format: those that base64 text encodes, else those of
    /// the text. A sender of opaque octets may say `b64` and mean base64 text all the same, or
    /// have decoded them already; what is no base64 is taken to be decoded.
    ///
    /// # Errors
    /// [`ErrorKind::Base64`] where text is none.
    pub fn decoded(&self, format: Format) -> Result<Cow<'_, [u8]>, Error> {
        if format != Format::B64 {
            return Ok(Cow::Borrowed(&self.octets));
        }
        let text = core::str::from_utf8(&self.octets).ok();
        let octets: Option<Vec<u8>> = text.and_then(|text| base64::decode(text).ok());
        match octets {
            Some(octets) => Ok(Cow::Owned(octets)),
            None if self.form == Form::Opaque => Ok(Cow::Borrowed(&self.octets)),
            None => Err(Error::new(ErrorKind::Base64, 0)),
        }
    }

    /// The octets that it stands for in any syntax: elements of WBXML are a document where they are a serialized tree,
    /// and else their XML, which is what a message in XML would have.
    pub(crate) fn carried(&self) -> Result<Bytes, Error> {
        match self.embedded().filter(Embedded::is_inline) {
            None => Ok(self.octets.clone()),
            Some(embedded) if embedded.is_tree() => {
                let document = crate::tnds::Document::from_data(self)?;
                Ok(document.to_wbxml()?.into())
            }
            Some(embedded) => Ok(embedded.to_markup()?.into()),
        }
    }

    /// The document in it, whichever way it is written: elements, a document in opaque octets,
    /// text with references or in a section.
    #[must_use]
    pub fn embedded(&self) -> Option<Embedded> {
        Embedded::find(self)
    }

    /// Whether both say the same: escaped text, a section and opaque octets are equal where their
    /// octets are; markup is equal to text that is the same XML; a tree in WBXML is none of them.
    ///
    /// This is how what a device reports is compared with what it was sent.
    #[must_use]
    pub fn says_same(&self, other: &Self) -> bool {
        let is_inline = |data: &Self| data.form == Form::Inline;
        self.octets == other.octets && is_inline(self) == is_inline(other)
    }

    /// Its first part, and the rest: for a large object that travels in several messages. Text is
    /// cut between characters only.
    ///
    /// # Errors
    /// [`ErrorKind::NotText`] where it is elements, which cannot be cut.
    pub fn split_at(&self, length: usize) -> Result<(Self, Self), Error> {
        let mut at = length.min(self.octets.len());
        match self.form {
            Form::Markup | Form::Inline => return Err(Error::new(ErrorKind::NotText, 0)),
            Form::Text | Form::Cdata => {
                let text = self.to_text()?;
                while !text.is_char_boundary(at) {
                    at = at.saturating_sub(1);
                }
            }
            Form::Opaque => {}
        }
        let part = |range: &[u8]| Self::new(self.form, share(&self.octets, range));
        let (first, rest) = self.octets.split_at_checked(at).unwrap_or((&self.octets, &[]));
        Ok((Self { extra: self.extra.clone(), ..part(first) }, part(rest)))
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Text> for Data {
    fn from(text: Text) -> Self {
        Self::text(text)
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Data({:?}, {} octets)", self.form, self.octets.len())
    }
}

/// The form in which data is stored: read back, markup must be well-formed.
#[cfg(feature = "serde")]
mod stored {
    use bytes::Bytes;

    use super::{Extras, Form, Text};

    /// Text as text, for eyes; other octets as they are.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(untagged)]
    enum Octets {
        Text(Text),
        Binary(Bytes),
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct Data {
        form: Form,
        octets: Octets,
        #[serde(default)]
        extra: Extras,
    }

    impl From<super::Data> for Data {
        fn from(data: super::Data) -> Self {
            let octets = match Text::try_from(data.octets.clone()) {
                Ok(text) => Octets::Text(text),
                Err(_) => Octets::Binary(data.octets),
            };
            Self { form: data.form, octets, extra: data.extra }
        }
    }

    impl TryFrom<Data> for super::Data {
        type Error = crate::Error;

        fn try_from(stored: Data) -> Result<Self, Self::Error> {
            let octets = match stored.octets {
                Octets::Text(text) => text.into_bytes(),
                Octets::Binary(octets) => octets,
            };
            let data = Self { extra: stored.extra, ..Self::new(stored.form, octets) };
            super::embedded::check_stored(&data)?;
            Ok(data)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_characters() {
        let data = Data::text("aöb");
        let (first, rest) = data.split_at(2).unwrap();
        assert_eq!((&**first.octets(), &**rest.octets()), (&b"a"[..], "öb".as_bytes()));
        let (first, rest) = Data::opaque(&b"\xC3\xB6"[..]).split_at(1).unwrap();
        assert_eq!((first.octets().len(), rest.octets().len()), (1, 1));
        let (first, rest) = data.split_at(99).unwrap();
        assert_eq!((first.octets().len(), rest.is_empty()), (4, true));
    }

    #[test]
    fn forms_of_the_same_text_say_the_same() {
        let forms = [Data::text("<a/>"), Data::cdata("<a/>"), Data::opaque(&b"<a/>"[..])];
        assert!(forms.iter().all(|form| form.says_same(&forms[0])));
        assert!(!forms[0].says_same(&Data::text("<a />")));
        assert_ne!(forms[0], forms[1]);
    }

    #[test]
    fn base64_that_was_decoded_already() {
        assert_eq!(&*Data::opaque(&b"\xFF\x00"[..]).decoded(Format::B64).unwrap(), b"\xFF\x00");
        let error = Data::text("no base64!").decoded(Format::B64).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Base64);
        assert_eq!(&*Data::text("=").decoded(Format::Chr).unwrap(), b"=");
    }

    #[test]
    fn contents_are_not_shown() {
        let shown = alloc::format!("{:?}", Data::text("hunter2"));
        assert_eq!(shown, "Data(Text, 7 octets)");
    }
}
