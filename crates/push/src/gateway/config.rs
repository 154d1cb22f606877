//! What a gateway is and can do.

use alloc::string::String;
use alloc::vec::Vec;

use super::route::Route;
use crate::application_id::ApplicationId;
use crate::pap::Version;
use crate::version::{VersionList, VersionPattern};

/// What a gateway is and can do: by default all optional operations of PAP, over no route.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The name that answers carry.
    pub name: String,
    /// The URL that initiators post to.
    pub url: Option<String>,
    /// The versions of PAP that are understood: any minor version of 2 and 1.
    pub versions: VersionList,
    /// The version of a document that does not say: 1.0.
    pub default_version: Version,
    /// Ways to clients; of several that do, the first is taken.
    pub routes: Vec<Route>,
    /// The application that clients take for granted, which need not be named: `wml.ua`.
    pub default_application: Option<ApplicationId>,
    /// Whether a push may have several addresses; else 3005.
    pub several_addresses: bool,
    /// Whether pushes can be cancelled; else 3001.
    pub cancel: bool,
    /// Whether pushes can be replaced; else 3011.
    pub replace: bool,
    /// Whether the state of pushes can be asked for; else 3001.
    pub status_query: bool,
    /// Whether the capabilities of clients can be asked for; else 3001.
    pub capability_query: bool,
    /// Whether a push may have a time; else it is refused (8.2).
    pub delivery_window: bool,
    /// Whether a push that comes with assumed capabilities is taken, and these are handed on; else
    /// 3004.
    pub capability_matching: bool,
    /// What separates the parts of an answer with capabilities.
    pub boundary: String,
    /// Bounds.
    pub limits: Limits,
}

/// Bounds on what a gateway holds: an initiator can ask it for much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Pushes, those that are over included (10,000): of these the oldest are forgotten.
    pub pushes: usize,
    /// Clients of a push (1,000); more are 3005.
    pub addresses: usize,
    /// Octets of all pushes that are held (64 MiB).
    pub octets: usize,
    /// Octets of a request (4 MiB); more are not read.
    pub request: usize,
    /// Octets of a request that `badmessage-response` repeats (1,024).
    pub fragment: usize,
}

impl Limits {
    /// The bounds named above.
    pub const DEFAULT: Self = Self {
        pushes: 10_000,
        addresses: 1000,
        octets: 64 << 20,
        request: 4 << 20,
        fragment: 1024,
    };

    /// With another number of pushes.
    #[must_use]
    pub const fn with_pushes(self, pushes: usize) -> Self {
        Self { pushes, ..self }
    }

    /// With another number of clients of a push.
    #[must_use]
    pub const fn with_addresses(self, addresses: usize) -> Self {
        Self { addresses, ..self }
    }

    /// With another number of octets.
    #[must_use]
    pub const fn with_octets(self, octets: usize) -> Self {
        Self { octets, ..self }
    }

    /// With another length of a request.
    #[must_use]
    pub const fn with_request(self, request: usize) -> Self {
        Self { request, ..self }
    }
}

impl Config {
    /// A gateway of a name, without routes.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let versions = [VersionPattern::AnyMinor(2), VersionPattern::AnyMinor(1)];
        Self {
            name: name.into(),
            url: None,
            versions: VersionList::of(versions),
            default_version: Version::V1_0,
            routes: Vec::new(),
            default_application: Some(ApplicationId::WML_UA),
            several_addresses: true,
            cancel: true,
            replace: true,
            status_query: true,
            capability_query: true,
            delivery_window: true,
            capability_matching: true,
            boundary: "provost-capabilities".into(),
            limits: Limits::DEFAULT,
        }
    }

    /// With a further way to clients.
    #[must_use]
    pub fn with_route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// With the URL that initiators post to.
    #[must_use]
    pub fn with_url(self, url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..self }
    }

    /// With other bounds.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }
}
