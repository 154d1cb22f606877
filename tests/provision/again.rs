//! A context that is bootstrapped again, where a policy or its bearer lets it: what comes takes the place of
//! what came over the air before, and of nothing else.

use provost::bootstrap::Broadcast;
use provost::cp::{Rule, Source};

use super::*;

const URL: &str = "http://tps.example/";

fn names(kept: &Kept, at: &str) -> Vec<String> {
    let uri: Uri = at.parse().expect("an address");
    let mut names = Vec::new();
    match kept.tree.children(uri.path(), &mut |name| names.push(name.to_owned())) {
        Ok(()) | Err(TreeError::NotFound) => names,
        Err(error) => panic!("{error:?}"),
    }
}

/// What counts of the access points of all contexts.
fn addresses(kept: &Kept) -> Vec<String> {
    let contexts = kept.contexts.as_ref().expect("contexts");
    let ids: Vec<_> = contexts.contexts().map(|context| context.id().clone()).collect();
    let documents = ids.iter().filter_map(|id| contexts.effective(id)).map(|own| own.document);
    let all: Vec<_> = documents.collect();
    let naps = all.iter().flat_map(Document::access_points);
    let mut all: Vec<String> = naps.filter_map(|nap| nap.address().map(str::to_owned)).collect();
    all.sort_unstable();
    all
}

fn by_sms(kept: &mut Kept, policy: Policy, body: &[u8], is_privileged: bool) -> Report {
    let method = if is_privileged { Method::UserNetworkPin } else { Method::UserPin };
    let text = signed(CP, body, method);
    let message = received(&text, body);
    let message = if is_privileged { message.privileged() } else { message };
    kept.with(|device| {
        device.policy = policy;
        device.receive(&message, &sims(), &mut Person::with_pin("1234"))
    })
}

fn broadcast(kept: &mut Kept, body: &[u8]) -> Report {
    let code = "26201".parse().expect("a network");
    let broadcast =
        Broadcast { channel: Broadcast::CHANNEL, provisioning: code, sim: code, system: code };
    let bearer = Bearer::CellBroadcast(broadcast);
    let message = Received::from_content_type(CP, body, bearer).expect("a media type");
    kept.receive(&message, &mut Person::with_pin(""))
}

#[test]
fn a_repeated_bootstrap_takes_the_place_of_the_one_before() {
    let repeated = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
    let body = |url: &str, address: &str| cp([tps(url), nap(address), w7("com.a", "planted")]);
    for is_privileged in [false, true] {
        let mut kept = Kept::default();
        let first = body(URL, "first");
        let report = by_sms(&mut kept, Policy::STRICT, &first, is_privileged);
        assert!(report.is_installed(), "{report}");
        // Another owner's is another context.
        let other = cp([tps(URL), nap("other")]);
        let text = signed(CP, &other, Method::UserPin);
        let message = received(&text, &other).of_owner("somebody");
        assert!(kept.receive(&message, &mut Person::with_pin("1234")).is_installed());
        let before = kept.state();
        for url in [URL, "HTTP://TPS.example"] {
            let report = by_sms(&mut kept, Policy::STRICT, &body(url, "x"), is_privileged);
            assert_eq!(report.refusal(), Some(&Refusal::AlreadyBootstrapped), "{report}");
            assert_eq!(kept.state(), before, "{url}");
        }
        for (at, url) in (0..).zip([URL, "HTTP://TPS.example", "tps.example/", URL]) {
            let address = format!("address{at}");
            let report = by_sms(&mut kept, repeated, &body(url, &address), is_privileged);
            assert!(report.is_installed(), "{report}");
            let gone: Uri = "./NAP/NAP1".parse().expect("an address");
            assert!(report.decisions().contains(&Decision::Removed(gone)), "{report}");
            assert_eq!(addresses(&kept), [address.as_str(), "other"]);
            assert_eq!(names(&kept, "./NAP"), ["NAP1", "NAP1-2"], "no access point piles up");
            assert_eq!(names(&kept, "./DMAcc"), ["w7-1"]);
            assert_eq!(kept.ledger.entries().len(), 2);
            begins_a_session(&kept.tree, &report);
            kept.restart();
        }
    }
}

