//! Values that are spelled otherwise than in the token tables.

use alloc::string::String;
use alloc::vec::Vec;

use crate::characteristic::Node;
use crate::dialect::Dialect;
use crate::document::Document;
use crate::field::Field;
use crate::text::Text;

/// The names whose values are words of the token tables.
const WORDS: [&str; 15] = [
    "NAP-ADDRTYPE",
    "PXADDRTYPE",
    "LOCAL-ADDRTYPE",
    "ADDRTYPE",
    "CALLTYPE",
    "BEARER",
    "AUTHTYPE",
    "PXAUTH-TYPE",
    "PPGAUTH-TYPE",
    "AAUTHTYPE",
    "AAUTHLEVEL",
    "SERVICE",
    "LINKSPEED",
    "DNLINKSPEED",
    "AUTH-ENTITY",
];

/// The word of the token tables that is meant: the prose of WAP-183 has `_`, a blank and `/` where
/// its tables have a hyphen.
pub(crate) fn word(text: &str) -> Option<&'static str> {
    let same = |own: &str| {
        let plain = |octet: u8| if matches!(octet, b'_' | b' ' | b'/') { b'-' } else { octet };
        own.len() == text.len() && own.bytes().map(plain).eq(text.bytes().map(plain))
    };
    let pages = Dialect::Core11.vocabulary().value_pages();
    let mut words = pages.iter().flat_map(|page| page.rows()).map(|(_, word)| *word);
    words.find(|word| same(word))
}

/// A list with each of its words in the spelling of the tables; as it is, where it has none of them.
fn words(text: &str) -> Text {
    let own = |item: &str| String::from(word(item.trim()).unwrap_or(item));
    let items: Vec<String> = text.split(',').map(own).collect();
    Text::from(items.join(","))
}

/// Puts the spelling of the tables in place of others; where the parms began.
pub(crate) fn correct(document: &mut Document) -> impl Iterator<Item = usize> + use<> {
    let mut corrected = Vec::new();
    let mut open: Vec<&mut Vec<Node>> = alloc::vec![&mut document.nodes];
    while let Some(nodes) = open.pop() {
        for node in nodes {
            match node {
                Node::Characteristic(characteristic) => open.push(&mut characteristic.children),
                Node::Parm(parm) if WORDS.contains(&parm.name()) => {
                    let Some(text) = parm.text() else { continue };
                    let own = match word(text) {
                        Some(word) => Text::from_static(word),
                        None if parm.name() == "AAUTHTYPE" => words(text),
                        None => continue,
                    };
                    if own.as_str() != text {
                        parm.value = Some(Field::Text(own));
                        corrected.push(parm.place.offset().unwrap_or(0));
                    }
                }
                _ => {}
            }
        }
    }
    corrected.sort_unstable();
    corrected.into_iter()
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn spellings_of_the_prose() {
        for (text, expected) in [
            ("ANALOG_MODEM", "ANALOG-MODEM"),
            ("BIT_TRANSPARENT", "BIT-TRANSPARENT"),
            ("DIRECT_ASYNCHRONOUS_DATA_SERVICE", "DIRECT-ASYNCHRONOUS-DATA-SERVICE"),
            ("HTTP BASIC", "HTTP-BASIC"),
            ("GSM/CSD", "GSM-CSD"),
            ("MOBITEX MPAK", "MOBITEX-MPAK"),
            ("FLEX/REFLEX", "FLEX/REFLEX"),
            ("V.120", "V.120"),
        ] {
            assert_eq!(word(text), Some(expected));
        }
        assert_eq!(word("gsm-csd"), None);
        assert_eq!(word("GSM"), None);
    }
}
