//! What is posted: a document and the entities that come with it (WAP-247, 7 and 13).

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;

use super::document::Document;
use super::message::{Message, PushMessage};
use super::version::Version;
use crate::error::{Error, ErrorKind, Expected};
use crate::mime::{Entity, Leniency, MediaType, Multipart};

/// A document as it goes over HTTP, with its entities: alone as `application/xml`, else as
/// `multipart/related`.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::mime::Entity;
/// use provost_push::pap::{Post, PushMessage};
///
/// let push = PushMessage::new("1@pi.example", "WAPPUSH=+15551234567/TYPE=PLMN@ppg.example");
/// let content = Entity::new("application/vnd.syncml.notification", vec![0x00, 0xFF])
///     .with("X-Wap-Application-Id", "x-wap-application:syncml.dm");
/// let (content_type, body) = Post::submission(push, content).encode("boundary-1")?;
/// assert_eq!(
///     content_type,
///     "multipart/related; boundary=boundary-1; type=\"application/xml\""
/// );
/// let post = Post::decode(&content_type, &body)?;
/// assert_eq!(post.content.map(|content| content.body), Some(Bytes::from_static(&[0x00, 0xFF])));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Post {
    /// The control entity.
    pub document: Document,
    /// The content of a push.
    pub content: Option<Entity>,
    /// The capabilities of the client, as RDF: those that the initiator of a push assumes, or those
    /// that a `ccq-response` tells.
    pub capabilities: Option<Entity>,
    /// Entities that have no meaning here.
    pub others: Vec<Entity>,
}

impl Post {
    /// A document alone.
    #[must_use]
    pub const fn new(document: Document) -> Self {
        Self { document, content: None, capabilities: None, others: Vec::new() }
    }

    /// A push with its content, in PAP 2.0.
    #[must_use]
    pub fn submission(push: PushMessage, content: Entity) -> Self {
        Self::new(Document::new(Version::V2_0, Message::Push(push))).with_content(content)
    }

    /// With the content of a push.
    #[must_use]
    pub fn with_content(self, content: Entity) -> Self {
        Self { content: Some(content), ..self }
    }

    /// With capabilities.
    #[must_use]
    pub fn with_capabilities(self, capabilities: Entity) -> Self {
        Self { capabilities: Some(capabilities), ..self }
    }

    /// Reads the body of a request or an answer, by its content type.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for another content type;
    /// [`Form`](ErrorKind::Form) where the control entity is not XML, or not the first and not what
    /// `start` names; [`Missing`](ErrorKind::Missing) for a push without content; what
    /// [`Multipart::decode`] and [`Document::decode`] say. Offsets count from the start of the body.
    pub fn decode(content_type: &str, body: &Bytes) -> Result<Self, Error> {
        Self::decode_with(content_type, body, Leniency::default())
    }

