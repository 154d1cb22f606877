//! Dialects: which token tables a document is read with.

use provost_wbxml::Vocabulary;

use crate::field::Field;
use crate::text::Text;

mod tables;

/// The token tables that a document is read with, or written for.
///
/// The tables of vendors contradict one another, so that a caller who knows the sender chooses.
/// Reading with the wrong one gives wrong names; by default what the registered tables lack stays
/// a token, and is written again as the same octets. Nothing is ever written in the tokens of a
/// vendor: a name in a string is understood by all.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub enum Dialect {
    /// The tables of ProvCont 1.0, for phones older than 1.1: the only dialect in which writing
    /// differs. Documents are read with those of 1.1, which have the same rows and more.
    Core10,
    /// The tables of ProvCont 1.1, with `APPREF` and `TO-APPREF`.
    #[default]
    Core11,
    /// With the tokens of Nokia's S60: WLAN, dial-up, login scripts. `LOGINSCRIPTDATA` and
    /// `LOGINSCRIPTID` have numbers that are global tokens of WBXML, and cannot be read.
    Nokia,
    /// With the tokens of Kannel: WLAN. `PRI-H-SSID` to `SECMODE` have numbers that are global
    /// tokens of WBXML, and cannot be read.
    Kannel,
    /// Microsoft's: the tokens of 1.1, and names and elements of its own as text, which `check`
    /// does not report.
    Microsoft,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Core10, Self::Core11, Self::Nokia, Self::Kannel, Self::Microsoft];

    /// The token tables that documents of this dialect are read with.
    #[must_use]
    pub fn vocabulary(self) -> &'static Vocabulary {
        match self {
            Self::Core10 | Self::Core11 | Self::Microsoft => &tables::CORE_1_1,
            Self::Nokia => &tables::NOKIA,
            Self::Kannel => &tables::KANNEL,
        }
    }

    /// The tables that documents for this dialect are written with.
    pub(crate) fn written(self) -> &'static Vocabulary {
        match self {
            Self::Core10 => &tables::CORE_1_0,
            _ => &tables::CORE_1_1,
        }
    }
}

/// The name as the tables of 1.1 have it, so that it needs no memory.
pub(crate) fn registered(name: &str) -> Option<&'static str> {
    registered_in("name", name)
}

/// A type, as the tables of 1.1 have it.
pub(crate) fn registered_type(name: &str) -> Option<&'static str> {
    registered_in("type", name)
}

fn registered_in(attribute: &str, name: &str) -> Option<&'static str> {
    tables::CORE_1_1.attribute_pages().iter().find_map(|page| {
        let (_, text) = page.token(attribute, name)?;
        (text.len() == name.len()).then_some(text)
    })
}

/// A name as a field.
pub(crate) fn name_field(name: &str) -> Field {
    match registered(name) {
        Some(name) => Field::Text(Text::from_static(name)),
        None => Field::Text(Text::new(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registered_name_needs_no_memory() {
        let is_static = |name| matches!(name_field(name), Field::Text(text) if text.is_static());
        assert!(is_static("NAPID") && is_static("APPREF") && !is_static("NAPIDX"));
        assert_eq!(registered_type("NAPDEF"), Some("NAPDEF"));
        assert_eq!(registered_type("NAPID"), None);
        assert!(is_static(""));
    }

    #[test]
    fn the_dialects_contradict_one_another() {
        let name = |dialect: Dialect, page, token| {
            let page = dialect.vocabulary().attribute_page(page)?;
            page.start(token).map(|(_, text)| text)
        };
        assert_eq!(name(Dialect::Nokia, 1, 0x3E), Some("LOGINTW"));
        assert_eq!(name(Dialect::Kannel, 1, 0x3E), Some("PRI-SSID"));
        assert_eq!(name(Dialect::Core11, 1, 0x3E), None);
        assert_eq!(name(Dialect::Core11, 1, 0x3D), Some("TO-APPREF"));
        assert_eq!(name(Dialect::Core11, 0, 0x5B), Some("ACCESS"));
        assert_eq!(name(Dialect::Core10, 0, 0x5B), Some("ACCESS"));
        let written = Dialect::Core10.written();
        let start = |token| written.attribute_page(0).and_then(|page| page.start(token));
        assert_eq!((start(0x5B), start(0x5A)), (None, Some(("type", "NAPAUTHINFO"))));
        assert!(written.attribute_page(1).is_none());
        assert_eq!(name(Dialect::Nokia, 0, 0x73), Some("SSID"));
        assert_eq!(name(Dialect::Kannel, 1, 0x5B), Some("SEC-SSID"));
    }
}
