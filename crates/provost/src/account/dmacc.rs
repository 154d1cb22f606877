//! A `w7` application as an account.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Server;
use super::carry::carry_account;
use super::finding::{Findings, Problem};
use super::references::References;
use crate::cp::{AddressType, AppAddr, AppAuth, AppAuthLevel, Application};
use crate::dm::auth::Nonce;
use crate::dm::object::{Account, AccountAddress, AccountAuth};
use crate::dm::tree::{Acl, Right};

/// Credentials and addresses that an account has at most: a hostile document repeats them.
pub(super) const MAX_CHILDREN: usize = 64;

/// Schemes of one list, each of which has a copy of the secret.
const MAX_SCHEMES: usize = 8;

/// The account, and whether a session is wanted.
pub(super) fn account(
    app: Application<'_>,
    at: usize,
    references: &References<'_>,
    findings: &mut Findings,
    servers: &[Server],
) -> Option<(Account, bool)> {
    let server = app.provider_id().map(str::trim_ascii).unwrap_or_default();
    // `*` would be everybody, and `a+b` two.
    if Acl::EMPTY.with(Right::Get, server).is_err() {
        findings.add(Problem::Server, at, "PROVIDER-ID");
        return None;
    }
    if servers.iter().any(|own| own.id == server) {
        findings.add(Problem::SecondAccount, at, "PROVIDER-ID");
        return None;
    }
    let mut account = Account::new(server);
    account.name = app.name().map(String::from);
    account.connections = references.of_application(app, at, findings);
    account.preferred_connection = account.connections.first().cloned();
    account.addresses = addresses(app, at, findings);
    if account.addresses.is_empty() {
        findings.add(Problem::NoAddress, at, "ADDR");
    }
    findings.bound(app.credentials(), MAX_CHILDREN, at, "APPAUTH");
    for (number, auth) in app.credentials().take(MAX_CHILDREN).enumerate() {
        account.auth.extend(credentials(auth, Place::Auth(number), at, findings));
    }
    let client = account.auth.iter().find(|auth| auth.level == AccountAuth::CLIENT);
    account.preferred_auth = client.map(|auth| auth.kind.clone());
    account.extensions = carry_account(app, at, findings);
    Some((account, app.is_session_wanted()))
}

/// The addresses: those without more than themselves first.
pub(super) fn addresses(
    app: Application<'_>,
    at: usize,
    findings: &mut Findings,
) -> Vec<AccountAddress> {
    findings.bound(app.addresses(), MAX_CHILDREN, at, "ADDR");
    findings.bound(app.app_addrs(), MAX_CHILDREN, at, "APPADDR");
    let plain =
        app.addresses().take(MAX_CHILDREN).map(|address| with_ports(address, "URI", Vec::new()));
    let mut addresses: Vec<AccountAddress> = plain.collect();
    for (number, own) in app.app_addrs().take(MAX_CHILDREN).enumerate() {
        let Some(address) = own.address() else { continue };
        let Some(kind) = address_type(own) else {
            findings.add(Problem::AddressType, at, &alloc::format!("APPADDR[{number}]/ADDRTYPE"));
            continue;
        };
        findings.bound(own.ports(), MAX_CHILDREN, at, &alloc::format!("APPADDR[{number}]/PORT"));
        let ports = own.ports().take(MAX_CHILDREN).filter_map(|port| port.number()).collect();
        addresses.push(with_ports(address, kind, ports));
    }
    addresses
}

/// DMAcc 1.2 has three types; a host name under `ALPHA` is what a URI has as well.
fn address_type(own: AppAddr<'_>) -> Option<&'static str> {
    match own.address_type() {
        None | Some(AddressType::ALPHA) => Some("URI"),
        Some(AddressType::IPV4) => Some("IPv4"),
        Some(AddressType::IPV6) => Some("IPv6"),
        Some(other) if other.as_str().eq_ignore_ascii_case("URI") => Some("URI"),
        Some(_) => None,
    }
}

/// PortNbr must be there by the text (DM StdObj 1.2.1, 5.3): that of the URI, or of its scheme.
fn with_ports(address: &str, kind: &str, mut ports: Vec<u16>) -> AccountAddress {
    if ports.is_empty() {
        ports.extend(port_of(address));
    }
    AccountAddress { address: address.into(), address_type: Some(kind.into()), ports }
}

fn port_of(uri: &str) -> Option<u16> {
    let (scheme, rest) = uri.trim_ascii().split_once("://")?;
    // Behind a path or a query it is no scheme: `host/x?u=http://other:5/`.
    if scheme.contains(['/', '?', '#']) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let explicit = host.rsplit_once(':').filter(|(_, port)| !port.contains(']'));
    match explicit {
        Some((_, port)) if !port.is_empty() => port.parse().ok(),
        // A colon with nothing behind it says nothing (RFC 3986, 3.2.3).
        _ if scheme.eq_ignore_ascii_case("https") => Some(443),
        _ if scheme.eq_ignore_ascii_case("http") => Some(80),
        _ => None,
    }
}

/// Where credentials stand in an application.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Auth(usize),
    Resource(usize),
}

/// Credentials: one of an account for each scheme of the list, because that has one scheme each.
pub(super) fn credentials(
    auth: AppAuth<'_>,
    place: Place,
    at: usize,
    findings: &mut Findings,
) -> Vec<AccountAuth> {
    let mut note = |problem, parm: &str| {
        let place = match place {
            Place::Auth(number) => alloc::format!("APPAUTH[{number}]/{parm}"),
            Place::Resource(number) => alloc::format!("RESOURCE[{number}]/{parm}"),
        };
        findings.add(problem, at, &place);
    };
    // The traps of the mapping: APPSRV is the client that proves itself to the server, not the
    // server; and CLIENT is the server that proves itself to the client.
    let level = match auth.level() {
        Some(AppAuthLevel::APPSRV) => AccountAuth::CLIENT,
        Some(AppAuthLevel::CLIENT) => AccountAuth::SERVER,
        Some(AppAuthLevel::OBEX) => AccountAuth::OBEX,
        _ => {
            // A resource has no level.
            if let Place::Auth(_) = place {
                note(Problem::Level, "AAUTHLEVEL");
            }
            AccountAuth::CLIENT
        }
    };
    if auth.auth_types().nth(MAX_SCHEMES).is_some() {
        note(Problem::TooMany, "AAUTHTYPE");
    }
    let mut kinds: Vec<String> = Vec::new();
    for kind in auth.auth_types().take(MAX_SCHEMES) {
        let kind = kind.as_str().to_string();
        if !kind.is_empty() && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.is_empty() {
        note(Problem::NoScheme, "AAUTHTYPE");
        kinds.push("DIGEST".into());
    }
    if level == AccountAuth::SERVER && kinds.iter().any(|kind| kind != "DIGEST") {
        note(Problem::ServerScheme, "AAUTHTYPE");
    }
    // Base64 in the document, octets in the tree.
    let data =
        match auth.data().filter(|text| !text.trim_ascii().is_empty()).map(Nonce::from_base64) {
            None => None,
            Some(Ok(nonce)) => Some(nonce),
            Some(Err(_)) => {
                note(Problem::Nonce, "AAUTHDATA");
                None
            }
        };
    let make = |kind| AccountAuth {
        name: auth.name().text().map(String::from),
        secret: auth.secret().text().map(Into::into),
        data: data.clone(),
        ..AccountAuth::new(level, kind)
    };
    kinds.into_iter().map(make).collect()
}
