//! `Meta`: what is said about data.

use crate::auth_type::AuthType;
use crate::extra::Extras;
use crate::format::Format;
use crate::text::Text;

/// The meta information of a command, an item, a header, credentials or a challenge.
///
/// What data synchronization has besides (`Anchor`, `Mem`, ...) and `EMI` are in `extra`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Meta {
    /// `Format`, as text; [`Meta::format`] is what it means.
    pub format: Option<Text>,
    /// `Type`: a media type, an authentication scheme, the kind of an alert or of an object.
    pub type_: Option<Text>,
    /// `Mark`: how important a generic alert is.
    pub mark: Option<Text>,
    /// `Size`: octets of an object that travels in parts, as they travel.
    pub size: Option<Text>,
    /// `NextNonce`, in base64.
    pub next_nonce: Option<Text>,
    /// `MaxMsgSize`: the largest message that the sender takes.
    pub max_msg_size: Option<Text>,
    /// `MaxObjSize`: the largest object that the sender takes.
    pub max_obj_size: Option<Text>,
    /// Whether all that stands in a `MetInf` element.
    pub is_wrapped: bool,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Meta {
    /// Nothing is said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a format.
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.format = Some(Text::from_static(format.name()));
        self
    }

    /// With a type.
    #[must_use]
    pub fn with_type(mut self, text: impl Into<Text>) -> Self {
        self.type_ = Some(text.into());
        self
    }

    /// With a mark.
    #[must_use]
    pub fn with_mark(mut self, mark: impl Into<Text>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// With the size of an object.
    #[must_use]
    pub fn with_size(mut self, size: usize) -> Self {
        self.size = Some(Text::from(alloc::format!("{size}")));
        self
    }

    /// With a nonce, in base64.
    #[must_use]
    pub fn with_next_nonce(mut self, base64: impl Into<Text>) -> Self {
        self.next_nonce = Some(base64.into());
        self
    }

    /// With the size of the largest message.
    #[must_use]
    pub fn with_max_msg_size(mut self, size: usize) -> Self {
        self.max_msg_size = Some(Text::from(alloc::format!("{size}")));
        self
    }

    /// With the size of the largest object.
    #[must_use]
    pub fn with_max_obj_size(mut self, size: usize) -> Self {
        self.max_obj_size = Some(Text::from(alloc::format!("{size}")));
        self
    }

    /// The format, where it is one of DM.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        Format::from_name(self.format.as_ref()?)
    }

    /// The authentication scheme that `Type` names.
    #[must_use]
    pub fn auth_type(&self) -> Option<AuthType> {
        AuthType::from_name(self.type_.as_ref()?)
    }

    /// `Size` as a number.
    #[must_use]
    pub fn size(&self) -> Option<usize> {
        number(self.size.as_ref()?)
    }

    /// `MaxMsgSize` as a number.
    #[must_use]
    pub fn max_msg_size(&self) -> Option<usize> {
        number(self.max_msg_size.as_ref()?)
    }

    /// `MaxObjSize` as a number.
    #[must_use]
    pub fn max_obj_size(&self) -> Option<usize> {
        number(self.max_obj_size.as_ref()?)
    }

    /// What holds for an item whose command says `self`: element by element, what the item says
    /// goes first (RepPro 1.2.2, Meta).
    ///
    /// ```
    /// use provost_dm::{Format, Meta};
    ///
    /// let command = Meta::new().with_format(Format::Int).with_type("text/plain");
    /// let item = Meta::new().with_format(Format::Chr);
    /// let meta = command.overridden_by(&item);
    /// assert_eq!(meta.format(), Some(Format::Chr));
    /// assert_eq!(meta.type_.as_deref(), Some("text/plain"));
    /// ```
    #[must_use]
    pub fn overridden_by(&self, item: &Self) -> Self {
        let first = |own: &Option<Text>, other: &Option<Text>| own.clone().or(other.clone());
        Self {
            format: first(&item.format, &self.format),
            type_: first(&item.type_, &self.type_),
            mark: first(&item.mark, &self.mark),
            size: first(&item.size, &self.size),
            next_nonce: first(&item.next_nonce, &self.next_nonce),
            max_msg_size: first(&item.max_msg_size, &self.max_msg_size),
            max_obj_size: first(&item.max_obj_size, &self.max_obj_size),
            is_wrapped: item.is_wrapped,
            extra: self.extra.iter().chain(item.extra.iter()).cloned().collect(),
        }
    }
}

/// A number of octets: decimal digits; one that is too large is as large as can be.
fn number(text: &str) -> Option<usize> {
    let digits = text.trim_ascii();
    if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_override_element_by_element() {
        let command = Meta::new().with_format(Format::Int).with_type("t").with_size(1);
        let item = Meta::new().with_format(Format::Chr).with_mark("fatal");
        let meta = command.overridden_by(&item);
        assert_eq!((meta.format(), meta.size()), (Some(Format::Chr), Some(1)));
        assert_eq!((meta.type_.as_deref(), meta.mark.as_deref()), (Some("t"), Some("fatal")));
        assert_eq!(Meta::new().overridden_by(&item), item);
    }

    #[test]
    fn sizes() {
        let meta = Meta { size: Some(Text::from(" 0042\n")), ..Meta::new() };
        assert_eq!(meta.size(), Some(42));
        for (text, size) in [("-1", None), ("", None), ("99999999999999999999", Some(usize::MAX))] {
            let meta = Meta { max_obj_size: Some(Text::from(text)), ..Meta::new() };
            assert_eq!(meta.max_obj_size(), size, "{text}");
        }
    }
}
