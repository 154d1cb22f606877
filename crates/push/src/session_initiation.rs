//! Session initiation (WAP-235, 8.4): a gateway asks a phone to open a session.

mod kannel;

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;

use crate::Application;
use crate::error::{Error, ErrorKind, Expected};
use crate::finding::{Finding, FindingKind};
use crate::wsp::{BearerAddress, grammar, read_uintvar, value_application, write};

/// The content `application/vnd.wap.sia`.
///
/// ```
/// use bytes::Bytes;
/// use provost_push::session_initiation::SessionInitiation;
/// use provost_push::wsp::BearerAddress;
/// use provost_push::{ApplicationId, Bearer};
///
/// let contact = BearerAddress::ipv4([127, 0, 0, 1].into(), 9201).with_bearer(Bearer::GSM_GPRS);
/// let request = SessionInitiation::new(ApplicationId::SYNCML_DM).with_wsp_contact(contact);
/// let octets = request.to_bytes()?;
/// assert_eq!(&*octets, [1, 2, 0xb2, 0x87, 8, 0xc4, 0x0b, 0x23, 0xf1, 127, 0, 0, 1]);
/// assert_eq!(SessionInitiation::decode(&octets)?, request);
/// # Ok::<(), provost_push::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SessionInitiation {
    /// The version: 0, 1, or a later one, of which the fields of 1 are read.
    pub version: u8,
    /// The applications that something waits for.
    pub applications: Vec<Application>,
    /// Where sessions of WSP are opened.
    pub wsp_contacts: Vec<BearerAddress>,
    /// Where connections of other protocols are opened; version 1.
    pub contacts: Vec<BearerAddress>,
    /// What is spoken at each of [`contacts`](Self::contacts); see [`Contacts`].
    pub options: Vec<ProtocolOption>,
    /// Which provisioning context is meant.
    pub provisioning: Provisioning,
    /// What the gateway knows of the phone, one for each contact that wants it; see [`Contacts`].
    pub tags: Vec<[u8; 4]>,
    /// Fields of later versions.
    pub tail: Bytes,
}

/// A protocol at a contact: an open registry; 256 to 16383 are private.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "an open number")]
pub struct ProtocolOption(pub u32);

impl ProtocolOption {
    /// OTA-HTTP.
    pub const HTTP: Self = Self(0);
    /// OTA-HTTP, and the gateway knows the capabilities of the phone.
    pub const HTTP_WITH_TAG: Self = Self(1);
}

/// Which provisioning context is meant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_enums, reason = "the length tells which")]
pub enum Provisioning {
    /// Any whose own PROVURL is empty.
    #[default]
    Any,
    /// The first one to four octets of the SHA-1 of the PROVURL.
    Hash(Vec<u8>),
    /// The PROVURL, of more than four octets.
    Url(String),
}

/// A contact with what is spoken there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "all that is said of it")]
pub struct Contact<'a> {
    /// Where.
    pub address: &'a BearerAddress,
    /// What.
    pub option: ProtocolOption,
    /// What the gateway knows of the phone.
    pub tag: Option<[u8; 4]>,
}

/// The contacts of other protocols, by the rules for lists of another length.
pub struct Contacts<'a> {
    request: &'a SessionInitiation,
    at: usize,
    tagged: usize,
}

impl core::fmt::Debug for Contacts<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Contacts {{ at: {} }}", self.at)
    }
}

impl SessionInitiation {
    /// For an application, version 1, without contacts.
    #[must_use]
    pub fn new(application: impl Into<Application>) -> Self {
        Self {
            version: 1,
            applications: alloc::vec![application.into()],
            wsp_contacts: Vec::new(),
            contacts: Vec::new(),
            options: Vec::new(),
            provisioning: Provisioning::Any,
            tags: Vec::new(),
            tail: Bytes::new(),
        }
    }

    /// With a contact for sessions of WSP.
    #[must_use]
    pub fn with_wsp_contact(mut self, contact: BearerAddress) -> Self {
        self.wsp_contacts.push(contact);
        self
    }

    /// With a contact of another protocol.
    #[must_use]
    pub fn with_contact(mut self, contact: BearerAddress, option: ProtocolOption) -> Self {
        self.contacts.push(contact);
        self.options.push(option);
        self
    }

