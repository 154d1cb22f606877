//! Contenders of the campaign: one message from a template, step by step.

use provost::bootstrap::{Identity, Imsi, Method, sign};
use provost::cp::Document;
use provost::push::sms::{Ports, Reference, segment};
use provost::push::wsp::{ContentType, Push};

use crate::corpus::Document as Corpus;

/// What all rows share.
#[derive(Debug)]
pub struct Campaign {
    /// The text around the two values of a row.
    pieces: [String; 3],
    /// Octets of a filled template.
    pub xml_octets: usize,
    /// Octets of its document in WBXML.
    pub octets: usize,
    /// Short messages for a row.
    pub segments: usize,
}

impl Campaign {
    /// The bootstrap document of the corpus, with a name and an APN of each row; nothing where it
    /// cannot be made.
    #[must_use]
    pub fn new() -> Option<Self> {
        let xml = Corpus::CpBoot.xml();
        let (before, rest) = cut(&xml, "NAME")?;
        let (between, behind) = cut(rest, "NAP-ADDRESS")?;
        let pieces = [before, between, behind].map(str::to_owned);
        let mut campaign = Self { pieces, xml_octets: 0, octets: 0, segments: 0 };
        campaign.xml_octets = campaign.fill(1).len();
        campaign.octets = campaign.write(1)?.len();
        campaign.segments = campaign.make(1)?;
        Some(campaign)
    }

    /// The document of a row as XML.
    #[must_use]
    pub fn fill(&self, row: u64) -> String {
        let [before, between, behind] = &self.pieces;
        let name = escaped(&format!("Example & Co {row}"));
        let apn = escaped(&format!("net{row}.example"));
        [before, name.as_str(), between, apn.as_str(), behind].concat()
    }

    /// The document of a row.
    #[must_use]
    pub fn read(&self, row: u64) -> Option<Document> {
        Document::from_xml(&self.fill(row)).ok()
    }

    /// The document of a row, checked, as WBXML.
    #[must_use]
    pub fn write(&self, row: u64) -> Option<Vec<u8>> {
        self.read(row)?.to_wbxml_strict().ok()
    }

    /// The signed message of a row in short messages, and how many these are.
    #[must_use]
    pub fn make(&self, row: u64) -> Option<usize> {
        let body = self.write(row)?;
        let imsi: Imsi = format!("{}", 310_150_000_000_000 + row % 1_000_000_000).parse().ok()?;
        let signed = sign(&body, Method::NetworkPin, &Identity::from(imsi)).ok()?;
        let media_type = format!("application/vnd.wap.connectivity-wbxml; {}", signed.parameters());
        let datagram = Push::new(ContentType::from_text(&media_type).ok()?, body).to_bytes();
        let segments = segment(datagram, Ports::PUSH, Reference::Long(row as u16)).ok()?;
        Some(segments.map(|segment| segment.user_data().len().min(1)).sum())
    }
}

/// A text in front of the value of the first parm of a name, and behind it.
fn cut<'a>(xml: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let start = format!("name=\"{name}\" value=\"");
    let at = xml.find(&start)? + start.len();
    let end = at + xml[at..].find('"')?;
    Some((&xml[..at], &xml[end..]))
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
