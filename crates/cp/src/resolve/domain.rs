//! Domains: which URIs a proxy is for (WAP-183, 6.1; WAP-185, 7).

use crate::value::ip_address;

/// How well a domain fits a URI: more segments of the host are better, then a longer path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DomainRank {
    segments: usize,
    path: usize,
}

/// How well a domain fits an absolute URI; nothing where it does not.
///
/// A host is that host, without regard to case; one with a point in front is every host that ends in
/// it and has more; none is every host. A path is the beginning of the path up to an end of a
/// segment. Ports do not count.
///
/// ```
/// use provost_cp::domain_rank;
///
/// let uri = "http://www.op.net/secure/account/";
/// assert!(domain_rank(".op.net/secure/", uri) > domain_rank(".op.net/", uri));
/// assert_eq!(domain_rank("op.net", uri), None);
/// ```
#[must_use]
pub fn domain_rank(domain: &str, uri: &str) -> Option<DomainRank> {
    let domain = Parts::of(domain);
    let target = Parts::of(uri);
    if !matches_host(domain.host, target.host) || !has_prefix(target.path, domain.path) {
        return None;
    }
    let segments = domain.host.split('.').filter(|segment| !segment.is_empty()).count();
    Some(DomainRank { segments, path: segments_of(domain.path).map(str::len).sum() })
}

/// Whether a domain is for a host, whatever the path.
pub(crate) fn domain_matches_host(domain: &str, host: &str) -> bool {
    matches_host(Parts::of(domain).host, Parts::of(host).host)
}

/// Whether a domain is for every URI: it has no host, and no path that leaves anything out.
pub(crate) fn domain_is_all(domain: &str) -> bool {
    let domain = Parts::of(domain);
    domain.host.is_empty() && segments_of(domain.path).next().is_none()
}

/// Whether all that `inner` is for, `outer` is for as well.
pub(crate) fn domain_covers(outer: &str, inner: &str) -> bool {
    let (outer, inner) = (Parts::of(outer), Parts::of(inner));
    let host = outer.host.is_empty()
        || outer.host.eq_ignore_ascii_case(inner.host)
        || matches_host(outer.host, inner.host);
    host && has_prefix(inner.path, outer.path)
}

/// The host and the port of an address.
pub(crate) fn authority_of(address: &str) -> (Option<&str>, Option<u16>) {
    let parts = Parts::of(address);
    let host = (!parts.host.is_empty()).then_some(parts.host);
    (host, parts.port)
}

/// All hosts that readers of a URI may take for its host, which are more than one where its scheme has
/// no `//`: the user may have `;`, `/` and `?` (RFC 3261, 25.1), which others take for the end of the
/// host, and there are lists with commas (RFC 6068, 2).
pub(crate) fn hosts_of(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    let behind = behind_any_scheme(text);
    let first = match behind {
        None => Some(split_authority(text)),
        Some(rest) => {
            let end = rest.find(['/', '?', '#', ';', '@']).unwrap_or(rest.len());
            // What a user stands in front of alone is no host.
            rest.split_at_checked(end).filter(|(_, behind)| !behind.starts_with('@'))
        }
    };
    let rest = behind.unwrap_or_default();
    let users = rest.match_indices('@');
    let behind_users = users.filter_map(|(at, _)| rest.get(at..)?.strip_prefix('@')).map(split_end);
    first.into_iter().chain(behind_users).filter_map(|(authority, behind)| {
        let (host, _) = split_port(authority);
        let host = host.strip_suffix('.').filter(|host| !host.is_empty()).unwrap_or(host);
        // In front of an `@` there may be a password behind a colon, and no address of such a form.
        let is_user = behind.contains('@') && ip_address(host).is_none();
        let host = if is_user { host.split(':').next().unwrap_or_default() } else { host };
        (!host.is_empty()).then_some(host)
    })
}

/// What stands in front of `://` and what behind it. What has other characters than those of a scheme
/// is none: `a/b?u=http://c` goes to `a`, and so may `a.example://c`.
pub(crate) fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let is_scheme = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-');
    text.split_once("://").filter(|(scheme, _)| scheme.bytes().all(is_scheme))
}

