//! What a header says of a document: its charset and its vocabulary.

use crate::charset::Charset;
use crate::error::{Error, ErrorKind};
use crate::header::Header;
use crate::options::ReadOptions;
use crate::vocabulary::{self, Vocabulary};

/// The vocabulary of a document: by the public identifier of its header, else by a media type or
/// the short name of a vocabulary.
///
/// A media type stands for all versions of a document type, and the identifier tells them apart: so it
/// wins where both are known. Whether the hint names another document type then, says
/// [`Vocabulary::contradicts`]. Who trusts the label names the vocabulary and need not ask.
///
/// # Errors
/// Those of [`Header::decode`]; [`UnknownPublicId`](ErrorKind::UnknownPublicId),
/// [`UnknownDocumentType`](ErrorKind::UnknownDocumentType), and
/// [`TableIndex`](ErrorKind::TableIndex) for an identifier outside the string table.
pub fn detect(input: &[u8], hint: Option<&str>) -> Result<&'static Vocabulary, Error> {
    let (header, _) = Header::decode(input)?;
    let hinted =
        hint.and_then(|hint| vocabulary::by_media_type(hint).or_else(|| vocabulary::by_id(hint)));
    let by_header = match header.public_number() {
        Some(id) => vocabulary::by_public_id(id),
        None => vocabulary::all().iter().copied().find(|own| own.has_formal_id_of(&header)),
    };
    by_header.or(hinted).ok_or_else(|| match (header.public_number(), header.check_formal_id()) {
        (Some(id), _) if hint.is_none() => Error::new(ErrorKind::UnknownPublicId(id), 1),
        (_, Err(outside)) => outside,
        _ => Error::new(ErrorKind::UnknownDocumentType, 1),
    })
}

/// The charset of a document: WBXML 1.3, 5.2 and 5.6.
#[inline(always)]
pub(super) fn charset(header: &Header<'_>, options: &ReadOptions) -> Result<Charset, Error> {
    match header.charset() {
        Some(106) if !options.charset_wins => Ok(Charset::Utf8),
        given => rare_charset(given, header, options),
    }
}

#[inline(never)]
fn rare_charset(
    given: Option<u32>,
    header: &Header<'_>,
    options: &ReadOptions,
) -> Result<Charset, Error> {
    let given = given.filter(|mib| *mib != 0);
    match (given, options.charset) {
        (_, Some(charset)) if options.charset_wins || given.is_none() => {
            // Texts in what is not linked would be taken for UTF-8.
            if cfg!(feature = "charsets") || matches!(charset, Charset::Utf8 | Charset::Ascii) {
                Ok(charset)
            } else {
                Err(Error::new(ErrorKind::Text, header.charset_offset()))
            }
        }
        (Some(mib), _) => Charset::readable(mib, options.foreign)
            .ok_or_else(|| Error::new(ErrorKind::UnknownCharset(mib), header.charset_offset())),
        (None, _) => Ok(Charset::Utf8),
    }
}
