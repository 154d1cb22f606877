//! Check: whether a server may send a document.

mod references;
mod schema;
mod values;

use alloc::string::String;
use alloc::vec::Vec;

use crate::application::ApplicationTable;
use crate::characteristic::{Characteristic, Node};
use crate::dialect::Dialect;
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Findings, Rule, Severity, push_parm, push_step};
use crate::kind::Kind;

pub(crate) use schema::{belongs, rules_of};
pub(crate) use values::fault;

/// Parms of one name whose values are checked, where one too many is told already.
const CHECKED: u32 = 64;

/// What a document is checked for.
#[derive(Clone, Debug)]
pub struct CheckOptions<'t> {
    dialect: Dialect,
    lengths: Profile,
    applications: Option<&'t ApplicationTable>,
}

/// Lengths that every receiver stores.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Profile {
    /// Those of ProvCont 1.0.
    V1_0,
    /// Those of ProvCont 1.1, which are longer.
    V1_1,
    /// None is looked at.
    None,
}

impl<'t> CheckOptions<'t> {
    /// The tables and lengths of 1.1, and the registered applications.
    #[must_use]
    pub const fn new() -> Self {
        Self { dialect: Dialect::Core11, lengths: Profile::V1_1, applications: None }
    }

    /// With the names and elements of a vendor accepted.
    #[must_use]
    pub const fn with_dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// With other lengths.
    #[must_use]
    pub const fn with_lengths(self, lengths: Profile) -> Self {
        Self { lengths, ..self }
    }

    /// With a table of applications of your own.
    #[must_use]
    pub const fn with_applications(self, applications: &'t ApplicationTable) -> Self {
        Self { applications: Some(applications), ..self }
    }
}

impl Default for CheckOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl Document {
    /// What is wrong with the document, in its order; at most [`MAX_FINDINGS`](crate::MAX_FINDINGS).
    ///
    /// ```
    /// use provost_cp::{Document, Severity};
    ///
    /// let text = r#"<wap-provisioningdoc><characteristic type="NAPDEF"><parm name="NAPID" value="A"/>
    ///     <parm name="NAME" value="A"/></characteristic></wap-provisioningdoc>"#;
    /// let findings = Document::from_xml(text)?.check();
    /// assert_eq!(findings[0].severity, Severity::Error);
    /// assert_eq!(findings[0].rule.id(), "CP-PARM-MISSING");
    /// assert_eq!(findings[0].path, "NAPDEF[0]/NAP-ADDRESS");
    /// # Ok::<(), provost_cp::Error>(())
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        self.check_with(&CheckOptions::new())
    }

    /// What is wrong with the document, as the options say.
    #[must_use]
    pub fn check_with(&self, options: &CheckOptions<'_>) -> Vec<Finding> {
        let mut check = Check { options, found: Findings::default(), path: Vec::new() };
        check.document(self);
        references::check(self, &mut check);
        check.found.into_list()
    }

    pub(crate) fn check_strictly(&self) -> Result<(), Error> {
        let findings = self.check();
        // What is configured in XML alone is fine, and nothing to be made WBXML of.
        let is_error = |finding: &&Finding| {
            finding.severity == Severity::Error || finding.rule == Rule::AppXmlOnly
        };
        let mut errors = findings.iter().filter(is_error);
        let Some(first) = errors.next() else { return Ok(()) };
        let count = errors.count().saturating_add(1);
        let kind = ErrorKind::Invalid { rule: first.rule, count };
        Err(Error::new(kind, first.offset.unwrap_or(0)))
    }
}

/// A check that is going on: the findings so far, and where it is.
struct Check<'c, 'd> {
    options: &'c CheckOptions<'c>,
    found: Findings,
    /// The open characteristics, each with its number among those of its kind.
    path: Vec<(&'d Characteristic, usize)>,
}

/// Parms of one characteristic that are counted: more than any of the tables has.
const COUNTED: usize = 48;

impl<'d> Check<'_, 'd> {
    fn document(&mut self, document: &'d Document) {
        if !document.is_supported() {
            self.add(Rule::Version, "", document.offset());
        }
        if document.characteristics().next().is_none() {
            self.add(Rule::Empty, "", document.offset());
        }
        for _ in document.extra() {
            self.foreign(document.offset());
        }
        // A stack of its own: each entry is what is left of an open characteristic.
        let mut open = alloc::vec![(document.nodes().iter(), Numbers::default())];
        while let Some((nodes, numbers)) = open.last_mut() {
            match nodes.next() {
                Some(Node::Characteristic(child)) => {
                    let number = numbers.next(child.kind());
                    self.path.push((child, number));
                    self.characteristic(child);
                    open.push((child.children().iter(), Numbers::default()));
                }
                Some(Node::Parm(parm)) if self.path.is_empty() => {
                    self.add(Rule::Astray, parm.name(), parm.offset());
                }
                Some(Node::Parm(_)) => {}
                Some(Node::Other(_)) => {
                    let offset = self.path.last().and_then(|(parent, _)| parent.offset());
                    self.foreign(offset);
                }
                None => {
                    open.pop();
                    self.path.pop();
                }
            }
        }
    }

    fn foreign(&mut self, offset: Option<usize>) {
        if self.options.dialect != Dialect::Microsoft {
            self.add(Rule::Foreign, "", offset);
        }
    }

    fn characteristic(&mut self, own: &'d Characteristic) {
        for _ in own.extra() {
            self.foreign(own.offset());
        }
        match own.kind() {
            Kind::Missing => self.add(Rule::TypeMissing, "", own.offset()),
            Kind::Other(field) if field.as_str().is_none() => {
                self.add(Rule::UnknownToken, "", own.offset());
            }
            Kind::Other(_) if self.options.dialect == Dialect::Core11 && !self.is_of_vendor() => {
                self.add(Rule::UnknownType, "", own.offset());
            }
            _ => {}
        }
        let parent = self.path.iter().rev().nth(1).map(|(parent, _)| parent.kind());
        if !belongs(own.kind(), parent) {
            self.add(Rule::Nesting, "", own.offset());
        }
        self.parms(own);
        values::relations(self, own);
    }

