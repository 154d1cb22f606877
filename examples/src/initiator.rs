//! A push initiator: it submits pushes by PAP, and is told what became of them.

use std::error::Error;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use provost::push::mime::{Entity, Headers};
use provost::push::pap::{
    Document, Message, Notification, NotificationResponse, Post, PushMessage, StatusCode, Version,
};

use crate::gateway::{Gateway, INITIATOR};
use crate::http::{self, Request, Response};

/// An initiator, with a server for notifications.
#[derive(Debug)]
pub struct Initiator {
    gateway: String,
    server: http::Server,
    notifications: Receiver<Notification>,
    last: u32,
}

impl Initiator {
    /// An initiator at a gateway.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start(gateway: &Gateway) -> Result<Self, Box<dyn Error>> {
        let (told, notifications) = mpsc::channel();
        let server = http::Server::start(move |request| match take(&request) {
            Ok((notification, response)) => {
                let _ = told.send(notification);
                response
            }
            Err(error) => Response::new(400, "text/plain", error.to_string()),
        })?;
        Ok(Self { gateway: gateway.url(), server, notifications, last: 0 })
    }

    /// Submits a push to an address, and returns its id: the gateway has taken it, no more.
    ///
    /// # Errors
    /// Where the gateway refuses it.
    pub fn submit(
        &mut self,
        address: &str,
        content: Entity,
        adapt: impl FnOnce(PushMessage) -> PushMessage,
    ) -> Result<String, Box<dyn Error>> {
        self.last = self.last.saturating_add(1);
        let push_id = format!("{}@{}", self.last, INITIATOR.0);
        let push = PushMessage::new(&*push_id, address).notify(self.server.url("/notify"));
        let (content_type, body) = Post::submission(adapt(push), content).encode("a-boundary")?;
        let headers =
            Headers::new().with("Content-Type", content_type).with("Authorization", INITIATOR.1);
        let answer = http::post_with(&self.gateway, &headers, &body)?;
        let Message::PushResponse(response) = Document::decode(&answer.body)?.message else {
            return Err("no response to a push".into());
        };
        if response.code.known() != Some(&StatusCode::ACCEPTED) {
            return Err(format!("refused: {} {:?}", response.code, response.description).into());
        }
        Ok(push_id)
    }

    /// What became of a push, as soon as it is known.
    ///
    /// # Errors
    /// Where nothing is within ten seconds, or another push is told of.
    pub fn wait_for(&self, push_id: &str) -> Result<Notification, Box<dyn Error>> {
        let notification = self.notifications.recv_timeout(Duration::from_secs(10))?;
        if notification.push_id != push_id {
            return Err(format!("told of {} for {push_id}", notification.push_id).into());
        }
        Ok(notification)
    }
}

/// Reads a notification, and makes the answer to it.
fn take(request: &Request) -> Result<(Notification, Response), Box<dyn Error>> {
    let Message::Notification(notification) = Document::decode(&request.body)?.message else {
        return Err("no notification".into());
    };
    let answer = NotificationResponse::new(
        notification.push_id.clone(),
        notification.address.clone(),
        StatusCode::OK,
    );
    let document = Document::new(Version::V2_0, Message::NotificationResponse(answer));
    let response = Response::new(200, "application/xml", document.encode()?);
    Ok((notification, response))
}
