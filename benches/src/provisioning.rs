//! Client Provisioning: a document from its octets, what it says, and a store of many.

use provost::cp::{Contexts, Credential, Document, Error, PxPhysical, Source};

/// Reads a document; returns how many characteristics it has.
///
/// # Errors
/// Where it is none.
pub fn document(wbxml: &[u8]) -> Result<usize, Error> {
    Ok(Document::from_wbxml(wbxml)?.nodes().len())
}

/// Reads a document and asks every view for what a device wants of it; returns the octets seen.
///
/// # Errors
/// Where it is none.
pub fn walk(wbxml: &[u8]) -> Result<usize, Error> {
    let document = Document::from_wbxml(wbxml)?;
    let mut octets = 0;
    let mut see = |text: Option<&str>| octets += text.map_or(0, str::len);
    for nap in document.access_points() {
        see(nap.napid());
        see(nap.name());
        see(nap.address());
        see(Some(nap.address_type().as_str()));
        nap.bearers().for_each(|bearer| see(Some(bearer.as_str())));
        see(Some(nap.call_type().as_str()));
        see(nap.local_address());
        see(nap.linger().map(|_| ""));
        for auth in nap.credentials() {
            see(auth.auth_type().map(|word| word.as_str()));
            see(auth.name().text());
            see(auth.secret().text());
        }
        for validity in nap.validities() {
            see(validity.country());
            validity.networks().for_each(|network| see(Some(network)));
        }
    }
    for proxy in document.proxies() {
        see(proxy.id());
        see(proxy.name());
        see(proxy.start_page());
        proxy.domains().for_each(|domain| see(Some(domain)));
        for auth in proxy.credentials() {
            see(auth.id().text());
            see(auth.password().text());
        }
        for physical in proxy.physical() {
            see(physical.address());
            see(PxPhysical::id(physical));
            physical.access_points().for_each(|id| see(Some(id)));
            see(physical
                .ports()
                .first()
                .and_then(|port| port.services().next())
                .map(|word| word.as_str()));
        }
    }
    for app in document.applications() {
        see(app.app_id().map(|id| id.as_str()));
        see(app.provider_id());
        see(app.name());
        app.access_points().for_each(|id| see(Some(id)));
        app.addresses().for_each(|address| see(Some(address)));
        for address in app.app_addrs() {
            see(address.address());
            address.ports().for_each(|port| see(port.number().map(|_| "")));
        }
        for auth in app.credentials() {
            see(auth.level().map(|word| word.as_str()));
            see(auth.name().text());
            see(auth.secret().text());
        }
        for resource in app.resources() {
            see(resource.uri());
            see(resource.name());
        }
    }
    for vendor in document.vendor_configs() {
        see(vendor.name());
        vendor.settings().for_each(|parm| see(parm.text()));
    }
    see(document.bootstrap().and_then(|bootstrap| bootstrap.prov_url()));
    see(document.client_identity().map(|own| own.client_id()).and_then(Credential::text));
    Ok(octets)
}

/// Makes a document of each characteristic, and installs them one by one into one context; returns
/// how many it has.
///
/// # Errors
/// Where the octets are no document.
pub fn install(wbxml: &[u8]) -> Result<usize, Error> {
    let document = Document::from_wbxml(wbxml)?;
    let mut contexts = Contexts::new();
    let first = contexts.install(Document::new(), Source::over_the_air());
    let Some(id) = first.context else { return Ok(0) };
    for characteristic in document.characteristics() {
        let one = Document::new().with(characteristic.clone());
        contexts.install_into(&id, one, Source::over_the_air());
    }
    Ok(contexts.context(&id).map_or(0, |context| context.layers().len()))
}
