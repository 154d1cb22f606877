//! Who is admitted, for what, and who is asked.

use super::*;

#[test]
fn both_profiles_end_in_a_tree_where_a_session_can_begin() {
    for (media_type, body) in
        [(CP, cp([nap("internet"), w7("com.example", "planted-cp")])), (DM, dm("com.example"))]
    {
        let methods = if media_type == CP {
            [Method::UserPin, Method::UserNetworkPin]
        } else {
            [Method::DmUserPin, Method::DmUserPinNetworkId]
        };
        for method in methods {
            let text = signed(media_type, &body, method);
            // As a push of WSP, in octets.
            let push = Push::new(ContentType::from_text(&text).expect("a type"), body.clone());
            let push = Push::decode(&push.to_bytes()).expect("a push");
            let received = Received::from_push(&push, Bearer::Sms).expect("a media type");
            let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
            let report = kept.receive(&received, &mut user);
            assert!(report.is_installed(), "{report}");
            assert_eq!(user.asked, [3], "{report}");
            assert_eq!(
                user.shown,
                [
                    "Lets a server manage the device: dm.example\nSets up an access point: internet\n"
                ]
            );
            begins_a_session(&kept.tree, &report);
            let shown = format!("{report} {report:?} {kept:?}");
            assert!(!shown.contains("planted"), "{shown}");
            // A second bootstrap of the same server is refused before anybody is asked to agree.
            let before = kept.state();
            let mut user = Person::with_pin("1234");
            let report = kept.receive(&received, &mut user);
            assert_eq!(report.refusal(), Some(&Refusal::AlreadyBootstrapped), "{report}");
            assert!(user.shown.is_empty());
            assert_eq!(kept.state(), before);
        }
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let account = cp([w7("com.example", "planted")]);
    let settings = cp([nap("internet")]);
    let message = dm("com.example");
    let with_pin = signed(CP, &account, Method::UserPin);
    let rows: [(&str, String, &[u8], Refusal); 8] = [
        ("no SEC", CP.into(), &account, Refusal::Unauthenticated),
        ("no SEC", DM.into(), &message, Refusal::Unauthenticated),
        ("another body", with_pin.clone(), &settings, Refusal::Failed(Method::DmUserPin)),
        (
            "MAC alone",
            format!("{CP}; MAC={}", "0".repeat(40)),
            &settings,
            Refusal::Malformed(Defect::MacWithoutSec),
        ),
        (
            "account by NETWPIN",
            signed(CP, &account, Method::NetworkPin),
            &account,
            Refusal::Method(Method::NetworkPin),
        ),
        (
            "account by NETWORKID",
            signed(DM, &message, Method::DmNetworkId),
            &message,
            Refusal::Method(Method::DmNetworkId),
        ),
        (
            "unknown SEC",
            format!("{CP}; SEC=9; MAC={}", "0".repeat(40)),
            &settings,
            Refusal::UnsupportedMethod(9.into()),
        ),
        (
            "wrong MAC",
            format!("{CP}; SEC=0; MAC={}", "0".repeat(40)),
            &settings,
            Refusal::Failed(Method::NetworkPin),
        ),
    ];
    for (name, text, body, refusal) in rows {
        let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
        let before = kept.state();
        let report = kept.receive(&received(&text, body), &mut user);
        let found = report.refusal().cloned();
        let same = match (&found, &refusal) {
            (Some(Refusal::Failed(_)), Refusal::Failed(_)) => true,
            (found, refusal) => found.as_ref() == Some(refusal),
        };
        assert!(same, "{name}: {report}");
        assert!(!report.is_installed() && user.shown.is_empty(), "{name}");
        assert_eq!(kept.state(), before, "{name}");
    }
    // Three tries, and a user who gives up.
    for (pin, asked) in [(Some("9999"), vec![3, 2, 1]), (None, vec![3])] {
        let mut user = Person { pin, ..Person::with_pin("") };
        let mut kept = Kept::default();
        let report = kept.receive(&received(&with_pin, &account), &mut user);
        assert!(!report.is_installed());
        assert_eq!(user.asked, asked);
    }
    // A user who does not agree.
    let mut user = Person { agrees: false, ..Person::with_pin("1234") };
    let mut kept = Kept::default();
    let before = kept.state();
    let report = kept.receive(&received(&with_pin, &account), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Declined));
    assert_eq!(kept.state(), before);
}

