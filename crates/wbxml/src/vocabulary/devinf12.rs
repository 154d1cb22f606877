//! OMA device information 1.2: OMA-TS-DS-DevInf-V1_2.
//!
//! Two implementations agree. 0x1C was `Size` in 1.0 and 1.1 and is `MaxSize` here.

use super::{MediaTypes, TagPage, Vocabulary};

/// Device information of SyncML 1.2.
pub static DEVINF_1_2: Vocabulary = Vocabulary::new("devinf12")
    .title("OMA device information 1.2")
    .public_ids(&[0x1203])
    .formal_ids(&["-//SYNCML//DTD DevInf 1.2//EN"])
    .system_ids(&[
        "http://www.openmobilealliance.org/tech/DTD/OMA-SyncML-Device_Information-DTD-1.2.dtd",
    ])
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
            (0x1C, "MaxSize"),
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
            (0x2B, "Property"),
            (0x2C, "PropParam"),
            (0x2D, "MaxOccur"),
            (0x2E, "NoTruncate"),
            (0x30, "Filter-Rx"),
            (0x31, "FilterCap"),
            (0x32, "FilterKeyword"),
            (0x33, "FieldLevel"),
            (0x34, "SupportHierarchicalSync"),
        ],
    )]);
