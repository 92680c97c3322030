//! Files that are kept in the book with a loan: photos, invoices, signed waivers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    AttachmentAdded, AttachmentId, DecisionContext, LoanId,
    text::{self, TextError},
};

/// The largest file that is kept, in bytes: 100 MB.
pub const LARGEST_ATTACHMENT: u64 = 100_000_000;

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 255;

macro_rules! media_types {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $words:literal, [$($extension:literal),*];)*) => {
        /// What the content of a file is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
        pub enum MediaType {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl MediaType {
            /// Every kind of content that is kept.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The registered name, used on the wire and in storage.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// What it is, in words.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }

            /// How the names of such files end; the usual ending first.
            #[must_use]
            pub const fn extensions(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($extension),*],)*
                }
            }
        }
    };
}

media_types! {
    /// A photograph.
    Jpeg = "image/jpeg", "a JPEG picture", ["jpg", "jpeg", "jpe", "jfif"];
    /// A picture without loss.
    Png = "image/png", "a PNG picture", ["png"];
    /// A picture of the web.
    Webp = "image/webp", "a WebP picture", ["webp"];
    /// A picture of few colours.
    Gif = "image/gif", "a GIF picture", ["gif"];
    /// A scan.
    Tiff = "image/tiff", "a TIFF picture", ["tif", "tiff"];
    /// A photograph of a telephone.
    Heif = "image/heif", "a HEIC picture", ["heic", "heif"];
    /// A document.
    Pdf = "application/pdf", "a PDF document", ["pdf"];
    /// A text document.
    Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document", ["docx"];
    /// A workbook.
    Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook", ["xlsx"];
}

impl std::fmt::Display for MediaType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl MediaType {
    fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|media_type| media_type.extensions().contains(&extension))
    }
}

/// A file that was looked through, and is to be added.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// Id of the new attachment.
    pub attachment_id: AttachmentId,
    /// The loan it belongs to.
    pub loan_id: LoanId,
    /// The file's name.
    pub file_name: String,
    /// What its content is, in the book's words; none where it is nothing that is kept.
    pub media_type: Option<MediaType>,
    /// What its content is, in a person's words.
    pub content: String,
    /// How large it is, in bytes.
    pub size_bytes: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// Why a file is not added.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AttachmentRejection {
    /// A name that is empty, too long, or has control characters.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A name that names a folder.
    #[error("file_name must be a name alone, without a folder")]
    Folder,
    /// A file without a byte.
    #[error("{file_name:?} is empty: choose a file with something in it")]
    Empty {
        /// The file's name.
        file_name: String,
    },
    /// A file that is larger than what is kept.
    #[error(
        "{file_name:?} has {}, and a file may have {} at most: make it smaller, or add it in parts",
        megabytes(*size_bytes),
        megabytes(LARGEST_ATTACHMENT)
    )]
    TooLarge {
        /// The file's name.
        file_name: String,
        /// How large it is, in bytes.
        size_bytes: u64,
    },
    /// Content of a kind that is not kept.
    #[error(
        "{file_name:?} is {content}, and only pictures (JPEG, PNG, WebP, GIF, TIFF, HEIC), PDF, Word (docx) and Excel \
         (xlsx) files are kept: save it as one of these"
    )]
    NotKept {
        /// The file's name.
        file_name: String,
        /// What the content is.
        content: String,
    },
    /// A name that promises something else than the content is.
    #[error(
        "{file_name:?} ends in .{promised}, and its content is {content}: look whether it is the file that was meant, \
         and give it a name that ends in .{expected}"
    )]
    WrongName {
        /// The file's name.
        file_name: String,
        /// How the name ends.
        promised: String,
        /// What the content is.
        content: String,
        /// How it would rightly end.
        expected: &'static str,
    },
    /// A picture whose header cannot be read.
    #[error(
        "{file_name:?} is damaged: it begins like {content} and cannot be read as one; get another copy of it"
    )]
    Damaged {
        /// The file's name.
        file_name: String,
        /// What it begins like.
        content: &'static str,
    },
}

impl AttachmentRejection {
    /// The input field at fault.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Folder => "file_name",
            _ => "path",
        }
    }
}

/// Bytes in megabytes of a million, one decimal, rounded up so that what is too large never reads as the limit.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        tenth => format!("{}.{tenth} MB", tenths / 10),
    }
}

/// The name of a file as it is kept.
///
/// # Errors
/// Empty, over 255 characters, with a folder or with control characters.
pub fn file_name(typed: &str) -> Result<String, AttachmentRejection> {
    let name = text::line("file_name", typed, LONGEST_NAME)?;
    if name.contains(['/', '\\']) || name.chars().all(|character| character == '.') {
        return Err(AttachmentRejection::Folder);
    }
    Ok(name)
}

/// Whether a file of so many bytes may be kept.
///
/// # Errors
/// [`AttachmentRejection::Empty`] or [`AttachmentRejection::TooLarge`].
pub fn check_size(file_name: &str, size_bytes: u64) -> Result<(), AttachmentRejection> {
    let file_name = file_name.to_owned();
    match size_bytes {
        0 => Err(AttachmentRejection::Empty { file_name }),
        1..=LARGEST_ATTACHMENT => Ok(()),
        _ => Err(AttachmentRejection::TooLarge { file_name, size_bytes }),
    }
}