/// WAP-183, 5.3: SEC and MAC are parameters of the binary form. Text with them is refused, right or wrong,
/// without a question; text without them is what nobody vouches for.
#[test]
fn text_is_signed_by_nothing() {
    let text = Document::new().with(nap("internet")).to_xml().expect("text");
    let body = text.as_bytes();
    let media_type = "text/vnd.wap.connectivity-xml";
    for method in [Method::NetworkPin, Method::UserPin, Method::UserNetworkPin, Method::UserPinMac]
    {
        let right = if method == Method::UserPinMac {
            format!("{media_type}; SEC=3")
        } else {
            signed(media_type, body, method)
        };
        let wrong = format!("{media_type}; SEC=1; MAC={}", "0".repeat(40));
        for text in [right, wrong, format!("{media_type}; SEC=7")] {
            let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
            let report = kept.receive(&received(&text, body), &mut user);
            let refusal = Refusal::Malformed(Defect::UndefinedForMediaType);
            assert_eq!(report.refusal(), Some(&refusal), "{text}: {report}");
            assert!(user.asked.is_empty() && user.shown.is_empty(), "{text}");
            assert!(kept.tree.is_empty() && kept.ledger.entries().is_empty(), "{text}");
        }
    }
    let mut kept = Kept::default();
    let report = kept.receive(&received(media_type, body), &mut Person::with_pin("1234"));
    assert_eq!(report.refusal(), Some(&Refusal::Unauthenticated));
    let local = Received::from_content_type(media_type, body, Bearer::Local).expect("a type");
    assert!(kept.receive(&local, &mut Person::with_pin("")).is_installed());
}

/// The one name that lets in what nobody vouches for.
#[test]
fn the_exception_is_loud() {
    let body = cp([w7("com.example", "planted")]);
    let received = received(CP, &body);
    let mut kept = Kept::default();
    let report = kept.with(|device| {
        let admitted = device.admit_unauthenticated(&received, "a test").expect("readable");
        device.install(admitted)
    });
    assert!(report.is_installed(), "{report}");
    assert!(report.to_string().contains("admitted without authentication: a test"), "{report}");
}

#[test]
fn what_was_admitted_before_a_change_is_not_installed_after_it() {
    let first = cp([nap("first")]);
    let second = cp([nap("second")]);
    let texts = [&first, &second].map(|body| signed(CP, body, Method::NetworkPin));
    let mut kept = Kept::default();
    kept.with(|device| {
        let admit = |device: &Device<'_, MemoryTree>, at: usize, body| {
            device.admit(&received(&texts[at], body), &sims()).expect("admitted")
        };
        // Either alone is a first context by the network secret; both are not.
        let (one, two) = (admit(device, 0, &first), admit(device, 1, &second));
        assert!(device.install(one).is_installed());
        let report = device.install(two);
        assert_eq!(report.decisions().last(), Some(&Decision::Stale));
        let again = device.admit(&received(&texts[1], &second), &sims()).expect_err("refused");
        assert_eq!(again.refusal(), Some(&Refusal::NeedsUserPinForFurtherContext));
    });
}

#[test]
fn a_context_is_bootstrapped_once_until_it_is_reset() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    let text = signed(CP, &body, Method::UserPin);
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let first = kept.receive(&received(&text, &body), &mut user);
    assert!(first.is_installed(), "{first}");
    let second = kept.receive(&received(&text, &body), &mut user);
    assert_eq!(second.refusal(), Some(&Refusal::AlreadyBootstrapped));
    // Other owners have contexts of their own.
    let other = received(&text, &body).of_owner("enterprise");
    assert!(kept.receive(&other, &mut user).is_installed());
    let id = first.context().expect("a context").clone();
    let report = kept.with(|device| device.reset(&id));
    assert_eq!(report.to_string(), "removed ./NAP/NAP1\ndocuments removed from contexts: 1\n");
    assert!(kept.receive(&received(&text, &body), &mut user).is_installed());
}

#[test]
fn the_privileged_context_needs_both_secrets() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    for (method, is_admitted) in
        [(Method::NetworkPin, false), (Method::UserPin, false), (Method::UserNetworkPin, true)]
    {
        let text = signed(CP, &body, method);
        let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
        let report = kept.receive(&received(&text, &body).privileged(), &mut user);
        assert_eq!(report.is_installed(), is_admitted, "{report}");
    }
}

