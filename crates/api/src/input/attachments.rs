//! What the commands of attachments take.

use domain::{AttachmentId, LoanId};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

inputs! {
    /// Adds a file to a loan.
    AddAttachment {
        /// The loan.
        loan_id: LoanId,
        /// Where the file is.
        path: String,
        /// Under which name it is kept; its own where left out.
        #[serde(default)]
        file_name: Option<String>,
    }

    /// Names an attachment, and where a copy of it is to go.
    GetAttachment {
        /// The attachment.
        attachment_id: AttachmentId,
        /// A file that is not there yet, for a copy of the content; left out, none is made.
        #[serde(default)]
        save_to: Option<String>,
    }
}
