//! Submission of a push: checks, and what is kept of it.

use alloc::string::String;
use alloc::vec::Vec;

use provost_wbxml::typed::datetime::DateTime;

use super::record::{Recipient, Record, Step};
use super::{DeliveryId, Gateway, Initiator, content, route};
use crate::pap::{
    self, Negotiation, Open, Post, ProgressNote, PushMessage, PushResponse, QualityOfService,
    ReplaceMethod, StatusCode,
};

/// Why a push is refused.
struct Refusal(StatusCode, &'static str);

impl Gateway {
    pub(super) fn submit(
        &mut self,
        push: &PushMessage,
        post: &Post,
        negotiation: Negotiation,
        length: usize,
        initiator: &Initiator,
        now: DateTime,
    ) -> PushResponse {
        let outcome = self.accept(push, post, negotiation, length, initiator, now);
        let (code, description) = match outcome {
            Ok(()) => (StatusCode::ACCEPTED, "accepted for processing"),
            Err(Refusal(code, why)) => (code, why),
        };
        let mut response = PushResponse::new(push.push_id.clone(), code);
        response.sender_address.clone_from(&self.config.url);
        response.sender_name = Some(self.config.name.clone());
        response.reply_time = Some(now.into());
        response.description = Some(description.into());
        if matches!(push.progress_notes, Some(Open::Known(true))) && code == StatusCode::ACCEPTED {
            let mut note = ProgressNote::new("validated");
            note.note = Some("control entity and addresses checked, queued for delivery".into());
            note.time = Some(now.into());
            response.notes.push(note);
        }
        response
    }

    /// Checks all before anything is changed: a push that is refused replaces none.
    fn accept(
        &mut self,
        push: &PushMessage,
        post: &Post,
        negotiation: Negotiation,
        length: usize,
        initiator: &Initiator,
        now: DateTime,
    ) -> Result<(), Refusal> {
        if self.records.contains_key(&push.push_id) {
            return Err(Refusal(StatusCode::DUPLICATE_PUSH_ID, "push-id was used before"));
        }
        let (after, before) = self.window(push, now)?;
        self.check_addresses(push)?;
        if post.capabilities.is_some() && !self.config.capability_matching {
            return Err(Refusal(StatusCode::CAPABILITY_MATCHING, "capabilities are not matched"));
        }
        let Some(entity) = &post.content else {
            return Err(Refusal(StatusCode::BAD_REQUEST, "no content"));
        };
        let content = content::read(entity, post.capabilities.as_ref(), initiator, &self.config)
            .map_err(|_| Refusal(StatusCode::BAD_REQUEST, "content entity not understood"))?;
        let mut choices = Vec::with_capacity(push.addresses.len());
        for address in &push.addresses {
            let parsed = address.parse();
            let choice = route::choose(&self.config.routes, &parsed, push.quality.as_ref())
                .map_err(|code| Refusal(code, code.meaning().unwrap_or("refused")))?;
            choices.push((address.clone(), parsed, choice));
        }
        let replaced = self.replaced(push, initiator)?;
        if let Some(replaced) = &replaced {
            if push.replace_method.as_ref().and_then(Open::known)
                == Some(&ReplaceMethod::PendingOnly)
            {
                choices
                    .retain(|(_, address, _)| replaced.iter().any(|(_, old)| old.is_same(address)));
                if choices.is_empty() {
                    let why = "nothing is pending that could be replaced";
                    return Err(Refusal(StatusCode::CANCEL_NOT_POSSIBLE, why));
                }
            }
        }
        // Parsed addresses are held beside their texts.
        let held = length.saturating_mul(2);
        if !self.make_room(held) {
            return Err(Refusal(StatusCode::INTERNAL_ERROR, "no room for further pushes"));
        }
        for (delivery, _) in replaced.into_iter().flatten() {
            self.take_back(delivery, now);
        }
        let priority = push.quality.as_ref().map(QualityOfService::urgency).unwrap_or_default();
        let mut recipients = Vec::with_capacity(choices.len());
        for (text, address, choice) in choices {
            self.last = self.last.saturating_add(1);
            let delivery = DeliveryId(self.last);
            self.deliveries.insert(delivery, (push.push_id.clone(), recipients.len()));
            match after.filter(|after| *after > now) {
                Some(after) => drop(self.early.insert((after, delivery))),
                None => drop(self.ready.insert((priority, core::cmp::Reverse(delivery)))),
            }
            if let Some(before) = before {
                self.late.insert((before, delivery));
            }
            recipients.push(Recipient {
                text,
                address,
                delivery,
                bearer: choice.bearer,
                is_confirmed: choice.is_confirmed,
                step: Step::Waiting,
            });
        }
        self.octets = self.octets.saturating_add(held);
        let record = Record {
            owner: initiator.name.clone(),
            version: negotiation.version,
            with_instruction: negotiation.with_instruction,
            notify_to: push.notify_to.clone(),
            tells_quality: push.quality.is_some(),
            priority,
            deliver_after: after,
            deliver_before: before,
            received: now,
            recipients,
            octets: held,
            octets_after: held.saturating_sub(content.body.len()),
            content: Some(content),
        };
        self.records.insert(push.push_id.clone(), record);
        Ok(())
    }

    /// When it may be delivered; the values have been checked with the document.
    fn window(
        &self,
        push: &PushMessage,
        now: DateTime,
    ) -> Result<(Option<DateTime>, Option<DateTime>), Refusal> {
        let known = |time: &Option<Open<DateTime>>| time.as_ref().and_then(|t| t.known().copied());
        let (after, before) = (known(&push.deliver_after), known(&push.deliver_before));
        if (after.is_some() || before.is_some()) && !self.config.delivery_window {
            return Err(Refusal(StatusCode::FORBIDDEN, "delivery times are not supported"));
        }
        if before.is_some_and(|before| before < now) {
            return Err(Refusal(StatusCode::FORBIDDEN, "deliver-before-timestamp has passed"));
        }
        if after.zip(before).is_some_and(|(after, before)| after > before) {
            let why = "deliver-after-timestamp is behind deliver-before-timestamp";
            return Err(Refusal(StatusCode::FORBIDDEN, why));
        }
        Ok((after, before))
    }

    fn check_addresses(&self, push: &PushMessage) -> Result<(), Refusal> {
        let count = push.addresses.len();
        if count > 1 && !self.config.several_addresses {
            return Err(Refusal(StatusCode::MULTIPLE_ADDRESSES, "only one address at a time"));
        }
        if count > self.config.limits.addresses {
            return Err(Refusal(StatusCode::MULTIPLE_ADDRESSES, "too many addresses"));
        }
        Ok(())
    }

    /// The deliveries that a push takes the place of, where it does: those to clients that it names
    /// and that have not been handed out (8.2).
    fn replaced(
        &self,
        push: &PushMessage,
        initiator: &Initiator,
    ) -> Result<Option<Vec<(DeliveryId, crate::address::Address)>>, Refusal> {
        let Some(old) = &push.replace_push_id else { return Ok(None) };
        if !self.config.replace {
            return Err(Refusal(StatusCode::REPLACE_NOT_SUPPORTED, "replacing is not supported"));
        }
        let record = self.records.get(old).filter(|record| record.owner == initiator.name);
        let Some(record) = record else {
            return Err(Refusal(StatusCode::PUSH_ID_NOT_FOUND, "replace-push-id is not known"));
        };
        let find = |address: &pap::Address| {
            let recipient = record.recipients.get(record.find(address)?)?;
            let is_waiting = recipient.step == Step::Waiting;
            is_waiting.then(|| (recipient.delivery, recipient.address.clone()))
        };
        Ok(Some(push.addresses.iter().filter_map(find).collect()))
    }
}

/// Used by cancel and status query too.
pub(super) fn text(code: StatusCode) -> Option<String> {
    code.meaning().map(Into::into)
}
