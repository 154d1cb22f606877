//! A provisioning document, of which nothing is lost.

use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "xml")]
use provost_wbxml::xml;
use provost_wbxml::{
    self as wbxml, Header, PublicId, ReadEvents, Reader, ValueTokens, WriteEvents, Writer,
};

use crate::characteristic::{Characteristic, Node};
use crate::error::{Error, ErrorKind};
use crate::extra::Extra;
use crate::field::Field;
use crate::kind::Kind;
use crate::options::{Deviation, ReadOptions, WriteOptions};
use crate::place::Place;
use crate::{decode, encode, spelling};

/// A provisioning document: its version and its characteristics, in order, with all that has no
/// meaning here kept in its place.
///
/// ```
/// use provost_cp::{Characteristic, Document, Kind};
///
/// let document = Document::new().with_version("1.1").with(
///     Characteristic::new(Kind::NapDef).with("NAPID", "NAP1").with("BEARER", "GSM-GPRS"),
/// );
/// let octets = document.to_wbxml()?;
/// assert_eq!(octets.len(), 32);
/// assert_eq!(Document::from_wbxml(&octets)?, document);
/// # Ok::<(), provost_cp::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    pub(crate) version: Option<Field>,
    pub(crate) extra: Vec<Extra>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) prolog: Vec<Extra>,
    pub(crate) epilog: Vec<Extra>,
    pub(crate) place: Place,
}

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
    /// An empty document without a version.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            version: None,
            extra: Vec::new(),
            nodes: Vec::new(),
            prolog: Vec::new(),
            epilog: Vec::new(),
            place: Place::NONE,
        }
    }

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

    /// Writes WBXML, as short as the tables of 1.1 allow, in the order of the document.
    ///
    /// # Errors
    /// [`Syntax`](ErrorKind::Syntax) with what WBXML cannot carry: a NUL in a text.
    pub fn to_wbxml(&self) -> Result<Vec<u8>, Error> {
        self.write_wbxml(&WriteOptions::new())
    }

    /// Writes WBXML that a receiver can take: in the order of the DTD, and only if
    /// [`check`](Self::check) finds no error.
    ///
    /// # Errors
    /// [`Invalid`](ErrorKind::Invalid) with the first finding, and those of
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
    /// [`Syntax`](ErrorKind::Syntax) with what XML cannot carry: an unknown token, a control
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

    /// With a version: `1.0` or `1.1`.
    #[must_use]
    pub fn with_version(mut self, version: &str) -> Self {
        self.version = Some(Field::from(String::from(version)));
        self
    }

    /// With a characteristic at the end.
    #[must_use]
    pub fn with(mut self, characteristic: Characteristic) -> Self {
        self.nodes.push(Node::Characteristic(characteristic));
        self
    }

    /// With anything at the end.
    #[must_use]
    pub fn with_node(mut self, node: Node) -> Self {
        self.nodes.push(node);
        self
    }

    /// With an unknown attribute of the document element.
    #[must_use]
    pub fn with_extra(mut self, extra: Extra) -> Self {
        self.extra.push(extra);
        self
    }

    /// The version as text.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().and_then(Field::as_str)
    }

    /// The version; nothing where there is none.
    #[must_use]
    pub const fn version_field(&self) -> Option<&Field> {
        self.version.as_ref()
    }

    /// Whether a receiver of version 1 may use the document: it has no version, or one whose major
    /// number is 1 (WAP-183, 5.4).
    #[must_use]
    pub fn is_supported(&self) -> bool {
        match &self.version {
            None => true,
            Some(version) => version.as_str().is_some_and(|version| {
                let major = version.split('.').next().unwrap_or(version);
                major.trim().parse() == Ok(1_u32)
            }),
        }
    }

    /// What it holds, in order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What it holds, to be changed.
    pub fn nodes_mut(&mut self) -> &mut Vec<Node> {
        &mut self.nodes
    }

    /// Unknown attributes of the document element.
    #[must_use]
    pub fn extra(&self) -> &[Extra] {
        &self.extra
    }

    /// Instructions in front of the document element.
    #[must_use]
    pub fn prolog(&self) -> &[Extra] {
        &self.prolog
    }

    /// Instructions behind it.
    #[must_use]
    pub fn epilog(&self) -> &[Extra] {
        &self.epilog
    }

    /// Where the document element began in the input; nothing for what a program made.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.place.offset()
    }

    /// The characteristics, in order.
    pub fn characteristics(&self) -> impl Iterator<Item = &Characteristic> + Clone {
        self.nodes.iter().filter_map(Node::as_characteristic)
    }

    /// The characteristics of a kind, in order.
    pub fn all<'s>(&'s self, kind: &'s Kind) -> impl Iterator<Item = &'s Characteristic> + Clone {
        self.characteristics().filter(move |characteristic| characteristic.kind == *kind)
    }

    /// The same with parms before characteristics in each, as the DTD wants (WAP-183, 5.1.2).
    #[must_use]
    pub fn in_order(mut self) -> Self {
        for node in &mut self.nodes {
            if let Node::Characteristic(characteristic) = node {
                characteristic.sort();
            }
        }
        self
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
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
