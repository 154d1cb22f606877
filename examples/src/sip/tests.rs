//! What loss does, and what tshark makes of our messages.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use provost::push::mime::Entity;
use provost::push::sip::{Profile, SipPush};
use provost_tests::peer::Peer;

use super::*;

fn message(transport: Transport) -> Message {
    let content = Entity::new("application/vnd.syncml.notification", vec![0xFF; 40])
        .with("X-Wap-Application-Id", "x-wap-application:syncml.dm");
    let push = SipPush::new(content).encode(&Profile::default()).unwrap();
    let (to, from) = ("sip:alice@example.net", "sip:ppg.example.com");
    Message::request("MESSAGE", to, from, 7, transport).with_push(&push)
}

#[test]
fn a_message_is_read_as_it_was_written_whatever_comes_behind_it() {
    let octets = message(Transport::Tcp).to_bytes();
    for end in 0..octets.len() {
        assert!(matches!(Message::decode(&octets[..end]), Ok(None)), "{end}");
    }
    let (read, length) = Message::decode(&[&octets[..], b"MESSAGE"].concat()).unwrap().unwrap();
    assert_eq!((length, read.to_bytes()), (octets.len(), octets));
}

#[test]
fn what_is_lost_is_sent_again_and_what_comes_twice_is_taken_once() {
    let count = Arc::new(AtomicU32::new(0));
    let taken = Arc::clone(&count);
    let server = Server::start(move |arrived| {
        taken.fetch_add(1, Ordering::Relaxed);
        arrived.request.respond(200, "OK")
    })
    .unwrap();
    // A path that loses the first request and the first response.
    let path = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (front, back) = (path.local_addr().unwrap(), server.address());
    thread::spawn(move || {
        let (mut requests, mut responses, mut client) = (0, 0, None);
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = path.recv_from(&mut buffer) {
            if from == back {
                responses += 1;
                if let (2.., Some(client)) = (responses, client) {
                    path.send_to(&buffer[..length], client).unwrap();
                }
            } else {
                (requests, client) = (requests + 1, Some(from));
                if requests > 1 {
                    path.send_to(&buffer[..length], back).unwrap();
                }
            }
        }
    });
    let response = send_udp(front, &message(Transport::Udp)).unwrap();
    assert_eq!(response.status(), Some(200));
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn tshark_reads_a_message() {
    let (Some(to_pcap), Some(tshark)) = (Peer::find("text2pcap"), Peer::find("tshark")) else {
        return;
    };
    let octets = message(Transport::Udp).to_bytes();
    let hex: String = octets.iter().map(|octet| format!(" {octet:02x}")).collect();
    let dump = format!("000000{hex}\n");
    let capture = to_pcap.run(&["-q", "-u", "5060,5060", "-", "-"], dump.as_bytes()).unwrap();
    let shown = String::from_utf8(tshark.run(&["-r", "-", "-V"], &capture).unwrap()).unwrap();
    for line in [
        "Request-Line: MESSAGE sip:alice@example.net SIP/2.0",
        "Branch: z9hG4bK00000007",
        "Sequence Number: 1",
        "Content-Type: application/vnd.syncml.notification",
        "Content-Length: 40",
    ] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    assert!(!shown.contains("Malformed"), "{shown}");
}
