//! Files that are kept with a loan: whole, once, and never half.

use std::{
    cell::Cell,
    fs::{self, File},
    io::Cursor,
    path::{Path, PathBuf},
};

use api::{Call, ErrorCode, WireError};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use lendingos_tests::{Place, TestDesk, ok};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const LIMIT: u64 = 100_000_000;
const CHUNK: usize = 256 * 1_024;

/// A loan, and a folder of files beside the book.
struct Attaching {
    test: TestDesk,
    loan_id: String,
}

impl Attaching {
    fn new() -> Self {
        let test = TestDesk::new();
        let loan_id = test.usual_loan();
        Self { test, loan_id }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.test.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn input(&self, path: &Path) -> Json {
        json!({ "loan_id": self.loan_id, "path": path })
    }

    fn add(&self, path: &Path) -> Json {
        self.test.ok("attachment.add", self.input(path))
    }

    fn refused(&self, path: &Path) -> WireError {
        self.test.refused("attachment.add", self.input(path))
    }

    /// Adds a file, and does something to it when so many bytes of both readings are done.
    fn add_while(&self, path: &Path, at: i64, meddle: impl Fn()) -> Result<Json, WireError> {
        let has_meddled = Cell::new(false);
        let progress = |done: i64, _: i64| {
            if done >= at && !has_meddled.replace(true) {
                meddle();
            }
            true
        };
        self.test.desk.call(Call { progress: &progress, ..Call::new("attachment.add", self.input(path)) })
    }

    fn get(&self, attachment: &Json) -> Json {
        self.test.ok("attachment.get", json!({ "attachment_id": attachment["attachment_id"] }))
    }

    /// The thumbnail, read from its data URL.
    fn thumbnail(&self, attachment: &Json) -> DynamicImage {
        let view = self.get(attachment);
        let url = view["thumbnail"].as_str().unwrap();
        let encoded = url.strip_prefix("data:image/jpeg;base64,").unwrap();
        image::load_from_memory_with_format(&base64(encoded), ImageFormat::Jpeg).unwrap()
    }

    fn listed(&self) -> usize {
        let list = self.test.ok("attachment.list", json!({ "loan_id": self.loan_id }));
        list["attachments"].as_array().unwrap().len()
    }

    fn rows(&self, table: &str) -> i64 {
        let figures = self.test.ok("book.statistics", json!({}));
        let tables = figures["tables"].as_array().unwrap();
        tables.iter().find(|row| row["table"] == table).unwrap()["rows"].as_i64().unwrap()
    }

    /// Nothing was added, and nothing of a content stayed behind.
    fn assert_nothing_is_kept(&self) {
        assert_eq!(self.listed(), 0);
        assert_eq!((self.rows("attachment_contents"), self.rows("attachment_chunks")), (0, 0));
        assert_eq!(self.test.ok("integrity.verify", json!({}))["ok"], true);
    }

    /// Changes the book behind the program's back.
    fn tamper(&self, sql: &str) {
        let book = self.test.desk.book().unwrap();
        let mut transaction = book.store().write().unwrap();
        assert!(transaction.execute(sql, &[]).unwrap() > 0, "{sql}");
        transaction.commit().unwrap();
    }

    fn damages(&self) -> Vec<String> {
        let report = self.test.ok("integrity.verify", json!({}));
        let damages = report["damages"].as_array().unwrap().clone();
        assert_eq!(report["ok"], damages.is_empty());
        damages
            .iter()
            .map(|damage| {
                assert_eq!(damage["kind"], "attachment", "{damage}");
                damage["detail"].as_str().unwrap().to_owned()
            })
            .collect()
    }
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').map(digit).collect();
    let mut bytes = Vec::new();
    for four in letters.chunks(4) {
        let number = four.iter().fold(0_u32, |number, digit| number << 6 | u32::from(*digit))
            << (6 * (4 - four.len()));
        bytes.extend_from_slice(&number.to_be_bytes()[1..four.len()]);
    }
    bytes
}

/// A picture that is red on its left half and blue on its right.
fn picture(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32| if x < width / 2 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) };
    RgbImage::from_fn(width, height, |x, _| colour(x)).into()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&picture(width, height), ImageFormat::Jpeg)
}

