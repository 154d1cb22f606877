//! Cache operation: WAP-175, 9.3.
//!
//! All rows are compared with the specification.

use super::{AttributePage, MediaTypes, TagPage, ValuePage, Vocabulary};

/// Cache operation, version 1.0.
pub static CO_1_0: Vocabulary = Vocabulary::new("co10")
    .title("Cache operation 1.0 (WAP-175)")
    .public_ids(&[0x07])
    .formal_ids(&["-//WAPFORUM//DTD CO 1.0//EN"])
    .system_ids(&["http://www.wapforum.org/DTD/co_1.0.dtd"])
    .root("co")
    .media_types(
        MediaTypes::new("text/vnd.wap.co", "application/vnd.wap.coc").wsp_xml(0x31).wsp_wbxml(0x32),
    )
    .tags(&[TagPage::new(
        0,
        "",
        &[(0x05, "co"), (0x06, "invalidate-object"), (0x07, "invalidate-service")],
    )])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x05, "uri", ""),
            (0x06, "uri", "http://"),
            (0x07, "uri", "http://www."),
            (0x08, "uri", "https://"),
            (0x09, "uri", "https://www."),
        ],
    )])
    .values(&[ValuePage::new(
        0,
        &[(0x85, ".com/"), (0x86, ".edu/"), (0x87, ".net/"), (0x88, ".org/")],
    )]);
