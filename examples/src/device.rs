//! The management client of a terminal: its tree, its account, and sessions over HTTP.

use std::error::Error;

use provost::dm::auth::HmacHeader;
use provost::dm::object::{Account, AccountAuth};
use provost::dm::session::{
    Answer, Client, Config, Entropy, Input, Instant, Nonces, Outcome, Output, Prompt, Prover,
    Request, Response, Verifier,
};
use provost::dm::tree::{Edit, Engine, Node, Rules, Tree};
use provost::dm::uri::{Path, Uri};
use provost::dm::{AuthType, Format, auth::Nonce};
use provost::push::mime::Headers;

use crate::http;

/// What a session is told of the server, from its account in the tree: where it is, and how either side
/// proves who it is. `number` is that of the session.
///
/// # Errors
/// What is wrong with the account.
pub fn config(tree: &impl Tree, account: Path<'_>, number: u8) -> Result<Config, Box<dyn Error>> {
    let account = Account::read(tree, account)?;
    let url = account.url().ok_or("an account without an address")?;
    let nonce = |level| account.auth_of(level).and_then(|auth| auth.data.clone());
    let mut config = Config::new(account.server.clone(), url);
    if let Some(own) = account.client_credential() {
        let nonce = nonce(AccountAuth::CLIENT).unwrap_or(Nonce::EMPTY);
        config = config.with_prover(Prover::new(own, nonce).preferring(AuthType::Md5));
    }
    if let Some(server) = account.server_credential() {
        let nonce = nonce(AccountAuth::SERVER).unwrap_or(Nonce::EMPTY);
        // A device has random octets from its system; here each run is like the one before.
        let entropy = Entropy::new([number; 32]);
        config = config.with_verifier(Verifier::new(server, AuthType::Md5, nonce), entropy);
    }
    Ok(config)
}

/// Runs a session to its end: messages go by HTTP, the user answers.
///
/// # Errors
/// None of HTTP: what is not answered is an input of the session.
pub fn run<T: Tree, R: Rules>(
    session: &mut Client,
    engine: &mut Engine<T, R>,
    mut answer: impl FnMut(&Prompt) -> Answer,
) -> Outcome {
    run_by(session, engine, &mut answer, |request| exchange(&request))
}

/// The same, with another transport.
pub fn run_by<T: Tree, R: Rules>(
    session: &mut Client,
    engine: &mut Engine<T, R>,
    answer: &mut dyn FnMut(&Prompt) -> Answer,
    mut exchange: impl FnMut(Request) -> Result<Response, Box<dyn Error>>,
) -> Outcome {
    loop {
        match session.poll(engine, Instant::ZERO) {
            Output::Send(request) => session.handle(match exchange(request) {
                Ok(response) => Input::Response(response),
                Err(error) => {
                    eprintln!("a message is not answered: {error}");
                    Input::TransportFailed
                }
            }),
            Output::Ask(prompt) => session.handle(Input::Answer(answer(&prompt))),
            Output::Waiting { .. } => session.handle(Input::Abort),
            Output::Done(outcome) => return outcome,
        }
    }
}

/// Keeps the nonces that a session leaves for the next one.
///
/// # Errors
/// Those of the tree.
pub fn keep_nonces(
    tree: &mut impl Tree,
    account: &Uri,
    nonces: &Nonces,
) -> Result<(), Box<dyn Error>> {
    Account::store_nonce(tree, account.path(), AccountAuth::CLIENT, &nonces.own)?;
    Account::store_nonce(tree, account.path(), AccountAuth::SERVER, &nonces.peer)?;
    Ok(())
}

/// Posts a message of a session.
///
/// # Errors
/// Where it is not answered with 200.
pub fn exchange(request: &Request) -> Result<Response, Box<dyn Error>> {
    let mut headers = Headers::new().with("Content-Type", request.content_type.clone());
    if let Some(hmac) = &request.hmac {
        headers.push(HmacHeader::NAME, hmac.clone());
    }
    let answer = http::post_with(&request.uri, &headers, &request.body)?;
    if answer.status != 200 {
        return Err(format!("HTTP {}", answer.status).into());
    }
    let response = Response::new(answer.body.clone()).with_content_type(answer.content_type());
    Ok(match answer.headers.find(HmacHeader::NAME) {
        Some(hmac) => response.with_hmac(hmac),
        None => response,
    })
}

/// Adds leaves, with the nodes above them where they are missing: what a maker puts into a tree.
///
/// # Errors
/// Those of the tree.
pub fn plant(tree: &mut impl Tree, leaves: &[(&str, &str)]) -> Result<(), Box<dyn Error>> {
    for (address, value) in leaves {
        let uri: Uri = address.parse()?;
        let above: Vec<Path<'_>> =
            core::iter::successors(uri.path().parent(), |at| at.parent()).collect();
        for at in above.into_iter().rev() {
            if tree.read(at).is_err() {
                tree.write(Edit::Add { at, node: Node::interior() })?;
            }
        }
        let node = Node::leaf((*value).to_owned()).with_format(Format::Chr);
        tree.write(Edit::Add { at: uri.path(), node })?;
    }
    Ok(())
}

/// What a device says of itself in the first package.
///
/// # Errors
/// Those of the tree.
pub fn plant_device_information(tree: &mut impl Tree, device: &str) -> Result<(), Box<dyn Error>> {
    plant(
        tree,
        &[
            ("./DevInfo/DevId", device),
            ("./DevInfo/Man", "Example"),
            ("./DevInfo/Mod", "Phone 1"),
            ("./DevInfo/DmV", "1.2"),
            ("./DevInfo/Lang", "en"),
        ],
    )
}
