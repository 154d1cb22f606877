//! What a user agent makes of documents: WAP-185, 5.1 inside of one, 6 between several.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::characteristic::{Characteristic, Node};
use crate::check::{Numbers, belongs, fault, path_of, rules_of};
use crate::document::Document;
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::kind::Kind;
use crate::parm::Parm;
use crate::value::number;
use crate::view::MAX_DOMAINS;

/// What counts of documents, as one document, and what of them is ignored and why.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Effective {
    /// What counts: every identifier defined once, every single value once, nothing unknown.
    pub document: Document,
    /// What is ignored, each with its rule and its place. Unknown things are kept in the documents
    /// themselves.
    pub ignored: Vec<Finding>,
}

impl Document {
    /// What a user agent makes of this document alone.
    ///
    /// ```
    /// use provost_cp::{Document, Rule};
    ///
    /// let text = r#"<wap-provisioningdoc><characteristic type="NAPDEF"><parm name="NAPID" value="A"/>
    ///     <parm name="NAPID" value="B"/><parm name="X" value="y"/></characteristic></wap-provisioningdoc>"#;
    /// let effective = Document::from_xml(text)?.effective();
    /// let nap = effective.document.access_points().next().unwrap();
    /// assert_eq!(nap.characteristic().children().len(), 1);
    /// assert_eq!(effective.ignored[0].rule, Rule::Repeated);
    /// assert_eq!(effective.ignored[1].rule, Rule::UnknownParm);
    /// # Ok::<(), provost_cp::Error>(())
    /// ```
    #[must_use]
    pub fn effective(&self) -> Effective {
        merge([self], true)
    }
}

/// What counts of documents, the highest rank first.
pub(crate) fn merge<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
    is_privileged: bool,
) -> Effective {
    let mut merge = Merge {
        groups: Vec::new(),
        index: BTreeMap::new(),
        found: Findings::default(),
        path: Vec::new(),
        layer: 0,
        is_privileged,
    };
    let mut version = None;
    for document in documents {
        if document.is_supported() {
            version = version.or_else(|| document.version_field().cloned());
            merge.document(document);
        } else {
            merge.found.add(Rule::Version, || String::from("/"), document.offset());
        }
        merge.layer = merge.layer.saturating_add(1);
    }
    let mut document = Document::new();
    document.version = version;
    document.nodes =
        merge.groups.into_iter().map(|group| Node::Characteristic(group.finish())).collect();
    Effective { document, ignored: merge.found.into_list() }
}

/// What an identifier of a document names.
type Key<'a> = (&'static str, &'a str, &'a str);

struct Merge<'a> {
    groups: Vec<Group<'a>>,
    /// Where an identifier is defined, and by which layer.
    index: BTreeMap<Key<'a>, (usize, usize)>,
    found: Findings,
    path: Vec<(&'a Characteristic, usize)>,
    layer: usize,
    is_privileged: bool,
}

/// A characteristic that is being put together.
struct Group<'a> {
    own: &'a Characteristic,
    /// How often each known parm is there.
    counts: BTreeMap<&'static str, u32>,
    parms: Vec<Parm>,
    children: Vec<Self>,
    /// Which of them has an identifier.
    index: BTreeMap<Key<'a>, usize>,
    /// Nodes that are taken as they are: in settings of vendors.
    verbatim: Vec<Node>,
}

impl<'a> Group<'a> {
    const fn new(own: &'a Characteristic) -> Self {
        Self {
            own,
            counts: BTreeMap::new(),
            parms: Vec::new(),
            children: Vec::new(),
            index: BTreeMap::new(),
            verbatim: Vec::new(),
        }
    }

    /// The depth of these calls is that of known characteristics in one another, which is 4.
    fn finish(self) -> Characteristic {
        let mut own = Characteristic::new(self.own.kind().clone());
        own.place = self.own.place;
        own.children.extend(self.parms.into_iter().map(Node::Parm));
        own.children.extend(self.verbatim);
        let children = self.children.into_iter().map(Self::finish);
        own.children.extend(children.map(Node::Characteristic));
        own
    }
}

impl<'a> Merge<'a> {
    fn document(&mut self, document: &'a Document) {
        let mut numbers = Numbers::default();
        for own in document.characteristics() {
            let number = numbers.next(own.kind());
            self.path.push((own, number));
            self.top(own);
            self.path.pop();
        }
    }

