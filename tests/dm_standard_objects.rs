//! The standard objects as types: they are what the composed descriptions of the shared data folder
//! say, and go through an engine that obeys those; the states and alerts of firmware updates.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use bytes::Bytes;
use provost::dm::{
    Alert, AlertCode, AlertKind, Command, Format, Item, Mark, Message, Meta, Request, StatusCode,
    ddf::Description,
    object::{
        DevDetail, DevInfo, Object, ObjectError, Report, ReportKind, View,
        fumo::{self, Event, Firmware, ResultCode, State, Update, UpdateError},
        lawmo::{self, Lock, Wipeable},
        scomo::{self, Delivered, Deployed, Download, Part, Software},
    },
    tree::{Engine, MemoryTree, Node, Operation, Tree, TreeError},
    uri::{Path, Uri, UriLimits, UriRules},
};
use provost_tests::data;

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

fn description(name: &str) -> Option<Description> {
    let path = data::shared(&["dm-trees/oma-spec/", name].concat())?;
    let octets = std::fs::read(path).expect(name);
    Some(Description::decode(&octets).expect(name))
}

/// Every node of the object is one that the description has, in the format that it has there.
fn is_described(object: &Object, at: &str, file: &str) {
    let Some(description) = description(file) else { return };
    let mut open = vec![Uri::ROOT];
    let mut nodes = 0;
    while let Some(below) = open.pop() {
        let node = object.tree().read(below.path()).unwrap().into_owned();
        let place = uri(at).join(below.path());
        let found = description.find(place.path()).unwrap_or_else(|| panic!("{place} in {file}"));
        let format = found.properties().and_then(|properties| properties.format);
        assert_eq!(format, Some(node.format), "{place} in {file}");
        object
            .tree()
            .children(below.path(), &mut |name| open.push(below.child(name).unwrap()))
            .unwrap();
        nodes += 1;
    }
    assert!(nodes > 1);
}

fn info() -> DevInfo {
    DevInfo {
        id: "IMEI:493005100592800".into(),
        manufacturer: "Example & Sons".into(),
        model: "One".into(),
        version: "1.2".into(),
        language: "en-US".into(),
    }
}

#[test]
fn devinfo_is_read_and_built() {
    let object = info().to_object().unwrap();
    assert_eq!((object.id(), object.path().to_string().as_str()), (DevInfo::ID, "./DevInfo"));
    is_described(&object, "./DevInfo", "DevInfo-composed.ddf");
    let mut tree = MemoryTree::new();
    assert_eq!(DevInfo::read(&tree), Err(ObjectError::Missing(uri("./DevInfo/DevId"))));
    object.install(&mut tree, Path::ROOT).unwrap();
    assert_eq!(DevInfo::read(&tree), Ok(info()));
}

/// Package 1 of other clients: sources or targets, with ./ or without, blanks around, more nodes.
#[test]
fn devinfo_of_package_1() {
    let item = |item: Item, text: &str| item.with_data(text);
    let mut request = Request::new(item(Item::source("./DevInfo/DevId"), "IMEI:1"));
    for (uri, text) in [
        ("DevInfo/Man", "Example"),
        ("./DevInfo/Mod", "One"),
        (" ./DevInfo/DmV\n", "1.2"),
        ("./DevInfo/Ext/Color", "red"),
        ("./DevDetail/Man", "other"),
    ] {
        request = request.with_item(item(Item::source(uri), text));
    }
    request = request.with_item(item(Item::target("./DevInfo/Lang"), "en"));
    let read = DevInfo::of_request(&request).unwrap();
    assert_eq!(
        [&*read.id, &read.manufacturer, &read.model, &read.version, &read.language],
        ["IMEI:1", "Example", "One", "1.2", "en"]
    );
    let other = Request::new(item(Item::source("./DevDetail/Man"), "x"));
    assert_eq!(DevInfo::of_request(&other), None);
    assert_eq!(DevInfo::of_request(&Request::default()), None);
}

