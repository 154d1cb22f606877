//! The vectors of push messages, of the shared data folder.

use std::{fs, sync::OnceLock};

use serde_json::Value;

use crate::data;

/// A row of the vectors.
#[derive(Clone, Debug)]
pub struct Vector {
    /// A unique name.
    pub name: String,
    /// What kind of thing it is.
    pub layer: String,
    /// All that the row says.
    pub row: Value,
}

impl Vector {
    /// The octets of the field `hex`.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        octets(self.row["hex"].as_str().unwrap_or_else(|| panic!("{} has no hex", self.name)))
    }

    /// The field `text`.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        self.row["text"].as_str().unwrap_or_else(|| panic!("{} has no text", self.name))
    }

    /// The octets of each of the field `segments`, or of `hex` alone.
    #[must_use]
    pub fn segments(&self) -> Vec<Vec<u8>> {
        match self.row["segments"].as_array() {
            Some(segments) => {
                segments.iter().map(|one| octets(one.as_str().expect("hex"))).collect()
            }
            None => vec![self.octets()],
        }
    }
}

/// All rows, or none where the folder is missing.
///
/// # Panics
/// Where the file is not what it should be.
#[must_use]
pub fn vectors() -> &'static [Vector] {
    static ALL: OnceLock<Vec<Vector>> = OnceLock::new();
    ALL.get_or_init(|| {
        let Some(path) = data::shared("vectors/push.json") else {
            return Vec::new();
        };
        let text = fs::read_to_string(&path).expect("push.json");
        let rows: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        let vector = |row: Value| Vector {
            name: row["name"].as_str().expect("a name").into(),
            layer: row["layer"].as_str().expect("a layer").into(),
            row,
        };
        rows.into_iter().map(vector).collect()
    })
}

/// Those of one layer.
pub fn layer(layer: &str) -> impl Iterator<Item = &'static Vector> {
    vectors().iter().filter(move |vector| vector.layer == layer)
}

/// The one of that name; `None` where the folder is missing.
///
/// # Panics
/// Where there is none of that name.
#[must_use]
pub fn vector(name: &str) -> Option<&'static Vector> {
    let all = vectors();
    if all.is_empty() {
        return None;
    }
    let found = all.iter().find(|vector| vector.name == name);
    assert!(found.is_some(), "no vector {name}");
    found
}

/// The octets of hexadecimal digits.
///
/// # Panics
/// Where they are none.
#[must_use]
pub fn octets(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "{hex}");
    let pair = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
    (0..hex.len()).step_by(2).map(pair).collect()
}