/// A JPEG whose camera was turned: EXIF with this orientation, behind the first marker.
fn turned_jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap();
    let mut turned = vec![0xFF, 0xD8, 0xFF, 0xE1];
    turned.extend_from_slice(&length.to_be_bytes());
    turned.extend(exif);
    turned.extend_from_slice(&jpeg(width, height)[2..]);
    turned
}

/// The smallest PDF with a page, and as many bytes after it as wished for.
fn pdf(bytes: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n\
        trailer<</Root 1 0 R>>\n%%EOF\n"
        .to_vec();
    let mut state = 7_u32;
    while pdf.len() < bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        pdf.push(state.to_be_bytes()[0]);
    }
    pdf
}

/// A ZIP file with these entries, stored and empty.
fn zip(names: &[&str]) -> Vec<u8> {
    let two = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for name in names {
        let start = u32::try_from(zip.len()).unwrap().to_le_bytes();
        zip.extend_from_slice(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
        zip.extend_from_slice(&[0; 12]);
        zip.extend_from_slice(&two(name.len()));
        zip.extend_from_slice(&[0; 2]);
        zip.extend_from_slice(name.as_bytes());
        directory.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0");
        directory.extend_from_slice(&[0; 12]);
        directory.extend_from_slice(&two(name.len()));
        directory.extend_from_slice(&[0; 12]);
        directory.extend_from_slice(&start);
        directory.extend_from_slice(name.as_bytes());
    }
    let (start, length) = (zip.len(), directory.len());
    zip.extend(directory);
    zip.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    zip.extend_from_slice(&two(names.len()));
    zip.extend_from_slice(&two(names.len()));
    zip.extend_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
    zip.extend_from_slice(&u32::try_from(start).unwrap().to_le_bytes());
    zip.extend_from_slice(&[0, 0]);
    zip
}

#[test]
fn a_file_is_added_listed_shown_and_saved_as_it_was() {
    let attaching = Attaching::new();
    let content = pdf(3 * CHUNK + 17);
    let path = attaching.file("waiver signed.pdf", &content);
    let added = attaching.add(&path);
    assert_eq!(added["loan_id"], attaching.loan_id);
    assert_eq!(
        (&added["file_name"], &added["media_type"]),
        (&json!("waiver signed.pdf"), &json!("application/pdf"))
    );
    assert_eq!((&added["size_bytes"], &added["added_by"]), (&json!(content.len()), &json!("Ada")));
    assert_eq!(added["sha256"], hex::encode(Sha256::digest(&content)));
    let list = attaching.test.ok("attachment.list", json!({ "loan_id": attaching.loan_id }));
    assert_eq!(list["attachments"], json!([added]));
    assert_eq!(attaching.get(&added), json!({ "attachment": added, "thumbnail": null, "saved_to": null }));
    assert_eq!(attaching.rows("attachment_chunks"), 4);

    let to = attaching.test.folder.path().join("copy.pdf");
    let save = json!({ "attachment_id": added["attachment_id"], "save_to": to });
    assert_eq!(attaching.test.ok("attachment.get", save.clone())["saved_to"], json!(to));
    assert_eq!(fs::read(&to).unwrap(), content);
    let error = attaching.test.refused("attachment.get", save);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("save_to")));
    let nowhere = json!({ "attachment_id": added["attachment_id"], "save_to": "/nowhere/copy.pdf" });
    let error = attaching.test.refused("attachment.get", nowhere);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("save_to")));

    let event = attaching.test.ok("event.list", json!({ "event_type": "Attachment.Added" }));
    let payload = &event["events"][0]["payload"];
    assert_eq!((&payload["sha256"], &payload["fileName"]), (&added["sha256"], &added["file_name"]));
    assert_eq!(event["events"][0]["loan_id"], attaching.loan_id);
    assert_eq!(attaching.damages(), [""; 0]);
}

