//! The numbers inside of a value, for a peer that does not know the newer ones (WAP-230, 8.4.2.70).

use alloc::vec::Vec;

use super::{Argument, Challenge, Credentials, SetCookie, Value};
use crate::error::Error;
use crate::wsp::EncodingVersion;
use crate::wsp::header_name::{Grammar, HeaderName};
use crate::wsp::item::Item;
use crate::wsp::parameter::Parameter;

/// The value with names in the place of newer numbers.
///
/// # Errors
/// [`NotExpressible`](crate::ErrorKind::NotExpressible) for a newer number without a name.
pub(super) fn value(
    grammar: Grammar,
    value: &Value,
    version: EncodingVersion,
) -> Result<Value, Error> {
    let all = |own: &[Parameter]| parameters(own, version);
    Ok(match value {
        Value::Media { media, quality, extensions } => {
            let (media, extensions) = (media.for_version(version)?, all(extensions)?);
            Value::Media { media, quality: *quality, extensions }
        }
        Value::Parametrized { item, parameters } => {
            Value::Parametrized { item: item.clone(), parameters: all(parameters)? }
        }
        Value::Parameter(parameter) => Value::Parameter(parameter.for_version(version)?),
        Value::Credentials(Credentials::Other { scheme, parameters }) => {
            let (scheme, parameters) = (scheme.clone(), all(parameters)?);
            Value::Credentials(Credentials::Other { scheme, parameters })
        }
        Value::Challenge(own) => {
            Value::Challenge(Challenge { parameters: all(&own.parameters)?, ..own.clone() })
        }
        Value::SetCookie(own) => {
            Value::SetCookie(SetCookie { parameters: all(&own.parameters)?, ..own.clone() })
        }
        Value::ContentType(content_type) => Value::ContentType(content_type.for_version(version)?),
        Value::Item(item) if grammar == Grammar::FieldName => Value::Item(field(item, version)),
        Value::Directive { item, argument: Argument::Fields(fields) } => {
            let fields = fields.iter().map(|own| field(own, version)).collect();
            Value::Directive { item: item.clone(), argument: Argument::Fields(fields) }
        }
        value => value.clone(),
    })
}

fn parameters(own: &[Parameter], version: EncodingVersion) -> Result<Vec<Parameter>, Error> {
    own.iter().map(|parameter| parameter.for_version(version)).collect()
}

/// The name of a header: by an older number of it, or as text. A number without a name stays.
pub(in crate::wsp) fn field(item: &Item, version: EncodingVersion) -> Item {
    let code = item.number().and_then(|code| u8::try_from(code).ok()).map(HeaderName);
    let Some((code, name)) = code.and_then(|code| Some((code, code.name()?))) else {
        return item.clone();
    };
    match code.for_version(version) {
        _ if code.since() <= Some(version) => item.clone(),
        Some(HeaderName(older)) => Item::Number(older.into()),
        None => name.into(),
    }
}
