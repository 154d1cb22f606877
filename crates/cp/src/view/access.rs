//! Rules for routes (ProvCont 1.1): the order of the parms is their meaning.

use alloc::vec::Vec;

use super::application::AppId;
use crate::characteristic::Characteristic;
use crate::value::number;

/// Rules for routes (`ACCESS`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Access<'a>(pub(super) &'a Characteristic);

/// One rule: what is in front of the next `RULE`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct AccessRule<'a> {
    /// The name of the rule.
    pub name: Option<&'a str>,
    /// Applications that it is for.
    pub app_ids: Vec<AppId<'a>>,
    /// Ports that it is for.
    pub ports: Vec<u16>,
    /// Domains that it is for.
    pub domains: Vec<&'a str>,
    /// Where what matches goes, in order.
    pub routes: Vec<Route<'a>>,
    unread: Unread,
}

/// Kinds of conditions of which one could not be read: nothing fits it, and it is a condition all
/// the same, so that what is broken never makes a rule wider.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Unread {
    app: bool,
    port: bool,
    domain: bool,
}

/// A way into the network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Route<'a> {
    /// An access point, by its `NAPID`.
    AccessPoint(&'a str),
    /// A proxy, by its `PROXY-ID`.
    Proxy(&'a str),
}

impl<'a> Access<'a> {
    /// The rules, in order. Parms in front of the first `RULE` are a rule without a name.
    ///
    /// A route counts for the rule that it stands in. A rule without one takes that of the next rule
    /// that has one, else of the last before it: the example of ProvCont 1.1, 6.8 puts it behind the
    /// last of several alternatives.
    #[must_use]
    pub fn rules(self) -> Vec<AccessRule<'a>> {
        let mut rules: Vec<AccessRule<'a>> = Vec::new();
        let mut is_open = false;
        for parm in self.0.all_parms() {
            let text = parm.text();
            if parm.name() == "RULE" {
                rules.push(AccessRule {
                    name: text.filter(|name| !name.is_empty()),
                    ..AccessRule::default()
                });
                is_open = true;
                continue;
            }
            // What is none of a rule does not make one: it would be for everything.
            let is_of_rule = matches!(
                (parm.name(), text),
                ("APPID" | "PORTNBR" | "DOMAIN", _) | ("TO-NAPID" | "TO-PROXY", Some(_))
            );
            if !is_of_rule {
                continue;
            }
            if !is_open {
                rules.push(AccessRule::default());
                is_open = true;
            }
            let Some(rule) = rules.last_mut() else { continue };
            match (parm.name(), text) {
                ("APPID", Some(id)) => rule.app_ids.push(AppId::new(id)),
                ("APPID", None) => rule.unread.app = true,
                ("PORTNBR", text) => match text.and_then(number::<u16>) {
                    Some(port) => rule.ports.push(port),
                    None => rule.unread.port = true,
                },
                ("DOMAIN", Some(domain)) => rule.domains.push(domain),
                ("DOMAIN", None) => rule.unread.domain = true,
                ("TO-NAPID", Some(id)) => rule.routes.push(Route::AccessPoint(id)),
                ("TO-PROXY", Some(id)) => rule.routes.push(Route::Proxy(id)),
                _ => {}
            }
        }
        share_routes(rules.iter_mut().rev());
        share_routes(rules.iter_mut());
        rules
    }
}

/// Gives each rule without a route that of the rule before it, if it is short: rules and routes of a
/// hostile document would multiply.
fn share_routes<'r, 'a: 'r>(rules: impl Iterator<Item = &'r mut AccessRule<'a>>) {
    let mut routes: Vec<Route<'a>> = Vec::new();
    for rule in rules {
        if rule.routes.is_empty() {
            rule.routes.extend(routes.iter().take(MAX_SHARED_ROUTES));
        } else {
            routes.clone_from(&rule.routes);
        }
    }
}

/// Routes that a rule takes from another at most.
const MAX_SHARED_ROUTES: usize = 16;

impl AccessRule<'_> {
    /// Whether it is for an application that goes to a host and port: every kind of condition that
    /// it has is met, by one of its values.
    #[must_use]
    pub fn matches(&self, app: AppId<'_>, host: Option<&str>, port: Option<u16>) -> bool {
        let (any_app, any_port, any_host) = self.is_open_to();
        let app_fits = any_app || self.app_ids.contains(&app);
        let port_fits = any_port || port.is_some_and(|port| self.ports.contains(&port));
        let host_fits = any_host
            || host.is_some_and(|host| {
                self.domains.iter().any(|own| crate::resolve::domain_matches_host(own, host))
            });
        app_fits && port_fits && host_fits
    }

    /// Whether it has no condition: the route of all that no other rule is for.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.is_open_to() == (true, true, true)
    }

    /// Whether it is for any application, any port and any host.
    fn is_open_to(&self) -> (bool, bool, bool) {
        (
            self.app_ids.is_empty() && !self.unread.app,
            self.ports.is_empty() && !self.unread.port,
            self.domains.is_empty() && !self.unread.domain,
        )
    }
}