/// Every package 1 of the vectors with a DevInfo: the device is who the header says it is.
#[test]
fn devinfo_of_the_vectors() {
    let mut seen = 0;
    for vector in provost_tests::dm::vectors() {
        let Ok(message) = Message::decode(&Bytes::from(vector.xml.clone())) else { continue };
        let source = message.header.source.as_ref();
        let device = source.and_then(|source| source.uri.as_deref()).unwrap_or_default();
        for command in &message.body.commands {
            let Command::Replace(request) = command else { continue };
            let Some(info) = DevInfo::of_request(request) else { continue };
            seen += 1;
            assert_eq!(info.id, device, "{}", vector.name);
            assert!(!info.language.is_empty(), "{}", vector.name);
        }
    }
    let is_there = !provost_tests::dm::vectors().is_empty();
    assert!(!is_there || seen >= 5, "{seen}");
}

#[test]
fn devdetail_feeds_the_rules_of_addresses() {
    let limits = UriLimits { max_depth: 3, max_tot_len: 20, max_seg_len: 8 };
    let detail = DevDetail {
        limits,
        kind: "smartphone".into(),
        maker: "Example".into(),
        firmware: "1.0".into(),
        software: "2.0".into(),
        hardware: "A".into(),
        large_objects: true,
    };
    let object = detail.to_object().unwrap();
    is_described(&object, "./DevDetail", "DevDetail-composed.ddf");
    let mut tree = MemoryTree::new();
    assert_eq!(DevDetail::read_limits(&tree), Ok(UriLimits::NONE));
    object.install(&mut tree, Path::ROOT).unwrap();
    assert_eq!(DevDetail::read(&tree), Ok(detail));

    let limits = DevDetail::read_limits(&tree).unwrap();
    let mut engine = Engine::new(tree);
    engine.options_mut().uri = UriRules::SPECIFICATION.with_limits(limits);
    let mut get = |target: &str| engine.execute("srv", &Operation::Get(target)).status().0;
    assert_eq!(get("./DevDetail/URI/MaxDepth"), 414, "24 characters");
    assert_eq!(get("./DevDetail/LrgObj"), 414, "DevDetail has nine");
    assert_eq!(get("./A/B/C"), 404);
    assert_eq!(get("./A/B/C/D"), 414);
}

/// A tree of AOSP has its limits elsewhere in its own dialect; here it is what is no number.
#[test]
fn limits_that_are_none() {
    let mut object = DevDetail::default().to_object().unwrap();
    let mut read = |text: &str| {
        object.set("URI/MaxDepth", Node::leaf(text.to_owned())).unwrap();
        let mut tree = MemoryTree::new();
        object.install(&mut tree, Path::ROOT).unwrap();
        DevDetail::read_limits(&tree).map(|limits| limits.max_depth)
    };
    assert_eq!(read("65535"), Ok(65535));
    assert_eq!(read(" 8\n"), Ok(8));
    assert_eq!(read(""), Ok(0));
    for text in ["65536", "-1", "eight"] {
        assert_eq!(read(text), Err(ObjectError::Value(uri("./DevDetail/URI/MaxDepth"))), "{text}");
    }
}

#[test]
fn firmware_is_read_and_built() {
    let firmware = Firmware {
        name: Some("pkg".into()),
        version: Some("2.0".into()),
        download: Some("https://fw.example/a?b&c".into()),
        update: true,
        takes_data: true,
        download_and_update: Some(String::new()),
        state: State::UPDATE_FAILED_HAVE_DATA,
    };
    let object = firmware.to_object("FW1").unwrap();
    is_described(&object, "./FW1", "FUMO-composed.ddf");
    assert_eq!(Firmware::read(object.tree(), Path::ROOT), Ok(firmware));
    let bare = Firmware { update: true, ..Firmware::default() };
    let object = bare.to_object("FW1").unwrap();
    assert_eq!(Firmware::read(object.tree(), Path::ROOT), Ok(bare));
    let mut object = Object::new("FW1", Firmware::ID).unwrap();
    let read = |object: &Object| Firmware::read(object.tree(), Path::ROOT).map(|it| it.state);
    assert_eq!(read(&object), Err(ObjectError::Missing(uri("./State"))));
    object.set("State", Node::leaf("x")).unwrap();
    assert_eq!(read(&object), Err(ObjectError::Value(uri("./State"))));
    object.set("State", Node::leaf("35")).unwrap();
    assert_eq!(read(&object), Ok(State(35)), "a number that there is not survives");
}

