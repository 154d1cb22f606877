//! WTA channel 1.1.
//!
//! Two implementations agree. There are no attribute values. The WSP codes 0x0A and 0x16 that some
//! tables give it are those of WTA events: a channel has none, its media type is sent as text.

use super::{AttributePage, MediaTypes, TagPage, Vocabulary};

/// WTA channels, version 1.1.
pub static CHANNEL_1_1: Vocabulary = Vocabulary::new("channel11")
    .title("WTA channel 1.1")
    .public_ids(&[0x08])
    .formal_ids(&["-//WAPFORUM//DTD CHANNEL 1.1//EN"])
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
            (0x13, "EventId", ""),
        ],
    )]);