    fn ignore(&mut self, rule: Rule, parm: &str, offset: Option<usize>) {
        let path = &self.path;
        self.found.add(rule, || path_of(path, parm), offset);
    }

    /// A characteristic of the document itself.
    fn top(&mut self, own: &'a Characteristic) {
        if matches!(own.kind(), Kind::Other(_) | Kind::Missing) {
            return self.ignore(Rule::UnknownType, "", own.offset());
        }
        if !belongs(own.kind(), None) {
            return self.ignore(Rule::Nesting, "", own.offset());
        }
        let Some(key) = identifier(own) else {
            return self.ignore(Rule::Illegal, "", own.offset());
        };
        let defined = key.and_then(|key| self.index.get(&key).copied());
        let (at, layer) = match defined {
            Some((at, layer)) => (Some(at), layer),
            None => (None, self.layer),
        };
        match (own.kind(), at) {
            // Definitions of one proxy are one proxy, the later ones of lower priority.
            (Kind::PxLogical, Some(at)) => self.fill_at(at, own),
            (_, Some(_)) if layer == self.layer => {
                let rule = match own.kind() {
                    Kind::NapDef | Kind::Wlan => Rule::DuplicateNap,
                    Kind::VendorConfig => Rule::DuplicateVendor,
                    // Two accounts of one provider may be meant.
                    Kind::Application => return self.push(own, None),
                    _ => Rule::OnlyOne,
                };
                self.ignore(rule, "", own.offset());
            }
            (_, Some(_)) => self.ignore(Rule::LaterContext, "", own.offset()),
            (_, None) => self.push(own, key),
        }
    }

    fn push(&mut self, own: &'a Characteristic, key: Option<Key<'a>>) {
        if let Some(key) = key {
            self.index.insert(key, (self.groups.len(), self.layer));
        }
        let mut group = Group::new(own);
        self.fill(&mut group, own);
        self.groups.push(group);
    }

    fn fill_at(&mut self, at: usize, own: &'a Characteristic) {
        let Some(place) = self.groups.get_mut(at) else { return };
        let mut group = core::mem::replace(place, Group::new(own));
        self.fill(&mut group, own);
        if let Some(place) = self.groups.get_mut(at) {
            *place = group;
        }
    }

    /// Takes what counts of a characteristic: calls go as deep as known ones are in one another.
    fn fill(&mut self, group: &mut Group<'a>, own: &'a Characteristic) {
        let mut numbers = Numbers::default();
        // The identifier of a proxy that is defined again is no redefinition.
        let is_again = !core::ptr::eq(group.own, own);
        for node in own.children() {
            match node {
                Node::Parm(parm) => self.parm(group, own, parm, is_again),
                Node::Characteristic(child) => {
                    self.path.push((child, numbers.next(child.kind())));
                    self.child(group, child);
                    self.path.pop();
                }
                Node::Other(extra) => {
                    if *group.own.kind() == Kind::VendorConfig {
                        group.verbatim.push(Node::Other(extra.clone()));
                    }
                }
            }
        }
    }

