//! The model of device management, as a receiver and a proxy use it.

use bytes::Bytes;
use provost::dm::{DecodeOptions, Error, Limits, Message, Syntax};

/// Above the number of commands that the flat documents have, which is not to be measured.
const OPTIONS: DecodeOptions =
    DecodeOptions::new().with_limits(Limits::DEFAULT.with_commands(100_000));

/// Reads the model. The octets are copied first, which is a fraction of a percent of it: a
/// receiver has them in memory of its own.
///
/// # Errors
/// Those of the document.
pub fn decode(input: &[u8]) -> Result<Message, Error> {
    Message::decode_with(&Bytes::copy_from_slice(input), &OPTIONS).map(|decoded| decoded.value)
}

/// Reads the model and writes it again; returns the number of octets.
///
/// # Errors
/// Those of the document.
pub fn recode(input: &[u8]) -> Result<usize, Error> {
    Ok(decode(input)?.encode(Syntax::Wbxml)?.len())
}
