//! A document makes events, in the order of the DTD.

use alloc::string::ToString;
use alloc::vec::Vec;

use provost_wbxml::vocabulary::DMDDF_1_2;
use provost_wbxml::{Content, Event, Name, WriteEvents, Writer};

use super::MICROSOFT;
use super::node::{DfProperties, Extension, Kind, Occurrence, Place, RawNode, RawTree, Value};
use super::unknown;
use crate::error::Error;
use crate::format::Format;
use crate::tree::{Case, Right, Scope};

/// In which namespace a document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `syncml:dmddf1.2`: what serialized trees are in.
    Tnds,
    /// None: what descriptions are in.
    #[cfg(feature = "xml")]
    Ddf,
}

pub(crate) fn to_wbxml(tree: &RawTree) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new(&DMDDF_1_2);
    write(tree, &mut writer, Form::Tnds)?;
    Ok(writer.finish()?)
}

#[cfg(feature = "xml")]
pub(crate) fn to_xml(
    tree: &RawTree,
    form: Form,
    indent: Option<u8>,
) -> Result<alloc::string::String, Error> {
    use provost_wbxml::xml::{Layout, Prolog, WriteOptions, Writer};

    let layout = indent.map_or(Layout::Compact, Layout::Indented);
    let prolog = if form == Form::Ddf { Prolog::Doctype } else { Prolog::None };
    let options = WriteOptions::new().with_layout(layout).with_prolog(prolog);
    let mut writer = Writer::with_options(&DMDDF_1_2, options);
    write(tree, &mut writer, form)?;
    Ok(writer.finish()?)
}

/// Writes a document with its root element.
pub(crate) fn write(tree: &RawTree, to: &mut impl WriteEvents, form: Form) -> Result<(), Error> {
    let space = match form {
        Form::Tnds => "syncml:dmddf1.2",
        #[cfg(feature = "xml")]
        Form::Ddf => "",
    };
    // What was read of such a node is not all that it said, and would be written as if it were.
    if let (Form::Tnds, Some(error)) = (form, tree.nodes.iter().find_map(|node| node.unusable)) {
        return Err(error);
    }
    let mut out = Encoder { to, space };
    out.start("MgmtTree")?;
    let has_extensions =
        |node: &RawNode| node.df.as_ref().is_some_and(|df| !df.extensions.is_empty());
    if !tree.extensions.is_empty() || tree.nodes.iter().any(has_extensions) {
        let name = Name::new("xmlns:MSFT");
        out.to.write_event(&Event::Attribute { name, value: MICROSOFT.into() })?;
    }
    out.text("VerDTD", &tree.version)?;
    out.optional("Man", tree.manufacturer.as_deref())?;
    out.optional("Mod", tree.model.as_deref())?;
    out.extensions(&tree.extensions)?;
    for extra in &tree.unknown {
        unknown::write(extra, out.space, out.to)?;
    }
    let mut open = 0_usize;
    for node in &tree.nodes {
        while open > node.depth {
            out.end()?;
            open = open.saturating_sub(1);
        }
        out.node(node)?;
        open = open.saturating_add(1);
    }
    for _ in 0..open {
        out.end()?;
    }
    out.end()
}

struct Encoder<'w, W> {
    to: &'w mut W,
    space: &'static str,
}

