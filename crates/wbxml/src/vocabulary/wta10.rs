//! WTA events 1.0, deprecated.
//!
//! One implementation.

use super::{AttributePage, MediaTypes, TagPage, Vocabulary};

/// WTA events, version 1.0.
pub static WTA_1_0: Vocabulary = Vocabulary::new("wta10")
    .title("WTA events 1.0")
    .public_ids(&[0x03])
    .formal_ids(&["-//WAPFORUM//DTD WTA 1.0//EN"])
    .system_ids(&["wtai.dtd"])
    .root("wtai")
    .media_types(
        MediaTypes::new("text/vnd.wap.wta-event", "application/vnd.wap.wta-eventc")
            .wsp_xml(0x0A)
            .wsp_wbxml(0x16),
    )
    .tags(&[TagPage::new(
        0,
        "",
        &[(0x05, "EVENT"), (0x06, "EVENTTABLE"), (0x07, "TYPE"), (0x08, "URL"), (0x09, "WTAI")],
    )])
    .attributes(&[AttributePage::new(0, &[(0x05, "NAME", ""), (0x06, "VALUE", "")])]);
