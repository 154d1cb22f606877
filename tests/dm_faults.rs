//! A client and a server of device management that talk over a bad network: messages are lost, repeated,
//! cut off, and come late. However it goes, the session ends, nothing is carried out twice or by half, and
//! each command has one result, which is true.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use provost::dm::{
    AuthType, Command, Container, Item, Request as Nodes, StatusCode, Syntax,
    auth::{Credential, Nonce},
    session::{
        Client, CommandResult, Config, Entropy, Fate, Handle, Input, Instant, Nonces, Output,
        Prover, Request, Response, Server, ServerConfig, ServerCredentials, ServerOutput,
        ServerState, Trigger, Verifier,
    },
    tree::{Acl, Edit, Engine, Execution, MemoryTree, Node, Tree, TreeError},
    uri::{Path, Uri},
};

/// A tree that counts what is run.
struct Counted {
    tree: MemoryTree,
    runs: BTreeMap<String, u32>,
}

impl Tree for Counted {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.tree.write(edit)
    }

    fn exec(&mut self, _: Path<'_>, data: Option<&Bytes>) -> Result<Execution, TreeError> {
        let which = String::from_utf8(data.expect("a number").to_vec()).expect("text");
        *self.runs.entry(which).or_default() += 1;
        Ok(Execution::Done)
    }
}

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// How both prove themselves.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Proof {
    None,
    Md5,
    Mac,
}

/// The network, and the server behind it, which is taken out of its store for each request.
struct World {
    dice: Dice,
    /// One in so many messages meets a fault; none where it is 0.
    odds: u64,
    proof: Proof,
    stored: String,
    now: Instant,
    /// Messages of the device, for those that come late.
    requests: Vec<Request>,
    responses: Vec<Response>,
    results: Vec<CommandResult>,
    workers: u8,
    faults: u32,
}

fn device_credential() -> Credential {
    Credential::new("device", "of the device")
}

fn server_credential() -> Credential {
    Credential::new("server", "of the server")
}

const LARGE: usize = 5000;

fn engine() -> Engine<Counted> {
    let acl = Acl::parse_lenient("Add=*&Get=*&Replace=*&Delete=*&Exec=*").expect("a list");
    let mut tree = MemoryTree::with_root(Node::interior().with_acl(acl));
    let nodes = [
        ("./DevInfo", Node::interior()),
        ("./DevInfo/DevId", Node::leaf("IMEI:1")),
        ("./DevInfo/Mod", Node::leaf("Phone")),
        ("./T", Node::interior()),
        ("./P", Node::interior()),
        ("./P/a", Node::leaf("0")),
        ("./P/b", Node::leaf("0")),
        ("./Run", Node::leaf("")),
        ("./Large", Node::leaf("0".repeat(LARGE))),
    ];
    for (address, node) in nodes {
        let uri: Uri = address.parse().expect(address);
        tree.write(Edit::Add { at: uri.path(), node }).expect(address);
    }
    Engine::new(Counted { tree, runs: BTreeMap::new() })
}

fn text(engine: &Engine<Counted>, address: &str) -> Option<String> {
    let uri: Uri = address.parse().expect(address);
    let node = engine.tree().read(uri.path()).ok()?;
    node.text().map(str::to_owned)
}

fn put(name: &str, address: &str, data: &str) -> Command {
    let nodes = Nodes::new(Item::target(address).with_data(data));
    if name == "Add" { Command::Add(nodes) } else { Command::Replace(nodes) }
}

impl World {
    fn server(&mut self) -> Server {
        let state: ServerState = serde_json::from_str(&self.stored).expect("the state");
        // Each worker has random octets of its own.
        self.workers = self.workers.wrapping_add(1);
        let credentials = ServerCredentials::new(Entropy::new([self.workers; 32]));
        let credentials = match self.proof {
            Proof::None => credentials,
            _ => credentials.with_device(device_credential()).with_server(server_credential()),
        };
        Server::resume(state, credentials)
    }

    /// Polls all there is, and stores the state.
    fn settle(&mut self, mut server: Server) -> Option<Response> {
        let mut response = None;
        loop {
            match server.poll() {
                ServerOutput::Waiting => break,
                ServerOutput::Respond(answer) => response = Some(answer),
                ServerOutput::Result(result) => self.results.push(result),
                ServerOutput::Began(_)
                | ServerOutput::Alert(_)
                | ServerOutput::Note(_)
                | ServerOutput::Reject(_)
                | ServerOutput::Done(_) => {}
            }
        }
        self.stored = serde_json::to_string(server.state().expect("idle")).expect("a state");
        response
    }

    fn serve(&mut self, request: Request) -> Option<Response> {
        let mut server = self.server();
        server.handle(request, self.now);
        self.settle(server)
    }

