//! As much of URIs as caches need (RFC 2396 and 2616).

use alloc::string::String;
use alloc::vec::Vec;

/// The parts of a URI; a reference may lack the first two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Uri<'a> {
    pub(super) scheme: Option<&'a str>,
    pub(super) authority: Option<&'a str>,
    pub(super) path: &'a str,
    /// With its question mark.
    pub(super) query: &'a str,
}

impl<'a> Uri<'a> {
    pub(super) fn split(uri: &'a str) -> Self {
        let uri = uri.split('#').next().unwrap_or(uri);
        let (scheme, rest) = match uri.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, uri),
        };
        let (authority, rest) = match rest.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
                (Some(authority), rest)
            }
            None => (None, rest),
        };
        let end = rest.find('?').unwrap_or(rest.len());
        let (path, query) = rest.split_at_checked(end).unwrap_or((rest, ""));
        Self { scheme, authority, path, query }
    }

    /// Whether the schemes are equal, whatever their case.
    pub(super) fn same_scheme(&self, other: &Self) -> bool {
        match (self.scheme, other.scheme) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether the authorities are equal: an absent one only an absent one; a port that is the
    /// default of HTTP may be left out.
    pub(super) fn same_authority(&self, other: &Self) -> bool {
        match (self.authority, other.authority) {
            (Some(one), Some(other)) => {
                let plain = |authority| strip_default(self.scheme, authority);
                plain(one).eq_ignore_ascii_case(plain(other))
            }
            (None, None) => true,
            _ => false,
        }
    }
}

fn strip_default<'u>(scheme: Option<&str>, authority: &'u str) -> &'u str {
    let authority = authority.strip_suffix(':').unwrap_or(authority);
    let default = match scheme {
        Some(scheme) if scheme.eq_ignore_ascii_case("http") => ":80",
        Some(scheme) if scheme.eq_ignore_ascii_case("https") => ":443",
        _ => return authority,
    };
    authority.strip_suffix(default).unwrap_or(authority)
}

/// The octets of a path, with escapes resolved except those of reserved characters, which keep
/// their meaning only as they are (RFC 2616, 3.2.3). An empty path is that of the root.
pub(super) fn comparable(path: &str) -> Vec<u8> {
    if path.is_empty() {
        return alloc::vec![b'/'];
    }
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&octet, behind)) = rest.split_first() {
        rest = behind;
        if octet != b'%' {
            out.push(octet);
            continue;
        }
        // `from_str_radix` would take a sign for a digit.
        let escaped = behind.get(..2).filter(|two| two.iter().all(u8::is_ascii_hexdigit));
        let escaped = escaped.and_then(|digits| core::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(octet) if !b";/?:@&=+$,%".contains(&octet) => {
                out.push(octet);
                rest = behind.get(2..).unwrap_or(&[]);
            }
            // The digits of what stays compare whatever their case.
            Some(_) => {
                out.push(b'%');
                out.extend(behind.iter().take(2).map(u8::to_ascii_uppercase));
                rest = behind.get(2..).unwrap_or(&[]);
            }
            None => out.push(b'%'),
        }
    }
    out
}

/// A reference against a base (RFC 2396, 5.2); `None` where the base is no absolute URI.
pub(super) fn resolve(base: &str, reference: &str) -> Option<String> {
    let to = Uri::split(reference);
    if to.scheme.is_some() {
        return Some(reference.into());
    }
    let from = Uri::split(base);
    let scheme = from.scheme?;
    let (authority, path, query) = if to.authority.is_some() {
        (to.authority, String::from(to.path), to.query)
    } else if to.path.is_empty() {
        let query = if to.query.is_empty() { from.query } else { to.query };
        (from.authority, String::from(from.path), query)
    } else if to.path.starts_with('/') {
        (from.authority, String::from(to.path), to.query)
    } else {
        let folder = from.path.rfind('/').and_then(|at| from.path.get(..=at)).unwrap_or("/");
        (from.authority, alloc::format!("{folder}{}", to.path), to.query)
    };
    let path = without_dots(&path);
    Some(match authority {
        Some(authority) => alloc::format!("{scheme}://{authority}{path}{query}"),
        None => alloc::format!("{scheme}:{path}{query}"),
    })
}

fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    let mut open = false;
    for segment in path.split('/').skip(usize::from(path.starts_with('/'))) {
        open = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    if open {
        kept.push("");
    }
    let slash = if path.starts_with('/') { "/" } else { "" };
    alloc::format!("{slash}{}", kept.join("/"))
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        // RFC 2396, C.1.
        let base = "http://a/b/c/d;p?q";
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("g?y", "http://a/b/c/g?y"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
        ] {
            assert_eq!(resolve(base, reference).as_deref(), Some(expected), "{reference}");
        }
        assert_eq!(resolve("/abc/", "g"), None);
    }

    #[test]
    fn equal_paths() {
        // RFC 2616, 3.2.3.
        assert_eq!(comparable("/%7Esmith/home.html"), comparable("/~smith/home.html"));
        assert_eq!(comparable(""), comparable("/"));
        assert_ne!(comparable("/a%2Fb"), comparable("/a/b"));
        assert_eq!(comparable("/a%2fb"), comparable("/a%2Fb"));
        assert_ne!(comparable("/%"), comparable("/%25"));
        // A sign is no digit.
        assert_eq!(comparable("/%+4"), b"/%+4");
        assert_eq!(comparable("/%-1"), b"/%-1");
    }
}
