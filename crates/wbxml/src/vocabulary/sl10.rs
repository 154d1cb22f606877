//! Service loading: WAP-168, 9.3.
//!
//! All rows are compared with the specification.

use super::{AttributePage, MediaTypes, TagPage, ValuePage, Vocabulary};

/// Service loading, version 1.0.
pub static SL_1_0: Vocabulary = Vocabulary::new("sl10")
    .title("Service loading 1.0 (WAP-168)")
    .public_ids(&[0x06])
    .formal_ids(&["-//WAPFORUM//DTD SL 1.0//EN"])
    .system_ids(&["http://www.wapforum.org/DTD/sl.dtd"])
    .root("sl")
    .media_types(
        MediaTypes::new("text/vnd.wap.sl", "application/vnd.wap.slc").wsp_xml(0x2F).wsp_wbxml(0x30),
    )
    .tags(&[TagPage::new(0, "", &[(0x05, "sl")])])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x05, "action", "execute-low"),
            (0x06, "action", "execute-high"),
            (0x07, "action", "cache"),
            (0x08, "href", ""),
            (0x09, "href", "http://"),
            (0x0A, "href", "http://www."),
            (0x0B, "href", "https://"),
            (0x0C, "href", "https://www."),
        ],
    )])
    .values(&[ValuePage::new(
        0,
        &[(0x85, ".com/"), (0x86, ".edu/"), (0x87, ".net/"), (0x88, ".org/")],
    )]);
