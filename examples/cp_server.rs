//! A server: a document is built, extended, checked and written. See `docs/cp-servers.md`.

#![allow(clippy::print_stdout, reason = "an example that shows what it does")]

use core::error::Error;

use provost::cp::build::{
    AccessPointBuilder, ApplicationBuilder, DocumentBuilder, PhysicalBuilder, ProxyBuilder,
};
use provost::cp::{
    AppAuthLevel, AppId, ApplicationTable, ApplicationType, CheckOptions, Dialect, NapAuthType,
    WriteOptions,
};

fn main() -> Result<(), Box<dyn Error>> {
    let internet = AccessPointBuilder::packet("NAP1", "Internet", "internet.example")
        .to_internet()
        .with_credentials(NapAuthType::PAP, Some("user"), Some(""));
    let address = PhysicalBuilder::new("1", "10.0.0.1", "NAP1").with_port(9201, &[]);
    let management = ApplicationBuilder::device_management("dm.example", "https://dm.example/")
        .with_credentials(AppAuthLevel::APPSRV, "DIGEST", "device", "secret", "bm9uY2U=")
        .with_credentials(AppAuthLevel::CLIENT, "DIGEST", "dm.example", "other", "")
        .through_access_point("NAP1")
        .starting_session();

    // An application of ones own: what it must have, and what it may have.
    let table = ApplicationTable::registered()
        .clone()
        .with(ApplicationType::new("ap9001", "Example meter").with_address().require("METER-ID"));
    let options = CheckOptions::new().with_applications(&table);
    let meter = ApplicationBuilder::new(AppId::new("ap9001")).with("ADDR", "coap://m.example/");

    // Without its METER-ID the document is not built.
    let incomplete = DocumentBuilder::new().with(internet.clone()).with(meter.clone());
    let invalid = incomplete.build_with(&options).err().ok_or("should be invalid")?;
    println!("not built: {invalid}");

    let document = DocumentBuilder::new()
        .with(internet)
        .with(ProxyBuilder::new("px", "Proxy", address).for_domain(".example"))
        .with(management)
        .with(meter.with("METER-ID", "0815").through_access_point("NAP1"))
        .build_with(&options)?;
    for finding in document.check_with(&options) {
        println!("{finding}");
    }
    let octets = document.to_wbxml_strict()?;
    let for_old_phones =
        document.write_wbxml(&WriteOptions::new().with_dialect(Dialect::Core10))?;
    println!("{} octets, {} for a receiver of 1.0", octets.len(), for_old_phones.len());
    assert!(octets.len() < for_old_phones.len());
    Ok(())
}
