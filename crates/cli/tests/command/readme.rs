//! The commands of the README of this package, and what it shows of what they print.

use super::output;

#[test]
fn what_the_readme_shows_is_what_is_printed() {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```console\n").skip(1);
    let mut commands = 0_usize;
    for block in blocks.map(|rest| rest.split("```").next().unwrap()) {
        for (command, shown) in
            block.split("$ provost ").skip(1).map(|text| text.split_once('\n').unwrap())
        {
            let words: Vec<&str> = command.split_whitespace().collect();
            let told = output(&words, "");
            // What is left out is between lines of three periods; what stands there is in that order.
            let pieces: Vec<&str> = shown.split("...\n").collect();
            assert!(told.starts_with(pieces[0]), "{command}: {told}");
            assert!(told.ends_with(pieces[pieces.len().saturating_sub(1)]), "{command}: {told}");
            let mut rest = told.as_str();
            for piece in pieces {
                let found = rest.split_once(piece);
                rest = found.unwrap_or_else(|| panic!("{command}: not told: {piece}")).1;
            }
            commands = commands.saturating_add(1);
        }
    }
    assert_eq!(commands, 6);
}