    fn has_fault(&mut self) -> bool {
        let has_fault = self.odds > 0 && self.dice.roll(self.odds) == 0;
        self.faults += u32::from(has_fault);
        has_fault
    }

    fn cut(&mut self, body: &Bytes) -> Bytes {
        let length = self.dice.roll(body.len() as u64);
        body.slice(..usize::try_from(length).expect("a length"))
    }

    fn old<T: Clone>(dice: &mut Dice, all: &[T]) -> Option<T> {
        let at = dice.roll((all.len() as u64).max(1));
        all.get(usize::try_from(at).expect("an index")).cloned()
    }

    /// Carries a request to the server and its answer back, or not.
    fn carry(&mut self, request: Request) -> Input {
        self.now = Instant::from_millis(self.now.millis() + 100);
        let answer = if self.has_fault() {
            match self.dice.roll(4) {
                // Lost on its way.
                0 => return Input::TransportFailed,
                // Comes twice.
                1 => {
                    let first = self.serve(request.clone());
                    let second = self.serve(request.clone());
                    assert_eq!(first, second, "a copy is answered otherwise");
                    second
                }
                // Cut off.
                2 => {
                    let mut part = request.clone();
                    part.body = self.cut(&request.body);
                    self.serve(part)
                }
                // Behind one that came before.
                _ => {
                    if let Some(old) = Self::old(&mut self.dice, &self.requests) {
                        self.serve(old);
                    }
                    self.serve(request.clone())
                }
            }
        } else {
            self.serve(request.clone())
        };
        self.requests.push(request);
        let Some(mut answer) = answer else { return Input::TransportFailed };
        self.responses.push(answer.clone());
        if self.has_fault() {
            match self.dice.roll(3) {
                0 => return Input::TransportFailed,
                1 => answer.body = self.cut(&answer.body.clone()),
                _ => {
                    if let Some(old) = Self::old(&mut self.dice, &self.responses) {
                        answer = old;
                    }
                }
            }
        }
        Input::Response(answer)
    }
}

/// One session of the device; whatever comes of it, it ends.
fn session(world: &mut World, engine: &mut Engine<Counted>, id: usize, nonces: &mut Nonces) {
    let mut config = Config::new("server", "https://dm.example/")
        .with_max_message(1200)
        .with_syntax(if id.is_multiple_of(2) { Syntax::Wbxml } else { Syntax::Xml });
    let scheme = match world.proof {
        Proof::None => None,
        Proof::Md5 => Some(AuthType::Md5),
        Proof::Mac => Some(AuthType::Mac),
    };
    if let Some(scheme) = scheme {
        let prover = Prover::new(device_credential(), nonces.own.clone()).preferring(scheme);
        let verifier = Verifier::new(server_credential(), scheme, nonces.peer.clone());
        let seed = u8::try_from(id % 251).expect("an octet");
        config = config.with_prover(prover).with_verifier(verifier, Entropy::new([seed; 32]));
    }
    let mut client = Client::new(config, Trigger::user(format!("{id:X}")));
    for _ in 0..10_000 {
        match client.poll(engine, world.now) {
            Output::Send(request) => {
                let input = world.carry(request);
                client.handle(input);
            }
            Output::Ask(_) | Output::Waiting { .. } => panic!("nobody is asked"),
            Output::Done(outcome) => {
                *nonces = outcome.nonces;
                return;
            }
        }
    }
    panic!("the session does not end");
}

/// What is queued, and what must be true of it in the end.
enum Wish {
    Run(String),
    Add(String),
    Pair(String),
    BadPair,
    Large(char),
    Read,
}

