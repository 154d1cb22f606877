//! Notes on standard error: what was tolerated.

use provost::wbxml::{Deviation, Leniency};

use crate::terminal;

/// Tells what was tolerated.
pub(crate) fn tell(deviations: impl IntoIterator<Item = Deviation>) {
    for deviation in deviations {
        print(&text(&deviation));
    }
}

pub(crate) fn print(note: &str) {
    terminal::complain(&format!("note: {note}\n"));
}

/// What was tolerated, and where.
pub(crate) fn text(deviation: &Deviation) -> String {
    let what = match deviation.leniency {
        Leniency::PageSwitch => "code page switch where the grammar has none",
        Leniency::OpenTable => "last string of the string table without terminator",
        Leniency::OpaqueVersion => "opaque data in a version of WBXML that has none here",
        Leniency::EmptyTableXmlns => "attribute name without string table, read as xmlns",
        Leniency::TrailingOctets => "octets behind the document",
        Leniency::PageZeroValues => "attribute value of code page 0 on another page",
        _ => "departure from the grammar",
    };
    format!("{what} at byte {}, tolerated", deviation.offset)
}