/// Whether a text begins as a URI does: with `://` behind a scheme, or with one that needs none.
pub(crate) fn is_uri(text: &str) -> bool {
    let text = text.trim();
    split_scheme(text).is_some() || behind_scheme(text).is_some()
}

/// Schemes whose URIs have no `//`: what follows is a host, or a user and a host. Any other word in
/// front of a colon may be a host in front of its port.
const SCHEMES: [&str; 8] = ["sip", "sips", "mailto", "tel", "im", "pres", "xmpp", "sms"];

/// What follows such a scheme. `sip:5060` is a host and a port.
fn behind_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    // Digits in front of an `@` are a user.
    let has_user = rest.contains('@');
    let is_known = SCHEMES.iter().any(|own| scheme.eq_ignore_ascii_case(own));
    let is_port = rest
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|port| !port.is_empty() && port.bytes().all(|octet| octet.is_ascii_digit()));
    (is_known && (has_user || !is_port) && !rest.is_empty()).then_some(rest)
}

/// The same, where there is no `//` all the same.
fn behind_any_scheme(text: &str) -> Option<&str> {
    if split_scheme(text).is_some() { None } else { behind_scheme(text) }
}

/// What follows the user of a URI without `//`, up to where its host ends.
fn split_end(rest: &str) -> (&str, &str) {
    let end = rest.find(['/', '?', '#', ';', ',', '@']).unwrap_or(rest.len());
    rest.split_at_checked(end).unwrap_or((rest, ""))
}

/// The host and the port of a text without its user, and what follows.
fn split_authority(text: &str) -> (&str, &str) {
    let (text, ends): (&str, &[char]) = match (split_scheme(text), behind_any_scheme(text)) {
        (Some((_, rest)), _) => (rest, &['/', '?', '#']),
        (None, Some(rest)) => match rest.split_once('@') {
            // What ends a host may stand in the user in front of it (RFC 3261, 25.1).
            Some((_, host)) => return split_end(host),
            // Behind the host of `sip:` and the like there are parameters (RFC 3261, 19.1.1).
            None => (rest, &['/', '?', '#', ';']),
        },
        (None, None) => (text, &['/', '?', '#']),
    };
    let end = text.find(ends).unwrap_or(text.len());
    let (authority, behind) = text.split_at_checked(end).unwrap_or((text, ""));
    (authority.rsplit_once('@').map_or(authority, |(_, host)| host), behind)
}

/// The port that an address without one goes to, where its scheme says so.
pub(super) fn port_of_scheme(address: &str) -> Option<u16> {
    let (scheme, _) = split_scheme(address.trim())?;
    let known = [("http", 80), ("https", 443)];
    known.iter().find(|(own, _)| scheme.eq_ignore_ascii_case(own)).map(|(_, port)| *port)
}

/// The parts of a domain or a URI.
struct Parts<'a> {
    host: &'a str,
    port: Option<u16>,
    path: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        // One blank is an empty domain, as operators write it.
        let (authority, behind) = split_authority(text.trim());
        let path = behind.split(['?', '#']).next().unwrap_or("");
        let (host, port) = split_port(authority);
        Self {
            host: host.strip_suffix('.').filter(|host| !host.is_empty()).unwrap_or(host),
            port,
            path,
        }
    }
}

fn split_port(authority: &str) -> (&str, Option<u16>) {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, behind) = rest.split_once(']').unwrap_or((rest, ""));
        return (host, behind.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match authority.split_once(':') {
        // More than one colon is an IPv6 address without brackets.
        Some((host, port)) if !port.contains(':') => (host, port.parse().ok()),
        _ => (authority, None),
    }
}

