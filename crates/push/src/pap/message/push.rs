//! Submission of a push, and its answer (8.2, 8.3).

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::typed::datetime::DateTime;

use super::{Address, DeliveryMethod, Priority, ReplaceMethod};
use crate::pap::extra::Extra;
use crate::pap::open::Open;
use crate::pap::status::StatusCode;

/// `push-message`: a push, to one or more clients.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PushMessage {
    /// The name of the push, which no other has in all the world.
    pub push_id: String,
    /// The push that this one takes the place of (2.0).
    pub replace_push_id: Option<String>,
    /// To whom it goes then (2.0).
    pub replace_method: Option<Open<ReplaceMethod>>,
    /// When it is too late.
    pub deliver_before: Option<Open<DateTime>>,
    /// When it is early enough.
    pub deliver_after: Option<Open<DateTime>>,
    /// Who is behind the initiator.
    pub source_reference: Option<String>,
    /// The URL that wants to know what became of it.
    pub notify_to: Option<String>,
    /// Whether the answer shall have progress notes.
    pub progress_notes: Option<Open<bool>>,
    /// To whom.
    pub addresses: Vec<Address>,
    /// How.
    pub quality: Option<QualityOfService>,
    /// What is not known.
    pub extra: Extra,
}

impl PushMessage {
    /// A push to one client.
    #[must_use]
    pub fn new(push_id: impl Into<String>, address: impl Into<Address>) -> Self {
        Self { addresses: alloc::vec![address.into()], ..Self::empty(push_id.into()) }
    }

    pub(in crate::pap) fn empty(push_id: String) -> Self {
        Self {
            push_id,
            replace_push_id: None,
            replace_method: None,
            deliver_before: None,
            deliver_after: None,
            source_reference: None,
            notify_to: None,
            progress_notes: None,
            addresses: Vec::new(),
            quality: None,
            extra: Extra::default(),
        }
    }

    /// To a further client.
    #[must_use]
    pub fn to(mut self, address: impl Into<Address>) -> Self {
        self.addresses.push(address.into());
        self
    }

    /// With a quality of service.
    #[must_use]
    pub fn with_quality(self, quality: QualityOfService) -> Self {
        Self { quality: Some(quality), ..self }
    }

    /// With a URL that wants to know what became of it.
    #[must_use]
    pub fn notify(self, url: impl Into<String>) -> Self {
        Self { notify_to: Some(url.into()), ..self }
    }

    /// In the place of another push.
    #[must_use]
    pub fn replacing(self, push_id: impl Into<String>, method: ReplaceMethod) -> Self {
        let (push_id, method) = (push_id.into(), method.into());
        Self { replace_push_id: Some(push_id), replace_method: Some(method), ..self }
    }

    /// Not before a time, nor after another.
    #[must_use]
    pub fn within(self, after: Option<DateTime>, before: Option<DateTime>) -> Self {
        Self {
            deliver_after: after.map(Open::Known),
            deliver_before: before.map(Open::Known),
            ..self
        }
    }
}

/// `quality-of-service`: asked for in a push, and in a notification what was used.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct QualityOfService {
    /// How urgent it is.
    pub priority: Option<Open<Priority>>,
    /// Whether it is to be confirmed.
    pub delivery_method: Option<Open<DeliveryMethod>>,
    /// The network: a name of WAP-259, appendix C.
    pub network: Option<String>,
    /// Whether no other network will do.
    pub network_required: Option<Open<bool>>,
    /// The bearer: a name of the same appendix.
    pub bearer: Option<String>,
    /// Whether no other bearer will do.
    pub bearer_required: Option<Open<bool>>,
    /// What is not known.
    pub extra: Extra,
}

impl QualityOfService {
    /// Without a wish.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a priority.
    #[must_use]
    pub fn with_priority(self, priority: Priority) -> Self {
        Self { priority: Some(priority.into()), ..self }
    }

    /// With a delivery method.
    #[must_use]
    pub fn with_delivery_method(self, method: DeliveryMethod) -> Self {
        Self { delivery_method: Some(method.into()), ..self }
    }

    /// With a network, which may be required.
    #[must_use]
    pub fn with_network(self, network: impl Into<String>, required: bool) -> Self {
        Self { network: Some(network.into()), network_required: Some(required.into()), ..self }
    }

    /// With a bearer, which may be required.
    #[must_use]
    pub fn with_bearer(self, bearer: impl Into<String>, required: bool) -> Self {
        Self { bearer: Some(bearer.into()), bearer_required: Some(required.into()), ..self }
    }

    /// The delivery method, or its default. A word that is not known stands for none.
    #[must_use]
    pub fn method(&self) -> DeliveryMethod {
        self.delivery_method.as_ref().and_then(|method| method.known().copied()).unwrap_or_default()
    }

    /// The priority, or its default.
    #[must_use]
    pub fn urgency(&self) -> Priority {
        self.priority.as_ref().and_then(|priority| priority.known().copied()).unwrap_or_default()
    }
}

/// `push-response`: whether a push is accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PushResponse {
    /// The push.
    pub push_id: String,
    /// The URL that the push was posted to.
    pub sender_address: Option<String>,
    /// The name of the gateway.
    pub sender_name: Option<String>,
    /// When this was written.
    pub reply_time: Option<Open<DateTime>>,
    /// How far the push came.
    pub notes: Vec<ProgressNote>,
    /// The outcome: the code of `response-result`.
    pub code: Open<StatusCode>,
    /// The outcome in words.
    pub description: Option<String>,
    /// What is not known of `response-result`.
    pub result_extra: Extra,
    /// What is not known.
    pub extra: Extra,
}

impl PushResponse {
    /// An answer with its code.
    #[must_use]
    pub fn new(push_id: impl Into<String>, code: StatusCode) -> Self {
        Self {
            push_id: push_id.into(),
            sender_address: None,
            sender_name: None,
            reply_time: None,
            notes: Vec::new(),
            code: code.into(),
            description: None,
            result_extra: Extra::default(),
            extra: Extra::default(),
        }
    }
}

/// `progress-note`: a step on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ProgressNote {
    /// Which step: a text or a code.
    pub stage: String,
    /// In words.
    pub note: Option<String>,
    /// When.
    pub time: Option<Open<DateTime>>,
    /// What is not known.
    pub extra: Extra,
}

impl ProgressNote {
    /// A step.
    #[must_use]
    pub fn new(stage: impl Into<String>) -> Self {
        Self { stage: stage.into(), note: None, time: None, extra: Extra::default() }
    }
}
