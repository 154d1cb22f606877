//! Events make a document.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::vocabulary::{DMDDF_1_2, SYNCML_1_2};
use provost_wbxml::{Event, Name, ReadEvents};

use super::MICROSOFT;
use super::deviation::{Deviation, DeviationKind};
use super::element::{Element as E, child};
use super::node::{DfProperties, Extension, Kind, Occurrence, Place, RawNode, RawTree, Value};
use super::unknown::{Collector, is_declaration};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::limits::Limit;
use crate::tree::{Case, Right, Scope};

/// Deviations that are kept; the rest is a repetition.
const MAX_DEVIATIONS: usize = 256;

/// Reads a document of WBXML or XML, whichever its first octets are.
pub(crate) fn decode(input: &[u8], max_nodes: usize) -> Result<RawTree, Error> {
    let bare = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    if bare.trim_ascii_start().first() == Some(&b'<') {
        return from_xml(input, max_nodes);
    }
    let options = provost_wbxml::ReadOptions::lenient();
    let mut reader = provost_wbxml::Reader::with_options(input, &DMDDF_1_2, options)?;
    read(&mut reader, max_nodes)
}

#[cfg(feature = "xml")]
fn from_xml(input: &[u8], max_nodes: usize) -> Result<RawTree, Error> {
    use provost_wbxml::xml;

    // Files of Windows have an internal subset and labels that are wrong.
    let options = xml::ReadOptions::new().allow_declarations().ignore_encoding_label();
    let mut reader = xml::Reader::with_options(input, &DMDDF_1_2, options)?;
    read(&mut reader, max_nodes)
}

#[cfg(not(feature = "xml"))]
fn from_xml(_input: &[u8], _max_nodes: usize) -> Result<RawTree, Error> {
    Err(Error::new(ErrorKind::NoXml, 0))
}

/// Reads a document whose elements stand in a `Data` element of SyncML.
pub(crate) fn decode_inline(input: &[u8], max_nodes: usize) -> Result<RawTree, Error> {
    let options = provost_wbxml::ReadOptions::lenient();
    let mut reader = provost_wbxml::Reader::with_options(input, &SYNCML_1_2, options)?;
    reader.next_event()?;
    read(&mut reader, max_nodes)
}

/// Reads a document from events, from its root element on.
pub(crate) fn read<'a>(
    reader: &mut impl ReadEvents<'a>,
    max_nodes: usize,
) -> Result<RawTree, Error> {
    let mut decoder = Decoder { max_nodes, ..Decoder::default() };
    let mut offset = reader.offset();
    while let Some(event) = reader.next_event()? {
        decoder.event(&event, offset)?;
        if decoder.is_done {
            break;
        }
        offset = reader.offset();
    }
    // The reader says what is wrong behind the root.
    while reader.next_event()?.is_some() {}
    Ok(decoder.tree)
}

#[derive(Default)]
struct Decoder {
    tree: RawTree,
    /// The open elements, each with the rank of the last element in it.
    open: Vec<(E, u8)>,
    /// Nodes that are open, as places in the list.
    nodes: Vec<usize>,
    /// Elements open inside of one that the DTD does not have there, and that one.
    skipped: usize,
    /// That element, where it is kept.
    unknown: Collector,
    is_kept: bool,
    /// Extensions that are open.
    extensions: Vec<usize>,
    text: String,
    octets: Option<Vec<u8>>,
    max_nodes: usize,
    is_done: bool,
}