#[test]
fn the_same_file_twice_is_stored_once() {
    let attaching = Attaching::new();
    let first = attaching.add(&attaching.file("site.jpg", &jpeg(64, 48)));
    let second = attaching.add(&attaching.file("again.jpeg", &jpeg(64, 48)));
    assert_ne!(first["attachment_id"], second["attachment_id"]);
    assert_eq!(first["sha256"], second["sha256"]);
    assert_eq!((attaching.listed(), attaching.rows("attachment_contents")), (2, 1));
    assert_eq!(attaching.rows("attachment_chunks"), 1);
    assert_eq!(attaching.get(&first)["thumbnail"], attaching.get(&second)["thumbnail"]);
    assert_eq!(attaching.damages(), [""; 0]);
}

#[test]
fn each_kind_that_is_kept_is_told_by_its_content() {
    let attaching = Attaching::new();
    let small = picture(40, 30);
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let word = zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
    let excel = zip(&["_rels/.rels", "[Content_Types].xml", "xl/workbook.xml"]);
    let cases = [
        ("a.jpg", encoded(&small, ImageFormat::Jpeg), "image/jpeg", true),
        ("a.png", encoded(&small, ImageFormat::Png), "image/png", true),
        ("a.webp", encoded(&small, ImageFormat::WebP), "image/webp", true),
        ("a.gif", encoded(&small, ImageFormat::Gif), "image/gif", true),
        ("a.TIF", encoded(&small, ImageFormat::Tiff), "image/tiff", true),
        ("a.heic", heic, "image/heif", false),
        ("a.pdf", pdf(0), "application/pdf", false),
        ("a.docx", word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false),
        ("a.xlsx", excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
    ];
    for (name, content, media_type, has_thumbnail) in cases {
        let added = attaching.add(&attaching.file(name, &content));
        assert_eq!((&added["media_type"], &added["file_name"]), (&json!(media_type), &json!(name)));
        assert_eq!(attaching.get(&added)["thumbnail"].is_string(), has_thumbnail, "{name}");
    }
    assert_eq!(attaching.damages(), [""; 0]);
}

#[test]
fn a_thumbnail_is_small_and_upright() {
    let attaching = Attaching::new();
    let plain = attaching.thumbnail(&attaching.add(&attaching.file("plain.jpg", &jpeg(1_600, 800))));
    assert_eq!((plain.width(), plain.height()), (320, 160));
    let png = encoded(&picture(700, 1_400), ImageFormat::Png);
    let tall = attaching.thumbnail(&attaching.add(&attaching.file("tall.png", &png)));
    assert_eq!((tall.width(), tall.height()), (160, 320));
    let tall = tall.to_rgb8();
    for y in [0, 160, 319] {
        let (left, right) = (tall.get_pixel(40, y), tall.get_pixel(120, y));
        assert!(left[0] > 200 && left[2] < 60 && right[2] > 200 && right[0] < 60, "{left:?} {right:?}");
    }
    let tiny = attaching.thumbnail(&attaching.add(&attaching.file("tiny.jpg", &jpeg(20, 10))));
    assert_eq!((tiny.width(), tiny.height()), (20, 10), "never made larger");

    // Turned to the right: what was on the left is above.
    let turned =
        attaching.thumbnail(&attaching.add(&attaching.file("turned.jpg", &turned_jpeg(1_600, 800, 6))));
    assert_eq!((turned.width(), turned.height()), (160, 320));
    let turned = turned.to_rgb8();
    let (above, below) = (turned.get_pixel(80, 40), turned.get_pixel(80, 280));
    assert!(above[0] > 150 && above[2] < 100, "red above: {above:?}");
    assert!(below[2] > 150 && below[0] < 100, "blue below: {below:?}");
}

#[test]
fn what_shines_through_a_picture_is_white() {
    let attaching = Attaching::new();
    // Large and small, in colours and in grey, of eight bits and of sixteen; nothing of each can be seen.
    let glasses = [
        DynamicImage::new_rgba8(400, 900),
        DynamicImage::new_rgba16(40, 30),
        DynamicImage::new_luma_a8(901, 7),
        DynamicImage::new_luma_a16(500, 500),
    ];
    for (number, glass) in glasses.iter().enumerate() {
        let path = attaching.file(&format!("glass {number}.png"), &encoded(glass, ImageFormat::Png));
        let thumbnail = attaching.thumbnail(&attaching.add(&path)).to_rgb8();
        assert!(thumbnail.width().max(thumbnail.height()) <= 320);
        assert!(thumbnail.pixels().all(|pixel| pixel.0.iter().all(|light| *light > 250)), "{number}");
    }
    let black = DynamicImage::new_luma16(1_000, 1_000);
    let added = attaching.add(&attaching.file("black.png", &encoded(&black, ImageFormat::Png)));
    let thumbnail = attaching.thumbnail(&added).to_rgb8();
    assert!(thumbnail.pixels().all(|pixel| pixel.0.iter().all(|light| *light < 5)));
}

#[test]
fn a_picture_that_is_damaged_behind_its_header_is_kept_without_a_thumbnail() {
    let attaching = Attaching::new();
    let mut png = encoded(&picture(400, 400), ImageFormat::Png);
    png.truncate(60);
    let added = attaching.add(&attaching.file("cut.png", &png));
    assert_eq!(attaching.get(&added)["thumbnail"], Json::Null);
}

#[test]
fn wrong_files_are_refused_by_code_and_leave_nothing() {
    use ErrorCode::{AttachmentDamaged, AttachmentEmpty, AttachmentType, AttachmentUnreadable};
    let attaching = Attaching::new();
    let program = [b"MZ".as_slice(), &[0; 400]].concat();
    let script = b"#!/bin/sh\nrm -rf /\n";
    let macros = zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]);
    let office = zip(&["[Content_Types].xml", "word/document.xml"]);
    let folder = attaching.test.folder.path().join("folder.jpg");
    fs::create_dir(&folder).unwrap();
    let missing = attaching.test.folder.path().join("missing.jpg");
    let cases = [
        (
            attaching.file("photo.jpg", &pdf(0)),
            AttachmentType,
            "ends in .jpg, and its content is a PDF document",
        ),
        (attaching.file("setup.jpg", &program), AttachmentType, "is a program, and only pictures (JPEG,"),
        (attaching.file("setup.pdf", script), AttachmentType, "and only pictures (JPEG,"),
        (
            attaching.file("photo.exe", &jpeg(8, 8)),
            AttachmentType,
            "ends in .exe, and its content is a JPEG picture",
        ),
        (attaching.file("letter.txt", b"Dear Ada"), AttachmentType, "of an unknown kind"),
        (attaching.file("macros.docx", &macros), AttachmentType, "only pictures"),
        (attaching.file("cut.docx", &office[..60]), AttachmentType, "only pictures"),
        (attaching.file("photos.zip", &zip(&["a.jpg"])), AttachmentType, "a .zip file"),
        (attaching.file("empty.jpg", b""), AttachmentEmpty, "is empty"),
        (attaching.file("head.jpg", &jpeg(64, 64)[..20]), AttachmentDamaged, "is damaged"),
        (attaching.file("head.png", b"\x89PNG\r\n\x1a\nnothing"), AttachmentDamaged, "is damaged"),
        (folder, AttachmentUnreadable, "it is a folder; choose the files in it"),
        (missing, AttachmentUnreadable, "it is not there; look where it is"),
        (PathBuf::from(""), ErrorCode::InvalidInput, "file_name must not be empty"),
    ];
    for (path, code, words) in cases {
        let error = attaching.refused(&path);
        let field = if code == ErrorCode::InvalidInput { "file_name" } else { "path" };
        assert_eq!((error.code, error.field.as_deref()), (code, Some(field)), "{path:?}: {}", error.message);
        assert!(error.message.contains(words), "{}", error.message);
        assert!(!error.retryable);
    }
    attaching.assert_nothing_is_kept();
}

