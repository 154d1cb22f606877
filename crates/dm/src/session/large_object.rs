//! Objects that travel in several messages (DM Protocol 1.2.1, 7.2): cutting and collecting them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use provost_wbxml::Syntax;

use crate::data::{Data, Form};
use crate::message::{Item, Location, Meta};
use crate::status_code::StatusCode;
use crate::text::Text;

/// Collects the parts of the one object that may be open.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Collector {
    open: Option<Open>,
    limit: usize,
}

#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Open {
    /// The name of the command.
    command: Text,
    target: Option<Location>,
    source: Option<Location>,
    meta: Meta,
    /// What the whole must have.
    size: usize,
    form: Form,
    /// Grows with what comes, not with what was announced.
    octets: Vec<u8>,
}

/// What an item is to the collector.
#[derive(Debug)]
pub(super) enum Part {
    /// No part of anything: to be carried out as it is.
    Whole,
    /// A part that is kept: status 213.
    Kept,
    /// The last part; this is the whole object.
    Last(Box<Item>),
    /// Nothing is kept: a status.
    Fault(StatusCode),
}

/// An object whose end did not come: what alert 1225 names.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) target: Option<Location>,
    pub(super) source: Option<Location>,
}

impl Collector {
    /// Of objects up to so many octets.
    pub(super) const fn new(limit: usize) -> Self {
        Self { open: None, limit }
    }

    /// Whether the end of an object is awaited.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Before each command: whether it goes on with the open object. Where it does not, the object is
    /// broken, and given up.
    pub(super) fn interrupted_by(&mut self, command: &str, item: Option<&Item>) -> Option<Broken> {
        let open = self.open.as_ref()?;
        let uri = |location: &Option<Location>| location.as_ref().and_then(|it| it.uri.clone());
        // A part should name its node again, and need not.
        let is_same = |own: &Option<Location>, other: &Option<Location>| {
            uri(other).is_none() || uri(own) == uri(other)
        };
        let goes_on = open.command == *command
            && item.is_some_and(|item| {
                is_same(&open.target, &item.target) && is_same(&open.source, &item.source)
            });
        if goes_on {
            return None;
        }
        self.interrupted()
    }

    /// Before each item of a command but the first: a part is the last item of its message, so that
    /// whatever comes behind it is no part of the open object. It is broken, and given up.
    pub(super) fn interrupted(&mut self) -> Option<Broken> {
        self.open.take().map(|open| Broken { target: open.target, source: open.source })
    }

    /// Takes an item of a command. What is open must have been asked about first, by
    /// [`interrupted_by`](Self::interrupted_by) or [`interrupted`](Self::interrupted).
    pub(super) fn take(&mut self, command: &str, meta: Option<&Meta>, item: &Item) -> Part {
        if let Some(open) = self.open.take() {
            return self.go_on(open, item);
        }
        if !item.more_data {
            return Part::Whole;
        }
        let empty = Meta::new();
        let own = item.meta.as_deref().unwrap_or(&empty);
        let meta = meta.map_or_else(|| own.clone(), |meta| meta.overridden_by(own));
        let Some(size) = meta.size() else { return Part::Fault(StatusCode::SIZE_REQUIRED) };
        if size > self.limit {
            return Part::Fault(StatusCode::TOO_LARGE);
        }
        let form = item.data.as_ref().map_or(Form::Text, Data::form);
        let open = Open {
            command: Text::from(command),
            target: item.target.clone(),
            source: item.source.clone(),
            meta,
            size,
            form,
            octets: Vec::new(),
        };
        self.go_on(open, item)
    }

    fn go_on(&mut self, mut open: Open, item: &Item) -> Part {
        if let Some(data) = &item.data {
            if !matches!(data.form(), Form::Text | Form::Cdata | Form::Opaque) {
                return Part::Fault(StatusCode::BAD_REQUEST);
            }
            if data.form() == Form::Opaque {
                open.form = Form::Opaque;
            }
            open.octets.extend_from_slice(data.octets());
        }
        if open.octets.len() > open.size || (!item.more_data && open.octets.len() != open.size) {
            return Part::Fault(StatusCode::SIZE_MISMATCH);
        }
        if item.more_data {
            self.open = Some(open);
            return Part::Kept;
        }
        let Open { target, source, meta, form, octets, .. } = open;
        let whole = Item {
            target,
            source,
            meta: Some(Box::new(meta)),
            data: Some(Data::new(form, octets.into())),
            ..Item::new()
        };
        Part::Last(Box::new(whole))
    }
}

