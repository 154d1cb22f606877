//! A server for Windows: a policy profile is checked against a description of the device, sent, and what
//! came of each setting is shown, with the errors of Windows behind the codes.
//!
//! `cargo run -p provost-examples --features network --example windows_mdm`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use core::error::Error;

use bytes::Bytes;
use provost::dm::ddf::{Description, Verb};
use provost::dm::session::{
    Client, Config, End, Outcome, Request, Response, ServerConfig, ServerEnd, ServerOutput,
    ServerState, Trigger,
};
use provost::dm::tree::{Case, Engine, EngineOptions, MemoryTree, Tree};
use provost::dm::uri::{Uri, UriRules};
use provost::dm::{
    Alert, AlertCode, AlertKind, Command, Data, Extra, Fragment, Item, Mark, Message, Meta,
    StatusCode, Syntax, WindowsEvent,
};
use provost_examples::device;
use provost_examples::management::Management;

const DEVICE: &str = "urn:uuid:0C4C5F70-0000-4000-8000-000000000001";

/// The policies of a current build, which the server knows, and those of the device, an older one.
const CURRENT: &[u8] = include_bytes!("data/policy-ddf.xml");
const OLDER: &[u8] = include_bytes!("data/policy-ddf-older.xml");

/// What an administrator has written at first.
const CARELESS: &str = "
  <!-- A lock for every desk. -->
  <Add><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength</LocURI></Target>
    <Meta><Format xmlns='syncml:metinf'>int</Format></Meta><Data>20</Data></Item></Add>
  <Add><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock/DevicePaswordEnabled</LocURI></Target>
    <Meta><Format xmlns='syncml:metinf'>int</Format></Meta><Data>0</Data></Item></Add>
  <Exec><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock</LocURI></Target></Item></Exec>";

/// And after it was told what is wrong. Whether a setting is there already does not matter: Replace adds
/// it, which Windows does and other devices do not.
const PROFILE: &str = "
  <!-- A lock for every desk. -->
  <Add><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock/DevicePasswordEnabled</LocURI></Target>
    <Meta><Format xmlns='syncml:metinf'>int</Format></Meta><Data>0</Data></Item></Add>
  <Replace><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength</LocURI></Target>
    <Meta><Format xmlns='syncml:metinf'>int</Format></Meta><Data>8</Data></Item></Replace>
  <Replace><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinimumPasswordAge</LocURI></Target>
    <Meta><Format xmlns='syncml:metinf'>int</Format></Meta><Data>2</Data></Item></Replace>
  <Get><Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/DeviceLock</LocURI></Target></Item></Get>";

fn main() -> Result<(), Box<dyn Error>> {
    let current = Description::decode(CURRENT)?;
    let careless = Fragment::decode(&Bytes::from_static(CARELESS.as_bytes()))?;
    let found = check(&current, &careless)?;
    println!("the first profile is not sent:\n{}\n", found.join("\n"));
    let faults = ["MinDevicePasswordLength: ", "DevicePaswordEnabled: ", "Exec ./Device/"];
    assert_eq!(found.len(), faults.len(), "{found:?}");
    assert!(found.iter().zip(faults).all(|(found, fault)| found.contains(fault)), "{found:?}");
    let profile = Fragment::decode(&Bytes::from_static(PROFILE.as_bytes()))?;
    assert!(check(&current, &profile)?.is_empty(), "the second is as the description wants it");

    // The device is enrolled; its certificate at TLS says who it is, and no message does.
    let server = Management::start()?;
    server.enroll(DEVICE, ServerState::new(ServerConfig::new()), None, None);
    let handles = server.queue_profile(DEVICE, &profile)?;
    let mut windows = Windows::start()?;
    let outcome = windows.session(&server.url());
    assert_eq!(outcome.end, End::Completed);

    let (mut errors, mut alerts, mut contents, mut is_done) = (Vec::new(), vec![], vec![], false);
    for output in server.session()? {
        match output {
            ServerOutput::Began(beginning) => {
                println!(
                    "{} begins a session, and tells {} nodes of itself",
                    beginning.device,
                    beginning.information.len()
                );
            }
            ServerOutput::Alert(alert) => {
                for event in alert.alert.events() {
                    let data = event.data.ok_or("no login status")?.to_text()?.into_owned();
                    println!("alert: who is logged in, {data}");
                    assert_eq!(event.kind, AlertKind::Windows(WindowsEvent::LoginStatus));
                    alerts.push(data);
                }
            }
            ServerOutput::Result(result) => {
                let at = handles.iter().position(|handle| *handle == result.handle);
                let command = profile.commands().get(at.ok_or("a handle of nobody")?);
                let target =
                    command.ok_or("no command")?.items().first().and_then(Item::target_uri);
                let code = result.status().ok_or("no status")?;
                let name = target.unwrap_or_default().rsplit('/').next().unwrap_or_default();
                print!("{name:<26}{} {}", code.0, code.name().unwrap_or_default());
                match result.original_error() {
                    Some(error) => println!(", behind it 0x{error:08X}"),
                    None => println!(),
                }
                for data in result.items().iter().filter_map(|item| item.data.as_ref()) {
                    let text = data.to_text()?.into_owned();
                    println!("{:<26}{text}", "");
                    contents.push(text);
                }
                errors.push((code.0, result.original_error()));
            }
            ServerOutput::Done(outcome) => {
                assert_eq!(outcome.end, ServerEnd::Complete);
                is_done = true;
                println!("the session ends as it should");
            }
            other => return Err(format!("not expected: {other:?}").into()),
        }
    }
    assert_eq!(alerts, ["user"]);
    assert!(is_done, "the server knows that the session has ended");
    // The two settings that the device has of the policy, and not the third.
    assert_eq!(contents, ["DevicePasswordEnabled/MinDevicePasswordLength"]);
    assert_eq!(errors, [(200, None), (200, None), (404, Some(0x8600_0002)), (200, None)]);
    let node = "./Device/Vendor/MSFT/Policy/Config/devicelock/mindevicepasswordlength";
    let node = Uri::parse(node, &UriRules::WINDOWS)?;
    assert_eq!(windows.engine.tree().read(node.path())?.text(), Some("8"), "case does not count");
    Ok(())
}

