//! Content that WBXML and XML write differently.

/// What the content of an element or attribute is, where WBXML and XML write it differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Rule {
    /// SI and EMN: `YYYY-MM-DDThh:mm:ssZ` as opaque BCD digits (WAP-167, 8.2.2).
    DateTime,
    /// Wireless Village: a number as opaque octets, big-endian.
    Integer,
    /// Wireless Village: `T` or `F`, as an extension token.
    ///
    /// It says what the element is; conversion asks for no rule here, because the extension values
    /// of the vocabulary have both words.
    Boolean,
    /// Wireless Village: a date and time in six octets.
    PackedDateTime,
    /// Base64 in XML, the octets opaque in WBXML.
    Base64,
    /// Base64 text in both, but some senders write the octets opaque in WBXML.
    Base64OrOpaque,
    /// Text, but base64 of the opaque octets where a `ContentEncoding` says so: beside it, or in the
    /// `MessageInfo` beside it.
    StringOrBase64,
    /// OTA settings: base64 in XML and opaque in WBXML beside `NAME="ICON"`.
    Icon,
    /// SyncML `Data`: text, opaque text or octets, or a nested document.
    Data,
}
