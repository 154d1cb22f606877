//! What user agents make of documents, and the store of contexts.

use provost::cp::{
    CardFile, ContextId, Contexts, Document, Effective, Report, Rule, Severity, Source, SourceKind,
};
use provost_tests::provisioning;

use super::views::document;

fn ignored(effective: &Effective) -> Vec<(Rule, &str)> {
    effective.ignored.iter().map(|finding| (finding.rule, finding.path.as_str())).collect()
}

fn rules(report: &Report) -> Vec<Rule> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

fn nap(id: &str, name: &str) -> String {
    format!("NAPDEF{{NAPID={id}; NAME={name}}}")
}

fn names(contexts: &Contexts, id: &ContextId) -> Vec<String> {
    let effective = contexts.effective(id).expect("a context");
    let naps = effective.document.access_points();
    naps.map(|nap| format!("{}={}", nap.napid().unwrap_or(""), nap.name().unwrap_or(""))).collect()
}

/// Each row: what a document says, what counts of it, and what is ignored and where.
#[test]
fn inside_of_one_document() {
    for (short, expected, rows) in [
        (
            "NAPDEF{NAPID=a; NAME=x; NAME=y}",
            "NAPDEF{NAPID=a; NAME=x}",
            vec![(Rule::Repeated, "NAPDEF[0]/NAME")],
        ),
        ("NAPDEF{NAPID=a; X=y}", "NAPDEF{NAPID=a}", vec![(Rule::UnknownParm, "NAPDEF[0]/X")]),
        (
            "X{NAPDEF{NAPID=b}}; NAPDEF{NAPID=a}",
            "NAPDEF{NAPID=a}",
            vec![(Rule::UnknownType, "X[0]")],
        ),
        ("NAPDEF{NAPID=a; X{A=b}}", "NAPDEF{NAPID=a}", vec![(Rule::UnknownType, "NAPDEF[0]/X[0]")]),
        (
            "NAPDEF{NAPID=a; LINGER=x; LINGER=5}",
            "NAPDEF{NAPID=a; LINGER=5}",
            vec![(Rule::Number, "NAPDEF[0]/LINGER")],
        ),
        ("NAPDEF{NAPID=a; BEARER=LTE}", "NAPDEF{NAPID=a; BEARER=LTE}", vec![]),
        (
            "NAPDEF{NAPID=a; NAME=1}; NAPDEF{NAPID=a; NAME=2}",
            "NAPDEF{NAPID=a; NAME=1}",
            vec![(Rule::DuplicateNap, "NAPDEF[1]")],
        ),
        ("NAPDEF{NAME=1}; NAPDEF{NAPID=a}", "NAPDEF{NAPID=a}", vec![(Rule::Illegal, "NAPDEF[0]")]),
        ("PORT{PORTNBR=1}; NAPDEF{NAPID=a}", "NAPDEF{NAPID=a}", vec![(Rule::Nesting, "PORT[0]")]),
        (
            "PXLOGICAL{PROXY-ID=p; DOMAIN=a; DOMAIN=b; DOMAIN=c; DOMAIN=d; DOMAIN=e}",
            "PXLOGICAL{PROXY-ID=p; DOMAIN=a; DOMAIN=b; DOMAIN=c; DOMAIN=d}",
            vec![(Rule::TooMany, "PXLOGICAL[0]/DOMAIN")],
        ),
        // Definitions of one proxy are one: the first says what is single, the later ones add.
        (
            "PXLOGICAL{PROXY-ID=p; NAME=1; PXPHYSICAL{PHYSICAL-PROXY-ID=x; PXADDR=1.1.1.1; TO-NAPID=a}}; PXLOGICAL{PROXY-ID=p; NAME=2; TRUST; PXPHYSICAL{PHYSICAL-PROXY-ID=y; PXADDR=2.2.2.2}; PXPHYSICAL{PHYSICAL-PROXY-ID=x; PXADDR=3.3.3.3; TO-NAPID=b}}",
            "PXLOGICAL{PROXY-ID=p; NAME=1; TRUST; PXPHYSICAL{PHYSICAL-PROXY-ID=x; PXADDR=1.1.1.1; TO-NAPID=a; TO-NAPID=b}; PXPHYSICAL{PHYSICAL-PROXY-ID=y; PXADDR=2.2.2.2}}",
            vec![
                (Rule::Repeated, "PXLOGICAL[1]/NAME"),
                (Rule::Repeated, "PXLOGICAL[1]/PXPHYSICAL[1]/PXADDR"),
            ],
        ),
        (
            "PXLOGICAL{PROXY-ID=p; PORT{PORTNBR=80; SERVICE=CL-WSP}; PORT{PORTNBR=080}; PORT{SERVICE=CL-WSP}}",
            "PXLOGICAL{PROXY-ID=p; PORT{PORTNBR=80; SERVICE=CL-WSP}}",
            vec![
                (Rule::DuplicatePort, "PXLOGICAL[0]/PORT[1]"),
                (Rule::Illegal, "PXLOGICAL[0]/PORT[2]"),
            ],
        ),
        (
            "NAPDEF{NAPID=a; NAPAUTHINFO{AUTHTYPE=PAP; AUTHNAME=1}; NAPAUTHINFO{AUTHTYPE=PAP; AUTHNAME=2}}",
            "NAPDEF{NAPID=a; NAPAUTHINFO{AUTHTYPE=PAP; AUTHNAME=1}}",
            vec![(Rule::DuplicateAuth, "NAPDEF[0]/NAPAUTHINFO[1]")],
        ),
        // A country and an operator are there once (WAP-183, 4.6), the first counts.
        (
            "NAPDEF{NAPID=a; VALIDITY{COUNTRY=262; NETWORK=01}; VALIDITY{COUNTRY=262; NETWORK=02}; VALIDITY{SOC=7; SID=1}; VALIDITY{COUNTRY=228}; VALIDITY{COUNTRY=310; SOC=7}; VALIDITY{VALIDUNTIL=9}}",
            "NAPDEF{NAPID=a; VALIDITY{COUNTRY=262; NETWORK=01}; VALIDITY{SOC=7; SID=1}; VALIDITY{COUNTRY=228}; VALIDITY{VALIDUNTIL=9}}",
            vec![
                (Rule::DuplicateCountry, "NAPDEF[0]/VALIDITY[1]"),
                (Rule::DuplicateCountry, "NAPDEF[0]/VALIDITY[4]"),
            ],
        ),
        (
            "CLIENTIDENTITY{CLIENT-ID=1}; CLIENTIDENTITY{CLIENT-ID=2}; CLIENTIDENTITY{}",
            "CLIENTIDENTITY{CLIENT-ID=1}",
            vec![(Rule::OnlyOne, "CLIENTIDENTITY[1]"), (Rule::Illegal, "CLIENTIDENTITY[2]")],
        ),
        (
            "VENDORCONFIG{NAME=v; A=1; SUB{B=2}}; VENDORCONFIG{NAME=v}",
            "VENDORCONFIG{NAME=v; A=1; SUB{B=2}}",
            vec![(Rule::DuplicateVendor, "VENDORCONFIG[1]")],
        ),
        (
            "APPLICATION{APPID=w4; ADDR=a; FROM=x}; APPLICATION{APPID=w2}; APPLICATION{APPID=w2}",
            "APPLICATION{APPID=w4; ADDR=a; FROM=x}; APPLICATION{APPID=w2}; APPLICATION{APPID=w2}",
            vec![],
        ),
        (
            "ACCESS{RULE=a; APPID=w2; RULE; TO-NAPID=n}",
            "ACCESS{RULE=a; APPID=w2; RULE; TO-NAPID=n}",
            vec![],
        ),
        ("BOOTSTRAP{CONTEXT-ALLOW=3}", "BOOTSTRAP{CONTEXT-ALLOW=3}", vec![]),
    ] {
        let effective = document(short).effective();
        assert_eq!(effective.document, document(expected), "{short}");
        assert_eq!(ignored(&effective), rows, "{short}");
    }
}