/// FUMO 1.0, 5.2 and 6.2.4.
#[test]
fn numbers_of_firmware_have_names() {
    for (at, state) in State::ALL.into_iter().enumerate() {
        assert_eq!(usize::from(state.0), (at + 1) * 10);
        assert!(state.name().is_some());
        assert!(!(state.is_busy() && state.is_terminal()));
    }
    assert_eq!(State(15).name(), None);
    let terminal: Vec<u16> =
        State::ALL.iter().filter(|state| state.is_terminal()).map(|state| state.0).collect();
    assert_eq!(terminal, [20, 70, 80, 90, 100]);
    let known: Vec<u16> = (0..700).filter(|code| ResultCode(*code).meaning().is_some()).collect();
    let expected: Vec<u16> =
        [200..=200, 250..=299, 400..=411, 450..=503, 550..=599].into_iter().flatten().collect();
    assert_eq!(known, expected);
    assert!(ResultCode(299).is_success() && !ResultCode(300).is_success());
}

/// Every operation in every state: what it leads to, or why not.
#[test]
fn operations_in_every_state() {
    use fumo::Operation::{Download, DownloadAndUpdate, Update as Install};
    for state in State::ALL {
        for operation in fumo::Operation::ALL {
            let mut update = Update::resume(state, None);
            let outcome = update.start(operation, Some("c")).map(|()| update.state());
            let expected = match (state.0, operation) {
                (30 | 60, _) => Err(UpdateError::Busy(state)),
                (_, Download | DownloadAndUpdate) => Ok(State::DOWNLOAD_PROGRESSING),
                (40 | 50 | 70 | 90, Install) => Ok(State::READY_TO_UPDATE),
                (_, Install) => Err(UpdateError::NoData(state)),
            };
            assert_eq!(outcome, expected, "{operation:?} in {}", state.0);
            if outcome.is_ok() {
                assert_eq!((update.operation(), update.correlator()), (Some(operation), Some("c")));
                let again = update.start(operation, None);
                assert_eq!(again, Err(UpdateError::Busy(update.state())), "one at a time");
            } else {
                assert_eq!(update, Update::resume(state, None), "nothing has changed");
            }
        }
    }
    assert_eq!(StatusCode::from(UpdateError::Busy(State::IDLE)), StatusCode::FORBIDDEN);
    assert_eq!(StatusCode::from(UpdateError::NoData(State::IDLE)), StatusCode::COMMAND_NOT_ALLOWED);
}

