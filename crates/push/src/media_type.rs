//! The numbers of content types.

mod table;

use core::fmt;

use crate::registry::{by_name, by_number};
use crate::wsp::EncodingVersion;

/// The number of a content type: an open registry.
///
/// ```
/// use provost_push::MediaCode;
///
/// assert_eq!(MediaCode::from_name("application/vnd.wap.emn+wbxml"), Some(MediaCode(0x030a)));
/// assert_eq!(MediaCode::CONNECTIVITY_WBXML.name(), Some("application/vnd.wap.connectivity-wbxml"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct MediaCode(pub u32);

impl MediaCode {
    /// Anything.
    pub const ANY: Self = Self(0x00);
    /// `text/plain`.
    pub const TEXT_PLAIN: Self = Self(0x03);
    /// `application/vnd.wap.wmlc`.
    pub const WMLC: Self = Self(0x14);
    /// `application/vnd.wap.multipart.mixed`.
    pub const MULTIPART_MIXED: Self = Self(0x23);
    /// `application/vnd.wap.multipart.alternative`.
    pub const MULTIPART_ALTERNATIVE: Self = Self(0x26);
    /// `application/vnd.wap.multipart.related`.
    pub const MULTIPART_RELATED: Self = Self(0x33);
    /// `application/xml`.
    pub const XML: Self = Self(0x27);
    /// `text/vnd.wap.si`: service indication as text.
    pub const SI: Self = Self(0x2d);
    /// `application/vnd.wap.sic`: service indication.
    pub const SIC: Self = Self(0x2e);
    /// `text/vnd.wap.sl`: service loading as text.
    pub const SL: Self = Self(0x2f);
    /// `application/vnd.wap.slc`: service loading.
    pub const SLC: Self = Self(0x30);
    /// `text/vnd.wap.co`: cache operation as text.
    pub const CO: Self = Self(0x31);
    /// `application/vnd.wap.coc`: cache operation.
    pub const COC: Self = Self(0x32);
    /// `application/vnd.wap.sia`: session initiation.
    pub const SIA: Self = Self(0x34);
    /// `text/vnd.wap.connectivity-xml`: Client Provisioning as text.
    pub const CONNECTIVITY_XML: Self = Self(0x35);
    /// `application/vnd.wap.connectivity-wbxml`: Client Provisioning.
    pub const CONNECTIVITY_WBXML: Self = Self(0x36);
    /// `application/vnd.wap.mms-message`.
    pub const MMS_MESSAGE: Self = Self(0x3e);
    /// `application/vnd.syncml.dm+wbxml`.
    pub const SYNCML_DM_WBXML: Self = Self(0x42);
    /// `application/vnd.syncml.dm+xml`.
    pub const SYNCML_DM_XML: Self = Self(0x43);
    /// `application/vnd.syncml.notification`: of device management.
    pub const SYNCML_NOTIFICATION: Self = Self(0x44);
    /// `application/vnd.syncml.ds.notification`: of data synchronization.
    pub const SYNCML_DS_NOTIFICATION: Self = Self(0x4e);
    /// `application/octet-stream`.
    pub const OCTET_STREAM: Self = Self(0x5a);
    /// `text/vnd.wap.emn+xml`: e-mail notification as text.
    pub const EMN_XML: Self = Self(0x0304);
    /// `application/vnd.wap.emn+wbxml`: e-mail notification.
    pub const EMN_WBXML: Self = Self(0x030a);

    /// The registered name.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        by_number(table::ROWS, self.0, |row| row.0).map(|row| row.1)
    }

    /// The number of a name, whatever its case; without parameters.
    ///
    /// `multipart/mixed` and `application/vnd.wap.multipart.mixed` are two types with two numbers.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        by_name(table::ROWS, name, |row| row.1).map(|row| Self(row.0))
    }

    /// The encoding version that assigned the number; `None` for one that no version names.
    ///
    /// A peer of an older version may not know the number and gets the name instead.
    #[must_use]
    pub fn since(self) -> Option<EncodingVersion> {
        let row = by_number(table::ROWS, self.0, |row| row.0)?;
        (row.2 != 0).then(|| EncodingVersion::from_octet(row.2))
    }

    /// All that are registered, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        table::ROWS.iter().map(|row| Self(row.0))
    }
}

impl fmt::Display for MediaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:02x}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_both_ways() {
        crate::registry::assert_ascending(table::ROWS.iter().map(|row| row.0));
        assert_eq!(table::ROWS.len(), 133);
        for &(number, name, _) in table::ROWS {
            assert_eq!(MediaCode(number).name(), Some(name));
            assert_eq!(MediaCode::from_name(name), Some(MediaCode(number)), "{name}");
        }
    }

    #[test]
    fn unknown_numbers_stay() {
        for number in [0x59, 0x5b, 0x0200, 0x052c, u32::MAX] {
            assert_eq!(MediaCode(number).name(), None);
            assert_eq!(MediaCode(number).since(), None);
        }
    }

    #[test]
    fn versions() {
        assert_eq!(MediaCode::WMLC.since(), Some(EncodingVersion::V1_1));
        assert_eq!(MediaCode::SIC.since(), Some(EncodingVersion::V1_2));
        assert_eq!(MediaCode::CONNECTIVITY_WBXML.since(), Some(EncodingVersion::V1_3));
        assert_eq!(MediaCode::SYNCML_NOTIFICATION.since(), Some(EncodingVersion::V1_5));
        assert_eq!(MediaCode::OCTET_STREAM.since(), None);
    }
}
