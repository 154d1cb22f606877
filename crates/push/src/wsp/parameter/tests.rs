use super::*;
use crate::wsp::ContentType;

/// A quality that does not end is refused; one that is no factor is kept, whatever follows it.
#[test]
fn qualities_that_are_none() {
    let decode = |octets: &'static [u8]| ContentType::decode(&Bytes::from_static(octets));
    let error = |kind, offset| Err(Error::new(kind, offset));
    let large = decode(b"\x08\xae\x80\xff\xff\xff\xff\xff\x07").map(|_| ());
    assert_eq!(large, error(ErrorKind::IntegerOverflow, 7));
    let endless = decode(b"\x08\xae\x80\x80\x80\x80\x80\x80\x07").map(|_| ());
    assert_eq!(endless, error(ErrorKind::IntegerTooLong, 8));
    let cut = decode(b"\x03\xae\x80\xff").map(|_| ());
    assert_eq!(cut, error(ErrorKind::UnexpectedEnd(Expected::Integer), 4));
    for octets in [&b"\x06\xae\x80\x90\x00\x81\xea"[..], b"\x05\xae\x80\x00\x81\xea"] {
        let (read, _) = decode(octets).unwrap();
        assert!(matches!(read.parameters()[0].value(), ParameterValue::Raw(_)));
        assert_eq!(read.parameters()[1].value(), &ParameterValue::Charset(Charset(0x6A)));
        assert_eq!(read.clone().canonical().to_bytes(), octets);
    }
}

/// A quotation mark is none of the characters of a media type: it begins a quoted string.
#[test]
fn types_in_quotes() {
    let octets = Bytes::from_static(b"\x14\xB3\x89\"application/smil\0");
    let (read, _) = ContentType::decode(&octets).unwrap();
    assert_eq!(read.parameters()[0].value(), &ParameterValue::Quoted("application/smil".into()));
    assert_eq!(read.clone().canonical().to_bytes(), octets);
}