/// Every event in every state with every operation: the state it leads to, and whether it ends the
/// operation. The table is written by hand; 0 is what cannot happen.
#[test]
fn events_in_every_state() {
    let failed = |code| Event::DownloadFailed(ResultCode(code));
    let broken = |has_data| Event::UpdateFailed { code: ResultCode(410), has_data };
    let events = [
        Event::Downloaded,
        failed(503),
        Event::Waiting,
        Event::UpdateBegun,
        Event::Updated { has_data: true },
        Event::Updated { has_data: false },
        broken(true),
        broken(false),
        Event::Reset,
    ];
    // Without an operation of a server: what the device does by itself.
    let alone: [(u16, [u16; 9]); 10] = [
        (10, [40, 0, 0, 0, 0, 0, 0, 0, 10]),
        (20, [40, 0, 0, 0, 0, 0, 0, 0, 10]),
        (30, [40, 20, 0, 0, 0, 0, 0, 0, 0]),
        (40, [40, 0, 50, 60, 0, 0, 70, 80, 10]),
        (50, [40, 0, 50, 60, 0, 0, 70, 80, 10]),
        (60, [0, 0, 0, 0, 90, 100, 70, 80, 0]),
        (70, [40, 0, 0, 0, 0, 0, 0, 0, 10]),
        (80, [40, 0, 0, 0, 0, 0, 0, 0, 10]),
        (90, [40, 0, 0, 0, 0, 0, 0, 0, 10]),
        (100, [40, 0, 0, 0, 0, 0, 0, 0, 10]),
    ];
    let root = uri("./FUMO");
    for (state, row) in alone {
        for (event, next) in events.into_iter().zip(row) {
            let mut update = Update::resume(State(state), None);
            let outcome = update.handle(event, root.path());
            match next {
                0 => assert!(outcome.is_err(), "{event:?} in {state}"),
                next => assert_eq!(
                    (outcome, update.state().0),
                    (Ok(None), next),
                    "{event:?} in {state}"
                ),
            }
        }
    }
    // With one, in the states that it goes through; the second number is the result it ends with.
    use fumo::Operation::{Download, DownloadAndUpdate, Update as Install};
    let none = (0, 0);
    for (operation, state, row) in [
        (Download, 30, [(40, 200), (20, 503), none, none, none, none, none, none, none]),
        (DownloadAndUpdate, 30, [(40, 0), (20, 503), none, none, none, none, none, none, none]),
        (
            DownloadAndUpdate,
            40,
            [none, none, (50, 0), (60, 0), none, none, (70, 410), (80, 410), none],
        ),
        (
            DownloadAndUpdate,
            50,
            [none, none, (50, 0), (60, 0), none, none, (70, 410), (80, 410), none],
        ),
        (
            DownloadAndUpdate,
            60,
            [none, none, none, none, (90, 200), (100, 200), (70, 410), (80, 410), none],
        ),
        (Install, 50, [none, none, (50, 0), (60, 0), none, none, (70, 410), (80, 410), none]),
        (Install, 60, [none, none, none, none, (90, 200), (100, 200), (70, 410), (80, 410), none]),
    ] {
        for (event, (next, code)) in events.into_iter().zip(row) {
            let mut update = Update::resume(State(state), Some((operation, Some("c".into()))));
            let before = update.clone();
            match (update.handle(event, root.path()), next, code) {
                (Err(_), 0, _) => assert_eq!(update, before),
                (Ok(None), next, 0) => {
                    assert_eq!(update.state().0, next);
                    assert_eq!(update.operation(), Some(operation));
                }
                (Ok(Some(report)), next, code) => {
                    assert_eq!((update.state().0, update.operation()), (next, None));
                    assert_eq!(report.kind, ReportKind::Firmware(operation));
                    assert_eq!(
                        (report.code, report.correlator.as_deref()),
                        (Some(code), Some("c"))
                    );
                    assert_eq!(report.source, "./FUMO");
                }
                (outcome, ..) => panic!("{event:?} in {state} of {operation:?}: {outcome:?}"),
            }
        }
    }
}

/// FUMO 1.0, 6.2: source, correlator only if there was one, integer, a mark when it has failed.
#[test]
fn the_alert_of_an_update() {
    let root = uri("./FUMO/1");
    let ended = |code, correlator: Option<&str>| {
        let running = Some((fumo::Operation::Update, correlator.map(Into::into)));
        let mut update = Update::resume(State::UPDATE_PROGRESSING, running);
        let event = Event::UpdateFailed { code: ResultCode(code), has_data: false };
        update.handle(event, root.path()).unwrap().unwrap()
    };
    let report = ended(402, None);
    let alert = report.to_alert();
    assert_eq!((alert.code(), &alert.correlator), (Some(AlertCode::GENERIC), &None));
    let item = &alert.items[0];
    assert_eq!(item.source_uri(), Some("./FUMO/1"));
    let meta = item.meta.as_ref().unwrap();
    assert_eq!(meta.type_.as_deref(), Some("org.openmobilealliance.dm.firmwareupdate.update"));
    assert_eq!((meta.format(), meta.mark.as_deref()), (Some(Format::Int), Some("warning")));
    assert_eq!(item.data.as_ref().unwrap().trimmed(), Some("402"));
    assert!(!report.is_success());
    let report = ended(250, Some("c7"));
    let alert = report.to_alert();
    assert_eq!(alert.correlator.as_deref(), Some("c7"));
    assert_eq!(alert.items[0].meta.as_ref().unwrap().mark, None, "information needs none");
    assert!(report.is_success());
    // Through a message of either syntax.
    let read = Report::of_event(&alert.events().next().unwrap());
    assert_eq!(read, Some(report));
}

