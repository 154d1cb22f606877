//! The nodes of DM 1.1.2: one address, one way into the network, one password of either side.
//!
//! From memory and from accounts of devices; the document itself was not at hand.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::view::{ObjectError, View};
use super::super::{Object, Secret};
use super::layout_1_2::{nonce, nonce_leaf, secret_leaf};
use super::{Account, AccountAddress, AccountAuth, Loss, extensions};
use crate::auth_type::AuthType;
use crate::tree::{Node, Tree, TreeError};

/// AddrType of DM 1.1.2: the kinds of transport. 1 is HTTP, whose addresses are URIs.
const HTTP: &str = "1";

pub(super) fn read<T: Tree>(view: &View<'_, T>) -> Result<Account, ObjectError> {
    let mut account = Account::new(view.required("ServerId")?);
    account.name = view.text("Name")?;
    account.preferred_connection = view.text("ConRef")?.filter(|text| !text.is_empty());
    account.connections.extend(account.preferred_connection.clone());
    account.addresses.push(AccountAddress {
        address: view.text("Addr")?.unwrap_or_default(),
        address_type: view
            .text("AddrType")?
            .map(|kind| if kind.trim_ascii() == HTTP { "URI".into() } else { kind }),
        ports: view.number::<u16>("PortNbr")?.into_iter().collect(),
    });
    // The name of a scheme of a message, or already that of an account.
    let scheme = view.text("AuthPref")?.map(|text| match AuthType::from_name(&text) {
        Some(scheme) => scheme.account_name().to_string(),
        None => text.trim_ascii().to_string(),
    });
    account.preferred_auth = scheme.filter(|text| !text.is_empty());
    let kind = || account.preferred_auth.clone().unwrap_or_else(|| "DIGEST".into());
    let client = AccountAuth {
        name: view.text("UserName")?,
        secret: view.text("ClientPW")?.map(Secret::from),
        data: nonce(view, "ClientNonce")?,
        ..AccountAuth::new(AccountAuth::CLIENT, kind())
    };
    let server = AccountAuth {
        secret: view.text("ServerPW")?.map(Secret::from),
        data: nonce(view, "ServerNonce")?,
        ..AccountAuth::new(AccountAuth::SERVER, kind())
    };
    let says =
        |auth: &AccountAuth| auth.name.is_some() || auth.secret.is_some() || auth.data.is_some();
    account.auth = [client, server].into_iter().filter(says).collect();
    account.extensions = extensions(view)?;
    Ok(account)
}

pub(super) fn write(account: &Account, object: &mut Object) -> Result<(), TreeError> {
    let address = account.addresses.first();
    let (client, server) =
        (first(account, AccountAuth::CLIENT), first(account, AccountAuth::SERVER));
    let port = address.and_then(|address| address.ports.first()).map(ToString::to_string);
    let scheme = preferred(account).map(|text| match AuthType::from_account_name(&text) {
        Some(scheme) => scheme.name().to_string(),
        None => text,
    });
    let connection = account.preferred_connection.as_ref().or(account.connections.first());
    object.set_texts([
        ("ServerId", Some(account.server.as_str())),
        ("Name", account.name.as_deref()),
        ("Addr", Some(address.map_or("", |address| &address.address))),
        ("AddrType", Some(address.map_or(HTTP, kind))),
        ("PortNbr", port.as_deref()),
        ("ConRef", Some(connection.map_or("", |text| text))),
        ("AuthPref", scheme.as_deref()),
        ("UserName", client.and_then(|auth| auth.name.as_deref())),
    ])?;
    for (auth, password, nonce) in
        [(client, "ClientPW", "ClientNonce"), (server, "ServerPW", "ServerNonce")]
    {
        if let Some(secret) = auth.and_then(|auth| auth.secret.as_ref()) {
            object.set(password, secret_leaf(secret))?;
        }
        if let Some(data) = auth.and_then(|auth| auth.data.as_ref()) {
            object.set(nonce, nonce_leaf(data))?;
        }
    }
    if !account.extensions.is_empty() {
        object.set("Ext", Node::interior())?;
    }
    Ok(())
}

pub(super) fn losses(account: &Account) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut note = |loss, is_lost: bool| losses.extend(is_lost.then_some(loss));
    note(Loss::Addresses, account.addresses.len() > 1);
    note(Loss::Ports, account.addresses.first().is_some_and(|address| address.ports.len() > 1));
    note(
        Loss::AddressType,
        account.addresses.first().is_some_and(|address| kind(address) == HTTP && !is_http(address)),
    );
    let preferred = account.preferred_connection.as_ref();
    let is_other = |text: &String| preferred.is_some_and(|first| first != text);
    note(
        Loss::Connections,
        account.connections.len() > 1 || account.connections.iter().any(is_other),
    );
    let kept = [AccountAuth::CLIENT, AccountAuth::SERVER].map(|level| first(account, level));
    let count = kept.iter().flatten().count();
    let has_name = kept.iter().flatten().any(|auth| {
        auth.level == AccountAuth::SERVER
            && auth.name.as_ref().is_some_and(|name| *name != account.server)
    });
    note(Loss::Credentials, count < account.auth.len() || has_name);
    let scheme = self::preferred(account);
    note(Loss::Scheme, kept.iter().flatten().any(|auth| scheme.as_ref() != Some(&auth.kind)));
    losses
}

/// The number of a transport: what is none of those that have one is taken for HTTP.
fn kind(address: &AccountAddress) -> &str {
    match address.address_type.as_deref().map(str::trim_ascii) {
        Some(number @ ("2" | "3")) => number,
        _ => HTTP,
    }
}

fn is_http(address: &AccountAddress) -> bool {
    matches!(address.address_type.as_deref(), None | Some("URI" | "1"))
}

fn preferred(account: &Account) -> Option<String> {
    let client = first(account, AccountAuth::CLIENT).or_else(|| account.auth.first());
    account.preferred_auth.clone().or_else(|| Some(client?.kind.clone()))
}

/// The credentials of a side that count: those of the preferred scheme, or the first.
fn first<'a>(account: &'a Account, level: &str) -> Option<&'a AccountAuth> {
    account.auth_of(level)
}
