//! The list of the document types.

use core::fmt::Write;

use provost::wbxml::vocabulary;

use crate::failure::Failure;
use crate::output;

pub(crate) fn run() -> Result<(), Failure> {
    let mut list = String::new();
    for vocabulary in vocabulary::all() {
        let public_id =
            vocabulary.public_id().map_or_else(|| "-".to_owned(), |id| format!("0x{id:02X}"));
        let media_type = Some(vocabulary.media().wbxml).filter(|text| !text.is_empty());
        let _ = writeln!(
            list,
            "{:<10}  {public_id:<6}  {:<19}  {:<41}  {}",
            vocabulary.id(),
            vocabulary.root_element(),
            media_type.unwrap_or("-"),
            vocabulary.name(),
        );
    }
    output::print(list.as_bytes())
}
