//! Text makes an address.

use alloc::string::String;
use alloc::vec::Vec;

use super::path::{fault, is_plain};
use super::{List, Part, PropertyName, Uri, UriFault, UriRules};
use crate::error::{Error, ErrorKind};

pub(super) fn address(text: &str, rules: &UriRules) -> Result<(Uri, Part), Error> {
    let (node, query) = match text.split_once('?') {
        Some((node, query)) => (node, Some(query)),
        None => (text, None),
    };
    let bare = node.strip_prefix("./").unwrap_or(node);
    let limit = rules.limits.max_tot_len;
    let counted = text.strip_prefix("./").unwrap_or(text);
    if exceeds(counted, limit) {
        return Err(error(UriFault::Length, text.len()));
    }
    let uri = match node {
        "" => return Err(error(UriFault::Empty, 0)),
        "." => Uri::ROOT,
        _ => uri(bare, text.len().saturating_sub(counted.len()), rules)?,
    };
    let part = match query {
        None => Part::Node,
        Some(query) => part(query).map_err(|fault| error(fault, node.len().saturating_add(1)))?,
    };
    Ok((uri, part))
}

fn part(query: &str) -> Result<Part, UriFault> {
    if let Some(name) = query.strip_prefix("prop=") {
        return PropertyName::from_name(name).map(Part::Property).ok_or(UriFault::Property);
    }
    let list = query.strip_prefix("list=").ok_or(UriFault::Query)?;
    List::parse(list).map(Part::List).ok_or(UriFault::List)
}

/// The segments of an address without its `./`, which begins at an offset.
fn uri(bare: &str, offset: usize, rules: &UriRules) -> Result<Uri, Error> {
    if bare.is_empty() {
        return Err(error(UriFault::TrailingSlash, offset.saturating_sub(1)));
    }
    let mut normal = String::with_capacity(bare.len());
    let mut at = offset;
    let mut depth = 0_usize;
    for segment in bare.split('/') {
        let end = at.saturating_add(segment.len());
        if segment.is_empty() {
            let is_last = end == offset.saturating_add(bare.len());
            return Err(match (at == offset, is_last) {
                (true, _) => error(UriFault::LeadingSlash, at),
                (_, true) => error(UriFault::TrailingSlash, at.saturating_sub(1)),
                _ => error(UriFault::EmptySegment, at),
            });
        }
        if exceeds(segment, rules.limits.max_seg_len) {
            return Err(error(UriFault::SegmentLength, at));
        }
        if depth > 0 {
            normal.push('/');
        }
        let start = normal.len();
        unescape(segment, at, rules, &mut normal)?;
        let name = normal.get(start..).unwrap_or_default();
        if let Some(fault) = fault(name) {
            return Err(error(fault, at));
        }
        if rules.windows && name == "*" {
            return Err(error(UriFault::Reserved, at));
        }
        depth = depth.saturating_add(1);
        if rules.limits.max_depth != 0 && depth > usize::from(rules.limits.max_depth) {
            return Err(error(UriFault::Depth, at));
        }
        at = end.saturating_add(1);
    }
    if rules.windows {
        normal = without_device(normal);
    }
    Ok(Uri::from_normal(normal))
}

/// `./Device/Vendor` is `./Vendor` (Windows CSPs: the scope of a node is the device unless it is in
/// `./User`); what else stands below `./Device` is left alone.
fn without_device(normal: String) -> String {
    const DEVICE: &str = "Device/";
    let rest = match normal.split_at_checked(DEVICE.len()) {
        Some((root, rest)) if root.eq_ignore_ascii_case(DEVICE) => rest,
        _ => return normal,
    };
    let vendor = rest.split('/').next().unwrap_or_default();
    if vendor.eq_ignore_ascii_case("Vendor") { rest.into() } else { normal }
}

/// Appends a segment without its escapes.
fn unescape(segment: &str, at: usize, rules: &UriRules, out: &mut String) -> Result<(), Error> {
    if segment.bytes().all(is_plain) {
        out.push_str(segment);
        return Ok(());
    }
    let mut octets = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    let place = |rest: &[u8]| at.saturating_add(segment.len()).saturating_sub(rest.len());
    while let [octet, after @ ..] = rest {
        match (octet, after) {
            (b'%', [high, low, behind @ ..]) => {
                let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
                    return Err(error(UriFault::Escape, place(rest)));
                };
                octets.push(high << 4 | low);
                rest = behind;
            }
            (b'%', _) => return Err(error(UriFault::Escape, place(rest))),
            (octet, after) => {
                let is_raw = rules.raw_characters && !octet.is_ascii_control();
                if !is_plain(*octet) && !is_raw {
                    return Err(error(UriFault::Character, place(rest)));
                }
                octets.push(*octet);
                rest = after;
            }
        }
    }
    out.push_str(core::str::from_utf8(&octets).map_err(|_| error(UriFault::Text, at))?);
    Ok(())
}