#[test]
fn unknown_values_take_their_parm_along() {
    let octets =
        provost_tests::vectors::unhex("030b6a0045 c65501 8711 06036e0001 8710 06fe01 0101");
    let effective = Document::from_wbxml(&octets).expect("a document").effective();
    assert_eq!(ignored(&effective), [(Rule::UnknownValue, "NAPDEF[0]/BEARER")]);
    assert_eq!(effective.ignored[0].offset, Some(15));
    assert_eq!(effective.document.access_points().next().expect("one").napid(), Some("n"));
}

#[test]
fn what_counts_breaks_no_rule_of_repetition_any_more() {
    for vector in provisioning::good() {
        let effective = Document::from_wbxml(&vector.wbxml).expect("a document").effective();
        let again = effective.document.effective();
        assert_eq!(again.document, effective.document, "{}", vector.name);
        assert_eq!(again.ignored, [], "{}", vector.name);
    }
}

#[test]
fn an_unknown_major_version_is_refused() {
    let mut contexts = Contexts::new();
    let future = document(&nap("a", "x")).with_version("2.0");
    let report = contexts.install(future.clone(), Source::over_the_air());
    assert_eq!((report.is_installed(), rules(&report)), (false, vec![Rule::Version]));
    assert_eq!(contexts.contexts().count(), 0);
    assert!(future.effective().document.nodes().is_empty());
    let minor = document(&nap("a", "x")).with_version("1.7");
    let id = contexts.install(minor, Source::over_the_air()).context.expect("a context");
    let report = contexts.install_into(&id, future, Source::over_the_air());
    assert_eq!(rules(&report), [Rule::Version]);
}

