//! The messages of device management among the shared vectors.

use std::{fs, sync::OnceLock};

use provost::dm::{Command, Data, Form, Item, Message};
use serde_json::Value;

use crate::{data, vectors::unhex};

/// A message or fragment, and what a decoder must make of it.
#[derive(Clone, Debug)]
pub struct Vector {
    /// A unique name.
    pub name: String,
    /// The XML.
    pub xml: String,
    /// The WBXML that its source sends, or that libwbxml makes of the XML.
    pub wbxml: Option<Vec<u8>>,
    /// Whether a server sends it.
    pub is_from_server: bool,
    /// Whether it is not a whole message.
    pub is_fragment: bool,
    /// Whether the XML is well-formed.
    pub is_well_formed: bool,
    /// Whether every decoder must refuse it.
    pub is_error: bool,
    /// Whether an address in it is none.
    pub is_uri_error: bool,
}

/// The messages of the shared data folder; none where that is absent.
#[must_use]
pub fn vectors() -> &'static [Vector] {
    static ALL: OnceLock<Vec<Vector>> = OnceLock::new();
    ALL.get_or_init(|| {
        let Some(path) = data::shared("vectors/dm.json") else { return Vec::new() };
        let text = fs::read_to_string(path).expect("a file of vectors");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        file["messages"].as_array().expect("messages").iter().map(vector).collect()
    })
}

fn vector(row: &Value) -> Vector {
    let text = |key: &str| row[key].as_str();
    Vector {
        name: text("name").expect("a name").to_owned(),
        xml: text("xml").expect("XML").to_owned(),
        wbxml: text("wbxml").or(text("wbxml_libwbxml")).map(unhex),
        is_from_server: row["direction"] == "s2c",
        is_fragment: row["fragment"] == true,
        is_well_formed: row["well_formed"] == true,
        is_error: row["expect"] == "error",
        is_uri_error: row["expect"] == "uri-error",
    }
}

/// A message in which all text data has one form, and every tree is one too: what two messages
/// have in common that say the same in different ways.
#[must_use]
pub fn plain(message: &Message) -> Message {
    let mut message = message.clone();
    let mut commands: Vec<&mut Command> = message.body.commands.iter_mut().collect();
    while let Some(command) = commands.pop() {
        match command {
            Command::Atomic(container) | Command::Sequence(container) => {
                commands.extend(container.commands.iter_mut());
            }
            Command::Status(status) => status.items.iter_mut().for_each(plain_item),
            Command::Results(results) => results.items.iter_mut().for_each(plain_item),
            Command::Alert(alert) => alert.items.iter_mut().for_each(plain_item),
            Command::Add(request)
            | Command::Replace(request)
            | Command::Delete(request)
            | Command::Get(request)
            | Command::Copy(request)
            | Command::Exec(request) => request.items.iter_mut().for_each(plain_item),
            _ => {}
        }
    }
    if let Some(cred) = &mut message.header.cred {
        cred.data = cred.data.as_ref().map(plain_data);
    }
    message
}

fn plain_item(item: &mut Item) {
    item.data = item.data.as_ref().map(plain_data);
}

fn plain_data(data: &Data) -> Data {
    if !matches!(data.form(), Form::Cdata | Form::Opaque) {
        return data.clone();
    }
    let Ok(text) = data.to_text() else { return data.clone() };
    let mut plain = Data::text(&*text);
    plain.extra = data.extra.clone();
    plain
}
