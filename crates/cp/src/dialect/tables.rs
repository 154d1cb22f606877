//! The token tables of the dialects: rows that are added to those of `PROV`, or taken away.
//!
//! Sources: `APPREF` and `TO-APPREF` are read by S60, Kannel's successors and Foxconn's client
//! alike. The rows of vendors are those of S60's dictionary and of Kannel's compiler; where Kannel
//! prints `ENCAPS` twice the free code 0x4B is meant.

use provost_wbxml::vocabulary::{AttributePage, CodeSpace, PROV, TagPage, ValuePage, Vocabulary};

type Start = (u8, &'static str, &'static str);
type Value = (u8, &'static str);

const NAME: &str = "name";
const TYPE: &str = "type";

const APPREFS: [Start; 2] = [(0x3C, NAME, "APPREF"), (0x3D, NAME, "TO-APPREF")];

const NOKIA_0: [Start; 29] = [
    (0x5C, TYPE, "BEARERINFO"),
    (0x5D, TYPE, "DNS-ADDRINFO"),
    (0x5E, TYPE, "WLAN"),
    (0x5F, TYPE, "WEPKEY"),
    (0x60, NAME, "DIRECTION"),
    (0x61, NAME, "DNS-ADDRTYPE"),
    (0x62, NAME, "DNS-PRIORITY"),
    (0x63, NAME, "SOURCE-STATISTICS-DESCRIPTOR"),
    (0x64, NAME, "SIGNALLING-INDICATION"),
    (0x65, NAME, "DEFGW"),
    (0x66, NAME, "NETWORKMASK"),
    (0x67, NAME, "USECB"),
    (0x68, NAME, "CBNBR"),
    (0x69, NAME, "PPPCOMP"),
    (0x6A, NAME, "TO-LOGINSCRIPTID"),
    (0x6B, NAME, "USEPTXTLOG"),
    (0x6C, NAME, "GPRSPDP"),
    (0x6D, NAME, "MODEMINIT"),
    (0x6E, NAME, "IPADDRFROMSERVER"),
    (0x6F, NAME, "IPDNSADDRFROMSERVER"),
    (0x70, NAME, "IPV6DNSADDRFROMSERVER"),
    (0x71, NAME, "IFNETWORKS"),
    (0x72, NAME, "IAPSERVICE"),
    (0x73, NAME, "SSID"),
    (0x74, NAME, "NETWORKMODE"),
    (0x75, NAME, "SECURITYMODE"),
    (0x76, NAME, "WPAPRESHAREDKEY"),
    (0x77, NAME, "LENGTH"),
    (0x78, NAME, "DATA"),
];

const NOKIA_1: [Start; 5] = [
    APPREFS[0],
    APPREFS[1],
    (0x3E, NAME, "LOGINTW"),
    (0x3F, NAME, "LOGINSCRIPTTYPE"),
    (0x5A, TYPE, "LOGINSCRIPT"),
];

const NOKIA_VALUES: [Value; 11] = [
    (0x8F, "PPP"),
    (0xBB, "3G-GSM"),
    (0xBC, "WLAN"),
    (0xE2, "INFRASTRUCTURE"),
    (0xE3, "ADHOC"),
    (0xE4, "WEP"),
    (0xE5, "8021X"),
    (0xE6, "WPA"),
    (0xE7, "WPA-PRESHARED-KEY"),
    (0xE8, "INCOMING"),
    (0xE9, "OUTGOING"),
];

const KANNEL_0: [Start; 2] = [(0x5C, TYPE, "BEARERINFO"), (0x5D, TYPE, "DNS-ADDRINFO")];

const KANNEL_1: [Start; 40] = [
    APPREFS[0],
    APPREFS[1],
    (0x3E, NAME, "PRI-SSID"),
    (0x3F, NAME, "PRI-U-SSID"),
    (0x45, NAME, "EAPTYPE"),
    (0x46, NAME, "USERNAME"),
    (0x47, NAME, "PASSWORD"),
    (0x48, NAME, "REALM"),
    (0x49, NAME, "USE-PSEUD"),
    (0x4A, NAME, "MAXAUTHS"),
    (0x4B, NAME, "ENCAPS"),
    (0x4C, NAME, "VER-SER-REALM"),
    (0x4D, NAME, "CLIENT-AUTH"),
    (0x4E, NAME, "SES-VAL-TIME"),
    (0x4F, NAME, "CIP-SUIT"),
    (0x5A, TYPE, "WLAN"),
    (0x5B, TYPE, "SEC-SSID"),
    (0x5C, TYPE, "EAP"),
    (0x5D, TYPE, "CERT"),
    (0x5E, TYPE, "WEPKEY"),
    (0x60, NAME, "PEAP-V0"),
    (0x61, NAME, "PEAP-V1"),
    (0x62, NAME, "PEAP-V2"),
    (0x63, NAME, "ISS-NAME"),
    (0x64, NAME, "SUB-NAME"),
    (0x65, NAME, "CERT-TYPE"),
    (0x66, NAME, "SER-NUM"),
    (0x67, NAME, "SUB-KEY-ID"),
    (0x68, NAME, "THUMBPRINT"),
    (0x69, NAME, "WPA-PRES-KEY-ASC"),
    (0x6A, NAME, "WPA-PRES-KEY-HEX"),
    (0x6B, NAME, "WEPKEYIND"),
    (0x6C, NAME, "WEPAUTHMODE"),
    (0x6D, NAME, "LENGTH"),
    (0x6E, NAME, "INDEX"),
    (0x6F, NAME, "DATA"),
    (0x70, NAME, "WLANHAND"),
    (0x71, NAME, "EDIT-SET"),
    (0x72, NAME, "VIEW-SET"),
    (0x73, NAME, "FORW-SET"),
];

const KANNEL_VALUES: [Value; 2] = [(0xBB, "3G-GSM"), (0xBC, "WLAN")];

const fn starts(page: usize) -> &'static [Start] {
    match PROV.attribute_pages().split_at(page).1 {
        [page, ..] => page.rows(),
        [] => &[],
    }
}

