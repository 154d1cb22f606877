//! AirSync: the tokens of ActiveSync under the namespaces of the SynCE project.
//!
//! Only for XML that uses these namespaces; nothing in WBXML tells the two apart.

use super::{AttributePage, MediaTypes, Rule, TagPage, Vocabulary, activesync::rows};

/// ActiveSync as SynCE names its namespaces.
pub static AIRSYNC: Vocabulary = Vocabulary::new("airsync")
    .title("AirSync, ActiveSync in the namespaces of SynCE")
    .formal_ids(&["-//AIRSYNC//DTD AirSync//EN"])
    .anonymous()
    .system_ids(&["http://www.microsoft.com/"])
    .root("AirSync")
    .media_types(MediaTypes::new("", "application/vnd.ms-sync.wbxml"))
    .tags(&[
        TagPage::new(0, "http://synce.org/formats/airsync_wm5/airsync", rows::AIR_SYNC),
        TagPage::new(1, "http://synce.org/formats/airsync_wm5/contacts", rows::CONTACTS),
        TagPage::new(2, "http://synce.org/formats/airsync_wm5/email", rows::EMAIL),
        TagPage::new(3, "http://synce.org/formats/airsync_wm5/airnotify", rows::AIR_NOTIFY),
        TagPage::new(4, "http://synce.org/formats/airsync_wm5/calendar", rows::CALENDAR),
        TagPage::new(5, "http://synce.org/formats/airsync_wm5/move", rows::MOVE),
        TagPage::new(
            6,
            "http://synce.org/formats/airsync_wm5/itemestimate",
            rows::GET_ITEM_ESTIMATE,
        ),
        TagPage::new(
            7,
            "http://synce.org/formats/airsync_wm5/folderhierarchy",
            rows::FOLDER_HIERARCHY,
        ),
        TagPage::new(
            8,
            "http://synce.org/formats/airsync_wm5/meetingresponse",
            rows::MEETING_RESPONSE,
        ),
        TagPage::new(9, "http://synce.org/formats/airsync_wm5/tasks", rows::TASKS),
        TagPage::new(
            10,
            "http://synce.org/formats/airsync_wm5/resolverecipients",
            rows::RESOLVE_RECIPIENTS,
        ),
        TagPage::new(11, "http://synce.org/formats/airsync_wm5/validatecert", rows::VALIDATE_CERT),
        TagPage::new(12, "http://synce.org/formats/airsync_wm5/contacts2", rows::CONTACTS2),
        TagPage::new(13, "http://synce.org/formats/airsync_wm5/ping", rows::PING),
        TagPage::new(14, "http://synce.org/formats/airsync_wm5/provision", rows::PROVISION),
        TagPage::new(15, "http://synce.org/formats/airsync_wm5/search", rows::SEARCH),
        TagPage::new(16, "http://synce.org/formats/airsync_wm5/gal", rows::GAL),
        TagPage::new(17, "http://synce.org/formats/airsync_wm5/airsyncbase", rows::AIR_SYNC_BASE),
        TagPage::new(18, "http://synce.org/formats/airsync_wm5/settings", rows::SETTINGS),
        TagPage::new(
            19,
            "http://synce.org/formats/airsync_wm5/documentlibrary",
            rows::DOCUMENT_LIBRARY,
        ),
        TagPage::new(
            20,
            "http://synce.org/formats/airsync_wm5/itemoperations",
            rows::ITEM_OPERATIONS,
        ),
        TagPage::new(21, "http://synce.org/formats/airsync_wm5/composemail", rows::COMPOSE_MAIL),
        TagPage::new(22, "http://synce.org/formats/airsync_wm5/email2", rows::EMAIL2),
        TagPage::new(23, "http://synce.org/formats/airsync_wm5/notes", rows::NOTES),
        TagPage::new(
            24,
            "http://synce.org/formats/airsync_wm5/rightsmanagement",
            rows::RIGHTS_MANAGEMENT,
        ),
        TagPage::new(25, "http://synce.org/formats/airsync_wm5/find", rows::FIND),
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
    ]);
