//! Applications: a template for each that is registered.

use super::proxy::port;
use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::view::AppId;
use crate::words::{AddressType, AppAuthLevel, Service};

/// Builds an account of an application (`APPLICATION`).
#[derive(Clone, Debug)]
pub struct ApplicationBuilder(Characteristic);

impl ApplicationBuilder {
    /// An account of any application.
    #[must_use]
    pub fn new(id: AppId<'_>) -> Self {
        Self(Characteristic::new(Kind::Application).with("APPID", id.as_str()))
    }

    /// The browser, with its home page.
    #[must_use]
    pub fn browser(name: &str, home_page: &str) -> Self {
        Self::new(AppId::BROWSER).named(name).with_resource(name, home_page, true)
    }

    /// Multimedia messages, with the URL of their center.
    #[must_use]
    pub fn mms(center: &str) -> Self {
        Self::new(AppId::MMS).with("ADDR", center)
    }

    /// Multimedia messages 1.3, with the URL of their center.
    #[must_use]
    pub fn mms_1_3(center: &str) -> Self {
        Self::new(AppId::MMS_1_3).with("ADDR", center)
    }

    /// Synchronization of data: the identifier of the server, and its address.
    #[must_use]
    pub fn data_sync(server: &str, address: &str) -> Self {
        Self::new(AppId::DATA_SYNC).with("PROVIDER-ID", server).with("ADDR", address)
    }

    /// Device management: the identifier of the server, and its address.
    #[must_use]
    pub fn device_management(server: &str, address: &str) -> Self {
        Self::new(AppId::DEVICE_MANAGEMENT).with("PROVIDER-ID", server).with("ADDR", address)
    }

    /// Instant messages and presence (IMPS), with the address of the server.
    #[must_use]
    pub fn imps(address: &str) -> Self {
        Self::new(AppId::IMPS).with("ADDR", address)
    }

    /// Location, with the host of the platform.
    #[must_use]
    pub fn supl(host: &str) -> Self {
        Self::new(AppId::SUPL).with("ADDR", host)
    }

    /// Streaming.
    #[must_use]
    pub fn streaming() -> Self {
        Self::new(AppId::STREAMING)
    }

    /// Sending mail: the server, and the sender's address.
    #[must_use]
    pub fn smtp(host: &str, from: &str) -> Self {
        Self::new(AppId::SMTP).with("FROM", from).with_host(host, 25, None)
    }

    /// Sending mail over TLS.
    #[must_use]
    pub fn smtp_secure(host: &str, from: &str) -> Self {
        Self::new(AppId::SMTP).with("FROM", from).with_host(host, 465, Some(Service::new("465")))
    }

    /// Fetching mail.
    #[must_use]
    pub fn pop3(host: &str) -> Self {
        Self::new(AppId::POP3).with_host(host, 110, None)
    }

    /// Fetching mail over TLS.
    #[must_use]
    pub fn pop3_secure(host: &str) -> Self {
        Self::new(AppId::POP3).with_host(host, 995, Some(Service::new("995")))
    }

    /// Reading mail.
    #[must_use]
    pub fn imap4(host: &str) -> Self {
        Self::new(AppId::IMAP4).with_host(host, 143, None)
    }

    /// Reading mail over TLS.
    #[must_use]
    pub fn imap4_secure(host: &str) -> Self {
        Self::new(AppId::IMAP4).with_host(host, 993, Some(Service::new("993")))
    }

    /// The IP multimedia subsystem, with the reference by which others name it.
    #[must_use]
    pub fn ims(reference: &str) -> Self {
        Self::new(AppId::IMS).with("APPREF", reference)
    }

    /// Push to talk 1.0. Its parms are open: they are added by name.
    #[must_use]
    pub fn poc(provider: &str) -> Self {
        Self::new(AppId::POC).with("PROVIDER-ID", provider)
    }

    /// Push to talk 2.0. Its parms are open: they are added by name.
    #[must_use]
    pub fn poc_2(provider: &str) -> Self {
        Self::new(AppId::POC_2).with("PROVIDER-ID", provider)
    }

    /// Presence. Its parms are open: they are added by name.
    #[must_use]
    pub fn presence(provider: &str) -> Self {
        Self::new(AppId::PRESENCE).with("PROVIDER-ID", provider)
    }

