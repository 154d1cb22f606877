//! The vectors of bootstrap security: our own, and those of the shared data folder.

use std::{fs, path::Path, sync::OnceLock};

use provost::bootstrap::{
    Cdma, Identity, Imsi, Key, Method, NetworkId, NetworkSecret, Sec, Security, Tdma, UserPin,
};
use serde_json::Value;

use crate::{data, vectors::unhex};

/// A document with what its sender and its receiver know.
#[derive(Clone, Debug)]
pub struct Case {
    /// The vector.
    pub name: String,
    /// The document.
    pub body: Vec<u8>,
    /// The method.
    pub method: Method,
    /// What the sender signs with.
    pub signer: Identity,
    /// What the receiver verifies with: another thing for USERPINMAC alone.
    pub holder: Identity,
    /// What comes of it.
    pub expected: Expected,
    /// The octets of the key, as the vector has them.
    pub key: Vec<u8>,
}

/// What signing gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// A MAC.
    Mac(String),
    /// A PIN to hand out.
    Pin(String),
}

/// The security parameters of a case, in the forms in which they travel.
#[must_use]
pub fn forms(case: &Case) -> Vec<Security> {
    let sec = case.method.sec();
    let Expected::Mac(mac) = &case.expected else {
        let text = format!("a/b; SEC={sec}");
        return vec![Security::from_params(Some(sec), None), Security::from_content_type(&text)];
    };
    let lower = mac.to_lowercase();
    let word = match &sec {
        Sec::Word(word) => Some(Sec::Word(word.to_lowercase())),
        _ => None,
    };
    vec![
        Security::from_params(Some(sec.clone()), Some(mac)),
        Security::from_params(Some(word.unwrap_or_else(|| sec.clone())), Some(&lower)),
        Security::from_content_type(&format!("a/b; SEC={sec}; MAC={mac}")),
        Security::from_content_type(&format!("a/b;mac=\"{lower}\";sec=\"{sec}\"")),
    ]
}

/// Identities that made none of the vectors.
#[must_use]
pub fn others() -> Vec<Identity> {
    let imsis = ["310150123456780", "31015012345670", "0010101234567890".get(..14).unwrap()];
    let imsis: Vec<Imsi> = imsis.iter().map(|imsi| imsi.parse().unwrap()).collect();
    let pin: UserPin = "8642086420".parse().unwrap();
    let mut identities: Vec<Identity> = imsis.iter().cloned().map(Identity::from).collect();
    identities.extend(imsis.iter().map(|imsi| NetworkId::from_digits(imsi).into()));
    let with_pin: Vec<Identity> = identities.iter().map(|it| it.with_pin(&pin)).collect();
    identities.extend(with_pin);
    identities.push(pin.into());
    identities
}

/// All vectors that can be had.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = own();
    cases.extend(client_provisioning());
    cases.extend(device_management());
    cases
}

/// Those that are carried here.
#[must_use]
pub fn own() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/bootstrap/own.json");
    let file = json(&path);
    file["vectors"].as_array().expect("vectors").iter().map(own_case).collect()
}

fn own_case(row: &Value) -> Case {
    let method = match text(row, "method").as_str() {
        "DM-USERPIN" => Method::DmUserPin,
        name => method(name),
    };
    let secret = secret(row);
    let id = optional(row, "network_id")
        .map(|digits| NetworkId::from_digits(&digits.parse().unwrap()))
        .or_else(|| optional(row, "network_id_hex").map(|hex| network_id(unhex(&hex))));
    let pin = optional(row, "pin").map(|pin| pin.parse().unwrap());
    let half = optional(row, "half").map(|half| half.parse().unwrap());
    let signer = identity(pin.or(half), secret, id);
    let (holder, expected) = holder(&signer, optional(row, "mac"), optional(row, "issued"));
    let (name, body, key) = (text(row, "name"), octets(row, "body"), octets(row, "key_hex"));
    Case { name, body, method, signer, holder, expected, key }
}