#[test]
fn a_file_that_is_too_large_is_refused_with_its_size_and_the_limit() {
    let attaching = Attaching::new();
    let path = attaching.file("large.pdf", &pdf(0));
    File::options().write(true).open(&path).unwrap().set_len(LIMIT + 1).unwrap();
    let error = attaching.refused(&path);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::AttachmentTooLarge, Some("path")));
    assert!(error.message.contains("100.1 MB, and a file may have 100 MB at most"), "{}", error.message);
    assert_eq!(error.params["size_bytes"], (LIMIT + 1).to_string());
    attaching.assert_nothing_is_kept();
}

#[test]
#[cfg(unix)]
fn what_is_no_file_on_a_disk_is_not_waited_for() {
    let attaching = Attaching::new();
    let error = attaching.refused(Path::new("/dev/zero"));
    assert_eq!(error.code, ErrorCode::AttachmentUnreadable, "{}", error.message);
    let pipe = attaching.test.folder.path().join("pipe.jpg");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(attaching.refused(&pipe).code, ErrorCode::AttachmentUnreadable);
    attaching.assert_nothing_is_kept();
}

#[test]
fn unknown_loans_and_attachments_and_names_with_folders_are_refused() {
    let attaching = Attaching::new();
    let path = attaching.file("photo.jpg", &jpeg(8, 8));
    let nobody = Uuid::from_u128(7);
    let unknown = |name: &str, field: &str, input: Json| {
        let error = attaching.test.refused(name, input);
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some(field)), "{name}");
    };
    unknown("attachment.add", "loan_id", json!({ "loan_id": nobody, "path": path }));
    unknown("attachment.list", "loan_id", json!({ "loan_id": nobody }));
    unknown("attachment.get", "attachment_id", json!({ "attachment_id": nobody }));
    let mut input = attaching.input(&path);
    input["file_name"] = json!("../photo.jpg");
    let error = attaching.test.refused("attachment.add", input.clone());
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("file_name")));
    attaching.assert_nothing_is_kept();
    input["file_name"] = json!("North side.jpg");
    assert_eq!(attaching.test.ok("attachment.add", input)["file_name"], "North side.jpg");
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_kept() {
    let attaching = Attaching::new();
    let size = 4 * CHUNK;
    let content = pdf(size);
    let path = attaching.file("invoice.pdf", &content);
    let shorten = || File::options().write(true).open(&path).unwrap().set_len(CHUNK as u64 + 9).unwrap();
    let lengthen = || File::options().write(true).open(&path).unwrap().set_len(size as u64 + 9).unwrap();
    let other = || fs::write(&path, [&content[..size - 1], b"?"].concat()).unwrap();
    let remove = || fs::remove_file(&path).unwrap();
    // In the first reading, between the two, and in the second.
    for at in [CHUNK, size, size + CHUNK] {
        let at = i64::try_from(at).unwrap();
        for (what, meddle) in
            [("shorter", &shorten as &dyn Fn()), ("longer", &lengthen), ("other", &other), ("gone", &remove)]
        {
            fs::write(&path, &content).unwrap();
            let added = attaching.add_while(&path, at, meddle);
            if what == "other" && at < i64::try_from(size).unwrap() {
                // Nobody can tell: the file was the other one when it was hashed.
                continue;
            }
            let error = added.expect_err(what);
            assert_eq!(
                (error.code, error.field.as_deref()),
                (ErrorCode::AttachmentUnreadable, Some("path")),
                "{what} at {at}: {}",
                error.message
            );
        }
    }
    assert!(attaching.listed() <= 1);
    assert_eq!(attaching.damages(), [""; 0]);
}