    fn parms(&mut self, own: &'d Characteristic) {
        let rules = rules_of(own.kind());
        let mut counts = [0_u32; COUNTED];
        let mut behind = false;
        for node in own.children() {
            let Node::Parm(parm) = node else {
                behind |= matches!(node, Node::Characteristic(_));
                continue;
            };
            let name = parm.name();
            if behind {
                self.add(Rule::Order, name, parm.offset());
                behind = false;
            }
            for _ in parm.extra() {
                self.foreign(parm.offset());
            }
            match parm.name_field() {
                None => self.add(Rule::NameMissing, "", parm.offset()),
                Some(field) if field.as_str().is_none() => {
                    self.add(Rule::UnknownToken, "", parm.offset());
                }
                _ => {}
            }
            if parm.is_unknown_value() {
                self.add(Rule::UnknownToken, name, parm.offset());
            }
            let found = rules.and_then(|rules| rules.iter().position(|rule| rule.name == name));
            let (Some(at), Some(rules)) = (found, rules) else {
                self.unknown_parm(own, parm);
                continue;
            };
            let (Some(count), Some(rule)) = (counts.get_mut(at), rules.get(at)) else { continue };
            *count = count.saturating_add(1);
            let many = *count > rule.max;
            if many {
                let rule = if rule.max == 1 { Rule::Repeated } else { Rule::TooMany };
                self.add(rule, name, parm.offset());
            }
            // Values are compared with those of other parms: a million of one would take an hour.
            if *count <= rule.max.max(CHECKED) {
                values::check(self, own, parm, rule);
            }
        }
        for (rule, count) in rules.unwrap_or_default().iter().zip(counts) {
            if rule.is_mandatory && count == 0 {
                self.add(Rule::Missing, rule.name, own.offset());
            }
        }
    }

    /// A parm that the tables lack: of an application that has parms of its own, or unknown.
    fn unknown_parm(&mut self, own: &Characteristic, parm: &crate::Parm) {
        let name = parm.name();
        let open = match own.kind() {
            Kind::VendorConfig
            | Kind::Other(_)
            | Kind::Missing
            | Kind::Wlan
            | Kind::SecondarySsid
            | Kind::Eap
            | Kind::Certificate
            | Kind::WepKey => true,
            Kind::Application | Kind::Resource | Kind::AppAddr | Kind::AppAuth => {
                self.is_of_application(name)
            }
            _ => false,
        };
        let vendor = self.options.dialect == Dialect::Microsoft;
        let known = self.options.dialect != Dialect::Core11 && {
            let pages = self.options.dialect.vocabulary().attribute_pages();
            pages.iter().any(|page| page.rows().iter().any(|row| row.1 == "name" && row.2 == name))
        };
        if !open && !vendor && !known && !name.is_empty() {
            self.add(Rule::UnknownParm, name, parm.offset());
        }
    }

    /// Whether a value is a word that the vendor has added to the token tables.
    fn is_word_of_dialect(&self, text: Option<&str>) -> bool {
        let has = |dialect: Dialect| {
            let pages = dialect.vocabulary().value_pages();
            pages.iter().flat_map(|page| page.rows()).any(|(_, word)| Some(*word) == text)
        };
        has(self.options.dialect) && !has(Dialect::Core11)
    }

    /// Whether the place is inside the settings of a vendor, where anything may stand.
    fn is_of_vendor(&self) -> bool {
        self.path.iter().any(|(own, _)| *own.kind() == Kind::VendorConfig)
    }

    /// Whether the application around has parms of that name.
    fn is_of_application(&self, name: &str) -> bool {
        let around = self.path.iter().rev().find(|(own, _)| *own.kind() == Kind::Application);
        let id = around.and_then(|(own, _)| own.parm("APPID"));
        let table = self.applications();
        id.and_then(|id| table.find(id)).is_none_or(|row| row.has_parm(name))
    }

    fn applications(&self) -> &ApplicationTable {
        self.options.applications.unwrap_or_else(|| ApplicationTable::registered())
    }

    /// A finding at a parm of where the check is, or at the place itself.
    fn add(&mut self, rule: Rule, parm: &str, offset: Option<usize>) {
        let path = &self.path;
        self.found.add(rule, || path_of(path, parm), offset);
    }
}

/// The path of a characteristic, and of a parm in it.
pub(crate) fn path_of(path: &[(&Characteristic, usize)], parm: &str) -> String {
    let mut text = String::new();
    for (characteristic, number) in path {
        push_step(&mut text, characteristic, *number);
    }
    if !parm.is_empty() {
        push_parm(&mut text, parm);
    }
    if text.is_empty() {
        text.push('/');
    }
    text
}

/// Numbers for characteristics among those of their kind. Of kinds that are not registered only few
/// are told apart: a document may have a new one in each characteristic.
#[derive(Default)]
pub(crate) struct Numbers(Vec<(Kind, usize)>);

const KINDS_TOLD_APART: usize = 32;

impl Numbers {
    pub(crate) fn next(&mut self, kind: &Kind) -> usize {
        if let Some((_, count)) = self.0.iter_mut().find(|(own, _)| own == kind) {
            let number = *count;
            *count = number.saturating_add(1);
            return number;
        }
        if self.0.len() < KINDS_TOLD_APART {
            self.0.push((kind.clone(), 1));
        }
        0
    }
}
