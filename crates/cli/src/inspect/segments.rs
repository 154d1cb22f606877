//! Several short messages in one input: each is shown, and then what they carry together.

use alloc::collections::BTreeMap;

use bytes::Bytes;
use provost::push::sms::{Concatenation, Ports, Reference, UserDataHeader};

use super::content::is_markup;
use super::{Contents, Inner, Inspector, Job, smpp, sms};
use crate::report::{Layer, Severity};
use crate::secrets::HIDDEN;
use crate::window;

/// Whose parts belong together: sender or receiver, reference, number of parts, ports.
type Set = (String, Reference, u8, Option<Ports>);

/// What is around user data, and the user data.
struct Envelope {
    address: String,
    user_data: Bytes,
    /// What it says, where it is for no port and says something.
    text: Option<String>,
    place: Option<(usize, Option<usize>)>,
}

/// A datagram of which parts have come.
#[derive(Default)]
struct Parts {
    payloads: BTreeMap<u8, Bytes>,
    is_text: bool,
    /// The layers that tell the parts of a text.
    layers: Vec<usize>,
    findings: Vec<String>,
}

/// Whether octets are a short message with a header that tells ports or parts, or its user data.
pub(super) fn is_segment(octets: &Bytes) -> bool {
    sms::is_tpdu(octets) || sms::is_user_data(octets) || smpp::is_segment(octets)
}

impl Inspector<'_> {
    /// Adds the layers of short messages and of the datagrams they carry, and hands out the datagrams, and
    /// what is no part of one: plain messages, broken ones.
    pub(super) fn segments(&mut self, messages: &[Bytes]) -> Vec<Job> {
        let mut others: Vec<Job> = Vec::new();
        let mut sets: Vec<Set> = Vec::new();
        let mut parts: BTreeMap<Set, Parts> = BTreeMap::new();
        for octets in messages {
            if !is_segment(octets) {
                let octets = octets.clone();
                others.push(Job::new(Inner::of_kind(octets, None), None, 0));
                continue;
            }
            let Envelope { address, user_data, text, place } = self.envelope(octets);
            let Ok((header, payload)) = UserDataHeader::decode(&user_data) else { continue };
            let is_text = text.is_some();
            let payload = text.map_or(payload, Bytes::from);
            let part = header.concatenation().unwrap_or(WHOLE);
            let mut set = (address, part.reference, part.total, header.ports());
            // What is whole by itself belongs to nothing else.
            if part.total == 1 {
                set.0.push_str(&format!("#{}", sets.len()));
            }
            if self.layers.len() < super::MOST {
                let mut layer = sms::header_layer(&user_data);
                layer.place = place;
                self.layers.push(layer);
            } else {
                self.left_out = self.left_out.saturating_add(1);
            }
            let found = parts.entry(set.clone()).or_insert_with(|| {
                sets.push(set);
                Parts::default()
            });
            found.is_text |= is_text;
            found.layers.extend(place.map(|(at, _)| at).filter(|_| is_text));
            match found.payloads.get(&part.sequence) {
                Some(other) if *other == payload => {
                    found.findings.push(format!("part {} came twice", part.sequence));
                }
                Some(_) => {
                    found
                        .findings
                        .push(format!("part {} came twice, with other octets", part.sequence));
                }
                None => {
                    found.payloads.insert(part.sequence, payload);
                }
            }
        }
        let jobs =
            sets.into_iter().filter_map(|set| Some(self.datagram(&set, parts.remove(&set)?)));
        let mut jobs: Vec<Job> = jobs.collect::<Vec<_>>().into_iter().flatten().collect();
        jobs.append(&mut others);
        jobs
    }

    /// The PDU of a short message, where it is one, and what is in it.
    fn envelope(&mut self, octets: &Bytes) -> Envelope {
        let shows_secrets = self.shows_secrets;
        let found =
            sms::tpdu_layer(octets, shows_secrets).or_else(|| smpp::segment(octets, shows_secrets));
        let Some((layer, user_data)) = found else {
            let user_data = octets.clone();
            return Envelope { address: String::new(), user_data, text: None, place: None };
        };
        let text = sms::text(octets);
        let ends = layer.rows.iter().filter(|row| row.name == "from" || row.name == "to");
        let address = ends.map(|row| row.text.as_str()).collect::<Vec<_>>().join(" ");
        if self.layers.len() >= super::MOST {
            self.left_out = self.left_out.saturating_add(1);
            return Envelope { address, user_data, text, place: None };
        }
        let place = (self.layers.len(), window::offset_in(octets, &user_data));
        self.layers.push(layer);
        Envelope { address, user_data, text, place: Some(place) }
    }

    /// Hides the texts of parts that are markup together: one alone may not look like it.
    fn hide_texts(&mut self, layers: &[usize]) {
        for at in layers {
            let rows = self.layers.get_mut(*at).into_iter().flat_map(|layer| &mut layer.rows);
            for row in rows.filter(|row| row.name == "text") {
                row.text = HIDDEN.to_owned();
                row.value = HIDDEN.into();
            }
        }
    }

    /// What parts carry together: where some are missing, what the first ones do.
    fn datagram(&mut self, set: &Set, parts: Parts) -> Option<Job> {
        let (_, _, total, ports) = set;
        let leading = (1..).zip(&parts.payloads).take_while(|(number, (at, _))| number == *at);
        let octets: Vec<u8> = leading.flat_map(|(_, (_, payload))| payload.to_vec()).collect();
        let octets = Bytes::from(octets);
        // Of those behind a gap as well.
        let all: Vec<u8> = parts.payloads.values().flat_map(|payload| payload.to_vec()).collect();
        if !self.shows_secrets && is_markup(&String::from_utf8_lossy(&all)) {
            self.hide_texts(&parts.layers);
        }
        if self.layers.len() >= super::MOST {
            self.left_out = self.left_out.saturating_add(1);
            return None;
        }
        let mut layer = Layer::new("datagram", "Datagram", &octets);
        let count = parts.payloads.len();
        layer.fact("parts", format!("{count} of {total}"), count);
        for finding in &parts.findings {
            layer.find(Severity::Note, finding.as_str());
        }
        let missing: Vec<String> = (1..=*total)
            .filter(|number| !parts.payloads.contains_key(number))
            .map(|number| number.to_string())
            .collect();
        if !missing.is_empty() {
            let text = format!("missing parts: {}", missing.join(", "));
            layer.find(Severity::Error, text);
        }
        let at = self.layers.len();
        self.layers.push(layer);
        let is_empty = octets.is_empty();
        let mut inner = Inner::of_port(octets, ports.map(|ports| ports.destination));
        if parts.is_text {
            inner.contents = Contents::Text;
        }
        (!is_empty).then(|| Job::new(inner, Some((at, Some(0))), 1))
    }
}

/// What a message without parts is.
const WHOLE: Concatenation =
    Concatenation { reference: Reference::Short(0), total: 1, sequence: 1 };
