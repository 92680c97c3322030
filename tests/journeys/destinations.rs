//! What a file that is written must never take the place of: a book, and anything that is no file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use api::{Desk, DeskConfig, ErrorCode};
use lendingos_tests::{Place, TestDesk, ok};
use serde_json::{Value as Json, json};

/// A book in a file, with a loan, a document and an attachment; of a server there is no file to write over.
struct InFile {
    test: TestDesk,
    attachment_id: Json,
    document_id: Json,
}

impl InFile {
    fn new() -> Self {
        let test = TestDesk::in_file();
        let loan_id = test.funded_loan(
            json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }),
        );
        test.desk.work_off().unwrap();
        let invoice = test.folder.path().join("invoice.pdf");
        fs::write(&invoice, b"%PDF-1.4\ninvoice").unwrap();
        let added = test.ok("attachment.add", json!({ "loan_id": loan_id, "path": invoice }));
        let documents = test.ok("document.list", json!({ "loan_id": loan_id }));
        fs::write(test.folder.path().join("tape.csv"), "Borrower,Amount,Rate,Term\nAnn,much,7.5,12\n")
            .unwrap();
        Self {
            attachment_id: added["attachment_id"].clone(),
            document_id: documents["documents"][0]["document_id"].clone(),
            test,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.test.folder.path().join(name)
    }

    /// Every command that writes a file, with the field that names it.
    fn writers(&self, path: &Path) -> Vec<(&'static str, &'static str, Json)> {
        let mut tape = json!({ "path": self.file("tape.csv"), "kind": "loans", "to": path, "format": "csv", "replace": true });
        tape["mapping"] = Json::Null;
        let saved = |id: &str, of: &Json| json!({ id: of, "save_to": path });
        vec![
            (
                "export.run",
                "path",
                json!({ "kind": "loans", "path": path, "format": "csv", "replace": true }),
            ),
            (
                "export.run",
                "path",
                json!({ "kind": "loans", "path": path, "format": "xlsx", "replace": true }),
            ),
            ("book.export_events", "path", json!({ "path": path, "replace": true })),
            ("compliance.export", "path", json!({ "path": path, "replace": true })),
            ("import.export_problems", "to", tape),
            ("integrity.write_head", "path", json!({ "path": path })),
            ("document.get", "save_to", saved("document_id", &self.document_id)),
            ("attachment.get", "save_to", saved("attachment_id", &self.attachment_id)),
        ]
    }

    /// Every command refuses the path, and what is there stays as it is.
    fn all_refuse(&self, path: &Path, why: &str) {
        for (name, field, input) in self.writers(path) {
            let before = fs::symlink_metadata(path)
                .is_ok_and(|about| about.is_file())
                .then(|| fs::read(path).unwrap());
            let refused = self.test.refused(name, input);
            assert_eq!(
                (refused.code, refused.field.as_deref()),
                (ErrorCode::InvalidInput, Some(field)),
                "{name} {}: {refused:?}",
                path.display()
            );
            assert!(refused.message.contains(why), "{name} {}: {}", path.display(), refused.message);
            if let Some(before) = before {
                assert!(fs::read(path).unwrap() == before, "{name} changed {}", path.display());
            }
        }
    }

    fn is_whole(&self) {
        self.test.borrower();
        let report = self.test.ok("integrity.verify", json!({}));
        assert_eq!(report["ok"], true, "{report}");
        let names = fs::read_dir(self.test.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.filter(|name| name.to_string_lossy().starts_with(".lendingos-")).count(), 0);
    }
}

#[test]
fn nothing_is_written_over_the_open_book_by_whichever_name() {
    let books = InFile::new();
    const OPEN: &str = "is the book that is open";
    for ending in ["", "-wal", "-shm", "-journal"] {
        books.all_refuse(&books.file(&format!("book.lendingos{ending}")), OPEN);
    }
    fs::create_dir(books.file("folder")).unwrap();
    books.all_refuse(&books.file("folder/../book.lendingos"), OPEN);
    books.all_refuse(&books.file("folder/../book.lendingos-journal"), OPEN);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(books.test.path(), books.file("link.csv")).unwrap();
        books.all_refuse(&books.file("link.csv"), OPEN);
        std::os::unix::fs::symlink(books.test.folder.path(), books.file("linked")).unwrap();
        books.all_refuse(&books.file("linked/book.lendingos"), OPEN);
        fs::hard_link(books.test.path(), books.file("other-name.csv")).unwrap();
        books.all_refuse(&books.file("other-name.csv"), OPEN);
    }
    books.is_whole();
}

