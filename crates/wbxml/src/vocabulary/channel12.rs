//! WTA channel 1.2: WAP-266, 8.4.1.7.
//!
//! All rows are compared with the specification. WAP-192, table 5 gives 0x0D as its public
//! identifier by way of example, but the registry assigned that to EMN 1.0: it is not listed here.

use super::{AttributePage, MediaTypes, TagPage, Vocabulary};

/// WTA channels, version 1.2.
pub static CHANNEL_1_2: Vocabulary = Vocabulary::new("channel12")
    .title("WTA channel 1.2 (WAP-266)")
    .formal_ids(&["-//WAPFORUM//DTD CHANNEL 1.2//EN"])
    .system_ids(&["http://www.wapforum.org/DTD/channel12.dtd"])
    .root("channel")
    .media_types(MediaTypes::new("text/vnd.wap.channel", "application/vnd.wap.channelc"))
    .tags(&[TagPage::new(
        0,
        "",
        &[(0x05, "channel"), (0x06, "title"), (0x07, "abstract"), (0x08, "resource")],
    )])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x05, "maxspace", ""),
            (0x06, "base", ""),
            (0x07, "href", ""),
            (0x08, "href", "http://"),
            (0x09, "href", "https://"),
            (0x0A, "lastmod", ""),
            (0x0B, "etag", ""),
            (0x0C, "md5", ""),
            (0x0D, "success", ""),
            (0x0E, "success", "http://"),
            (0x0F, "success", "https://"),
            (0x10, "failure", ""),
            (0x11, "failure", "http://"),
            (0x12, "failure", "https://"),
            (0x13, "eventid", ""),
            (0x14, "eventid", "wtaev-"),
            (0x15, "channelid", ""),
            (0x16, "useraccessible", ""),
        ],
    )]);
