//! The subcommands that convert.

use clap::{Args, ValueEnum};
use provost::wbxml::{
    Binary, Charset, ConvertOptions, ErrorKind, FOREIGN_CHARSETS, PublicIdForm, StringTable,
    WriteOptions, Writer, xml,
};

use crate::document::Document;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::Target;
use crate::{hex, input, note, output};

#[derive(Debug, Args)]
pub(crate) struct ToXml {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write opaque octets that are no text as base64 instead of refusing them
    #[arg(long)]
    base64: bool,
    /// Write nothing between the elements
    #[arg(long, conflicts_with = "indent")]
    compact: bool,
    /// Blanks for each level
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(..=16))]
    indent: u8,
}

#[derive(Debug, Args)]
pub(crate) struct ToWbxml {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write hex text instead of octets
    #[arg(long)]
    pub(crate) out_hex: bool,
    /// Put strings that occur more than once into a string table
    #[arg(long)]
    string_table: bool,
    /// The version of WBXML
    #[arg(long, value_name = "VERSION", value_enum, default_value = "1.3")]
    wbxml_version: Version,
    /// The charset, by name or MIBenum
    #[arg(long, value_parser = charset, default_value = "UTF-8")]
    charset: Charset,
    /// Write the public identifier 1, unknown: the media type must tell what it is
    #[arg(long)]
    anonymous: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Version {
    #[value(name = "1.0")]
    V1_0,
    #[value(name = "1.1")]
    V1_1,
    #[value(name = "1.2")]
    V1_2,
    #[value(name = "1.3")]
    V1_3,
}

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
    let options = arguments.write_options()?;
    let octets = with_document(&arguments.source, |document| {
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
    let mut document = Document::open(&input, source).map_err(|fault| {
        // Words are of no version of WBXML.
        match (input::no_document(&input), fault.error.kind()) {
            (Some(text), ErrorKind::Version(_) | ErrorKind::UnexpectedEnd(_)) => {
                Failure::Document(text)
            }
            _ => fault.into(),
        }
    })?;
    let result = work(&mut document);
    note::tell(document.deviations());
    result
}

impl ToXml {
    pub(crate) const fn write_options(&self) -> xml::WriteOptions {
        let layout =
            if self.compact { xml::Layout::Compact } else { xml::Layout::Indented(self.indent) };
        xml::WriteOptions::new().with_layout(layout)
    }

    pub(crate) const fn convert_options(&self) -> ConvertOptions {
        let binary = if self.base64 { Binary::Base64 } else { Binary::Refuse };
        ConvertOptions::new().with_binary(binary)
    }
}

impl ToWbxml {
    pub(crate) fn write_options(&self) -> Result<WriteOptions, Failure> {
        let says_charset = !matches!(self.wbxml_version, Version::V1_0);
        if !says_charset && !matches!(self.charset, Charset::Utf8 | Charset::Ascii) {
            let name = self.charset.name();
            let text = format!("WBXML 1.0 cannot say the charset {name}: it is UTF-8 or US-ASCII");
            return Err(Failure::Usage(text));
        }
        let version = match self.wbxml_version {
            Version::V1_0 => 0x00,
            Version::V1_1 => 0x01,
            Version::V1_2 => 0x02,
            Version::V1_3 => 0x03,
        };
        let options = WriteOptions::new().with_version(version).with_charset(self.charset);
        let table = if self.string_table { StringTable::Shared } else { StringTable::None };
        let public_id =
            if self.anonymous { PublicIdForm::Anonymous } else { PublicIdForm::Shortest };
        Ok(options.with_string_table(table).with_public_id(public_id))
    }
}

/// MIBenums of the charsets that are built in.
const CHARSETS: [u32; 7] = [106, 3, 4, 1015, 1013, 1014, 1000];

fn charset(text: &str) -> Result<Charset, String> {
    let foreign = FOREIGN_CHARSETS.iter().map(|charset| charset.mib());
    let mut known = CHARSETS
        .into_iter()
        .chain(foreign)
        .filter_map(|mib| Charset::from_mib(mib, FOREIGN_CHARSETS));
    let named = |charset: &Charset| {
        charset.name().eq_ignore_ascii_case(text) || charset.mib().to_string() == text
    };
    let names: Vec<&str> = known.clone().map(Charset::name).collect();
    known.find(named).ok_or_else(|| format!("not one of {}", names.join(", ")))
}