#[test]
fn continuous_provisioning_of_a_context() {
    let body = cp([tps("http://tps.example/"), nap("internet")]);
    let text = signed(CP, &body, Method::UserPin);
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    let id = kept.receive(&received(&text, &body), &mut user).context().expect("a context").clone();
    let more = cp([nap("more")]);
    for (method, is_admitted) in [(Method::NetworkPin, false), (Method::UserPin, true)] {
        let text = signed(CP, &more, method);
        let report = kept.receive(&received(&text, &more).for_context(&id), &mut user);
        assert_eq!(report.is_installed(), is_admitted, "{report}");
    }
    assert_eq!(kept.contexts.expect("contexts").contexts().count(), 1);
}

#[test]
fn other_policies_and_other_layouts() {
    let body = cp([w7("com.example", "planted")]);
    let text = signed(CP, &body, Method::NetworkPin);
    let (mut contexts, mut tree, mut ledger) = (Contexts::new(), MemoryTree::new(), Ledger::new());
    let policy = Policy::STRICT.with(Relaxation::ManagementByNetworkSecret);
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger)
        .with_policy(policy)
        .with_options(Options::v1_1_2());
    let report = device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"));
    assert!(report.is_installed(), "{report}");
    begins_a_session(&tree, &report);
    let at: Uri = "./SyncML/DMAcc/w7-1".parse().expect("an address");
    assert!(tree.read(at.path()).is_ok());
}

/// An account that comes node by node beside an object is asked for and shown like any other.
#[test]
fn an_account_of_single_nodes_is_not_hidden_by_an_object() {
    use provost::dm::{Command, Item, Message, Request, Syntax};

    let nap = AccessPoint { address: "internet".into(), ..AccessPoint::new("N") };
    let objects = [nap.to_object("Internet").expect("an access point")];
    let whole = Bootstrap::of_objects(objects).to_wbxml("com.harmless", "IMEI:1").expect("written");
    let message = Message::decode(&whole).expect("a message");
    let item = Item::target("./DMAcc/X/ServerID").with_data("com.card.dm");
    let message = message.with(Command::Add(Request::new(item).with_id("2")));
    let body = message.encode(Syntax::Wbxml).expect("written");
    let text = signed(DM, &body, Method::DmUserPin);

    let mut user = Person { agrees: false, ..Person::with_pin("1234") };
    let report = Kept::default().receive(&received(&text, &body), &mut user);
    assert_eq!(report.decisions().last(), Some(&Decision::Declined), "{report}");
    assert!(user.shown[0].contains("manage the device"), "{:?}", user.shown);

    // And a server that the card has an account of gets no second one in this way.
    let file = card(&dm("com.card.dm"));
    let (mut kept, mut user) = (Kept::default(), Person::with_pin("1234"));
    assert!(kept.receive(&from_card("8949", Kind::DmBootstrap, &file), &mut user).is_installed());
    let report = kept.receive(&received(&text, &body), &mut user);
    assert_eq!(report.refusal(), Some(&Refusal::OnCard), "{report}");
}

/// The report names what an account lacks, and no session begins where one cannot.
#[test]
fn what_an_account_lacks_is_named() {
    let named = |parms: &[(&str, &str)]| {
        let app = Characteristic::new(Type::Application).with("APPID", "w7");
        parms.iter().fold(app, |app, (name, value)| app.with(name, value))
    };
    let auth = Characteristic::new(Type::AppAuth)
        .with("AAUTHLEVEL", "APPSRV")
        .with("AAUTHTYPE", "DIGEST")
        .with("AAUTHNAME", "me");
    let server = ("PROVIDER-ID", "com.example");
    for (app, expected) in [
        (named(&[server]), &[Missing::Address, Missing::Credentials][..]),
        (named(&[server, ("ADDR", ADDRESS)]), &[Missing::Credentials]),
        (named(&[server]).with_child(auth.clone()), &[Missing::Address]),
        (named(&[server, ("ADDR", ADDRESS)]).with_child(auth), &[]),
    ] {
        let body = cp([app]);
        let text = signed(CP, &body, Method::UserPin);
        let mut kept = Kept::default();
        let report = kept.receive(&received(&text, &body), &mut Person::with_pin("1234"));
        let missing: Vec<Missing> = report
            .decisions()
            .iter()
            .filter_map(|decision| match decision {
                Decision::Incomplete(_, missing) => Some(*missing),
                _ => None,
            })
            .collect();
        assert_eq!(missing, expected, "{report}");
    }
}