    /// The contacts of other protocols.
    #[must_use]
    pub const fn contacts(&self) -> Contacts<'_> {
        Contacts { request: self, at: 0, tagged: 0 }
    }

    /// Reads a content. Fields may be missing from any place on. The numbers that Kannel writes as
    /// text are read too.
    ///
    /// # Errors
    /// What is wrong, and where: a length that is more than the rest, above all.
    pub fn decode(input: &Bytes) -> Result<Self, Error> {
        Self::decode_with(input, &mut Vec::new())
    }

    /// Reads a content, and tells what departs from the specification.
    ///
    /// # Errors
    /// Those of [`decode`](Self::decode).
    pub fn decode_with(input: &Bytes, findings: &mut Vec<Finding>) -> Result<Self, Error> {
        let end = Error::new(ErrorKind::UnexpectedEnd(Expected::Version), 0);
        let version = *input.first().ok_or(end)?;
        let mut fields = Fields { input, at: 1, long: Vec::new() };
        let (at, list) = fields.octets()?;
        let mut request = Self {
            version,
            applications: applications(&list, at, findings)?,
            wsp_contacts: fields.addresses(findings)?,
            contacts: Vec::new(),
            options: Vec::new(),
            provisioning: Provisioning::Any,
            tags: Vec::new(),
            tail: Bytes::new(),
        };
        if version > 0 {
            request.contacts = fields.addresses(findings)?;
            request.options = fields.options()?;
            request.provisioning = fields.provisioning()?;
            request.tags = fields.tags()?;
        }
        let long = fields.long.iter().map(|at| Finding::new(FindingKind::NotShortest, *at));
        findings.extend(long);
        request.tail = input.slice(fields.at.min(input.len())..);
        if !request.tail.is_empty() {
            findings.push(Finding::new(FindingKind::TrailingFields, fields.at));
        }
        request.check(findings);
        Ok(request)
    }

    /// The octets: without trailing fields that say nothing.
    ///
    /// # Errors
    /// [`NotExpressible`](ErrorKind::NotExpressible) for a field that version 0 lacks, or a
    /// provisioning context whose length says another thing.
    pub fn to_bytes(&self) -> Result<Bytes, Error> {
        let lost = |what| Error::new(ErrorKind::NotExpressible(what), 0);
        let mut fields = Vec::new();
        let mut list = Vec::new();
        for application in &self.applications {
            list.push(ACCEPT_APPLICATION);
            value_application::put(application, &mut list)?;
        }
        fields.push(list);
        fields.push(addresses(&self.wsp_contacts));
        let counted = |count: usize, octets: Vec<u8>| (count, octets);
        let mut out = alloc::vec![self.version];
        let mut all =
            fields.into_iter().map(|octets| counted(octets.len(), octets)).collect::<Vec<_>>();
        let mut options = Vec::new();
        self.options.iter().for_each(|option| write::put_uintvar(option.0, &mut options));
        let provisioning = match &self.provisioning {
            Provisioning::Any => Vec::new(),
            Provisioning::Hash(hash) if (1..=4).contains(&hash.len()) => hash.clone(),
            Provisioning::Url(url) if url.len() > 4 && url.is_ascii() => url.clone().into_bytes(),
            _ => return Err(lost(Expected::Field)),
        };
        let contacts = addresses(&self.contacts);
        all.push(counted(contacts.len(), contacts));
        all.push(counted(self.options.len(), options));
        all.push(counted(provisioning.len(), provisioning));
        all.push(counted(self.tags.len(), self.tags.concat()));
        let used = all.iter().rposition(|field| field.0 > 0).map_or(0, |at| at.saturating_add(1));
        // The list of applications and the contacts of WSP are of both versions.
        let used = if self.tail.is_empty() { used.max(1) } else { all.len() };
        if self.version == 0 && (used > 2 || !self.tail.is_empty()) {
            return Err(lost(Expected::Version));
        }
        for (count, octets) in all.iter().take(used) {
            write::put_length(*count, &mut out)?;
            out.extend_from_slice(octets);
        }
        out.extend_from_slice(&self.tail);
        Ok(out.into())
    }

    fn check(&self, findings: &mut Vec<Finding>) {
        let mut compare = |said: usize, found: usize| {
            if said > 0 && said != found {
                let said = u32::try_from(said).unwrap_or(u32::MAX);
                let found = u32::try_from(found).unwrap_or(u32::MAX);
                findings.push(Finding::new(FindingKind::Count { said, found }, 0));
            }
        };
        compare(self.options.len(), self.contacts.len());
        let tagged = self.contacts().filter(|contact| contact.tag.is_some()).count();
        compare(self.tags.len(), tagged);
    }
}

impl<'a> Iterator for Contacts<'a> {
    type Item = Contact<'a>;