/// Card Bootstrap, Config1, Config2, preconfigured, later; and above them the management server.
#[test]
fn sources_by_rank_whatever_the_order_of_installation() {
    let tps = "BOOTSTRAP{PROVURL=http://tps/}; ";
    let of = |name: &str| document(&format!("{tps}{}; {}", nap("a", name), nap(name, name)));
    let ranked = [
        (Source::device_management(), "dm"),
        (Source::card(CardFile::Bootstrap, "1"), "boot"),
        (Source::card(CardFile::Config1, "1"), "config1"),
        (Source::card(CardFile::Config2, "1"), "config2"),
        (Source::preconfigured(), "maker"),
    ];
    let mut contexts = Contexts::new();
    contexts.set_card(Some("1"));
    for (source, name) in ranked.iter().rev() {
        let report = contexts.install(of(name), source.clone());
        assert!(report.is_installed(), "{name}: {report:?}");
    }
    let id = contexts.contexts().next().expect("one").id().clone();
    assert_eq!(contexts.contexts().count(), 1);
    let later = contexts.install_into(&id, of("later"), Source::over_the_air());
    assert_eq!(rules(&later), [Rule::LaterContext], "NAPDEF a is hidden");
    assert_eq!(later.findings[0].path, "NAPDEF=a");
    assert_eq!(
        names(&contexts, &id),
        [
            "a=dm",
            "dm=dm",
            "boot=boot",
            "config1=config1",
            "config2=config2",
            "maker=maker",
            "later=later"
        ]
    );
    // What is taken away shows what it hid.
    assert_eq!(contexts.remove(&Source::device_management()), 1);
    assert_eq!(names(&contexts, &id)[0], "a=boot");
    contexts.set_card(None);
    assert_eq!(names(&contexts, &id), ["a=maker", "maker=maker", "later=later"]);
    contexts.set_card(Some("2"));
    assert_eq!(names(&contexts, &id)[0], "a=maker", "another card");
    contexts.set_card(Some("1"));
    assert_eq!(names(&contexts, &id)[0], "a=boot", "kept while another card was in");
    assert_eq!(contexts.remove_card("1"), 3);
    assert_eq!(names(&contexts, &id), ["a=maker", "maker=maker", "later=later"]);
    assert!(ranked.is_sorted_by_key(|(source, _)| source.kind()));
    assert!(SourceKind::Preconfigured < SourceKind::Later);
}

