//! `yrsa verify`: reads everything in the data folder and says what is damaged, and what does not fit in the audit. For a server that
//! does not run; changes nothing.

use std::process::ExitCode;

use clap::Args;

use super::{Failure, open, say};
use crate::config::Config;
use crate::features::audit::chain::Link;
use crate::features::audit::verify::verify;

/// What to hold the audit against.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// An entry of the audit that was noted elsewhere, with its hash; may be there several times
    #[arg(long = "noted", value_name = "SEQ:HASH", value_parser = noted)]
    noted: Vec<Link>,
}

fn noted(text: &str) -> Result<Link, String> {
    let (seq, hash) = text.split_once(':').ok_or("that is a number, a colon and a hash")?;
    let seq = seq.parse().map_err(|_| "what stands before the colon is the number of an entry")?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash {
        return Err("a hash has 64 digits of hex".to_owned());
    }
    Ok(Link { seq, hash: hash.to_ascii_lowercase() })
}

/// Checks the data folder; the exit code is 1 if anything is wrong.
pub(super) fn run(options: &Options, config: &Config) -> Result<ExitCode, Failure> {
    let storage = open(config)?;
    let mut lines = Vec::new();
    let stored = storage.verify(&mut |fault| {
        let document = fault.document.as_deref().unwrap_or("-");
        lines.push(format!("{document}: {}: {}", fault.place, fault.what));
    })?;
    let audit = verify(&*storage, &options.noted)?;
    storage.close()?;
    lines.extend(audit.faults.iter().map(|fault| format!("audit: entry {}: {}", fault.seq, fault.what)));
    lines.push(format!(
        "{} documents, {} log entries, {} records, {} bytes read; {} faults",
        stored.documents, stored.entries, stored.records, stored.bytes, stored.faults
    ));
    lines.push(format!(
        "audit: {} entries, {} to {}, the last has the hash {}; {} faults",
        audit.entries, audit.first, audit.end.seq, audit.end.hash, audit.faulty
    ));
    say(&(lines.join("\n") + "\n"))?;
    Ok(if stored.faults == 0 && audit.faulty == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