/// The vectors of Client Provisioning: MACs that others published, and MACs that were computed.
fn client_provisioning() -> Vec<Case> {
    let Some(file) = shared("cp.json") else { return Vec::new() };
    let documents = file["documents"].as_array().expect("documents");
    let mut cases = Vec::new();
    for row in file["mac_vectors"].as_array().expect("mac_vectors") {
        let document = documents.iter().find(|it| it["name"] == row["doc"]).expect("a document");
        cases.push(case(document, &text(row, "sec"), row));
    }
    for document in documents {
        if let Some(sec) = optional(document, "sec") {
            cases.push(case(document, &sec, document));
        }
        for (sec, row) in document["computed"].as_object().into_iter().flatten() {
            cases.push(case(document, sec, row));
        }
    }
    assert!(cases.len() >= 100, "{} MACs", cases.len());
    cases
}

fn case(document: &Value, sec: &str, row: &Value) -> Case {
    let method = method(sec);
    let secret = secret(row);
    let pin: Option<UserPin> = optional(row, "pin").map(|pin| pin.parse().unwrap());
    let name = format!("{} {sec}", text(document, "name"));
    let body = octets(document, "wbxml_hex");
    let key = optional(row, "key_hex").map(|hex| unhex(&hex)).unwrap_or_default();
    if method == Method::UserPinMac {
        // The first half is what the sender begins with.
        let pin = pin.expect("a PIN");
        let half = &pin.reveal()[..pin.reveal().len() / 2];
        let signer = Identity::User(half.parse().unwrap());
        let expected = Expected::Pin(pin.reveal().to_owned());
        let key = half.as_bytes().to_vec();
        return Case { name, body, method, signer, holder: pin.into(), expected, key };
    }
    let signer = identity(pin, secret, None);
    let (holder, expected) = holder(&signer, optional(row, "mac"), None);
    Case { name, body, method, signer, holder, expected, key }
}

/// The vectors of the Device Management profile.
fn device_management() -> Vec<Case> {
    let Some(file) = shared("dm.json") else { return Vec::new() };
    let rows = file["bootstrap"].as_array().expect("bootstrap");
    assert!(rows.len() >= 2, "{} bootstrap messages", rows.len());
    rows.iter().map(device_management_case).collect()
}

fn device_management_case(row: &Value) -> Case {
    let method = Method::from_sec(&Sec::Word(text(row, "sec"))).expect("a method");
    let key = octets(row, "key_hex");
    let pin = |octets: &[u8]| std::str::from_utf8(octets).unwrap().parse::<UserPin>().unwrap();
    let signer = match method {
        Method::DmUserPin => pin(&key).into(),
        Method::DmNetworkId => network_id(key.clone()).into(),
        _ => {
            let colon = key.iter().position(|octet| *octet == b':').expect("a colon");
            Identity::UserAndNetworkId(pin(&key[..colon]), network_id(key[colon + 1..].to_vec()))
        }
    };
    let expected = Expected::Mac(text(row, "mac_hex"));
    let (name, body) = (text(row, "name"), octets(row, "document_hex"));
    Case { name, body, method, holder: signer.clone(), signer, expected, key }
}

/// The bad documents of Client Provisioning: name, octets, and whether every reader
/// refuses them.
#[must_use]
pub fn negatives() -> Vec<(String, Vec<u8>, bool)> {
    let Some(file) = shared("cp.json") else { return Vec::new() };
    let rows = file["negative"].as_array().expect("negative");
    assert!(rows.len() >= 7, "{} bad documents", rows.len());
    let row = |row| (text(row, "name"), octets(row, "hex"), text(row, "expect") == "error");
    rows.iter().map(row).collect()
}