/// How a name ends, in small letters, where that says of which kind the file is: `Lot 4. north side` says nothing.
fn extension(file_name: &str) -> Option<String> {
    let (stem, ending) = file_name.rsplit_once('.')?;
    let says_a_kind = !stem.is_empty()
        && (1..=5).contains(&ending.len())
        && ending.chars().all(|character| character.is_ascii_alphanumeric())
        && ending.chars().any(|character| character.is_ascii_alphabetic());
    says_a_kind.then(|| ending.to_ascii_lowercase())
}

/// Decides whether a file is kept, by its size and its content; its name must not promise anything else.
///
/// # Errors
/// A name that cannot be kept, no bytes or too many, content of another kind, or a name that contradicts it.
pub fn add_attachment(
    new: NewAttachment,
    context: &DecisionContext,
) -> Result<AttachmentAdded, AttachmentRejection> {
    let file_name = file_name(&new.file_name)?;
    check_size(&file_name, new.size_bytes)?;
    let promised = extension(&file_name);
    let Some(media_type) = new.media_type else {
        return Err(AttachmentRejection::NotKept { file_name, content: new.content });
    };
    if let Some(promised) = promised
        && MediaType::of_extension(&promised) != Some(media_type)
    {
        let expected = media_type.extensions().first().copied().unwrap_or_default();
        return Err(AttachmentRejection::WrongName { file_name, promised, content: new.content, expected });
    }
    Ok(AttachmentAdded {
        attachment_id: new.attachment_id,
        loan_id: new.loan_id,
        organization_id: context.organization_id,
        file_name,
        media_type,
        size_bytes: i64::try_from(new.size_bytes).unwrap_or(i64::MAX),
        sha256: new.sha256,
        added_by: context.user.clone(),
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn add(file_name: &str, media_type: Option<MediaType>, size_bytes: u64) -> Result<String, String> {
        let new = NewAttachment {
            attachment_id: AttachmentId::from_uuid(Uuid::from_u128(1)),
            loan_id: LoanId::from_uuid(Uuid::from_u128(2)),
            file_name: file_name.to_owned(),
            media_type,
            content: media_type.map_or("a program", MediaType::words).to_owned(),
            size_bytes,
            sha256: "0".repeat(64),
        };
        let context = DecisionContext {
            organization_id: crate::OrganizationId::from_uuid(Uuid::from_u128(3)),
            now: chrono::DateTime::UNIX_EPOCH,
            today: chrono::NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
            user: "Ada".to_owned(),
            currency: crate::Currency::from_code("USD").unwrap(),
        };
        add_attachment(new, &context).map(|added| added.file_name).map_err(|error| error.to_string())
    }

    #[test]
    fn names_that_promise_nothing_or_what_the_content_is_are_kept() {
        let longest = "x".repeat(LONGEST_NAME);
        for name in [
            "photo.jpg",
            "PHOTO.JPEG",
            "photo",
            "Lot 4. north side",
            "draw 1.2",
            ".jpg",
            "Fläche 🏠.jpg",
            &longest,
        ] {
            assert_eq!(add(name, Some(MediaType::Jpeg), 1).as_deref(), Ok(name));
        }
        assert_eq!(
            add("  photo.jpg ", Some(MediaType::Jpeg), LARGEST_ATTACHMENT).as_deref(),
            Ok("photo.jpg")
        );
    }

    #[test]
    fn a_refusal_says_what_was_found_and_what_to_do() {
        let jpeg = Some(MediaType::Jpeg);
        let cases = [
            (add(" ", jpeg, 1), "file_name must not be empty"),
            (add(&"x".repeat(256), jpeg, 1), "file_name must have at most 255 characters"),
            (
                add("a\nb.jpg", jpeg, 1),
                "file_name must be on one line, without line breaks, tabs or other control characters",
            ),
            (add("../photo.jpg", jpeg, 1), "file_name must be a name alone, without a folder"),
            (add("c:\\photo.jpg", jpeg, 1), "file_name must be a name alone, without a folder"),
            (add("..", jpeg, 1), "file_name must be a name alone, without a folder"),
            (add("photo.jpg", jpeg, 0), "\"photo.jpg\" is empty: choose a file with something in it"),
            (
                add("photo.jpg", jpeg, LARGEST_ATTACHMENT + 1),
                "\"photo.jpg\" has 100.1 MB, and a file may have 100 MB at most: make it smaller, or add it in parts",
            ),
        ];
        for (refused, message) in cases {
            assert_eq!(refused.as_ref().map_err(String::as_str), Err(message));
        }
        let wrong = add("photo.jpg", Some(MediaType::Pdf), 1).unwrap_err();
        assert!(wrong.contains("ends in .jpg, and its content is a PDF document"), "{wrong}");
        assert!(wrong.ends_with("a name that ends in .pdf"), "{wrong}");
        let program = add("photo.jpg", None, 1).unwrap_err();
        assert!(program.contains("is a program, and only pictures (JPEG,"), "{program}");
        assert!(add("photo.exe", jpeg, 1).unwrap_err().contains("ends in .exe, and its content is a JPEG"));
    }

    #[test]
    fn each_kind_is_the_same_on_the_wire_and_in_storage_and_known_by_its_endings() {
        for kind in MediaType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert!(!kind.extensions().is_empty());
            for extension in kind.extensions() {
                assert_eq!(MediaType::of_extension(extension), Some(*kind));
            }
        }
    }
}