/// What may bootstrap a context again without its privilege would take the device over.
#[test]
fn the_privileged_context_is_not_taken_without_its_privilege() {
    let repeated = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
    let mut kept = Kept::default();
    let body = cp([tps(URL), nap("first")]);
    assert!(by_sms(&mut kept, Policy::STRICT, &body, true).is_installed());
    let before = kept.state();
    let report = by_sms(&mut kept, repeated, &cp([tps(URL), nap("evil")]), false);
    let last = report.decisions().last();
    let is_refused = |own: &&Decision| matches!(own, Decision::ContextRefused(finding) if finding.rule == Rule::Bootstrapped);
    assert!(last.filter(is_refused).is_some(), "{report}");
    assert_eq!(kept.state(), before);
    assert!(!broadcast(&mut kept, &cp([tps(URL), nap("evil")])).is_installed());
    assert_eq!(kept.state(), before);
}

/// A context of the maker has the privilege that the maker gave it: a report of an installation says so.
#[test]
fn a_context_of_the_maker_gets_no_privilege_from_the_air() {
    let repeated = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
    let body = cp([tps(URL), nap("air")]);
    for is_of_maker in [true, false] {
        let mut kept = Kept::default();
        if is_of_maker {
            let document = Document::new().with(tps(URL)).with(nap("maker"));
            kept.with(|device| device.contexts.install(document, Source::preconfigured()));
        } else {
            let body = cp([tps(URL), nap("first")]);
            assert!(by_sms(&mut kept, Policy::STRICT, &body, false).is_installed());
        }
        let before = kept.state();
        let report = by_sms(&mut kept, repeated, &body, true);
        assert_eq!(report.is_installed(), !is_of_maker, "{report}");
        let contexts = kept.contexts.as_ref().expect("contexts");
        assert_eq!(contexts.contexts().any(|own| own.is_privileged()), !is_of_maker);
        if is_of_maker {
            assert_eq!(kept.state(), before);
        }
    }
}

/// Who knows the IMSI alone does not take what came by a PIN.
#[test]
fn what_came_by_a_pin_is_not_taken_by_the_network_secret() {
    let repeated = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
    let by_network = |kept: &mut Kept, policy: Policy, address: &str| {
        let body = cp([tps(URL), nap(address)]);
        let text = signed(CP, &body, Method::NetworkPin);
        kept.with(|device| {
            device.policy = policy;
            device.receive(&received(&text, &body), &sims(), &mut Person::with_pin(""))
        })
    };
    let mut kept = Kept::default();
    assert!(by_sms(&mut kept, Policy::STRICT, &cp([tps(URL), nap("pin")]), false).is_installed());
    let before = kept.state();
    assert!(!by_network(&mut kept, repeated, "evil").is_installed());
    assert_eq!(kept.state(), before);
    // What came so itself is taken so, where the policy lets further ones come by it; and by a PIN.
    let further = repeated.with(Relaxation::FurtherContextByNetworkPin);
    let mut kept = Kept::default();
    for (policy, address) in [(Policy::STRICT, "first"), (further, "second")] {
        assert!(by_network(&mut kept, policy, address).is_installed());
        assert_eq!(addresses(&kept), [address]);
    }
    assert!(by_sms(&mut kept, repeated, &cp([tps(URL), nap("pin")]), false).is_installed());
    assert_eq!(addresses(&kept), ["pin"]);
    assert!(!by_network(&mut kept, further, "third").is_installed());
}