#[test]
fn what_is_cancelled_leaves_nothing() {
    let attaching = Attaching::new();
    let path = attaching.file("invoice.pdf", &pdf(4 * CHUNK));
    for stop_at in [1, 4, 5, 8] {
        let asked = Cell::new(0);
        let call = Call {
            progress: &|done, total| {
                assert!(done <= total, "{done} of {total}");
                asked.set(asked.get() + 1);
                asked.get() < stop_at
            },
            ..Call::new("attachment.add", attaching.input(&path))
        };
        assert_eq!(attaching.test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled);
        attaching.assert_nothing_is_kept();
    }
    let added = attaching.add(&path);
    let to = attaching.test.folder.path().join("copy.pdf");
    let save = json!({ "attachment_id": added["attachment_id"], "save_to": to });
    let call = Call { progress: &|_, _| false, ..Call::new("attachment.get", save) };
    assert_eq!(attaching.test.desk.call(call).unwrap_err().code, ErrorCode::Cancelled);
    assert!(!to.exists());
}

#[test]
fn a_command_sent_again_adds_nothing_even_when_its_file_has_gone() {
    let attaching = Attaching::new();
    let path = attaching.file("photo.jpg", &jpeg(64, 48));
    let id = Uuid::from_u128(9).to_string();
    let send = |input: Json| {
        attaching.test.desk.call(Call { command_id: Some(&id), ..Call::new("attachment.add", input) })
    };
    let first = send(attaching.input(&path)).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(send(attaching.input(&path)).unwrap(), first);
    assert_eq!(attaching.listed(), 1);
    let error = send(attaching.input(&attaching.file("other.jpg", &jpeg(8, 8)))).unwrap_err();
    assert_eq!(error.code, ErrorCode::CommandIdReused);
}