/// Push messages with documents that are signed by USERPIN with 1234: name, PDU, document.
#[must_use]
pub fn pushes() -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let Some(file) = shared("cp.json") else { return Vec::new() };
    let rows = file["documents"].as_array().expect("documents");
    let rows = rows.iter().filter(|row| row["push_hex"].is_string());
    let row = |row| (text(row, "name"), octets(row, "push_hex"), octets(row, "wbxml_hex"));
    let pushes: Vec<_> = rows.map(row).collect();
    assert!(pushes.len() >= 20, "{} push messages", pushes.len());
    pushes
}

fn method(name: &str) -> Method {
    let mut methods = Method::ALL.into_iter();
    methods.find(|method| method.name() == name).unwrap_or_else(|| panic!("no method {name}"))
}

fn secret(row: &Value) -> Option<NetworkSecret> {
    if let Some(imsi) = optional(row, "imsi") {
        return Some(NetworkSecret::Imsi(imsi.parse().unwrap()));
    }
    if let Some(raw) = optional(row, "raw_hex") {
        return Some(NetworkSecret::Raw(Key::new(unhex(&raw)).unwrap()));
    }
    let number = |hex: &str| u64::from_str_radix(hex, 16).unwrap();
    let esn = |hex: &str| u32::from_str_radix(hex, 16).unwrap();
    let cdma = |hex: &str, spc: &str| Cdma::new(esn(hex), &spc.parse().unwrap());
    if let Some(spc) = optional(row, "spc") {
        return Some(NetworkSecret::Cdma(cdma(&text(row, "esn"), &spc)));
    }
    if let Some(ssd) = optional(row, "ssd") {
        return Some(NetworkSecret::Tdma(Tdma::new(number(&ssd), esn(&text(row, "esn")))));
    }
    let network = optional(row, "network")?;
    let key = text(row, "key_hex");
    if network.starts_with("CDMA") {
        return Some(NetworkSecret::Cdma(cdma(&key[..8], &key[8..])));
    }
    assert!(network.starts_with("TDMA"), "{network}");
    Some(NetworkSecret::Tdma(Tdma::new(number(&key[..16]), esn(&key[16..]))))
}

fn identity(
    pin: Option<UserPin>,
    secret: Option<NetworkSecret>,
    id: Option<NetworkId>,
) -> Identity {
    match (pin, secret, id) {
        (Some(pin), None, None) => Identity::User(pin),
        (None, Some(secret), None) => Identity::Network(secret),
        (Some(pin), Some(secret), None) => Identity::UserAndNetwork(pin, secret),
        (None, None, Some(id)) => Identity::NetworkId(id),
        (Some(pin), None, Some(id)) => Identity::UserAndNetworkId(pin, id),
        other => panic!("{other:?}"),
    }
}

fn holder(signer: &Identity, mac: Option<String>, issued: Option<String>) -> (Identity, Expected) {
    match issued {
        Some(pin) => (Identity::User(pin.parse().unwrap()), Expected::Pin(pin)),
        None => (signer.clone(), Expected::Mac(mac.expect("a MAC or a PIN"))),
    }
}

fn network_id(octets: Vec<u8>) -> NetworkId {
    NetworkId::from_octets(octets).unwrap()
}

fn text(row: &Value, key: &str) -> String {
    optional(row, key).unwrap_or_else(|| panic!("no {key} in {row}"))
}

fn optional(row: &Value, key: &str) -> Option<String> {
    row[key].as_str().map(str::to_owned)
}

fn octets(row: &Value, key: &str) -> Vec<u8> {
    unhex(&text(row, key))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file of vectors")).expect("JSON")
}

fn shared(file: &str) -> Option<&'static Value> {
    static FILES: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let Some(folder) = data::shared("vectors") else { return Vec::new() };
        let names = ["cp.json", "dm.json"];
        names.map(|name| (name.to_owned(), json(&folder.join(name)))).to_vec()
    });
    files.iter().find(|(name, _)| name == file).map(|(_, value)| value)
}
