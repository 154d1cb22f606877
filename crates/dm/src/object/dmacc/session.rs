//! What a session takes from an account, and what it leaves there.

use alloc::string::String;

use super::super::view::View;
use super::layout_1_2::nonce_leaf;
use super::{Account, AccountAuth, Layout};
use crate::auth::{Credential, Nonce};
use crate::auth_type::AuthType;
use crate::object::ObjectError;
use crate::session::{Config, Entropy, Prover, Verifier};
use crate::tree::{Change, Edit, Tree, TreeError};
use crate::uri::Path;

impl Account {
    /// The credentials of a side: those of the preferred scheme where it has such, else its first.
    #[must_use]
    pub fn auth_of(&self, level: &str) -> Option<&AccountAuth> {
        let of_level = || self.auth.iter().filter(|auth| auth.level == level);
        let preferred = self.preferred_auth.as_deref();
        of_level().find(|auth| preferred == Some(&*auth.kind)).or_else(|| of_level().next())
    }

    /// What the client proves itself with; nothing where the user is to be asked.
    ///
    /// ```
    /// use provost_dm::object::{Account, AccountAuth};
    ///
    /// let auth = AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("Bruce2", "OhBehave");
    /// let account = Account { auth: vec![auth], ..Account::new("com.example") };
    /// assert_eq!(account.client_credential().unwrap().user(), "Bruce2");
    /// assert!(account.server_credential().is_none());
    /// ```
    #[must_use]
    pub fn client_credential(&self) -> Option<Credential> {
        let auth = self.auth_of(AccountAuth::CLIENT)?;
        Some(Credential::new(auth.name.clone()?, auth.secret.as_ref()?.expose()))
    }

    /// What the server proves itself with. Without a name of its own it is its identifier.
    #[must_use]
    pub fn server_credential(&self) -> Option<Credential> {
        let auth = self.auth_of(AccountAuth::SERVER)?;
        let name = auth.name.as_ref().filter(|name| !name.is_empty()).unwrap_or(&self.server);
        Some(Credential::new(name.clone(), auth.secret.as_ref()?.expose()))
    }

    /// What a session with the server begins with; nothing where there is no address. The client
    /// proves itself by the scheme that counts, and a server that has credentials has to prove itself.
    ///
    /// ```
    /// use provost_dm::object::{Account, AccountAddress, AccountAuth};
    /// use provost_dm::session::{Client, Entropy, Instant, Output, Trigger};
    /// use provost_dm::tree::{Engine, MemoryTree};
    ///
    /// let account = Account {
    ///     addresses: vec![AccountAddress::new("https://dm.example/")],
    ///     auth: vec![AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "geheim")],
    ///     ..Account::new("com.example")
    /// };
    /// let random = Entropy::new([7; 32]); // of the device's generator
    /// let config = account.config(random).expect("an address").with_device("IMEI:1");
    /// let mut session = Client::new(config, Trigger::user("1"));
    /// let mut engine = Engine::new(MemoryTree::new());
    /// let Output::Send(request) = session.poll(&mut engine, Instant::ZERO) else { panic!() };
    /// assert_eq!(request.uri, "https://dm.example/");
    /// ```
    #[must_use]
    pub fn config(&self, entropy: Entropy) -> Option<Config> {
        let url = self.url()?;
        let nonce =
            |level| self.auth_of(level).and_then(|auth| auth.data.clone()).unwrap_or_default();
        let client = nonce(AccountAuth::CLIENT);
        let prover = match self.client_credential() {
            Some(credential) => Prover::new(credential, client),
            None => Prover::nobody(client),
        };
        let prover = match self.auth_of(AccountAuth::CLIENT).and_then(AccountAuth::scheme) {
            Some(scheme) => prover.preferring(scheme),
            None => prover,
        };
        let server = nonce(AccountAuth::SERVER);
        let demand = self.auth_of(AccountAuth::SERVER).and_then(AccountAuth::scheme);
        let verifier = match self.server_credential() {
            Some(credential) => Verifier::new(credential, demand.unwrap_or(AuthType::Md5), server),
            None => Verifier::anyone(server),
        };
        let config = Config::new(self.server.clone(), url).with_prover(prover);
        Some(config.with_verifier(verifier, entropy))
    }

