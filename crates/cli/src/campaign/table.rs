//! The table: CSV as RFC 4180 has it, read strictly and line by line.
//!
//! Commas separate fields; a field may be in quotes, in which two quotes are one. The first line has
//! the names of the columns, and every other as many fields. What departs is an error of its line,
//! and the next line is read all the same. One thing of RFC 4180 is an error as well: a field that
//! goes on in the next line. A quote that somebody forgot would swallow every row behind it.

use std::io::{self, BufRead, BufReader, Read};

use super::journal;

/// Octets of a line: a file that is no table may be one line without end.
const LONGEST: u64 = 1 << 20;

/// A line of the table.
#[derive(Debug)]
pub(super) struct Row {
    /// Counts from 1, without the names.
    pub(super) number: u64,
    /// Of the file, from 1.
    pub(super) line: u64,
    /// The fields, or what is wrong with the line.
    pub(super) fields: Result<Vec<String>, String>,
}

/// A table that is being read.
pub(super) struct Table {
    reader: BufReader<Box<dyn Read>>,
    columns: Vec<String>,
    line: u64,
    rows: u64,
    octets: u64,
    digest: u64,
    /// The digest up to the last row: what is behind it may be empty lines.
    row_digest: u64,
}

impl Table {
    /// Reads the names.
    pub(super) fn new(source: Box<dyn Read>) -> io::Result<Result<Self, String>> {
        let mut table = Self {
            reader: BufReader::new(source),
            columns: Vec::new(),
            line: 0,
            rows: 0,
            octets: 0,
            digest: journal::START,
            row_digest: journal::START,
        };
        let first = table.read_line()?.unwrap_or_default();
        // Spreadsheets put a byte order mark in front.
        let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first);
        Ok(fields(first).map_err(|error| format!("line 1 of the table: {error}")).and_then(
            |columns| {
                let repeated = (1..)
                    .zip(&columns)
                    .find_map(|(next, name)| columns.get(next..)?.contains(name).then_some(name));
                if let Some(name) = repeated {
                    return Err(format!("column {name:?} is there twice"));
                }
                if !columns.iter().any(|name| name == "address") {
                    let is_other = columns.iter().any(|name| name.contains([';', '\t']));
                    let hint = if is_other { ": commas are between columns" } else { "" };
                    return Err(format!("the table has no column address{hint}"));
                }
                Ok(Self { columns, ..table })
            },
        ))
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Rows that were read.
    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Octets that were read.
    pub(super) const fn octets(&self) -> u64 {
        self.octets
    }

    /// A digest of the names and of the rows that were read.
    pub(super) const fn row_digest(&self) -> u64 {
        self.row_digest
    }

    /// The fields of rows to come, of those that are whole in the buffer: for a look ahead.
    pub(super) fn ahead(&mut self) -> io::Result<Vec<Vec<String>>> {
        let expected = self.columns.len();
        let lines = self.reader.fill_buf()?.split_inclusive(|octet| *octet == b'\n');
        let lines = lines.filter_map(|line| line.strip_suffix(b"\n"));
        let rows = lines.filter_map(|line| fields(line.strip_suffix(b"\r").unwrap_or(line)).ok());
        Ok(rows.filter(|fields| fields.len() == expected).collect())
    }

    /// The next row; empty lines are none.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let Some(line) = self.read_line()? else { return Ok(None) };
            if line.is_empty() {
                continue;
            }
            self.rows = self.rows.saturating_add(1);
            self.row_digest = self.digest;
            let expected = self.columns.len();
            let fields = fields(&line).and_then(|fields| match fields.len() {
                count if count == expected => Ok(fields),
                count => Err(format!("expected {expected} fields, found {count}")),
            });
            return Ok(Some(Row { number: self.rows, line: self.line, fields }));
        }
    }

    /// A line without its end. Of one that is too long the rest is passed over.
    fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let most = LONGEST.saturating_add(1);
        if (&mut self.reader).take(most).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.line = self.line.saturating_add(1);
        self.count(&line);
        let mut rest = Vec::new();
        let mut is_open = !line.ends_with(b"\n");
        while is_open {
            rest.clear();
            let read = (&mut self.reader).take(LONGEST).read_until(b'\n', &mut rest)?;
            self.count(&rest);
            is_open = read > 0 && !rest.ends_with(b"\n");
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Some(line))
    }

    fn count(&mut self, octets: &[u8]) {
        self.octets = self.octets.saturating_add(u64::try_from(octets.len()).unwrap_or(u64::MAX));
        self.digest = journal::digest(self.digest, octets);
    }
}

