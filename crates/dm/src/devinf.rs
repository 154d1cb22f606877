//! Device information of SyncML (DevInf), as a view of the document in `Data`.

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::{Event, Name, ReadEvents, Reader, Syntax, Vocabulary};

use crate::data::{Data, Embedded};
use crate::error::{Error, ErrorKind};
use crate::extra::{Extra, ExtraName, Piece};
use crate::limits::{Limit, Limits};
use crate::text::{BLANKS, Text};

/// What a device says of itself in data synchronization; DM has the object `./DevInfo` instead, but
/// clients of both send this too.
///
/// ```
/// # #[cfg(feature = "xml")] {
/// use provost_dm::Data;
///
/// let data = Data::text(
///     "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><Man>Acme</Man><DevID>IMEI:1</DevID>\
///      <DevTyp>phone</DevTyp><SupportLargeObjs/><DataStore><SourceRef>./c</SourceRef></DataStore>\
///      <Ext><XNam>Colour</XNam><XVal>red</XVal></Ext></DevInf>",
/// );
/// let devinf = data.devinf()?.expect("device information");
/// assert_eq!(devinf.man.as_deref(), Some("Acme"));
/// assert!(devinf.large_objects && !devinf.utc);
/// assert_eq!(devinf.data_stores().count(), 1);
/// let (name, values) = devinf.extensions().next().expect("an extension");
/// assert_eq!((name.as_str(), values.concat().as_str()), ("Colour", "red"));
/// # }
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct DevInf {
    /// `VerDTD`.
    pub ver_dtd: Option<String>,
    /// The manufacturer, `Man`.
    pub man: Option<String>,
    /// The model, `Mod`.
    pub model: Option<String>,
    /// The brand, `OEM`.
    pub oem: Option<String>,
    /// The version of the firmware, `FwV`.
    pub firmware: Option<String>,
    /// The version of the software, `SwV`.
    pub software: Option<String>,
    /// The version of the hardware, `HwV`.
    pub hardware: Option<String>,
    /// The identifier of the device, `DevID`.
    pub dev_id: Option<String>,
    /// The kind of device, `DevTyp`: `phone`, `server`, ...
    pub dev_typ: Option<String>,
    /// Whether times are in UTC.
    pub utc: bool,
    /// Whether large objects are taken, `SupportLargeObjs`.
    pub large_objects: bool,
    /// Whether numbers of changes are taken, `SupportNumberOfChanges`.
    pub number_of_changes: bool,
    /// All other elements, and what stands a second time, as they are: `DataStore`, `CTCap`,
    /// `SyncCap`, `Ext`, unknown ones. Their names are those of DevInf and never
    /// [`known`](Extra::known), which is about SyncML.
    pub rest: Vec<Extra>,
    syntax: Syntax,
    document: Bytes,
}

impl Data {
    /// The device information of data synchronization in it, whichever way it is written.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] where it is not well-formed, [`ErrorKind::Limit`] above the default
    /// limit of pieces, [`ErrorKind::NoXml`] for XML in a build without it.
    pub fn devinf(&self) -> Result<Option<DevInf>, Error> {
        let Some(embedded) = self.embedded().filter(Embedded::is_devinf) else { return Ok(None) };
        let Some(vocabulary) = embedded.vocabulary() else { return Ok(None) };
        DevInf::read(embedded.to_document()?, embedded.syntax(), vocabulary)
    }
}

impl DevInf {
    /// Reads a document; none where its element is not `DevInf`.
    pub(crate) fn read(
        document: Bytes,
        syntax: Syntax,
        vocabulary: &'static Vocabulary,
    ) -> Result<Option<Self>, Error> {
        let mut devinf = Self::new(document.clone(), syntax);
        let is_one = match syntax {
            Syntax::Xml => devinf.read_xml(&document, vocabulary)?,
            _ => {
                let options = provost_wbxml::ReadOptions::lenient();
                let mut reader = Reader::with_options(&document, vocabulary, options)?;
                devinf.read_events(&mut reader)?
            }
        };
        Ok(is_one.then_some(devinf))
    }

    #[cfg(feature = "xml")]
    fn read_xml(
        &mut self,
        document: &Bytes,
        vocabulary: &'static Vocabulary,
    ) -> Result<bool, Error> {
        use provost_wbxml::xml;

        let options = xml::ReadOptions::new().allow_declarations().ignore_encoding_label();
        let mut reader = xml::Reader::with_options(document, vocabulary, options)?;
        self.read_events(&mut reader)
    }

    #[cfg(not(feature = "xml"))]
    #[allow(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "as with XML")]
    fn read_xml(&mut self, _: &Bytes, _: &'static Vocabulary) -> Result<bool, Error> {
        Err(Error::new(ErrorKind::NoXml, 0))
    }

    const fn new(document: Bytes, syntax: Syntax) -> Self {
        Self {
            ver_dtd: None,
            man: None,
            model: None,
            oem: None,
            firmware: None,
            software: None,
            hardware: None,
            dev_id: None,
            dev_typ: None,
            utc: false,
            large_objects: false,
            number_of_changes: false,
            rest: Vec::new(),
            syntax,
            document,
        }
    }

