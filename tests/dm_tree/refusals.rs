//! What a store refuses: each reason has its status, and nothing has changed.

use super::*;

/// A store that does not make any change.
struct Refusing {
    tree: MemoryTree,
    error: TreeError,
}

impl Tree for Refusing {
    fn read(&self, at: Path<'_>) -> Result<Cow<'_, Node>, TreeError> {
        self.tree.read(at)
    }

    fn children(&self, at: Path<'_>, visit: &mut dyn FnMut(&str)) -> Result<(), TreeError> {
        self.tree.children(at, visit)
    }

    fn write(&mut self, _: Edit<'_>) -> Result<(), TreeError> {
        Err(self.error)
    }

    fn exec(&mut self, _: Path<'_>, _: Option<&Bytes>) -> Result<Execution, TreeError> {
        Err(self.error)
    }
}

#[test]
fn what_a_store_refuses_has_its_status() {
    let document = "<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>N</NodeName><Value>v</Value></Node></MgmtTree>";
    let tnds = |target| {
        Item::new(target).with_type("application/vnd.syncml.dmtnds+xml").with_data(document)
    };
    for (error, expected) in [
        (TreeError::Forbidden, 403),
        (TreeError::NotAllowed, 405),
        (TreeError::NotSupported, 406),
        (TreeError::TooLarge, 413),
        (TreeError::UnsupportedType, 415),
        (TreeError::Full, 420),
        (TreeError::BadValue, 400),
        (TreeError::PermissionDenied, 425),
        (TreeError::Store, 500),
    ] {
        for operation in [
            Operation::Add(Item::new("./A/New").with_data("v")),
            Operation::Add(Item::new("./A/On/The/Way").with_data("v")),
            Operation::Add(tnds("./A")),
            Operation::Replace(Item::new("./A/L").with_data("w")),
            Operation::Replace(Item::new("./A/L?prop=ACL").with_data("Get=*")),
            Operation::Replace(Item::new("./A/L?prop=Name").with_data("M")),
            Operation::Replace(Item::new("./A/L?prop=Title").with_data("T")),
            Operation::Replace(tnds("./A")),
            Operation::Delete("./A/L"),
            Operation::Copy { source: "./A/L", target: "./A/M" },
            Operation::Exec { target: "./A/L", data: None },
        ] {
            let mut tree = store(&[("./A", Node::interior()), ("./A/L", Node::leaf("v"))]);
            set_acl(&mut tree, ".", "Add=*&Delete=*&Exec=*&Get=*&Replace=*");
            let before = snapshot(&tree);
            let mut engine = Engine::new(Refusing { tree, error });
            assert_eq!(status(&mut engine, "srv", &operation), expected, "{error:?} {operation:?}");
            assert_eq!(snapshot(&engine.tree().tree), before, "{operation:?}");
        }
    }
}
