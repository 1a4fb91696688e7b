//! The server's own signing key: 32 random bytes in `signing.key` in the data folder, made at the first start, readable by the
//! owner only. Whoever has it can make any token. Read at the start of the server and by `yrsa token`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use crate::access::secret::hex;

const FILE: &str = "signing.key";

/// Reads the key of a data folder, or makes it. A half-written file is never left behind.
pub fn own_secret(folder: &Path) -> io::Result<[u8; 32]> {
    let path = folder.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => return read(text.trim()).ok_or_else(|| damaged(&path)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    let mut name = [0; 8];
    getrandom::fill(&mut name).map_err(io::Error::other)?;
    let draft = folder.join(format!("{FILE}.{}", hex(&name)));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let written = file.write_all(format!("{}\n", hex(&secret)).as_bytes()).and_then(|()| file.sync_all());
    // A link, unlike a rename, leaves alone what another process made meanwhile.
    let linked = written.and_then(|()| fs::hard_link(&draft, &path));
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(&path)?;
            return read(text.trim()).ok_or_else(|| damaged(&path));
        }
        linked => linked?,
    }
    File::open(folder)?.sync_all()?;
    Ok(secret)
}

fn damaged(path: &Path) -> io::Error {
    let text =
        format!("{} is not 64 hex digits; restore it, or remove it to have a new one made (all logins end)", path.display());
    io::Error::new(io::ErrorKind::InvalidData, text)
}

fn read(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut secret = [0; 32];
    for (at, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let secret = own_secret(folder.path()).unwrap();
        assert_eq!(own_secret(folder.path()).unwrap(), secret);
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [FILE]);
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "abc", &"g".repeat(64), &"é".repeat(32)] {
            fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(own_secret(folder.path()).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
    }
}
