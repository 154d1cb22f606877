//! Documents inside of `Data`: trees, device information, and whatever else.

use bytes::Bytes;
use provost_wbxml::vocabulary::{
    self, DEVINF_1_0, DEVINF_1_1, DEVINF_1_2, DMDDF_1_2, SYNCML_1_2, Vocabulary,
};
use provost_wbxml::{Event, ReadOptions, Reader, Syntax, Writer};

use super::{Data, Form};
use crate::error::Error;
use crate::text::{BLANKS, share};

/// A document inside of [`Data`].
#[derive(Clone)]
pub struct Embedded {
    syntax: Syntax,
    vocabulary: Option<&'static Vocabulary>,
    octets: Bytes,
    inline: bool,
}

impl core::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let name = self.vocabulary.map_or("unknown", Vocabulary::id);
        write!(f, "Embedded({name}, {:?}, {} octets)", self.syntax, self.octets.len())
    }
}

impl Embedded {
    /// The document of which these are the first octets.
    pub(super) fn find(data: &Data) -> Option<Self> {
        let octets = data.octets();
        if data.form() == Form::Inline {
            let vocabulary = inline_vocabulary(octets);
            let (syntax, octets) = (Syntax::Wbxml, octets.clone());
            return Some(Self { syntax, vocabulary, octets, inline: true });
        }
        if let Some(vocabulary) = wbxml_vocabulary(octets) {
            let (syntax, octets) = (Syntax::Wbxml, octets.clone());
            return Some(Self { syntax, vocabulary: Some(vocabulary), octets, inline: false });
        }
        let text = core::str::from_utf8(octets).ok()?;
        let text = text.trim_start_matches(BLANKS);
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if !text.starts_with('<') {
            return None;
        }
        Some(Self {
            syntax: Syntax::Xml,
            vocabulary: xml_vocabulary(text).and_then(|(_, vocabulary)| vocabulary),
            octets: share(octets, text.as_bytes()),
            inline: false,
        })
    }

    /// The syntax of the document.
    #[must_use]
    pub const fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Its document type, where it is known.
    #[must_use]
    pub const fn vocabulary(&self) -> Option<&'static Vocabulary> {
        self.vocabulary
    }

    /// The document. Where [`is_inline`](Self::is_inline), it stands inside of a `Data` element.
    #[must_use]
    pub const fn octets(&self) -> &Bytes {
        &self.octets
    }

    /// The document without what stands around it: of elements that stand in a `Data` element, a
    /// document of their own.
    pub(crate) fn to_document(&self) -> Result<Bytes, Error> {
        if !self.inline {
            return Ok(self.octets.clone());
        }
        let vocabulary = self.vocabulary.unwrap_or(&DMDDF_1_2);
        let mut reader = Reader::with_options(&self.octets, &SYNCML_1_2, ReadOptions::lenient())?;
        let mut writer = Writer::new(vocabulary);
        let mut depth = 0_usize;
        while let Some(event) = reader.next_event()? {
            if matches!(event, Event::End) {
                depth = depth.saturating_sub(1);
            }
            // Text beside the elements belongs to none of them.
            let is_inside = depth > 1 || matches!(event, Event::Start(_) | Event::End);
            if depth > 0 && is_inside {
                writer.write_event(&event)?;
            }
            if matches!(event, Event::Start(_)) {
                depth = depth.saturating_add(1);
            }
        }
        Ok(Bytes::from(writer.finish()?))
    }

    /// The XML of elements that stand in a `Data` element, without that.
    #[cfg(feature = "xml")]
    pub(crate) fn to_markup(&self) -> Result<alloc::string::String, Error> {
        use provost_wbxml::xml::{Prolog, WriteOptions, Writer};

        let mut reader = Reader::with_options(&self.octets, &SYNCML_1_2, ReadOptions::lenient())?;
        let options = WriteOptions::new().with_prolog(Prolog::None);
        let mut writer = Writer::with_options(&SYNCML_1_2, options);
        provost_wbxml::convert(&mut reader, &mut writer)?;
        let xml = writer.finish()?;
        let inside = xml.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</"));
        Ok(inside.map_or("", |(inside, _)| inside).into())
    }

    #[cfg(not(feature = "xml"))]
    pub(crate) const fn to_markup(&self) -> Result<alloc::string::String, Error> {
        Err(Error::new(crate::ErrorKind::NoXml, 0))
    }

    /// Whether the elements stand in a `Data` element of SyncML in WBXML, on their own code page.
    #[must_use]
    pub const fn is_inline(&self) -> bool {
        self.inline
    }

    /// Whether it is a tree or a description of one (TNDS, DDF).
    #[must_use]
    pub fn is_tree(&self) -> bool {
        self.is(&[&DMDDF_1_2])
    }

    /// Whether it is device information of data synchronization.
    #[must_use]
    pub fn is_devinf(&self) -> bool {
        self.is(&[&DEVINF_1_2, &DEVINF_1_1, &DEVINF_1_0])
    }

    fn is(&self, vocabularies: &[&'static Vocabulary]) -> bool {
        self.vocabulary.is_some_and(|own| vocabularies.iter().any(|it| it.id() == own.id()))
    }
}

/// The type of a WBXML document, by its public identifier: nothing less is asked, because data
/// may begin like a header by chance.
pub(crate) fn wbxml_vocabulary(octets: &[u8]) -> Option<&'static Vocabulary> {
    if !matches!(octets.first(), Some(0..=3)) {
        return None;
    }
    provost_wbxml::detect(octets, None).ok()
}

