//! Builders make valid documents, of every registered application, and refuse all others.

use provost::cp::build::{
    AccessPointBuilder, ApplicationBuilder, ContextBuilder, DocumentBuilder, Key, PhysicalBuilder,
    ProxyBuilder, Template, TemplateError,
};
use provost::cp::{
    AddressType, AppAuthLevel, AppId, Bearer, Characteristic, Credential, Document, ErrorKind,
    Kind, NapAuthType, ProxyAuthType, Rule, Service, Severity,
};

fn nap() -> AccessPointBuilder {
    AccessPointBuilder::packet("NAP1", "Internet", "internet.example").to_internet()
}

fn valid(document: &Document) {
    let findings = document.check();
    assert!(findings.iter().all(|finding| finding.severity < Severity::Error), "{findings:#?}");
    if document.applications().any(|app| app.app_id() == Some(AppId::RCS)) {
        // What is configured in XML alone is not made WBXML of.
        let refused = document.to_wbxml_strict().expect_err("XML alone").kind();
        assert_eq!(refused, ErrorKind::Invalid { rule: Rule::AppXmlOnly, count: 1 });
        let text = document.to_xml().expect("XML");
        assert_eq!(Document::from_xml(&text).expect("a document"), *document);
        return;
    }
    let octets = document.to_wbxml_strict().expect("WBXML");
    assert_eq!(Document::from_wbxml(&octets).expect("a document"), *document);
}

#[test]
fn a_document_of_everything() {
    let document = DocumentBuilder::new()
        .with(
            ContextBuilder::new("Operator")
                .at("http://tps.example/")
                .through_proxy("px")
                .in_networks("228", &["01", "02"])
                .allowing(255),
        )
        .with(
            nap()
                .over(Bearer::GSM_CSD)
                .with_credentials(NapAuthType::PAP, Some("u"), Some(""))
                .with_credentials(NapAuthType::CHAP, None, None)
                .valid_in("228", &["01", "02"])
                .valid_in("229", &[])
                .with_name_server([193, 254, 160, 1].into())
                .with("LINGER", "60"),
        )
        .with(AccessPointBuilder::circuit("NAP2", "Dial", "+35808124002"))
        .with(
            ProxyBuilder::new(
                "px",
                "Proxy",
                PhysicalBuilder::new("1", "10.0.0.1", "NAP1")
                    .or_through("NAP2")
                    .with_port(9201, &[Service::CO_WSP])
                    .with("DOMAIN", ".example/"),
            )
            .with_address(PhysicalBuilder::new("2", "px.example", "NAP2"))
            .with_address(PhysicalBuilder::new("3", "::1", "INTERNET"))
            .for_domain(".example")
            .with_start_page("http://start.example/")
            .trusted()
            .with_push(true)
            .with_credentials(ProxyAuthType::HTTP_BASIC, Some("u"), Some("p"))
            .with_credentials(ProxyAuthType::HTTP_DIGEST, None, None)
            .with("WSP-VERSION", "1.3"),
        )
        .build()
        .expect("a valid document");
    valid(&document);
    let nap = document.access_points().next().expect("one");
    assert_eq!(nap.credentials().next().expect("one").secret(), Credential::Empty);
    assert_eq!(nap.validities().next().expect("one").networks().count(), 2);
    let proxy = document.proxies().next().expect("one");
    let kinds: Vec<_> = proxy.physical().map(|physical| physical.address_type()).collect();
    assert_eq!(kinds, [AddressType::IPV4, AddressType::ALPHA, AddressType::IPV6]);
    // Parms come before characteristics, whatever the order of the calls.
    let children = proxy.characteristic().children();
    assert!(children.is_sorted_by_key(|node| node.as_parm().is_none()));
}

