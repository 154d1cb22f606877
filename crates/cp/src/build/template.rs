//! Templates: a document from a name and a few values, as a form or a command line has them.

use alloc::collections::BTreeSet;
use alloc::string::String;
use core::fmt;

use super::document::Invalid;
use super::{AccessPointBuilder, ApplicationBuilder, DocumentBuilder};
use crate::document::Document;
use crate::view::AppId;
use crate::words::{AppAuthLevel, NapAuthType};

/// A document of one application and, where an APN is given, its access point.
///
/// ```
/// use provost_cp::build::Template;
///
/// let template = Template::find("mms").unwrap();
/// let document = template.fill(&[("addr", "http://mmsc.example/"), ("apn", "mms.example")])?;
/// assert_eq!(document.access_points().count(), 1);
/// # Ok::<(), provost_cp::build::TemplateError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Template {
    name: &'static str,
    id: &'static str,
    keys: &'static [Key],
}

/// A value that a template takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be given.
    pub is_required: bool,
    /// What it is.
    pub text: &'static str,
}

/// Why a template gives no document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TemplateError {
    /// A value that it must have is missing.
    Missing(&'static str),
    /// It takes no value of that name.
    Unknown(String),
    /// This value would be left out: it belongs to another that is missing, or is there already.
    Unused(String),
    /// This value is not one of those that it may have.
    Wrong(&'static str),
    /// The values make no valid document.
    Invalid(Invalid),
}

const fn needed(name: &'static str, text: &'static str) -> Key {
    Key { name, is_required: true, text }
}

const fn wanted(name: &'static str, text: &'static str) -> Key {
    Key { name, is_required: false, text }
}

/// What every template takes.
const COMMON: &[Key] = &[
    wanted("name", "name for the user"),
    wanted("apn", "access point name"),
    wanted("napid", "identifier of the access point: NAP1 with an apn, else none; or INTERNET"),
    wanted("nap-user", "user at the access point"),
    wanted("nap-password", "password at the access point"),
];

const ADDRESS: &[Key] = &[needed("addr", "address")];
const ACCOUNT: &[Key] = &[
    needed("addr", "address"),
    needed("server", "identifier of the server"),
    wanted("user", "user"),
    wanted("password", "password"),
];
const MANAGEMENT: &[Key] = &[
    needed("addr", "address"),
    needed("server", "identifier of the server"),
    wanted("user", "user: the client to the server"),
    wanted("password", "password of the client"),
    wanted("nonce", "nonce for the client, base64"),
    wanted("server-password", "password of the server"),
    wanted("server-nonce", "nonce for the server, base64"),
];
const MAIL: &[Key] = &[
    needed("host", "server"),
    wanted("secure", "1 for TLS"),
    wanted("user", "user"),
    wanted("password", "password"),
];
const SENDING: &[Key] = &[
    needed("host", "server"),
    needed("from", "address of the sender"),
    wanted("secure", "1 for TLS"),
    wanted("user", "user"),
    wanted("password", "password"),
];
const PROVIDER: &[Key] = &[
    needed("server", "identifier of the provider"),
    wanted("appref", "reference of an account of IMS, which is made as well"),
];

const fn template(name: &'static str, id: &'static str, keys: &'static [Key]) -> Template {
    Template { name, id, keys }
}

impl Template {
    /// All templates.
    pub const ALL: &'static [Self] = &[
        template("internet", "", &[]),
        template("browser", "w2", &[needed("addr", "home page")]),
        template("mms", "w4", ADDRESS),
        template("mms-1.3", "ap0005", ADDRESS),
        template("ds", "w5", ACCOUNT),
        template("dm", "w7", MANAGEMENT),
        template("imps", "wA", ADDRESS),
        template("supl", "ap0004", ADDRESS),
        template("streaming", "554", &[]),
        template("smtp", "25", SENDING),
        template("pop3", "110", MAIL),
        template("imap4", "143", MAIL),
        template("ims", "ap2001", &[needed("appref", "reference for other applications")]),
        template("poc", "ap0001", PROVIDER),
        template("poc-2.0", "ap0006", PROVIDER),
        template("presence", "ap0002", PROVIDER),
        template("xdm", "ap0003", ADDRESS),
        template("rcs", "ap2002", &[]),
    ];

    /// The template of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|own| own.name == name)
    }

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The application.
    #[must_use]
    pub const fn app_id(self) -> AppId<'static> {
        AppId::new(self.id)
    }

    /// The values that it takes. Any other whose name is in capitals is a parm of the application.
    pub fn keys(self) -> impl Iterator<Item = Key> {
        self.keys.iter().chain(COMMON).copied()
    }

    /// The document with these values.
    ///
    /// # Errors
    /// [`TemplateError`] says which value is missing, unknown or wrong.
    pub fn fill(self, values: &[(&str, &str)]) -> Result<Document, TemplateError> {
        for (name, _) in values {
            if !is_parm(name) && !self.keys().any(|key| key.name == *name) {
                return Err(TemplateError::Unknown(String::from(*name)));
            }
        }
        let value =
            |name: &str| values.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
        if let Some(key) = self.keys().find(|key| key.is_required && value(key.name).is_none()) {
            return Err(TemplateError::Missing(key.name));
        }
        self.check_use(values)?;
        let get = |name: &str| value(name).unwrap_or("");
        let is_secure = get("secure") == "1";
        let mut document = DocumentBuilder::new();
        let napid = value("napid").unwrap_or(if value("apn").is_some() { "NAP1" } else { "" });
        if let Some(apn) = value("apn") {
            let mut nap =
                AccessPointBuilder::packet(napid, value("name").unwrap_or(apn), apn).to_internet();
            if value("nap-user").is_some() || value("nap-password").is_some() {
                let (user, password) = (value("nap-user"), value("nap-password"));
                nap = nap.with_credentials(NapAuthType::PAP, user, password);
            }
            document = document.with(nap);
        } else if self.id.is_empty() {
            return Err(TemplateError::Missing("apn"));
        }
        let app = match self.name {
            "browser" => ApplicationBuilder::browser(value("name").unwrap_or("Home"), get("addr")),
            "ds" => ApplicationBuilder::data_sync(get("server"), get("addr")),
            "dm" => {
                ApplicationBuilder::device_management(get("server"), get("addr")).starting_session()
            }
            "smtp" if is_secure => ApplicationBuilder::smtp_secure(get("host"), get("from")),
            "smtp" => ApplicationBuilder::smtp(get("host"), get("from")),
            "pop3" if is_secure => ApplicationBuilder::pop3_secure(get("host")),
            "pop3" => ApplicationBuilder::pop3(get("host")),
            "imap4" if is_secure => ApplicationBuilder::imap4_secure(get("host")),
            "imap4" => ApplicationBuilder::imap4(get("host")),
            "ims" => ApplicationBuilder::ims(get("appref")),
            "xdm" => ApplicationBuilder::xdm(get("addr")),
            _ => {
                let mut app = ApplicationBuilder::new(self.app_id());
                for (key, parm) in [("addr", "ADDR"), ("server", "PROVIDER-ID")] {
                    if let Some(value) = value(key) {
                        app = app.with(parm, value);
                    }
                }
                match value("appref") {
                    Some(reference) => app.through_application(reference),
                    None => app,
                }
            }
        };
        if !self.id.is_empty() {
            let app = self.complete(app, napid, &value);
            let parms = values.iter().filter(|(name, _)| is_parm(name));
            document = document.with(parms.fold(app, |app, (name, value)| app.with(name, value)));
            // References are within a document: what is referred to comes with it.
            if let Some(reference) = value("appref").filter(|_| self.id != AppId::IMS.as_str()) {
                let ims = ApplicationBuilder::ims(reference);
                document = document.with(match napid {
                    "" => ims,
                    napid => ims.through_access_point(napid),
                });
            }
        }
        document.build().map_err(TemplateError::Invalid)
    }

    /// Nothing that was given may be left out without a word.
    fn check_use(self, values: &[(&str, &str)]) -> Result<(), TemplateError> {
        let has = |name: &str| values.iter().any(|(own, _)| *own == name);
        let mut seen = BTreeSet::new();
        for (name, value) in values {
            let needs = match *name {
                "nap-user" | "nap-password" => "apn",
                "user" | "nonce" => "password",
                "server-nonce" => "server-password",
                "secure" if !matches!(*value, "0" | "1") => {
                    return Err(TemplateError::Wrong("secure"));
                }
                _ => name,
            };
            let is_parm = is_parm(name);
            let is_again = !is_parm && !seen.insert(*name);
            if !has(needs) || is_again || (is_parm && self.id.is_empty()) {
                return Err(TemplateError::Unused(String::from(*name)));
            }
        }
        Ok(())
    }

    /// The application with its name, its way and its credentials.
    fn complete<'v>(
        self,
        mut app: ApplicationBuilder,
        napid: &str,
        value: &impl Fn(&str) -> Option<&'v str>,
    ) -> ApplicationBuilder {
        if let Some(name) = value("name").filter(|_| self.name != "browser") {
            app = app.named(name);
        }
        if !napid.is_empty() {
            app = app.through_access_point(napid);
        }
        let user = value("user");
        if let Some(password) = value("password") {
            app = match self.name {
                "dm" | "ds" => {
                    let nonce = value("nonce").unwrap_or("");
                    app.with_login_of(Some(AppAuthLevel::APPSRV), "DIGEST", user, password, nonce)
                }
                _ => app.with_login_of(None, "", user, password, ""),
            };
        }
        if let Some(password) = value("server-password") {
            let nonce = value("server-nonce").unwrap_or("");
            let server = value("server").unwrap_or("");
            app = app.with_credentials(AppAuthLevel::CLIENT, "DIGEST", server, password, nonce);
        }
        app
    }
}

/// Whether a value is a parm of the application: its name is in capitals.
fn is_parm(name: &str) -> bool {
    name.bytes().all(|octet| !octet.is_ascii_lowercase())
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "value {name} is missing"),
            Self::Unknown(name) => {
                let shown: String = name.chars().take(40).collect();
                write!(f, "no value is called {shown:?}")
            }
            Self::Unused(name) => {
                let shown: String = name.chars().take(40).collect();
                write!(f, "value {shown:?} would be left out: it is there twice, or needs another")
            }
            Self::Wrong(name) => write!(f, "value {name} is neither 0 nor 1"),
            Self::Invalid(invalid) => write!(f, "{invalid}"),
        }
    }
}

impl core::error::Error for TemplateError {}
