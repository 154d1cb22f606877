//! The layer of a file of a smart card: a provisioning document with filler behind it, or records
//! that tell where such files are.

use bytes::Bytes;
use provost::bootstrap::card::{
    Application, CertificateObject, DataObject, Error, ObjectDirectory, Path, Pin, TokenInfo,
    document,
};

use super::{Inner, Kind};
use crate::document::up_to_end;
use crate::hex;
use crate::report::{Fault, Layer};

/// Records that are shown.
const MOST: usize = 200;

/// A kind of file of records, and what it says: a name and a text for each.
type Rows = Vec<(&'static str, String)>;
type Reader = fn(&[u8]) -> Result<Rows, Error>;

/// The files of records, those with the most telling form first.
const FILES: [(&str, Reader); 6] = [
    ("EF(ODF): where the records are", directory),
    ("EF(DODF): the provisioning files", data_objects),
    ("EF(DIR): the applications of a card", applications),
    ("EF(TokenInfo): what a card is", token),
    ("EF(AODF): the PINs of a card", pins),
    ("EF(CDF): the certificates of a card", certificates),
];

/// Whether octets are a file of records.
pub(super) fn is_records(octets: &[u8]) -> bool {
    FILES.iter().any(|(_, read)| read(octets).is_ok_and(|rows| !rows.is_empty()))
}

/// A file, and the document in it.
pub(super) fn read(octets: &Bytes) -> (Layer, Vec<Inner>) {
    let mut layer = Layer::new("card", "File of a card", octets);
    if octets.iter().all(|octet| *octet == 0xFF) {
        layer.fact("contents", "empty", octets.len());
        return (layer, Vec::new());
    }
    let mut first = None;
    for (title, read) in FILES {
        match read(octets) {
            Ok(rows) if !rows.is_empty() => {
                layer.title = title.into();
                for (name, text) in rows.into_iter().take(MOST) {
                    layer.say(name, text);
                }
                return (layer, Vec::new());
            }
            Ok(_) => {}
            Err(error) => first = first.or(Some(error)),
        }
    }
    // Tags of records are above 0x1F, the versions of WBXML below.
    let is_text = octets.first().is_some_and(|octet| *octet < 0x10 || *octet == b'<');
    match (document(octets), first) {
        (Some(body), _) if is_text => {
            let (written, body) = (body.len(), up_to_end(body));
            let body = octets.slice_ref(body);
            layer.title = "Provisioning file of a card".into();
            let filler = octets.len().saturating_sub(written);
            let left = written.saturating_sub(body.len());
            layer.fact("document", format!("{} octets", body.len()), body.len());
            if left > 0 {
                layer.fact("left over", format!("{left} octets of a longer document"), left);
            }
            layer.fact("filler", format!("{filler} octets"), filler);
            (layer, vec![Inner::of_kind(body, Some(Kind::Wbxml))])
        }
        (_, Some(error)) => {
            layer.fault = Some(Fault::new(error.kind(), error.kind(), error.offset(), octets));
            (layer, Vec::new())
        }
        (_, None) => (layer, Vec::new()),
    }
}

fn directory(file: &[u8]) -> Result<Rows, Error> {
    let directory = ObjectDirectory::decode(file)?;
    let named = |name, paths: &[Path]| -> Rows {
        paths.iter().map(|path| (name, path.to_string())).collect()
    };
    Ok([
        named("data objects", directory.data_objects()),
        named("trusted certificates", directory.trusted_certificates()),
        named("certificates", directory.certificates()),
        named("authentication", directory.authentication()),
    ]
    .concat())
}

fn data_objects(file: &[u8]) -> Result<Rows, Error> {
    let objects = DataObject::decode_file(file)?;
    let line = |object: &DataObject| {
        let kind = object.kind().map(|kind| format!("{kind:?}"));
        let kind = kind.unwrap_or_else(|| match object.oid() {
            Some(oid) => format!("{oid:?}"),
            None => "no identifier".to_owned(),
        });
        let path = object.path().map_or("no path".to_owned(), ToString::to_string);
        let private = if object.is_private() { ", private" } else { "" };
        let modifiable = if object.is_modifiable() { ", modifiable" } else { "" };
        let label = object.label().unwrap_or_default();
        ("data object", format!("{kind} in {path}{private}{modifiable}, label {label:?}"))
    };
    let is_one = |object: &&DataObject| object.kind().is_some() || object.path().is_some();
    Ok(objects.iter().filter(is_one).map(line).collect())
}

fn applications(file: &[u8]) -> Result<Rows, Error> {
    let line = |application: &Application| {
        let aid = hex::digits(application.aid());
        let path = application.path().map_or("no path".to_owned(), ToString::to_string);
        let label = String::from_utf8_lossy(application.label()).into_owned();
        ("application", format!("{aid} in {path}, label {label:?}"))
    };
    Ok(Application::decode_file(file)?.iter().map(line).collect())
}

fn token(file: &[u8]) -> Result<Rows, Error> {
    let info = TokenInfo::decode(file)?;
    let label = info.label().map(String::from_utf8_lossy).unwrap_or_default().into_owned();
    let wim = if info.is_wim() { ", a WIM" } else { "" };
    Ok(vec![("token", format!("label {label:?}{wim}"))])
}

fn pins(file: &[u8]) -> Result<Rows, Error> {
    let line = |pin: &Pin| {
        let reference = pin.reference().map_or("none".to_owned(), |it| it.to_string());
        let label = pin.label().unwrap_or_default();
        ("PIN", format!("reference {reference}, label {label:?}"))
    };
    Ok(Pin::decode_file(file)?.iter().map(line).collect())
}

fn certificates(file: &[u8]) -> Result<Rows, Error> {
    let line = |object: &CertificateObject| {
        let path = object.path().map_or("no path".to_owned(), ToString::to_string);
        let form = if object.is_x509() { "X.509" } else { "other" };
        ("certificate", format!("{form} in {path}, label {:?}", object.label().unwrap_or_default()))
    };
    let objects = CertificateObject::decode_file(file)?;
    Ok(objects.iter().filter(|object| object.path().is_some()).map(line).collect())
}
