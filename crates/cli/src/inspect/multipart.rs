//! The layer of a multipart body of MIME: a PAP submission, above all.

use bytes::Bytes;
use provost::push::Error;
use provost::push::mime::{Leniency, Multipart};

use super::Inner;
use crate::report::{Fault, Layer, Severity};

/// A body, and the contents of its parts.
pub(super) fn read(content_type: &str, octets: &Bytes) -> (Layer, Vec<Inner>) {
    let mut layer = Layer::new("multipart", "Multipart body", octets);
    layer.say("content type", content_type);
    let decoded = Multipart::decode(content_type, octets).or_else(|error| {
        let (multipart, tolerated) = tolerant(content_type, octets).ok_or(error)?;
        for what in tolerated {
            layer.find(Severity::Note, format!("tolerated: {what}"));
        }
        Ok::<_, Error>(multipart)
    });
    match decoded {
        Ok(multipart) => {
            layer.fact("parts", multipart.parts.len().to_string(), multipart.parts.len());
            let mut inner = Vec::new();
            for (at, part) in (1..).zip(&multipart.parts) {
                for header in part.headers.iter() {
                    layer.say(format!("part {at}"), format!("{}: {}", header.name, header.value));
                }
                match part.content() {
                    Ok(content) if content.is_empty() => {}
                    Ok(content) => {
                        let content_type = part.content_type().map(str::to_owned);
                        inner.push(Inner::of_type(content, content_type));
                    }
                    Err(error) => {
                        let text = format!("part {at} cannot be decoded: {error}");
                        layer.find(Severity::Error, text);
                    }
                }
            }
            (layer, inner)
        }
        Err(error) => {
            layer.fault = Some(Fault::new(error.kind(), error.kind(), error.offset(), octets));
            (layer, Vec::new())
        }
    }
}

/// What a lenient reader makes of a body, and what it has to tolerate for that: no more than is needed.
fn tolerant(content_type: &str, octets: &Bytes) -> Option<(Multipart, Vec<&'static str>)> {
    let decode = |leniency| Multipart::decode_with(content_type, octets, leniency).ok();
    let mut leniency = Leniency::all();
    let mut multipart = decode(leniency)?;
    let mut tolerated = Vec::new();
    let mut without = |option: fn(&mut Leniency) -> &mut bool, what| {
        *option(&mut leniency) = false;
        if let Some(same) = decode(leniency) {
            multipart = same;
        } else {
            *option(&mut leniency) = true;
            tolerated.push(what);
        }
    };
    without(|it| &mut it.bare_line_feed, "lines end in LF alone");
    without(|it| &mut it.blank_before_header, "blanks in front of headers");
    without(|it| &mut it.no_end, "no delimiter at the end");
    Some((multipart, tolerated))
}

/// The content type of a body that comes without headers, by its first line.
pub(super) fn guessed_type(octets: &[u8]) -> String {
    let line = octets.split(|octet| matches!(octet, b'\r' | b'\n')).next().unwrap_or_default();
    let line = line.get(..line.len().min(128)).unwrap_or_default();
    let boundary = String::from_utf8_lossy(line);
    let boundary = boundary.trim_end();
    let boundary = boundary.strip_prefix("--").unwrap_or(boundary).replace(['"', '\\'], "");
    format!("multipart/related; boundary=\"{boundary}\"")
}
