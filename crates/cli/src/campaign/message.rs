//! The message of one row: fill, encode, sign, frame, cut.

use clap::ValueEnum;
use provost::bootstrap::{Method, UserPin, sign};
use provost::cp::Document;
use provost::push::sms::{Ports, Reference, Segment, Segmentation};
use provost::push::wsp::{ContentType, Push};
use serde_json::{Value, json};

use super::Arguments;
use super::table::Row;
use super::template::Template;
use crate::bootstrap::{MethodName, Secrets, identity};
use crate::failure::Failure;
use crate::hex::digits;

/// What all rows share.
#[derive(Debug)]
pub(super) struct Maker {
    template: Template,
    columns: Vec<String>,
    address: usize,
    method_column: Option<usize>,
    /// The columns of secrets, by their places.
    secrets: Vec<(usize, &'static str)>,
    method: Method,
    reference: u16,
    is_short: bool,
    most: u8,
}

impl Maker {
    pub(super) fn new(
        xml: &[u8],
        columns: &[String],
        ahead: &[Vec<String>],
        arguments: &Arguments,
    ) -> Result<Self, String> {
        let text = core::str::from_utf8(xml).map_err(|_| "the template is not UTF-8".to_owned())?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let place = |name: &str| columns.iter().position(|column| column == name);
        let secrets = Secrets::COLUMNS.into_iter();
        let secrets = secrets.filter_map(|name| Some((place(name)?, name))).collect();
        let template = Template::new(text, columns).map_err(|it| format!("the template: {it}"))?;
        // What no row makes a document of is told once, and not of each row.
        let mut filled = ahead.iter().filter_map(|fields| template.fill(fields).ok());
        let mut fault = None;
        let is_one = filled.any(|filled| {
            let fits = Document::from_xml(&filled);
            let is_one = fits.is_ok();
            fault = fault.take().or(fits.err());
            is_one
        });
        if let Some(fault) = fault.filter(|_| !is_one) {
            return Err(format!("the template, once filled: {fault}"));
        }
        Ok(Self {
            template,
            columns: columns.to_vec(),
            address: place("address").unwrap_or_default(),
            method_column: place("method"),
            secrets,
            method: arguments.method.method(),
            reference: arguments.reference,
            is_short: arguments.short,
            most: arguments.most,
        })
    }

    /// The message of a row and how many short messages it takes. Errors have names of columns, and no
    /// values: those may be secrets.
    pub(super) fn make(&self, row: &Row) -> Result<(Value, usize), String> {
        let fields = row.fields.as_ref().map_err(Clone::clone)?;
        let address = fields.get(self.address).filter(|address| !address.is_empty());
        let address = address.ok_or("column address is empty")?;
        let method = self.method_of(fields)?;
        let mut secrets = Secrets::default();
        for (place, name) in &self.secrets {
            let text = fields.get(*place).map_or("", String::as_str);
            if !text.is_empty() && !secrets.set(name, text) {
                return Err(format!("column {name} has not the form of one"));
            }
        }
        let identity = identity(method, &secrets).map_err(|failure| reason(method, &failure))?;
        let xml = self.template.fill(fields).map_err(|column| {
            let name = self.columns.get(column).map_or("?", String::as_str);
            format!("column {name} has a character that XML has not")
        })?;
        let document = Document::from_xml(&xml).map_err(|error| error.to_string())?;
        let body = document.to_wbxml_strict().map_err(|error| error.to_string())?;
        let signed = sign(&body, method, &identity).map_err(|error| error.to_string())?;
        let media_type = format!("{MEDIA_TYPE}; {}", signed.parameters());
        let content_type = ContentType::from_text(&media_type).map_err(|it| it.to_string())?;
        // The transaction tells datagrams apart, as the reference does; both may come round again.
        let reference = self.reference_of(row.number);
        let transaction = u8::try_from(reference & 0xFF).unwrap_or_default();
        let datagram = Push::new(content_type, body).with_transaction(transaction).to_bytes();
        let reference =
            if self.is_short { Reference::Short(transaction) } else { Reference::Long(reference) };
        let segmentation = Segmentation::new(Ports::PUSH, reference).with_most_segments(self.most);
        let segments = segmentation.segments(datagram).map_err(|error| error.to_string())?;
        let segments: Vec<Value> = segments
            .map(|Segment { udh, data }| json!({ "udh": digits(&udh), "data": digits(&data) }))
            .collect();
        let count = segments.len();
        let mut message = json!({
            "row": row.number,
            "address": address,
            "method": method.to_string(),
            "segments": segments,
        });
        if let (Some(pin), Some(map)) = (signed.pin(), message.as_object_mut()) {
            map.insert("pin".into(), UserPin::reveal(pin).into());
        }
        Ok((message, count))
    }

    fn method_of(&self, fields: &[String]) -> Result<Method, String> {
        let text = self.method_column.and_then(|place| fields.get(place));
        match text.map_or("", String::as_str) {
            "" => Ok(self.method),
            text => MethodName::from_str(text, true)
                .map(MethodName::method)
                .map_err(|_| "column method names no method".to_owned()),
        }
    }

    fn reference_of(&self, number: u64) -> u16 {
        let past = number.saturating_sub(1) & 0xFFFF;
        self.reference.wrapping_add(u16::try_from(past).unwrap_or_default())
    }
}

const MEDIA_TYPE: &str = "application/vnd.wap.connectivity-wbxml";

fn reason(method: Method, failure: &Failure) -> String {
    match failure {
        Failure::Usage(text) => format!("{} (as columns)", text.replace("--", "")),
        _ => format!("{method} lacks a secret"),
    }
}