#[test]
fn templates_of_the_registry() {
    let apps: [(ApplicationBuilder, AppId<'static>); 20] = [
        (ApplicationBuilder::browser("Home", "http://home.example/"), AppId::BROWSER),
        (ApplicationBuilder::mms("http://mmsc.example/"), AppId::MMS),
        (ApplicationBuilder::mms_1_3("http://mmsc.example/").with("CM", "F"), AppId::MMS_1_3),
        (
            ApplicationBuilder::data_sync("sync", "http://sync.example/").with_database(
                "Contacts",
                "card",
                "text/x-vcard",
            ),
            AppId::DATA_SYNC,
        ),
        (
            ApplicationBuilder::device_management("dm", "https://dm.example/")
                .with_credentials(AppAuthLevel::APPSRV, "DIGEST", "c", "s", "bm9uY2U=")
                .with_credentials(AppAuthLevel::CLIENT, "DIGEST", "dm", "t", "")
                .starting_session()
                .with("ROLE", "24")
                .with("DEFAULTENCODING", "application/vnd.syncml.dm+wbxml"),
            AppId::DEVICE_MANAGEMENT,
        ),
        (ApplicationBuilder::imps("http://im.example/").with("SERVICES", "IM"), AppId::IMPS),
        (ApplicationBuilder::supl("h-slp.example"), AppId::SUPL),
        (ApplicationBuilder::streaming().with("NETINFO", "GPRS,32000,40200"), AppId::STREAMING),
        (ApplicationBuilder::smtp("smtp.example", "a@b.example"), AppId::SMTP),
        (
            ApplicationBuilder::smtp_secure("smtp.example", "a@b.example")
                .with_login("CRAM-MD5", "u", "p"),
            AppId::SMTP,
        ),
        (ApplicationBuilder::pop3("pop.example"), AppId::POP3),
        (ApplicationBuilder::pop3_secure("pop.example"), AppId::POP3),
        (ApplicationBuilder::imap4("imap.example"), AppId::IMAP4),
        (ApplicationBuilder::imap4_secure("imap.example"), AppId::IMAP4),
        (ApplicationBuilder::ims("IMS1").named("IMS"), AppId::IMS),
        (ApplicationBuilder::poc("poc.example").with("SOME-PARM", "x"), AppId::POC),
        (ApplicationBuilder::poc_2("poc.example"), AppId::POC_2),
        (ApplicationBuilder::presence("pres.example"), AppId::PRESENCE),
        (ApplicationBuilder::xdm("http://xcap.example/"), AppId::XDM),
        (
            ApplicationBuilder::new(AppId::new("ap0099"))
                .with_address("host.example", AddressType::ALPHA)
                .with_host("host.example", 443, None)
                .through_application("IMS1")
                .through_proxy("px"),
            AppId::new("ap0099"),
        ),
    ];
    let proxy = || ProxyBuilder::new("px", "P", PhysicalBuilder::new("1", "10.0.0.1", "NAP1"));
    for (app, id) in apps {
        let mut builder =
            DocumentBuilder::new().with(nap()).with(proxy()).with(app.through_access_point("NAP1"));
        if id != AppId::IMS {
            builder = builder.with(ApplicationBuilder::ims("IMS1"));
        }
        let document = builder.build().unwrap_or_else(|invalid| panic!("{id:?}: {invalid}"));
        valid(&document);
        assert_eq!(document.applications().next().and_then(|app| app.app_id()), Some(id));
    }
    let rcs = DocumentBuilder::new().with(ApplicationBuilder::rcs()).build().expect("valid");
    assert_eq!(
        rcs.check().iter().map(|finding| finding.rule).collect::<Vec<_>>(),
        [Rule::AppXmlOnly]
    );
}

#[test]
fn what_is_invalid_is_not_built() {
    let rule = |builder: DocumentBuilder| {
        let invalid = builder.build().expect_err("invalid");
        let errors =
            invalid.findings().iter().filter(|finding| finding.severity == Severity::Error);
        errors.map(|finding| finding.rule).collect::<Vec<_>>()
    };
    let new = DocumentBuilder::new;
    assert_eq!(rule(new()), [Rule::Empty]);
    assert_eq!(rule(new().with_version("2.0").with(nap())), [Rule::Version]);
    assert_eq!(rule(new().with(nap().with("NAME", "again"))), [Rule::Repeated]);
    assert_eq!(rule(new().with(nap()).with(nap())), [Rule::DuplicateNap]);
    assert_eq!(rule(new().with(nap().with("LINGER", "soon"))), [Rule::Number]);
    let dangling = ApplicationBuilder::mms("http://m/").through_access_point("NAP9");
    assert_eq!(rule(new().with(dangling)), [Rule::ReferenceNap]);
    assert_eq!(rule(new().with(ApplicationBuilder::new(AppId::MMS))), [Rule::AppAddress]);
    assert_eq!(rule(new().with(Characteristic::new(Kind::Port))), [Rule::Nesting, Rule::Missing]);
    assert_eq!(rule(new().with(nap().with("DNS-ADDR", "1.1.1.1\0"))), [Rule::Nul]);
    let text = new().with(nap().with("LINGER", "soon")).build().expect_err("invalid").to_string();
    assert_eq!(
        text,
        "error CP-VALUE-NUMBER: value is not a number in its range in NAPDEF[0]/LINGER, and 0 more"
    );
}

#[test]
fn templates_by_name() {
    for template in Template::ALL {
        let required = template.keys().filter(|key| key.is_required);
        let value = |key: Key| match key.name {
            "addr" => "http://example.com/",
            "appref" => "R1",
            _ => "x.example",
        };
        let mut values: Vec<(&str, &str)> = required.map(|key| (key.name, value(key))).collect();
        values.push(("apn", "apn.example"));
        values.extend([("name", "Example"), ("nap-user", "u"), ("nap-password", "p")]);
        let keys: Vec<&str> = template.keys().map(|key| key.name).collect();
        values.extend(
            [("user", "u"), ("password", "w"), ("secure", "1")]
                .into_iter()
                .filter(|(key, _)| keys.contains(key)),
        );
        let document =
            template.fill(&values).unwrap_or_else(|error| panic!("{}: {error}", template.name()));
        valid(&document);
        let id = document.applications().next().and_then(|app| app.app_id());
        assert_eq!(id.is_some(), template.name() != "internet");
        // Each value that must be there is asked for.
        for key in template.keys().filter(|key| key.is_required) {
            let fewer: Vec<_> =
                values.iter().copied().filter(|(name, _)| *name != key.name).collect();
            assert_eq!(template.fill(&fewer), Err(TemplateError::Missing(key.name)));
        }
    }
    let mms = Template::find("mms").expect("a template");
    assert_eq!(mms.fill(&[("adr", "x")]), Err(TemplateError::Unknown("adr".into())));
    let own = mms.fill(&[("addr", "http://m/"), ("CM", "F")]).expect("a document");
    assert_eq!(own.applications().next().expect("one").characteristic().parm("CM"), Some("F"));
    assert!(matches!(
        mms.fill(&[("addr", "http://m/"), ("FROM", "F"), ("napid", "x")]),
        Err(TemplateError::Invalid(_))
    ));
    assert!(Template::find("nothing").is_none());
    let internet = Template::find("internet").expect("a template");
    assert_eq!(internet.fill(&[("name", "x")]), Err(TemplateError::Missing("apn")));
}

/// Both ends of device management prove themselves: the client by its name, the server by its own.
#[test]
fn the_template_of_device_management_has_both_credentials() {
    let dm = Template::find("dm").expect("a template");
    let values = [
        ("addr", "https://dm.example/"),
        ("server", "dm.example"),
        ("user", "device"),
        ("password", "one"),
        ("server-password", "two"),
        ("server-nonce", "bm9uY2U="),
    ];
    let document = dm.fill(&values).expect("a document");
    valid(&document);
    let app = document.applications().next().expect("an account");
    assert!(app.is_session_wanted());
    let [client, server] = [0, 1].map(|at| app.credentials().nth(at).expect("two"));
    assert_eq!(
        (client.level(), client.name()),
        (Some(AppAuthLevel::APPSRV), Credential::Text("device"))
    );
    assert_eq!(
        (server.level(), server.name()),
        (Some(AppAuthLevel::CLIENT), Credential::Text("dm.example"))
    );
    assert_eq!((server.secret(), server.data()), (Credential::Text("two"), Some("bm9uY2U=")));
    // A nonce without what it is for would be left out.
    let error = dm.fill(&values[..5]).and_then(|_| dm.fill(&[values[0], values[1], values[5]]));
    let error = error.expect_err("a nonce alone");
    assert_eq!(error, TemplateError::Unused("server-nonce".into()));
}

/// What a template tells a user is one line that names the value, and no more of it than fits.
#[test]
fn errors_of_templates_name_the_value() {
    let mms = Template::find("mms").expect("a template");
    let told = |values: &[(&str, &str)]| mms.fill(values).expect_err("wrong").to_string();
    assert_eq!(told(&[]), "value addr is missing");
    let long = told(&[(&"x".repeat(1_000), "y"), ("addr", "z")]);
    assert!(long.starts_with("no value is called \"xxx") && long.len() < 80, "{long}");
    let twice = told(&[("addr", "http://a/"), ("addr", "http://b/")]);
    assert!(twice.starts_with("value \"addr\" would be left out"), "{twice}");
    let smtp = Template::find("smtp").expect("a template");
    let values = [("host", "h.example"), ("from", "a@b.example"), ("secure", "yes")];
    let wrong = smtp.fill(&values).expect_err("neither").to_string();
    assert_eq!(wrong, "value secure is neither 0 nor 1");
    let dangling = told(&[("addr", "http://a/"), ("napid", "x")]);
    assert!(dangling.starts_with("error CP-REF-NAP"), "{dangling}");
}

#[test]
fn templates_leave_nothing_out() {
    let fill =
        |name, values: &[(&str, &str)]| Template::find(name).expect("a template").fill(values);
    let unused = |name: &str| Err(TemplateError::Unused(name.into()));
    let dm = [("addr", "http://a/"), ("server", "s")];
    let with = |more: &[(&'static str, &'static str)]| fill("dm", &[dm.as_slice(), more].concat());
    assert_eq!(with(&[("user", "u")]), unused("user"));
    assert_eq!(with(&[("nonce", "bg==")]), unused("nonce"));
    assert_eq!(with(&[("server-nonce", "bg==")]), unused("server-nonce"));
    assert_eq!(with(&[("nap-user", "u")]), unused("nap-user"));
    assert_eq!(with(&[("addr", "http://b/")]), unused("addr"));
    assert!(with(&[("user", "u"), ("password", "p"), ("nonce", "bg==")]).is_ok());
    assert_eq!(fill("internet", &[("apn", "a"), ("INIT", "")]), unused("INIT"));
    let secure = |value| fill("pop3", &[("host", "h"), ("secure", value)]);
    assert_eq!(secure("true"), Err(TemplateError::Wrong("secure")));
    assert!(secure("0").is_ok() && secure("1").is_ok());
}

#[test]
fn a_template_brings_what_it_refers_to() {
    for name in ["poc", "poc-2.0", "presence"] {
        let template = Template::find(name).expect("a template");
        let values = [("server", "s"), ("appref", "IMS"), ("apn", "ims.example")];
        let document = template.fill(&values).expect("valid");
        valid(&document);
        let app = document.applications().next().expect("one");
        assert_eq!(app.app_refs().collect::<Vec<_>>(), ["IMS"]);
        assert!(document.applications().any(|own| own.app_id() == Some(AppId::IMS)));
        assert_eq!(document.resolve(app).findings, []);
    }
}

#[test]
fn a_password_without_a_user_leaves_the_user_to_be_asked() {
    let server = [("server", "s"), ("addr", "http://a/"), ("password", "p")];
    for (name, values) in
        [("dm", &server[..]), ("ds", &server), ("pop3", &[("host", "h"), ("password", "p")])]
    {
        let document = Template::find(name).expect("a template").fill(values).expect("valid");
        let app = document.applications().next().expect("one");
        let auth = app.credentials().next().expect("credentials");
        assert_eq!(auth.name(), Credential::Absent, "{name}");
        assert_eq!(auth.secret().text(), Some("p"), "{name}");
    }
}
