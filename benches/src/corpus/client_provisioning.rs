//! Client Provisioning documents (ProvCont 1.0 and 1.1): attributes and value tokens.

use super::markup::Markup;
use super::random::Random;

/// A bootstrap document: NAPDEF over GPRS and a w7 account; `accounts` repeats the account.
pub(super) fn bootstrap(markup: &mut Markup, accounts: usize) {
    root(markup);
    characteristic(markup, "BOOTSTRAP");
    parm(markup, "NAME", "Example Mobile");
    parm(markup, "PROVURL", "http://prov.example.com/");
    markup.close();
    characteristic(markup, "NAPDEF");
    parm(markup, "NAPID", "GPRS-1");
    parm(markup, "NAME", "Example GPRS");
    parm(markup, "BEARER", "GSM-GPRS");
    parm(markup, "NAP-ADDRESS", "apn.example.com");
    parm(markup, "NAP-ADDRTYPE", "APN");
    characteristic(markup, "NAPAUTHINFO");
    parm(markup, "AUTHTYPE", "PAP");
    parm(markup, "AUTHNAME", "user");
    parm(markup, "AUTHSECRET", "secret");
    markup.close();
    markup.close();
    for _ in 0..accounts {
        characteristic(markup, "APPLICATION");
        parm(markup, "APPID", "w7");
        parm(markup, "PROVIDER-ID", "dm.example.com");
        parm(markup, "NAME", "Management");
        parm(markup, "TO-NAPID", "GPRS-1");
        parm(markup, "ADDR", "https://dm.example.com/");
        characteristic(markup, "APPAUTH");
        parm(markup, "AAUTHLEVEL", "CLIENT");
        parm(markup, "AAUTHTYPE", "DIGEST");
        parm(markup, "AAUTHNAME", "device");
        parm(markup, "AAUTHSECRET", "password");
        parm(markup, "AAUTHDATA", "bm9uY2U=");
        markup.close();
        markup.close();
    }
}

/// `count` groups: access point, proxy, application, vendor settings.
pub(super) fn groups(markup: &mut Markup, random: &mut Random, count: usize) {
    root(markup);
    for group in 0..count {
        access_point(markup, random, group);
        proxy(markup, random, group);
        application(markup, random, group);
        characteristic(markup, "VENDORCONFIG");
        parm(markup, "NAME", random.pick(&["Home screen", "Ring tones", "Operator menu"]));
        parm(markup, "X-VENDOR-COLOR", &format!("#{}", random.hex(6)));
        markup.close();
    }
}

fn access_point(markup: &mut Markup, random: &mut Random, group: usize) {
    characteristic(markup, "NAPDEF");
    parm(markup, "NAPID", &format!("NAP-{group}"));
    parm(markup, "NAME", &format!("Access {}", random.pick(NETWORKS)));
    parm(markup, "BEARER", random.pick(&["GSM-GPRS", "GSM-CSD", "IS-95-CDMA-PACKET", "PHS-CSD"]));
    parm(markup, "NAP-ADDRESS", &format!("{}.{}", random.pick(HOSTS), random.pick(DOMAINS)));
    parm(markup, "NAP-ADDRTYPE", random.pick(&["APN", "E164", "IPV4"]));
    parm(markup, "CALLTYPE", random.pick(&["ANALOG-MODEM", "V.110", "V.120"]));
    parm(markup, "LOCAL-ADDR", &address(random));
    parm(markup, "LOCAL-ADDRTYPE", "IPV4");
    parm(markup, "LINGER", &random.below(600).to_string());
    parm(markup, "DELIVERY-ORDER", &random.below(2).to_string());
    characteristic(markup, "NAPAUTHINFO");
    parm(markup, "AUTHTYPE", random.pick(&["PAP", "CHAP"]));
    parm(markup, "AUTHNAME", &format!("user{}", random.below(1_000)));
    parm(markup, "AUTHSECRET", &random.base64(8));
    markup.close();
    characteristic(markup, "VALIDITY");
    parm(markup, "COUNTRY", random.pick(&["SE", "FI", "DE", "FR", "IT"]));
    parm(markup, "NETWORK", &(20_000 + random.below(9_000)).to_string());
    parm(markup, "VALIDUNTIL", &format!("20{}0-12-31T00:00:00Z", 3 + random.below(6)));
    markup.close();
    markup.close();
}