impl<W: WriteEvents> Encoder<'_, W> {
    fn start(&mut self, name: &str) -> Result<(), Error> {
        Ok(self.to.write_event(&Event::Start(Name::new(name).with_space(self.space)))?)
    }

    fn end(&mut self) -> Result<(), Error> {
        Ok(self.to.write_event(&Event::End)?)
    }

    fn empty(&mut self, name: &str) -> Result<(), Error> {
        self.start(name)?;
        self.end()
    }

    fn text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.start(name)?;
        if !text.is_empty() {
            self.to.write_event(&Event::Text(Content::from(text)))?;
        }
        self.end()
    }

    fn optional(&mut self, name: &str, text: Option<&str>) -> Result<(), Error> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }

    /// `<name><word/></name>`.
    fn word(&mut self, name: &str, word: &str) -> Result<(), Error> {
        self.start(name)?;
        self.empty(word)?;
        self.end()
    }

    fn node(&mut self, node: &RawNode) -> Result<(), Error> {
        self.start("Node")?;
        self.text("NodeName", &node.name)?;
        self.optional("Path", node.path.as_deref())?;
        let rt = &node.rt;
        let has_unknown = |place| node.unknown.iter().any(|(found, _)| *found == place);
        if *rt != super::RtProperties::default() || has_unknown(Place::RtProperties) {
            self.start("RTProperties")?;
            self.optional("ACL", rt.acl.as_deref())?;
            self.format("Format", rt.format)?;
            self.optional("Name", rt.name.as_deref())?;
            self.optional("Size", rt.size.as_deref())?;
            self.optional("Title", rt.title.as_deref())?;
            self.optional("TStamp", rt.stamp.as_deref())?;
            self.kinds("Type", rt.kind.as_slice())?;
            self.optional("VerNo", rt.version.as_deref())?;
            self.unknown(node, Place::RtProperties)?;
            self.end()?;
        }
        if let Some(df) = &node.df {
            self.properties(df)?;
            self.unknown(node, Place::DfProperties)?;
            self.end()?;
        }
        self.unknown(node, Place::Node)?;
        match &node.value {
            Some(Value::Text(text)) => self.text("Value", text),
            Some(Value::Octets(octets)) => {
                self.start("Value")?;
                self.to.write_event(&Event::Opaque(octets))?;
                self.end()
            }
            None => Ok(()),
        }
    }

    fn format(&mut self, name: &str, format: Option<Format>) -> Result<(), Error> {
        format.map_or(Ok(()), |format| self.word(name, format.name()))
    }

    fn kinds(&mut self, name: &str, kinds: &[Kind]) -> Result<(), Error> {
        if kinds.is_empty() {
            return Ok(());
        }
        self.start(name)?;
        for kind in kinds {
            match kind {
                Kind::Mime(text) => self.text("MIME", text)?,
                Kind::DdfName(text) => self.text("DDFName", text)?,
            }
        }
        self.end()
    }

    /// All but the end.
    fn properties(&mut self, df: &DfProperties) -> Result<(), Error> {
        self.start("DFProperties")?;
        self.start("AccessType")?;
        for right in Right::ALL {
            if df.access.allows(right) {
                self.empty(right.name())?;
            }
            if right == Right::Add && df.access.allows_copy() {
                self.empty("Copy")?;
            }
        }
        self.end()?;
        self.optional("DefaultValue", df.default.as_deref())?;
        self.optional("Description", df.description.as_deref())?;
        self.format("DFFormat", df.format)?;
        match df.occurrence {
            Occurrence::One => self.word("Occurrence", "One")?,
            Occurrence::ZeroOrOne => self.word("Occurrence", "ZeroOrOne")?,
            Occurrence::ZeroOrMore => self.word("Occurrence", "ZeroOrMore")?,
            Occurrence::OneOrMore => self.word("Occurrence", "OneOrMore")?,
            Occurrence::ZeroOrN(most) => self.number("ZeroOrN", most)?,
            Occurrence::OneOrN(most) => self.number("OneOrN", most)?,
        }
        self.word("Scope", if df.scope == Scope::Permanent { "Permanent" } else { "Dynamic" })?;
        self.optional("DFTitle", df.title.as_deref())?;
        self.kinds("DFType", &df.kinds)?;
        match df.case {
            Some(Case::Sensitive) => self.word("CaseSense", "CS")?,
            Some(Case::Insensitive) => self.word("CaseSense", "CIS")?,
            None => {}
        }
        self.extensions(&df.extensions)
    }

    fn unknown(&mut self, node: &RawNode, place: Place) -> Result<(), Error> {
        let here = node.unknown.iter().filter(|(found, _)| *found == place);
        here.map(|(_, extra)| extra)
            .try_for_each(|extra| unknown::write(extra, self.space, self.to))
    }

    fn number(&mut self, word: &str, most: u32) -> Result<(), Error> {
        self.start("Occurrence")?;
        self.text(word, &most.to_string())?;
        self.end()
    }

    /// With the prefix that the root declares; in WBXML the names are literals.
    fn extensions(&mut self, extensions: &[Extension]) -> Result<(), Error> {
        let mut open = 0_usize;
        for extension in extensions {
            while open > extension.depth {
                self.end()?;
                open = open.saturating_sub(1);
            }
            let name = alloc::format!("MSFT:{}", extension.name);
            self.to.write_event(&Event::Start(Name::qualified_in(&name, MICROSOFT)))?;
            for (name, value) in &extension.attributes {
                let (name, value) = (Name::new(name), Content::from(value.as_str()));
                self.to.write_event(&Event::Attribute { name, value })?;
            }
            if !extension.text.is_empty() {
                self.to.write_event(&Event::Text(Content::from(extension.text.as_str())))?;
            }
            open = open.saturating_add(1);
        }
        for _ in 0..open {
            self.end()?;
        }
        Ok(())
    }
}
