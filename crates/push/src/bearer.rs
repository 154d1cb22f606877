//! The numbers of bearers: over which network a message travels.

use core::fmt;

/// The number of a bearer (WAP-259, appendix C): an open registry.
///
/// ```
/// use provost_push::Bearer;
///
/// assert_eq!(Bearer::GSM_SMS.network(), Some("GSM"));
/// assert_eq!(Bearer::GSM_GPRS.bearer(), Some("GPRS"));
/// assert_eq!(Bearer::find("gsm", "sms").next(), Some(Bearer::GSM_SMS));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct Bearer(pub u8);

impl Bearer {
    /// Any bearer, with an address of IPv4.
    pub const ANY_IPV4: Self = Self(0x00);
    /// Any bearer, with an address of IPv6.
    pub const ANY_IPV6: Self = Self(0x01);
    /// Short messages of GSM.
    pub const GSM_SMS: Self = Self(0x03);
    /// Circuit switched data of GSM.
    pub const GSM_CSD: Self = Self(0x0a);
    /// Packet data of GSM.
    pub const GSM_GPRS: Self = Self(0x0b);
    /// USSD of GSM, with an address of a subscriber.
    pub const GSM_USSD: Self = Self(0x1b);

    /// The name of the network, as PAP writes it.
    #[must_use]
    pub fn network(self) -> Option<&'static str> {
        self.row().map(|row| row.1)
    }

    /// The name of the bearer in that network, as PAP writes it.
    #[must_use]
    pub fn bearer(self) -> Option<&'static str> {
        self.row().map(|row| row.2)
    }

    /// The type of its addresses: the `TYPE=` of a client address. `None` for 0x02, which may have
    /// any, and for numbers that are reserved.
    #[must_use]
    pub fn address_type(self) -> Option<&'static str> {
        self.row().map(|row| row.3).filter(|address| !address.is_empty())
    }

    /// The bearers of two names, whatever their case and with or without trademark signs; several
    /// where they differ only in the type of address.
    pub fn find<'n>(network: &'n str, bearer: &'n str) -> impl Iterator<Item = Self> + use<'n> {
        let rows = ROWS.iter().filter(move |row| same(row.1, network) && same(row.2, bearer));
        rows.map(|row| Self(row.0))
    }

    /// All that are registered, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| Self(row.0))
    }

    fn row(self) -> Option<&'static (u8, &'static str, &'static str, &'static str)> {
        ROWS.get(usize::from(self.0))
    }
}

impl fmt::Display for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row() {
            Some((_, network, bearer, _)) if network == bearer => f.write_str(network),
            Some((_, network, bearer, _)) => write!(f, "{network} {bearer}"),
            None => write!(f, "0x{:02x}", self.0),
        }
    }
}

fn same(registered: &str, name: &str) -> bool {
    let bare = |text| strip_trademark(text).bytes().map(|octet: u8| octet.to_ascii_lowercase());
    bare(registered).eq(bare(name))
}

fn strip_trademark(name: &str) -> &str {
    name.strip_suffix("(TM)")
        .or_else(|| name.strip_suffix("(tm)"))
        .or_else(|| name.strip_suffix('\u{2122}'))
        .unwrap_or(name)
}

/// Number, network, bearer, type of address. The index is the number.
static ROWS: &[(u8, &str, &str, &str)] = &[
    (0x00, "Any", "Any", "IPv4"),
    (0x01, "Any", "Any", "IPv6"),
    (0x02, "GSM", "USSD", ""),
    (0x03, "GSM", "SMS", "GSM_MSISDN"),
    (0x04, "ANSI-136", "GUTS/R-Data", "ANSI_136_MSISDN"),
    (0x05, "IS-95 CDMA", "SMS", "IS_637_MSISDN"),
    (0x06, "IS-95 CDMA", "CSD", "IPv4"),
    (0x07, "IS-95 CDMA", "Packet data", "IPv4"),
    (0x08, "ANSI-136", "CSD", "IPv4"),
    (0x09, "ANSI-136", "Packet Data", "IPv4"),
    (0x0a, "GSM", "CSD", "IPv4"),
    (0x0b, "GSM", "GPRS", "IPv4"),
    (0x0c, "GSM", "USSD", "IPv4"),
    (0x0d, "AMPS", "CDPD", "IPv4"),
    (0x0e, "PDC", "CSD", "IPv4"),
    (0x0f, "PDC", "Packet Data", "IPv4"),
    (0x10, "IDEN", "SMS", "iDEN_MSISDN"),
    (0x11, "IDEN", "CSD", "IPv4"),
    (0x12, "IDEN", "Packet Data", "IPv4"),
    (0x13, "Paging network", "FLEX(TM)", "FLEX_MSISDN"),
    (0x14, "PHS", "SMS", "PHS_MSISDN"),
    (0x15, "PHS", "CSD", "IPv4"),
    (0x16, "GSM", "USSD", "GSM_Service_Code"),
    (0x17, "TETRA", "SDS", "TETRA_ITSI"),
    (0x18, "TETRA", "SDS", "TETRA_MSISDN"),
    (0x19, "TETRA", "Packet Data", "IPv4"),
    (0x1a, "Paging Network", "ReFLEX(TM)", "ReFLEX_MSISDN"),
    (0x1b, "GSM", "USSD", "GSM_MSISDN"),
    (0x1c, "Mobitex", "MPAK", "MAN"),
    (0x1d, "ANSI-136", "GHOST/R_DATA", "GSM_MSISDN"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_at_its_number_and_found() {
        for (index, row) in ROWS.iter().enumerate() {
            assert_eq!(usize::from(row.0), index);
            assert!(Bearer::find(row.1, row.2).any(|bearer| bearer == Bearer(row.0)));
        }
        assert_eq!(Bearer(0x1e).network(), None);
    }

    #[test]
    fn names_whatever_their_case_and_signs() {
        assert_eq!(Bearer::find("paging NETWORK", "flex").next(), Some(Bearer(0x13)));
        assert_eq!(Bearer::find("GSM", "ussd").count(), 4);
        assert_eq!(Bearer::find("GSM", "SIP").next(), None);
    }
}
