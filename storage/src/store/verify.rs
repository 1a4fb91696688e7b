//! The full check: every document is read as a room and as history would read it, every cell and record is decoded, every
//! journal segment scanned. Runs beside everything else; changes nothing.

use std::collections::HashSet;
use std::ops::Bound;

use crate::error::{Error, Result};
use crate::journal::frame::Home;
use crate::journal::scan::{Extent, scan};
use crate::journal::{HEADER_LEN, Header, segment_name};
use crate::status::{DocumentInfo, Fault, Verified};
use crate::tree::keys;

use super::read::decode_meta;
use super::{Store, fault_of, lock};

/// Documents or records looked at in one go.
const PAGE: usize = 256;

/// A check under way.
struct Check<'a> {
    visitor: &'a mut dyn FnMut(&Fault),
    verified: Verified,
}

impl Check<'_> {
    fn fault(&mut self, fault: &Fault) {
        self.verified.faults += 1;
        (self.visitor)(fault);
    }

    /// Shows damage; passes on what is not damage.
    fn take<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) => match fault_of(&error) {
                Some(fault) => {
                    self.fault(&fault);
                    Ok(None)
                }
                None => Err(error),
            },
        }
    }
}

impl Store {
    pub(super) fn verify(&self, visitor: &mut dyn FnMut(&Fault)) -> Result<Verified> {
        let mut check = Check { visitor, verified: Verified::default() };
        self.verify_documents(&mut check)?;
        self.verify_records(&mut check)?;
        self.verify_cells(&mut check)?;
        self.verify_journal(&mut check)?;
        Ok(check.verified)
    }

    fn verify_documents(&self, check: &mut Check<'_>) -> Result<()> {
        let mut after: Option<std::sync::Arc<str>> = None;
        loop {
            let page = self.documents("", after.as_deref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(std::sync::Arc::clone(&last.id));
            for info in &page {
                check.verified.documents += 1;
                if let Some(Some(document)) = check.take(self.load(&info.id))? {
                    let state = document.snapshot.map_or(0, |snapshot| snapshot.state.len());
                    check.verified.bytes += (state + document.parked.len()) as u64;
                    self.verify_history(info, check)?;
                }
            }
        }
    }

    fn verify_history(&self, info: &DocumentInfo, check: &mut Check<'_>) -> Result<()> {
        let Some(log) = check.take(self.log(&info.id, 0..u64::MAX))? else { return Ok(()) };
        check.verified.entries += log.len() as u64;
        check.verified.bytes += log.iter().map(|entry| entry.update.len() as u64).sum::<u64>();
        let first = log.first().map_or(info.head_seq + 1, |entry| entry.seq);
        // It may have been trimmed between the list and the look: then the list says the same now.
        let listed = self.documents(&info.id, None, 1)?.into_iter().find(|now| now.id == info.id);
        if first > info.first_seq && listed.is_some_and(|now| now.first_seq == info.first_seq) {
            let what = format!("entries {} to {} are missing", info.first_seq, first - 1);
            check.fault(&Fault { document: Some(std::sync::Arc::clone(&info.id)), place: "log".into(), what });
        }
        Ok(())
    }

    fn verify_records(&self, check: &mut Check<'_>) -> Result<()> {
        let tree = self.tree();
        for item in tree.walk(vec![keys::RECORD], Bound::Unbounded) {
            let (key, cell) = item?;
            // Through the front door: it may be replaced at this moment, and its file with it.
            let value = cell.and_then(|_| self.record(&key[1..]));
            if let Some(Some(value)) = check.take(value)? {
                check.verified.bytes += value.len() as u64;
            }
            check.verified.records += 1;
        }
        let overlay = lock(&self.overlay);
        let fresh = overlay.records.iter().filter(|(_, record)| record.value.is_some()).count();
        drop(overlay);
        check.verified.records = check.verified.records.max(fresh as u64);
        Ok(())
    }

    /// Decodes every cell, and looks for logs without a document.
    fn verify_cells(&self, check: &mut Check<'_>) -> Result<()> {
        let tree = self.tree();
        let mut numbers = HashSet::new();
        let mut is_certain = true;
        for item in tree.walk(vec![keys::DOCUMENT], Bound::Unbounded) {
            let (key, cell) = item?;
            match cell.and_then(|cell| decode_meta(&key, &cell)) {
                Ok(meta) => is_certain &= numbers.insert(meta.number),
                // Shown when its document was loaded.
                Err(_) => is_certain = false,
            }
        }
        let mut stray = HashSet::new();
        for item in tree.walk(vec![keys::CHUNK], Bound::Unbounded) {
            let (key, _) = item?;
            match keys::parse_chunk(&key) {
                Some((number, _)) if !is_certain || numbers.contains(&number) => {}
                Some((number, _)) => {
                    stray.insert(number);
                }
                None => {
                    check.fault(&Fault {
                        document: None,
                        place: crate::tree::place(&key),
                        what: "a key of no known form".into(),
                    });
                }
            }
        }
        let known = self.pending_numbers();
        for number in stray.difference(&known) {
            let what = "a log without its document".to_owned();
            check.fault(&Fault { document: None, place: format!("tree: document number {number}"), what });
        }
        Ok(())
    }

    fn pending_numbers(&self) -> HashSet<u64> {
        let overlay = lock(&self.overlay);
        overlay.documents.keys().chain(overlay.removed.keys()).copied().collect()
    }

    fn verify_journal(&self, check: &mut Check<'_>) -> Result<()> {
        let (segments, salt) = {
            let writer = lock(&self.writer);
            (writer.journal.segments(), writer.journal.salt())
        };
        for (number, len) in segments {
            let place = format!("journal/{}", segment_name(number));
            let path = self.folder.journal().join(segment_name(number));
            let bytes = match self.disk.read(&path) {
                Ok(bytes) => bytes::Bytes::from(bytes),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    // A checkpoint may just have removed it.
                    if lock(&self.writer).journal.segments().contains_key(&number) {
                        check.fault(&Fault { document: None, place, what: "the file is missing".into() });
                    }
                    continue;
                }
                Err(error) => return Err(Error::io(format!("reading {}", path.display()), error)),
            };
            check.verified.bytes += bytes.len() as u64;
            let mut faults = Vec::new();
            if Header::decode(&bytes).is_err() {
                faults.push("its header is damaged".to_owned());
            }
            let bytes = bytes.slice(..bytes.len().min(usize::try_from(len).unwrap_or(usize::MAX)));
            match scan(Home { salt, segment: number }, &bytes, Extent::Known(len.max(HEADER_LEN)), &mut |_| {}) {
                Ok(scanned) => faults
                    .extend(scanned.damage.iter().map(|range| format!("bytes {} to {} are damaged", range.start, range.end))),
                Err(fault) => faults.push(format!("an operation that cannot be read: expected {}", fault.0)),
            }
            for what in faults {
                check.fault(&Fault { document: None, place: place.clone(), what });
            }
        }
        Ok(())
    }
}
