//! Atomic, Sequence, and stores that take care of groups themselves.

use super::*;

#[test]
fn an_atomic_is_all_or_nothing() {
    let change = |target, data: &'static str| Operation::Replace(Item::new(target).with_data(data));
    let add = |target| Operation::Add(Item::new(target).with_data("v"));
    let rename = || Operation::Replace(Item::new("./Dynamic/Below?prop=Name").with_data("Other"));
    for (members, expected) in [
        (vec![change("./Dynamic/Leaf", "w"), add("./X/Y")], vec![200, 200, 200]),
        (vec![], vec![200]),
        (
            vec![change("./Dynamic/Leaf", "w"), change("./None", "w"), add("./X")],
            vec![507, 216, 404, 215],
        ),
        (
            vec![
                Operation::Delete("./Dynamic"),
                add("./Dynamic"),
                add("./A/B/C"),
                Operation::Delete("."),
            ],
            vec![507, 216, 216, 216, 405],
        ),
        (vec![rename(), add("./Dynamic/Other")], vec![507, 216, 418]),
        (
            vec![Operation::Copy { source: "./Dynamic/Leaf", target: "./Q/R" }, change("./N", "")],
            vec![507, 216, 404],
        ),
        (
            vec![change("./Dynamic/Leaf", "w"), Operation::Get("./Dynamic/Leaf"), add("./X")],
            vec![507, 216, 500, 215],
        ),
        (
            vec![change("./Dynamic/Leaf", "w"), Operation::Atomic(&[]), add("./X")],
            vec![507, 216, 500, 215],
        ),
        (vec![Operation::Sequence(&[])], vec![507, 500]),
        (vec![Operation::Exec { target: "./Dynamic/Leaf", data: None }], vec![507, 500]),
    ] {
        let mut engine = device("Add=*&Get=*&Replace=*&Delete=*&Exec=*");
        let before = snapshot(&engine.tree().0);
        let outcome = engine.execute("srv", &Operation::Atomic(&members));
        assert_eq!(statuses(&outcome), expected, "{members:?}");
        let is_same = snapshot(&engine.tree().0) == before;
        assert_eq!(is_same, expected[0] != 200 || members.is_empty(), "{members:?}");
        // The engine is not inside of a group any more.
        assert_eq!(status(&mut engine, "srv", &Operation::Get(".")), 200);
    }
    let mut engine = device("Get=*");
    engine.options_mut().atomic = false;
    assert_eq!(statuses(&engine.execute("srv", &Operation::Atomic(&[]))), [406]);
}

#[test]
fn a_sequence_goes_on() {
    let mut engine = device("Add=*&Get=*&Replace=*&Exec=*");
    let inner = [Operation::Delete("./None"), Operation::Add(Item::new("./Y"))];
    let members = [
        Operation::Get("./None"),
        Operation::Add(Item::new("./X").with_data("v")),
        Operation::Get("./X"),
        Operation::Exec { target: "./X", data: None },
        Operation::Exec { target: "./X", data: Some(Bytes::from_static(b"d")) },
        Operation::Atomic(&inner),
        Operation::Sequence(&[]),
    ];
    let outcome = engine.execute("srv", &Operation::Sequence(&members));
    assert_eq!(statuses(&outcome), [200, 404, 200, 200, 200, 202, 507, 500]);
    assert_eq!(outcome.members()[2].results()[0].text(), Some("v"));
}

/// A group whose members are executed one by one.
#[test]
fn groups_by_hand() {
    let mut engine = device("Add=*&Get=*&Replace=*");
    let before = snapshot(&engine.tree().0);
    engine.begin().expect("no group is open");
    assert_eq!(engine.begin(), Err(TreeError::NotAllowed));
    assert_eq!(status(&mut engine, "srv", &Operation::Add(Item::new("./X/Y"))), 200);
    engine.rollback().expect("a store in memory");
    assert_eq!(snapshot(&engine.tree().0), before);
    engine.begin().expect("no group is open");
    assert_eq!(status(&mut engine, "srv", &Operation::Add(Item::new("./X/Y"))), 200);
    engine.commit().expect("a store in memory");
    engine.rollback().expect("nothing to take back");
    assert_eq!(get(&mut engine, "srv", "./X").as_deref(), Ok("Y"));
}

