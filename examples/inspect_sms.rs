//! A device, or a firewall in front of it: short messages that arrive out of order become a datagram,
//! a push, a document whose sender is proven, and what it says. Nothing of it is decoded as a document
//! before that.

#![allow(clippy::print_stdout, reason = "an example shows its results")]

use core::error::Error;

use bytes::Bytes;
use provost::bootstrap::{Identity, Method, Outcome, Security, UserPin, sign, verify};
use provost::cp::Document;
use provost::push::sms::{Instant, Ports, Reassembler, Received, Reference, segment};
use provost::push::wsp::{ContentType, Push, SecParam};
use provost::push::{Application, ApplicationId, MediaCode};

/// What the operator has told the user by another way.
const PIN: &str = "4711";

/// What a server sends: the user data of three short messages.
fn sent() -> Result<Vec<Bytes>, Box<dyn Error>> {
    let document = Document::from_xml(
        r#"<wap-provisioningdoc version="1.1">
          <characteristic type="BOOTSTRAP">
            <parm name="NAME" value="Example Mobile"/>
            <parm name="PROVURL" value="http://settings.example/provisioning"/>
          </characteristic>
          <characteristic type="NAPDEF">
            <parm name="NAPID" value="internet"/><parm name="NAME" value="Example Internet"/>
            <parm name="BEARER" value="GSM-GPRS"/>
            <parm name="NAP-ADDRESS" value="internet.example"/><parm name="NAP-ADDRTYPE" value="APN"/>
            <characteristic type="NAPAUTHINFO">
              <parm name="AUTHTYPE" value="PAP"/>
              <parm name="AUTHNAME" value="example"/><parm name="AUTHSECRET" value="secret"/>
            </characteristic>
          </characteristic>
          <characteristic type="APPLICATION">
            <parm name="APPID" value="w2"/><parm name="NAME" value="Example Portal"/>
            <parm name="TO-NAPID" value="internet"/>
            <characteristic type="RESOURCE">
              <parm name="URI" value="http://portal.example/start"/><parm name="STARTPAGE"/>
            </characteristic>
          </characteristic>
        </wap-provisioningdoc>"#,
    )?
    .to_wbxml()?;
    let signed = sign(&document, Method::UserPin, &PIN.parse::<UserPin>()?.into())?;
    let mac = signed.mac().map(ToString::to_string);
    let content_type =
        ContentType::connectivity_wbxml().with_security(SecParam::Code(1), mac.as_deref())?;
    let datagram = Push::new(content_type, document).to_bytes();
    let segments = segment(datagram, Ports::PUSH, Reference::Long(0x4711))?;
    Ok(segments.map(|segment| segment.user_data()).collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut messages = sent()?;
    assert_eq!(messages.len(), 3);
    // The network keeps no order, and delivers one twice.
    messages.rotate_left(1);
    messages.extend(messages.first().cloned());

    let mut reassembler = Reassembler::new();
    let mut whole = None;
    for (second, user_data) in (0..).zip(&messages) {
        match reassembler.accept("+15557654321", user_data, Instant(second))? {
            Received::Complete(datagram) => whole = Some(datagram),
            Received::Incomplete { have, total } => println!("{have} of {total} parts"),
            Received::Duplicate => println!("a part that was there already"),
            _ => {}
        }
    }
    let datagram = whole.ok_or("parts are missing")?;
    assert!(reassembler.is_empty());
    assert_eq!(datagram.ports, Some(Ports::PUSH));

    let push = Push::decode(&datagram.payload)?;
    println!("{} for {:?}", push.content_type.essence(), push.application()?);
    assert!(push.content_type.is(MediaCode::CONNECTIVITY_WBXML));
    assert_eq!(push.application()?, Application::Id(ApplicationId::WML_UA));

    let sec = match push.content_type.sec() {
        Some(SecParam::Code(code)) => Some(code.into()),
        Some(SecParam::Word(word)) => Some(word.parse()?),
        None => None,
    };
    let security = Security::from_params(sec, push.content_type.mac());
    // A wrong PIN opens nothing.
    let wrong = Identity::from("4712".parse::<UserPin>()?);
    assert!(matches!(verify(&push.body, &security, &[wrong]), Outcome::Failed(Method::UserPin)));
    let right = Identity::from(PIN.parse::<UserPin>()?);
    let outcome = verify(&push.body, &security, &[right]);
    let Outcome::Verified(verified) = outcome else {
        return Err(format!("not to be trusted: {outcome:?}").into());
    };

    // Only what was verified is read as a document.
    let document = Document::from_wbxml(verified.body())?;
    println!("{}", document.summary());
    let access = document.access_points().next().ok_or("no access point")?;
    assert_eq!(access.address(), Some("internet.example"));
    assert_eq!(document.applications().count(), 1);
    Ok(())
}
