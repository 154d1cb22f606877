//! SyncML by serde and `quick-xml`, the way servers write it whose language has struct tags: a
//! list for each kind of command, so that their order is lost, and attributes are dropped.

use serde::Deserialize;

/// `SyncML`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Message {
    /// `SyncHdr`.
    pub sync_hdr: Option<Header>,
    /// `SyncBody`.
    pub sync_body: Option<Body>,
}

/// `SyncHdr`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Header {
    #[serde(rename = "VerDTD")]
    pub ver_dtd: String,
    pub ver_proto: String,
    #[serde(rename = "SessionID")]
    pub session_id: String,
    #[serde(rename = "MsgID")]
    pub msg_id: String,
    pub target: Option<Location>,
    pub source: Option<Location>,
    pub cred: Option<Cred>,
    pub meta: Option<Meta>,
}

/// `SyncBody`: one list for each kind.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Body {
    pub status: Vec<Status>,
    pub results: Vec<Command>,
    pub alert: Vec<Command>,
    pub add: Vec<Command>,
    pub replace: Vec<Command>,
    pub delete: Vec<Command>,
    pub get: Vec<Command>,
    pub exec: Vec<Command>,
    pub atomic: Vec<Atomic>,
    #[serde(rename = "Final")]
    pub is_final: Option<Empty>,
}

/// Any command with items.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Command {
    #[serde(rename = "CmdID")]
    pub cmd_id: String,
    pub msg_ref: String,
    pub cmd_ref: String,
    pub data: Option<Text>,
    pub item: Vec<Item>,
}

/// `Atomic`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Atomic {
    #[serde(rename = "CmdID")]
    pub cmd_id: String,
    pub add: Vec<Command>,
    pub replace: Vec<Command>,
    pub delete: Vec<Command>,
    pub exec: Vec<Command>,
}

/// `Status`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Status {
    #[serde(rename = "CmdID")]
    pub cmd_id: String,
    pub msg_ref: String,
    pub cmd_ref: String,
    pub cmd: String,
    pub target_ref: Vec<String>,
    pub source_ref: Vec<String>,
    pub data: Option<Text>,
}

/// `Item`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Item {
    pub target: Option<Location>,
    pub source: Option<Location>,
    pub meta: Option<Meta>,
    pub data: Option<Text>,
}

/// `Target` or `Source`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Location {
    #[serde(rename = "LocURI")]
    pub uri: String,
    #[serde(rename = "LocName")]
    pub name: Option<String>,
}

/// `Cred`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Cred {
    pub meta: Option<Meta>,
    pub data: Option<Text>,
}

/// `Meta`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[allow(missing_docs, reason = "the elements of the DTD")]
pub struct Meta {
    pub format: Option<Text>,
    #[serde(rename = "Type")]
    pub kind: Option<Text>,
    pub max_msg_size: Option<Text>,
    pub max_obj_size: Option<Text>,
}

/// Text in an element with attributes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the text")]
pub struct Text {
    #[serde(rename = "$text")]
    pub text: String,
}

/// An element with nothing in it.
#[derive(Debug, Default, Deserialize)]
#[allow(missing_docs, reason = "nothing")]
pub struct Empty {}

/// Decodes a message.
///
/// # Errors
/// Those of `quick-xml`.
pub fn decode(xml: &str) -> Result<Message, quick_xml::DeError> {
    quick_xml::de::from_str(xml)
}

#[cfg(test)]
mod tests {
    use crate::corpus::Document;

    #[test]
    fn the_corpus_is_understood() {
        let message = super::decode(&Document::SmlPkg3.xml()).unwrap();
        let body = message.sync_body.unwrap();
        assert_eq!((body.status.len(), body.results.len()), (9, 8));
        assert!(
            body.results.iter().all(|results| !results.item[0]
                .data
                .as_ref()
                .unwrap()
                .text
                .is_empty())
        );
    }
}