    /// Like [`decode`](Self::decode), with leniency.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(
        content_type: &str,
        body: &Bytes,
        leniency: Leniency,
    ) -> Result<Self, Error> {
        let (control, mut entities) = Self::split(content_type, body, leniency)?;
        let offset = offset_in(body, &control.body);
        let document =
            Document::decode(&control.content()?).map_err(|error| error.rebased(offset))?;
        let mut post = Self::new(document);
        let mut take = || (!entities.is_empty()).then(|| entities.remove(0));
        match post.document.message {
            Message::Push(_) => {
                let missing = Error::new(ErrorKind::Missing(Expected::Entity), body.len());
                post.content = Some(take().ok_or(missing)?);
                post.capabilities = take();
            }
            Message::CapabilityResponse(_) => post.capabilities = take(),
            _ => {}
        }
        post.others = entities;
        Ok(post)
    }

    /// The control entity of a body, and the others.
    pub(crate) fn split(
        content_type: &str,
        body: &Bytes,
        leniency: Leniency,
    ) -> Result<(Entity, Vec<Entity>), Error> {
        let media = MediaType::parse(content_type)?;
        if is_xml(&media) {
            return Ok((Entity::new(content_type, body.clone()), Vec::new()));
        }
        if !media.is("multipart/related") {
            return Err(Error::new(ErrorKind::Unsupported(Expected::ContentType), 0));
        }
        let multipart = Multipart::decode_with(content_type, body, leniency)?;
        let root = multipart.root(&media);
        let mut entities = multipart.parts;
        let root = root.filter(|at| *at < entities.len());
        let missing = Error::new(ErrorKind::Missing(Expected::Entity), 0);
        let control = entities.remove(root.ok_or(missing)?);
        if !control.media_type().is_ok_and(|media| is_xml(&media)) {
            let offset = offset_in(body, &control.body);
            return Err(Error::new(ErrorKind::Form(Expected::ContentType), offset));
        }
        Ok((control, entities))
    }

    /// The content type and the body, with a boundary of the caller's choice where there is more
    /// than the document.
    ///
    /// # Errors
    /// [`Missing`](ErrorKind::Missing) for a push without content;
    /// [`NotExpressible`](ErrorKind::NotExpressible) for an entity whose place says that it is
    /// another: content or capabilities of a document that has none, others where capabilities may
    /// stand; what [`Document::encode`] and [`Multipart::encode`] say.
    pub fn encode(&self, boundary: &str) -> Result<(String, Bytes), Error> {
        let xml = self.document.encode()?;
        let message = &self.document.message;
        let is_push = matches!(message, Message::Push(_));
        if is_push && self.content.is_none() {
            return Err(Error::new(ErrorKind::Missing(Expected::Entity), xml.len()));
        }
        let has_capabilities = is_push || matches!(message, Message::CapabilityResponse(_));
        let is_misplaced = self.content.is_some() && !is_push
            || self.capabilities.is_some() && !has_capabilities
            || self.capabilities.is_none() && has_capabilities && !self.others.is_empty();
        if is_misplaced {
            return Err(Error::new(ErrorKind::NotExpressible(Expected::Entity), xml.len()));
        }
        let mut parts = alloc::vec![Entity::new(XML, xml)];
        parts.extend(self.content.iter().chain(&self.capabilities).chain(&self.others).cloned());
        match parts.as_slice() {
            [only] => Ok((XML.into(), only.body.clone())),
            _ => Multipart::new(parts).encode("related", boundary, &[("type", XML)]),
        }
    }
}

const XML: &str = "application/xml";

/// The type of a control entity, and what it is taken for.
fn is_xml(media: &MediaType) -> bool {
    media.is(XML) || media.is("text/xml")
}

/// Where a part stands in a body that it is cut from.
fn offset_in(body: &Bytes, part: &Bytes) -> usize {
    let offset = part.as_ptr().addr().checked_sub(body.as_ptr().addr());
    offset.filter(|offset| *offset <= body.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pap::{CancelMessage, CapabilityResponse, StatusCode};

    /// What an entity is, its place tells (WAP-247, 7).
    #[test]
    fn entities_out_of_place() {
        let entity = || Entity::new("a/b", "x");
        let post = |message| Post::new(Document::new(Version::V2_0, message));
        let push = || PushMessage::new("1", "WAPPUSH=a/TYPE=USER@b");
        let cancel = || post(Message::Cancel(CancelMessage::new("1")));
        let response = || {
            let response = CapabilityResponse::new("WAPPUSH=a/TYPE=USER@b", StatusCode::OK);
            post(Message::CapabilityResponse(response))
        };
        let others = |post: Post| Post { others: alloc::vec![entity()], ..post };
        for good in [
            Post::submission(push(), entity()),
            others(Post::submission(push(), entity()).with_capabilities(entity())),
            response(),
            others(response().with_capabilities(entity())),
            others(cancel()),
        ] {
            let (content_type, body) = good.encode("b").expect("a body");
            assert_eq!(Post::decode(&content_type, &body), Ok(good));
        }
        for bad in [
            others(Post::submission(push(), entity())),
            response().with_content(entity()),
            others(response()),
            cancel().with_content(entity()),
            cancel().with_capabilities(entity()),
        ] {
            let kind = bad.encode("b").map_err(|error| error.kind());
            assert_eq!(kind, Err(ErrorKind::NotExpressible(Expected::Entity)));
        }
        let alone = post(Message::Push(push())).encode("b").map_err(|error| error.kind());
        assert_eq!(alone, Err(ErrorKind::Missing(Expected::Entity)));
    }
}