fn digit(octet: u8) -> Option<u8> {
    char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Whether a text has more characters than a limit, where 0 is none.
fn exceeds(text: &str, limit: u16) -> bool {
    limit != 0 && text.len() > usize::from(limit) && text.chars().count() > usize::from(limit)
}

const fn error(fault: UriFault, offset: usize) -> Error {
    Error::new(ErrorKind::Uri(fault), offset)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::super::{Address, UriLimits};
    use super::*;

    #[test]
    fn one_normal_form() {
        for (text, normal, written) in [
            (".", "", "."),
            ("./A", "A", "./A"),
            ("A/B", "A/B", "./A/B"),
            ("./%41/%c3%BC", "A/\u{fc}", "./A/%C3%BC"),
            ("./a;b:c@d&e=f+g$h,i", "a;b:c@d&e=f+g$h,i", "./a;b:c@d&e=f+g$h,i"),
            ("./-_.!~*'()", "-_.!~*'()", "./-_.!~*'()"),
            ("./.a/a./...", ".a/a./...", "./.a/a./..."),
            ("./A.Key=%221%22/Exec=X", "A.Key=\"1\"/Exec=X", "./A.Key=%221%22/Exec=X"),
        ] {
            let uri: Uri = text.parse().unwrap();
            assert_eq!(uri.path().as_normal(), normal, "{text}");
            assert_eq!(uri.to_string(), written, "{text}");
            assert_eq!(written.parse::<Uri>().unwrap(), uri, "{text}");
        }
    }

    #[test]
    fn faults() {
        for (text, fault, offset, status) in [
            ("", UriFault::Empty, 0, 400),
            ("?prop=ACL", UriFault::Empty, 0, 400),
            ("/A", UriFault::LeadingSlash, 0, 400),
            ("/", UriFault::LeadingSlash, 0, 400),
            (".//A", UriFault::LeadingSlash, 2, 400),
            ("./", UriFault::TrailingSlash, 1, 400),
            ("./A/", UriFault::TrailingSlash, 3, 400),
            ("A/?prop=ACL", UriFault::TrailingSlash, 1, 400),
            ("./A//B", UriFault::EmptySegment, 4, 400),
            ("..", UriFault::DotSegment, 0, 400),
            ("../A", UriFault::DotSegment, 0, 400),
            ("./A/../B", UriFault::DotSegment, 4, 400),
            ("././A", UriFault::DotSegment, 2, 400),
            ("./A/.", UriFault::DotSegment, 4, 400),
            ("./A/%2E%2e/B", UriFault::DotSegment, 4, 400),
            ("./A B", UriFault::Character, 3, 400),
            ("./A/{g}", UriFault::Character, 4, 400),
            ("./\u{fc}", UriFault::Character, 2, 400),
            ("./A#B", UriFault::Character, 3, 400),
            ("./A\\B", UriFault::Character, 3, 400),
            ("./%", UriFault::Escape, 2, 400),
            ("./A%4", UriFault::Escape, 3, 400),
            ("./%G1", UriFault::Escape, 2, 400),
            ("./%1G", UriFault::Escape, 2, 400),
            ("./%+1", UriFault::Escape, 2, 400),
            ("./%C3", UriFault::Text, 2, 400),
            ("./%2F", UriFault::Name, 2, 400),
            ("./A/x%00", UriFault::Name, 4, 400),
            ("./A?", UriFault::Query, 4, 406),
            ("./A?prop", UriFault::Query, 4, 406),
            ("./A?Prop=ACL", UriFault::Query, 4, 406),
            ("./A?prop=", UriFault::Property, 4, 406),
            ("./A?prop=acl", UriFault::Property, 4, 406),
            ("./A?prop=Value", UriFault::Property, 4, 406),
            ("./A?prop=ACL?", UriFault::Property, 4, 406),
            ("./A?list=", UriFault::List, 4, 406),
            ("./A?list=All", UriFault::List, 4, 406),
            ("./A?list=Struct+ACL", UriFault::List, 4, 406),
            ("./A?list=TNDS+", UriFault::List, 4, 406),
            ("./A?list=TNDS+ACL-Value", UriFault::List, 4, 406),
            ("./A?list=TNDS-ACL+Value", UriFault::List, 4, 406),
            ("./A?list=TNDS+Color", UriFault::List, 4, 406),
        ] {
            let found = text.parse::<Address>().unwrap_err();
            assert_eq!(found, error(fault, offset), "{text}");
            assert_eq!(fault.status().0, status, "{text}");
        }
        assert_eq!("./A?prop=ACL".parse::<Uri>().unwrap_err(), error(UriFault::Query, 3));
    }

    #[test]
    fn lists() {
        let set = super::super::PropertySet::NONE;
        for (text, list) in [
            ("./A?list=Struct", List::Struct),
            (".?list=StructData", List::StructData),
            ("./A?list=TNDS", List::Tnds),
            ("./A?list=TNDS+ACL+Value", List::TndsWith(set.with(PropertyName::Acl).with_value())),
            (
                "./A?list=TNDS-TStamp-VerNo",
                List::TndsWithout(set.with(PropertyName::TStamp).with(PropertyName::VerNo)),
            ),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(*address.part(), Part::List(list), "{text}");
            assert_eq!(address.to_string(), text);
        }
    }

    /// One under, at and one over each, and 0, which is none.
    #[test]
    fn limits() {
        let rules = |max_depth, max_tot_len, max_seg_len| {
            UriRules::SPECIFICATION.with_limits(UriLimits { max_depth, max_tot_len, max_seg_len })
        };
        let fault = |text: &str, rules| Address::parse(text, &rules).err().map(|e| e.kind());
        let kind = |fault| Some(ErrorKind::Uri(fault));
        assert_eq!(fault("./A", rules(2, 0, 0)), None);
        assert_eq!(fault("./A/B", rules(2, 0, 0)), None);
        assert_eq!(fault("./A/B/C", rules(2, 0, 0)), kind(UriFault::Depth));
        assert_eq!(fault("./AAA", rules(0, 4, 0)), None);
        assert_eq!(fault("./A/BC", rules(0, 4, 0)), None);
        assert_eq!(fault("A/BCD", rules(0, 4, 0)), kind(UriFault::Length));
        assert_eq!(fault("./A?prop=ACL", rules(0, 10, 0)), None);
        assert_eq!(fault("./A?prop=Name", rules(0, 10, 0)), kind(UriFault::Length));
        assert_eq!(fault("./AA/BB", rules(0, 0, 3)), None);
        assert_eq!(fault("./AAA/BBB", rules(0, 0, 3)), None);
        assert_eq!(fault("./AAA/BBBB", rules(0, 0, 3)), kind(UriFault::SegmentLength));
        let long = ["./", &"A/".repeat(5000), "A"].concat();
        assert_eq!(fault(&long, rules(0, 0, 0)), None);
        assert_eq!(UriFault::Depth.status().0, 414);
        assert_eq!(UriFault::Length.status().0, 414);
        assert_eq!(UriFault::SegmentLength.status().0, 414);
    }

    #[test]
    fn windows() {
        let uri = |text| Uri::parse(text, &UriRules::WINDOWS).map(|uri| uri.to_string());
        for (text, same) in [
            ("./Device/Vendor/MSFT/Reboot", "./Vendor/MSFT/Reboot"),
            ("./device/vendor/MSFT", "./vendor/MSFT"),
            ("./User/Vendor/MSFT", "./User/Vendor/MSFT"),
            ("./Device", "./Device"),
            ("./Device/Other", "./Device/Other"),
            ("./A/{B}", "./A/%7BB%7D"),
            ("./A/%7BB%7D", "./A/%7BB%7D"),
            ("./A/B C", "./A/B%20C"),
        ] {
            assert_eq!(uri(text).unwrap(), same, "{text}");
        }
        assert_eq!(uri("./A/*"), Err(error(UriFault::Reserved, 4)));
        assert!(uri("./A/*b").is_ok() && "./A/*".parse::<Uri>().is_ok());
        assert_eq!(uri("./A/\t"), Err(error(UriFault::Character, 4)));
        assert_eq!(uri("/Vendor"), Err(error(UriFault::LeadingSlash, 0)));
    }
}
