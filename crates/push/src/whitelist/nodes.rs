//! The nodes of the management object, as paths and values.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{AllowedApplication, TrustedSender, Whitelist};

impl Whitelist {
    /// Reads the leaves of the object: paths, from its root or from anywhere above, and values.
    /// Leaves with other names are passed over; a sender without an address is none, and types of
    /// content without an application are those of any.
    pub fn from_nodes<'a>(nodes: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut rows: BTreeMap<(bool, String), Row> = BTreeMap::new();
        for (path, value) in nodes {
            let Some((is_gateway, name, rest)) = split(path) else { continue };
            let row = rows.entry((is_gateway, name.to_owned())).or_default();
            match rest.rsplit_once('/').unwrap_or(("", rest)) {
                ("", "Addr") => row.address = Some(value.to_owned()),
                ("", "AddrType") => row.address_type = Some(value.to_owned()),
                (parent, "AppId") => {
                    row.applications.insert(parent.to_owned(), value.to_owned());
                }
                (parent, "ContentType") => {
                    row.content_types.push((parent.to_owned(), value.to_owned()));
                }
                _ => {}
            }
        }
        let mut list = Self::default();
        for ((is_gateway, _), row) in rows {
            let Some(sender) = row.sender() else { continue };
            let to = if is_gateway { &mut list.gateways } else { &mut list.message_centers };
            to.push(sender);
        }
        list
    }

    /// The leaves of the object, with names of our own where the server names nodes.
    #[must_use]
    pub fn to_nodes(&self) -> Vec<(String, String)> {
        let mut nodes = Vec::new();
        let lists = [("TrustedPPG", &self.gateways), ("TrustedSMSC", &self.message_centers)];
        for (list, senders) in lists {
            for (number, sender) in (1..).zip(senders) {
                let base: String = alloc::format!("PushWL/{list}/{number}");
                nodes.push((alloc::format!("{base}/Addr"), sender.address.clone()));
                if let Some(address_type) = &sender.address_type {
                    nodes.push((alloc::format!("{base}/AddrType"), address_type.clone()));
                }
                for (number, application) in (1..).zip(&sender.applications) {
                    let base: String = alloc::format!("{base}/{number}");
                    nodes.push((alloc::format!("{base}/AppId"), application.id.clone()));
                    for (number, content_type) in (1..).zip(&application.content_types) {
                        let leaf = alloc::format!("{base}/{number}/ContentType");
                        nodes.push((leaf, content_type.clone()));
                    }
                }
            }
        }
        nodes
    }
}

/// What the leaves of one sender say.
#[derive(Default)]
struct Row {
    address: Option<String>,
    address_type: Option<String>,
    /// By the path of the node that has the id.
    applications: BTreeMap<String, String>,
    content_types: Vec<(String, String)>,
}

impl Row {
    fn sender(self) -> Option<TrustedSender> {
        let types = self.content_types;
        let applications = self.applications.into_iter().map(|(path, id)| {
            let inside = |of: &str| {
                of.strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let content_types =
                types.iter().filter(|(of, _)| inside(of)).map(|(_, value)| value.clone()).collect();
            AllowedApplication { id, content_types }
        });
        let mut applications: Vec<_> = applications.collect();
        // Types beside no application are those of any: passed over they would open the list.
        if applications.is_empty() && !types.is_empty() {
            let content_types = types.iter().map(|(_, value)| value.clone()).collect();
            applications.push(AllowedApplication { id: "*".into(), content_types });
        }
        Some(TrustedSender {
            applications,
            address: self.address?,
            address_type: self.address_type,
        })
    }
}

/// Which list a path is of, the node of the sender, and what follows it.
fn split(path: &str) -> Option<(bool, &str, &str)> {
    let mut rest = path.trim_matches('/');
    loop {
        let (name, after) = rest.split_once('/')?;
        let is_gateway = match name {
            "TrustedPPG" => true,
            "TrustedSMSC" => false,
            _ => {
                rest = after;
                continue;
            }
        };
        let (sender, leaf) = after.split_once('/')?;
        return Some((is_gateway, sender, leaf));
    }
}