#[test]
fn a_damaged_missing_or_superfluous_content_is_found_with_its_file_and_loan() {
    let attaching = Attaching::new();
    let photo = attaching.add(&attaching.file("photo.jpg", &jpeg(64, 48)));
    let invoice = attaching.add(&attaching.file("invoice.pdf", &pdf(3 * CHUNK)));
    assert_eq!(attaching.damages(), [""; 0]);
    let of = |attachment: &Json| format!("WHERE sha256 = '{}'", attachment["sha256"].as_str().unwrap());

    attaching.tamper(&format!(
        "UPDATE attachment_chunks SET bytes = (SELECT bytes FROM attachment_chunks {} AND number = 3) {} AND number = 2",
        of(&invoice),
        of(&invoice)
    ));
    let damages = attaching.damages();
    assert_eq!(damages.len(), 1, "{damages:?}");
    assert!(damages[0].contains("\"invoice.pdf\" of loan 1: the content is damaged"), "{damages:?}");

    // A damaged content is not given out.
    let to = attaching.test.folder.path().join("copy.pdf");
    let save = json!({ "attachment_id": invoice["attachment_id"], "save_to": to });
    let error = attaching.test.refused("attachment.get", save);
    assert_eq!(error.code, ErrorCode::BookDamaged);
    assert!(error.message.contains("invoice.pdf"), "{}", error.message);
    let names: Vec<_> =
        fs::read_dir(attaching.test.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        !names.iter().any(|name| name == "copy.pdf" || name.to_string_lossy().starts_with(".lendingos-a"))
    );

    attaching.tamper(&format!("DELETE FROM attachment_chunks {} AND number = 2", of(&invoice)));
    assert!(attaching.damages()[0].contains("part 2 of it is missing"), "{:?}", attaching.damages());
    attaching.tamper(&format!("DELETE FROM attachment_chunks {}", of(&invoice)));
    assert!(attaching.damages()[0].contains("no part of it is there"), "{:?}", attaching.damages());
    attaching.tamper(&format!("DELETE FROM attachment_contents {}", of(&invoice)));
    assert!(attaching.damages()[0].contains("\"invoice.pdf\" of loan 1: the content is missing"));

    attaching.tamper(&format!("UPDATE attachment_contents SET size_bytes = 7 {}", of(&photo)));
    assert!(attaching.damages().iter().any(|damage| damage.contains("is said to have 7")));
    attaching.tamper("UPDATE attachment_contents SET size_bytes = (SELECT size_bytes FROM attachments WHERE file_name = 'photo.jpg')");
    attaching.tamper(
        "INSERT INTO attachment_contents (sha256, organization_id, size_bytes) SELECT 'ab', organization_id, 1 FROM loans",
    );
    let damages = attaching.damages();
    assert!(
        damages.iter().any(|damage| damage.contains("the content ab is of no attachment")),
        "{damages:?}"
    );
}