/// A book is opened by a link as well; what lies beside it is named after the file behind the link.
#[cfg(unix)]
#[test]
fn nothing_is_written_over_a_book_that_was_opened_by_a_link() {
    let books = InFile::new();
    let link = books.file("link.lendingos");
    std::os::unix::fs::symlink(books.test.path(), &link).unwrap();
    books.test.ok("book.open", json!({ "address": link }));
    for name in ["link.lendingos", "book.lendingos", "book.lendingos-journal", "link.lendingos-journal"] {
        books.all_refuse(&books.file(name), "is the book that is open");
    }
    books.is_whole();
}

#[test]
fn nothing_is_written_over_another_book_or_an_archive() {
    let books = InFile::new();
    for (name, passphrase) in [("plain", None), ("encrypted", Some("correct horse"))] {
        fs::create_dir(books.file(name)).unwrap();
        let place = Place::in_file(&books.file(name));
        let desk = Desk::new(DeskConfig {
            backends: std::sync::Arc::new(backends::AllBackends),
            config_folder: None,
            documents_folder: books.test.folder.path().to_owned(),
            user: None,
            source: "test",
            on_notice: None,
        });
        ok(
            &desk,
            "book.create",
            json!({ "address": place.address(), "organization": "Other", "currency": "USD", "owner": "Eve", "passphrase": passphrase }),
        );
        books.all_refuse(Path::new(place.address()), "is a book, or a file that belongs to one");
        let journal = format!("{}-journal", place.address());
        books.all_refuse(Path::new(&journal), "is a book, or a file that belongs to one");
        let taken = json!({ "address": journal, "organization": "Third", "currency": "USD", "owner": "Eve" });
        assert_eq!(desk.call(api::Call::new("book.create", taken)).unwrap_err().code, ErrorCode::BookExists);
    }
    books.test.clock.pass(800 * 24 * 60 * 60);
    books.test.borrower();
    books.test.ok("archive.create", json!({}));
    let mut names = fs::read_dir(books.test.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let archive = names.find(|name| name.extension().is_some_and(|ending| ending == "gz")).unwrap();
    books.all_refuse(&archive, "is an archive of the book that is open");
    books.is_whole();
}

#[test]
fn what_is_no_file_is_not_replaced_and_a_link_keeps_leading_to_the_file() {
    let books = InFile::new();
    fs::create_dir(books.file("folder.csv")).unwrap();
    books.all_refuse(&books.file("folder.csv"), "is a folder");
    #[cfg(unix)]
    {
        books.all_refuse(Path::new("/dev/full"), "is a device or a pipe");
        let pipe = books.file("pipe.csv");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        books.all_refuse(&pipe, "is a device or a pipe");
        std::os::unix::fs::symlink(books.file("nowhere"), books.file("dangling.csv")).unwrap();
        books.all_refuse(&books.file("dangling.csv"), "is a link to nothing");

        let (real, link) = (books.file("folder.csv/loans.csv"), books.file("loans.csv"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        books.test.ok("export.run", json!({ "kind": "loans", "path": link, "replace": true }));
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert!(fs::read_to_string(&real).unwrap().contains("L-00001"));
    }
    books.is_whole();
}

#[test]
fn a_kept_head_replaces_only_a_kept_head() {
    let books = InFile::new();
    let (letter, head) = (books.file("letter.txt"), books.file("head.json"));
    fs::write(&letter, "Dear Ada").unwrap();
    let refused = books.test.refused("integrity.write_head", json!({ "path": letter }));
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("path")));
    assert!(refused.message.contains("the kept end of a chain"), "{}", refused.message);
    assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear Ada");
    books.test.ok("integrity.write_head", json!({ "path": head }));
    books.test.borrower();
    let later = books.test.ok("integrity.write_head", json!({ "path": head }));
    let kept: Json = serde_json::from_str(&fs::read_to_string(&head).unwrap()).unwrap();
    assert_eq!(kept["hash"], later["hash"]);
}
