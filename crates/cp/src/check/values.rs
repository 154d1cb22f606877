//! Values: whether each is what its parm takes, and whether those of one characteristic fit.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::schema::{ParmRule, Value};
use super::{Check, Profile};
use crate::characteristic::Characteristic;
use crate::finding::Rule;
use crate::kind::Kind;
use crate::parm::Parm;
use crate::qos::hexadecimal;
use crate::resolve::split_scheme;
use crate::value::{WspVersion, ip_address, number};
use crate::view::AppId;

/// Checks a value by its rule.
pub(super) fn check(check: &mut Check<'_, '_>, own: &Characteristic, parm: &Parm, rule: &ParmRule) {
    let text = parm.text();
    if text.is_some_and(|text| text.contains('\0')) {
        check.add(Rule::Nul, parm.name(), parm.offset());
    }
    let broken = fault(own, parm, rule, is_of_application(check));
    let of_dialect = broken == Some(Rule::OpenWord) && check.is_word_of_dialect(text);
    if let Some(rule) = broken.filter(|_| !of_dialect) {
        check.add(rule, parm.name(), parm.offset());
    }
    let (v1_0, v1_1) = lengths(own, rule);
    let most = match check.options.lengths {
        Profile::V1_0 => v1_0,
        Profile::V1_1 => v1_1,
        Profile::None => 0,
    };
    // The length of a speed is that of its digits: the word is one of the tables.
    let is_word = matches!(rule.value, Value::Speed) && text == Some("AUTOBAUDING");
    if most > 0 && !is_word && text.is_some_and(|text| text.len() > most) {
        check.add(Rule::Length, parm.name(), parm.offset());
    }
}

/// Octets that every receiver stores. The address of an access point may be as long as 1.0 had it for
/// packet data and calling cards, 64 octets, where its bearer or its type is not that of a call.
fn lengths(own: &Characteristic, rule: &ParmRule) -> (usize, usize) {
    if rule.name != "NAP-ADDRESS" {
        return rule.lengths;
    }
    let is_packet = |bearer: &str| bearer.contains("GPRS") || bearer.contains("PACKET");
    let long = own.parms("BEARER").any(is_packet)
        || own.parm("NAP-ADDRTYPE").is_some_and(|kind| kind != "E164")
        || own.parm("CALLTYPE").is_some_and(|kind| kind.contains("CARD"));
    (if long { rule.lengths.0 } else { SHORT_ADDRESS }, rule.lengths.1)
}

/// Octets of a number to be called that every receiver of 1.0 stores (WAP-183, 4.6).
const SHORT_ADDRESS: usize = 16;