#[test]
fn a_rebuild_and_a_past_moment_need_no_contents() {
    let attaching = Attaching::new();
    let photo = attaching.add(&attaching.file("photo.jpg", &jpeg(640, 480)));
    let thumbnail = attaching.get(&photo)["thumbnail"].clone();
    let rebuilt = attaching.test.ok("integrity.rebuild", json!({}));
    let tables = rebuilt["tables"].as_array().unwrap();
    assert!(tables.contains(&json!({ "table": "attachments", "rows": 1 })), "{tables:?}");
    assert_eq!((attaching.listed(), &attaching.get(&photo)["thumbnail"]), (1, &thumbnail));
    let past = attaching
        .test
        .ok("loan.as_of", json!({ "loan_id": attaching.loan_id, "known_at": "2025-01-15T10:00:00Z" }));
    assert_eq!(past["loan"]["loan_id"], attaching.loan_id);
    assert_eq!(attaching.damages(), [""; 0]);
}

#[test]
fn a_copy_of_the_book_has_every_content() {
    let attaching = Attaching::new();
    let content = pdf(10 * CHUNK + 5);
    attaching.add(&attaching.file("photo.jpg", &jpeg(640, 480)));
    let invoice = attaching.add(&attaching.file("invoice.pdf", &content));
    let place = attaching.test.folder.path().join("elsewhere");
    fs::create_dir(&place).unwrap();
    let place = Place::new(&place);
    let copy = json!({ "from": attaching.test.address(), "to": place.address() });
    let last = Cell::new((0, 0));
    let call = Call {
        progress: &|done, total| {
            assert!(done <= total && done > last.get().0, "{done} of {total} after {:?}", last.get());
            last.set((done, total));
            true
        },
        ..Call::new("book.copy", copy)
    };
    assert_eq!(attaching.test.desk.call(call).unwrap()["ok"], true);
    assert_eq!(last.get().0, last.get().1, "all of it was told");
    let desk = attaching.test.second();
    desk.open(place.address(), None).unwrap();
    let to = attaching.test.folder.path().join("saved.pdf");
    ok(&desk, "attachment.get", json!({ "attachment_id": invoice["attachment_id"], "save_to": to }));
    assert_eq!(fs::read(&to).unwrap(), content);
    let list = |desk: &api::Desk| ok(desk, "attachment.list", json!({ "loan_id": attaching.loan_id }));
    assert_eq!(list(&desk), list(&attaching.test.desk));
}

#[test]
fn other_commands_can_ask_whether_attachments_are_those_of_a_loan() {
    let attaching = Attaching::new();
    let photo = attaching.add(&attaching.file("photo.jpg", &jpeg(8, 8)));
    let id: domain::AttachmentId = photo["attachment_id"].as_str().unwrap().parse().unwrap();
    let nobody = domain::AttachmentId::from_uuid(Uuid::from_u128(7));
    let other = attaching.test.usual_loan();
    let book = attaching.test.desk.book().unwrap();
    let require = |loan_id: &str, ids: &[domain::AttachmentId]| {
        book.read(|transaction| {
            app::attachments::require(transaction, loan_id.parse().unwrap(), ids, "attachment_ids")
        })
    };
    require(&attaching.loan_id, &[id]).unwrap();
    require(&attaching.loan_id, &[]).unwrap();
    for (loan_id, ids) in [(&attaching.loan_id, [id, nobody]), (&other, [id, id])] {
        let error = WireError::from(require(loan_id, &ids).unwrap_err());
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some("attachment_ids")));
    }
}