fn matches_host(domain: &str, host: &str) -> bool {
    if domain.is_empty() || domain.eq_ignore_ascii_case(host) {
        return true;
    }
    if let (Some(left), Some(right)) = (ip_address(domain), ip_address(host)) {
        return left == right;
    }
    if !domain.starts_with('.') || ip_address(host).is_some() {
        return false;
    }
    // A proper suffix: there is a name in front of the point.
    let front = host.len().checked_sub(domain.len()).filter(|front| *front > 0);
    let tail = front.and_then(|front| host.get(front..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(domain))
}

fn segments_of(path: &str) -> impl Iterator<Item = &str> + Clone {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn has_prefix(path: &str, prefix: &str) -> bool {
    let mut segments = segments_of(path);
    segments_of(prefix).all(|segment| segments.next() == Some(segment))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// The table of WAP-185, 7.4.
    #[test]
    fn the_worked_table() {
        let domains = ["sms.op.net", ".op.net/secure/", ".op.net/", "/secure/", " "];
        let order = |uri: &str| {
            let ranked = domains.iter().enumerate();
            let mut ranked: Vec<_> = ranked
                .filter_map(|(index, domain)| domain_rank(domain, uri).map(|rank| (rank, index)))
                .collect();
            ranked.sort_by_key(|(rank, _)| core::cmp::Reverse(*rank));
            ranked.into_iter().map(|(_, index)| index).collect::<Vec<_>>()
        };
        assert_eq!(order("http://sms.op.net/"), [0, 2, 4]);
        assert_eq!(order("http://xyz.op.net:8000/"), [2, 4]);
        assert_eq!(order("http://www.op.net/secure/account/"), [1, 2, 3, 4]);
        assert_eq!(order("wsp://sms,16505551212/abc/"), [4]);
    }

    #[test]
    fn the_printed_rules() {
        let fits = |domain, uri| domain_rank(domain, uri).is_some();
        assert!(fits(".y.com", "http://x.y.com/"));
        assert!(!fits(".y.com", "http://y.com/"));
        assert!(fits("Y.COM", "http://y.com/"));
        assert!(!fits("y.com", "http://x.y.com/"));
        assert!(!fits(".y.com", "http://xy.com/"));
        assert!(fits("h/x/y", "http://h/x/y/zero"));
        assert!(!fits("h/x/y/z", "http://h/x/y/zero"));
        assert!(!fits("h/X", "http://h/x"));
        assert!(fits("170.187.51.003", "http://170.187.51.3:80/"));
        assert!(!fits(".51.3", "http://170.187.51.3/"));
        assert!(fits("[::1]", "http://[0:0::1]:80/"));
        assert!(fits("http://h/a", "http://user:pw@h/a/b?c=/d"));
    }

    /// Also of URIs that have no `//`, and of texts that have it elsewhere.
    #[test]
    fn hosts_and_ports() {
        for (text, host, port) in [
            ("http://u:p@h.example:81/x", Some("h.example"), Some(81)),
            ("h.example:81", Some("h.example"), Some(81)),
            ("sip:me@h.example:5061;transport=tls", Some("h.example"), Some(5061)),
            ("sips:h.example", Some("h.example"), None),
            ("sip:81", Some("sip"), Some(81)),
            ("sip:81/x@h.example:5061;a=b", Some("h.example"), Some(5061)),
            ("sip:own.example;x@h.example", Some("h.example"), None),
            ("xmpp:own.example?x:pw@h.example/y", Some("h.example"), None),
            ("mailto:x@h.example,y@own.example", Some("h.example"), None),
            ("h.example/?u=http://other/", Some("h.example"), None),
            ("h.example:81?u=sip:other", Some("h.example"), Some(81)),
            ("http:///x", None, None),
        ] {
            assert_eq!(authority_of(text), (host, port), "{text}");
        }
        assert_eq!(port_of_scheme("HTTPS://h"), Some(443));
        assert_eq!(port_of_scheme("h?u=https://h"), None);
    }

    #[test]
    fn domains_of_everything() {
        for domain in ["", " ", "/", "//", "http://", "http:///", ":80", "?x", "#", "u@", "u@:1/"] {
            assert!(domain_is_all(domain), "{domain}");
            assert!(domain_rank(domain, "http://any.example/where").is_some(), "{domain}");
        }
        for domain in [".", ".com", "/x", "http://h", "h/"] {
            assert!(!domain_is_all(domain), "{domain}");
        }
    }

    #[test]
    fn a_domain_inside_of_another() {
        assert!(domain_covers("", "www.bank.com/"));
        assert!(domain_covers(".bank.com", "www.bank.com/x"));
        assert!(domain_covers(".bank.com", ".bank.com/x"));
        assert!(domain_covers(".bank.com", ".www.bank.com"));
        assert!(!domain_covers("www.bank.com", ".bank.com"));
        assert!(!domain_covers("www.bank.com/a", "www.bank.com"));
    }
}