/// ProvBoot 5.1: broadcast data is updated by the same bearer, and by no other.
#[test]
fn a_broadcast_is_updated_by_a_broadcast() {
    let mut kept = Kept::default();
    for address in ["first", "second", "second", "third"] {
        let report = broadcast(&mut kept, &cp([tps(URL), nap(address)]));
        assert!(report.is_installed(), "{report}");
        assert_eq!(addresses(&kept), [address]);
        assert_eq!((names(&kept, "./NAP").len(), kept.ledger.entries().len()), (1, 1));
        kept.restart();
    }
    let before = kept.state();
    let report = by_sms(&mut kept, Policy::STRICT, &cp([tps(URL), nap("sms")]), false);
    assert_eq!(report.refusal(), Some(&Refusal::AlreadyBootstrapped), "{report}");
    assert_eq!(kept.state(), before);
    // Nor does it update what was signed, or what the maker of the device has set.
    let mut signed = Kept::default();
    assert!(by_sms(&mut signed, Policy::STRICT, &cp([tps(URL), nap("sms")]), false).is_installed());
    let mut made = Kept::default();
    let document = Document::new().with(tps(URL)).with(nap("maker"));
    made.with(|device| device.contexts.install(document, Source::preconfigured()));
    for mut kept in [signed, made] {
        let before = kept.state();
        let report = broadcast(&mut kept, &cp([tps(URL), nap("broadcast")]));
        assert!(!report.is_installed(), "{report}");
        assert_eq!(kept.state(), before);
    }
}

/// What the card and the maker have is above what comes over the air, and stays when that is repeated.
#[test]
fn what_a_card_or_the_maker_has_stays() {
    let policy = Policy::STRICT.with(Relaxation::RepeatedBootstrap).with(Relaxation::AirBesideCard);
    let mut kept = Kept::default();
    let document = Document::new().with(tps(URL)).with(nap("maker").with("INTERNET", ""));
    kept.with(|device| device.contexts.install(document, Source::preconfigured()));
    let file = card(&cp([tps(URL), nap("card")]));
    let message = from_card("8949", Kind::Bootstrap, &file);
    assert!(kept.receive(&message, &mut Person::with_pin("")).is_installed());
    kept.with(|device| device.contexts.set_card(Some("8949")));
    let mut again = nap("air");
    again = Characteristic::new(Type::NapDef)
        .with("NAPID", "N2")
        .with("NAP-ADDRESS", "air")
        .with_node(again.children()[1].clone());
    for _ in 0..3 {
        let body = cp([tps(URL), nap("hidden"), again.clone()]);
        let report = by_sms(&mut kept, policy, &body, false);
        assert!(report.is_installed(), "{report}");
        assert_eq!(addresses(&kept), ["air", "card"]);
        assert_eq!(kept.ledger.entries().len(), 2);
        assert_eq!(names(&kept, "./NAP").len(), 3);
    }
    let report = kept.with(|device| device.remove_card("8949"));
    assert!(report.decisions().contains(&Decision::Documents(1)), "{report}");
    assert_eq!(addresses(&kept), ["air", "maker"]);
}

#[test]
fn a_repeated_bootstrap_that_fails_leaves_the_one_before() {
    let repeated = Policy::STRICT.with(Relaxation::RepeatedBootstrap);
    let first = cp([tps(URL), nap("first"), w7("com.a", "planted")]);
    let second = cp([tps(URL), nap("second"), w7("com.a", "planted"), w7("com.b", "planted")]);
    let (mut failed, mut installed) = (0, 0);
    for limit in 1..80 {
        let mut kept = Kept { tree: MemoryTree::new().with_limit(limit), ..Kept::default() };
        if !by_sms(&mut kept, Policy::STRICT, &first, false).is_installed() {
            continue;
        }
        let before = kept.state();
        if by_sms(&mut kept, repeated, &second, false).is_installed() {
            installed += 1;
            continue;
        }
        failed += 1;
        assert_eq!(kept.state(), before, "{limit}");
        assert_eq!(addresses(&kept), ["first"]);
    }
    assert!(failed > 5 && installed > 5, "{failed} {installed}");
}
