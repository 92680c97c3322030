//! What the commands of attachments do.

use std::path::Path;

use app::{
    Book, Result,
    attachments::{self, FileToAdd},
    queries::{
        self,
        attachment::{Attachment, THUMBNAIL_TYPE},
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use store::Transaction;

use crate::{desk::Call, input::*, output::*, table::Prepared};

pub fn attachment_add<'a>(
    book: &Book,
    input: AddAttachment,
    call: &'a Call<'_>,
) -> Result<Prepared<'a, Attachment>> {
    let AddAttachment { loan_id, path, file_name } = input;
    let file = FileToAdd { loan_id, path: path.into(), file_name };
    let prepared = attachments::prepare(book, file, call.progress)?;
    Ok(Box::new(|work| attachments::add(work, prepared, call.progress)))
}

pub fn attachment_list(
    _: &Book,
    transaction: &mut dyn Transaction,
    input: LoanRef,
) -> Result<AttachmentList> {
    Ok(AttachmentList { attachments: queries::attachment::list(transaction, input.loan_id)? })
}

pub fn attachment_get(book: &Book, input: GetAttachment, call: &Call<'_>) -> Result<AttachmentView> {
    let (attachment, thumbnail) = book.read(|transaction| {
        let attachment = queries::attachment::get(transaction, input.attachment_id)?;
        let thumbnail = queries::attachment::thumbnail(transaction, &attachment)?;
        Ok((attachment, thumbnail))
    })?;
    if let Some(to) = &input.save_to {
        attachments::save(book, &attachment, Path::new(to), call.progress)?;
    }
    let data_url = |bytes: Vec<u8>| format!("data:{THUMBNAIL_TYPE};base64,{}", STANDARD.encode(bytes));
    Ok(AttachmentView { attachment, thumbnail: thumbnail.map(data_url), saved_to: input.save_to })
}
