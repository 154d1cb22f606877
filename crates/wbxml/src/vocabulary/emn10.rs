//! E-mail notification: OMA-Push-EMN-V1_0.
//!
//! Two implementations agree; the example of B.2 shows that the values 0x85 to 0x88 have no slash
//! at the end, unlike those of SI, SL and CO. Both system identifiers are in use.

use super::{AttributePage, MediaTypes, Rule, TagPage, ValuePage, Vocabulary};

/// E-mail notification, version 1.0.
pub static EMN_1_0: Vocabulary = Vocabulary::new("emn10")
    .title("E-mail notification 1.0 (OMA-Push-EMN-V1_0)")
    .public_ids(&[0x0D])
    .formal_ids(&["-//WAPFORUM//DTD EMN 1.0//EN", "-//OMA//DTD EMN 1.0//EN"])
    .system_ids(&[
        "http://www.wapforum.org/DTD/emn.dtd",
        "http://www.openmobilealliance.com/tech/DTD/emn.dtd",
    ])
    .root("emn")
    .media_types(MediaTypes::new("text/vnd.wap.emn+xml", "application/vnd.wap.emn+wbxml"))
    .tags(&[TagPage::new(0, "", &[(0x05, "emn")])])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x05, "timestamp", ""),
            (0x06, "mailbox", ""),
            (0x07, "mailbox", "mailat:"),
            (0x08, "mailbox", "pop://"),
            (0x09, "mailbox", "imap://"),
            (0x0A, "mailbox", "http://"),
            (0x0B, "mailbox", "http://www."),
            (0x0C, "mailbox", "https://"),
            (0x0D, "mailbox", "https://www."),
        ],
    )])
    .values(&[ValuePage::new(0, &[(0x85, ".com"), (0x86, ".edu"), (0x87, ".net"), (0x88, ".org")])])
    .attribute_rules(&[(0, 0x05, Rule::DateTime)]);
