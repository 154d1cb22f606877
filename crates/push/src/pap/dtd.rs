//! The DTD as data (WAP-247, 8 and 11.2).

use super::status::Place;
use super::version::Version;

/// An element: its attributes, and what may be in it.
pub(super) struct ElementRule {
    pub(super) name: &'static str,
    pub(super) attributes: &'static [AttributeRule],
    pub(super) content: Content,
}

/// What may be in an element.
pub(super) enum Content {
    /// Children in this order.
    Sequence(&'static [Particle]),
    /// Exactly one of the operations.
    OneOperation,
}

/// A child, and how often: at least, at most.
pub(super) struct Particle {
    pub(super) name: &'static str,
    pub(super) at_least_one: bool,
    pub(super) at_most_one: bool,
}

pub(super) struct AttributeRule {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) kind: Kind,
    pub(super) since: Version,
}

/// What the value of an attribute is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Time,
    Words(&'static [&'static str]),
    Code(Place),
}

const fn required(name: &'static str, kind: Kind) -> AttributeRule {
    AttributeRule { name, is_required: true, kind, since: Version::V1_0 }
}

const fn implied(name: &'static str, kind: Kind) -> AttributeRule {
    AttributeRule { name, is_required: false, kind, since: Version::V1_0 }
}

const fn one(name: &'static str) -> Particle {
    Particle { name, at_least_one: true, at_most_one: true }
}

const fn optional(name: &'static str) -> Particle {
    Particle { name, at_least_one: false, at_most_one: true }
}

const fn any(name: &'static str) -> Particle {
    Particle { name, at_least_one: false, at_most_one: false }
}

const fn some(name: &'static str) -> Particle {
    Particle { name, at_least_one: true, at_most_one: false }
}

const TRUTH: Kind = Words(&["true", "false"]);
const STATE: Kind = Words(&[
    "rejected",
    "pending",
    "delivered",
    "undeliverable",
    "expired",
    "aborted",
    "timeout",
    "cancelled",
    "unknown",
]);

use Content::Sequence;
use Kind::{Code, Text, Time, Words};

/// The rule of an element.
pub(super) fn rule(name: &str) -> Option<&'static ElementRule> {
    ELEMENTS.iter().find(|rule| rule.name == name)
}

/// Whether an element is one of the eleven operations.
pub(super) fn is_operation(name: &str) -> bool {
    OPERATIONS.contains(&name)
}

const OPERATIONS: [&str; 11] = [
    "push-message",
    "push-response",
    "cancel-message",
    "cancel-response",
    "resultnotification-message",
    "resultnotification-response",
    "statusquery-message",
    "statusquery-response",
    "ccq-message",
    "ccq-response",
    "badmessage-response",
];

static ELEMENTS: &[ElementRule] = &[
    ElementRule {
        name: "pap",
        attributes: &[implied("product-name", Text)],
        content: Content::OneOperation,
    },
    ElementRule {
        name: "push-message",
        attributes: &[
            required("push-id", Text),
            AttributeRule { since: Version::V2_0, ..implied("replace-push-id", Text) },
            AttributeRule {
                since: Version::V2_0,
                ..implied("replace-method", Words(&["pending-only", "all"]))
            },
            implied("deliver-before-timestamp", Time),
            implied("deliver-after-timestamp", Time),
            implied("source-reference", Text),
            implied("ppg-notify-requested-to", Text),
            implied("progress-notes-requested", TRUTH),
        ],
        content: Sequence(&[some("address"), optional("quality-of-service")]),
    },
    ElementRule {
        name: "address",
        attributes: &[required("address-value", Text)],
        content: Sequence(&[]),
    },
    ElementRule {
        name: "quality-of-service",
        attributes: &[
            implied("priority", Words(&["high", "medium", "low"])),
            implied(
                "delivery-method",
                Words(&["confirmed", "preferconfirmed", "unconfirmed", "notspecified"]),
            ),
            implied("network", Text),
            implied("network-required", TRUTH),
            implied("bearer", Text),
            implied("bearer-required", TRUTH),
        ],
        content: Sequence(&[]),
    },
    ElementRule {
        name: "push-response",
        attributes: &[
            required("push-id", Text),
            implied("sender-address", Text),
            implied("sender-name", Text),
            implied("reply-time", Time),
        ],
        content: Sequence(&[any("progress-note"), one("response-result")]),
    },
    ElementRule {
        name: "progress-note",
        attributes: &[required("stage", Text), implied("note", Text), implied("time", Time)],
        content: Sequence(&[]),
    },
    ElementRule {
        name: "response-result",
        attributes: &[required("code", Code(Place::PushResponse)), implied("desc", Text)],
        content: Sequence(&[]),
    },
    ElementRule {
        name: "cancel-message",
        attributes: &[required("push-id", Text)],
        content: Sequence(&[any("address")]),
    },
    ElementRule {
        name: "cancel-response",
        attributes: &[required("push-id", Text)],
        content: Sequence(&[some("cancel-result")]),
    },
    ElementRule {
        name: "cancel-result",
        attributes: &[required("code", Code(Place::CancelResult)), implied("desc", Text)],
        content: Sequence(&[any("address")]),
    },
    ElementRule {
        name: "resultnotification-message",
        attributes: &[
            required("push-id", Text),
            implied("sender-address", Text),
            implied("sender-name", Text),
            implied("received-time", Time),
            implied("event-time", Time),
            required("message-state", STATE),
            required("code", Code(Place::Notification)),
            implied("desc", Text),
        ],
        content: Sequence(&[one("address"), optional("quality-of-service")]),
    },
    ElementRule {
        name: "resultnotification-response",
        attributes: &[
            required("push-id", Text),
            required("code", Code(Place::NotificationResponse)),
            implied("desc", Text),
        ],
        content: Sequence(&[one("address")]),
    },
    ElementRule {
        name: "statusquery-message",
        attributes: &[required("push-id", Text)],
        content: Sequence(&[any("address")]),
    },
    ElementRule {
        name: "statusquery-response",
        attributes: &[required("push-id", Text)],
        content: Sequence(&[some("statusquery-result")]),
    },
    ElementRule {
        name: "statusquery-result",
        attributes: &[
            implied("event-time", Time),
            required("message-state", STATE),
            required("code", Code(Place::StatusResult)),
            implied("desc", Text),
        ],
        content: Sequence(&[any("address"), optional("quality-of-service")]),
    },
    ElementRule {
        name: "ccq-message",
        attributes: &[implied("query-id", Text), implied("app-id", Text)],
        content: Sequence(&[one("address")]),
    },
    ElementRule {
        name: "ccq-response",
        attributes: &[
            implied("query-id", Text),
            required("code", Code(Place::CapabilityResponse)),
            implied("desc", Text),
        ],
        content: Sequence(&[one("address")]),
    },
    ElementRule {
        name: "badmessage-response",
        attributes: &[
            required("code", Code(Place::BadMessage)),
            implied("desc", Text),
            implied("bad-message-fragment", Text),
        ],
        content: Sequence(&[]),
    },
];
