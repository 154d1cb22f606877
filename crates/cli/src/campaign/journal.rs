//! The folder of a campaign: what was written, and how far it is valid. Only its owner may read it.
//!
//! Lines are appended to the two files and are on the disk before the journal says so. What is behind
//! the last whole line of the journal was cut off in the midst, and is made again.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Counts;
use crate::failure::Failure;
use crate::output;

/// How far a campaign got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) counts: Counts,
    /// The digest of the table up to there.
    pub(super) table: u64,
    /// The octets of the two files.
    pub(super) messages: u64,
    pub(super) errors: u64,
}

/// The files of a campaign.
pub(super) struct Folder {
    path: PathBuf,
    messages: File,
    errors: File,
    journal: File,
    place: Place,
}

impl Folder {
    /// Opens a folder, or begins one: what is behind the journal is cut off.
    pub(super) fn open(path: &Path, identity: &Value) -> Result<Self, Failure> {
        let fault = |error| Failure::File { path: path.to_owned(), error };
        output::create_private_folder(path).map_err(fault)?;
        let name = path.join("journal");
        let first = format!("{identity}\n");
        let mut journal = output::open_private(&name).map_err(fault)?;
        let (begin, place, end) = read(&mut journal).map_err(fault)?;
        let other = match begin {
            Some(line) => line != first,
            // A journal whose first line is not whole has nothing behind it; without one, the other
            // files are not ours.
            None => ["messages.jsonl", "errors.jsonl"]
                .iter()
                .any(|name| path.join(name).metadata().is_ok_and(|data| data.len() > 0)),
        };
        if other {
            let text = "is the folder of another campaign";
            return Err(Failure::Usage(format!("{} {text}", path.display())));
        }
        let mut own = Self {
            path: path.to_owned(),
            messages: output::open_private(&path.join("messages.jsonl")).map_err(fault)?,
            errors: output::open_private(&path.join("errors.jsonl")).map_err(fault)?,
            journal,
            place,
        };
        own.cut(place, end).map_err(fault)?;
        if end == 0 {
            own.journal.write_all(first.as_bytes()).map_err(fault)?;
            own.journal.sync_data().map_err(fault)?;
        }
        Ok(own)
    }

    pub(super) const fn place(&self) -> Place {
        self.place
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends lines; they count when the journal has them.
    pub(super) fn append(
        &mut self,
        messages: &str,
        errors: &str,
        counts: Counts,
        table: u64,
    ) -> Result<(), Failure> {
        if counts.rows == self.place.counts.rows {
            return Ok(());
        }
        let length = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX);
        let place = Place {
            messages: self.place.messages.saturating_add(length(messages)),
            errors: self.place.errors.saturating_add(length(errors)),
            ..Place::new(counts, table)
        };
        let fault = |error| Failure::File { path: self.path.clone(), error };
        for (file, text) in [(&mut self.messages, messages), (&mut self.errors, errors)] {
            file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).map_err(fault)?;
        }
        self.journal.write_all(line(&place).as_bytes()).map_err(fault)?;
        self.journal.sync_data().map_err(fault)?;
        self.place = place;
        Ok(())
    }

    /// Cuts the files to what counts.
    fn cut(&mut self, place: Place, journal: u64) -> io::Result<()> {
        for (file, length) in [
            (&mut self.messages, place.messages),
            (&mut self.errors, place.errors),
            (&mut self.journal, journal),
        ] {
            if file.metadata()?.len() < length {
                let text = "a file of the folder is shorter than its journal says";
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            file.set_len(length)?;
            file.seek(SeekFrom::End(0))?;
        }
        Ok(())
    }
}

/// The first line of a journal, the place that its last whole line tells, and where that ends.
fn read(journal: &mut File) -> io::Result<(Option<String>, Place, u64)> {
    let mut reader = BufReader::new(journal);
    let (mut begin, mut place, mut end) = (None, Place::new(Counts::default(), 0), 0_u64);
    loop {
        let mut text = Vec::new();
        let length = reader.read_until(b'\n', &mut text)?;
        let Some(text) = String::from_utf8(text).ok().filter(|text| text.ends_with('\n')) else {
            break;
        };
        if begin.is_none() {
            begin = Some(text);
        } else if let Some(read) = parse(&text) {
            place = read;
        } else {
            break;
        }
        end = end.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
    }
    Ok((begin, place, end))
}

/// A line of the journal: its numbers, and a digest of them.
fn line(place: &Place) -> String {
    let Place { counts, table, messages, errors } = place;
    let Counts { rows, messages: made, segments, errors: failed } = counts;
    let text = format!("{rows} {made} {segments} {failed} {table:016x} {messages} {errors}");
    format!("{text} {:016x}\n", digest(START, text.as_bytes()))
}

fn parse(text: &str) -> Option<Place> {
    let (numbers, sum) = text.trim_end_matches('\n').rsplit_once(' ')?;
    if u64::from_str_radix(sum, 16).ok()? != digest(START, numbers.as_bytes()) {
        return None;
    }
    let mut numbers = numbers.split(' ');
    let mut next = |radix| u64::from_str_radix(numbers.next()?, radix).ok();
    let counts =
        Counts { rows: next(10)?, messages: next(10)?, segments: next(10)?, errors: next(10)? };
    Some(Place { counts, table: next(16)?, messages: next(10)?, errors: next(10)? })
}

/// Where a digest begins.
pub(super) const START: u64 = 0xCBF2_9CE4_8422_2325;

/// FNV-1a, which tells files apart that were mixed up, and nothing against who wants to.
pub(super) fn digest(start: u64, octets: &[u8]) -> u64 {
    octets
        .iter()
        .fold(start, |sum, octet| (sum ^ u64::from(*octet)).wrapping_mul(0x0000_0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_again() {
        let counts = Counts { rows: 3, messages: 2, segments: 5, errors: 1 };
        let place = Place { counts, table: 7, messages: 100, errors: 40 };
        let text = line(&place);
        assert_eq!(parse(&text), Some(place));
        // Neither a number that lost a digit nor one that has another.
        assert_eq!(parse(&text.replacen('3', "4", 1)), None);
        for length in 0..text.len() - 1 {
            assert_eq!(parse(&text[..length]), None, "{length}");
        }
        assert_eq!(digest(START, b"foobar"), 0x8594_4171_F739_67E8);
    }
}