#[test]
fn alerts_of_others() {
    for kind in ReportKind::ALL {
        let bare = kind.type_();
        assert_eq!(ReportKind::of_alert(&AlertKind::parse(bare)), Some(kind));
        let upper = bare.to_ascii_uppercase();
        assert_eq!(ReportKind::of_alert(&AlertKind::parse(&upper)), Some(kind));
        let prefixed = format!("Reversed-Domain-Name: {bare}");
        let is_urn = bare.starts_with("urn:");
        let found = ReportKind::of_alert(&AlertKind::parse(&prefixed));
        assert_eq!(found, Some(kind), "{is_urn}");
    }
    for other in ["", "urn:oma:at:lawmo:1.0", "com.microsoft/MDM/LoginStatus", "Content-Type: a/b"]
    {
        assert_eq!(ReportKind::of_alert(&AlertKind::parse(other)), None, "{other}");
    }
    // A user who wants an update, with data that is no number.
    let meta =
        Meta::new().with_type(ReportKind::FirmwareWantedByUser.type_()).with_mark("critical");
    let item = Item::new().with_meta(meta).with_data("check");
    let alert = Alert::new(AlertCode::GENERIC).with_item(item);
    let report = Report::of_event(&alert.events().next().unwrap()).unwrap();
    assert_eq!((report.code, report.mark, report.source.as_str()), (None, Mark::Critical, ""));
    let request = Report::request(ReportKind::FirmwareWantedByDevice, uri("./FUMO").path());
    let alert = request.to_alert();
    assert_eq!(Report::of_event(&alert.events().next().unwrap()), Some(request));
}

#[test]
fn what_a_server_sends_for_an_update() {
    let root = uri("./FUMO/1");
    let commands =
        fumo::Operation::Download.to_commands(root.path(), Some("https://x"), Some("c1"));
    let [Command::Replace(replace), Command::Exec(exec)] = &commands[..] else { panic!() };
    assert_eq!(replace.items[0].target_uri(), Some("./FUMO/1/Download/PkgURL"));
    assert_eq!(exec.items[0].target_uri(), Some("./FUMO/1/Download"));
    assert_eq!(exec.correlator.as_deref(), Some("c1"));
    let node = uri("./FUMO/1/Download");
    assert_eq!(fumo::Operation::of(node.path(), root.path()), Some(fumo::Operation::Download));
    assert_eq!(fumo::Operation::of(uri("./FUMO/1/Download/PkgURL").path(), root.path()), None);
    assert_eq!(fumo::Operation::of(uri("./FUMO/2/Download").path(), root.path()), None);
    assert_eq!(fumo::Operation::Update.to_commands(root.path(), None, None).len(), 1);
}

#[test]
fn the_state_is_written_to_the_tree() {
    let mut tree = MemoryTree::new();
    let root = Firmware::default().to_object("FW").unwrap().install(&mut tree, Path::ROOT).unwrap();
    State::UPDATE_PROGRESSING.write(&mut tree, root.path()).unwrap();
    assert_eq!(View::new(&tree, root.clone()).number("State"), Ok(Some(60_u16)));
    let none = uri("./None");
    assert_eq!(State::IDLE.write(&mut tree, none.path()), Err(TreeError::NotFound));
}

