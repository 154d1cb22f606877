//! What stands behind the `?` of an address.

use core::fmt;

/// What of a node is addressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Part {
    /// The node itself.
    Node,
    /// A property, `?prop=`.
    Property(PropertyName),
    /// What is below it, `?list=`: for Get alone.
    List(List),
}

/// The names of the properties of nodes (DM TND 1.2.1, 7.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum PropertyName {
    /// Who may do what.
    Acl,
    /// How the value is encoded.
    Format,
    /// The last segment of the address.
    Name,
    /// Octets of the value.
    Size,
    /// A name for people.
    Title,
    /// When it was changed last.
    TStamp,
    /// The media type of a leaf, the identifier of a management object of an interior node.
    Type,
    /// How often it was changed.
    VerNo,
}

impl PropertyName {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Acl,
        Self::Format,
        Self::Name,
        Self::Size,
        Self::Title,
        Self::TStamp,
        Self::Type,
        Self::VerNo,
    ];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acl => "ACL",
            Self::Format => "Format",
            Self::Name => "Name",
            Self::Size => "Size",
            Self::Title => "Title",
            Self::TStamp => "TStamp",
            Self::Type => "Type",
            Self::VerNo => "VerNo",
        }
    }

    /// The property of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|property| property.name() == name)
    }

    const fn bit(self) -> u16 {
        match self {
            Self::Acl => 1,
            Self::Format => 2,
            Self::Name => 4,
            Self::Size => 8,
            Self::Title => 16,
            Self::TStamp => 32,
            Self::Type => 64,
            Self::VerNo => 128,
        }
    }
}

impl fmt::Display for PropertyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Properties, and perhaps the value.
///
/// ```
/// use provost_dm::uri::{PropertyName, PropertySet};
///
/// let set = PropertySet::NONE.with(PropertyName::Acl).with_value();
/// assert!(set.contains(PropertyName::Acl) && !set.contains(PropertyName::Type));
/// assert!(set.has_value());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PropertySet(u16);

impl PropertySet {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Every property, and the value.
    pub const ALL: Self = Self(0x1FF);

    const VALUE: u16 = 256;

    /// With a property.
    #[must_use]
    pub const fn with(self, name: PropertyName) -> Self {
        Self(self.0 | name.bit())
    }

    /// Without a property.
    #[must_use]
    pub const fn without(self, name: PropertyName) -> Self {
        Self(self.0 & !name.bit())
    }

    /// With the value.
    #[must_use]
    pub const fn with_value(self) -> Self {
        Self(self.0 | Self::VALUE)
    }

    /// All but these.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// Whether a property is in it.
    #[must_use]
    pub const fn contains(self, name: PropertyName) -> bool {
        self.0 & name.bit() != 0
    }

    /// Whether the value is in it.
    #[must_use]
    pub const fn has_value(self) -> bool {
        self.0 & Self::VALUE != 0
    }

    /// The names, `sign` in front of each.
    fn write(self, sign: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in PropertyName::ALL {
            if self.contains(name) {
                write!(f, "{sign}{name}")?;
            }
        }
        if self.has_value() { write!(f, "{sign}Value") } else { Ok(()) }
    }
}

/// What a `?list=` asks for (DM TND 1.2.1, 7.7.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum List {
    /// The nodes without their values.
    Struct,
    /// The nodes with their values.
    StructData,
    /// One serialized tree, with what the device chooses.
    Tnds,
    /// One serialized tree with these.
    TndsWith(PropertySet),
    /// One serialized tree with all but these.
    TndsWithout(PropertySet),
}

impl List {
    /// What follows `list=`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let end = text.find(['+', '-']).unwrap_or(text.len());
        let (kind, selection) = text.split_at_checked(end)?;
        match (kind, selection) {
            ("Struct", "") => Some(Self::Struct),
            ("StructData", "") => Some(Self::StructData),
            ("TNDS", "") => Some(Self::Tnds),
            ("TNDS", selection) => {
                let sign = selection.chars().next()?;
                let mut set = PropertySet::NONE;
                for name in selection.split(sign).skip(1) {
                    // The other sign is in no name, so that both together are refused.
                    set = match name {
                        "Value" => set.with_value(),
                        name => set.with(PropertyName::from_name(name)?),
                    };
                }
                Some(if sign == '+' { Self::TndsWith(set) } else { Self::TndsWithout(set) })
            }
            _ => None,
        }
    }
}

/// As it stands behind the address of the node.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node => Ok(()),
            Self::Property(name) => write!(f, "?prop={name}"),
            Self::List(List::Struct) => f.write_str("?list=Struct"),
            Self::List(List::StructData) => f.write_str("?list=StructData"),
            Self::List(List::Tnds) => f.write_str("?list=TNDS"),
            Self::List(List::TndsWith(set)) => {
                f.write_str("?list=TNDS")?;
                set.write('+', f)
            }
            Self::List(List::TndsWithout(set)) => {
                f.write_str("?list=TNDS")?;
                set.write('-', f)
            }
        }
    }
}