/// A card has one context in three files, of which one names the server: nothing but the first need do so.
#[test]
fn files_of_a_card_are_of_one_context() {
    let mut contexts = Contexts::new();
    contexts.set_card(Some("1"));
    let card = |file| Source::card(file, "1");
    let boot = document("BOOTSTRAP{PROVURL=http://tps/}; NAPDEF{NAPID=a; NAME=boot; INTERNET}");
    let id = contexts.install(boot, card(CardFile::Bootstrap)).context.expect("a context");
    let more = || {
        document(
            "NAPDEF{NAPID=a; NAME=c}; NAPDEF{NAPID=b; NAME=c}; APPLICATION{APPID=w2; TO-NAPID=INTERNET}",
        )
    };
    let report = contexts.install(more(), card(CardFile::Config1));
    assert_eq!((report.context.as_ref(), rules(&report)), (Some(&id), vec![Rule::LaterContext]));
    assert_eq!(names(&contexts, &id), ["a=boot", "b=c"]);
    let effective = contexts.effective(&id).expect("one").document;
    let ways = effective.resolve(effective.applications().next().expect("one"));
    assert_eq!(ways.routes[0].access_point.napid(), Some("a"));
    // Of another card and another owner it is not, and a server of its own is another context.
    for source in [Source::card(CardFile::Config1, "2"), card(CardFile::Config1).of_owner("x")] {
        assert_ne!(contexts.install(more(), source).context.as_ref(), Some(&id));
    }
    let other = document("BOOTSTRAP{PROVURL=http://other/}");
    assert_ne!(contexts.install(other, card(CardFile::Config2)).context.as_ref(), Some(&id));
    // Where none of them names one, they are of the card's.
    let mut contexts = Contexts::new();
    let first = contexts.install(more(), card(CardFile::Config1)).context;
    assert!(first.is_some() && contexts.install(more(), card(CardFile::Config2)).context == first);
}

/// Whichever of them names the server, and in whatever order they are read.
#[test]
fn files_of_a_card_are_of_one_context_in_any_order() {
    let files = [CardFile::Bootstrap, CardFile::Config1, CardFile::Config2];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let server = "BOOTSTRAP{PROVURL=http://tps/}; ";
    // Of the maker there is nothing, or the context that is named.
    for (order, naming, is_of_maker) in orders
        .iter()
        .flat_map(|order| (0..3).map(move |naming| (order, naming)))
        .flat_map(|(order, naming)| [(order, naming, false), (order, naming, true)])
    {
        let mut contexts = Contexts::new();
        contexts.set_card(Some("1"));
        if is_of_maker {
            let own = document(&format!("{server}NAPDEF{{NAPID=m; NAME=maker}}"));
            assert!(contexts.install(own, Source::preconfigured()).is_installed());
        }
        let mut last = None;
        for at in order {
            let named = if *at == naming { server } else { "" };
            let text =
                format!("{named}NAPDEF{{NAPID=a; NAME=c{at}}}; NAPDEF{{NAPID=n{at}; NAME=n}}");
            let source = Source::card(files[*at], "1");
            let report = contexts.install(document(&text), source);
            let is_first = order[0] == *at;
            assert_eq!(report.joined.is_some(), *at == naming && !is_first, "{order:?} {naming}");
            assert!(report.joined.is_none_or(|own| contexts.context(&own).is_none()));
            last = report.context.or(last);
        }
        assert_eq!(contexts.contexts().count(), 1, "{order:?} {naming} {is_of_maker}");
        let context = contexts.contexts().next().expect("one");
        assert_eq!(context.id().server(), Some("http://tps/"), "{order:?} {naming}");
        let shown = names(&contexts, context.id());
        for expected in ["a=c0", "n0=n", "n1=n", "n2=n"] {
            assert!(shown.iter().any(|own| own == expected), "{order:?} {naming} {shown:?}");
        }
        assert_eq!(contexts.remove_card("1"), 3);
        assert_eq!(contexts.contexts().count(), usize::from(is_of_maker));
    }
    // A context that is named already has the privilege it had, and what is of another owner or card stays apart.
    let plain = || document("NAPDEF{NAPID=a; NAME=x}");
    let boot = || document(&format!("{server}NAPDEF{{NAPID=b; NAME=x}}"));
    let card = |file| Source::card(file, "1");
    for (first, second, count) in [
        (card(CardFile::Bootstrap), card(CardFile::Config1).privileged(), 2),
        (card(CardFile::Bootstrap).privileged(), card(CardFile::Config1), 1),
        (card(CardFile::Bootstrap).privileged(), card(CardFile::Config1).privileged(), 1),
        (card(CardFile::Bootstrap), Source::card(CardFile::Config1, "2"), 2),
        (card(CardFile::Bootstrap), card(CardFile::Config1).of_owner("x"), 2),
        (card(CardFile::Bootstrap), Source::preconfigured(), 2),
    ] {
        let mut contexts = Contexts::new();
        assert!(contexts.install(plain(), first.clone()).is_installed());
        let report = contexts.install(boot(), second.clone());
        assert!(report.is_installed(), "{second:?}");
        assert_eq!(report.joined.is_some(), count == 1, "{second:?}");
        let id = report.context.expect("one");
        let context = contexts.context(&id).expect("one");
        let is_privileged =
            second.is_privileged() || (report.joined.is_some() && first.is_privileged());
        assert_eq!((context.layers().len(), context.is_privileged()), (3 - count, is_privileged));
    }
}

