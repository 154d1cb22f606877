//! The contents of files: a document or a certificate, and filler.

use alloc::vec::Vec;

use super::tlv::{Objects, SEQUENCE};
use super::{Error, ErrorKind};

/// What a file that was never written, or was erased, is full of.
const FILLER: u8 = 0xFF;

/// The document in a file; none where the file is empty.
///
/// Files begin as all FF, and a WBXML document never ends in FF: its last octet is an END. So the
/// filler is cut without parsing, and the octets that are left are exactly those that were written.
#[must_use]
pub fn document(file: &[u8]) -> Option<&[u8]> {
    let last = file.iter().rposition(|octet| *octet != FILLER)?;
    file.get(..=last)
}

/// The octets to write into a file of a size: the document, then filler. An empty document erases.
///
/// # Errors
/// [`ErrorKind::TooLarge`]; [`ErrorKind::EndsInFiller`], since the document would not be read back.
pub fn fill(document: &[u8], size: usize) -> Result<Vec<u8>, Error> {
    if document.last() == Some(&FILLER) {
        return Err(Error::new(ErrorKind::EndsInFiller, document.len().saturating_sub(1)));
    }
    pad(document, size)
}

/// The certificate of X.509 in a file; none where the file is empty. Its end is told by its length:
/// it may well end in FF.
///
/// # Errors
/// Where it is broken.
pub fn certificate(file: &[u8]) -> Result<Option<&[u8]>, Error> {
    if document(file).is_none() {
        return Ok(None);
    }
    let mut objects = Objects::of_file(file);
    let object = objects.expect(SEQUENCE)?;
    if object.start != 0 {
        return Err(Error::new(ErrorKind::Der, 0));
    }
    Ok(file.get(..object.end()))
}

/// The octets to write into a file of a size: the certificate, then filler.
///
/// # Errors
/// [`ErrorKind::TooLarge`], and where it is no DER.
pub fn fill_certificate(der: &[u8], size: usize) -> Result<Vec<u8>, Error> {
    match certificate(der)? {
        Some(whole) if whole.len() == der.len() => pad(der, size),
        _ => Err(Error::new(ErrorKind::Der, 0)),
    }
}

fn pad(octets: &[u8], size: usize) -> Result<Vec<u8>, Error> {
    if octets.len() > size {
        return Err(Error::new(ErrorKind::TooLarge { needed: octets.len(), size }, size));
    }
    let mut file = Vec::with_capacity(size);
    file.extend_from_slice(octets);
    file.resize(size, FILLER);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"\x03\x0B\x6A\x00\x45\x01";

    #[test]
    fn documents_under_at_and_over_the_size() {
        for size in 0..20 {
            match fill(BODY, size) {
                Ok(file) => {
                    assert!(size >= BODY.len() && file.len() == size);
                    assert_eq!(document(&file), Some(BODY));
                }
                Err(error) => {
                    let kind = ErrorKind::TooLarge { needed: 6, size };
                    assert_eq!((error.kind(), error.offset()), (kind, size));
                }
            }
        }
        assert_eq!(fill(&[], 3).unwrap(), [0xFF; 3]);
        assert_eq!(fill(b"\x03\xFF", 9).unwrap_err().kind(), ErrorKind::EndsInFiller);
        for empty in [&[][..], &[0xFF], &[0xFF; 150]] {
            assert_eq!(document(empty), None);
        }
        assert_eq!(document(b"\xFF\x03\x00\xFF"), Some(&b"\xFF\x03\x00"[..]));
    }

    #[test]
    fn certificates_that_end_in_filler() {
        let der = b"\x30\x03\x04\x01\xFF";
        let file = fill_certificate(der, 8).unwrap();
        assert_eq!(file, b"\x30\x03\x04\x01\xFF\xFF\xFF\xFF");
        assert_eq!(certificate(&file).unwrap(), Some(&der[..]));
        assert_eq!(certificate(&[0xFF; 8]).unwrap(), None);
        assert_eq!(
            fill_certificate(der, 4).unwrap_err().kind(),
            ErrorKind::TooLarge { needed: 5, size: 4 }
        );
        for bad in [&b""[..], b"\x30\x03\x04\x01", b"\x30\x00\x00", b"\x04\x00", b"\x00\x30\x00"] {
            assert!(fill_certificate(bad, 9).is_err(), "{bad:02x?}");
        }
        assert!(certificate(b"\xFF\x30\x00").is_err());
    }
}
