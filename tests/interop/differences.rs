//! The list of differences, and comparisons that must agree with it to the entry.

use std::{collections::BTreeSet, sync::OnceLock};

use provost_tests::vectors;
use toml::{Table, Value};

/// Entries of `expected_differences.toml`.
#[derive(Debug)]
struct Difference {
    comparisons: Vec<String>,
    documents: Vec<String>,
    /// What makes one of the other when it is replaced throughout.
    replace: Vec<(String, String)>,
    /// Whether white space differs too.
    space: bool,
    /// What the other program says when it fails.
    fails: Option<String>,
}

impl Difference {
    fn is_of(&self, comparison: &str) -> bool {
        self.comparisons.iter().any(|name| name == comparison)
    }

    /// Whether two texts differ in this way, and in nothing else.
    fn explain(&self, ours: &str, theirs: Result<&str, &str>) -> Result<(), String> {
        let theirs = match (theirs, &self.fails) {
            (Ok(theirs), None) => theirs,
            (Ok(_), Some(_)) => return Err("listed as a failure, but none".to_owned()),
            (Err(error), Some(fails)) if error.contains(fails) => return Ok(()),
            (Err(error), _) => return Err(error.to_owned()),
        };
        let mut ours = ours.to_owned();
        for (one, other) in &self.replace {
            if !ours.contains(one) {
                return Err(format!("nothing to replace: {one:?}"));
            }
            ours = ours.replace(one, other);
        }
        let words = |text: &str| text.split_ascii_whitespace().collect::<String>();
        if ours == theirs || (self.space && words(&ours) == words(theirs)) {
            return Ok(());
        }
        Err(window(&ours, theirs))
    }
}

/// One comparison over many documents.
#[derive(Debug)]
pub(crate) struct Comparison {
    name: &'static str,
    met: BTreeSet<String>,
    count: usize,
    equal: usize,
    faults: Vec<String>,
}

impl Comparison {
    /// A comparison by its name in the list.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, met: BTreeSet::new(), count: 0, equal: 0, faults: Vec::new() }
    }

    /// Compares two texts: the same, or different in the way that is listed.
    pub(crate) fn check(&mut self, document: &str, ours: &str, theirs: Result<&str, &str>) {
        self.count += 1;
        let listed = listed(self.name, document);
        if listed.is_some() {
            self.met.insert(document.to_owned());
        }
        let same = theirs == Ok(ours);
        self.equal += usize::from(same);
        let fault = match (listed, theirs) {
            (None, _) if same => return,
            (None, Ok(theirs)) => window(ours, theirs),
            (None, Err(error)) => error.to_owned(),
            (Some(_), _) if same => "listed, but equal".to_owned(),
            (Some(difference), theirs) => match difference.explain(ours, theirs) {
                Ok(()) => return,
                Err(fault) => fault,
            },
        };
        self.faults.push(format!("{document}: {fault}"));
    }

    /// Checks that there was no fault, and that everything listed was met.
    pub(crate) fn finish(self) {
        let Self { name, met, count, equal, mut faults } = self;
        println!("{name}: {equal} of {count} equal, {} documents listed", met.len());
        let listed = differences().iter().filter(|difference| difference.is_of(name));
        for document in listed.flat_map(|difference| &difference.documents) {
            // Without the shared data, most documents are absent.
            if !met.contains(document) && !vectors::corpus().is_empty() {
                faults.push(format!("{document}: listed, but not compared"));
            }
        }
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

fn listed(comparison: &str, document: &str) -> Option<&'static Difference> {
    let mut listed = differences().iter().filter(|difference| difference.is_of(comparison));
    listed.find(|difference| difference.documents.iter().any(|name| name == document))
}

fn differences() -> &'static [Difference] {
    static DIFFERENCES: OnceLock<Vec<Difference>> = OnceLock::new();
    DIFFERENCES.get_or_init(|| {
        let list: Table = include_str!("expected_differences.toml").parse().expect("TOML");
        list["difference"].as_array().expect("a list").iter().map(difference).collect()
    })
}

fn difference(row: &Value) -> Difference {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    assert!(!row["reason"].as_str().expect("a reason").is_empty());
    let array = |key| row.get(key).map_or(&[][..], |value| value.as_array().expect(key));
    let pair = |pair: &Value| (text(&pair[0]), text(&pair[1]));
    Difference {
        comparisons: array("comparisons").iter().map(text).collect(),
        documents: array("documents").iter().map(text).collect(),
        replace: array("replace").iter().map(pair).collect(),
        space: row.get("space").is_some_and(|space| space.as_bool() == Some(true)),
        fails: row.get("fails").map(text),
    }
}

/// The first place where two texts differ.
fn window(ours: &str, theirs: &str) -> String {
    let common = ours.bytes().zip(theirs.bytes()).take_while(|(one, other)| one == other);
    let at = common.count();
    let cut = |text: &str| {
        let end = (at + 60).min(text.len());
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(30).min(end)..end]).into_owned()
    };
    format!("\n  ours   {:?}\n  theirs {:?}", cut(ours), cut(theirs))
}
