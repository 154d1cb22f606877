//! OMA SyncML 1.2, with its meta information on page 1 and TNDS on page 2.
//!
//! Four implementations agree. 0x30 is reserved. There are no attributes: `xmlns` is in the page.

use super::{DEVINF_1_0, DEVINF_1_1, DEVINF_1_2, DMDDF_1_2, MediaTypes, Rule, TagPage, Vocabulary};

/// SyncML, version 1.2: OMA DM and OMA DS.
pub static SYNCML_1_2: Vocabulary = Vocabulary::new("syncml12")
    .title("OMA SyncML representation protocol 1.2")
    .public_ids(&[0x1201])
    .formal_ids(&["-//SYNCML//DTD SyncML 1.2//EN"])
    .system_ids(&["http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd"])
    .root("SyncML")
    .media_types(
        MediaTypes::new("application/vnd.syncml.dm+xml", "application/vnd.syncml.dm+wbxml")
            .aliases(&["application/vnd.syncml+wbxml"])
            .wsp_xml(0x43)
            .wsp_wbxml(0x42),
    )
    .tags(&[
        TagPage::new(
            0,
            "SYNCML:SYNCML1.2",
            &[
                (0x05, "Add"),
                (0x06, "Alert"),
                (0x07, "Archive"),
                (0x08, "Atomic"),
                (0x09, "Chal"),
                (0x0A, "Cmd"),
                (0x0B, "CmdID"),
                (0x0C, "CmdRef"),
                (0x0D, "Copy"),
                (0x0E, "Cred"),
                (0x0F, "Data"),
                (0x10, "Delete"),
                (0x11, "Exec"),
                (0x12, "Final"),
                (0x13, "Get"),
                (0x14, "Item"),
                (0x15, "Lang"),
                (0x16, "LocName"),
                (0x17, "LocURI"),
                (0x18, "Map"),
                (0x19, "MapItem"),
                (0x1A, "Meta"),
                (0x1B, "MsgID"),
                (0x1C, "MsgRef"),
                (0x1D, "NoResp"),
                (0x1E, "NoResults"),
                (0x1F, "Put"),
                (0x20, "Replace"),
                (0x21, "RespURI"),
                (0x22, "Results"),
                (0x23, "Search"),
                (0x24, "Sequence"),
                (0x25, "SessionID"),
                (0x26, "SftDel"),
                (0x27, "Source"),
                (0x28, "SourceRef"),
                (0x29, "Status"),
                (0x2A, "Sync"),
                (0x2B, "SyncBody"),
                (0x2C, "SyncHdr"),
                (0x2D, "SyncML"),
                (0x2E, "Target"),
                (0x2F, "TargetRef"),
                (0x31, "VerDTD"),
                (0x32, "VerProto"),
                (0x33, "NumberOfChanges"),
                (0x34, "MoreData"),
                (0x35, "Field"),
                (0x36, "Filter"),
                (0x37, "Record"),
                (0x38, "FilterType"),
                (0x39, "SourceParent"),
                (0x3A, "TargetParent"),
                (0x3B, "Move"),
                (0x3C, "Correlator"),
            ],
        ),
        TagPage::new(
            1,
            "syncml:metinf",
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
        ),
    ])
    .tag_rules(&[(0, 0x0F, Rule::Data), (1, 0x10, Rule::Base64OrOpaque)])
    // Devices mix versions of device information: what is written is the first.
    .nested(&[&DEVINF_1_2, &DMDDF_1_2, &DEVINF_1_1, &DEVINF_1_0])
    .companions(&[&DMDDF_1_2]);
