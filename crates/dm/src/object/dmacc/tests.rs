use alloc::format;
use alloc::vec;

use super::*;
use crate::tree::MemoryTree;

fn full() -> Account {
    let nonce = || Nonce::from_octets(*b"Nonce").unwrap();
    Account {
        name: Some("Example".into()),
        preferred_connection: Some("./NAP/1".into()),
        connections: vec!["./NAP/1".into(), "./NAP/2".into()],
        addresses: (0..12)
            .map(|at| AccountAddress {
                ports: vec![at, 443],
                address_type: Some("URI".into()),
                ..AccountAddress::new(format!("https://dm{at}.example/"))
            })
            .collect(),
        preferred_auth: Some("DIGEST".into()),
        auth: vec![
            AccountAuth::new(AccountAuth::CLIENT, "BASIC").with("me", "basic"),
            AccountAuth::new(AccountAuth::CLIENT, "DIGEST")
                .with("me", "client")
                .with_nonce(nonce()),
            AccountAuth::new(AccountAuth::SERVER, "DIGEST")
                .with("srv", "server")
                .with_nonce(nonce()),
            AccountAuth::new(AccountAuth::HTTP, "HTTP-BASIC").with("me", "http"),
        ],
        extensions: vec![("Microsoft/Role".into(), Node::leaf("24"))],
        ..Account::new("com.example")
    }
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let account = full();
    let object = account.to_object("x", Layout::V1_2).unwrap();
    assert_eq!(Account::of(&object.view()).unwrap(), account);
    assert_eq!(object.id(), "urn:oma:mo:oma-dm-dmacc:1.0");
    assert_eq!(account.losses(Layout::V1_2), []);
    let least = Account::new("s");
    let object = least.to_object("x", Layout::V1_2).unwrap();
    assert_eq!(Account::of(&object.view()).unwrap(), least);
}

#[test]
fn the_old_layout_names_what_it_loses() {
    let account = full();
    let lost = [Loss::Addresses, Loss::Ports, Loss::Connections, Loss::Credentials];
    assert_eq!(account.losses(Layout::V1_1_2), lost);
    let object = account.to_object("x", Layout::V1_1_2).unwrap();
    let read = Account::of(&object.view()).unwrap();
    assert_eq!(read.losses(Layout::V1_1_2), []);
    assert_eq!(read.client_credential().unwrap().user(), "me");
    assert_eq!(read.auth[0].secret, Some("client".into()));
    assert_eq!(read.auth[1].secret, Some("server".into()));
    assert_eq!(object.view().text("AuthPref").unwrap().as_deref(), Some("syncml:auth-md5"));
    assert_eq!(object.view().text("AddrType").unwrap().as_deref(), Some("1"));
    // What it has room for is the same in the end.
    let again = read.to_object("x", Layout::V1_1_2).unwrap();
    assert_eq!(Account::of(&again.view()).unwrap(), read);
}

#[test]
fn accounts_are_found_by_their_server() {
    let mut tree = MemoryTree::new();
    let root: Uri = Uri::ROOT;
    let layouts = [Layout::V1_2, Layout::V1_1_2];
    for (name, layout) in ["a", "b"].into_iter().zip(layouts) {
        let object = Account::new(format!("srv.{name}")).to_object(name, layout).unwrap();
        object.install(&mut tree, root.path()).unwrap();
    }
    for (server, at) in [("srv.a", Some("./a")), ("srv.b", Some("./b")), ("srv", None)] {
        let found = Account::find(&tree, root.path(), server).unwrap();
        assert_eq!(found.map(|uri| uri.to_string()).as_deref(), at);
    }
    let none: Uri = "./None".parse().unwrap();
    assert_eq!(Account::find(&tree, none.path(), "srv.a"), Ok(None));
}

#[test]
fn nonces_go_to_the_credentials_that_count() {
    let nonce = Nonce::from_octets(*b"another").unwrap();
    for layout in [Layout::V1_2, Layout::V1_1_2] {
        let mut tree = MemoryTree::new();
        let at = full().to_object("x", layout).unwrap().install(&mut tree, Path::ROOT).unwrap();
        for level in [AccountAuth::CLIENT, AccountAuth::SERVER] {
            assert!(Account::store_nonce(&mut tree, at.path(), level, &nonce).unwrap());
            let read = Account::read(&tree, at.path()).unwrap();
            assert_eq!(read.auth_of(level).unwrap().data, Some(nonce.clone()));
            assert_eq!(read.auth_of(level).unwrap().kind, "DIGEST");
        }
        assert!(!Account::store_nonce(&mut tree, at.path(), "NONE", &nonce).unwrap());
    }
}

#[test]
fn faults_have_their_place() {
    let mut object = Account::new("s").to_object("x", Layout::V1_2).unwrap();
    object.set("AppAddr/1/Port/1/PortNbr", Node::leaf("65536")).unwrap();
    let error = Account::of(&object.view()).unwrap_err();
    assert_eq!(error.to_string(), "value of ./AppAddr/1/Port/1/PortNbr is none of its kind");
    let object = Object::new("x", Layout::V1_2.id()).unwrap();
    let error = Account::of(&object.view()).unwrap_err();
    assert_eq!(error.to_string(), "object has no node ./ServerID");
    let nonce = Node::leaf(vec![0; 257]);
    let mut object = Account::new("s").to_object("x", Layout::V1_2).unwrap();
    object.set("AppAuth/1/AAuthData", nonce).unwrap();
    assert!(matches!(Account::of(&object.view()), Err(ObjectError::Value(_))));
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?}", full());
    for secret in ["basic", "\"client", "\"server", "http\""] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let shown = format!("{:?}", full().to_object("x", Layout::V1_2));
    assert!(!shown.contains("client"), "{shown}");
}
