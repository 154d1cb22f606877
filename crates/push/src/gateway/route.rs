//! Which way a push goes to a client.

use alloc::string::String;

use crate::address::Address;
use crate::bearer::Bearer;
use crate::pap::{DeliveryMethod, Open, QualityOfService, StatusCode};

/// A way to clients of one type of address.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Route {
    /// The type of address: what stands behind `TYPE=`, or `URI` for an address that is one.
    pub address_type: String,
    /// The bearer; none where the caller chooses it.
    pub bearer: Option<Bearer>,
    /// Whether pushes on it can be confirmed.
    pub can_confirm: bool,
}

impl Route {
    /// A way over a bearer, unconfirmed.
    #[must_use]
    pub fn new(address_type: impl Into<String>, bearer: Bearer) -> Self {
        Self { address_type: address_type.into(), bearer: Some(bearer), can_confirm: false }
    }

    /// A way whose bearer the caller chooses, unconfirmed.
    #[must_use]
    pub fn without_bearer(address_type: impl Into<String>) -> Self {
        Self { address_type: address_type.into(), bearer: None, can_confirm: false }
    }

    /// On which pushes can be confirmed.
    #[must_use]
    pub fn confirmed(self) -> Self {
        Self { can_confirm: true, ..self }
    }

    fn serves(&self, address: &Address) -> bool {
        let kind = match address {
            Address::Client(client) => client.client.kind(),
            Address::Uri(_) => "URI",
            Address::Other(_) => return false,
        };
        self.address_type.eq_ignore_ascii_case(kind)
    }

    fn is_of_network(&self, name: &str) -> bool {
        self.bearer.is_some_and(|bearer| {
            bearer.bearer().is_some_and(|of| Bearer::find(name, of).any(|found| found == bearer))
        })
    }

    fn is_of_bearer(&self, name: &str) -> bool {
        self.bearer.is_some_and(|bearer| {
            bearer.network().is_some_and(|of| Bearer::find(of, name).any(|found| found == bearer))
        })
    }
}

/// The route to a client, and whether it is to confirm.
pub(super) struct Choice {
    pub(super) bearer: Option<Bearer>,
    pub(super) is_confirmed: bool,
}

/// Chooses a route, or the code that refuses the push: what is asked for and cannot be had is an
/// error, and not passed over (WAP-247, 8.2.2).
pub(super) fn choose(
    routes: &[Route],
    address: &Address,
    quality: Option<&QualityOfService>,
) -> Result<Choice, StatusCode> {
    let serving: alloc::vec::Vec<&Route> =
        routes.iter().filter(|route| route.serves(address)).collect();
    let Some(&first) = serving.first() else { return Err(StatusCode::ADDRESS) };
    let Some(quality) = quality else {
        return Ok(Choice { bearer: first.bearer, is_confirmed: false });
    };
    let is_required = |flag: &Option<Open<bool>>| matches!(flag, Some(Open::Known(true)));
    let network = quality.network.as_deref();
    let bearer = quality.bearer.as_deref();
    let on_network = |route: &Route| network.is_none_or(|name| route.is_of_network(name));
    let on_bearer = |route: &Route| bearer.is_none_or(|name| route.is_of_bearer(name));
    let mut fitting = serving;
    if is_required(&quality.network_required) {
        fitting.retain(|route| on_network(route));
        if fitting.is_empty() {
            return Err(StatusCode::NETWORK_NOT_AVAILABLE);
        }
    }
    if is_required(&quality.bearer_required) {
        fitting.retain(|route| on_bearer(route));
        if fitting.is_empty() {
            return Err(StatusCode::BEARER_NOT_AVAILABLE);
        }
    }
    let method = quality.method();
    if method == DeliveryMethod::Confirmed {
        fitting.retain(|route| route.can_confirm);
        if fitting.is_empty() {
            return Err(StatusCode::DELIVERY_METHOD);
        }
    }
    let wants = matches!(method, DeliveryMethod::Confirmed | DeliveryMethod::PreferConfirmed);
    // What is only a wish decides between routes that do: the highest sum, and the first of those.
    let worth = |route: &Route| {
        let wish = |fits: bool, weight: u8| if fits { weight } else { 0 };
        wish(on_network(route), 1)
            .saturating_add(wish(on_bearer(route), 2))
            .saturating_add(wish(wants && route.can_confirm, 4))
    };
    let best = fitting.iter().rev().copied().max_by_key(|route| worth(route)).unwrap_or(first);
    Ok(Choice { bearer: best.bearer, is_confirmed: wants && best.can_confirm })
}