    /// Where the server is: the first address, with its port where that is not in it. Nothing
    /// where there is none.
    ///
    /// ```
    /// use provost_dm::object::{Account, AccountAddress};
    ///
    /// let url = |address: &str, kind: &str, port| {
    ///     let address = AccountAddress {
    ///         address: address.into(), address_type: Some(kind.into()), ports: vec![port],
    ///     };
    ///     Account { addresses: vec![address], ..Account::new("s") }.url()
    /// };
    /// assert_eq!(url("http://dm.example/a", "URI", 8080).unwrap(), "http://dm.example:8080/a");
    /// assert_eq!(url("https://dm.example/a", "URI", 443).unwrap(), "https://dm.example/a");
    /// assert_eq!(url("http://dm.example:81/a", "URI", 80).unwrap(), "http://dm.example:81/a");
    /// assert_eq!(url("dm.example/a?u=http://b", "URI", 81).unwrap(), "http://dm.example:81/a?u=http://b");
    /// assert_eq!(url("192.0.2.1", "IPv4", 80).unwrap(), "http://192.0.2.1");
    /// assert_eq!(url("2001:db8::1", "IPv6", 443).unwrap(), "https://[2001:db8::1]");
    /// ```
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let first = self.addresses.first().filter(|first| !first.address.is_empty())?;
        let port = first.ports.first().copied();
        let address = first.address.trim_ascii();
        // Behind a path or a query it is no scheme: `host/x?u=http://other/`.
        let is_scheme = |scheme: &str| !scheme.contains(['/', '?', '#']);
        let (scheme, rest) = match address.split_once("://").filter(|(own, _)| is_scheme(own)) {
            Some((scheme, rest)) => (scheme, rest),
            None if port == Some(443) => ("https", address),
            None => ("http", address),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        let is_bare_ipv6 = host.matches(':').count() > 1 && !host.starts_with('[');
        let host = if is_bare_ipv6 { alloc::format!("[{host}]") } else { host.into() };
        let behind_user = host.rsplit('@').next().unwrap_or(&host);
        let has_port = behind_user.rsplit(']').next().is_some_and(|end| end.contains(':'));
        let usual = if scheme.eq_ignore_ascii_case("https") { 443 } else { 80 };
        Some(match port.filter(|port| !has_port && *port != usual) {
            Some(port) => alloc::format!("{scheme}://{host}:{port}{path}"),
            None => alloc::format!("{scheme}://{host}{path}"),
        })
    }

    /// Keeps the nonce that the next session begins with, where the account has credentials of that
    /// side: at the end of each session the device writes both.
    ///
    /// ```
    /// use provost_dm::auth::Nonce;
    /// use provost_dm::object::{Account, AccountAuth, Layout};
    /// use provost_dm::tree::MemoryTree;
    /// use provost_dm::uri::Path;
    ///
    /// let auth = AccountAuth::new(AccountAuth::CLIENT, "DIGEST").with("me", "geheim");
    /// let account = Account { auth: vec![auth], ..Account::new("com.example") };
    /// let mut tree = MemoryTree::new();
    /// let at = account.to_object("1", Layout::V1_2)?.install(&mut tree, Path::ROOT)?;
    /// let nonce = Nonce::from_octets(*b"next")?;
    /// assert!(Account::store_nonce(&mut tree, at.path(), AccountAuth::CLIENT, &nonce)?);
    /// assert_eq!(Account::read(&tree, at.path())?.auth[0].data, Some(nonce));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of the store.
    pub fn store_nonce(
        tree: &mut impl Tree,
        at: Path<'_>,
        level: &str,
        nonce: &Nonce,
    ) -> Result<bool, ObjectError> {
        let view = View::new(&*tree, at);
        let names = match Self::layout(&view)? {
            Layout::V1_1_2 if level == AccountAuth::CLIENT => Some("ClientNonce".into()),
            Layout::V1_1_2 if level == AccountAuth::SERVER => Some("ServerNonce".into()),
            Layout::V1_1_2 => None,
            Layout::V1_2 => {
                let account = Self::of(&view)?;
                let mut found = None;
                for auth in view.each("AppAuth")? {
                    let kind = auth.text("AAuthType")?;
                    let is_own = auth.text("AAuthLevel")?.as_deref() == Some(level)
                        && kind.as_deref() == account.auth_of(level).map(|auth| &*auth.kind);
                    if is_own && found.is_none() {
                        let name = auth.path().name();
                        found = Some(alloc::format!("AppAuth/{name}/AAuthData"));
                    }
                }
                found
            }
        };
        let Some(names) = names else { return Ok(false) };
        let target = view.below(&names)?.path().into();
        let node = nonce_leaf(nonce);
        write_leaf(tree, target, node)?;
        Ok(true)
    }
}

fn write_leaf(
    tree: &mut impl Tree,
    at: crate::uri::Uri,
    node: crate::tree::Node,
) -> Result<(), TreeError> {
    match tree.read(at.path()) {
        Ok(_) => {
            let change =
                Change { value: Some(node.value), format: Some(node.format), ..Change::default() };
            tree.write(Edit::Update { at: at.path(), change })
        }
        Err(TreeError::NotFound) => tree.write(Edit::Add { at: at.path(), node }),
        Err(error) => Err(error),
    }
}
