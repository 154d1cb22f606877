//! A server that answers the first message of a device: reads it whatever its syntax, tells what is
//! wrong with it, and packs as many commands into the answer as the device takes.
//!
//! `cargo run -p provost-examples --example dm_server`

#![allow(clippy::print_stdout, reason = "an example")]

use core::error::Error;

use bytes::Bytes;
use provost::dm::{
    Command, DecodeOptions, EncodeOptions, Fit, Item, Message, Packer, Request, StatusCode, Syntax,
    detect_syntax,
};

/// Package 1 of a device, as it came.
const PACKAGE: &[u8] = b"<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD>\
    <VerProto>DM/1.2</VerProto><SessionID>0</SessionID><MsgID>1</MsgID>\
    <Target><LocURI>https://dm.example/</LocURI></Target><Source><LocURI>IMEI:1</LocURI></Source>\
    <Meta><MaxMsgSize xmlns='syncml:metinf'>850</MaxMsgSize></Meta></SyncHdr><SyncBody>\
    <Alert><Data>1201</Data><CmdID>1</CmdID></Alert><Replace><CmdID>2</CmdID>\
    <Item><Source><LocURI>./DevInfo/Mod</LocURI></Source><Data>Phone</Data></Item></Replace>\
    <Final/></SyncBody></SyncML>";

fn main() -> Result<(), Box<dyn Error>> {
    let received = Bytes::from_static(PACKAGE);
    let decoded = Message::decode_with(&received, &DecodeOptions::new())?;
    for deviation in &decoded.deviations {
        println!("note: {deviation}");
    }

    let message = decoded.value;
    let mut reply = message.reply().with_msg_id("1");
    reply.header(StatusCode::AUTHENTICATION_ACCEPTED, None);
    for command in message.commands() {
        reply.status(command, StatusCode::OK);
    }

    // As many commands as fit; the rest goes into the next message.
    let options = EncodeOptions::new(detect_syntax(&received));
    let limit = message.header.max_msg_size().unwrap_or(8192);
    let answer = reply.finish();
    let first = answer.body.commands.len();
    let mut packer = Packer::new(answer, options, limit)?;
    for (at, name) in ["FwV", "SwV", "HwV"].into_iter().enumerate() {
        let item = Item::target(format!("./DevDetail/{name}"));
        let id = first.saturating_add(at).saturating_add(1);
        let get = Command::Get(Request::new(item).with_id(id.to_string()));
        if let Fit::Full(rest) = packer.push(get)? {
            println!("left for the next message: {} {}", rest.name(), id);
            break;
        }
    }
    let octets = packer.finish()?;
    println!("{} of {limit} octets", octets.len());
    println!("{}", String::from_utf8_lossy(&octets));
    assert_eq!(detect_syntax(&octets), Syntax::Xml);
    Ok(())
}