    fn next(&mut self) -> Option<Contact<'a>> {
        let SessionInitiation { contacts, options, tags, .. } = self.request;
        let address = contacts.get(self.at)?;
        // One option for each, else the first for all; none is 0.
        let at = if options.len() == contacts.len() { self.at } else { 0 };
        let option = options.get(at).copied().unwrap_or_default();
        self.at = self.at.saturating_add(1);
        let mut tag = None;
        if option == ProtocolOption::HTTP_WITH_TAG {
            let wanted = |option: &&ProtocolOption| **option == ProtocolOption::HTTP_WITH_TAG;
            let wanting = match options.len() == contacts.len() {
                true => options.iter().filter(wanted).count(),
                false => contacts.len(),
            };
            let at = if tags.len() == wanting { self.tagged } else { 0 };
            tag = tags.get(at).copied();
            self.tagged = self.tagged.saturating_add(1);
        }
        Some(Contact { address, option, tag })
    }
}

/// A phone may be flooded with requests: one that it took keeps others out for a while
/// (WAP-235, 8.3).
///
/// ```
/// use provost_push::session_initiation::LockOut;
///
/// let mut lock = LockOut::new(60);
/// assert!(lock.admit(1_000));
/// assert!(!lock.admit(1_059));
/// assert!(lock.admit(1_060));
/// // A clock that was wrong: nobody is kept out for longer than from now on.
/// assert!(!lock.admit(10) && lock.admit(70));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LockOut {
    seconds: u64,
    last: Option<u64>,
}

impl LockOut {
    /// For that many seconds of the caller's clock.
    #[must_use]
    pub const fn new(seconds: u64) -> Self {
        Self { seconds, last: None }
    }

    /// Whether a request may be taken now; then it is. Where the clock has gone back, the one before
    /// is taken to be of now, so that others are not kept out for longer.
    pub const fn admit(&mut self, now: u64) -> bool {
        if let Some(last) = self.last {
            if now < last {
                self.last = Some(now);
            }
            if now.saturating_sub(last) < self.seconds {
                return false;
            }
        }
        self.last = Some(now);
        true
    }
}

/// The name of the header `Accept-Application`, whose values the list is made of.
const ACCEPT_APPLICATION: u8 = 0xb2;

struct Fields<'a> {
    input: &'a Bytes,
    at: usize,
    /// The numbers that are not in their shortest form.
    long: Vec<usize>,
}

impl Fields<'_> {
    /// A length or count; 0 where the input ends.
    fn count(&mut self) -> Result<usize, Error> {
        let rest = self.input.get(self.at..).unwrap_or(&[]);
        if rest.is_empty() {
            return Ok(0);
        }
        Ok(usize::try_from(self.number()?).unwrap_or(usize::MAX))
    }

    fn number(&mut self) -> Result<u32, Error> {
        let rest = self.input.get(self.at..).unwrap_or(&[]);
        let (number, behind) = read_uintvar(rest).map_err(|error| error.rebased(self.at))?;
        if rest.first() == Some(&0x80) {
            self.long.push(self.at);
        }
        self.at = self.input.len().saturating_sub(behind.len());
        Ok(number)
    }

    fn octets(&mut self) -> Result<(usize, Bytes), Error> {
        let length_at = self.at;
        let length = self.count()?;
        let left = self.input.len().saturating_sub(self.at);
        if length > left {
            return Err(Error::new(ErrorKind::Length { length, left }, length_at));
        }
        let at = self.at;
        self.at = at.saturating_add(length);
        Ok((at, self.input.slice(at..self.at)))
    }

    fn addresses(&mut self, findings: &mut Vec<Finding>) -> Result<Vec<BearerAddress>, Error> {
        let (at, octets) = self.octets()?;
        BearerAddress::decode_all(&octets).or_else(|error| {
            let contact = kannel::contact(&octets).ok_or(error.rebased(at))?;
            findings.push(Finding::new(FindingKind::NotConformant(Expected::Address), at));
            Ok(alloc::vec![contact])
        })
    }

    fn options(&mut self) -> Result<Vec<ProtocolOption>, Error> {
        let count_at = self.at;
        let length = self.count()?;
        let left = self.input.len().saturating_sub(self.at);
        // Each takes an octet at least.
        if length > left {
            return Err(Error::new(ErrorKind::Length { length, left }, count_at));
        }
        let mut options = Vec::with_capacity(length);
        for _ in 0..length {
            options.push(ProtocolOption(self.number()?));
        }
        Ok(options)
    }

    fn provisioning(&mut self) -> Result<Provisioning, Error> {
        let (at, octets) = self.octets()?;
        Ok(match octets.len() {
            0 => Provisioning::Any,
            1..=4 => Provisioning::Hash(octets.to_vec()),
            _ => {
                let form = Error::new(ErrorKind::Form(Expected::Field), at);
                let url = core::str::from_utf8(&octets).ok().filter(|url| url.is_ascii());
                Provisioning::Url(url.ok_or(form)?.into())
            }
        })
    }

    fn tags(&mut self) -> Result<Vec<[u8; 4]>, Error> {
        let count_at = self.at;
        let count = self.count()?;
        let length = count.saturating_mul(4);
        let left = self.input.len().saturating_sub(self.at);
        if length > left {
            return Err(Error::new(ErrorKind::Length { length, left }, count_at));
        }
        let end = self.at.saturating_add(length);
        let octets = self.input.get(self.at..end).unwrap_or(&[]);
        self.at = end;
        Ok(octets.chunks_exact(4).filter_map(|tag| tag.try_into().ok()).collect())
    }
}

