//! A server that manages a device: it queues a command and a profile, answers the messages of the device,
//! and prints what has become of each command. The device is a client with a tree in memory.
//!
//! `cargo run -p provost-examples --example dm_server`

#![allow(clippy::print_stdout, reason = "an example")]

use core::error::Error;

use bytes::Bytes;
use provost::dm::session::{
    Client, Config, Entropy, Input, Instant, Output, Response, Server, ServerConfig,
    ServerCredentials, ServerOutput, Trigger,
};
use provost::dm::tree::{Acl, Edit, Engine, MemoryTree, Node, Tree};
use provost::dm::uri::Uri;
use provost::dm::{Command, Fragment, Item, Request};

/// What an administrator has stored.
const PROFILE: &[u8] = b"<Atomic>\
    <Add><Item><Target><LocURI>./Vendor/Server</LocURI></Target><Data>a.example</Data></Item></Add>\
    <Add><Item><Target><LocURI>./Vendor/Port</LocURI></Target><Data>443</Data></Item></Add></Atomic>\
    <Exec><Item><Target><LocURI>./Vendor/None</LocURI></Target></Item></Exec>";

fn main() -> Result<(), Box<dyn Error>> {
    // Octets of the system's generator in a server that is one.
    let credentials = ServerCredentials::new(Entropy::new([7; 32]));
    let mut server = Server::new(ServerConfig::new(), credentials);
    let get = server.queue(Command::Get(Request::new(Item::target("./DevInfo/Mod"))));
    let profile = server.queue_all(&Fragment::decode(&Bytes::from_static(PROFILE))?);
    println!("queued: {get:?} and {profile:?}");

    let mut engine = Engine::new(device()?);
    let config = Config::new("dm.example", "https://dm.example/");
    let mut client = Client::new(config, Trigger::user("1"));
    loop {
        match client.poll(&mut engine, Instant::ZERO) {
            Output::Send(request) => {
                server.handle(request, Instant::ZERO);
                let answer = poll(&mut server);
                client.handle(answer.map_or(Input::TransportFailed, Input::Response));
            }
            Output::Ask(_) | Output::Waiting { .. } => return Err("nobody was to be asked".into()),
            Output::Done(outcome) => {
                println!("the device: {:?}", outcome.end);
                return Ok(());
            }
        }
    }
}

/// Prints what comes out, and hands on the answer.
fn poll(server: &mut Server) -> Option<Response> {
    let mut response = None;
    loop {
        match server.poll() {
            ServerOutput::Began(beginning) => println!("the device is {}", beginning.device),
            ServerOutput::Result(result) => {
                println!("{:?}: {:?}, {:?}", result.handle, result.fate, result.status());
                for item in result.items() {
                    let data = item.data.as_ref().and_then(|data| data.trimmed());
                    println!("  {:?} is {data:?}", item.source_uri());
                }
            }
            ServerOutput::Respond(answer) => response = Some(answer),
            ServerOutput::Done(outcome) => println!("the session: {:?}", outcome.end),
            ServerOutput::Waiting => return response,
            other => println!("{other:?}"),
        }
    }
}

fn device() -> Result<MemoryTree, Box<dyn Error>> {
    let acl: Acl = "Add=*&Get=*&Replace=*&Exec=*".parse()?;
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
    for (address, node) in [
        ("./DevInfo", Node::interior()),
        ("./DevInfo/DevId", Node::leaf("IMEI:490154203237518")),
        ("./DevInfo/Mod", Node::leaf("Phone")),
        ("./Vendor", Node::interior()),
    ] {
        let uri: Uri = address.parse()?;
        tree.write(Edit::Add { at: uri.path(), node })?;
    }
    Ok(tree)
}
