//! Over the air settings of Nokia and Ericsson 7.0: browser settings and bookmarks.
//!
//! Compared with the specification; two implementations agree. Known values are start tokens of the
//! attribute `VALUE`, there are no value tokens, and of the global tokens the specification allows
//! only END and STR_I. A bookmark's icon in OPAQUE is an extension by Nokia. The public identifier
//! is 0x01 (unknown); 0x020B is what an analyzer lists.

use super::{AttributePage, MediaTypes, Rule, TagPage, Vocabulary};

/// Nokia/Ericsson settings of browsers and bookmarks.
pub static OTA_7_0: Vocabulary = Vocabulary::new("ota70")
    .title("Nokia/Ericsson over the air settings 7.0: browser settings, bookmarks")
    .public_ids(&[0, 0x020B])
    .system_ids(&["characteristic-list.dtd"])
    .root("CHARACTERISTIC-LIST")
    .media_types(
        MediaTypes::new(
            "text/x-wap-prov.browser-settings",
            "application/x-wap-prov.browser-settings",
        )
        .aliases(&["application/x-wap-prov.browser-bookmarks"]),
    )
    .tags(&[TagPage::new(
        0,
        "",
        &[(0x05, "CHARACTERISTIC-LIST"), (0x06, "CHARACTERISTIC"), (0x07, "PARM")],
    )])
    .attributes(&[AttributePage::new(
        0,
        &[
            (0x06, "TYPE", "ADDRESS"),
            (0x07, "TYPE", "URL"),
            (0x08, "TYPE", "NAME"),
            (0x10, "NAME", ""),
            (0x11, "VALUE", ""),
            (0x12, "NAME", "BEARER"),
            (0x13, "NAME", "PROXY"),
            (0x14, "NAME", "PORT"),
            (0x15, "NAME", "NAME"),
            (0x16, "NAME", "PROXY_TYPE"),
            (0x17, "NAME", "URL"),
            (0x18, "NAME", "PROXY_AUTHNAME"),
            (0x19, "NAME", "PROXY_AUTHSECRET"),
            (0x1A, "NAME", "SMS_SMSC_ADDRESS"),
            (0x1B, "NAME", "USSD_SERVICE_CODE"),
            (0x1C, "NAME", "GPRS_ACCESSPOINTNAME"),
            (0x1D, "NAME", "PPP_LOGINTYPE"),
            (0x1E, "NAME", "PROXY_LOGINTYPE"),
            (0x21, "NAME", "CSD_DIALSTRING"),
            (0x22, "NAME", "PPP_AUTHTYPE"),
            (0x23, "NAME", "PPP_AUTHNAME"),
            (0x24, "NAME", "PPP_AUTHSECRET"),
            (0x28, "NAME", "CSD_CALLTYPE"),
            (0x29, "NAME", "CSD_CALLSPEED"),
            (0x45, "VALUE", "GSM/CSD"),
            (0x46, "VALUE", "GSM/SMS"),
            (0x47, "VALUE", "GSM/USSD"),
            (0x48, "VALUE", "IS-136/CSD"),
            (0x49, "VALUE", "GPRS"),
            (0x60, "VALUE", "9200"),
            (0x61, "VALUE", "9201"),
            (0x62, "VALUE", "9202"),
            (0x63, "VALUE", "9203"),
            (0x64, "VALUE", "AUTOMATIC"),
            (0x65, "VALUE", "MANUAL"),
            (0x6A, "VALUE", "AUTO"),
            (0x6B, "VALUE", "9600"),
            (0x6C, "VALUE", "14400"),
            (0x6D, "VALUE", "19200"),
            (0x6E, "VALUE", "28800"),
            (0x6F, "VALUE", "38400"),
            (0x70, "VALUE", "PAP"),
            (0x71, "VALUE", "CHAP"),
            (0x72, "VALUE", "ANALOGUE"),
            (0x73, "VALUE", "ISDN"),
            (0x74, "VALUE", "43200"),
            (0x75, "VALUE", "57600"),
            (0x76, "VALUE", "MSISDN_NO"),
            (0x77, "VALUE", "IPV4"),
            (0x78, "VALUE", "MS_CHAP"),
            (0x7C, "TYPE", "MMSURL"),
            (0x7D, "TYPE", "ID"),
            (0x7E, "NAME", "ISP_NAME"),
            (0x7F, "TYPE", "BOOKMARK"),
        ],
    )])
    .attribute_rules(&[(0, 0x11, Rule::Icon)]);
