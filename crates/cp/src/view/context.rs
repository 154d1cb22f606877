//! What a document says of itself and of the device: WAP-183, 4.2 to 4.4.

use crate::Parm;
use crate::characteristic::Characteristic;
use crate::value::{Credential, list};

/// The configuration context (`BOOTSTRAP`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bootstrap<'a>(pub(super) &'a Characteristic);

/// The identity of the device (`CLIENTIDENTITY`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientIdentity<'a>(pub(super) &'a Characteristic);

/// Settings of a vendor (`VENDORCONFIG`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VendorConfig<'a>(pub(super) &'a Characteristic);

impl<'a> Bootstrap<'a> {
    /// `NAME`, for the user.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.0.parm("NAME")
    }

    /// `COUNTRY`: the mobile country code.
    #[must_use]
    pub fn country(self) -> Option<&'a str> {
        self.0.parm("COUNTRY")
    }

    /// `NETWORK`: the mobile network codes, in order; one parm may have several, with commas between.
    pub fn networks(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("NETWORK").flat_map(list)
    }

    /// `PROXY-ID`: proxies of the document, in order; one parm may have several, with commas between.
    pub fn proxies(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("PROXY-ID").flat_map(list)
    }

    /// `PROVURL`: the trusted provisioning server, whose URL is the identity of the context.
    #[must_use]
    pub fn prov_url(self) -> Option<&'a str> {
        self.0.parm("PROVURL")
    }

    /// `CONTEXT-ALLOW`: how many contexts beside the privileged one are allowed; none where nothing
    /// is said, and 255 for as many as the device can.
    #[must_use]
    pub fn context_allow(self) -> u8 {
        self.0.number("CONTEXT-ALLOW").unwrap_or(0)
    }
}

impl<'a> ClientIdentity<'a> {
    /// `CLIENT-ID`; empty asks for the device's own identity.
    #[must_use]
    pub fn client_id(self) -> Credential<'a> {
        self.0.credential("CLIENT-ID")
    }

    /// The same, but nothing where there is no `CLIENT-ID`: without a value it is as if empty.
    pub(super) fn state(self) -> Option<Credential<'a>> {
        self.0.has("CLIENT-ID").then(|| self.client_id())
    }
}

impl<'a> VendorConfig<'a> {
    /// `NAME`: what the settings are of.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.0.parm("NAME")
    }

    /// All parms but `NAME`, in order.
    pub fn settings(self) -> impl Iterator<Item = &'a Parm> + Clone {
        self.0.all_parms().filter(|parm| parm.name() != "NAME")
    }
}