#[test]
fn documents_append_and_the_management_server_overwrites() {
    let mut contexts = Contexts::new();
    let first = document("BOOTSTRAP{PROVURL=http://tps/}; NAPDEF{NAPID=a; NAME=1}");
    let id = contexts.install(first, Source::over_the_air()).context.expect("a context");
    for name in ["2", "3"] {
        let report = contexts.install_into(&id, document(&nap("a", name)), Source::over_the_air());
        assert_eq!(rules(&report), [Rule::LaterContext]);
    }
    assert_eq!(names(&contexts, &id), ["a=1"], "never overwritten");
    for name in ["4", "5"] {
        let report =
            contexts.install_into(&id, document(&nap("a", name)), Source::device_management());
        assert_eq!(rules(&report), []);
        assert_eq!(names(&contexts, &id), [format!("a={name}")]);
    }
    // Every document is still there as it came.
    assert_eq!(contexts.context(&id).expect("one").layers().len(), 5);
    let proxy = |inner: &str| document(&format!("PXLOGICAL{{PROXY-ID=p; {inner}}}"));
    contexts.install_into(
        &id,
        proxy("NAME=x; PXPHYSICAL{PHYSICAL-PROXY-ID=1; PXADDR=1.1.1.1}"),
        Source::over_the_air(),
    );
    contexts.install_into(
        &id,
        proxy("PXPHYSICAL{PHYSICAL-PROXY-ID=2; PXADDR=2.2.2.2}"),
        Source::over_the_air(),
    );
    let effective = contexts.effective(&id).expect("one");
    let merged = effective.document.proxies().next().expect("one");
    assert_eq!((merged.name(), merged.physical().count()), (Some("x"), 2), "it inherits");
}

#[test]
fn a_file_of_a_card_that_is_read_again_is_what_it_says_now() {
    let mut contexts = Contexts::new();
    contexts.set_card(Some("1"));
    let source = Source::card(CardFile::Config1, "1");
    let id = contexts.install(document(&nap("a", "1")), source.clone()).context.expect("one");
    let again = contexts.install(document(&nap("b", "2")), source);
    assert_eq!(
        again.context.as_ref(),
        Some(&id),
        "files of a card without a server are one context"
    );
    assert_eq!(names(&contexts, &id), ["b=2"]);
}

#[test]
fn the_identity_of_a_context_is_the_whole_url() {
    let mut contexts = Contexts::new();
    let mut install = |url: &str| {
        let report = contexts
            .install(document(&format!("BOOTSTRAP{{PROVURL={url}}}")), Source::over_the_air());
        (report.is_installed(), report.findings.first().map(|finding| finding.rule))
    };
    assert_eq!(install("http://op.example/a"), (true, None));
    assert_eq!(install("http://op.example/b"), (true, None), "another path is another context");
    assert_eq!(install("HTTP://OP.example/a"), (false, Some(Rule::Bootstrapped)));
    assert_eq!(install("op.example/a"), (false, Some(Rule::Bootstrapped)), "http is assumed");
    assert_eq!(install("http://op.example/A"), (true, None), "a path has its case");
    assert_eq!(install(""), (true, None));
    assert_eq!(install(""), (true, None), "without a server each is a context of its own");
    assert_eq!(contexts.contexts().count(), 5);
    let id = contexts.contexts().next().expect("one").id().clone();
    assert_eq!(id.server(), Some("http://op.example/a"));
    assert!(contexts.reset(&id), "open again");
    let again = contexts
        .install(document("BOOTSTRAP{PROVURL=http://op.example/a}"), Source::over_the_air());
    assert!(again.is_installed());
}