    /// Documents of groups and lists, with the root of their server.
    #[must_use]
    pub fn xdm(root: &str) -> Self {
        Self::new(AppId::XDM).with("URI", root)
    }

    /// Rich communication, which is configured in XML alone.
    #[must_use]
    pub fn rcs() -> Self {
        Self::new(AppId::RCS)
    }

    /// With a name for the user.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.with("NAME", name)
    }

    /// By way of an access point, `INTERNET` being any that reaches it.
    #[must_use]
    pub fn through_access_point(self, napid: &str) -> Self {
        self.with("TO-NAPID", napid)
    }

    /// By way of a proxy.
    #[must_use]
    pub fn through_proxy(self, id: &str) -> Self {
        self.with("TO-PROXY", id)
    }

    /// By way of another application, such as IMS.
    #[must_use]
    pub fn through_application(self, reference: &str) -> Self {
        self.with("TO-APPREF", reference)
    }

    /// With an address that has a type, a port and perhaps a service.
    #[must_use]
    pub fn with_host(self, host: &str, number: u16, service: Option<Service<'_>>) -> Self {
        let services: &[Service<'_>] = service.as_slice();
        let own = Characteristic::new(Kind::AppAddr)
            .with("ADDR", host)
            .with_child(port(number, services));
        Self(self.0.with_child(own))
    }

    /// With an address of a type.
    #[must_use]
    pub fn with_address(self, address: &str, kind: AddressType<'_>) -> Self {
        let own = Characteristic::new(Kind::AppAddr)
            .with("ADDR", address)
            .with("ADDRTYPE", kind.as_str());
        Self(self.0.with_child(own))
    }

    /// With credentials at no level of their own, as mail has them.
    #[must_use]
    pub fn with_login(self, types: &str, name: &str, secret: &str) -> Self {
        self.with_login_of(None, types, Some(name), secret, "")
    }

    /// With credentials. Without a name the user is asked for it, which an empty one is not.
    pub(super) fn with_login_of(
        self,
        level: Option<AppAuthLevel<'_>>,
        types: &str,
        name: Option<&str>,
        secret: &str,
        nonce: &str,
    ) -> Self {
        let mut own = Characteristic::new(Kind::AppAuth);
        let level = level.map_or("", |level| level.as_str());
        for (parm, value) in [("AAUTHLEVEL", level), ("AAUTHTYPE", types)] {
            if !value.is_empty() {
                own = own.with(parm, value);
            }
        }
        if let Some(name) = name {
            own = own.with("AAUTHNAME", name);
        }
        own = own.with("AAUTHSECRET", secret);
        if !nonce.is_empty() {
            own = own.with("AAUTHDATA", nonce);
        }
        Self(self.0.with_child(own))
    }

    /// With credentials at a level: for device management `APPSRV` is the client to the server, and
    /// `CLIENT` the server to the client. The nonce is base64, or empty.
    #[must_use]
    pub fn with_credentials(
        self,
        level: AppAuthLevel<'_>,
        types: &str,
        name: &str,
        secret: &str,
        nonce: &str,
    ) -> Self {
        self.with_login_of(Some(level), types, Some(name), secret, nonce)
    }

    /// With something that it offers: a page, a database.
    #[must_use]
    pub fn with_resource(self, name: &str, uri: &str, is_start_page: bool) -> Self {
        let mut own = Characteristic::new(Kind::Resource).with("URI", uri).with("NAME", name);
        if is_start_page {
            own = own.with_flag("STARTPAGE");
        }
        Self(self.0.with_child(own))
    }

    /// With a database to be synchronized, and its content types.
    #[must_use]
    pub fn with_database(self, name: &str, uri: &str, types: &str) -> Self {
        let own = Characteristic::new(Kind::Resource)
            .with("URI", uri)
            .with("NAME", name)
            .with("AACCEPT", types);
        Self(self.0.with_child(own))
    }

    /// A session begins when the account is there (`INIT`, device management).
    #[must_use]
    pub fn starting_session(self) -> Self {
        Self(self.0.with_flag("INIT"))
    }

    /// With any other parm.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }
}

impl From<ApplicationBuilder> for Characteristic {
    fn from(builder: ApplicationBuilder) -> Self {
        builder.0
    }
}
