//! Service indication: WAP-167, 8.3.
//!
//! All rows are compared with the specification. It reserves the values from 0xB0 for the `class`
//! of items; none is known to be assigned.

use super::{AttributePage, MediaTypes, Rule, TagPage, ValuePage, Vocabulary};

/// Service indication, version 1.0.
pub static SI_1_0: Vocabulary = Vocabulary::new("si10")
    .title("Service indication 1.0 (WAP-167)")
    .public_ids(&[0x05])
    .formal_ids(&["-//WAPFORUM//DTD SI 1.0//EN"])
    .system_ids(&["http://www.wapforum.org/DTD/si.dtd"])
    .root("si")
    .media_types(
        MediaTypes::new("text/vnd.wap.si", "application/vnd.wap.sic").wsp_xml(0x2D).wsp_wbxml(0x2E),
    )
    .tags(&[TagPage::new(
        0,
        "",
        &[(0x05, "si"), (0x06, "indication"), (0x07, "info"), (0x08, "item")],
    )])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x05, "action", "signal-none"),
            (0x06, "action", "signal-low"),
            (0x07, "action", "signal-medium"),
            (0x08, "action", "signal-high"),
            (0x09, "action", "delete"),
            (0x0A, "created", ""),
            (0x0B, "href", ""),
            (0x0C, "href", "http://"),
            (0x0D, "href", "http://www."),
            (0x0E, "href", "https://"),
            (0x0F, "href", "https://www."),
            (0x10, "si-expires", ""),
            (0x11, "si-id", ""),
            (0x12, "class", ""),
        ],
    )])
    .values(&[ValuePage::new(
        0,
        &[(0x85, ".com/"), (0x86, ".edu/"), (0x87, ".net/"), (0x88, ".org/")],
    )])
    .attribute_rules(&[(0, 0x0A, Rule::DateTime), (0, 0x10, Rule::DateTime)]);