#[test]
fn what_the_card_bootstrapped_is_not_bootstrapped_over_the_air() {
    let mut contexts = Contexts::new();
    let tps = || document("BOOTSTRAP{PROVURL=http://tps/}; NAPDEF{NAPID=a}");
    assert!(contexts.install(tps(), Source::card(CardFile::Bootstrap, "1")).is_installed());
    let report = contexts.install(tps(), Source::over_the_air());
    assert_eq!((report.is_installed(), rules(&report)), (false, vec![Rule::CardHolds]));
    assert_eq!(report.findings[0].severity, Severity::Error);
}

#[test]
fn the_privileged_context_governs_the_others() {
    let privileged =
        |allow: &str| document(&format!("BOOTSTRAP{{PROVURL=http://tps/; CONTEXT-ALLOW={allow}}}"));
    let other = |at: usize| document(&format!("BOOTSTRAP{{PROVURL=http://{at}/}}"));
    for (allow, expected) in [("0", 0), ("2", 2), ("255", 4), ("x", 0)] {
        let mut contexts = Contexts::new();
        let source = Source::over_the_air().privileged();
        let report = contexts.install(privileged(allow), source.clone());
        assert!(report.is_installed());
        let installed =
            (0..4).filter(|at| contexts.install(other(*at), Source::over_the_air()).is_installed());
        assert_eq!(installed.count(), expected, "CONTEXT-ALLOW={allow}");
        assert_eq!(contexts.contexts().count(), expected + 1);
        let full = contexts.install(other(9), Source::over_the_air());
        let all = (allow == "255").then(Vec::new);
        assert_eq!(rules(&full), all.unwrap_or_else(|| vec![Rule::ContextFull]));
        let second = contexts.install(other(10), source);
        assert_eq!(rules(&second), [Rule::PrivilegeTaken]);
    }
    // Others that were there before are as many as it allows.
    let mut contexts = Contexts::new();
    (0..4)
        .for_each(|at| assert!(contexts.install(other(at), Source::over_the_air()).is_installed()));
    contexts.install(privileged("1"), Source::over_the_air().privileged());
    assert_eq!(contexts.contexts().count(), 2);
    // Elsewhere CONTEXT-ALLOW has no effect.
    let mut contexts = Contexts::new();
    let report = contexts.install(privileged("255"), Source::over_the_air());
    assert_eq!(rules(&report), [Rule::NotPrivileged]);
    let effective = contexts.effective(&report.context.expect("one")).expect("one");
    assert_eq!(effective.document.bootstrap().expect("one").context_allow(), 0);
}

#[test]
fn owners_have_contexts_of_their_own() {
    let mut contexts = Contexts::new();
    let tps = |name: &str| {
        document(&format!("BOOTSTRAP{{PROVURL=http://tps/; CONTEXT-ALLOW=0}}; {}", nap("a", name)))
    };
    let operator = Source::over_the_air().privileged();
    let enterprise = Source::over_the_air().privileged().of_owner("enterprise");
    let own = contexts.install(tps("1"), operator).context.expect("one");
    let theirs = contexts.install(tps("2"), enterprise.clone()).context.expect("one");
    assert_ne!(own, theirs);
    assert_eq!((own.owner(), theirs.owner()), ("", "enterprise"));
    assert_eq!(names(&contexts, &own), ["a=1"]);
    assert_eq!(names(&contexts, &theirs), ["a=2"]);
    assert_eq!(contexts.privileged("enterprise").expect("one").id(), &theirs);
    assert_eq!(contexts.remove(&enterprise), 1);
    assert!(contexts.context(&theirs).is_none() && contexts.context(&own).is_some());
}

