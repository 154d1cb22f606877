//! Look-ups in the tables of registered numbers.

/// The row of a number, in a table that ascends by number.
pub(crate) fn by_number<R>(
    rows: &'static [R],
    number: u32,
    of: fn(&R) -> u32,
) -> Option<&'static R> {
    let at = rows.binary_search_by_key(&number, of).ok()?;
    rows.get(at)
}

/// The first row of a name, whatever its case.
pub(crate) fn by_name<R>(
    rows: &'static [R],
    name: &str,
    of: fn(&R) -> &'static str,
) -> Option<&'static R> {
    rows.iter().find(|row| of(row).eq_ignore_ascii_case(name))
}

#[cfg(test)]
pub(crate) fn assert_ascending(numbers: impl Iterator<Item = u32>) {
    let mut last = None;
    for number in numbers {
        assert!(last.is_none_or(|last| last < number), "{number:#x} is not above {last:x?}");
        last = Some(number);
    }
}
