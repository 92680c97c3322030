//! Setting templates and the letterhead.

use std::{fs, path::Path};

use domain::{DocumentKind, DocumentRejection, Letterhead, Logo, TemplateId};
use store::event_log;

use super::event;
use crate::{
    Result,
    attachments::contents,
    bus::UnitOfWork,
    documents::{sample, templates},
    environment::derived_id,
};

/// A logo's bytes at most: it goes into every document.
const LARGEST_LOGO: u64 = 1 << 20;

/// What becomes of the logo.
pub enum LogoChange {
    /// It stays as it is.
    Keep,
    /// There is none any more.
    Remove,
    /// Another one.
    Replace {
        /// Its file name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// Reads a logo before the transaction.
///
/// # Errors
/// A file that cannot be read, that is too large, or that is no picture that a document can hold.
pub fn read_logo(path: &Path) -> Result<LogoChange> {
    let refuse = |problem: String| DocumentRejection::Logo(problem);
    let shown = path.display();
    let size = fs::metadata(path).map_err(|error| refuse(format!("cannot be read: {shown}: {error}")))?.len();
    if size > LARGEST_LOGO {
        return Err(refuse(format!("has {size} bytes; at most {LARGEST_LOGO} are allowed")).into());
    }
    let bytes = fs::read(path).map_err(|error| refuse(format!("cannot be read: {shown}: {error}")))?;
    let ending = match infer::get(&bytes).map(|kind| kind.extension()) {
        Some(ending @ ("png" | "jpg")) => ending,
        _ if is_svg(&bytes) => "svg",
        _ => return Err(refuse("must be a PNG, JPEG or SVG picture".to_owned()).into()),
    };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let change = LogoChange::Replace { file_name: format!("{stem}.{ending}"), bytes };
    sample::try_logo(&change)?;
    Ok(change)
}

fn is_svg(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))
}

/// Sets what stands at the head of every document.
///
/// # Errors
/// A text that is too long, or storage.
pub fn change_letterhead(work: &mut UnitOfWork<'_>, to: Letterhead, logo: LogoChange) -> Result<()> {
    let decision = &work.context().decision;
    let logo = match logo {
        LogoChange::Keep => templates::logo_reference(work.transaction())?,
        LogoChange::Remove => None,
        LogoChange::Replace { file_name, bytes } => {
            let sha256 = contents::keep(work.transaction(), decision.organization_id, &bytes)?;
            Some(Logo { sha256, file_name })
        }
    };
    let changed = domain::change_letterhead(to, logo, decision)?;
    let aggregate_id = decision.organization_id.as_uuid();
    let version = event_log::stream_version(work.transaction(), aggregate_id)?;
    let event = event(work, aggregate_id, decision.today, &changed)?;
    work.publish(vec![event.expecting(version)])
}

/// Puts another template in the place of the program's own, or goes back to that. It must typeset the sample.
///
/// # Errors
/// A source that cannot be typeset, with its line, or storage.
pub fn change_template(work: &mut UnitOfWork<'_>, kind: DocumentKind, source: Option<String>) -> Result<()> {
    let decision = &work.context().decision;
    let template_id = TemplateId::from_uuid(derived_id(&["template".to_owned(), kind.to_string()]));
    let changed = domain::change_template(template_id, kind, source, decision)?;
    let event = event(work, template_id.as_uuid(), decision.today, &changed)?;
    work.publish(vec![event])
}