#[test]
fn software_is_read_and_built() {
    use scomo::Operation as Do;
    let software = Software {
        downloads: vec![
            Download {
                name: Some("Game".into()),
                url: "https://sw.example/a?b=1&c".into(),
                install_params: Some("-q".into()),
                description: Some("plays".into()),
                status: scomo::DownloadStatus::DOWNLOAD_PROGRESSING,
                environment: Some("java".into()),
                kind: Some("jar".into()),
                operations: vec![Do::Download, Do::DownloadInstall],
                ..Download::new("2", "game")
            },
            Download::new("10", "other"),
        ],
        delivered: vec![Delivered {
            name: Some("Mail".into()),
            description: Some("mails".into()),
            install_params: Some(String::new()),
            status: scomo::DeliveredStatus::INSTALL_FAILED_NO_DATA,
            state: scomo::DeliveredState::INSTALLED,
            operations: vec![Do::Install, Do::InstallInactive, Do::Remove],
            ..Delivered::new("mail", "m1")
        }],
        deployed: vec![Deployed {
            package: Some("m1".into()),
            name: Some("Mail".into()),
            description: Some("mails".into()),
            version: Some("3.1".into()),
            status: scomo::DeployedStatus::DEACTIVATE_PROGRESSING,
            state: scomo::DeployedState::ACTIVE,
            operations: vec![Do::Deactivate],
            ..Deployed::new("mail", "c1")
        }],
    };
    let object = software.to_object("SCOMO").unwrap();
    is_described(&object, "./SCOMO", "SCOMO-composed.ddf");
    assert_eq!(Software::read(object.tree(), Path::ROOT), Ok(software));

    let mut wrong = Download::new("1", "x");
    wrong.operations = vec![Do::Activate];
    let software = Software { downloads: vec![wrong], ..Software::default() };
    assert_eq!(software.to_object("S").unwrap_err(), TreeError::NotAllowed);
    let software = Software { downloads: vec![Download::new("a/b", "x")], ..Software::default() };
    assert!(software.to_object("S").is_err());
    let mut object = Software::default().to_object("S").unwrap();
    object.set("Download/1/PkgID", Node::leaf("x")).unwrap();
    let missing = ObjectError::Missing(uri("./Download/1/Status"));
    assert_eq!(Software::read(object.tree(), Path::ROOT), Err(missing));
}

#[test]
fn operations_on_software_have_targets() {
    let root = uri("./S");
    let mut all = 0;
    for part in Part::ALL {
        for operation in part.operations() {
            let target = operation.target(root.path(), part, "a b").unwrap();
            assert_eq!(
                scomo::Operation::of(target.path(), root.path()),
                Some((*operation, part, "a b"))
            );
            all += 1;
        }
    }
    assert_eq!(all, 9);
    let not = scomo::Operation::Install.target(root.path(), Part::Download, "1");
    assert_eq!(not, Err(TreeError::NotAllowed));
    assert!(scomo::Operation::Remove.target(root.path(), Part::Deployed, "..").is_err());
    for other in ["./S/Download/1/Operations", "./S/Download/1/Operations/Remove", "./S/Download"] {
        assert_eq!(scomo::Operation::of(uri(other).path(), root.path()), None, "{other}");
    }
}

#[test]
fn a_lock_is_read_and_built() {
    let entry = |name: &str, is_marked| Wipeable { name: name.into(), is_marked };
    let lock = Lock {
        state: lawmo::State::PARTIALLY_LOCKED,
        wipeable: vec![entry("contacts", true), entry("SD card", false)],
        notify_user: Some(false),
        operations: vec![lawmo::Operation::FullyLock, lawmo::Operation::Wipe],
    };
    let object = lock.to_object("LAWMO").unwrap();
    is_described(&object, "./LAWMO", "LAWMO-composed.ddf");
    assert_eq!(Lock::read(object.tree(), Path::ROOT).as_ref(), Ok(&lock));
    // As some clients name it.
    let mut object = object;
    object.set("Operations/Unlock", Node::leaf("").with_format(Format::Null)).unwrap();
    let read = Lock::read(object.tree(), Path::ROOT).unwrap();
    assert!(read.operations.contains(&lawmo::Operation::UnLock));
    let Command::Exec(exec) = lawmo::Operation::Wipe.to_command(uri("./L").path(), Some("c"))
    else {
        panic!()
    };
    assert_eq!(exec.items[0].target_uri(), Some("./L/Operations/Wipe"));
    assert_eq!(exec.correlator.as_deref(), Some("c"));
    let empty = Object::new("L", Lock::ID).unwrap();
    let missing = ObjectError::Missing(uri("./State"));
    assert_eq!(Lock::read(empty.tree(), Path::ROOT), Err(missing));
}
