//! Quality factors.

use core::fmt;

/// A quality factor below 1, in thousandths; 1 is the default and never sent.
///
/// ```
/// use provost_push::wsp::Quality;
///
/// assert_eq!(Quality::from_thousandths(700).map(|quality| quality.to_string()), Some("0.7".into()));
/// assert_eq!(Quality::from_thousandths(1000), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Quality(u16);

impl Quality {
    /// A factor of 0 to 999 thousandths.
    #[must_use]
    pub const fn from_thousandths(thousandths: u16) -> Option<Self> {
        if thousandths < 1000 { Some(Self(thousandths)) } else { None }
    }

    /// The thousandths.
    #[must_use]
    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// Hundredths and one, or thousandths and a hundred (WAP-230, 8.4.2.3).
    pub(crate) fn from_wire(value: u32) -> Option<Self> {
        let thousandths = match value {
            1..=100 => value.checked_sub(1)?.checked_mul(10)?,
            101..=1099 => value.checked_sub(100)?,
            _ => return None,
        };
        u16::try_from(thousandths).ok().map(Self)
    }

    pub(crate) fn to_wire(self) -> u32 {
        let thousandths = u32::from(self.0);
        if thousandths % 10 == 0 {
            (thousandths / 10).saturating_add(1)
        } else {
            thousandths.saturating_add(100)
        }
    }

    /// `0`, `0.5`, `0.333`; also `1` and `1.0`, which is no factor at all.
    pub(crate) fn from_text(text: &str) -> Option<Option<Self>> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 3 || !fraction.bytes().all(|octet| octet.is_ascii_digit()) {
            return None;
        }
        let mut thousandths = 0_u16;
        for at in 0..3 {
            let digit = fraction.as_bytes().get(at).map_or(0, |octet| octet & 0x0F);
            thousandths = thousandths.saturating_mul(10).saturating_add(u16::from(digit));
        }
        match whole {
            "0" | "" if !text.is_empty() => Some(Some(Self(thousandths))),
            "1" if thousandths == 0 => Some(None),
            _ => None,
        }
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            thousandths if thousandths % 100 == 0 => write!(f, "0.{}", thousandths / 100),
            thousandths if thousandths % 10 == 0 => write!(f, "0.{:02}", thousandths / 10),
            thousandths => write!(f, "0.{thousandths:03}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn every_factor_both_ways() {
        for thousandths in 0..1000 {
            let quality = Quality::from_thousandths(thousandths);
            let value = quality.expect("a factor");
            assert_eq!(Quality::from_wire(value.to_wire()), quality);
            assert_eq!(Quality::from_text(&value.to_string()), Some(quality));
        }
        for value in [0, 1100, u32::MAX] {
            assert_eq!(Quality::from_wire(value), None);
        }
        assert_eq!(Quality::from_text("1.000"), Some(None));
        for text in ["", "2", "1.5", "0.1234", "0.x", "-0"] {
            assert_eq!(Quality::from_text(text), None, "{text}");
        }
    }
}