fn run(seed: u64, proof: Proof, odds: u64) -> u32 {
    let mut config = ServerConfig::new().with_max_message(1500).with_timeout(30);
    config = match proof {
        Proof::None => config,
        Proof::Md5 => config.demanding(AuthType::Md5).proving(AuthType::Md5),
        Proof::Mac => config.demanding(AuthType::Mac).proving(AuthType::Mac),
    };
    let mut world = World {
        dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
        odds,
        proof,
        stored: serde_json::to_string(&ServerState::new(config)).expect("a state"),
        now: Instant::ZERO,
        requests: Vec::new(),
        responses: Vec::new(),
        results: Vec::new(),
        workers: 0,
        faults: 0,
    };
    let mut engine = engine();
    let mut wishes: BTreeMap<Handle, Wish> = BTreeMap::new();
    let mut server = world.server();
    for at in 0..30_u8 {
        let (command, wish) = match at % 6 {
            0 => {
                let item = Item::target("./Run").with_data(format!("{at}"));
                (Command::Exec(Nodes::new(item)), Wish::Run(format!("{at}")))
            }
            1 => (put("Add", &format!("./T/{at}"), "x"), Wish::Add(format!("./T/{at}"))),
            2 => {
                let value = format!("{at}");
                let members =
                    vec![put("Replace", "./P/a", &value), put("Replace", "./P/b", &value)];
                (Command::Atomic(Container::new(members)), Wish::Pair(value))
            }
            3 => {
                let members = vec![put("Replace", "./P/a", "bad"), put("Replace", "./None", "bad")];
                (Command::Atomic(Container::new(members)), Wish::BadPair)
            }
            4 => {
                let letter = char::from(b'a' + at);
                let data = String::from(letter).repeat(LARGE);
                (put("Replace", "./Large", &data), Wish::Large(letter))
            }
            _ => (Command::Get(Nodes::new(Item::target("./Large"))), Wish::Read),
        };
        wishes.insert(server.queue(command), wish);
    }
    assert_eq!(world.settle(server), None);
    let mut nonces = Nonces::new(Nonce::EMPTY, Nonce::EMPTY);
    for id in 1..60 {
        if id > 40 {
            world.odds = 0;
        }
        session(&mut world, &mut engine, id, &mut nonces);
        // The device gives up sooner or later, and comes again.
        world.now = world.now.after_seconds(31);
        let mut server = world.server();
        server.tick(world.now);
        world.settle(server);
        if world.results.len() == wishes.len() {
            break;
        }
    }
    check(&world, &engine, &wishes);
    world.faults
}

fn check(world: &World, engine: &Engine<Counted>, wishes: &BTreeMap<Handle, Wish>) {
    let state: ServerState = serde_json::from_str(&world.stored).expect("the state");
    assert_eq!((state.waiting(), state.is_in_session()), (0, false));
    let mut handles: Vec<Handle> = world.results.iter().map(|result| result.handle).collect();
    handles.sort_unstable();
    assert_eq!(handles, wishes.keys().copied().collect::<Vec<_>>(), "one result for each command");
    let mut pair = String::from("0");
    let mut pair_is_sure = true;
    for result in &world.results {
        let is_answered = result.fate == Fate::Answered;
        match &wishes[&result.handle] {
            Wish::Run(which) => {
                let runs = engine.tree().runs.get(which).copied().unwrap_or(0);
                assert!(runs <= 1, "{which} was run {runs} times");
                if is_answered {
                    assert_eq!((result.status(), runs), (Some(StatusCode::OK), 1));
                }
            }
            Wish::Add(address) if is_answered => {
                assert_eq!(result.status(), Some(StatusCode::OK), "{address}");
                assert_eq!(text(engine, address).as_deref(), Some("x"));
            }
            Wish::Pair(value) => {
                pair.clone_from(value);
                pair_is_sure = is_answered;
                if is_answered {
                    assert!(result.is_success());
                }
            }
            Wish::BadPair if is_answered => {
                assert_eq!(result.status(), Some(StatusCode::ATOMIC_FAILED));
                let codes: Vec<_> = result.members().iter().map(|it| it.status()).collect();
                assert_eq!(
                    codes,
                    [Some(StatusCode::ATOMIC_ROLLED_BACK), Some(StatusCode::NOT_FOUND)]
                );
            }
            Wish::Large(letter) if is_answered => {
                assert_eq!(result.status(), Some(StatusCode::OK), "{letter}");
            }
            Wish::Read if is_answered => {
                assert_eq!(result.status(), Some(StatusCode::OK));
                let [item] = result.items() else { panic!("{result:?}") };
                let data = item.data.as_ref().expect("data").octets();
                assert_eq!(data.len(), LARGE);
                assert!(data.iter().all(|octet| *octet == data[0]), "half of an object");
            }
            Wish::Add(_) | Wish::BadPair | Wish::Large(_) | Wish::Read => {}
        }
    }
    // What is in the tree is whole, whatever was heard of it.
    let both = (text(engine, "./P/a"), text(engine, "./P/b"));
    assert_eq!(both.0, both.1);
    if pair_is_sure {
        assert_eq!(both.0, Some(pair));
    }
    let large = text(engine, "./Large").expect("a text");
    assert_eq!(large.len(), LARGE);
    assert!(large.chars().all(|letter| large.starts_with(letter)), "half of an object");
}

const PROOFS: [Proof; 3] = [Proof::None, Proof::Md5, Proof::Mac];

#[test]
fn without_faults() {
    for proof in PROOFS {
        assert_eq!(run(1, proof, 0), 0);
    }
}

#[test]
fn with_faults() {
    for proof in PROOFS {
        for odds in [3, 8, 20] {
            let faults: u32 = (1..=2).map(|seed| run(seed, proof, odds)).sum();
            assert!(faults > 4, "{proof:?}: {faults} faults");
        }
    }
}
