//! The layer of headers as text: HTTP, SIP, MIME, and a push inside of them.

use core::ops::Range;

use bytes::Bytes;
use provost::push::http::PushRequest;
use provost::push::mime::{Entity, Headers};
use provost::push::sip::{Profile, SipPush};

use super::Inner;
use crate::report::{Fault, Layer, Row, Severity};
use crate::secrets::HIDDEN;

/// Headers that are read, and octets of each: a message may be all headers.
const MOST: usize = 200;
const LONGEST: usize = 8 << 10;

/// What the first line says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Protocol {
    Http,
    Sip,
    /// Headers alone.
    Mime,
}

/// What can be wrong with a head.
#[derive(Clone, Copy, Debug)]
enum Broken {
    Form,
    UnexpectedEnd,
}

/// One line, with those that go on with it.
struct Line {
    span: Range<usize>,
    text: String,
}

/// Whether octets begin with a first line of HTTP or SIP, or with a header.
pub(super) fn is_head(octets: &[u8]) -> bool {
    if !octets.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let front = octets.get(..octets.len().min(LONGEST)).unwrap_or_default();
    let line = front.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let Ok(line) = core::str::from_utf8(line) else { return false };
    first_line(line).is_some() || header(line).is_some()
}

fn first_line(line: &str) -> Option<Protocol> {
    let line = line.trim_end();
    let ends = |with: &str| {
        let version = line.rsplit(' ').next().unwrap_or_default();
        version.starts_with(with) || line.starts_with(with)
    };
    if !line.contains(' ') {
        return None;
    }
    match () {
        () if ends("HTTP/") => Some(Protocol::Http),
        () if ends("SIP/2.0") => Some(Protocol::Sip),
        () => None,
    }
}

fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_token = |octet: u8| octet.is_ascii_alphanumeric() || b"-_.!%*+'`~".contains(&octet);
    let name = name.trim_end();
    // An address is no header whose name is its scheme.
    let is_header = !name.is_empty() && !value.starts_with("//");
    (is_header && name.bytes().all(is_token)).then_some((name, value.trim()))
}

/// A head, and its body.
pub(super) fn read(octets: &Bytes, shows_secrets: bool, hidden: &mut usize) -> (Layer, Vec<Inner>) {
    let mut layer = Layer::new("head", "Headers", octets);
    let (lines, end) = lines(octets);
    let mut lines = lines.into_iter().peekable();
    let protocol = lines.peek().and_then(|line| first_line(&line.text));
    if protocol.is_some() {
        if let Some(line) = lines.next() {
            layer.field(line.span, "first line", line.text.clone(), line.text);
        }
    }
    let protocol = protocol.unwrap_or(Protocol::Mime);
    (layer.name, layer.title) = match protocol {
        Protocol::Http => ("http", "HTTP message".into()),
        Protocol::Sip => ("sip", "SIP message".into()),
        Protocol::Mime => ("mime", "Headers".into()),
    };
    let mut headers = Headers::new();
    for line in lines {
        let Some((name, value)) = header(&line.text) else {
            layer.fault =
                Some(Fault::new(Broken::Form, "expected a header", line.span.start, octets));
            return (layer, Vec::new());
        };
        headers.push(name, value);
        let is_secret = !shows_secrets && is_credential(name);
        *hidden = hidden.saturating_add(usize::from(is_secret));
        let text = if is_secret { HIDDEN } else { value }.to_owned();
        layer.rows.push(Row {
            span: Some(line.span),
            name: name.to_owned().into(),
            value: text.clone().into(),
            text,
            is_hidden: is_secret,
        });
    }
    let Some(start) = end else {
        let message = "unexpected end, expected an empty line behind the headers";
        layer.fault = Some(Fault::new(Broken::UnexpectedEnd, message, octets.len(), octets));
        return (layer, Vec::new());
    };
    let body = octets.slice(start.min(octets.len())..);
    layer.fact("body", format!("{} octets", body.len()), body.len());
    check(octets, start, &headers, &body, &mut layer);
    let inner = content(protocol, &headers, &body, &mut layer);
    (layer, inner.into_iter().collect())
}

