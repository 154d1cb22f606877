//! SyncML device information 1.0.
//!
//! Two implementations agree; what the DTD of this version lacks is read and not written.

use super::{MediaTypes, TagPage, Vocabulary};

/// Device information of SyncML 1.0.
pub static DEVINF_1_0: Vocabulary = Vocabulary::new("devinf10")
    .title("SyncML device information 1.0")
    .public_ids(&[0x0FD2])
    .formal_ids(&["-//SYNCML//DTD DevInf 1.0//EN"])
    .system_ids(&["http://www.syncml.org/docs/syncml_devinf_v10_20001207.dtd"])
    .root("DevInf")
    .media_types(MediaTypes::new(
        "application/vnd.syncml-devinf+xml",
        "application/vnd.syncml-devinf+wbxml",
    ))
    .tags(&[TagPage::new(
        0,
        "syncml:devinf",
        &[
            (0x05, "CTCap"),
            (0x06, "CTType"),
            (0x07, "DataStore"),
            (0x08, "DataType"),
            (0x09, "DevID"),
            (0x0A, "DevInf"),
            (0x0B, "DevTyp"),
            (0x0C, "DisplayName"),
            (0x0D, "DSMem"),
            (0x0E, "Ext"),
            (0x0F, "FwV"),
            (0x10, "HwV"),
            (0x11, "Man"),
            (0x12, "MaxGUIDSize"),
            (0x13, "MaxID"),
            (0x14, "MaxMem"),
            (0x15, "Mod"),
            (0x16, "OEM"),
            (0x17, "ParamName"),
            (0x18, "PropName"),
            (0x19, "Rx"),
            (0x1A, "Rx-Pref"),
            (0x1B, "SharedMem"),
            (0x1C, "Size"),
            (0x1D, "SourceRef"),
            (0x1E, "SwV"),
            (0x1F, "SyncCap"),
            (0x20, "SyncType"),
            (0x21, "Tx"),
            (0x22, "Tx-Pref"),
            (0x23, "ValEnum"),
            (0x24, "VerCT"),
            (0x25, "VerDTD"),
            (0x26, "XNam"),
            (0x27, "XVal"),
            (0x28, "UTC"),
            (0x29, "SupportNumberOfChanges"),
            (0x2A, "SupportLargeObjs"),
        ],
    )])
    // Elements of 1.1.
    .decode_only(&[(0, 0x28), (0, 0x29), (0, 0x2A)]);
