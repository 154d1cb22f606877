//! `NAPDEF` and `PXLOGICAL` as objects, so that references have a target.

use alloc::string::String;
use alloc::vec::Vec;

use super::MAX_OBJECTS;
use super::carry::carry;
use super::dmacc::MAX_CHILDREN;
use super::finding::{Findings, Problem};
use super::references::{
    References, access_point_name, access_points, physical_proxies, proxy_name,
};
use crate::cp::{ClientIdentity, Document, NapDef, ProxyIdentity, PxPhysical};
use crate::dm::object::{AccessPoint, AuthInfo, Object, Proxy};
use crate::dm::tree::TreeError;

pub(super) fn objects(
    document: &Document,
    references: &References<'_>,
    objects: &mut Vec<Object>,
    findings: &mut Findings,
) {
    for (at, nap) in access_points(document).enumerate() {
        match access_point(nap, at, findings) {
            Ok(object) => objects.push(object),
            Err(_) => findings.at(Problem::NotCarried, "NAPDEF", at, ""),
        }
    }
    if document.access_points().nth(MAX_OBJECTS).is_some() {
        findings.at(Problem::TooMany, "NAPDEF", MAX_OBJECTS, "");
    }
    if document.proxies().flat_map(|proxy| proxy.physical()).nth(MAX_OBJECTS).is_some() {
        findings.at(Problem::TooMany, "PXPHYSICAL", MAX_OBJECTS, "");
    }
    let client = document.client_identity();
    for (at, physical) in physical_proxies(document).enumerate() {
        let connections = references.of_proxy(physical, at, findings);
        match proxy(physical, at, client, &connections, findings) {
            Ok(object) => objects.push(object),
            Err(_) => findings.at(Problem::NotCarried, "PXPHYSICAL", at, ""),
        }
    }
}

const ACCESS_POINT: [&str; 4] = ["NAPID", "NAME", "NAP-ADDRESS", "NAP-ADDRTYPE"];

fn access_point(nap: NapDef<'_>, at: usize, findings: &mut Findings) -> Result<Object, TreeError> {
    if nap.credentials().nth(MAX_CHILDREN).is_some() {
        findings.at(Problem::TooMany, "NAPDEF", at, "NAPAUTHINFO");
    }
    let auth = nap.credentials().take(MAX_CHILDREN).map(|auth| AuthInfo {
        kind: auth.auth_type().map_or("", |kind| kind.as_str()).into(),
        name: auth.name().text().map(String::from),
        secret: auth.secret().text().map(Into::into),
    });
    let point = AccessPoint {
        name: nap.name().map(String::from),
        address: nap.address().unwrap_or_default().into(),
        address_type: Some(nap.address_type().as_str().into()),
        auth: auth.collect(),
        ..AccessPoint::new(nap.napid().unwrap_or_default())
    };
    let mut object = point.to_object(&access_point_name(at))?;
    let lost = &mut |parm: &str| findings.at(Problem::NotCarried, "NAPDEF", at, parm);
    carry(&mut object, "BearerParams", nap.characteristic(), &[], &ACCESS_POINT, &mut *lost);
    for (number, auth) in (1_usize..).zip(nap.credentials().take(MAX_CHILDREN)) {
        let known = ["AUTHTYPE", "AUTHNAME", "AUTHSECRET"];
        let below = alloc::format!("AuthInfo/{number}/Ext");
        carry(&mut object, &below, auth.characteristic(), &[], &known, &mut *lost);
    }
    for (number, validity) in (1_usize..).zip(nap.validities()) {
        let below = alloc::format!("Ext/VALIDITY/{number}");
        carry(&mut object, &below, validity.characteristic(), &[], &[], &mut *lost);
    }
    Ok(object)
}

const PHYSICAL: [&str; 3] = ["PXADDR", "PXADDRTYPE", "TO-NAPID"];

fn proxy(
    physical: PxPhysical<'_>,
    at: usize,
    client: Option<ClientIdentity<'_>>,
    connections: &[String],
    findings: &mut Findings,
) -> Result<Object, TreeError> {
    let logical = physical.proxy();
    if logical.credentials().nth(MAX_CHILDREN).is_some() {
        findings.at(Problem::TooMany, "PXPHYSICAL", at, "PXAUTHINFO");
    }
    let auth = logical.credentials().take(MAX_CHILDREN).map(|auth| AuthInfo {
        kind: auth.auth_type().map_or("", |kind| kind.as_str()).into(),
        name: match auth.identity(client) {
            ProxyIdentity::Text(text) => Some(text.into()),
            // The user is asked, or the device knows.
            _ => None,
        },
        secret: auth.password().text().map(Into::into),
    });
    let mut ports = physical.ports();
    if ports.len() > MAX_CHILDREN {
        findings.at(Problem::TooMany, "PXPHYSICAL", at, "PORT");
        ports.truncate(MAX_CHILDREN);
    }
    let made = Proxy {
        name: logical.name().map(String::from),
        address: physical.address().unwrap_or_default().into(),
        address_type: Some(physical.address_type().as_str().into()),
        ports: ports.iter().filter_map(|port| port.number()).collect(),
        auth: auth.collect(),
        connections: connections.iter().filter_map(|text| text.parse().ok()).collect(),
        ..Proxy::new(logical.id().unwrap_or_default())
    };
    let mut object = made.to_object(&proxy_name(at))?;
    let lost = &mut |parm: &str| findings.at(Problem::NotCarried, "PXPHYSICAL", at, parm);
    carry(&mut object, "Ext", physical.characteristic(), &[], &PHYSICAL, &mut *lost);
    let known = ["PROXY-ID", "NAME"];
    carry(&mut object, "Ext/PXLOGICAL", logical.characteristic(), &[], &known, &mut *lost);
    for (number, port) in (1_usize..).zip(ports) {
        let below = alloc::format!("PXPort/{number}/Ext");
        carry(&mut object, &below, port.characteristic(), &[], &["PORTNBR"], &mut *lost);
    }
    Ok(object)
}