/// The type of the elements in a `Data` element, by the code page of the first.
fn inline_vocabulary(octets: &[u8]) -> Option<&'static Vocabulary> {
    let mut reader = Reader::new(octets, &SYNCML_1_2).ok()?;
    reader.next_event().ok()?;
    loop {
        match reader.next_event().ok()?? {
            Event::Start(name) => {
                let tree = name.code().is_some_and(|code| code.page == 2);
                let named = vocabulary::by_root_element(name.space(), name.local());
                return if tree { Some(&DMDDF_1_2) } else { named };
            }
            Event::End => return None,
            _ => {}
        }
    }
}

/// The local name of the first element of an XML document, and its type, by that and the
/// namespace it declares.
pub(crate) fn xml_vocabulary(text: &str) -> Option<(&str, Option<&'static Vocabulary>)> {
    let tag = first_tag(text)?;
    let inside = tag.trim_end_matches('/');
    let end = inside.find(BLANKS).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at_checked(end)?;
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let space = attributes.split(BLANKS).find_map(|attribute| {
        let (name, value) = attribute.split_once('=')?;
        let declared = name.strip_prefix("xmlns")?;
        let declared = declared.strip_prefix(':').unwrap_or(declared);
        (declared == prefix).then(|| value.trim_matches(['"', '\'']))
    });
    let space = space.unwrap_or("");
    // Trees come in all three namespaces: that of the DTD, that of the prose, and none.
    if local == DMDDF_1_2.root_element() {
        return Some((local, Some(&DMDDF_1_2)));
    }
    Some((local, vocabulary::by_root_element(space, local)))
}

/// What stands in the first start tag.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(BLANKS);
        let skipped = if let Some(after) = rest.strip_prefix("<?") {
            after.split_once("?>")
        } else if let Some(after) = rest.strip_prefix("<!--") {
            after.split_once("-->")
        } else if rest.starts_with("<!DOCTYPE") {
            match (rest.find('['), rest.find('>')) {
                (Some(open), Some(close)) if open < close => rest.split_once("]>"),
                _ => rest.split_once('>'),
            }
        } else {
            let (tag, _) = rest.strip_prefix('<')?.split_once('>')?;
            return Some(tag);
        };
        (_, rest) = skipped?;
    }
}

/// Whether XML is well-formed content of an element.
#[cfg(feature = "xml")]
pub(super) fn check_markup(xml: &str) -> Result<(), Error> {
    use provost_wbxml::xml;

    const BEFORE: &str = "<Data xmlns=\"SYNCML:SYNCML1.2\">";
    let whole = alloc::format!("{BEFORE}{xml}</Data>");
    let within = |error: provost_wbxml::Error| {
        let error = Error::from(error);
        error.at(error.offset().saturating_sub(BEFORE.len()))
    };
    let mut reader = xml::Reader::new(whole.as_bytes(), &SYNCML_1_2).map_err(within)?;
    while reader.next_event().map_err(within)?.is_some() {}
    Ok(())
}

/// Whether data that was stored is what the decoder could have read. Text of WBXML need not be text: it is
/// read unseen, and what is none is not written as text.
#[cfg(feature = "serde")]
pub(super) fn check_stored(data: &Data) -> Result<(), Error> {
    match data.form() {
        Form::Text | Form::Opaque => Ok(()),
        Form::Cdata => data.to_text().map(drop),
        Form::Inline => {
            let options = ReadOptions::lenient();
            let mut reader = Reader::with_options(data.octets(), &SYNCML_1_2, options)?;
            while reader.next_event()?.is_some() {}
            Ok(())
        }
        #[cfg(feature = "xml")]
        Form::Markup => check_markup(&data.to_text()?),
        #[cfg(not(feature = "xml"))]
        Form::Markup => Err(Error::new(crate::ErrorKind::NoXml, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(data: &Data) -> Option<&'static str> {
        data.embedded()?.vocabulary().map(Vocabulary::id)
    }

    #[test]
    fn the_first_octets_decide() {
        let tree = "<MgmtTree xmlns='syncml:dmddf1.2'/>";
        assert_eq!(id(&Data::text(tree)), Some("dmddf12"));
        assert_eq!(id(&Data::cdata(alloc::format!("\n \u{FEFF}{tree}"))), Some("dmddf12"));
        assert_eq!(id(&Data::text("<?xml version='1.0'?><!-- --><MgmtTree/>")), Some("dmddf12"));
        let doctype = "<!DOCTYPE MgmtTree [<!ENTITY a \"b\">]><MgmtTree/>";
        assert_eq!(id(&Data::text(doctype)), Some("dmddf12"));
        let devinf = "<DevInf xmlns='syncml:devinf'/>";
        assert!(Data::text(devinf).embedded().is_some_and(|it| it.is_devinf()));
        assert!(Data::text(tree).embedded().is_some_and(|it| it.is_tree()));
        assert_eq!(id(&Data::text("<WLANProfile/>")), None);
        assert!(Data::text("<WLANProfile/>").embedded().is_some());
        for none in ["", "text", "<", "1 < 2", " <!-- "] {
            assert_eq!(id(&Data::text(none)), None, "{none}");
        }
    }

    #[test]
    fn a_header_must_name_a_type() {
        let tree = [0x02, 0x00, 0x00, 0x6A, 0x1D];
        let tree = [&tree[..], b"-//OMA//DTD-DM-DDF 1.2//EN\0\0\0", &[0x00, 0x02, 0x20]].concat();
        assert_eq!(id(&Data::opaque(tree)), Some("dmddf12"));
        assert_eq!(id(&Data::opaque(&[0x02, 0x01, 0x6A, 0x00, 0x05][..])), None);
        assert_eq!(id(&Data::opaque(&[0x02][..])), None);
    }
}
