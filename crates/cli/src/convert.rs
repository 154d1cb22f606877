//! The subcommands that convert.

use provost::wbxml::{ConvertOptions, ErrorKind, Writer, xml};

use crate::arguments::{Source, ToWbxml, ToXml};
use crate::document::Document;
use crate::failure::Failure;
use crate::{hex, input, note, output};

pub(crate) fn to_xml(arguments: &ToXml) -> Result<(), Failure> {
    let text = with_document(&arguments.source, |document| {
        let options = arguments.write_options();
        let mut writer = xml::Writer::with_options(document.vocabulary(), options);
        document.write_to(&mut writer, arguments.convert_options())?;
        Ok(writer.finish().map_err(|error| document.end_fault(error))?)
    })?;
    output::write(text.as_bytes(), &arguments.target)
}

pub(crate) fn to_wbxml(arguments: &ToWbxml) -> Result<(), Failure> {
    let octets = with_document(&arguments.source, |document| {
        let options = arguments.write_options();
        let mut writer = Writer::with_options(document.vocabulary(), options);
        document.write_to(&mut writer, ConvertOptions::new())?;
        Ok(writer.finish().map_err(|error| document.end_fault(error))?)
    })?;
    if arguments.out_hex {
        return output::write(hex::encode(&octets).as_bytes(), &arguments.target);
    }
    output::write(&octets, &arguments.target)
}

/// Opens the document of a source, and tells behind `work` what was tolerated in it.
fn with_document<T>(
    source: &Source,
    work: impl FnOnce(&mut Document<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let input = input::read(source)?;
    let mut document = Document::open(&input, source).inspect_err(|fault| {
        let is_hex = || hex::decode(&input).is_ok_and(|octets| !octets.is_empty());
        if matches!(fault.error.kind(), ErrorKind::Version(_)) && is_hex() {
            note::print("the input is hex text, which --hex reads");
        }
    })?;
    let result = work(&mut document);
    note::tell(document.deviations());
    result
}
