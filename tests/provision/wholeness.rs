//! All of it or nothing, and nothing of others.

use super::*;

/// Two authorities on one device: each sees and changes its own.
#[test]
fn servers_do_not_touch_what_is_of_others() {
    let mut kept = Kept::default();
    for (server, owner) in [("com.operator", ""), ("com.enterprise", "enterprise")] {
        let body = cp([nap("internet"), w7(server, "planted")]);
        let text = signed(CP, &body, Method::UserPin);
        let received = received(&text, &body).of_owner(owner);
        let report = kept.receive(&received, &mut Person::with_pin("1234"));
        assert!(report.is_installed(), "{report}");
    }
    let mut engine = Engine::new(kept.tree.clone());
    let mut status =
        |server: &str, operation: &Operation<'_>| engine.execute(server, operation).status().0;
    let (own, other) = ("./DMAcc/w7-1", "./DMAcc/w7-1-2");
    for (server, own, other) in [("com.operator", own, other), ("com.enterprise", other, own)] {
        assert_eq!(status(server, &Operation::Get(own)), 200);
        assert_eq!(status(server, &Operation::Get(other)), 425);
        assert_eq!(status(server, &Operation::Delete(other)), 425);
        let name = format!("{other}/AppAddr/1/Addr");
        let replace = Operation::Replace(Item::new(&name).with_data("http://evil/"));
        assert_eq!(status(server, &replace), 425);
    }
}

#[test]
fn a_failure_takes_everything_back() {
    let body = cp([tps("http://tps.example/"), nap("internet"), w7("com.example", "planted")]);
    let text = signed(CP, &body, Method::UserPin);
    let message = dm("com.example");
    let dm_text = signed(DM, &message, Method::DmUserPin);
    for (text, body) in [(&text, &body), (&dm_text, &message)] {
        for limit in 1..24 {
            let mut kept = Kept { tree: MemoryTree::new().with_limit(limit), ..Kept::default() };
            let report = kept.receive(&received(text, body), &mut Person::with_pin("1234"));
            if report.is_installed() {
                continue;
            }
            assert!(kept.tree.is_empty() && kept.ledger.entries().is_empty(), "{limit}");
            assert!(kept.contexts.expect("contexts").contexts().next().is_none(), "{limit}");
        }
    }
    // Contexts that are full: the tree is as it was.
    let mut contexts = Contexts::with_limits(0, 0);
    let (mut tree, mut ledger) = (MemoryTree::new(), Ledger::new());
    let mut device = Device::new(&mut contexts, &mut tree, &mut ledger);
    let report = device.receive(&received(&text, &body), &sims(), &mut Person::with_pin("1234"));
    assert!(matches!(report.decisions().last(), Some(Decision::ContextRefused(_))), "{report}");
    assert!(tree.is_empty() && ledger.entries().is_empty());
}

/// A store with transactions of its own that refuses every one at its end.
#[derive(Default)]
struct FailsAtTheEnd {
    tree: MemoryTree,
    before: MemoryTree,
}

impl Tree for FailsAtTheEnd {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.tree.write(edit)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        self.before = self.tree.clone();
        Ok(Transaction::Native)
    }

    fn commit(&mut self) -> Result<(), TreeError> {
        Err(TreeError::Full)
    }

    fn rollback(&mut self) -> Result<(), TreeError> {
        self.tree = self.before.clone();
        Ok(())
    }
}

#[test]
fn a_store_that_fails_at_the_end_takes_the_context_back() {
    let first = cp([tps("http://tps.example/"), nap("first")]);
    let text = signed(CP, &first, Method::UserPin);
    let mut kept = Kept::default();
    assert!(kept.receive(&received(&text, &first), &mut Person::with_pin("1234")).is_installed());
    let id = kept.ledger.entries()[0].context.clone().expect("a context");

    let body = cp([nap("second")]);
    let text = signed(CP, &body, Method::UserPin);
    let mut contexts = kept.contexts.expect("contexts");
    let (before, mut store, mut ledger) = (contexts.clone(), FailsAtTheEnd::default(), kept.ledger);
    let entries = ledger.entries().to_vec();
    let mut device = Device::new(&mut contexts, &mut store, &mut ledger);
    let update = received(&text, &body).for_context(&id);
    let report = device.receive(&update, &sims(), &mut Person::with_pin("1234"));
    assert!(matches!(report.decisions().last(), Some(Decision::Tree(_))), "{report}");
    assert!(contexts == before && ledger.entries() == entries);
}
