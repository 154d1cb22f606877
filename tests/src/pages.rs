//! A document type with two pages of each space, and what is read and written by it.

use provost::wbxml::{
    Error, ReadOptions, Reader, WriteOptions, Writer, convert,
    vocabulary::{AttributePage, TagPage, ValuePage, Vocabulary},
    xml,
};

use crate::document::{self, Item, ItemName, Piece};

/// Two pages of each space; the same token has another name on each.
pub static PAGES: Vocabulary = Vocabulary::new("pages")
    .root("a")
    .tags(&[
        TagPage::new(0, "", &[(0x05, "a"), (0x06, "b"), (0x07, "both")]),
        TagPage::new(1, "", &[(0x05, "c"), (0x07, "both"), (0x08, "d")]),
    ])
    .attributes(&[
        AttributePage::new(
            0,
            &[(0x05, "x", ""), (0x06, "x", "http://"), (0x07, "x", "http://www."), (0x08, "w", "")],
        ),
        AttributePage::new(1, &[(0x05, "y", ""), (0x08, "w", ""), (0x45, "z", "")]),
    ])
    .values(&[
        ValuePage::new(0, &[(0x85, ".com"), (0x86, ".com/")]),
        ValuePage::new(1, &[(0x85, "one"), (0xC5, "two")]),
    ]);

/// The events as one line: `<a`, `@x=value`, `"text"`, `[octets]`, `?target data?`, `>`; in braces
/// what has no text.
#[must_use]
pub fn line(input: &[u8], vocabulary: &'static Vocabulary, options: ReadOptions) -> String {
    let mut reader = match Reader::with_options(input, vocabulary, options) {
        Ok(reader) => reader,
        Err(error) => return error.to_string(),
    };
    let show = |pieces: Vec<Piece>| -> String {
        let show = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            other => format!("{{{other:?}}}"),
        };
        pieces.iter().map(show).collect()
    };
    let name = |name: ItemName| match name {
        ItemName::Known(_, local) => local,
        ItemName::Unknown(code) => format!("{{{}:{:02x}}}", code.page, code.token),
    };
    match document::read(&mut reader) {
        Err(error) => error.to_string(),
        Ok(items) => items
            .into_iter()
            .map(|item| match item {
                Item::Start(start) => format!("<{}", name(start)),
                Item::Attribute(start, value) => format!("@{}={}", name(start), show(value)),
                Item::Text(text) => format!("\"{}\"", show(text)),
                Item::Opaque(octets) => format!("{octets:?}"),
                Item::Instruction(target, data) => format!("?{} {}?", name(target), show(data)),
                Item::End => ">".to_owned(),
            })
            .collect(),
    }
}

/// What the writer makes of XML, as hex behind a header of four octets.
#[must_use]
pub fn body(text: &str, vocabulary: &'static Vocabulary, options: WriteOptions) -> String {
    let octets = written(text, vocabulary, options).expect(text);
    octets[4..].iter().map(|octet| format!("{octet:02x}")).collect()
}

/// What the writer makes of XML.
///
/// # Errors
/// Those of reader and writer.
pub fn written(
    text: &str,
    vocabulary: &'static Vocabulary,
    options: WriteOptions,
) -> Result<Vec<u8>, Error> {
    let keep = xml::ReadOptions::new().with_whitespace(xml::Whitespace::Keep);
    let mut reader = xml::Reader::with_options(text.as_bytes(), vocabulary, keep)?;
    let mut writer = Writer::with_options(vocabulary, options);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}