/// The lines of a head, and where its body begins.
fn lines(octets: &[u8]) -> (Vec<Line>, Option<usize>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < octets.len() && lines.len() <= MOST {
        let rest = octets.get(at..).unwrap_or_default();
        let end = rest.iter().position(|octet| *octet == b'\n');
        let length = end.unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let span = at..at.saturating_add(line.len());
        at = at.saturating_add(length).saturating_add(1);
        if line.is_empty() {
            return (lines, end.map(|_| at));
        }
        let shown = line.get(..line.len().min(LONGEST)).unwrap_or_default();
        let text = String::from_utf8_lossy(shown);
        match lines.last_mut().filter(|_| line.starts_with(b" ") || line.starts_with(b"\t")) {
            // A header that goes on.
            Some(last) if last.text.len() < LONGEST => {
                last.span.end = span.end;
                last.text.push(' ');
                last.text.push_str(text.trim());
            }
            Some(_) => {}
            None => lines.push(Line { span, text: text.trim_end().to_owned() }),
        }
        if end.is_none() {
            return (lines, None);
        }
    }
    (lines, None)
}

fn check(octets: &[u8], start: usize, headers: &Headers, body: &[u8], layer: &mut Layer) {
    let head = octets.get(..start).unwrap_or_default();
    if !head.ends_with(b"\r\n") {
        layer.find(Severity::Note, "lines end in LF alone");
    }
    let length = headers.find("Content-Length").or_else(|| headers.find("l"));
    match length.map(str::parse::<usize>) {
        Some(Ok(length)) if length != body.len() => {
            let text = format!("Content-Length is {length}, and the body has {}", body.len());
            layer.find(Severity::Warning, text);
        }
        Some(Err(_)) => layer.find(Severity::Warning, "Content-Length is no number"),
        _ => {}
    }
    if headers.find("Transfer-Encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked")) {
        layer.find(Severity::Warning, "the body is in chunks, which are not joined here");
    }
}

/// What is in the body.
fn content(
    protocol: Protocol,
    headers: &Headers,
    body: &Bytes,
    layer: &mut Layer,
) -> Option<Inner> {
    let content_type = headers.find("Content-Type");
    let content_type = content_type.or_else(|| headers.find("c")).map(str::to_owned);
    let is = |essence: &str| {
        let own = content_type.as_deref().unwrap_or_default();
        own.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(essence)
    };
    match protocol {
        Protocol::Sip if content_type.is_some() => {
            match SipPush::decode(headers, body, &Profile::default()) {
                Ok(push) => application(push.application().map(|it| it.to_string()), layer),
                Err(error) => layer.find(Severity::Warning, format!("no push: {error}")),
            }
        }
        Protocol::Http if is("application/http") => match PushRequest::decode(headers, body) {
            Ok(push) => application(push.application().map(|it| it.to_string()), layer),
            Err(error) => layer.find(Severity::Warning, format!("no push: {error}")),
        },
        Protocol::Mime | Protocol::Http | Protocol::Sip => {}
    }
    if body.is_empty() {
        return None;
    }
    let entity = Entity { headers: headers.clone(), body: body.clone() };
    match entity.content() {
        Ok(content) => Some(Inner::of_type(content, content_type)),
        Err(error) => {
            layer.find(Severity::Error, format!("the body cannot be decoded: {error}"));
            None
        }
    }
}

fn application(found: Result<String, provost::push::Error>, layer: &mut Layer) {
    match found {
        Ok(name) => layer.say("application", name),
        Err(error) => layer.find(Severity::Warning, format!("application: {error}")),
    }
}

/// Headers that let whoever reads them in.
fn is_credential(name: &str) -> bool {
    ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name))
}