const fn values(page: usize) -> &'static [Value] {
    match PROV.value_pages().split_at(page).1 {
        [page, ..] => page.rows(),
        [] => &[],
    }
}

/// Two lists of rows as one, ascending by token; a row of the second replaces one of the first.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn merged<const N: usize>(own: &[Start], added: &[Start]) -> [Start; N] {
    let mut rows = [(0, "", ""); N];
    let (mut left, mut right, mut at) = (0, 0, 0);
    while at < N {
        if right >= added.len() || (left < own.len() && own[left].0 < added[right].0) {
            rows[at] = own[left];
            left += 1;
        } else {
            rows[at] = added[right];
            right += 1;
        }
        at += 1;
    }
    assert!(left == own.len() && right == added.len(), "no row is left out");
    rows
}

/// As `merged`, for values.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn merged_values<const N: usize>(own: &[Value], added: &[Value]) -> [Value; N] {
    let mut rows = [(0, ""); N];
    let (mut left, mut right, mut at) = (0, 0, 0);
    while at < N {
        if right >= added.len() || (left < own.len() && own[left].0 < added[right].0) {
            rows[at] = own[left];
            left += 1;
        } else {
            rows[at] = added[right];
            right += 1;
        }
        at += 1;
    }
    assert!(left == own.len() && right == added.len(), "no row is left out");
    rows
}

/// Whether a row of page 0 is of version 1.1.
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn is_later(start: bool, token: u8) -> bool {
    let since = PROV.all_since();
    let mut at = 0;
    while at < since.len() {
        let space = match since[at].space {
            CodeSpace::AttributeStart => start,
            CodeSpace::AttributeValue => !start,
            _ => false,
        };
        if space && since[at].page == 0 && since[at].token == token {
            return true;
        }
        at += 1;
    }
    false
}

const STARTS_1_0: usize = 69;
const VALUES_1_0: usize = 49;

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn starts_1_0() -> [Start; STARTS_1_0] {
    let mut rows = [(0, "", ""); STARTS_1_0];
    let (mut from, mut to) = (0, 0);
    while from < starts(0).len() {
        if !is_later(true, starts(0)[from].0) {
            rows[to] = starts(0)[from];
            to += 1;
        }
        from += 1;
    }
    assert!(to == STARTS_1_0, "as many rows as 1.0 has");
    rows
}

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs in the compiler, where a fault is an error of the build"
)]
const fn values_1_0() -> [Value; VALUES_1_0] {
    let mut rows = [(0, ""); VALUES_1_0];
    let (mut from, mut to) = (0, 0);
    while from < values(0).len() {
        if !is_later(false, values(0)[from].0) {
            rows[to] = values(0)[from];
            to += 1;
        }
        from += 1;
    }
    assert!(to == VALUES_1_0, "as many rows as 1.0 has");
    rows
}

static STARTS_1_0_ROWS: [Start; STARTS_1_0] = starts_1_0();
static VALUES_1_0_ROWS: [Value; VALUES_1_0] = values_1_0();
static CORE_1: [Start; starts(1).len() + APPREFS.len()] = merged(starts(1), &APPREFS);
static NOKIA_0_ROWS: [Start; starts(0).len() + NOKIA_0.len()] = merged(starts(0), &NOKIA_0);
static NOKIA_1_ROWS: [Start; starts(1).len() + NOKIA_1.len()] = merged(starts(1), &NOKIA_1);
static NOKIA_VALUE_ROWS: [Value; values(0).len() + NOKIA_VALUES.len()] =
    merged_values(values(0), &NOKIA_VALUES);
