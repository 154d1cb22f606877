//! The nodes of DM 1.2.

use alloc::string::ToString;
use alloc::vec::Vec;

use bytes::Bytes;
use zeroize::Zeroizing;

use super::super::view::{ObjectError, View};
use super::super::{Object, Secret};
use super::{Account, AccountAddress, AccountAuth, extensions};
use crate::auth::Nonce;
use crate::format::Format;
use crate::tree::{Node, Tree, TreeError};

pub(super) fn read<T: Tree>(view: &View<'_, T>) -> Result<Account, ObjectError> {
    let mut account = Account::new(view.required("ServerID")?);
    account.name = view.text("Name")?;
    account.preferred_connection = view.text("PrefConRef")?;
    for connection in view.each("ToConRef")? {
        account.connections.extend(connection.text("ConRef")?);
    }
    for address in view.each("AppAddr")? {
        let mut ports = Vec::new();
        for port in address.each("Port")? {
            ports.extend(port.number::<u16>("PortNbr")?);
        }
        account.addresses.push(AccountAddress {
            address: address.text("Addr")?.unwrap_or_default(),
            address_type: address.text("AddrType")?,
            ports,
        });
    }
    account.preferred_auth = view.text("AAuthPref")?;
    for auth in view.each("AppAuth")? {
        account.auth.push(AccountAuth {
            level: auth.text("AAuthLevel")?.unwrap_or_default(),
            kind: auth.text("AAuthType")?.unwrap_or_default(),
            name: auth.text("AAuthName")?,
            secret: auth.text("AAuthSecret")?.map(Secret::from),
            data: nonce(&auth, "AAuthData")?,
        });
    }
    account.extensions = extensions(view)?;
    Ok(account)
}

pub(super) fn write(account: &Account, object: &mut Object) -> Result<(), TreeError> {
    object.set_texts([
        ("AppID", Some("w7")),
        ("ServerID", Some(&account.server)),
        ("Name", account.name.as_deref()),
        ("PrefConRef", account.preferred_connection.as_deref()),
        ("AAuthPref", account.preferred_auth.as_deref()),
    ])?;
    for (at, connection) in (1_usize..).zip(&account.connections) {
        let reference = Node::leaf(connection.clone());
        object.set(&alloc::format!("ToConRef/{at}/ConRef"), reference)?;
    }
    object.set("AppAddr", Node::interior())?;
    for (at, address) in (1_usize..).zip(&account.addresses) {
        let name = |leaf: &str| alloc::format!("AppAddr/{at}/{leaf}");
        let kind = address.address_type.as_deref();
        object.set_texts([
            (&*name("Addr"), Some(address.address.as_str())),
            (&*name("AddrType"), kind.or(Some("URI"))),
        ])?;
        for (number, port) in (1_usize..).zip(&address.ports) {
            let port = Node::leaf(port.to_string());
            object.set(&name(&alloc::format!("Port/{number}/PortNbr")), port)?;
        }
    }
    object.set("AppAuth", Node::interior())?;
    for (at, auth) in (1_usize..).zip(&account.auth) {
        let name = |leaf: &str| alloc::format!("AppAuth/{at}/{leaf}");
        object.set_texts([
            (&*name("AAuthLevel"), Some(auth.level.as_str())),
            (&*name("AAuthType"), Some(&auth.kind)),
            (&*name("AAuthName"), auth.name.as_deref()),
        ])?;
        if let Some(secret) = &auth.secret {
            object.set(&name("AAuthSecret"), secret_leaf(secret))?;
        }
        if let Some(nonce) = &auth.data {
            object.set(&name("AAuthData"), nonce_leaf(nonce))?;
        }
    }
    Ok(())
}

/// The nonce of a leaf; nothing where it has no octets.
pub(super) fn nonce<T: Tree>(view: &View<'_, T>, name: &str) -> Result<Option<Nonce>, ObjectError> {
    let Some(octets) = view.octets(name)?.filter(|octets| !octets.is_empty()) else {
        return Ok(None);
    };
    let fault = |_| {
        view.below(name).map_or_else(ObjectError::from, |it| ObjectError::Value(it.path().into()))
    };
    Nonce::from_octets(octets).map(Some).map_err(fault)
}

/// A leaf that is wiped when the last who has it drops it.
pub(super) fn secret_leaf(secret: &Secret) -> Node {
    Node::leaf(Bytes::from_owner(Zeroizing::new(secret.expose().as_bytes().to_vec())))
}

pub(super) fn nonce_leaf(nonce: &Nonce) -> Node {
    Node::leaf(nonce.octets().to_vec()).with_format(Format::Bin)
}
