//! Where a value ends, without knowing its header (WAP-230, 8.4.1.2).

use provost_wbxml::uintvar;

use crate::error::{Error, ErrorKind, Expected};

/// The octets of a value with what delimits them, and what follows.
pub(crate) fn split_value(input: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let length = match input.first() {
        None => return Err(Error::new(ErrorKind::UnexpectedEnd(Expected::HeaderValue), 0)),
        Some(&length @ 0..=30) => usize::from(length).saturating_add(1),
        Some(31) => {
            let behind = input.get(1..).unwrap_or(&[]);
            let (length, rest) = read_uintvar(behind).map_err(|error| error.rebased(1))?;
            let header = input.len().saturating_sub(rest.len());
            header.saturating_add(usize::try_from(length).unwrap_or(usize::MAX))
        }
        Some(0x20..=0x7F) => match memchr::memchr(0, input) {
            Some(at) => at.saturating_add(1),
            None => {
                let kind = ErrorKind::UnexpectedEnd(Expected::Terminator);
                return Err(Error::new(kind, input.len()));
            }
        },
        Some(0x80..) => 1,
    };
    input.split_at_checked(length).ok_or_else(|| {
        let left = input.len();
        Error::new(ErrorKind::Length { length, left }, 0)
    })
}

/// A uintvar with this crate's errors.
pub(crate) fn read_uintvar(input: &[u8]) -> Result<(u32, &[u8]), Error> {
    uintvar::decode(input).map_err(|error| {
        let kind = match error.kind() {
            provost_wbxml::ErrorKind::IntegerTooLong => ErrorKind::IntegerTooLong,
            provost_wbxml::ErrorKind::IntegerOverflow => ErrorKind::IntegerOverflow,
            _ => ErrorKind::UnexpectedEnd(Expected::Integer),
        };
        Error::new(kind, error.offset())
    })
}
