//! ActiveSync: MS-ASWBXML, with the namespaces of Microsoft.
//!
//! Two implementations agree. The names are those that XML made by other WBXML tools has; where the
//! schemas of MS-ASCMD and its companions name an element differently, theirs is another spelling.
//! Page 14, 0x10 was `DeviceEncryptionEnabled` in old revisions of the protocol.
//!
//! On the wire a document begins with 03 01 6A 00. It has no attributes, save the old page 3.

pub(super) mod rows;

use super::{AttributePage, MediaTypes, Rule, TagPage, Vocabulary};

/// Exchange ActiveSync up to protocol 16.1.
pub static ACTIVESYNC: Vocabulary = Vocabulary::new("activesync")
    .title("Exchange ActiveSync (MS-ASWBXML)")
    .formal_ids(&["-//MICROSOFT//DTD ActiveSync//EN"])
    .anonymous()
    .system_ids(&["http://www.microsoft.com/"])
    .root("ActiveSync")
    .media_types(
        MediaTypes::new("application/vnd.ms-sync+xml", "application/vnd.ms-sync.wbxml")
            .aliases(&["application/vnd.ms-sync"]),
    )
    .tags(&[
        TagPage::new(0, "AirSync:", rows::AIR_SYNC),
        TagPage::new(1, "Contacts:", rows::CONTACTS),
        TagPage::new(2, "Email:", rows::EMAIL),
        TagPage::new(3, "AirNotify:", rows::AIR_NOTIFY),
        TagPage::new(4, "Calendar:", rows::CALENDAR),
        TagPage::new(5, "Move:", rows::MOVE),
        TagPage::new(6, "GetItemEstimate:", rows::GET_ITEM_ESTIMATE),
        TagPage::new(7, "FolderHierarchy:", rows::FOLDER_HIERARCHY),
        TagPage::new(8, "MeetingResponse:", rows::MEETING_RESPONSE),
        TagPage::new(9, "Tasks:", rows::TASKS),
        TagPage::new(10, "ResolveRecipients:", rows::RESOLVE_RECIPIENTS),
        TagPage::new(11, "ValidateCert:", rows::VALIDATE_CERT),
        TagPage::new(12, "Contacts2:", rows::CONTACTS2),
        TagPage::new(13, "Ping:", rows::PING),
        TagPage::new(14, "Provision:", rows::PROVISION),
        TagPage::new(15, "Search:", rows::SEARCH),
        TagPage::new(16, "Gal:", rows::GAL),
        TagPage::new(17, "AirSyncBase:", rows::AIR_SYNC_BASE),
        TagPage::new(18, "Settings:", rows::SETTINGS),
        TagPage::new(19, "DocumentLibrary:", rows::DOCUMENT_LIBRARY),
        TagPage::new(20, "ItemOperations:", rows::ITEM_OPERATIONS),
        TagPage::new(21, "ComposeMail:", rows::COMPOSE_MAIL),
        TagPage::new(22, "Email2:", rows::EMAIL2),
        TagPage::new(23, "Notes:", rows::NOTES),
        TagPage::new(24, "RightsManagement:", rows::RIGHTS_MANAGEMENT),
        TagPage::new(25, "Find:", rows::FIND),
    ])
    .attributes(&[AttributePage::new(3, &[(0x05, "Version", "1.1")])])
    .tag_rules(&[
        (10, 0x1C, Rule::Base64),
        (15, 0x20, Rule::Base64),
        (16, 0x12, Rule::Base64),
        (17, 0x1F, Rule::Base64),
        (20, 0x18, Rule::Base64),
        (21, 0x10, Rule::Base64),
        (22, 0x09, Rule::Base64),
        (22, 0x0A, Rule::Base64),
    ])
    .spellings(&[
        (1, 0x07, "AssistantPhoneNumber"),
        (1, 0x0D, "BusinessAddressCity"),
        (1, 0x0E, "BusinessAddressCountry"),
        (1, 0x0F, "BusinessAddressPostalCode"),
        (1, 0x10, "BusinessAddressState"),
        (1, 0x11, "BusinessAddressStreet"),
        (1, 0x21, "HomeAddressCity"),
        (1, 0x22, "HomeAddressCountry"),
        (1, 0x23, "HomeAddressPostalCode"),
        (1, 0x24, "HomeAddressState"),
        (1, 0x25, "HomeAddressStreet"),
        (1, 0x2D, "OtherAddressCity"),
        (1, 0x2E, "OtherAddressCountry"),
        (1, 0x2F, "OtherAddressPostalCode"),
        (1, 0x30, "OtherAddressState"),
        (1, 0x31, "OtherAddressStreet"),
        (2, 0x19, "ReplyTo"),
        (2, 0x1D, "DtStamp"),
        (2, 0x29, "Type"),
        (2, 0x2A, "Until"),
        (2, 0x2B, "Occurrences"),
        (2, 0x2C, "Interval"),
        (2, 0x2D, "DayOfWeek"),
        (2, 0x2E, "DayOfMonth"),
        (2, 0x2F, "WeekOfMonth"),
        (2, 0x30, "MonthOfYear"),
        (2, 0x3B, "Status"),
        (4, 0x09, "Email"),
        (4, 0x0A, "Name"),
        (4, 0x11, "DtStamp"),
        (4, 0x15, "Deleted"),
        (4, 0x16, "ExceptionStartTime"),
        (4, 0x19, "OrganizerEmail"),
        (4, 0x1A, "OrganizerName"),
        (4, 0x1C, "Type"),
        (4, 0x1D, "Until"),
        (4, 0x1E, "Occurrences"),
        (4, 0x1F, "Interval"),
        (4, 0x20, "DayOfWeek"),
        (4, 0x21, "DayOfMonth"),
        (4, 0x22, "WeekOfMonth"),
        (4, 0x23, "MonthOfYear"),
        (4, 0x29, "AttendeeStatus"),
        (4, 0x2A, "AttendeeType"),
        (9, 0x0D, "UtcDueDate"),
        (9, 0x10, "Type"),
        (9, 0x11, "Start"),
        (9, 0x12, "Until"),
        (9, 0x13, "Occurrences"),
        (9, 0x14, "Interval"),
        (9, 0x15, "DayOfMonth"),
        (9, 0x16, "DayOfWeek"),
        (9, 0x17, "WeekOfMonth"),
        (9, 0x18, "MonthOfYear"),
        (9, 0x19, "Regenerate"),
        (9, 0x1A, "DeadOccur"),
        (9, 0x1F, "UtcStartDate"),
        (14, 0x10, "DeviceEncryptionEnabled"),
        (18, 0x1F, "SMTPAddress"),
        (21, 0x10, "Mime"),
        (24, 0x12, "Owner"),
    ]);
