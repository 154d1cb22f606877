//! Twice the document costs twice, for each way in which one can be long: mapped to accounts, installed
//! in a tree, and admitted and installed from its octets. Counted in octets of memory, not in time.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use provost::account::{Options, Plan};
use provost::bootstrap::card::Kind as File;
use provost::cp::{Characteristic, Contexts, Document, Kind};
use provost::dm::tree::MemoryTree;
use provost::provision::{Device, Ledger, Received};
use provost_tests::counting::{Counting, allocated};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const COUNT: usize = 250;

/// What a document costs, in octets of memory and calls for them, by what is done.
fn costs(document: &Document) -> Vec<(&'static str, u64)> {
    let (mapping, plan) = allocated(|| Plan::of(document, &Options::new()));
    let (installing, _) = allocated(|| plan.install(&mut MemoryTree::new()).unwrap());
    let body = document.to_wbxml().unwrap();
    let (provisioning, installed) = allocated(|| {
        let (mut contexts, mut tree, mut ledger) =
            (Contexts::new(), MemoryTree::new(), Ledger::new());
        let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
        let received = Received::from_card("8949", File::Bootstrap, &body).unwrap();
        let admitted = device.admit(&received, &[]).unwrap();
        let report = device.install(admitted);
        (report.is_installed(), device.remove_card("8949").decisions().len())
    });
    assert!(installed.0 && installed.1 > 0);
    vec![
        ("octets to map", mapping.octets),
        ("calls to map", mapping.calls),
        ("octets to install", installing.octets),
        ("calls to install", installing.calls),
        ("octets to provision", provisioning.octets),
        ("calls to provision", provisioning.calls),
    ]
}

fn check(name: &str, document: impl Fn(usize) -> Document) {
    let [one, two, four] = [COUNT, 2 * COUNT, 4 * COUNT].map(|count| costs(&document(count)));
    for (small, large) in [(&one, &two), (&two, &four)] {
        for ((what, less), (_, more)) in small.iter().zip(large) {
            // Lists grow in steps of twice their size, so that one may have just grown.
            let bound = less * 3 + 16_384;
            assert!(*more <= bound, "{name}: {what} grows from {less} to {more}");
        }
    }
}

fn w7(server: &str) -> Characteristic {
    Characteristic::new(Kind::Application)
        .with("APPID", "w7")
        .with("PROVIDER-ID", server)
        .with("ADDR", "https://dm.example/")
}

/// A reference is one look-up, however many access points have its name.
#[test]
fn references_to_many_access_points_cost_a_look_up_each() {
    let document = |references: usize| {
        let app =
            (0..references).fold(w7("com.example"), |app, _| app.with("TO-NAPID", "INTERNET"));
        let nap = |at: usize| {
            Characteristic::new(Kind::NapDef).with("NAPID", &format!("N{at}")).with_flag("INTERNET")
        };
        (0..64).fold(Document::new(), |document, at| document.with(nap(at))).with(app)
    };
    let cost = |references: usize| {
        let effective = document(references).effective().document;
        allocated(|| Plan::of_effective(&effective, &Options::new())).0.octets
    };
    let (few, many) = (cost(1), cost(1_001));
    assert!(many <= few + 16_384, "{few} octets for one, {many} for a thousand and one");
}

#[test]
fn twice_the_document_costs_twice() {
    let repeat = |count: usize, part: &dyn Fn(usize) -> Characteristic| {
        (0..count).fold(Document::new(), |document, at| document.with(part(at)))
    };
    check("accounts", |count| repeat(count, &|at| w7(&format!("s{at}"))));
    check("one account again and again", |count| repeat(count, &|_| w7("com.example")));
    check("accounts without a server", |count| repeat(count, &|_| w7("*")).with(w7("com.example")));
    check("access points", |count| {
        let nap = |at: usize| {
            Characteristic::new(Kind::NapDef)
                .with("NAPID", &format!("N{at}"))
                .with("NAP-ADDRESS", "internet")
        };
        repeat(count, &nap).with(w7("com.example"))
    });
    check("references", |count| {
        let app =
            (0..count).fold(w7("com.example"), |app, at| app.with("TO-NAPID", &format!("N{at}")));
        Document::new().with(app)
    });
    check("addresses", |count| {
        let app = (0..count).fold(w7("com.example"), |app, at| {
            let address = Characteristic::new(Kind::AppAddr).with("ADDR", &format!("h{at}"));
            app.with_child(address)
        });
        Document::new().with(app)
    });
    check("credentials", |count| {
        let app = (0..count).fold(w7("com.example"), |app, _| {
            let auth = Characteristic::new(Kind::AppAuth)
                .with("AAUTHLEVEL", "APPSRV")
                .with("AAUTHTYPE", "BASIC,DIGEST,HMAC")
                .with("AAUTHSECRET", "secret");
            app.with_child(auth)
        });
        Document::new().with(app)
    });
    check("parms of a vendor", |count| {
        let app = (0..count)
            .fold(w7("com.example"), |app, at| app.with(&format!("X-{}", at % 7), "value"));
        Document::new().with(app)
    });
    check("other applications", |count| {
        let app = |_| Characteristic::new(Kind::Application).with("APPID", "ap2001");
        repeat(count, &app).with(w7("com.example"))
    });
}
