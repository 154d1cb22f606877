//! Operations on pushes that were submitted: cancel, status query; and capability queries.

use alloc::vec::Vec;

use provost_wbxml::typed::datetime::DateTime;

use super::record::{Record, Step};
use super::submit::text;
use super::{DeliveryId, Gateway, Initiator};
use crate::address::Address;
use crate::mime::Entity;
use crate::pap::{
    self, CancelMessage, CancelResponse, CancelResult, CapabilityQuery, CapabilityResponse,
    MessageState, StatusCode, StatusQuery, StatusResponse, StatusResult,
};

impl Gateway {
    /// A push of an initiator; that of another does not exist for it.
    fn own(&self, push_id: &str, initiator: &Initiator) -> Option<&Record> {
        self.records.get(push_id).filter(|record| record.owner == initiator.name)
    }

    /// Cancels what has not been handed out: of nothing else it is sure that no client gets it
    /// (WAP-249, 5.4).
    pub(super) fn cancel(
        &mut self,
        cancel: &CancelMessage,
        initiator: &Initiator,
        now: DateTime,
    ) -> CancelResponse {
        let whole = |code| CancelResponse::new(cancel.push_id.clone(), result(code, Vec::new()));
        if !self.config.cancel {
            return whole(StatusCode::NOT_IMPLEMENTED);
        }
        // Each is looked for among all clients of the push.
        if cancel.addresses.len() > self.config.limits.addresses {
            return whole(StatusCode::MULTIPLE_ADDRESSES);
        }
        let Some(record) = self.own(&cancel.push_id, initiator) else {
            return whole(StatusCode::PUSH_ID_NOT_FOUND);
        };
        let outcome = |at: Option<usize>| {
            let Some(recipient) = at.and_then(|at| record.recipients.get(at)) else {
                return (StatusCode::ADDRESS_NOT_FOUND, None);
            };
            match recipient.step {
                Step::Waiting => (StatusCode::OK, Some(recipient.delivery)),
                Step::Handed => (StatusCode::CANCEL_NOT_POSSIBLE, None),
                Step::Over(..) => (StatusCode::NOT_POSSIBLE, None),
            }
        };
        let named: Vec<(pap::Address, (StatusCode, Option<DeliveryId>))> =
            if cancel.addresses.is_empty() {
                let all = record.recipients.iter().enumerate();
                all.map(|(at, one)| (one.text.clone(), outcome(Some(at)))).collect()
            } else {
                let named = cancel.addresses.iter();
                named.map(|one| (one.clone(), outcome(record.find(one)))).collect()
            };
        let mut results: Vec<CancelResult> = Vec::new();
        for (address, (code, delivery)) in named {
            if let Some(delivery) = delivery {
                self.take_back(delivery, now);
            }
            match results.iter_mut().find(|result| result.code.known() == Some(&code)) {
                Some(result) => result.addresses.push(address),
                None => results.push(result(code, alloc::vec![address])),
            }
        }
        let mut response = whole(StatusCode::OK);
        response.results = results;
        response
    }

    pub(super) fn status(&self, query: &StatusQuery, initiator: &Initiator) -> StatusResponse {
        let whole = |code| {
            let mut result = StatusResult::new(MessageState::Unknown, code);
            result.description = text(code);
            StatusResponse::new(query.push_id.clone(), result)
        };
        if !self.config.status_query {
            return whole(StatusCode::NOT_IMPLEMENTED);
        }
        if query.addresses.len() > self.config.limits.addresses {
            return whole(StatusCode::MULTIPLE_ADDRESSES);
        }
        let Some(record) = self.own(&query.push_id, initiator) else {
            return whole(StatusCode::PUSH_ID_NOT_FOUND);
        };
        let mut response = whole(StatusCode::OK);
        response.results = if query.addresses.is_empty() {
            let all = record.recipients.iter().enumerate();
            all.map(|(at, one)| state(record, Some(at), &one.text)).collect()
        } else {
            let named = query.addresses.iter();
            named.map(|one| state(record, record.find(one), one)).collect()
        };
        response
    }

    pub(super) fn capabilities_of(
        &self,
        query: &CapabilityQuery,
    ) -> (CapabilityResponse, Option<Entity>) {
        let entity = self.capabilities.get(&query.address.value);
        let code = if !self.config.capability_query {
            StatusCode::NOT_IMPLEMENTED
        } else if matches!(query.address.parse(), Address::Other(_)) && entity.is_none() {
            StatusCode::ADDRESS
        } else if entity.is_none() {
            StatusCode::CAPABILITIES_NOT_AVAILABLE
        } else {
            StatusCode::OK
        };
        let mut response = CapabilityResponse::new(query.address.clone(), code);
        response.query_id.clone_from(&query.query_id);
        response.description = text(code);
        (response, entity.filter(|_| code == StatusCode::OK).cloned())
    }
}

fn result(code: StatusCode, addresses: Vec<pap::Address>) -> CancelResult {
    let mut result = CancelResult::new(code);
    result.description = text(code);
    result.addresses = addresses;
    result
}

/// What is known of one client of a push.
fn state(record: &Record, at: Option<usize>, address: &pap::Address) -> StatusResult {
    let Some(recipient) = at.and_then(|at| record.recipients.get(at)) else {
        let mut result = StatusResult::new(MessageState::Unknown, StatusCode::ADDRESS_NOT_FOUND);
        result.description = text(StatusCode::ADDRESS_NOT_FOUND);
        result.addresses.push(address.clone());
        return result;
    };
    let mut result = match &recipient.step {
        Step::Waiting | Step::Handed => StatusResult::new(MessageState::Pending, StatusCode::OK),
        Step::Over(outcome, time) => {
            let mut result = StatusResult::new(outcome.state, outcome.code);
            result.event_time = Some((*time).into());
            result.description = outcome.description.map(Into::into);
            result
        }
    };
    // The address as it was submitted.
    result.addresses.push(recipient.text.clone());
    let is_delivered = result.state.known() == Some(&MessageState::Delivered);
    result.quality = (record.tells_quality && is_delivered).then(|| recipient.used());
    result
}