/// Headers `Accept-Application`. Values alone, without the name of the header, are seen as well;
/// 0xb2 is no assigned number, so the first octet tells.
fn applications(
    list: &Bytes,
    at: usize,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Application>, Error> {
    let bare = list.first().is_some_and(|first| *first != ACCEPT_APPLICATION);
    if bare {
        let kind = FindingKind::NotConformant(Expected::ApplicationId);
        findings.push(Finding::new(kind, at));
    }
    let mut applications = Vec::new();
    let mut rest = &**list;
    while !rest.is_empty() {
        let here = at.saturating_add(list.len().saturating_sub(rest.len()));
        let value = match rest.split_first() {
            Some((&ACCEPT_APPLICATION, value)) if !bare => value,
            Some((&octet, _)) if !bare => {
                let expected = Expected::ApplicationId;
                return Err(Error::new(ErrorKind::Unexpected { octet, expected }, here));
            }
            _ => rest,
        };
        let width = rest.len().saturating_sub(value.len());
        let read = grammar::front(value, value_application::read);
        let (behind, application) = match read {
            Ok(read) => read,
            // The rest of the list is looked at here alone, because then there is no more of it.
            Err(error) => {
                let whole = if bare { kannel::application(value) } else { None };
                let lost = error.rebased(here.saturating_add(width));
                (&[][..], whole.ok_or(lost)?)
            }
        };
        applications.push(application);
        rest = behind;
    }
    Ok(applications)
}

fn addresses(addresses: &[BearerAddress]) -> Vec<u8> {
    let mut out = Vec::new();
    addresses.iter().for_each(|address| address.write(&mut out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApplicationId, Bearer};

    fn contact(last: u8) -> BearerAddress {
        BearerAddress::ipv4([10, 0, 0, last].into(), 4035).with_bearer(Bearer::GSM_GPRS)
    }

    /// What Kannel 1.4.5 sends for a confirmed push: text where numbers belong.
    #[test]
    fn as_kannel_writes_it() {
        let octets = Bytes::from_static(b"\x00\x01\x37\x0F\xC9\x0A9201127.0.0.1");
        let mut findings = Vec::new();
        let read = SessionInitiation::decode_with(&octets, &mut findings).expect("a request");
        let contact = BearerAddress::ipv4([127, 0, 0, 1].into(), 9201).with_bearer(Bearer::GSM_CSD);
        let mut request =
            SessionInitiation::new(ApplicationId::SYNCML_DM).with_wsp_contact(contact);
        request.version = 0;
        assert_eq!(read, request);
        let kinds = findings.iter().map(|one| (one.kind(), one.offset())).collect::<Vec<_>>();
        let odd = FindingKind::NotConformant;
        assert_eq!(kinds, [(odd(Expected::ApplicationId), 2), (odd(Expected::Address), 4)]);
        // And as it should be.
        let written = read.to_bytes().expect("octets");
        assert_eq!(&*written, [0, 2, 0xB2, 0x87, 8, 0xC4, 0x0A, 0x23, 0xF1, 127, 0, 0, 1]);
        // Of what is neither, the fault is that of the specification.
        for (octets, kind, offset) in [
            (&b"\x00\x01 "[..], ErrorKind::UnexpectedEnd(Expected::Terminator), 3),
            (b"\x00\x00\x07\xC9\x0A92011", ErrorKind::Length { length: 9, left: 3 }, 3),
            (b"\x00\x00\x06\xC4\x0Ax.1.", ErrorKind::Length { length: 4, left: 2 }, 3),
        ] {
            let read = SessionInitiation::decode(&Bytes::from_static(octets));
            assert_eq!(read, Err(Error::new(kind, offset)), "{octets:02x?}");
        }
    }

    #[test]
    fn counts_that_differ() {
        let tag = |octet| Some([octet; 4]);
        let list = |request: &SessionInitiation| {
            request.contacts().map(|one| (one.option.0, one.tag)).collect::<Vec<_>>()
        };
        let mut request = SessionInitiation::new(ApplicationId::ANY)
            .with_contact(contact(1), ProtocolOption::HTTP_WITH_TAG)
            .with_contact(contact(2), ProtocolOption::HTTP)
            .with_contact(contact(3), ProtocolOption::HTTP_WITH_TAG);
        request.tags = alloc::vec![[1; 4], [2; 4]];
        // The second tag is of the second contact that wants one.
        assert_eq!(list(&request), [(1, tag(1)), (0, None), (1, tag(2))]);
        request.tags.pop();
        assert_eq!(list(&request), [(1, tag(1)), (0, None), (1, tag(1))]);
        request.tags.clear();
        assert_eq!(list(&request), [(1, None), (0, None), (1, None)]);
        request.options = alloc::vec![ProtocolOption::HTTP_WITH_TAG];
        request.tags = alloc::vec![[1; 4], [2; 4], [3; 4]];
        assert_eq!(list(&request), [(1, tag(1)), (1, tag(2)), (1, tag(3))]);
        request.options.clear();
        assert_eq!(list(&request), [(0, None), (0, None), (0, None)]);
    }

    #[test]
    fn both_ways_and_every_prefix() {
        let mut request = SessionInitiation::new(ApplicationId::SYNCML_DM)
            .with_wsp_contact(contact(9))
            .with_contact(contact(1), ProtocolOption::HTTP_WITH_TAG);
        request.applications.push(Application::Uri("http://a.example/".into()));
        request.provisioning = Provisioning::Url("http://p.example/".into());
        request.tags = alloc::vec![[1, 2, 3, 4]];
        let octets = request.to_bytes().expect("octets");
        assert_eq!(SessionInitiation::decode(&octets), Ok(request.clone()));
        for end in 0..octets.len() {
            if let Ok(shorter) = SessionInitiation::decode(&octets.slice(..end)) {
                let again = shorter.to_bytes().expect("octets");
                assert_eq!(SessionInitiation::decode(&again), Ok(shorter));
            }
        }
        request.version = 0;
        assert!(request.to_bytes().is_err());
        request.version = 1;
        request.provisioning = Provisioning::Url("abc".into());
        assert!(request.to_bytes().is_err());
    }

    #[test]
    fn malformed() {
        let application = Expected::ApplicationId;
        let rows: [(&[u8], ErrorKind, usize); 6] = [
            (&[], ErrorKind::UnexpectedEnd(Expected::Version), 0),
            (&[1, 5, 0xB2], ErrorKind::Length { length: 5, left: 1 }, 1),
            (
                &[1, 3, 0xB2, 0x87, 0x87],
                ErrorKind::Unexpected { octet: 0x87, expected: application },
                4,
            ),
            (&[1, 0, 2, 0xC4, 1], ErrorKind::UnexpectedEnd(Expected::Address), 5),
            (&[1, 0, 0, 0, 9], ErrorKind::Length { length: 9, left: 0 }, 4),
            (&[1, 0, 0, 0, 0, 0, 2, 1, 2, 3, 4], ErrorKind::Length { length: 8, left: 4 }, 6),
        ];
        for (input, kind, offset) in rows {
            let read = SessionInitiation::decode(&Bytes::copy_from_slice(input));
            assert_eq!(read, Err(Error::new(kind, offset)), "{input:02x?}");
        }
    }

    #[test]
    fn numbers_in_a_longer_form_are_told() {
        let octets = b"\x01\x80\x02\xB2\x87\x00\x03\x40\x00\x50\x01\x80\x01";
        let mut findings = Vec::new();
        let request = SessionInitiation::decode_with(&Bytes::from_static(octets), &mut findings);
        let request = request.expect("a request");
        assert_eq!(request.options, [ProtocolOption::HTTP_WITH_TAG]);
        let long = |at| Finding::new(FindingKind::NotShortest, at);
        assert_eq!(findings, [long(1), long(11)]);
    }

    /// Each id of a list without names is read by itself.
    #[test]
    fn a_long_list_of_applications_ends_soon() {
        let list: Vec<u8> = b"a\0".repeat(400_000);
        let mut octets = Vec::from([0x00]);
        let length = u32::try_from(list.len()).expect("a length");
        write::put_uintvar(length, &mut octets);
        octets.extend_from_slice(&list);
        octets.push(0);
        let read = SessionInitiation::decode(&octets.into()).expect("a request");
        assert_eq!(read.applications.len(), 400_000);
    }
}