    /// Reads the children of the document element, each as the pieces it is made of.
    fn read_events<'a>(&mut self, reader: &mut impl ReadEvents<'a>) -> Result<bool, Error> {
        let (mut depth, mut pieces) = (0_usize, Vec::new());
        let mut left = Limits::DEFAULT.extras;
        loop {
            let offset = reader.offset();
            let Some(event) = reader.next_event()? else { return Ok(true) };
            match &event {
                Event::Start(name) if depth == 0 && name.local() != "DevInf" => return Ok(false),
                Event::Start(_) => depth = depth.saturating_add(1),
                Event::End => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_root = depth == usize::from(matches!(event, Event::Start(_)));
            // White space between elements, and the namespace of the document.
            if is_root || (pieces.is_empty() && !matches!(event, Event::Start(_))) {
                continue;
            }
            left =
                left.checked_sub(1).ok_or(Error::new(ErrorKind::Limit(Limit::Extras), offset))?;
            pieces.extend(piece(&event)?);
            if depth == 1 {
                self.add(Extra::new(core::mem::take(&mut pieces)));
            }
        }
    }

    /// Puts a child into its field, if that is free.
    fn add(&mut self, child: Extra) {
        let name = child.name().map_or("", ExtraName::text);
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let flag = match local {
            "UTC" => Some(&mut self.utc),
            "SupportLargeObjs" => Some(&mut self.large_objects),
            "SupportNumberOfChanges" => Some(&mut self.number_of_changes),
            _ => None,
        };
        if let Some(flag) = flag.filter(|flag| !**flag) {
            *flag = true;
            return;
        }
        let field = match local {
            "VerDTD" => &mut self.ver_dtd,
            "Man" => &mut self.man,
            "Mod" => &mut self.model,
            "OEM" => &mut self.oem,
            "FwV" => &mut self.firmware,
            "SwV" => &mut self.software,
            "HwV" => &mut self.hardware,
            "DevID" => &mut self.dev_id,
            "DevTyp" => &mut self.dev_typ,
            _ => return self.rest.push(child),
        };
        match field {
            Some(_) => self.rest.push(child),
            None => *field = Some(child.text().trim_matches(BLANKS).into()),
        }
    }

    /// The document as it was received, in [`syntax`](Self::syntax): nothing of it is missing. Of
    /// elements that stand in a message of WBXML, a document of their own.
    #[must_use]
    pub const fn document(&self) -> &Bytes {
        &self.document
    }

    /// The syntax of the document.
    #[must_use]
    pub const fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// The data stores, as they are.
    pub fn data_stores(&self) -> impl Iterator<Item = &Extra> {
        self.named("DataStore")
    }

    /// What a vendor adds: the name, `XNam`, and the values, `XVal`, of each `Ext`.
    pub fn extensions(&self) -> impl Iterator<Item = (String, Vec<String>)> {
        self.named("Ext").map(|ext| {
            let mut texts = texts(ext);
            let at = texts.iter().position(|(name, _)| name == "XNam");
            let name = at.map(|at| texts.remove(at).1).unwrap_or_default();
            texts.retain(|(name, _)| name == "XVal");
            (name, texts.into_iter().map(|(_, value)| value).collect())
        })
    }

    fn named(&self, wanted: &'static str) -> impl Iterator<Item = &Extra> {
        self.rest.iter().filter(move |extra| {
            let name = extra.name().map_or("", ExtraName::text);
            name.split_once(':').map_or(name, |(_, local)| local) == wanted
        })
    }
}

/// The children of an element, by their local names, with their texts.
fn texts(element: &Extra) -> Vec<(String, String)> {
    let (mut depth, mut texts) = (0_usize, Vec::<(String, String)>::new());
    for piece in element.pieces() {
        match piece {
            Piece::Start(name) => {
                depth = depth.saturating_add(1);
                if depth == 2 {
                    let name = name.text().rsplit(':').next().unwrap_or_default();
                    texts.push((name.into(), String::new()));
                }
            }
            Piece::End => depth = depth.saturating_sub(1),
            Piece::Text(text) if depth == 2 => {
                if let Some((_, whole)) = texts.last_mut() {
                    whole.push_str(text);
                }
            }
            Piece::Opaque(octets) if depth == 2 => {
                if let Some((_, whole)) = texts.last_mut() {
                    whole.push_str(&String::from_utf8_lossy(octets));
                }
            }
            _ => {}
        }
    }
    texts
}

fn piece(event: &Event<'_>) -> Result<Option<Piece>, Error> {
    // Tokens are those of DevInf: where there is a name, they say nothing to who takes them for
    // tokens of SyncML.
    let name = |name: &Name<'_>| {
        let plain = Name::qualified_in(name.qualified(), name.space());
        let plain = if name.is_unknown() { *name } else { plain };
        ExtraName::shared(&plain, |part| Text::from(part))
    };
    Ok(Some(match event {
        Event::Start(start) => Piece::Start(name(start)),
        Event::Attribute { name: attribute, value } => {
            Piece::Attribute(name(attribute), Text::from(&*value.to_str()?))
        }
        Event::Text(content) => Piece::Text(Text::from(&*content.to_str()?)),
        Event::Opaque(octets) => Piece::Opaque(Bytes::copy_from_slice(octets)),
        Event::Instruction { target, data } => {
            Piece::Instruction(name(target), Text::from(&*data.to_str()?))
        }
        Event::End => Piece::End,
        _ => return Ok(None),
    }))
}
