//! What two descriptions do not have in common.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Description, Node};

/// What is different at a node.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Difference {
    /// The second has it.
    Added,
    /// The first has it.
    Removed,
    /// Both have it, but these are different: the names of the elements of the framework.
    Changed(Vec<&'static str>),
}

/// Differences by address, in the order of the addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differences(BTreeMap<String, Difference>);

impl Differences {
    /// The addresses, with what is different there.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Difference)> {
        self.0.iter().map(|(address, difference)| (address.as_str(), difference))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Description {
    /// What is different in another description, such as the next release of a device.
    #[must_use]
    pub fn diff(&self, other: &Self) -> Differences {
        let mut differences = BTreeMap::new();
        let by_address = |description: &'_ Self| -> BTreeMap<String, usize> {
            description.nodes().map(|node| (node.address(), node.at)).collect()
        };
        let (first, second) = (by_address(self), by_address(other));
        for (address, at) in &first {
            let node = self.node(*at);
            let other = second.get(address).and_then(|at| other.node(*at));
            let difference = match (node, other) {
                (Some(node), Some(other)) => {
                    let changed = changed(&node, &other);
                    if changed.is_empty() {
                        continue;
                    }
                    Difference::Changed(changed)
                }
                _ => Difference::Removed,
            };
            differences.insert(address.clone(), difference);
        }
        for address in second.into_keys().filter(|address| !first.contains_key(address)) {
            differences.insert(address, Difference::Added);
        }
        Differences(differences)
    }
}

fn changed(one: &Node<'_>, other: &Node<'_>) -> Vec<&'static str> {
    let none = super::DfProperties::default();
    let (a, b) = (one.properties().unwrap_or(&none), other.properties().unwrap_or(&none));
    let fields = [
        ("AccessType", a.access == b.access),
        ("DefaultValue", a.default == b.default),
        ("Description", a.description == b.description),
        ("DFFormat", a.format == b.format),
        ("Occurrence", a.occurrence == b.occurrence),
        ("Scope", a.scope == b.scope),
        ("DFTitle", a.title == b.title),
        ("DFType", a.kinds == b.kinds),
        ("CaseSense", a.case == b.case),
        ("Value", one.value() == other.value()),
        ("extensions", a.extensions == b.extensions),
        ("unknown elements", one.unknown() == other.unknown()),
    ];
    fields.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
}