/// The longest first part of data that takes no more than `room` octets in a syntax, and the rest;
/// nothing for elements, which cannot be cut. The part may be empty. Text is cut between characters.
///
/// It looks at the part alone: objects have megabytes, and many parts.
pub(super) fn cut(data: &Data, room: usize, syntax: Syntax) -> Option<(Data, Data)> {
    let octets = data.octets();
    let is_text = match data.form() {
        Form::Text | Form::Cdata => true,
        Form::Opaque => false,
        Form::Markup | Form::Inline => return None,
    };
    let mut length = 0_usize;
    let mut left = room;
    for octet in octets.iter().take(room) {
        let cost = match (syntax, octet) {
            // The end of a section that begins another one.
            (Syntax::Xml, b'>') if data.form() == Form::Cdata => 13,
            // References, each as long as the longest that stands for it.
            (Syntax::Xml, b'<' | b'>' | b'&' | b'"' | b'\'' | 0..=0x1F | 0x7F) => 6,
            _ => 1,
        };
        let Some(rest) = left.checked_sub(cost) else { break };
        left = rest;
        length = length.saturating_add(1);
    }
    let goes_on = |at: usize| octets.get(at).is_some_and(|octet| octet & 0xC0 == 0x80);
    while is_text && length > 0 && goes_on(length) {
        length = length.saturating_sub(1);
    }
    let first = Data::new(data.form(), octets.slice(..length)).with_extra(data.extra.clone());
    Some((first, Data::new(data.form(), octets.slice(length..))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, size: Option<usize>, more: bool) -> Item {
        let item = Item::target("./A").with_data(text);
        let item = match size {
            Some(size) => item.with_meta(Meta::new().with_size(size)),
            None => item,
        };
        Item { more_data: more, ..item }
    }

    #[test]
    fn parts_make_a_whole() {
        let mut collector = Collector::new(6);
        assert!(matches!(collector.take("Add", None, &part("x", None, false)), Part::Whole));
        assert!(matches!(collector.take("Add", None, &part("abc", Some(6), true)), Part::Kept));
        assert!(collector.interrupted_by("Add", Some(&part("", None, true))).is_none());
        assert!(matches!(collector.take("Add", None, &part("de", None, true)), Part::Kept));
        let Part::Last(item) = collector.take("Add", None, &part("f", None, false)) else {
            panic!("not the last")
        };
        assert_eq!(item.data, Some(Data::text("abcdef")));
        assert_eq!(item.target_uri(), Some("./A"));
        assert!(!collector.is_open());
    }

    #[test]
    fn faults() {
        let cases = [
            (&[("abc", None, true)][..], StatusCode::SIZE_REQUIRED),
            (&[("abc", Some(7), true)], StatusCode::TOO_LARGE),
            (&[("abc", Some(2), true)], StatusCode::SIZE_MISMATCH),
            (&[("abc", Some(6), true), ("de", None, false)], StatusCode::SIZE_MISMATCH),
            (&[("abc", Some(6), true), ("defg", None, true)], StatusCode::SIZE_MISMATCH),
        ];
        for (parts, code) in cases {
            let mut collector = Collector::new(6);
            let mut last = Part::Whole;
            for (text, size, more) in parts {
                last = collector.take("Add", None, &part(text, *size, *more));
            }
            assert!(matches!(last, Part::Fault(fault) if fault == code), "{code} {last:?}");
            assert!(!collector.is_open());
        }
    }

    #[test]
    fn another_command_breaks_an_object() {
        let others = [("Get", Some(part("", None, false))), ("Alert", None)];
        for (command, item) in others {
            let mut collector = Collector::new(6);
            let _ = collector.take("Add", None, &part("abc", Some(6), true));
            let broken = collector.interrupted_by(command, item.as_ref()).unwrap();
            assert_eq!(broken.target.unwrap().uri(), "./A");
            assert!(!collector.is_open());
        }
        let mut collector = Collector::new(6);
        let _ = collector.take("Add", None, &part("abc", Some(6), true));
        let other = Item::target("./B").with_data("def");
        assert!(collector.interrupted_by("Add", Some(&other)).is_some());
    }

    #[test]
    fn cuts_fit() {
        let data = Data::text("a<ö>b");
        let (first, rest) = cut(&data, 8, Syntax::Xml).unwrap();
        assert_eq!((&**first.octets(), &**rest.octets()), (&b"a<"[..], "ö>b".as_bytes()));
        for (room, expected) in [(4, "a<ö"), (3, "a<"), (99, "a<ö>b")] {
            let (first, _) = cut(&data, room, Syntax::Wbxml).unwrap();
            assert_eq!(&**first.octets(), expected.as_bytes());
        }
        let (first, rest) = cut(&data, 0, Syntax::Xml).unwrap();
        assert!(first.is_empty() && rest == data);
    }
}
