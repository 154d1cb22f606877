//! The formats of data, as `Meta/Format` and a node's Format property name them.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// The format of a node or of data (MetInf 1.2; DM TND 1.2.1, Format property).
///
/// A model keeps the text of the message; this is what the text means. A name that is not in
/// this list is no format of DM: [`Format::from_name`] gives none, and the text stays.
///
/// ```
/// use provost_dm::Format;
///
/// assert_eq!(Format::from_name("b64"), Some(Format::B64));
/// assert_eq!(Format::default().name(), "chr");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum Format {
    /// Base64 text; the node's own format is then [`Bin`](Self::Bin).
    B64,
    /// Octets.
    Bin,
    /// `true` or `false`.
    Bool,
    /// Text: the format of what has none.
    #[default]
    Chr,
    /// A date.
    Date,
    /// A floating point number.
    Float,
    /// An integer.
    Int,
    /// An interior node.
    Node,
    /// A leaf without a value.
    Null,
    /// A time.
    Time,
    /// XML.
    Xml,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::B64,
        Self::Bin,
        Self::Bool,
        Self::Chr,
        Self::Date,
        Self::Float,
        Self::Int,
        Self::Node,
        Self::Null,
        Self::Time,
        Self::Xml,
    ];

    /// The format of a name, white space around it aside; names are compared as they are.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim_ascii();
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its name in messages, and as an element of a description framework.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::B64 => "b64",
            Self::Bin => "bin",
            Self::Bool => "bool",
            Self::Chr => "chr",
            Self::Date => "date",
            Self::Float => "float",
            Self::Int => "int",
            Self::Node => "node",
            Self::Null => "null",
            Self::Time => "time",
            Self::Xml => "xml",
        }
    }

    /// The format of the node that data of this format is stored in: base64 is a way to carry
    /// octets, not a format of nodes (DM TND 1.2.1, Format property).
    #[must_use]
    pub const fn of_node(self) -> Self {
        match self {
            Self::B64 => Self::Bin,
            other => other,
        }
    }

    /// Whether an item of this format has data: an interior node and a null node have none.
    #[must_use]
    pub const fn has_data(self) -> bool {
        !matches!(self, Self::Node | Self::Null)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_name(text).ok_or(Error::new(ErrorKind::UnknownName, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
            assert_ne!(format.of_node(), Format::B64);
        }
        assert_eq!(Format::from_name(" \n b64\t"), Some(Format::B64));
        for other in ["", "B64", "binary", "b 64"] {
            assert_eq!(Format::from_name(other), None, "{other:?}");
        }
    }
}