#[test]
fn a_store_is_bounded() {
    let mut contexts = Contexts::with_limits(2, 2);
    let install = |contexts: &mut Contexts| {
        contexts.install(document(&nap("a", "x")), Source::over_the_air())
    };
    let id = install(&mut contexts).context.expect("one");
    assert!(install(&mut contexts).is_installed());
    assert_eq!(rules(&install(&mut contexts)), [Rule::ContextFull]);
    let mut add = || contexts.install_into(&id, document(&nap("b", "x")), Source::over_the_air());
    assert!(add().is_installed());
    assert_eq!(rules(&add()), [Rule::ContextFull]);
}

#[test]
fn what_is_ignored_is_reported_and_the_document_processed() {
    let mut contexts = Contexts::new();
    let report = contexts.install(
        document("X{}; NAPDEF{NAPID=a; LINGER=x}; NAPDEF{NAPID= }"),
        Source::over_the_air(),
    );
    assert_eq!(rules(&report), [Rule::UnknownType, Rule::Number, Rule::Illegal]);
    let id = report.context.expect("one");
    assert_eq!(names(&contexts, &id), ["a="]);
    let layer = &contexts.context(&id).expect("one").layers()[0];
    assert_eq!(layer.document().nodes().len(), 3, "and nothing of it is lost");
}

/// A server adds to a context that is there, and to no other; a store says what it holds.
#[test]
fn what_is_not_there_is_not_added_to() {
    let mut contexts = Contexts::default();
    let id =
        contexts.install(document(&nap("a", "x")), Source::over_the_air()).context.expect("one");
    assert_eq!((id.server(), id.to_string()), (None, "context 0".to_owned()));
    let named = document("BOOTSTRAP{PROVURL=HTTP://Tps.example}");
    let named = contexts.install(named, Source::preconfigured().privileged()).context.expect("one");
    assert_eq!(named.server(), Some("http://tps.example/"));
    assert_eq!(named.to_string(), "http://tps.example/");
    let context = contexts.context(&named).expect("one");
    assert!(context.is_privileged() && !contexts.context(&id).expect("one").is_privileged());
    assert_eq!(*context.layers()[0].source(), Source::preconfigured().privileged());
    assert!(contexts.reset(&id) && !contexts.reset(&id));
    let report = contexts.install_into(&id, document(&nap("b", "x")), Source::over_the_air());
    assert!(!report.is_installed());
    assert_eq!(contexts.contexts().count(), 1);
    // One without a server is a context of its own each time, and never an old one's.
    let next = contexts.install(document(&nap("a", "x")), Source::over_the_air());
    assert_eq!(rules(&next), [Rule::ContextFull], "the privileged context allows none");
}

/// A context that is opened again has what its maker and its card have brought, and nothing of the air.
#[test]
fn a_context_is_opened_again_for_the_air_alone() {
    let mut contexts = Contexts::new();
    let text = |id: &str| {
        document(&format!("BOOTSTRAP{{PROVURL=http://tps/}}; NAPDEF{{NAPID={id}; NAME=x}}"))
    };
    let air = Source::over_the_air();
    let id = contexts.install(text("air"), air.clone()).context.expect("a context");
    assert_eq!(contexts.find(&text("b"), &air).map(|own| own.id()), Some(&id));
    assert_eq!(contexts.find(&text("b"), &air.clone().of_owner("other")), None);
    assert_eq!(contexts.find(&document("NAPDEF{NAPID=a}"), &air), None, "one of its own");
    contexts.install_into(&id, text("more"), air.clone());
    contexts.install(text("maker"), Source::preconfigured());
    assert_eq!(contexts.reopen(&id), 2);
    assert_eq!(names(&contexts, &id), ["maker=x"]);
    assert_eq!(contexts.reopen(&id), 0);
    assert_eq!(contexts.remove(&Source::preconfigured()), 1);
    assert_eq!(contexts.reopen(&id), 0, "gone");
    let id = contexts.install(text("air"), air).context.expect("a context");
    assert_eq!((contexts.reopen(&id), contexts.context(&id)), (1, None));
    assert!(contexts.contexts().next().is_none());
}