    fn parm(
        &mut self,
        group: &mut Group<'a>,
        own: &'a Characteristic,
        parm: &'a Parm,
        is_again: bool,
    ) {
        let name = parm.name();
        let Some(rules) = rules_of(own.kind()) else {
            return group.parms.push(parm.clone());
        };
        if parm.is_unknown_value() {
            return self.ignore(Rule::UnknownValue, name, parm.offset());
        }
        let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
            // Applications and vendors have parms of their own.
            let open = matches!(
                own.kind(),
                Kind::Application
                    | Kind::AppAddr
                    | Kind::AppAuth
                    | Kind::Resource
                    | Kind::VendorConfig
            );
            if open {
                return group.parms.push(parm.clone());
            }
            return self.ignore(Rule::UnknownParm, name, parm.offset());
        };
        let of_application = self.path.iter().any(|(own, _)| *own.kind() == Kind::AppAddr);
        let broken = fault(own, parm, rule, of_application);
        if let Some(rule) = broken.filter(|rule| rule.severity() == Severity::Error) {
            return self.ignore(rule, name, parm.offset());
        }
        if name == "CONTEXT-ALLOW" && !self.is_privileged {
            return self.ignore(Rule::NotPrivileged, name, parm.offset());
        }
        let count = group.counts.entry(rule.name).or_insert(0);
        if *count >= rule.max {
            let is_identifier = is_again && matches!(name, "PROXY-ID" | "PHYSICAL-PROXY-ID");
            if !is_identifier {
                let many = usize::try_from(rule.max).is_ok_and(|max| max == MAX_DOMAINS);
                let rule = if many { Rule::TooMany } else { Rule::Repeated };
                self.ignore(rule, name, parm.offset());
            }
            return;
        }
        *count = count.saturating_add(1);
        group.parms.push(parm.clone());
    }

    fn child(&mut self, group: &mut Group<'a>, child: &'a Characteristic) {
        if *group.own.kind() == Kind::VendorConfig {
            return group.verbatim.push(Node::Characteristic(child.clone()));
        }
        if matches!(child.kind(), Kind::Other(_) | Kind::Missing) {
            return self.ignore(Rule::UnknownType, "", child.offset());
        }
        if !belongs(child.kind(), Some(group.own.kind())) {
            return self.ignore(Rule::Nesting, "", child.offset());
        }
        let key = match child.kind() {
            Kind::Port => match child.find("PORTNBR", port_number) {
                Some(number) => Some(("PORT", number.trim_start_matches('0'), "")),
                None => return self.ignore(Rule::Illegal, "", child.offset()),
            },
            Kind::PxPhysical => named(child, "PHYSICAL-PROXY-ID").map(|id| ("PXPHYSICAL", id, "")),
            Kind::PxAuthInfo => child.parm("PXAUTH-TYPE").map(|kind| ("PXAUTHINFO", kind, "")),
            Kind::NapAuthInfo => child
                .parm("AUTHTYPE")
                .map(|kind| ("NAPAUTHINFO", kind, child.parm("AUTH-ENTITY").unwrap_or(""))),
            Kind::Validity => child.parm("COUNTRY").map(|country| ("COUNTRY", country.trim(), "")),
            _ => None,
        };
        // Of a validity, either names it.
        let other = match child.kind() {
            Kind::Validity => child.parm("SOC").map(|operator| ("SOC", operator.trim(), "")),
            _ => None,
        };
        let find = |key: Option<Key<'_>>| key.and_then(|key| group.index.get(&key).copied());
        let defined = find(key).or_else(|| find(other));
        match (child.kind(), defined) {
            (Kind::PxPhysical, Some(at)) => {
                if let Some(own) = group.children.get_mut(at) {
                    self.fill(own, child);
                }
            }
            (Kind::Port, Some(_)) => self.ignore(Rule::DuplicatePort, "", child.offset()),
            (Kind::Validity, Some(_)) => self.ignore(Rule::DuplicateCountry, "", child.offset()),
            (_, Some(_)) => self.ignore(Rule::DuplicateAuth, "", child.offset()),
            (_, None) => {
                for key in key.into_iter().chain(other) {
                    group.index.insert(key, group.children.len());
                }
                let mut own = Group::new(child);
                self.fill(&mut own, child);
                group.children.push(own);
            }
        }
    }
}

/// The text of a port number, where it is one.
fn port_number(text: &str) -> Option<&str> {
    number::<u16>(text).map(|_| text.trim())
}

/// The first value of a parm that names something: a blank one names nothing.
pub(crate) fn named<'c>(own: &'c Characteristic, name: &'c str) -> Option<&'c str> {
    own.parms(name).find(|id| !id.trim().is_empty())
}

/// The identifier of a characteristic: an error where it must have one, nothing where it need not.
pub(crate) fn identifier(own: &Characteristic) -> Option<Option<Key<'_>>> {
    let id = |name: &'static str| named(own, name);
    Some(match own.kind() {
        Kind::NapDef => Some(("NAPDEF", id("NAPID")?, "")),
        Kind::PxLogical => Some(("PXLOGICAL", id("PROXY-ID")?, "")),
        Kind::VendorConfig => Some(("VENDORCONFIG", own.parm("NAME")?, "")),
        Kind::ClientIdentity if !own.has("CLIENT-ID") => return None,
        Kind::ClientIdentity => Some(("CLIENTIDENTITY", "", "")),
        // An application has no identifier of its own; that of its provider is as good as one.
        Kind::Application => {
            let id = id("APPID")?;
            own.parm("PROVIDER-ID").map(|provider| ("APPLICATION", id, provider))
        }
        Kind::Wlan => id("NAPID").map(|id| ("NAPDEF", id, "")),
        _ => None,
    })
}

/// The identifiers that a document defines.
pub(crate) fn identifiers(document: &Document) -> BTreeSet<Key<'_>> {
    document.characteristics().filter_map(identifier).flatten().collect()
}