/// What is wrong with a value.
pub(crate) fn fault(
    own: &Characteristic,
    parm: &Parm,
    rule: &ParmRule,
    of_application: bool,
) -> Option<Rule> {
    let Some(text) = parm.text() else {
        let may_be_absent = matches!(rule.value, Value::Flag | Value::Credential | Value::Optional);
        return (!may_be_absent && !parm.is_unknown_value()).then_some(Rule::ValueMissing);
    };
    match rule.value {
        Value::Flag => (!text.is_empty()).then_some(Rule::FlagValue),
        Value::Identifier => text.trim().is_empty().then_some(Rule::ValueMissing),
        Value::Text | Value::Credential | Value::Optional => None,
        Value::Boolean => (!matches!(text, "0" | "1")).then_some(Rule::Boolean),
        Value::Number(least, most) => {
            let fits = number(text).is_some_and(|value: u64| (least..=most).contains(&value));
            (!fits).then_some(Rule::Number)
        }
        Value::Digits(most) => (!is_digits(text, most)).then_some(Rule::Number),
        Value::DigitList(most) => {
            let fits = text.split(',').all(|code| is_digits(code.trim(), most));
            (!fits).then_some(Rule::Number)
        }
        Value::Octet(mask) => {
            let fits = hexadecimal(text).is_some_and(|octet| octet & !mask == 0);
            (!fits).then_some(Rule::Hexadecimal)
        }
        Value::Index => {
            let fits = text.len() == 8 && text.bytes().all(|octet| octet.is_ascii_hexdigit());
            (!fits).then_some(Rule::Hexadecimal)
        }
        Value::WspVersion => WspVersion::parse(text).is_none().then_some(Rule::WspVersion),
        Value::Word(is_registered) => (!is_registered(text)).then_some(Rule::Word),
        Value::OpenWord(is_registered) => {
            // At an address of an application any service of IANA may stand.
            let free = parm.name() == "SERVICE" && of_application;
            (!free && !is_registered(text)).then_some(Rule::OpenWord)
        }
        Value::Url => split_scheme(text.trim()).is_none().then_some(Rule::Scheme),
        // Of nothing no address can be made, whatever its type.
        Value::Address(..) if rule.is_mandatory && text.trim().is_empty() => {
            Some(Rule::ValueMissing)
        }
        Value::Address(type_name, default) => {
            let kind = own.parm(type_name).unwrap_or(default);
            (!is_address(text, kind)).then_some(Rule::Address)
        }
        Value::Ip => ip_address(text).is_none().then_some(Rule::Address),
        Value::Speed => {
            let fits = text == "AUTOBAUDING" || number::<u32>(text).is_some();
            (!fits).then_some(Rule::Number)
        }
    }
}

fn is_of_application(check: &Check<'_, '_>) -> bool {
    check.path.iter().any(|(own, _)| *own.kind() == Kind::AppAddr)
}

/// Whether it is one to so many digits.
fn is_digits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit())
}

/// Whether an address is of its type, as far as that can be seen.
fn is_address(text: &str, kind: &str) -> bool {
    match kind {
        "IPV4" => ip_address(text).is_some_and(|address| address.is_ipv4()),
        "IPV6" => ip_address(text).is_some_and(|address| address.is_ipv6()),
        "E164" => {
            let digits = text.strip_prefix('+').unwrap_or(text);
            let dialled = |octet: u8| octet.is_ascii_digit() || matches!(octet, b'*' | b'#' | b'p');
            !digits.is_empty() && digits.bytes().all(dialled)
        }
        "APN" => {
            let label =
                |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.');
            !text.is_empty() && text.bytes().all(label)
        }
        _ => true,
    }
}

/// Checks what the parms and characteristics of one characteristic have to do with one another.
pub(super) fn relations(check: &mut Check<'_, '_>, own: &Characteristic) {
    match own.kind() {
        Kind::Validity => {
            needs(check, own, "NETWORK", "COUNTRY", Rule::NeedsCountry);
            needs(check, own, "SID", "SOC", Rule::NeedsSoc);
        }
        Kind::Bootstrap => needs(check, own, "NETWORK", "COUNTRY", Rule::NeedsCountry),
        Kind::NapDef => {
            unique(check, own, &Kind::Validity, "COUNTRY", Rule::DuplicateCountry);
            unique(check, own, &Kind::Validity, "SOC", Rule::DuplicateCountry);
            unique_nap_auth(check, own);
        }
        Kind::PxLogical => {
            needs(check, own, "PROXY-PW", "PPGAUTH-TYPE", Rule::NeedsAuthType);
            unique(check, own, &Kind::PxAuthInfo, "PXAUTH-TYPE", Rule::DuplicateAuth);
            unique(check, own, &Kind::Port, "PORTNBR", Rule::DuplicatePort);
            unique(check, own, &Kind::PxPhysical, "PHYSICAL-PROXY-ID", Rule::Merged);
            // One that has its identifier alone inherits everything (WAP-185, 6).
            let only_id = own.all_parms().all(|parm| parm.name() == "PROXY-ID");
            let is_empty = own.all(&Kind::PxPhysical).next().is_none();
            if is_empty && !(only_id && own.characteristics().next().is_none()) {
                check.add(Rule::ChildMissing, "", own.offset());
            }
            domains(check, own);
        }
        Kind::PxPhysical | Kind::AppAddr => {
            unique(check, own, &Kind::Port, "PORTNBR", Rule::DuplicatePort);
        }
        Kind::Application => application(check, own),
        Kind::AppAuth => level(check, own),
        _ => {}
    }
}

