//! OMA SyncML meta information 1.2.
//!
//! Four implementations agree. It is page 1 of a SyncML document, rarely a document of its own.
//! `FP`, `ID`, `IDContainer` and `IDPair` (0x17 to 0x1A), which some devices send, are not of it.

use super::{TagPage, Vocabulary};

/// Meta information of SyncML 1.2.
pub static METINF_1_2: Vocabulary = Vocabulary::new("metinf12")
    .title("OMA SyncML meta information 1.2")
    .public_ids(&[0x1202])
    .formal_ids(&[
        "-//SYNCML//DTD MetInf 1.2//EN",
        "-//SYNCML//DTD MetaInf 1.2//EN",
        "-//OMA//DTD SYNCML-METINF 1.2//EN",
    ])
    .system_ids(&["http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_MetaInfo_DTD-V1_2.dtd"])
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
            (0x16, "FieldLevel"),
        ],
    )]);
