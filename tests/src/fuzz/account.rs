//! What must hold for any provisioning document that becomes objects of the tree, and for any message
//! that a device receives.

use provost::account::{MAX_FINDINGS, Options, Plan, Row, Template, Templates};
use provost::bootstrap::card::Kind;
use provost::bootstrap::{Bearer, Identity, Imsi, UserPin};
use provost::cp::{Contexts, Document, ReadOptions, Summary};
use provost::dm::bootstrap::Bootstrap;
use provost::dm::object::{Account, Layout};
use provost::dm::tree::{MemoryTree, Tree};
use provost::provision::{Device, Ledger, Received, Report, User};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 2] = [("account", account), ("provision", provision)];

/// Any document: what is installed is read back and has no more rights than its servers, and what is
/// not installed has left nothing.
pub fn account(input: &[u8]) {
    let document = Document::from_wbxml(input)
        .ok()
        .or_else(|| Document::read_xml(input, &ReadOptions::new()).ok().map(|read| read.document));
    let Some(document) = document else { return };
    let template =
        Template::new("w4", "urn:example:mo:mms:1.0", "./MMS").with(Row::new("CM", "Mode"));
    let templates = Templates::registered().with(template);
    for options in [Options::new().with_templates(templates), Options::v1_1_2()] {
        let plan = Plan::of(&document, &options);
        assert!(plan.findings().len() <= MAX_FINDINGS);
        let mut tree = MemoryTree::new();
        let Ok(report) = plan.install(&mut tree) else {
            assert!(tree.is_empty());
            continue;
        };
        assert_eq!(report.installed.objects.len(), plan.objects().len());
        for placed in &report.installed.objects {
            let node = tree.read(placed.at.path()).expect("installed");
            assert!(!node.acl.is_empty());
            for right in provost::dm::tree::Right::ALL {
                assert!(!node.acl.grants(right, "com.stranger.of.all"), "{:?}", node.acl);
            }
            if placed.server.is_some() {
                Account::read(&tree, placed.at.path()).expect("an account");
            }
        }
        assert!(report.sessions.iter().all(|session| tree.read(session.at.path()).is_ok()));
        // Once more: a second account of a server is refused, and changes nothing.
        let before = tree.len();
        if plan.install(&mut tree).is_err() {
            assert_eq!(tree.len(), before);
        }
    }
}

/// A user who types the same PIN again and again, and agrees.
struct Person;

impl User for Person {
    fn pin(&mut self, _: u8) -> Option<UserPin> {
        "1234".parse().ok()
    }

    fn consents(&mut self, summary: &Summary) -> bool {
        assert!(!summary.to_string().contains(['\u{1B}', '\u{202E}']));
        true
    }
}

/// Any message: without its MAC it is never installed; where it is let in all the same, all of it is
/// installed or nothing; and what a card brings goes with it.
pub fn provision(input: &[u8]) {
    let Some((head, body)) = input.split_first() else { return };
    let imsi: Imsi = "466923103145252".parse().expect("digits");
    let identities = [Identity::from(imsi)];
    let media_type = match head & 3 {
        0 => "application/vnd.wap.connectivity-wbxml",
        1 => "application/vnd.syncml.dm+wbxml",
        2 => "text/vnd.wap.connectivity-xml",
        _ => {
            "application/vnd.wap.connectivity-wbxml; SEC=1; MAC=1AF545FE2823DC9347064450F90FF1BBF957E146"
        }
    };
    let (mut contexts, mut tree, mut ledger) = (Contexts::new(), MemoryTree::new(), Ledger::new());
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
    let received = Received::from_content_type(media_type, body, Bearer::Sms).expect("a type");
    let report = device.receive(&received, &identities, &mut Person);
    assert!(!report.is_installed(), "{report}");
    assert!(device.tree.is_empty() && device.ledger.entries().is_empty());
    let report = match device.admit_unauthenticated(&received, "a fuzz target") {
        Ok(admitted) => {
            assert!(admitted.summary().to_string().len() < 10_000);
            device.install(admitted)
        }
        Err(report) => report,
    };
    check(&report, &device);

    let kind = if head & 1 == 0 { Kind::Bootstrap } else { Kind::DmBootstrap };
    let (mut contexts, mut tree, mut ledger) = (Contexts::new(), MemoryTree::new(), Ledger::new());
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
    if let Ok(received) = Received::from_card("1", kind, body) {
        let report = device.receive(&received, &identities, &mut Person);
        check(&report, &device);
        let again = device.receive(&received, &identities, &mut Person);
        assert_eq!(again.is_installed(), report.is_installed(), "{again}");
        let _ = device.remove_card("1");
        assert!(device.ledger.entries().is_empty());
        assert!(device.contexts.contexts().next().is_none());
        let standard = [Layout::V1_2.parent(), "./NAP", "./Proxy"];
        for parent in standard.iter().filter_map(|text| text.parse::<provost::dm::uri::Uri>().ok())
        {
            let mut count = 0;
            let _ = device.tree.children(parent.path(), &mut |_| count += 1);
            assert_eq!(count, 0, "{parent}");
        }
    }
    if let Ok(bootstrap) = Bootstrap::decode(body) {
        assert!(bootstrap.objects().count() <= provost::dm::bootstrap::MAX_OBJECTS);
    }
}

fn check(report: &Report, device: &Device<'_, MemoryTree>) {
    if report.is_installed() {
        assert_eq!(device.ledger.entries().len(), 1);
        assert!(report.objects().all(|at| device.tree.read(at.path()).is_ok()));
    } else {
        assert!(device.tree.is_empty() && device.ledger.entries().is_empty(), "{report}");
        assert!(device.contexts.contexts().next().is_none(), "{report}");
    }
    // One line for each decision, whatever is in the message.
    let lines = report.to_string();
    assert_eq!(lines.lines().count(), report.decisions().len(), "{lines}");
}
