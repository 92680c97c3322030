//! A disk without room: a small one of memory, in a mount namespace of its own that ends with the process.

use std::process::Command;

use tempfile::tempdir;

const DISK_BYTES: u32 = 4 << 20;

#[test]
fn a_full_disk_refuses_the_write_keeps_what_was_acknowledged_and_goes_on_when_there_is_room() {
    let folder = tempdir().unwrap();
    let disk = folder.path().display();
    let publisher = env!("CARGO_BIN_EXE_publisher");
    let run = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-ec"])
        .arg(format!(
            "mount -t tmpfs -o size={DISK_BYTES} tmpfs '{disk}'; exec '{publisher}' '{disk}/book.lendingos' fill"
        ))
        .output()
        .unwrap();
    let (said, complained) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}{complained}");
    assert!(said.contains("whole afterwards"), "{said}");
}