/// A store that takes care of groups itself, and fails as it is told.
struct Native {
    tree: MemoryTree,
    saved: Option<MemoryTree>,
    fails_to_commit: bool,
    calls: Vec<&'static str>,
}

impl Tree for Native {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.calls.push("write");
        self.tree.write(edit)
    }

    fn begin(&mut self) -> Result<Transaction, TreeError> {
        self.calls.push("begin");
        self.saved = Some(self.tree.clone());
        Ok(Transaction::Native)
    }

    fn commit(&mut self) -> Result<(), TreeError> {
        self.calls.push("commit");
        if self.fails_to_commit {
            self.tree = self.saved.take().expect("a group");
            return Err(TreeError::Full);
        }
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), TreeError> {
        self.calls.push("rollback");
        self.tree = self.saved.take().expect("a group");
        Ok(())
    }
}

#[test]
fn transactions_of_a_store() {
    let native = |fails_to_commit| {
        let mut tree = store(&[("./A", Node::leaf("v"))]);
        set_acl(&mut tree, ".", "Add=*&Get=*&Replace=*");
        Engine::new(Native { tree, saved: None, fails_to_commit, calls: Vec::new() })
    };
    let change = || Operation::Replace(Item::new("./A").with_data("w"));
    let mut engine = native(false);
    let outcome = engine.execute("srv", &Operation::Atomic(&[change(), Operation::Delete("./N")]));
    assert_eq!(statuses(&outcome), [507, 216, 404]);
    assert_eq!(engine.tree().calls, ["begin", "write", "rollback"]);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("v"));
    let outcome = engine.execute("srv", &Operation::Atomic(&[change()]));
    assert_eq!(statuses(&outcome), [200, 200]);

    let mut engine = native(true);
    let outcome = engine.execute("srv", &Operation::Atomic(&[change(), change()]));
    assert_eq!(statuses(&outcome), [507, 216, 216]);
    assert_eq!(get(&mut engine, "srv", "./A").as_deref(), Ok("v"));
}

/// A store that stops writing after some edits, so that what was done cannot be taken back.
struct Failing {
    tree: MemoryTree,
    left: usize,
}

impl Tree for Failing {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        self.left = self.left.checked_sub(1).ok_or(TreeError::Store)?;
        self.tree.write(edit)
    }
}

#[test]
fn a_group_that_cannot_be_taken_back() {
    let add = |target| Operation::Add(Item::new(target));
    for (left, expected) in
        [(0, vec![507, 500, 215]), (1, vec![507, 516, 500]), (2, vec![200, 200, 200])]
    {
        let mut engine = Engine::new(Failing { tree: MemoryTree::new(), left });
        let outcome = engine.execute("srv", &Operation::Atomic(&[add("./A"), add("./B")]));
        assert_eq!(statuses(&outcome), expected, "{left} edits");
    }
}

/// A store whose edits fail one by one, as told.
struct Flaky {
    tree: MemoryTree,
    fails: Vec<bool>,
}

impl Tree for Flaky {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, edit: Edit<'_>) -> Result<(), TreeError> {
        if self.fails.pop() == Some(true) { Err(TreeError::Store) } else { self.tree.write(edit) }
    }
}

/// A member whose own part cannot be taken back spoils the whole group, though the rest can be.
#[test]
fn a_member_that_cannot_be_taken_back() {
    for (step_back_fails, expected) in [(false, [507, 216, 500]), (true, [507, 516, 500])] {
        // From the end: ./A, ./X, ./X/B, which fails, and the step back of ./X.
        let fails = vec![step_back_fails, true, false, false];
        let mut engine = Engine::new(Flaky { tree: MemoryTree::new(), fails });
        let add = |target| Operation::Add(Item::new(target));
        let outcome = engine.execute("srv", &Operation::Atomic(&[add("./A"), add("./X/B")]));
        assert_eq!(statuses(&outcome), expected);
    }
}
