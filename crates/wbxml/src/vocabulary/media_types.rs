//! Under which names a document type travels.

/// The media types of a document type, empty where none is assigned, and the WSP well-known
/// content type codes (without the short-integer bit).
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct MediaTypes {
    /// Of the XML form.
    pub xml: &'static str,
    /// Of the WBXML form.
    pub wbxml: &'static str,
    /// Other names on the wire for either form.
    pub aliases: &'static [&'static str],
    /// WSP code of the XML form.
    pub wsp_xml: Option<u16>,
    /// WSP code of the WBXML form.
    pub wsp_wbxml: Option<u16>,
}

impl MediaTypes {
    /// The two media types, without aliases and WSP codes.
    #[must_use]
    pub const fn new(xml: &'static str, wbxml: &'static str) -> Self {
        Self { xml, wbxml, aliases: &[], wsp_xml: None, wsp_wbxml: None }
    }

    /// With further names.
    #[must_use]
    pub const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// With the WSP code of the XML form.
    #[must_use]
    pub const fn wsp_xml(self, code: u16) -> Self {
        Self { wsp_xml: Some(code), ..self }
    }

    /// With the WSP code of the WBXML form.
    #[must_use]
    pub const fn wsp_wbxml(self, code: u16) -> Self {
        Self { wsp_wbxml: Some(code), ..self }
    }
}