impl Decoder {
    fn event(&mut self, event: &Event<'_>, offset: usize) -> Result<(), Error> {
        if self.skipped > 0 && self.is_kept {
            self.unknown.push(event, offset)?;
        }
        match event {
            Event::Start(name) => self.start(name, offset)?,
            Event::End => self.end(offset),
            Event::Attribute { name, value } if self.skipped == 0 => {
                if let Some(extension) = self.extension() {
                    let value = value.to_str()?.into_owned();
                    extension.attributes.push((name.qualified().into(), value));
                } else if !is_declaration(name) {
                    self.deviate(DeviationKind::Attribute, offset);
                }
            }
            Event::Text(content) if self.skipped == 0 => {
                let is_text = self.open.last().is_some_and(|(element, _)| element.has_text());
                if is_text {
                    // Text behind binary octets is more of them.
                    match &mut self.octets {
                        Some(all) => content.for_each_str(|it| all.extend(it.as_bytes()))?,
                        None => content.for_each_str(|it| self.text.push_str(it))?,
                    }
                } else if !content.to_str()?.trim_ascii().is_empty() {
                    self.deviate(DeviationKind::Text, offset);
                }
            }
            Event::Opaque(octets) if self.skipped == 0 => {
                match (&mut self.octets, core::str::from_utf8(octets)) {
                    (Some(all), _) => all.extend_from_slice(octets),
                    // libwbxml writes what was a CDATA section as opaque text.
                    (None, Ok(text)) => self.text.push_str(text),
                    (None, Err(_)) => {
                        let mut all = core::mem::take(&mut self.text).into_bytes();
                        all.extend_from_slice(octets);
                        self.octets = Some(all);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn deviate(&mut self, kind: DeviationKind, offset: usize) {
        if self.tree.deviations.len() < MAX_DEVIATIONS {
            self.tree.deviations.push(Deviation { kind, offset });
        }
    }

    /// The node that is open says what no node can be made of.
    fn spoil(&mut self, kind: ErrorKind, offset: usize) {
        if let Some(node) = self.node() {
            node.unusable.get_or_insert(Error::new(kind, offset));
        }
    }

    fn extension(&mut self) -> Option<&mut Extension> {
        let &at = self.extensions.last()?;
        match self.nodes.last() {
            None => self.tree.extensions.get_mut(at),
            Some(&node) => self.tree.nodes.get_mut(node)?.df.as_mut()?.extensions.get_mut(at),
        }
    }

    fn start(&mut self, name: &Name<'_>, offset: usize) -> Result<(), Error> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_add(1);
            return Ok(());
        }
        let parent = self.open.last().map(|(element, _)| *element);
        // WBXML has no namespaces: there the prefix tells, which everybody writes.
        let extension = match name.qualified().strip_prefix("MSFT:") {
            Some(local) => Some(local),
            None => (name.space() == MICROSOFT).then(|| name.local()),
        };
        if let Some(local) = extension {
            return self.start_extension(name, local, parent, offset);
        }
        let element = child(parent, name.local());
        if parent.is_none() && element != E::MgmtTree {
            return Err(Error::new(ErrorKind::NoMgmtTree, offset));
        }
        match element {
            E::Unknown => return self.start_unknown(name, parent, offset),
            E::Node => self.start_node(offset)?,
            E::DfProperties => {
                if let Some(node) = self.node() {
                    node.df = Some(Box::default());
                }
            }
            E::Word => self.word(parent, name.local(), offset),
            // The number comes, and which of the two is kept until then.
            E::Number => {
                if let Some(properties) = self.properties() {
                    properties.occurrence = match name.local() {
                        "OneOrN" => Occurrence::OneOrN(1),
                        _ => Occurrence::ZeroOrN(1),
                    };
                }
            }
            _ => {}
        }
        self.check_order(element, offset);
        self.open.push((element, 0));
        self.text.clear();
        self.octets = None;
        Ok(())
    }

    fn check_order(&mut self, element: E, offset: usize) {
        let rank = element.rank();
        let Some((parent, last)) = self.open.last_mut() else { return };
        if rank == 0 || matches!(parent, E::Type | E::DfType) {
            return;
        }
        let is_repeated = rank == *last && element != E::Node;
        let deviation = match () {
            () if element == E::Type && *parent == E::Node => Some(DeviationKind::Dialect),
            () if is_repeated => Some(DeviationKind::Twice),
            () if rank < *last => Some(DeviationKind::Order),
            () => None,
        };
        if deviation != Some(DeviationKind::Dialect) {
            *last = rank.max(*last);
        }
        if let Some(kind) = deviation {
            self.deviate(kind, offset);
        }
    }

    fn start_node(&mut self, offset: usize) -> Result<(), Error> {
        if self.tree.nodes.len() >= self.max_nodes {
            return Err(Error::new(ErrorKind::Limit(Limit::Nodes), offset));
        }
        if self.node().is_some_and(|node| node.value.is_some()) {
            self.deviate(DeviationKind::ValueOfInterior, offset);
        }
        let depth = self.nodes.len();
        self.nodes.push(self.tree.nodes.len());
        self.tree.nodes.push(RawNode { depth, ..RawNode::default() });
        Ok(())
    }

    /// Keeps an element that the DTD does not have there, where there is a place for it.
    fn start_unknown(
        &mut self,
        name: &Name<'_>,
        parent: Option<E>,
        offset: usize,
    ) -> Result<(), Error> {
        self.deviate(DeviationKind::UnknownElement, offset);
        self.skipped = 1;
        let place = match parent {
            Some(E::MgmtTree) => None,
            Some(E::Node) => Some(Place::Node),
            Some(E::RtProperties) => Some(Place::RtProperties),
            Some(E::DfProperties) => Some(Place::DfProperties),
            _ => {
                if parent.is_some_and(E::is_of_node) {
                    self.spoil(ErrorKind::NotText, offset);
                }
                self.is_kept = false;
                return Ok(());
            }
        };
        self.is_kept = true;
        self.unknown.start(place);
        self.unknown.push(&Event::Start(*name), offset)
    }

    fn start_extension(
        &mut self,
        name: &Name<'_>,
        local: &str,
        parent: Option<E>,
        offset: usize,
    ) -> Result<(), Error> {
        let depth = self.extensions.len();
        let extension =
            Extension { depth, name: local.into(), attributes: Vec::new(), text: String::new() };
        let list = match (parent, self.nodes.last()) {
            (Some(E::MgmtTree), _) => Some(&mut self.tree.extensions),
            (Some(E::Extension), None) => Some(&mut self.tree.extensions),
            (Some(E::DfProperties | E::Extension), Some(&node)) => {
                let node = self.tree.nodes.get_mut(node);
                node.and_then(|node| node.df.as_mut()).map(|df| &mut df.extensions)
            }
            _ => None,
        };
        let Some(list) = list else {
            return self.start_unknown(name, parent, offset);
        };
        self.extensions.push(list.len());
        list.push(extension);
        self.open.push((E::Extension, 0));
        self.text.clear();
        Ok(())
    }

    fn node(&mut self) -> Option<&mut RawNode> {
        let &at = self.nodes.last()?;
        self.tree.nodes.get_mut(at)
    }

    fn properties(&mut self) -> Option<&mut DfProperties> {
        self.node()?.df.as_deref_mut()
    }

    /// An element that is a word.
    fn word(&mut self, parent: Option<E>, word: &str, offset: usize) {
        let format = Format::from_name(word);
        let is_known = match parent {
            Some(E::Format) => {
                self.node().map(|node| node.rt.format = format).and(format).is_some()
            }
            Some(E::DfFormat) => {
                self.properties().map(|df| df.format = format).and(format).is_some()
            }
            _ => self.properties().is_some_and(|df| df_word(df, parent, word)),
        };
        if !is_known {
            self.deviate(DeviationKind::Word, offset);
            if parent == Some(E::Format) {
                self.spoil(ErrorKind::UnknownName, offset);
            }
        }
    }

    fn end(&mut self, offset: usize) {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            if self.skipped == 0 && self.is_kept {
                let extra = self.unknown.take();
                match (self.unknown.place, self.node()) {
                    (Some(place), Some(node)) => node.unknown.push((place, extra)),
                    _ => self.tree.unknown.push(extra),
                }
            }
            return;
        }
        let Some((element, _)) = self.open.pop() else { return };
        let parent = self.open.last().map(|(element, _)| *element);
        let octets = self.octets.take().map(Bytes::from);
        let text = core::mem::take(&mut self.text);
        let trimmed = || text.trim_ascii().to_string();
        match element {
            E::MgmtTree => self.is_done = true,
            E::VerDtd => self.tree.version = trimmed(),
            E::Man => self.tree.manufacturer = Some(trimmed()),
            E::Mod => self.tree.model = Some(trimmed()),
            E::Node => {
                if let Some(node) = self.node() {
                    // Those of one place keep their order.
                    node.unknown.sort_by_key(|(place, _)| *place);
                }
                self.nodes.pop();
            }
            E::Extension => {
                if let Some(extension) = self.extension() {
                    extension.text = text;
                }
                self.extensions.pop();
            }
            E::Number => self.number(&text, offset),
            E::Path => {
                if self.nodes.len() > 1 {
                    self.deviate(DeviationKind::NestedPath, offset);
                }
                if trimmed().starts_with('/') {
                    self.deviate(DeviationKind::PathSlash, offset);
                }
                if let Some(node) = self.node() {
                    node.path = Some(trimmed());
                }
            }
            E::Data => {
                self.deviate(DeviationKind::Dialect, offset);
                if let Some(node) = self.node() {
                    node.value = Some(Value::Text(text));
                }
            }
            E::Type
                if parent == Some(E::Node)
                    || (parent == Some(E::RtProperties) && !text.trim_ascii().is_empty()) =>
            {
                if parent == Some(E::RtProperties) {
                    self.deviate(DeviationKind::Dialect, offset);
                }
                if let Some(node) = self.node().filter(|node| node.rt.kind.is_none()) {
                    node.rt.kind = Some(Kind::Mime(trimmed()));
                }
            }
            E::Format | E::DfFormat if !text.trim_ascii().is_empty() => {
                self.format_text(element, &text, offset);
            }
            _ => {
                if let Some(node) = self.node() {
                    store(node, element, parent, text, octets);
                }
            }
        }
    }

    fn format_text(&mut self, element: E, text: &str, offset: usize) {
        let format = Format::from_name(text);
        self.deviate(
            if format.is_some() { DeviationKind::FormatText } else { DeviationKind::Word },
            offset,
        );
        if format.is_none() && element == E::Format {
            self.spoil(ErrorKind::UnknownName, offset);
        }
        match (element, self.node()) {
            (E::Format, Some(node)) => node.rt.format = node.rt.format.or(format),
            (_, Some(RawNode { df: Some(df), .. })) => df.format = df.format.or(format),
            _ => {}
        }
    }

    fn number(&mut self, text: &str, offset: usize) {
        let Ok(number) = text.trim_ascii().parse() else {
            self.deviate(DeviationKind::Number, offset);
            return;
        };
        if let Some(properties) = self.properties() {
            properties.occurrence = match properties.occurrence {
                Occurrence::OneOrN(_) => Occurrence::OneOrN(number),
                _ => Occurrence::ZeroOrN(number),
            };
        }
    }
}

fn df_word(df: &mut DfProperties, parent: Option<E>, word: &str) -> bool {
    match (parent, word) {
        (Some(E::AccessType), "Copy") => df.access = df.access.with_copy(),
        (Some(E::AccessType), word) => {
            let Some(right) = Right::ALL.into_iter().find(|right| right.name() == word) else {
                return false;
            };
            df.access = df.access.with(right);
        }
        (Some(E::Occurrence), "One") => df.occurrence = Occurrence::One,
        (Some(E::Occurrence), "ZeroOrOne") => df.occurrence = Occurrence::ZeroOrOne,
        (Some(E::Occurrence), "ZeroOrMore") => df.occurrence = Occurrence::ZeroOrMore,
        (Some(E::Occurrence), "OneOrMore") => df.occurrence = Occurrence::OneOrMore,
        (Some(E::Scope), "Permanent") => df.scope = Scope::Permanent,
        (Some(E::Scope), "Dynamic") => df.scope = Scope::Dynamic,
        (Some(E::CaseSense), "CS") => df.case = Some(Case::Sensitive),
        (Some(E::CaseSense), "CIS") => df.case = Some(Case::Insensitive),
        _ => return false,
    }
    true
}

/// Keeps what an element of text has said.
fn store(node: &mut RawNode, element: E, parent: Option<E>, text: String, octets: Option<Bytes>) {
    let trimmed = || text.trim_ascii().to_string();
    let kind = match element {
        E::Mime => Some(Kind::Mime(trimmed())),
        E::DdfName => Some(Kind::DdfName(trimmed())),
        _ => None,
    };
    match (element, &mut node.df) {
        (E::NodeName, _) => node.name = trimmed(),
        // A value is as it is: white space may be all of it.
        (E::Value, _) => node.value = Some(octets.map_or(Value::Text(text), Value::Octets)),
        (E::Acl, _) => node.rt.acl = Some(trimmed()),
        (E::Name, _) => node.rt.name = Some(trimmed()),
        (E::Size, _) => node.rt.size = Some(trimmed()),
        (E::Title, _) => node.rt.title = Some(text),
        (E::TStamp, _) => node.rt.stamp = Some(trimmed()),
        (E::VerNo, _) => node.rt.version = Some(trimmed()),
        (E::Mime | E::DdfName, Some(df)) if parent == Some(E::DfType) => df.kinds.extend(kind),
        (E::Mime | E::DdfName, _) => node.rt.kind = kind,
        (E::DefaultValue, Some(df)) => df.default = Some(text),
        (E::Description, Some(df)) => df.description = Some(text),
        (E::DfTitle, Some(df)) => df.title = Some(trimmed()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strings and opaque octets in one element are one value, in their order.
    #[test]
    fn a_value_of_several_parts() {
        let read = |value: &[u8]| {
            let head = b"\x03\0\0\x6A\x1D-//OMA//DTD-DM-DDF 1.2//EN\0\0\0\x00\x02\x60\x64\x76";
            let input = [&head[..], value, b"\x01\x01\x01"].concat();
            decode(&input, 10).unwrap().nodes.remove(0).value.unwrap()
        };
        let octets = |octets: &'static [u8]| Value::Octets(Bytes::from_static(octets));
        assert_eq!(read(b"\x03a\0\xC3\x01\xFF\x03b\0"), octets(b"a\xFFb"));
        assert_eq!(read(b"\xC3\x01\xFF\x03b\0\xC3\x01c"), octets(b"\xFFbc"));
        assert_eq!(read(b"\x03a\0\xC3\x01b\x03c\0"), Value::Text("abc".into()));
    }
}
