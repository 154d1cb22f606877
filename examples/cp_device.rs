//! A device: a document is decoded, explained, installed and used. See `docs/cp-devices.md`.

#![allow(clippy::print_stdout, reason = "an example that shows what it does")]

use core::error::Error;

use provost::cp::{AppId, CardFile, Contexts, Document, Network, ResolveOptions, Scope, Source};

/// What came over the air and was authenticated: an access point, a proxy, multimedia messages.
const RECEIVED: &str = r#"<wap-provisioningdoc version="1.1">
  <characteristic type="BOOTSTRAP">
    <parm name="NAME" value="Free ringtones, press OK"/>
    <parm name="PROVURL" value="http://tps.example/"/>
  </characteristic>
  <characteristic type="NAPDEF">
    <parm name="NAPID" value="MMS"/><parm name="NAME" value="Example MMS"/>
    <parm name="BEARER" value="GSM-GPRS"/>
    <parm name="NAP-ADDRESS" value="mms.example"/><parm name="NAP-ADDRTYPE" value="APN"/>
    <parm name="LINGER" value="soon"/>
  </characteristic>
  <characteristic type="PXLOGICAL">
    <parm name="PROXY-ID" value="px"/><parm name="NAME" value="Proxy"/>
    <parm name="DOMAIN" value=".example"/>
    <characteristic type="PXPHYSICAL">
      <parm name="PHYSICAL-PROXY-ID" value="1"/><parm name="PXADDR" value="10.0.0.1"/>
      <parm name="TO-NAPID" value="MMS"/>
      <characteristic type="PORT"><parm name="PORTNBR" value="8080"/></characteristic>
    </characteristic>
  </characteristic>
  <characteristic type="APPLICATION">
    <parm name="APPID" value="w4"/><parm name="TO-PROXY" value="px"/><parm name="TO-NAPID" value="MMS"/>
    <parm name="ADDR" value="http://mmsc.example/"/>
  </characteristic>
</wap-provisioningdoc>"#;

/// What the card says: the same access point, by a higher rank.
const CARD: &str = r#"<wap-provisioningdoc>
  <characteristic type="BOOTSTRAP"><parm name="PROVURL" value="http://card.example/"/></characteristic>
  <characteristic type="NAPDEF"><parm name="NAPID" value="MMS"/><parm name="NAME" value="Card"/></characteristic>
</wap-provisioningdoc>"#;

fn main() -> Result<(), Box<dyn Error>> {
    // A device reads WBXML; here the text is made to octets first.
    let octets = Document::from_xml(RECEIVED)?.to_wbxml()?;
    let document = Document::from_wbxml(&octets)?;

    println!("This message:\n{}", document.summary());

    let mut contexts = Contexts::new();
    contexts.set_card(Some("8949000000000000000"));
    let card = Source::card(CardFile::Bootstrap, "8949000000000000000");
    contexts.install(Document::from_xml(CARD)?, card);
    let report = contexts.install(document, Source::over_the_air());
    for finding in &report.findings {
        println!("ignored: {finding}");
    }
    let id = report.context.ok_or("refused")?;
    println!("\ncontexts: {}", contexts.contexts().count());

    let effective = contexts.effective(&id).ok_or("no context")?;
    let scope = Scope::of(&effective.document);
    let app = scope.application(AppId::MMS.as_str()).ok_or("no MMS")?;
    let here = Network::Mobile { country: "228", network: "01" };
    let ways = scope.resolve(app, &ResolveOptions::new().in_network(here, 0));
    for way in &ways.routes {
        let proxy = way.proxy.and_then(|proxy| proxy.address()).unwrap_or("no proxy");
        println!("MMS by {proxy} through {}", way.access_point.address().unwrap_or("?"));
    }
    assert_eq!(ways.routes.len(), 2);
    Ok(())
}
