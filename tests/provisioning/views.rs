//! What the views say of documents: values, defaults, what is inherited.

use provost::cp::{
    AddressType, Amount, AppAuthLevel, AppAuthType, AppId, AuthEntity, Bearer, CallType,
    Characteristic, Choice, Credential, Dialect, Document, ErroneousDelivery, Kind, LinkSpeed,
    NapAuthType, NapDef, Network, ProxyAuthType, ProxyIdentity, PxLogical, Rate, ReadOptions,
    Route, Service, TrafficClass, WlanMode, WlanSecurity, WspVersion,
};

pub(crate) fn document(inner: &str) -> Document {
    let text = format!("<wap-provisioningdoc>{}</wap-provisioningdoc>", expand(inner));
    Document::from_xml(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A short form of documents: `NAPDEF{NAPID=a; INTERNET; NAPAUTHINFO{AUTHTYPE=PAP}}`.
pub(crate) fn expand(short: &str) -> String {
    let mut text = String::new();
    let mut word = String::new();
    let parm = |word: &mut String, text: &mut String| {
        let whole = std::mem::take(word);
        let whole = whole.trim_start();
        match whole.split_once('=') {
            Some((name, value)) => {
                text.push_str(&format!(r#"<parm name="{name}" value="{value}"/>"#));
            }
            None if !whole.trim().is_empty() => {
                text.push_str(&format!(r#"<parm name="{}"/>"#, whole.trim()));
            }
            None => {}
        }
    };
    for character in short.chars() {
        match character {
            '{' => {
                text.push_str(&format!(r#"<characteristic type="{}">"#, word.trim()));
                word.clear();
            }
            '}' => {
                parm(&mut word, &mut text);
                text.push_str("</characteristic>");
            }
            ';' => parm(&mut word, &mut text),
            other => word.push(other),
        }
    }
    parm(&mut word, &mut text);
    text
}

fn nap(inner: &str) -> Document {
    document(&format!("NAPDEF{{{inner}}}"))
}

fn first(document: &Document) -> NapDef<'_> {
    document.access_points().next().expect("an access point")
}

#[test]
fn an_access_point() {
    let document = nap(
        "NAPID=n; NAME=Name; BEARER=GSM-GPRS; BEARER=LTE; INTERNET; NAP-ADDRESS=apn; NAP-ADDRTYPE=APN; \
         DNS-ADDR=193.254.160.001; DNS-ADDR=bad; DNS-ADDR=::1; LOCAL-ADDR=10.0.0.1; LOCAL-ADDRTYPE=IPV4; \
         LINKSPEED=AUTOBAUDING; LINGER=60; MAX-NUM-RETRY=3; FIRST-RETRY-TIMEOUT=6; REREG-THRESHOLD=30; T-BIT; \
         NAPAUTHINFO{AUTHTYPE=MD5; AUTHNAME=u; AUTHSECRET=; AUTH-ENTITY=HA; AUTH-ENTITY=x; SPI=FEDCBA98}; NAPAUTHINFO{AUTHTYPE=PAP}",
    );
    let nap = first(&document);
    assert_eq!((nap.napid(), nap.name(), nap.address()), (Some("n"), Some("Name"), Some("apn")));
    assert_eq!(nap.address_type(), AddressType::APN);
    assert_eq!(nap.bearers().collect::<Vec<_>>(), [Bearer::GSM_GPRS, Bearer::new("LTE")]);
    assert!(nap.is_internet() && nap.is_reverse_tunnelled());
    let addresses: Vec<String> = nap.dns_addresses().map(|address| address.to_string()).collect();
    assert_eq!(addresses, ["193.254.160.1", "::1"]);
    assert_eq!(
        (nap.local_address(), nap.local_address_type()),
        (Some("10.0.0.1"), AddressType::IPV4)
    );
    assert_eq!(nap.link_speed(), Some(LinkSpeed::Auto));
    assert_eq!(nap.down_link_speed(), Some(LinkSpeed::Auto), "as the other direction");
    assert_eq!(nap.linger(), Some(60));
    assert_eq!((nap.max_retries(), nap.first_retry_timeout()), (Some(3), Some(6)));
    assert_eq!(nap.reregistration_threshold(), Some(30));
    let auths: Vec<_> = nap.credentials().collect();
    assert_eq!(auths[0].auth_type(), Some(NapAuthType::MD5));
    assert_eq!((auths[0].name(), auths[0].secret()), (Credential::Text("u"), Credential::Empty));
    assert_eq!(auths[0].entities().collect::<Vec<_>>(), [AuthEntity::HA, AuthEntity::new("x")]);
    assert_eq!(auths[0].spi(), Some(0xFEDC_BA98));
    assert_eq!((auths[1].name(), auths[1].secret()), (Credential::Absent, Credential::Absent));
}

#[test]
fn defaults_of_an_access_point() {
    let document = nap("NAPID=n");
    let nap = first(&document);
    assert_eq!(nap.address_type(), AddressType::E164);
    assert_eq!(nap.call_type(), CallType::ANALOG_MODEM);
    assert_eq!(nap.local_address_type(), AddressType::IPV6);
    assert_eq!((nap.link_speed(), nap.down_link_speed(), nap.linger()), (None, None, None));
    assert!(!nap.is_internet() && !nap.is_reverse_tunnelled());
    assert_eq!(nap.quality_of_service(), provost::cp::QualityOfService::default());
}

#[test]
fn unknown_values_are_as_if_absent() {
    let document = nap("MAX-NUM-RETRY=4; LINGER=-1; LINKSPEED=fast; SPI=1; LINGER=5");
    let nap = first(&document);
    assert_eq!((nap.max_retries(), nap.link_speed()), (None, None));
    assert_eq!(nap.linger(), Some(5), "the first that is a number");
    let again = self::nap("NAPID=a; NAPID=b; NAP-ADDRTYPE=IPV4; NAP-ADDRTYPE=IPV6");
    assert_eq!(first(&again).napid(), Some("a"), "the first definition counts");
    assert_eq!(first(&again).address_type(), AddressType::IPV4);
}

#[test]
fn quality_of_service() {
    let document = nap(
        "DELIVERY-ERR-SDU=03; DELIVERY-ORDER=08; TRAFFIC-CLASS=60; MAX-SDU-SIZE=96; MAX-BITRATE-UPLINK=40; \
         MAX-BITRATE-DNLINK=FE; RESIDUAL-BER=70; SDU-ERROR-RATIO=04; TRAFFIC-HANDL-PRIO=1; TRANSFER-DELAY=48; \
         GUARANTEED-BITRATE-UPLINK=FF; GUARANTEED-BITRATE-DNLINK=0",
    );
    let quality = first(&document).quality_of_service();
    assert_eq!(quality.delivers_erroneous, Some(ErroneousDelivery::Dropped));
    assert_eq!(quality.delivery_order, Some(Choice::Yes));
    assert_eq!(quality.traffic_class, Some(TrafficClass::Interactive));
    assert_eq!(quality.max_sdu_size, Some(Amount::Of(1_500)));
    assert_eq!(quality.max_bitrate_uplink, Some(Amount::Of(64)));
    assert_eq!(quality.max_bitrate_downlink, Some(Amount::Of(8_640)));
    assert_eq!(quality.residual_ber, Some(Rate::Of(1e-5)));
    assert_eq!(quality.sdu_error_ratio, Some(Rate::Of(1e-4)));
    assert_eq!(quality.traffic_handling_priority, Some(Amount::Of(1)));
    assert_eq!(quality.transfer_delay, Some(Amount::Of(300)));
    assert_eq!(quality.guaranteed_bitrate_uplink, Some(Amount::Of(0)));
    assert_eq!(quality.guaranteed_bitrate_downlink, Some(Amount::Subscribed));
    assert_eq!(first(&nap("TRAFFIC-CLASS=0x60")).quality_of_service().traffic_class, None);
}

#[test]
fn validity_in_networks() {
    let home = Network::Mobile { country: "228", network: "001" };
    let other = Network::Mobile { country: "228", network: "02" };
    let cdma = Network::System { sid: "5", soc: "9" };
    for (inner, expected) in [
        ("NAPID=n", [true, true, true]),
        ("VALIDITY{COUNTRY=228; NETWORK=001,03}", [true, false, false]),
        ("VALIDITY{COUNTRY=228}", [true, true, false]),
        ("VALIDITY{COUNTRY=229}; VALIDITY{COUNTRY=228; NETWORK= 02 }", [false, true, false]),
        ("VALIDITY{NETWORK=001}", [false, false, false]),
        ("VALIDITY{SOC=9; SID=4,5}", [false, false, true]),
        ("VALIDITY{SID=5}", [false, false, false]),
        ("VALIDITY{VALIDUNTIL=10}", [true, true, true]),
        ("VALIDITY{VALIDUNTIL=9}", [false, false, false]),
        // Two and three digits are two networks.
        ("VALIDITY{COUNTRY=228; NETWORK=01}", [false, false, false]),
    ] {
        let document = nap(inner);
        let valid = [home, other, cdma].map(|network| first(&document).is_valid_in(&network, 10));
        assert_eq!(valid, expected, "{inner}");
    }
}

#[test]
fn a_proxy() {
    let document = document(
        "PXLOGICAL{PROXY-ID=p; PROXY-PW=pw; PPGAUTH-TYPE=HTTP-BASIC; PROXY-PROVIDER-ID=o; NAME=N; DOMAIN=a; DOMAIN=b; \
         DOMAIN=c; DOMAIN=d; DOMAIN=e; TRUST; MASTER; STARTPAGE=http://s/; BASAUTH-ID=i; BASAUTH-PW=; WSP-VERSION=1.3; PUSHENABLED=1; \
         PXAUTHINFO{PXAUTH-TYPE=HTTP-DIGEST; PXAUTH-ID=id; PXAUTH-PW=x}; PORT{PORTNBR=9201; SERVICE=CO-WSP; SERVICE=CL-WSP}; \
         PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=10.0.0.1; TO-NAPID=INTERNET; TO-NAPID=n; PORT{PORTNBR=9201; SERVICE=CO-SEC-WSP}; PORT{PORTNBR=80}}; \
         PXPHYSICAL{PHYSICAL-PROXY-ID=2; DOMAIN=z; PXADDR=h; PXADDRTYPE=ALPHA; PXADDR-FQDN=f; WSP-VERSION=1.2; PUSHENABLED=0}}",
    );
    let proxy = document.proxies().next().expect("a proxy");
    assert_eq!((proxy.id(), proxy.name(), proxy.provider_id()), (Some("p"), Some("N"), Some("o")));
    assert_eq!(proxy.password(), Credential::Text("pw"));
    assert_eq!(proxy.gateway_auth_type(), Some(ProxyAuthType::HTTP_BASIC));
    assert_eq!(
        proxy.domains().collect::<Vec<_>>(),
        ["a", "b", "c", "d"],
        "further ones do not count"
    );
    assert!(proxy.is_trusted() && proxy.is_master() && proxy.is_push_enabled());
    assert_eq!(proxy.is_pull_enabled(), None);
    assert_eq!(proxy.start_page(), Some("http://s/"));
    assert_eq!(proxy.start_page_credentials(), (Credential::Text("i"), Credential::Empty));
    let auth = proxy.credentials().next().expect("credentials");
    assert_eq!(auth.auth_type(), Some(ProxyAuthType::HTTP_DIGEST));
    let [one, two] = proxy.physical().collect::<Vec<_>>()[..] else { panic!("two addresses") };
    assert_eq!(one.domains().count(), 4, "those of the proxy");
    assert_eq!(two.domains().collect::<Vec<_>>(), ["z"]);
    assert_eq!(one.wsp_version().minor, 3);
    assert_eq!(two.wsp_version(), WspVersion::DEFAULT);
    assert!(one.is_push_enabled() && !two.is_push_enabled());
    assert_eq!((one.address_type(), two.address_type()), (AddressType::IPV4, AddressType::ALPHA));
    assert_eq!(two.host(), Some("f"));
    assert_eq!(one.access_points().collect::<Vec<_>>(), ["INTERNET", "n"]);
    // The binding of 9201 that is inconsistent with the first is rejected.
    let ports: Vec<_> =
        one.ports().iter().map(|port| (port.number(), port.services().next())).collect();
    assert_eq!(ports, [(Some(9201), Some(Service::CO_WSP)), (Some(80), None)]);
}

#[test]
fn defaults_of_a_proxy() {
    let document = document("PXLOGICAL{PROXY-ID=p; PXPHYSICAL{PXADDR=1.2.3.4}}");
    let proxy = document.proxies().next().expect("a proxy");
    assert_eq!(proxy.wsp_version(), WspVersion::DEFAULT);
    assert!(!proxy.is_push_enabled() && !proxy.is_trusted() && !proxy.is_master());
    let physical = proxy.physical().next().expect("an address");
    assert!(physical.ports().is_empty(), "the client chooses");
}

#[test]
fn who_the_client_is_at_a_proxy() {
    for (auth, identity, expected) in [
        ("PXAUTH-ID=a", "CLIENT-ID=c", ProxyIdentity::Text("a")),
        ("PXAUTH-ID=", "CLIENT-ID=c", ProxyIdentity::AskUser),
        ("PXAUTH-ID", "CLIENT-ID=c", ProxyIdentity::AskUser),
        ("", "CLIENT-ID=c", ProxyIdentity::Text("c")),
        ("", "CLIENT-ID=", ProxyIdentity::Device),
        ("", "CLIENT-ID", ProxyIdentity::Device),
        ("", "", ProxyIdentity::AskUser),
    ] {
        let document = document(&format!(
            "PXLOGICAL{{PXAUTHINFO{{PXAUTH-TYPE=HTTP-BASIC; {auth}}}}}; CLIENTIDENTITY{{{identity}}}"
        ));
        let proxy = document.proxies().next().expect("a proxy");
        let found = proxy.credentials().next().expect("auth").identity(document.client_identity());
        assert_eq!(found, expected, "{auth} {identity}");
    }
}

#[test]
fn the_context_and_the_vendor() {
    let document = document(
        "BOOTSTRAP{NAME=b; NETWORK=01; NETWORK=02; COUNTRY=228; PROXY-ID=p; PROVURL=http://o/; CONTEXT-ALLOW=255}; \
         BOOTSTRAP{CONTEXT-ALLOW=256; NETWORK=01, 02; NETWORK=03; PROXY-ID=p,q}; CLIENTIDENTITY{CLIENT-ID=c}; VENDORCONFIG{NAME=v; A=1; B}",
    );
    let bootstrap = document.bootstrap().expect("BOOTSTRAP");
    assert_eq!((bootstrap.name(), bootstrap.prov_url()), (Some("b"), Some("http://o/")));
    assert_eq!(bootstrap.country(), Some("228"));
    assert_eq!(bootstrap.networks().collect::<Vec<_>>(), ["01", "02"]);
    assert_eq!(bootstrap.proxies().collect::<Vec<_>>(), ["p"]);
    assert_eq!(bootstrap.context_allow(), 255);
    let second = document.bootstraps().nth(1).expect("two");
    assert_eq!(second.context_allow(), 0);
    assert_eq!(second.networks().collect::<Vec<_>>(), ["01", "02", "03"]);
    assert_eq!(second.proxies().collect::<Vec<_>>(), ["p", "q"]);
    assert_eq!(document.client_identity().expect("one").client_id(), Credential::Text("c"));
    let vendor = document.vendor_configs().next().expect("VENDORCONFIG");
    assert_eq!(vendor.name(), Some("v"));
    assert_eq!(vendor.settings().map(provost::cp::Parm::name).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn an_application() {
    let document = document(
        "APPLICATION{APPID=W7; PROVIDER-ID=s; NAME=N; AACCEPT=a/b, c/d; APROTOCOL=x; TO-PROXY=p; TO-NAPID=n; ADDR=http://a/; ADDR=http://b/; \
         APPREF=r; TO-APPREF=q; INIT; APPADDR{ADDR=http://c/; ADDRTYPE=ALPHA; PORT{PORTNBR=443; SERVICE=https}}; \
         APPAUTH{AAUTHLEVEL=CLIENT; AAUTHTYPE=HTTP-DIGEST,BASIC; AAUTHNAME=u; AAUTHSECRET; AAUTHDATA=bm9uY2U=}; \
         RESOURCE{URI=u; NAME=m; AACCEPT=t; AAUTHTYPE=BASIC; AAUTHNAME=; AAUTHSECRET=y; STARTPAGE}}",
    );
    let app = document.applications().next().expect("an application");
    assert_eq!(app.app_id(), Some(AppId::DEVICE_MANAGEMENT), "w7 and W7 are one");
    assert_eq!((app.provider_id(), app.name(), app.protocol()), (Some("s"), Some("N"), Some("x")));
    assert_eq!(app.accepts().collect::<Vec<_>>(), ["a/b", "c/d"]);
    assert_eq!(app.addresses().collect::<Vec<_>>(), ["http://a/", "http://b/"]);
    assert_eq!((app.proxies().next(), app.access_points().next()), (Some("p"), Some("n")));
    assert_eq!((app.app_ref(), app.app_refs().next()), (Some("r"), Some("q")));
    assert!(app.is_session_wanted());
    let address = app.app_addrs().next().expect("APPADDR");
    assert_eq!(
        (address.address(), address.address_type()),
        (Some("http://c/"), Some(AddressType::ALPHA))
    );
    let port = address.ports().next().expect("PORT");
    assert_eq!((port.number(), port.services().next()), (Some(443), Some(Service::new("https"))));
    let auth = app.credentials().next().expect("APPAUTH");
    assert_eq!(auth.level(), Some(AppAuthLevel::CLIENT));
    assert_eq!(
        auth.auth_types().collect::<Vec<_>>(),
        [AppAuthType::HTTP_DIGEST, AppAuthType::BASIC]
    );
    assert_eq!((auth.name(), auth.secret()), (Credential::Text("u"), Credential::Absent));
    assert_eq!(auth.data(), Some("bm9uY2U="));
    let resource = app.resources().next().expect("RESOURCE");
    assert_eq!((resource.uri(), resource.name()), (Some("u"), Some("m")));
    assert!(resource.is_start_page());
    assert_eq!(resource.credentials().name(), Credential::Empty);
}

/// The example of ProvCont 1.1, 6.8, and rules with routes of their own.
#[test]
fn rules_for_routes_in_their_order() {
    let document = document(
        "ACCESS{RULE=ACCESS1; PORTNBR=80; DOMAIN=www.corporate.com; RULE; APPID=w4; TO-NAPID=NAP2}; \
         ACCESS{APPID=w2; TO-PROXY=a; TO-NAPID=b; RULE=x; DOMAIN=.y; RULE=z; TO-NAPID=c}",
    );
    let [example, own] = document.accesses().collect::<Vec<_>>()[..] else { panic!("two") };
    let rules = example.rules();
    assert_eq!((rules[0].name, rules[1].name), (Some("ACCESS1"), None));
    assert!(rules.iter().all(|rule| rule.routes == [Route::AccessPoint("NAP2")]));
    assert!(rules[0].matches(AppId::BROWSER, Some("WWW.corporate.com"), Some(80)));
    assert!(!rules[0].matches(AppId::BROWSER, Some("www.corporate.com"), Some(8080)));
    assert!(!rules[0].matches(AppId::BROWSER, None, Some(80)));
    assert!(
        rules[1].matches(AppId::MMS, None, None) && !rules[1].matches(AppId::BROWSER, None, None)
    );
    let rules = own.rules();
    assert_eq!(rules[0].routes, [Route::Proxy("a"), Route::AccessPoint("b")]);
    assert_eq!(rules[1].routes, [Route::AccessPoint("c")]);
    assert!(rules[2].is_default() && !rules[1].is_default());
    // A parm that is none of a rule makes none: it would be for everything.
    let strange = self::document("ACCESS{OTHER; MORE=1; TO-NAPID; RULE=r; APPID=w2; TO-NAPID=n}");
    let rules = strange.accesses().next().expect("one").rules();
    assert_eq!((rules.len(), rules[0].name, rules[0].is_default()), (1, Some("r"), false));
}

#[test]
fn wireless_lans_of_both_vendors() {
    let kannel = document(
        "WLAN{PRI-SSID=net; PRI-U-SSID=Netz; PRI-H-SSID=hid; NETMODE=INFRASTRUCTURE; SECMODE=WPA; WPA-PRES-KEY-ASC=phrase; \
         WPA-PRES-KEY-HEX=00FF; WEPKEYIND=1; WEPAUTHMODE=OPEN; SEC-SSID{S-SSID=two; S-U-SSID=zwei}; \
         EAP{EAPTYPE=EAP-TTLS; USERNAME=u; PASSWORD=w; REALM=r; ENCAPS=EAP-MSCHAPv2; CIP-SUIT=1; CIP-SUIT=2; \
         CERT{ISS-NAME=i; SUB-NAME=s; CERT-TYPE=CA; SER-NUM=3; SUB-KEY-ID=k; THUMBPRINT=t}}; WEPKEY{LENGTH=40; INDEX=0; DATA=key}}",
    );
    let wlan = kannel.wlans().next().expect("WLAN");
    assert_eq!((wlan.ssid().text, wlan.ssid().unicode), (Some("net"), Some("Netz")));
    assert_eq!(wlan.hidden_ssid(), Some("hid"));
    assert_eq!(wlan.secondary_ssids().next().expect("one").unicode, Some("zwei"));
    assert_eq!(
        (wlan.mode(), wlan.security()),
        (Some(WlanMode::INFRASTRUCTURE), Some(WlanSecurity::WPA))
    );
    assert_eq!(
        (wlan.wpa_phrase(), wlan.wpa_key()),
        (Credential::Text("phrase"), Credential::Text("00FF"))
    );
    assert_eq!((wlan.wep_key_index(), wlan.wep_auth_mode()), (Some(1), Some("OPEN")));
    let key = wlan.wep_keys().next().expect("WEPKEY");
    assert_eq!(
        (key.index(), key.length(), key.data()),
        (Some(0), Some("40"), Credential::Text("key"))
    );
    let eap = wlan.eaps().next().expect("EAP");
    assert_eq!((eap.eap_type(), eap.realm()), (Some("EAP-TTLS"), Some("r")));
    assert_eq!((eap.name(), eap.password()), (Credential::Text("u"), Credential::Text("w")));
    assert_eq!((eap.inner_types().count(), eap.cipher_suites().count()), (1, 2));
    let certificate = eap.certificates().next().expect("CERT");
    assert_eq!((certificate.cert_type(), certificate.issuer()), (Some("CA"), Some("i")));
    assert_eq!((certificate.subject(), certificate.serial_number()), (Some("s"), Some("3")));
    assert_eq!((certificate.key_id(), certificate.thumbprint()), (Some("k"), Some("t")));

    let nokia =
        document("WLAN{NAPID=w; SSID=net; NETWORKMODE=ADHOC; SECURITYMODE=WEP; WPAPRESHAREDKEY=}");
    let wlan = nokia.wlans().next().expect("WLAN");
    assert_eq!((wlan.ssid().text, wlan.napid()), (Some("net"), Some("w")));
    assert_eq!((wlan.mode(), wlan.security()), (Some(WlanMode::ADHOC), Some(WlanSecurity::WEP)));
    assert_eq!(wlan.wpa_phrase(), Credential::Empty);
}

#[test]
fn a_view_is_of_its_kind_alone() {
    let port = Characteristic::new(Kind::Port);
    assert!(NapDef::of(&port).is_none() && PxLogical::of(&port).is_none());
    assert!(provost::cp::Port::of(&port).is_some());
    let options = ReadOptions::new().with_dialect(Dialect::Nokia);
    let octets = Document::new().with(port).to_wbxml().expect("WBXML");
    assert!(Document::read_wbxml(&octets, &options).is_ok());
}

#[test]
fn a_method_of_a_wlan_says_how_it_is_used() {
    let text = "WLAN{EAP{EAPTYPE=25; USE-PSEUD=1; MAXAUTHS=3; VER-SER-REALM=0; CLIENTH-AUTH=1; \
                SES-VAL-TIME=60; PEAP-V0=1; PEAP-V2=x}}";
    let document = document(text);
    let eap = document.wlans().next().and_then(|wlan| wlan.eaps().next()).expect("EAP");
    assert_eq!((eap.uses_pseudonym(), eap.max_authentications()), (Some(true), Some(3)));
    assert_eq!(
        (eap.verifies_server_realm(), eap.authenticates_client()),
        (Some(false), Some(true))
    );
    assert_eq!(eap.session_validity(), Some(60));
    let peap = [0, 1, 2, 3].map(|version| eap.allows_peap(version));
    assert_eq!(peap, [Some(true), None, None, None]);
}