/// The fields of a line. Errors have columns of text and no value: it may be a secret.
fn fields(line: &[u8]) -> Result<Vec<String>, String> {
    if u64::try_from(line.len()).unwrap_or(u64::MAX) > LONGEST {
        return Err(format!("line of more than {LONGEST} octets"));
    }
    let text = core::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let place = text.len().saturating_sub(rest.len()).saturating_add(1);
        let (field, behind) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_field(quoted)
                .ok_or_else(|| format!("quote without an end at character {place}"))?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (field, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
                if field.contains('"') {
                    return Err(format!("quote inside of a field at character {place}"));
                }
                (field.to_owned(), behind)
            }
        };
        fields.push(field);
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None if behind.is_empty() => return Ok(fields),
            None => return Err(format!("text behind the quotes at character {place}")),
        }
    }
}

/// A field in quotes behind the first of them, and what follows its end.
fn quoted_field(text: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (piece, behind) = rest.split_once('"')?;
        field.push_str(piece);
        match behind.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Some((field, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &[u8]) -> Result<Table, String> {
        Table::new(Box::new(io::Cursor::new(text.to_vec()))).unwrap()
    }

    #[test]
    fn fields_of_lines() {
        let of = |line: &str| fields(line.as_bytes());
        assert_eq!(of("a,\"b \"\"c\"\", d\",,\"\"").unwrap(), ["a", "b \"c\", d", "", ""]);
        assert_eq!(of(" a , b").unwrap(), [" a ", " b"]);
        for (line, error) in [
            ("a,\"b", "quote without an end at character 3"),
            ("a\"b\",c", "quote inside of a field at character 1"),
            ("a,\"b\"c", "text behind the quotes at character 3"),
        ] {
            assert_eq!(of(line).unwrap_err(), error);
        }
        assert_eq!(fields(b"\xFF").unwrap_err(), "not UTF-8");
    }

    #[test]
    fn rows_and_their_faults() {
        let text = b"\xEF\xBB\xBFaddress,imsi\r\n1,2\r\n\r\n3\n\"4,5\n6,7";
        let mut table = table(text).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = table.next_row().unwrap() {
            rows.push((row.number, row.line, row.fields.ok().map(|it| it.join("|"))));
        }
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(rows, [(1, 2, some("1|2")), (2, 4, None), (3, 5, None), (4, 6, some("6|7"))]);
        assert_eq!(table.octets(), u64::try_from(text.len()).unwrap());
    }

    #[test]
    fn names_of_columns() {
        for (text, error) in [
            (&b""[..], "the table has no column address"),
            (b"address;imsi\n", "the table has no column address: commas are between columns"),
            (b"address\timsi\n", "the table has no column address: commas are between columns"),
            (b"a,b,a,address\n", "column \"a\" is there twice"),
            (b"\"a\n", "line 1 of the table: quote without an end at character 1"),
        ] {
            assert_eq!(table(text).err().unwrap(), error);
        }
    }

    #[test]
    fn a_line_without_end() {
        let long = [&b"address\n"[..], &[b'a'; 3 << 20], b"\n1\n"].concat();
        let mut table = table(&long).unwrap();
        let first = table.next_row().unwrap().unwrap();
        assert_eq!(first.fields.unwrap_err(), "line of more than 1048576 octets");
        assert_eq!(table.next_row().unwrap().unwrap().fields.unwrap(), ["1"]);
        assert!(table.next_row().unwrap().is_none());
    }
}
