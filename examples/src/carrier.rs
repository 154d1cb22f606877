//! Short messages on their way from the gateway to the terminal.
//!
//! Where Kannel is installed its box for short messages carries each segment, over SMPP to a message
//! center on the loopback interface; else the center is here. The last hop is a datagram with the
//! `SMS-DELIVER` that the radio would bring.

use std::error::Error;
use std::net::{SocketAddr, UdpSocket};

use bytes::Bytes;
use provost::push::mime::Entity;
use provost::push::pap::{Document, Post, PushMessage};
use provost::push::sms::{
    Address, Deliver, Ports, Reference, Segment, ServiceTime, Tpdu, UserData,
};
use provost::push::sms::{DataCoding, Direction, UserDataHeader, segment};
use provost_tests::kannel::{CREDENTIALS, Kannel, ShortMessage};

/// The number that pushes come from.
pub const SHORT_CODE: &str = "12345";

/// Who carries short messages.
#[derive(Debug)]
pub struct Carrier {
    kannel: Option<Kannel>,
    last: u16,
    radio: UdpSocket,
}

impl Carrier {
    /// Kannel, where it is installed; a line says where it is not.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let kannel = Kannel::start_with_smsbox();
        let name = if kannel.is_some() {
            "the installed Kannel, by its SMS box and SMPP"
        } else {
            "a message center of our own: Kannel is not installed"
        };
        println!("carrier     of short messages is {name}");
        Ok(Self { kannel, last: 0, radio: UdpSocket::bind("127.0.0.1:0")? })
    }

    /// Whether Kannel does it.
    #[must_use]
    pub const fn is_kannel(&self) -> bool {
        self.kannel.is_some()
    }

    /// Cuts a datagram for the push port into short messages, and brings each to a radio: how many
    /// they were.
    ///
    /// # Errors
    /// Where one of them gets lost.
    pub fn send(
        &mut self,
        number: &str,
        radio: SocketAddr,
        datagram: Bytes,
    ) -> Result<usize, Box<dyn Error>> {
        self.last = self.last.wrapping_add(1);
        let segments = segment(datagram, Ports::PUSH, Reference::Long(self.last))?;
        let mut count: usize = 0;
        for segment in segments {
            let user_data = match &self.kannel {
                Some(kannel) => through(kannel, number, &segment)?,
                None => segment.into(),
            };
            self.deliver(user_data, radio)?;
            count = count.saturating_add(1);
        }
        Ok(count)
    }

    /// Submits a push to the push proxy of Kannel, and brings what that sends to a radio: its answer,
    /// or none where it is not installed, which a line says.
    ///
    /// That proxy drops the parameters SEC and MAC: it is no way for a signed document.
    ///
    /// # Errors
    /// Where it does not answer with a document, or a message gets lost.
    pub fn push(
        &self,
        push: PushMessage,
        content: Entity,
        radio: SocketAddr,
    ) -> Result<Option<Document>, Box<dyn Error>> {
        let Some(kannel) = &self.kannel else {
            println!(
                "carrier     is not asked for {}, which the push proxy of Kannel would send",
                push.push_id
            );
            return Ok(None);
        };
        let (content_type, body) = Post::submission(push, content).encode("a-boundary")?;
        let answer = kannel.post(CREDENTIALS, &content_type, &body)?;
        let document = Document::decode(&answer.body)?;
        for message in kannel.messages(1) {
            self.deliver(user_data(message)?, radio)?;
        }
        Ok(Some(document))
    }

    fn deliver(&self, user_data: UserData, radio: SocketAddr) -> Result<(), Box<dyn Error>> {
        let stamp = ServiceTime([0x62, 0x11, 0x72, 0x21, 0, 0, 0]);
        let deliver = Deliver::new(Address::number(SHORT_CODE)?, stamp, user_data);
        self.radio.send_to(&Tpdu::Deliver(deliver).to_bytes()?, radio)?;
        Ok(())
    }
}

/// Gives Kannel a segment, and takes it back at the message center.
fn through(kannel: &Kannel, number: &str, segment: &Segment) -> Result<UserData, Box<dyn Error>> {
    let query = format!(
        "/cgi-bin/sendsms?username=tester&password=foobar&to={}&from={SHORT_CODE}&coding=1&udh={}&text={}",
        escape(number.as_bytes()),
        escape(&segment.udh),
        escape(&segment.data)
    );
    let answer = kannel.get(&query)?;
    if answer.status != 202 {
        return Err(format!("Kannel answers {}", answer.status).into());
    }
    user_data(kannel.messages(1).into_iter().next().ok_or("Kannel has lost a message")?)
}

/// What Kannel gave to the message center.
fn user_data(message: ShortMessage) -> Result<UserData, Box<dyn Error>> {
    assert_eq!(DataCoding(message.coding), DataCoding::OCTETS);
    let octets = Bytes::from(message.octets);
    let (header, payload) = UserDataHeader::decode(&octets)?;
    let mut user_data = UserData::new(payload);
    user_data.header = Some(header);
    Ok(user_data)
}

fn escape(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("%{octet:02X}")).collect()
}

/// The sender and the user data of what the radio brings.
///
/// # Errors
/// What is wrong with it.
pub fn received(octets: &Bytes) -> Result<(Address, Bytes), Box<dyn Error>> {
    match Tpdu::decode(octets, Direction::ToMobile)? {
        Tpdu::Deliver(deliver) => Ok((deliver.originator, deliver.user_data.to_bytes()?)),
        other => Err(format!("not a message for us: {other:?}").into()),
    }
}
