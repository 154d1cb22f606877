//! The three bearers of the gateway.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;

use provost::push::address::{Address, Client};
use provost::push::gateway::{Delivery, Input};
use provost::push::http::{PushAnswer, PushInfo, PushRequest, StatusKind};
use provost::push::pap::StatusCode;
use provost::push::sip::{Profile, SipCapabilities, SipPush, transport};
use provost::push::{ApplicationId, Bearer};

use super::NAME;
use crate::carrier::Carrier;
use crate::http;
use crate::sip::{self, Message, Transport};
use crate::subscribers::Subscriber;

/// The ways to terminals.
pub(super) struct Ways {
    carrier: Carrier,
    subscribers: BTreeMap<String, Subscriber>,
    profile: Profile,
    /// The number of the last request of SIP.
    last: u64,
}

impl Ways {
    pub(super) fn new(carrier: Carrier) -> Self {
        Self { carrier, subscribers: BTreeMap::new(), profile: Profile::default(), last: 0 }
    }

    pub(super) fn register(&mut self, subscriber: Subscriber) {
        self.subscribers.insert(subscriber.identity.clone(), subscriber);
    }

    /// Delivers by the bearer that was chosen, or by SIP: what became of it.
    pub(super) fn deliver(
        &mut self,
        delivery: &Delivery,
    ) -> Result<Input<'static>, Box<dyn Error>> {
        let Some(user) = self.find(&delivery.address).cloned() else {
            return Ok(Input::Failed(delivery.id, StatusCode::ADDRESS_NOT_FOUND));
        };
        match (delivery.bearer, user.contact, user.radio, &user.http) {
            (Some(Bearer::GSM_GPRS), _, _, Some(url)) => by_http(delivery, url),
            (None, Some(contact), _, _) => self.by_sip(delivery, &user.record, contact),
            (None | Some(Bearer::GSM_SMS), _, Some(radio), _) => {
                let datagram = delivery.to_push()?.to_bytes();
                self.carrier.send(&user.number, radio, datagram)?;
                Ok(Input::Sent(delivery.id))
            }
            _ => Ok(Input::Failed(delivery.id, StatusCode::BEARER_NOT_AVAILABLE)),
        }
    }

    fn find(&self, address: &Address) -> Option<&Subscriber> {
        let Address::Client(client) = address else { return None };
        let Client::User(identity) = &client.client else { return None };
        self.subscribers.get(core::str::from_utf8(identity).ok()?)
    }

    /// OTA-SIP. What is too large for a datagram goes over TCP (RFC 3428, 8).
    ///
    /// That is all of the choice: the transport is chosen before the request is sent, and a request
    /// that fails is not tried again by another. There is no TLS, no SCTP, and no MSRP session for
    /// what is too large for any `MESSAGE`. A datagram that is not answered is sent again, as SIP has it.
    fn by_sip(
        &mut self,
        delivery: &Delivery,
        record: &str,
        contact: SocketAddr,
    ) -> Result<Input<'static>, Box<dyn Error>> {
        let options = self.request("OPTIONS", record, Transport::Udp);
        let answer = sip::send_udp(contact, &options)?;
        let capabilities = SipCapabilities::decode(&answer.headers, &self.profile)?;
        let application = delivery.application.clone().unwrap_or(ApplicationId::WML_UA.into());
        if !capabilities.takes(&application) {
            return Ok(Input::Failed(delivery.id, StatusCode::NOT_POSSIBLE));
        }
        let push = SipPush::new(delivery.to_entity()).encode(&self.profile)?;
        let by_udp = self.request("MESSAGE", record, Transport::Udp).with_push(&push);
        let response = if transport(by_udp.to_bytes().len()).allows(Transport::Udp.name()) {
            sip::send_udp(contact, &by_udp)?
        } else {
            let by_tcp = self.request("MESSAGE", record, Transport::Tcp).with_push(&push);
            sip::send_tcp(contact, &by_tcp)?
        };
        Ok(match response.status() {
            Some(200..300) => Input::Confirmed(delivery.id),
            _ => Input::Failed(delivery.id, StatusCode::NOT_POSSIBLE),
        })
    }

    fn request(&mut self, method: &str, record: &str, transport: Transport) -> Message {
        self.last = self.last.saturating_add(1);
        Message::request(method, record, &format!("sip:{NAME}"), self.last, transport)
    }
}

/// OTA-HTTP: the terminal is the server.
fn by_http(delivery: &Delivery, url: &str) -> Result<Input<'static>, Box<dyn Error>> {
    let mut info = PushInfo::new().last();
    info.is_authenticated = delivery.is_authenticated;
    info.is_trusted = delivery.is_trusted;
    let (headers, body) = PushRequest::new(delivery.to_entity()).with_info(info).encode()?;
    let response = http::post_with(url, &headers, &body)?;
    let answer = PushAnswer::decode(response.status, &response.headers)?;
    Ok(match answer.status.kind() {
        StatusKind::PushAccepted => Input::Confirmed(delivery.id),
        _ => Input::Aborted(delivery.id, StatusCode::from_push_status(answer.status.0)),
    })
}
