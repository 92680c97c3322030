//! Setting templates and the letterhead.

use domain::{DocumentKind, Letterhead, Logo, TemplateId};
use store::event_log;

use super::event;
use crate::{Result, attachments::contents, bus::UnitOfWork, documents::templates, environment::derived_id};

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
