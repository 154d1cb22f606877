//! SyncML settings of Nokia and Ericsson: OTA settings 7.0.
//!
//! From the specification alone. Text is inline, and OPAQUE is forbidden.

use super::{MediaTypes, TagPage, Vocabulary};

/// Nokia/Ericsson settings of SyncML accounts.
pub static SYNCSET_1_0: Vocabulary = Vocabulary::new("syncset10")
    .title("Nokia/Ericsson over the air settings 7.0: SyncML settings")
    .root("SyncSettings")
    .media_types(
        MediaTypes::new("", "application/x-prov.syncset+wbxml")
            .aliases(&["application/vnd.nokia.syncset+wbxml"]),
    )
    .tags(&[TagPage::new(
        0,
        "",
        &[
            (0x05, "Addr"),
            (0x06, "AddrType"),
            (0x07, "Auth"),
            (0x08, "AuthLevel"),
            (0x09, "AuthScheme"),
            (0x0A, "Bearer"),
            (0x0B, "ConRef"),
            (0x0C, "ConType"),
            (0x0D, "Cred"),
            (0x0E, "CTType"),
            (0x0F, "CTVer"),
            (0x10, "HostAddr"),
            (0x11, "Name"),
            (0x12, "Port"),
            (0x13, "RefID"),
            (0x14, "RemoteDB"),
            (0x15, "SyncSettings"),
            (0x16, "URI"),
            (0x17, "Username"),
            (0x18, "Version"),
        ],
    )]);
