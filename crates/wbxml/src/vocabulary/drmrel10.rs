//! DRM rights: OMA-Download-DRMREL-V1_0.
//!
//! One implementation; the DTD confirms the three namespace values, with the slash after the `#` of
//! `ds`. Prefixes are a part of the names.

use super::{AttributePage, MediaTypes, Rule, TagPage, ValuePage, Vocabulary};

/// OMA DRM 1.0 rights objects.
pub static DRMREL_1_0: Vocabulary = Vocabulary::new("drmrel10")
    .title("DRM rights expression language 1.0 (OMA-Download-DRMREL-V1_0)")
    .public_ids(&[0x0E])
    .formal_ids(&["-//OMA//DTD DRMREL 1.0//EN", "-//WAPFORUM//DTD DRMREL 1.0//EN"])
    .system_ids(&["http://www.openmobilealliance.org/DTD/drmrel10.dtd"])
    .root("o-ex:rights")
    .media_types(
        MediaTypes::new(
            "application/vnd.oma.drm.rights+xml",
            "application/vnd.oma.drm.rights+wbxml",
        )
        .wsp_xml(0x4A)
        .wsp_wbxml(0x4B),
    )
    .tags(&[TagPage::new(
        0,
        "",
        &[
            (0x05, "o-ex:rights"),
            (0x06, "o-ex:context"),
            (0x07, "o-dd:version"),
            (0x08, "o-dd:uid"),
            (0x09, "o-ex:agreement"),
            (0x0A, "o-ex:asset"),
            (0x0B, "ds:KeyInfo"),
            (0x0C, "ds:KeyValue"),
            (0x0D, "o-ex:permission"),
            (0x0E, "o-dd:play"),
            (0x0F, "o-dd:display"),
            (0x10, "o-dd:execute"),
            (0x11, "o-dd:print"),
            (0x12, "o-ex:constraint"),
            (0x13, "o-dd:count"),
            (0x14, "o-dd:datetime"),
            (0x15, "o-dd:start"),
            (0x16, "o-dd:end"),
            (0x17, "o-dd:interval"),
        ],
    )])
    .attributes(&[AttributePage::new(
        0,
        &[(0x05, "xmlns:o-ex", ""), (0x06, "xmlns:o-dd", ""), (0x07, "xmlns:ds", "")],
    )])
    .values(&[ValuePage::new(
        0,
        &[
            (0x85, "http://odrl.net/1.1/ODRL-EX"),
            (0x86, "http://odrl.net/1.1/ODRL-DD"),
            (0x87, "http://www.w3.org/2000/09/xmldsig#/"),
        ],
    )])
    .tag_rules(&[(0, 0x0C, Rule::Base64)]);
