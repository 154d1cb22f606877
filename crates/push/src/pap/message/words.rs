//! The words of attributes that have few.

use alloc::borrow::Cow;

use crate::pap::open::Value;

/// How urgent a push is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "others are `Open::Other`")]
pub enum Priority {
    /// `low`.
    Low,
    /// `medium`: the default.
    #[default]
    Medium,
    /// `high`.
    High,
}

/// How a push is delivered over the air.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "others are `Open::Other`")]
pub enum DeliveryMethod {
    /// `confirmed`: the client must say that it has it.
    Confirmed,
    /// `preferconfirmed`: the same where it is possible.
    PreferConfirmed,
    /// `unconfirmed`.
    Unconfirmed,
    /// `notspecified`: as the gateway likes. The default.
    #[default]
    NotSpecified,
}

/// To whom a push goes that replaces another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "others are `Open::Other`")]
pub enum ReplaceMethod {
    /// `pending-only`: to those who have not got the other yet.
    PendingOnly,
    /// `all`: to all it names. The default.
    #[default]
    All,
}

/// What becomes of a push (8.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(clippy::exhaustive_enums, reason = "others are `Open::Other`")]
pub enum MessageState {
    /// `rejected`: not accepted.
    Rejected,
    /// `pending`: in process.
    Pending,
    /// `delivered`.
    Delivered,
    /// `undeliverable`: there was a problem.
    Undeliverable,
    /// `expired`: it got too old.
    Expired,
    /// `aborted`: by the client.
    Aborted,
    /// `timeout`: the client did not confirm.
    Timeout,
    /// `cancelled`.
    Cancelled,
    /// `unknown`.
    Unknown,
}

impl MessageState {
    /// Whether nothing more will become of it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown)
    }
}

/// A type whose values are words.
trait Words: Copy + PartialEq + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

fn find<T: Words>(text: &str) -> Option<T> {
    T::WORDS.iter().find(|row| row.0 == text).map(|row| row.1)
}

fn word<T: Words>(value: T) -> Cow<'static, str> {
    let row = T::WORDS.iter().find(|row| row.1 == value);
    Cow::Borrowed(row.map_or("", |row| row.0))
}

impl Words for Priority {
    const WORDS: &'static [(&'static str, Self)] =
        &[("high", Self::High), ("medium", Self::Medium), ("low", Self::Low)];
}

impl Words for DeliveryMethod {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("confirmed", Self::Confirmed),
        ("preferconfirmed", Self::PreferConfirmed),
        ("unconfirmed", Self::Unconfirmed),
        ("notspecified", Self::NotSpecified),
    ];
}

impl Words for ReplaceMethod {
    const WORDS: &'static [(&'static str, Self)] =
        &[("pending-only", Self::PendingOnly), ("all", Self::All)];
}

impl Words for MessageState {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("rejected", Self::Rejected),
        ("pending", Self::Pending),
        ("delivered", Self::Delivered),
        ("undeliverable", Self::Undeliverable),
        ("expired", Self::Expired),
        ("aborted", Self::Aborted),
        ("timeout", Self::Timeout),
        ("cancelled", Self::Cancelled),
        ("unknown", Self::Unknown),
    ];
}

impl Value for Priority {
    fn read(text: &str) -> Option<Self> {
        find(text)
    }

    fn text(&self) -> Cow<'static, str> {
        word(*self)
    }
}

impl Value for DeliveryMethod {
    fn read(text: &str) -> Option<Self> {
        find(text)
    }

    fn text(&self) -> Cow<'static, str> {
        word(*self)
    }
}

impl Value for ReplaceMethod {
    fn read(text: &str) -> Option<Self> {
        find(text)
    }

    fn text(&self) -> Cow<'static, str> {
        word(*self)
    }
}

impl Value for MessageState {
    fn read(text: &str) -> Option<Self> {
        find(text)
    }

    fn text(&self) -> Cow<'static, str> {
        word(*self)
    }
}