fn proxy(markup: &mut Markup, random: &mut Random, group: usize) {
    characteristic(markup, "PXLOGICAL");
    parm(markup, "PROXY-ID", &format!("proxy{group}.{}", random.pick(DOMAINS)));
    parm(markup, "NAME", &format!("Px {}", random.pick(NETWORKS)));
    parm(markup, "STARTPAGE", &format!("http://www.{}/", random.pick(DOMAINS)));
    characteristic(markup, "PXAUTHINFO");
    parm(markup, "PXAUTH-TYPE", random.pick(&["HTTP-BASIC", "HTTP-DIGEST"]));
    parm(markup, "PXAUTH-ID", &format!("px{}", random.below(1_000)));
    parm(markup, "PXAUTH-PW", &random.base64(8));
    markup.close();
    port(markup, random);
    characteristic(markup, "PXPHYSICAL");
    parm(markup, "PHYSICAL-PROXY-ID", &format!("PHYS-{group}"));
    parm(markup, "PXADDR", &address(random));
    parm(markup, "PXADDRTYPE", "IPV4");
    parm(markup, "TO-NAPID", &format!("NAP-{group}"));
    port(markup, random);
    markup.close();
    markup.close();
}

fn application(markup: &mut Markup, random: &mut Random, group: usize) {
    characteristic(markup, "APPLICATION");
    parm(markup, "APPID", random.pick(&["w2", "w4", "25", "143", "ap0005", "w7"]));
    parm(markup, "NAME", &format!("My {}", random.pick(NETWORKS)));
    parm(markup, "PROVIDER-ID", &format!("srv{group}.{}", random.pick(DOMAINS)));
    parm(markup, "TO-NAPID", &format!("NAP-{group}"));
    characteristic(markup, "RESOURCE");
    parm(markup, "NAME", "News & <more>");
    let (domain, number) = (random.pick(DOMAINS), random.below(10_000));
    parm(markup, "URI", &format!("http://www.{domain}/?id={number}&lang=en"));
    markup.close();
    characteristic(markup, "APPADDR");
    parm(markup, "ADDR", &format!("{}.{}", random.pick(HOSTS), random.pick(DOMAINS)));
    port(markup, random);
    markup.close();
    characteristic(markup, "APPAUTH");
    parm(markup, "AAUTHTYPE", random.pick(&["BASIC", "DIGEST", "HTTP-BASIC"]));
    parm(markup, "AAUTHNAME", &format!("account{}", random.below(100_000)));
    parm(markup, "AAUTHSECRET", &random.base64(8));
    markup.close();
    markup.close();
}

fn port(markup: &mut Markup, random: &mut Random) {
    characteristic(markup, "PORT");
    parm(markup, "PORTNBR", random.pick(&["80", "443", "8080", "9200", "9201"]));
    parm(markup, "SERVICE", random.pick(&["CL-WSP", "CO-WSP", "CO-SEC-WSP"]));
    markup.close();
}

fn address(random: &mut Random) -> String {
    let [a, b, c] = [(); 3].map(|()| random.below(256));
    format!("10.{a}.{b}.{c}")
}

fn root(markup: &mut Markup) {
    markup.doctype(
        "wap-provisioningdoc",
        "-//WAPFORUM//DTD PROV 1.0//EN",
        "http://www.wapforum.org/DTD/prov.dtd",
    );
    markup.open("wap-provisioningdoc", &[("version", "1.0")]);
}

fn characteristic(markup: &mut Markup, kind: &str) {
    markup.open("characteristic", &[("type", kind)]);
}

fn parm(markup: &mut Markup, name: &str, value: &str) {
    markup.empty("parm", &[("name", name), ("value", value)]);
}

const NETWORKS: &[&str] = &["North", "South", "Metro", "Coast", "Roaming", "Corporate"];
const HOSTS: &[&str] = &["internet", "wap", "mms", "imap", "dm", "gw"];
const DOMAINS: &[&str] = &["example.com", "example.net", "example.org", "mobile.example"];
