//! The inbox (DM StdObj 1.2.1, 5.5): what is added there goes where objects of its kind are.

use alloc::string::String;
use alloc::vec::Vec;

use super::{AccessPoint, Layout, Proxy};
use crate::error::Error;
use crate::tree::{Access, NodeRule, Right, Rules, Scope};
use crate::uri::{Path, Uri};

/// Where the inbox is.
pub const INBOX: &str = "./Inbox";

/// Where objects go, by their identifiers.
///
/// ```
/// use provost_dm::object::Places;
///
/// let places = Places::standard().with("urn:oma:mo:oma-fumo:1.0", "./FwUpdate")?;
/// let account = places.find("urn:oma:mo:oma-dm-dmacc:1.0").map(ToString::to_string);
/// assert_eq!(account.as_deref(), Some("./DMAcc"));
/// assert!(places.find("urn:oma:mo:oma-dm-dmacc:9.0").is_none());
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places {
    rows: Vec<(String, Uri)>,
    /// Nodes that objects are below which do not say what they are.
    others: Vec<Uri>,
}

/// What a device with the object types of this crate has: accounts, access points, proxies. The
/// identifier with `w7`, and `ConnMO`, are those of the example in DM Bootstrap 1.2.1.
const STANDARD: [(&str, &str); 5] = [
    (Layout::V1_2.id(), "DMAcc"),
    (Layout::V1_1_2.id(), "DMAcc"),
    (AccessPoint::ID, "NAP"),
    (Proxy::ID, "Proxy"),
    ("org.openmobilealliance/1.0/ConnMO", "NAP"),
];

const OTHERS: [&str; 2] = ["SyncML/DMAcc", "SyncML/Con"];

impl Places {
    /// No place.
    pub const NONE: Self = Self { rows: Vec::new(), others: Vec::new() };

    /// Accounts in `./DMAcc`, access points in `./NAP`, proxies in `./Proxy`; and below
    /// `./SyncML/DMAcc` and `./SyncML/Con` what servers of DM 1.1.2 add node by node.
    #[must_use]
    pub fn standard() -> Self {
        let row = |(id, name): (&str, &str)| (String::from(id), Path::ROOT.child_unchecked(name));
        let others = OTHERS.map(|text| Uri::from_normal(text.into()));
        Self { rows: STANDARD.into_iter().map(row).collect(), others: others.into() }
    }

    /// With a place more, or another for an identifier.
    ///
    /// # Errors
    /// [`Uri`](crate::ErrorKind::Uri) where the address is none.
    pub fn with(mut self, id: &str, parent: &str) -> Result<Self, Error> {
        let parent: Uri = parent.parse()?;
        self.rows.retain(|(known, _)| known != id);
        self.rows.push((id.into(), parent));
        Ok(self)
    }

    /// With a node more that objects are below which do not say what they are.
    ///
    /// # Errors
    /// [`Uri`](crate::ErrorKind::Uri) where the address is none.
    pub fn with_parent(mut self, parent: &str) -> Result<Self, Error> {
        self.others.push(parent.parse()?);
        Ok(self)
    }

    /// The node that objects of an identifier are below.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Uri> {
        let id = id.trim_ascii();
        self.rows.iter().find(|(known, _)| known == id).map(|(_, parent)| parent)
    }

    /// All nodes that objects are below.
    pub fn parents(&self) -> impl Iterator<Item = &Uri> {
        self.rows.iter().map(|(_, parent)| parent).chain(&self.others)
    }
}

impl Default for Places {
    fn default() -> Self {
        Self::standard()
    }
}

/// The rules of a device with an inbox: it takes, and does not give; and secrets of accounts, access
/// points and proxies cannot be read, whoever asks.
///
/// ```
/// use provost_dm::object::{Account, Inbox, Layout, Places};
/// use provost_dm::tree::{Engine, Item, MemoryTree, NoRules, Node, Operation};
/// use provost_dm::uri::Path;
///
/// let root = Node::interior().with_acl("Add=*&Get=*&Replace=*".parse()?);
/// let rules = Inbox::new(NoRules, Places::standard());
/// let mut engine = Engine::new(MemoryTree::with_root(root)).with_rules(rules);
///
/// let account = Account::new("com.example").to_object("1", Layout::V1_2)?;
/// let item = Item::new("./Inbox").with_type("application/vnd.syncml.dmtnds+wbxml");
/// let item = item.with_data(account.to_document().to_wbxml()?);
/// assert_eq!(engine.execute("com.example", &Operation::Add(item)).status().0, 200);
///
/// let server = engine.execute("com.example", &Operation::Get("./DMAcc/1/ServerID"));
/// assert_eq!(server.results()[0].text(), Some("com.example"));
/// assert_eq!(engine.execute("com.example", &Operation::Get("./Inbox")).status().0, 405);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Inbox<R> {
    rules: R,
    places: Places,
}