/// What is wrong with a profile, by itself and by a description.
fn check(description: &Description, profile: &Fragment) -> Result<Vec<String>, Box<dyn Error>> {
    let mut found: Vec<String> = profile.profile_faults().iter().map(ToString::to_string).collect();
    for command in profile.message.commands() {
        let verb = match command {
            Command::Add(_) => Verb::Add,
            Command::Exec(_) => Verb::Exec,
            Command::Replace(_) => Verb::Replace,
            Command::Delete(_) => Verb::Delete,
            _ => Verb::Get,
        };
        for item in command.items() {
            let target = item.target_uri().unwrap_or_default();
            let at = Uri::parse(target, &UriRules::WINDOWS)?;
            let octets = item.octets(command.meta())?;
            let format = item.format(command.meta()).filter(|_| octets.is_some());
            description.check(verb, at.path(), format, octets.as_deref(), |finding| {
                found.push(format!("{} {target}: {finding}", command.name()));
            });
        }
    }
    Ok(found)
}

/// A device that speaks as Windows does.
struct Windows {
    engine: Engine<MemoryTree, Description>,
}

impl Windows {
    fn start() -> Result<Self, Box<dyn Error>> {
        let description = Description::decode(OLDER)?;
        let mut tree = description.empty_tree()?.with_case(Case::Insensitive)?;
        device::plant_device_information(&mut tree, DEVICE)?;
        let mut options = EngineOptions::DEFAULT;
        options.uri = UriRules::WINDOWS;
        options.acl = false;
        options.replace_adds = true;
        Ok(Self { engine: Engine::new(tree).with_rules(description).with_options(options) })
    }

    fn session(&mut self, url: &str) -> Outcome {
        let config = Config::new("windows.example", url).with_syntax(Syntax::Xml);
        let mut session = Client::new(config, Trigger::user("0"));
        let login = Meta::new()
            .with_type(WindowsEvent::LoginStatus.type_())
            .with_mark(Mark::Informational.name());
        let login = Item::new().with_meta(login).with_data("user");
        session.tell(Alert::new(AlertCode::CLIENT_EVENT).with_item(login));
        let mut nobody = |_: &_| provost::dm::session::Answer::NotSupported;
        device::run_by(&mut session, &mut self.engine, &mut nobody, |request| say(&request))
    }
}

/// Posts a message in the dialect of Windows: a status that is no success has the error behind it.
fn say(request: &Request) -> Result<Response, Box<dyn Error>> {
    let mut message = Message::decode(&request.body)?;
    let space = "http://schemas.microsoft.com/MobileDevice/MDM";
    message.body.extra.push(Extra::attribute("xmlns:msft", space));
    for command in &mut message.body.commands {
        let Command::Status(status) = command else { continue };
        // What its description does not have is no node for Windows, where an engine that would add
        // it says that it may not.
        let is_replace = status.cmd.as_deref() == Some("Replace");
        if is_replace && status.code() == Some(StatusCode::COMMAND_NOT_ALLOWED) {
            status.data = Some(Data::from(StatusCode::NOT_FOUND.0.to_string()));
        }
        let is_missing = status.code() == Some(StatusCode::NOT_FOUND);
        if let Some(data) = status.data.as_mut().filter(|_| is_missing) {
            data.extra.push(Extra::attribute("msft:originalerror", "0x86000002"));
        }
    }
    let mut request = request.clone();
    request.body = message.encode(Syntax::Xml)?;
    device::exchange(&request)
}
