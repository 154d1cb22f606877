//! ConML, which Nokia PC Suite and phones spoke; no specification was published.
//!
//! One implementation, found by watching the traffic. The names `Unknown_0x..` are not known.

use super::{TagPage, Vocabulary};

/// Nokia ConML.
pub static CONML: Vocabulary = Vocabulary::new("conml")
    .title("Nokia ConML")
    .public_ids(&[0x8F])
    .formal_ids(&["-//CONML//DTD ConML//EN"])
    .system_ids(&["http://www.nokia.com/"])
    .root("ConML")
    .tags(&[TagPage::new(
        0,
        "",
        &[
            (0x05, "All"),
            (0x06, "Application"),
            (0x07, "Applications"),
            (0x08, "Unknown_0x08"),
            (0x09, "Cancel"),
            (0x0A, "Complete"),
            (0x0B, "ConML"),
            (0x0C, "Data"),
            (0x0D, "Unknown_0x0d"),
            (0x0E, "Unknown_0x0e"),
            (0x0F, "Unknown_0x0f"),
            (0x10, "DeviceInfo"),
            (0x11, "Unknown_0x11"),
            (0x12, "Drives"),
            (0x13, "Execute"),
            (0x14, "Unknown_0x14"),
            (0x15, "Unknown_0x15"),
            (0x16, "Unknown_0x16"),
            (0x17, "GetDataSize"),
            (0x18, "GetStatus"),
            (0x19, "HasFiles"),
            (0x1A, "ID"),
            (0x1B, "IncType"),
            (0x1C, "Install"),
            (0x1D, "InstParams"),
            (0x1F, "ListInstalledApps"),
            (0x20, "Unknown_0x20"),
            (0x21, "MaxObjectSize"),
            (0x22, "Modified"),
            (0x23, "MoreData"),
            (0x24, "Name"),
            (0x25, "PackageInfo"),
            (0x26, "Param"),
            (0x27, "PartialType"),
            (0x28, "Progress"),
            (0x29, "Reboot"),
            (0x2A, "Unknown_0x2a"),
            (0x2B, "Unknown_0x2b"),
            (0x2C, "Results"),
            (0x2D, "Unknown_0x2d"),
            (0x2E, "Unknown_0x2e"),
            (0x2F, "Unknown_0x2f"),
            (0x30, "Unknown_0x30"),
            (0x31, "Status"),
            (0x32, "Unknown_0x32"),
            (0x33, "Unknown_0x33"),
            (0x34, "Unknown_0x34"),
            (0x35, "Task"),
            (0x36, "Unknown_0x36"),
            (0x37, "Type"),
            (0x38, "UID"),
            (0x39, "UnInstall"),
            (0x3A, "Unknown_0x3a"),
            (0x3B, "Unknown_0x3b"),
            (0x3C, "Value"),
            (0x3D, "Version"),
        ],
    )]);
