//! SyncML meta information 1.1.
//!
//! Two implementations agree. It is page 1 of a SyncML document and not a document of its own.

use super::{TagPage, Vocabulary};

/// Meta information of SyncML 1.1.
pub static METINF_1_1: Vocabulary = Vocabulary::new("metinf11")
    .title("SyncML meta information 1.1")
    .formal_ids(&["-//SYNCML//DTD MetInf 1.1//EN"])
    .system_ids(&["http://www.syncml.org/docs/syncml_metinf_v11_20020215.dtd"])
    .root("MetInf")
    .tags(&[TagPage::new(
        1,
        "",
        &[
            (0x05, "Anchor"),
            (0x06, "EMI"),
            (0x07, "Format"),
            (0x08, "FreeID"),
            (0x09, "FreeMem"),
            (0x0A, "Last"),
            (0x0B, "Mark"),
            (0x0C, "MaxMsgSize"),
            (0x0D, "Mem"),
            (0x0E, "MetInf"),
            (0x0F, "Next"),
            (0x10, "NextNonce"),
            (0x11, "SharedMem"),
            (0x12, "Size"),
            (0x13, "Type"),
            (0x14, "Version"),
            (0x15, "MaxObjSize"),
        ],
    )]);