/// Credentials of the server to the client are of device management alone.
fn level(check: &mut Check<'_, '_>, own: &Characteristic) {
    let Some(parm) = own.first("AAUTHLEVEL").filter(|parm| parm.text() == Some("CLIENT")) else {
        return;
    };
    let around = check.path.iter().rev().find(|(own, _)| *own.kind() == Kind::Application);
    let id = around.and_then(|(own, _)| own.parm("APPID"));
    if id.is_some_and(|id| AppId::new(id) != AppId::DEVICE_MANAGEMENT) {
        check.add(Rule::OpenWord, "AAUTHLEVEL", parm.offset());
    }
}

fn needs(check: &mut Check<'_, '_>, own: &Characteristic, name: &str, other: &str, rule: Rule) {
    if let Some(parm) = own.first(name) {
        if !own.has(other) {
            check.add(rule, name, parm.offset());
        }
    }
}

/// Whether a parm has another value in each characteristic of a kind.
fn unique(check: &mut Check<'_, '_>, own: &Characteristic, kind: &Kind, name: &str, rule: Rule) {
    let mut seen = BTreeSet::new();
    for child in own.all(kind) {
        if child.parm(name).is_some_and(|value| !seen.insert(value)) {
            check.add(rule, name, child.offset());
        }
    }
}

/// Credentials of one type are for different entities (ProvCont 1.1, 6.7).
fn unique_nap_auth(check: &mut Check<'_, '_>, own: &Characteristic) {
    let mut seen = BTreeSet::new();
    for child in own.all(&Kind::NapAuthInfo) {
        let Some(kind) = child.parm("AUTHTYPE") else { continue };
        if !seen.insert((kind, child.parm("AUTH-ENTITY"))) {
            check.add(Rule::DuplicateAuth, "AUTHTYPE", child.offset());
        }
    }
}

/// The domains of an address are among those of its proxy (WAP-183, 4.5).
fn domains(check: &mut Check<'_, '_>, own: &Characteristic) {
    let all: Vec<&str> = own.parms("DOMAIN").take(crate::view::MAX_DOMAINS).collect();
    let covered = |domain: &str| {
        all.is_empty() || all.iter().any(|outer| crate::resolve::domain_covers(outer, domain))
    };
    for child in own.all(&Kind::PxPhysical) {
        for parm in child.all_parms().filter(|parm| parm.name() == "DOMAIN") {
            if parm.text().is_some_and(|domain| !covered(domain)) {
                check.add(Rule::DomainSubset, "DOMAIN", parm.offset());
            }
        }
    }
}

/// What an application needs by its row of the table.
fn application(check: &mut Check<'_, '_>, own: &Characteristic) {
    let Some(id) = own.parm("APPID") else { return };
    let table = check.options.applications;
    let table = table.unwrap_or_else(|| crate::application::ApplicationTable::registered());
    let Some(row) = table.find(id) else {
        check.add(Rule::AppUnknown, "APPID", own.offset());
        return;
    };
    for name in row.required() {
        if !own.has(name) {
            check.add(Rule::AppMissing, name, own.offset());
        }
    }
    for name in row.wanted() {
        if !own.has(name) {
            check.add(Rule::AppWanted, name, own.offset());
        }
    }
    let has_address = own.parm("ADDR").is_some()
        || own.all(&Kind::AppAddr).any(|child| child.parm("ADDR").is_some());
    if row.needs_address() && !has_address {
        check.add(Rule::AppAddress, "ADDR", own.offset());
    }
    if row.is_xml_only() {
        check.add(Rule::AppXmlOnly, "APPID", own.offset());
    }
}
