//! The parts that the stories among the examples share: a push proxy gateway, a terminal, a management
//! server and what is between them, all on the loopback interface and all of feature `network`.
//!
//! | module | what it is |
//! |---|---|
//! | [`http`] | a server and a client of HTTP |
//! | [`sip`] | requests and responses of SIP over UDP and TCP |
//! | [`carrier`] | short messages, by Kannel where it is installed |
//! | [`subscribers`] | who a user is for each bearer |
//! | [`gateway`] | the push proxy gateway: PAP on one side, three bearers on the other |
//! | [`air`] | what the terminal receives by these bearers |
//! | [`initiator`] | who submits pushes and is told what became of them |
//! | [`device`] | the management client of the terminal: sessions over HTTP |
//! | [`card`] | a smart card in memory |
//! | [`management`] | a management server |
//! | [`operator`] | accounts, secrets and calls to sessions |
//! | [`scene`] | all of these together, with one user |
//! | [`terminal`] | what the terminal does with a push |
#![cfg(feature = "network")]
#![allow(
    clippy::print_stdout,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a program of sockets and threads that shows what it does"
)]
#![cfg_attr(
    test,
    allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

pub mod air;
pub mod card;
pub mod carrier;
pub mod device;
pub mod gateway;
pub mod http;
pub mod initiator;
pub mod management;
pub mod operator;
pub mod scene;
pub mod sip;
pub mod subscribers;
pub mod terminal;
