//! A disk without room: a small one of memory, in a mount namespace of its own that ends with the process.

use std::process::Command;

use tempfile::tempdir;

const DISK_BYTES: u32 = 6 << 20;

/// Lets a process do something on a disk that is too small for it, and returns what it said and complained of.
fn on_a_small_disk(what: &str) -> (String, String) {
    let folder = tempdir().unwrap();
    let disk = folder.path().display();
    let publisher = env!("CARGO_BIN_EXE_publisher");
    let run = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-ec"])
        .arg(format!(
            "mount -t tmpfs -o size={DISK_BYTES} tmpfs '{disk}'; exec '{publisher}' '{disk}/book.lendingos' {what}"
        ))
        .output()
        .unwrap();
    let (said, complained) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}{complained}");
    (said.into_owned(), complained.into_owned())
}

#[test]
fn a_full_disk_refuses_the_write_keeps_what_was_acknowledged_and_goes_on_when_there_is_room() {
    let (said, _) = on_a_small_disk("fill");
    assert!(said.contains("whole afterwards"), "{said}");
}

#[test]
fn a_file_that_finds_no_room_is_refused_and_nothing_of_it_stays() {
    let (said, _) = on_a_small_disk("attach");
    assert!(said.contains("nothing half-stored, whole afterwards"), "{said}");
}

#[test]
fn a_workbook_that_finds_no_room_is_refused_without_a_word_and_the_old_one_stays() {
    let (said, complained) = on_a_small_disk("export");
    assert!(said.contains("the old one stayed each time"), "{said}");
    assert_eq!(complained, "");
}