static KANNEL_0_ROWS: [Start; starts(0).len() + KANNEL_0.len()] = merged(starts(0), &KANNEL_0);
static KANNEL_1_ROWS: [Start; starts(1).len() + KANNEL_1.len()] = merged(starts(1), &KANNEL_1);
static KANNEL_VALUE_ROWS: [Value; values(0).len() + KANNEL_VALUES.len()] =
    merged_values(values(0), &KANNEL_VALUES);

const fn vocabulary(id: &'static str, title: &'static str) -> Vocabulary {
    Vocabulary::new(id)
        .title(title)
        .public_ids(PROV.all_public_ids())
        .formal_ids(PROV.all_formal_ids())
        .system_ids(PROV.all_system_ids())
        .root(PROV.root_element())
        .media_types(PROV.media())
        .tags(PROV.tag_pages())
}

const TAGS_1_0: &[TagPage] = &[TagPage::new(
    0,
    "",
    &[(0x05, "wap-provisioningdoc"), (0x06, "characteristic"), (0x07, "parm")],
)];

/// The tables of 1.0: one page of each kind.
pub(super) static CORE_1_0: Vocabulary = vocabulary("prov10", "Provisioning 1.0")
    .tags(TAGS_1_0)
    .attributes(&[AttributePage::new(0, &STARTS_1_0_ROWS)])
    .values(&[ValuePage::new(0, &VALUES_1_0_ROWS)]);

/// The tables of 1.1.
pub(super) static CORE_1_1: Vocabulary = vocabulary("prov11", "Provisioning 1.1")
    .attributes(&[AttributePage::new(0, starts(0)), AttributePage::new(1, &CORE_1)])
    .values(&[ValuePage::new(0, values(0)), ValuePage::new(1, values(1))]);

/// The tables of 1.1 and of S60.
pub(super) static NOKIA: Vocabulary = vocabulary("prov-nokia", "Provisioning, S60")
    .attributes(&[AttributePage::new(0, &NOKIA_0_ROWS), AttributePage::new(1, &NOKIA_1_ROWS)])
    .values(&[ValuePage::new(0, &NOKIA_VALUE_ROWS), ValuePage::new(1, values(1))]);

/// The tables of 1.1 and of Kannel.
pub(super) static KANNEL: Vocabulary = vocabulary("prov-kannel", "Provisioning, Kannel")
    .attributes(&[AttributePage::new(0, &KANNEL_0_ROWS), AttributePage::new(1, &KANNEL_1_ROWS)])
    .values(&[ValuePage::new(0, &KANNEL_VALUE_ROWS), ValuePage::new(1, values(1))]);

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;

    use super::*;

    /// The slow way to put rows together: a map by token, in which the later row counts.
    fn by_token<R: Copy>(own: &[R], added: &[R], token: impl Fn(&R) -> u8) -> Vec<R> {
        let rows: BTreeMap<u8, R> = own.iter().chain(added).map(|row| (token(row), *row)).collect();
        rows.into_values().collect()
    }

    #[test]
    fn rows_are_put_together_as_in_a_map() {
        let kannel = merged::<{ starts(1).len() + KANNEL_1.len() }>(starts(1), &KANNEL_1);
        assert_eq!(kannel.to_vec(), by_token(starts(1), &KANNEL_1, |row| row.0));
        assert_eq!(NOKIA_0_ROWS.to_vec(), by_token(starts(0), &NOKIA_0, |row| row.0));
        assert_eq!(NOKIA_1_ROWS.to_vec(), by_token(starts(1), &NOKIA_1, |row| row.0));
        let values_of_nokia =
            merged_values::<{ values(0).len() + NOKIA_VALUES.len() }>(values(0), &NOKIA_VALUES);
        assert_eq!(values_of_nokia.to_vec(), by_token(values(0), &NOKIA_VALUES, |row| row.0));
        assert_eq!(KANNEL_VALUE_ROWS.to_vec(), by_token(values(0), &KANNEL_VALUES, |row| row.0));
    }

    /// The rows that came with 1.1, by the list of the facts: those of 1.0 are all others.
    #[test]
    fn the_rows_of_1_0_are_those_that_1_1_did_not_add() {
        let added = |token: &u8| matches!(token, 0x3D..=0x3F | 0x47..=0x4F | 0x5B);
        let rest: Vec<Start> = starts(0).iter().filter(|row| !added(&row.0)).copied().collect();
        assert_eq!(starts_1_0().to_vec(), rest);
        let added = |token: &u8| matches!(token, 0x9F | 0xB9 | 0xBA | 0xD0..=0xD3 | 0xE0 | 0xE1);
        let rest: Vec<Value> = values(0).iter().filter(|row| !added(&row.0)).copied().collect();
        assert_eq!(values_1_0().to_vec(), rest);
    }

    #[test]
    fn a_dialect_is_of_the_document_type() {
        let own = vocabulary("x", "X");
        assert_eq!((own.id(), own.root_element()), ("x", PROV.root_element()));
        assert_eq!(own.tag_pages().len(), PROV.tag_pages().len());
    }
}