impl<R: Rules> Inbox<R> {
    /// Over the other rules of the device.
    #[must_use]
    pub const fn new(rules: R, places: Places) -> Self {
        Self { rules, places }
    }
}

/// Leaves that take no Get: DMAcc 1.2, DM 1.1.2, access points and proxies.
const SECRETS: [&str; 7] = [
    "AAuthSecret",
    "AAuthData",
    "AuthSecret",
    "ClientPW",
    "ClientNonce",
    "ServerPW",
    "ServerNonce",
];

/// Whether a leaf of that name is a secret of an account, an access point or a proxy: it takes no Get there.
///
/// ```
/// assert!(provost_dm::object::is_secret("AAuthSecret"));
/// assert!(!provost_dm::object::is_secret("AAuthName"));
/// ```
#[must_use]
pub fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name)
}

impl<R: Rules> Rules for Inbox<R> {
    fn rule(&self, at: Path<'_>) -> NodeRule {
        let rule = self.rules.rule(at);
        if at.segments().next() == Some("Inbox") {
            let access = Access::NONE.with(Right::Add);
            let is_top = at.depth() == 1;
            let scope = if is_top { Scope::Permanent } else { rule.scope };
            return rule.with_access(access).with_scope(scope);
        }
        let is_below = |parent: &Uri| at.below(parent.path()).is_some();
        if is_secret(at.name()) && self.places.parents().any(is_below) {
            return rule.with_access(rule.access.without(Right::Get));
        }
        rule
    }

    fn allows_value(&self, at: Path<'_>, value: &[u8]) -> bool {
        self.rules.allows_value(at, value)
    }

    fn place(&self, object: &str) -> Option<Uri> {
        self.places.find(object).cloned().or_else(|| self.rules.place(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::{Account, AccountAuth};
    use crate::tree::{Acl, Engine, MemoryTree, NoRules, Node, Operation};

    #[test]
    fn secrets_take_no_get_in_either_layout() {
        let acl = Right::ALL.into_iter().fold(Acl::EMPTY, Acl::with_all);
        let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
        let auth = AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "geheim");
        let account = Account { auth: Vec::from([auth]), ..Account::new("srv") };
        let mut object = account.to_object("1", Layout::V1_2).unwrap();
        object.set("Ext/Tool", Node::leaf("x")).unwrap();
        for (layout, parents) in
            [(Layout::V1_2, &["DMAcc"][..]), (Layout::V1_1_2, &["SyncML", "SyncML/DMAcc"])]
        {
            for parent in parents {
                let uri: Uri = parent.parse().unwrap();
                let edit = crate::tree::Edit::Add { at: uri.path(), node: Node::interior() };
                crate::tree::Tree::write(&mut tree, edit).unwrap();
            }
            let at: Uri = layout.parent().parse().unwrap();
            account.to_object("1", layout).unwrap().install(&mut tree, at.path()).unwrap();
        }
        let mut engine = Engine::new(tree).with_rules(Inbox::new(NoRules, Places::standard()));
        let mut get = |at: &str| engine.execute("srv", &Operation::Get(at)).status().0;
        assert_eq!(get("./DMAcc/1/AppAuth/1/AAuthName"), 200);
        assert_eq!(get("./DMAcc/1/AppAuth/1/AAuthSecret"), 405);
        assert_eq!(get("./SyncML/DMAcc/1/UserName"), 200);
        assert_eq!(get("./SyncML/DMAcc/1/ClientPW"), 405);
        let all = engine.execute("srv", &Operation::Get(".?list=StructData"));
        assert!(all.results().iter().all(|result| result.text() != Some("geheim")));
    }
}
