//! Errors as they cross to a window, a terminal or a script: a code to act on, words to read, the field at fault.

use std::collections::BTreeMap;

use app::AppError;
use domain::{
    AttachmentRejection, DocumentRejection, DrawRejection, FundRejection, LoanRejection, ServicingRejection,
    UserRejection,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;
use ts_rs::TS;

/// An error on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct WireError {
    /// What a program acts on.
    pub code: ErrorCode,
    /// What a person reads.
    pub message: String,
    /// The input field at fault.
    pub field: Option<String>,
    /// Figures and names in the message, for a translation.
    pub params: BTreeMap<String, String>,
    /// Whether the same call may succeed a little later.
    pub retryable: bool,
}

/// What went wrong, for a program to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A field has a value that is not allowed.
    InvalidInput,
    /// The input, or a field of it, cannot be read as what it is to be.
    UnreadableInput,
    /// A field that is not known.
    UnknownField,
    /// A field is missing.
    MissingField,
    /// No command of that name.
    UnknownCommand,
    /// The command needs an open book.
    NoBookOpen,
    /// Something named by its id is not in the book.
    NotFound,
    /// The loan is not funded yet.
    NoSchedule,
    /// Somebody else changed it first.
    Conflict,
    /// The transition table does not have this step.
    TransitionNotAllowed,
    /// The loan is in no status in which it is serviced.
    LoanNotServiced,
    /// A payment like one that is recorded already; `allow_duplicate` records it.
    DuplicatePayment,
    /// A payment of more than is owed; `accept_overpayment` records it.
    Overpayment,
    /// Something is still owed of a loan that was to be paid off.
    StillOwed,
    /// The loan is not drawn, or has no budget yet.
    NoBudget,
    /// The loan is not funded, so nothing is drawn of it.
    LoanNotFunded,
    /// More than a line of the budget has left.
    OverBudgetLine,
    /// More than was requested.
    OverRequested,
    /// More than was approved.
    OverApproval,
    /// More than the loan has left.
    OverCommitment,
    /// More than a fund's capacity, commitments, calls or available capital leave.
    OverFundLimit,
    /// An entry of a fund that cannot be reversed: it was already, or something rests on it.
    FundEntryFixed,
    /// The draw does not stand where it must for this.
    DrawStatus,
    /// The draw's money is out; nothing of it changes any more.
    DrawDisbursed,
    /// The draw is not approved, so nothing of it is paid out.
    DrawNotApproved,
    /// The loan asks for an inspection that is not there.
    InspectionMissing,
    /// The loan asks for lien waivers that are not there.
    WaiverMissing,
    /// Who requested the draw cannot approve it.
    ApproverIsRequester,
    /// The rest of the building costs more than the loan still has; `accept_out_of_balance` approves all the same.
    OutOfBalance,
    /// No retainage, or less than that, is held back.
    NoRetainage,
    /// A file that is to be added is not there, or cannot be read.
    AttachmentUnreadable,
    /// A template that cannot be typeset.
    TemplateFault,
    /// A file without a byte.
    AttachmentEmpty,
    /// A file that is larger than what is kept.
    AttachmentTooLarge,
    /// A file of a kind that is not kept, or whose name promises something else than its content is.
    AttachmentType,
    /// A picture that cannot be read.
    AttachmentDamaged,
    /// A file that is to be imported cannot be read, or is no table.
    ImportUnreadable,
    /// A file is another than was checked.
    ImportFileChanged,
    /// A column of a file can be read in two ways, and nobody has said which is meant.
    ImportQuestions,
    /// A file has rows that cannot be imported.
    ImportProblems,
    /// The user's role does not have this command.
    NotPermitted,
    /// No active user of the book has that name.
    UnknownUser,
    /// A user of the book has that name already.
    UserExists,
    /// The owner of a book keeps their role and cannot be deactivated.
    OwnerIsFixed,
    /// A book has one owner.
    OneOwner,
    /// The command id was used for something else.
    CommandIdReused,
    /// A file is there already.
    BookExists,
    /// No file is there.
    BookMissing,
    /// Making or copying the book stopped half-way.
    BookUnfinished,
    /// The server does not answer.
    BookUnreachable,
    /// The server refuses the user or the password.
    AccessDenied,
    /// The connection cannot be encrypted, or the server cannot prove its name.
    NotSecure,
    /// The file is something else.
    NotABook,
    /// The passphrase is missing or another one.
    WrongPassphrase,
    /// The book was written by a newer release.
    BookTooNew,
    /// Another program is writing.
    BookBusy,
    /// What was read was not written by this program.
    BookDamaged,
    /// A file of archived events is not where it was put.
    ArchiveMissing,
    /// The disk is full.
    DiskFull,
    /// Storage failed in another way.
    Storage,
    /// The user cancelled.
    Cancelled,
    /// A fault of the program.
    Internal,
}

impl ErrorCode {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> String {
        serde_json::to_value(self).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether storage is at fault, not the input and not a lending rule.
    #[must_use]
    pub const fn is_storage(self) -> bool {
        matches!(
            self,
            Self::BookExists
                | Self::BookMissing
                | Self::BookUnfinished
                | Self::BookUnreachable
                | Self::AccessDenied
                | Self::NotSecure
                | Self::NotABook
                | Self::WrongPassphrase
                | Self::BookTooNew
                | Self::BookBusy
                | Self::BookDamaged
                | Self::ArchiveMissing
                | Self::DiskFull
                | Self::Storage
        )
    }

    /// Whether the call itself is wrong: a command that is not there, or input that cannot be read.
    #[must_use]
    pub const fn is_usage(self) -> bool {
        matches!(
            self,
            Self::UnreadableInput
                | Self::UnknownField
                | Self::MissingField
                | Self::UnknownCommand
                | Self::NoBookOpen
                | Self::ImportUnreadable
        )
    }
}

impl WireError {
    /// An error without a field.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None, params: BTreeMap::new(), retryable: false }
    }

    /// Names the field at fault.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    fn servicing(error: ServicingRejection, message: String) -> Self {
        use ServicingRejection::{Duplicate, Loan, Overpayment, StillOwed, WrongStatus};
        let code = match &error {
            Loan(loan) => return Self { message, ..Self::from(AppError::Loan(loan.clone())) },
            WrongStatus { .. } => ErrorCode::LoanNotServiced,
            Duplicate { .. } => ErrorCode::DuplicatePayment,
            Overpayment { .. } => ErrorCode::Overpayment,
            StillOwed { .. } => ErrorCode::StillOwed,
            _ => ErrorCode::InvalidInput,
        };
        let field = error.field().map(str::to_owned);
        let wire = Self { field, ..Self::new(code, message) };
        match error {
            WrongStatus { status, .. } => wire.with("status", status),
            Duplicate { amount, received_on } => wire.with("amount", amount).with("received_on", received_on),
            Overpayment { owed, excess } => wire.with("owed", owed).with("excess", excess),
            StillOwed { owed } => wire.with("owed", owed),
            _ => wire,
        }
    }

    fn draw(error: DrawRejection, message: String) -> Self {
        use DrawRejection as Why;
        let code = match &error {
            Why::Servicing(servicing) => return Self::servicing(servicing.clone(), message),
            Why::NotConstruction | Why::NoBudget => ErrorCode::NoBudget,
            Why::LoanNotFunded { .. } => ErrorCode::LoanNotFunded,
            Why::OverLine { .. } | Why::OverLineReallocated { .. } | Why::LineBelowCommitted { .. } => {
                ErrorCode::OverBudgetLine
            }
            Why::OverRequested { .. } => ErrorCode::OverRequested,
            Why::OverApproval { .. } => ErrorCode::OverApproval,
            Why::OverCommitment { .. } => ErrorCode::OverCommitment,
            Why::WrongStatus { .. } | Why::NotEditable { .. } => ErrorCode::DrawStatus,
            Why::DisbursedAlready { .. } => ErrorCode::DrawDisbursed,
            Why::NotApproved { .. } => ErrorCode::DrawNotApproved,
            Why::InspectionMissing { .. } => ErrorCode::InspectionMissing,
            Why::WaiverMissing { .. } => ErrorCode::WaiverMissing,
            Why::ApproverIsRequester { .. } => ErrorCode::ApproverIsRequester,
            Why::OutOfBalance { .. } => ErrorCode::OutOfBalance,
            Why::NothingHeld | Why::MoreThanHeld { .. } => ErrorCode::NoRetainage,
            _ => ErrorCode::InvalidInput,
        };
        let field = error.field().map(str::to_owned);
        let wire = Self { field, ..Self::new(code, message) };
        match error {
            Why::OverLine { code, amount, available } => {
                wire.with("line", code).with("amount", amount).with("available", available)
            }
            Why::OverCommitment { amount, available } => {
                wire.with("amount", amount).with("available", available)
            }
            Why::OutOfBalance { by, cost_to_complete, undisbursed } => wire
                .with("by", by)
                .with("cost_to_complete", cost_to_complete)
                .with("undisbursed", undisbursed),
            Why::WaiverMissing { contractors, .. } => wire.with("contractors", contractors),
            Why::ApproverIsRequester { requester, .. } => wire.with("requester", requester),
            Why::WrongStatus { status, .. }
            | Why::NotEditable { status, .. }
            | Why::NotApproved { status, .. } => wire.with("status", status),
            Why::LoanNotFunded { status } => wire.with("status", status),
            _ => wire,
        }
    }

    fn fund(error: &FundRejection, message: String) -> Self {
        use FundRejection as Why;
        let code = match error {
            Why::OverCapacity { .. }
            | Why::OverUncalled { .. }
            | Why::OverReceivable { .. }
            | Why::OverAvailable { .. }
            | Why::OverPrincipal { .. }
            | Why::OverDeployed { .. } => ErrorCode::OverFundLimit,
            Why::ReversedAlready { .. } | Why::RestsOnIt { .. } => ErrorCode::FundEntryFixed,
            _ => ErrorCode::InvalidInput,
        };
        let wire = Self::new(code, message).at(error.field());
        match error.limit() {
            Some(limit) => wire.with("limit", limit),
            None => wire,
        }
    }

    fn user(error: UserRejection, message: String) -> Self {
        let code = match &error {
            UserRejection::Exists { .. } => ErrorCode::UserExists,
            UserRejection::OneOwner => ErrorCode::OneOwner,
            UserRejection::OwnerIsFixed { .. } => ErrorCode::OwnerIsFixed,
            UserRejection::Text(_) | UserRejection::NothingToChange => ErrorCode::InvalidInput,
        };
        let wire = Self::new(code, message).at(error.field());
        match error {
            UserRejection::Exists { name, is_active } => wire.with("name", name).with("is_active", is_active),
            _ => wire,
        }
    }

    fn attachment(error: AttachmentRejection, message: String) -> Self {
        use AttachmentRejection::{Damaged, Empty, Folder, NotKept, Text, TooLarge, WrongName};
        let code = match &error {
            Text(_) | Folder => ErrorCode::InvalidInput,
            Empty { .. } => ErrorCode::AttachmentEmpty,
            TooLarge { .. } => ErrorCode::AttachmentTooLarge,
            NotKept { .. } | WrongName { .. } => ErrorCode::AttachmentType,
            Damaged { .. } => ErrorCode::AttachmentDamaged,
        };
        let wire = Self::new(code, message).at(error.field());
        match error {
            Text(_) | Folder => wire,
            Empty { file_name } => wire.with("file_name", file_name),
            TooLarge { file_name, size_bytes } => wire
                .with("file_name", file_name)
                .with("size_bytes", size_bytes)
                .with("limit_bytes", domain::LARGEST_ATTACHMENT),
            NotKept { file_name, content } => wire.with("file_name", file_name).with("content", content),
            WrongName { file_name, promised, content, expected } => wire
                .with("file_name", file_name)
                .with("promised", promised)
                .with("content", content)
                .with("expected", expected),
            Damaged { file_name, content } => wire.with("file_name", file_name).with("content", content),
        }
    }

    /// A field with a value that is not allowed; `problem` goes on after the field's name.
    #[must_use]
    pub fn invalid(field: &str, problem: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::InvalidInput, format!("{field} {problem}")).at(field)
    }
}

impl From<AppError> for WireError {
    fn from(error: AppError) -> Self {
        let message = error.to_string();
        match error {
            AppError::Text(text) => Self::new(ErrorCode::InvalidInput, message).at(text.field),
            AppError::Loan(LoanRejection::TransitionNotAllowed { from, to }) => {
                let allowed: Vec<&str> = from.next().iter().map(|status| status.as_str()).collect();
                Self::new(ErrorCode::TransitionNotAllowed, message)
                    .at("to")
                    .with("from", from)
                    .with("to", to)
                    .with("allowed", allowed.join(", "))
            }
            AppError::Loan(LoanRejection::PrincipalTooLarge { largest }) => {
                Self::new(ErrorCode::InvalidInput, message).at("principal").with("limit", largest)
            }
            AppError::Loan(LoanRejection::InitialAdvance { principal }) => {
                Self::new(ErrorCode::InvalidInput, message).at("initial_advance").with("principal", principal)
            }
            AppError::Loan(loan) => {
                let field = loan.field().map(str::to_owned);
                Self { field, ..Self::new(ErrorCode::InvalidInput, message) }
            }
            AppError::Servicing(servicing) => Self::servicing(servicing, message),
            AppError::Draw(draw) => Self::draw(draw, message),
            AppError::Fund(fund) => Self::fund(&fund, message),
            AppError::Participation(participation) => {
                Self::new(ErrorCode::InvalidInput, message).at(participation.field())
            }
            AppError::Person(person) => Self::new(ErrorCode::InvalidInput, message).at(person.field()),
            AppError::LoanFile(rejection) => Self::new(ErrorCode::InvalidInput, message).at(rejection.field),
            AppError::Compliance(rejection) => {
                Self::new(ErrorCode::InvalidInput, message).at(rejection.field)
            }
            AppError::User(user) => Self::user(user, message),
            AppError::UnknownUser(user) => Self::new(ErrorCode::UnknownUser, message)
                .at("user")
                .with("user", user)
                .with("is_deactivated", false),
            AppError::DeactivatedUser(user) => Self::new(ErrorCode::UnknownUser, message)
                .at("user")
                .with("user", user)
                .with("is_deactivated", true),
            AppError::NotPermitted { user, role, needed } => Self::new(ErrorCode::NotPermitted, message)
                .with("user", user)
                .with("role", role)
                .with("needed", needed),
            AppError::Document(refused) => {
                let code = match refused {
                    DocumentRejection::Template(_) => ErrorCode::TemplateFault,
                    DocumentRejection::Text(_) | DocumentRejection::Logo(_) => ErrorCode::InvalidInput,
                };
                Self::new(code, message).at(refused.field())
            }
            AppError::Template(fault) => {
                let wire = Self::new(ErrorCode::TemplateFault, message);
                match fault.line {
                    Some(line) => wire.with("line", line),
                    None => wire,
                }
            }
            AppError::Attachment(attachment) => Self::attachment(attachment, message),
            AppError::AttachmentUnreadable { path, .. } => {
                Self::new(ErrorCode::AttachmentUnreadable, message).at("path").with("path", path)
            }
            AppError::ImportUnreadable { path, .. } => {
                Self::new(ErrorCode::ImportUnreadable, message).at("path").with("path", path)
            }
            AppError::ImportFileChanged(file_name) => Self::new(ErrorCode::ImportFileChanged, message)
                .at("expected_sha256")
                .with("file_name", file_name),
            AppError::ImportQuestions { count, column } => Self::new(ErrorCode::ImportQuestions, message)
                .at("mapping")
                .with("count", count)
                .with("column", column),
            AppError::ImportProblems { count, row, .. } => {
                Self::new(ErrorCode::ImportProblems, message).with("count", count).with("row", row)
            }
            AppError::NotFound { kind, field, id } => {
                Self::new(ErrorCode::NotFound, message).at(field).with("kind", kind).with("id", id)
            }
            AppError::NoSchedule(loan_id) => {
                Self::new(ErrorCode::NoSchedule, message).at("loan_id").with("loan_id", loan_id)
            }
            AppError::InvalidInput { field, .. } => Self::new(ErrorCode::InvalidInput, message).at(field),
            AppError::CommandIdReused(_) => Self::new(ErrorCode::CommandIdReused, message).at("command_id"),
            AppError::Cancelled => Self::new(ErrorCode::Cancelled, message),
            AppError::Projection { source, .. } => Self { message, ..Self::from(*source) },
            AppError::Store(store) => Self::from(store),
        }
    }
}

impl From<StoreError> for WireError {
    fn from(error: StoreError) -> Self {
        let (code, retryable) = match &error {
            StoreError::Conflict(_) => (ErrorCode::Conflict, true),
            StoreError::Missing(_) => (ErrorCode::BookMissing, false),
            StoreError::Exists(_) => (ErrorCode::BookExists, false),
            StoreError::Unfinished(_) => (ErrorCode::BookUnfinished, false),
            StoreError::Address(_) => (ErrorCode::InvalidInput, false),
            StoreError::Unreachable { .. } => (ErrorCode::BookUnreachable, true),
            StoreError::AccessDenied { .. } => (ErrorCode::AccessDenied, false),
            StoreError::NotSecure { .. } => (ErrorCode::NotSecure, false),
            StoreError::NotABook(_) => (ErrorCode::NotABook, false),
            StoreError::Encrypted(_) => (ErrorCode::WrongPassphrase, false),
            StoreError::Busy => (ErrorCode::BookBusy, true),
            StoreError::TooNew { .. } => (ErrorCode::BookTooNew, false),
            StoreError::Corrupt(_) => (ErrorCode::BookDamaged, false),
            StoreError::ArchiveMissing { .. } => (ErrorCode::ArchiveMissing, false),
            StoreError::Full => (ErrorCode::DiskFull, true),
            StoreError::EngineTooOld { .. } | StoreError::Backend { .. } => (ErrorCode::Storage, false),
        };
        let field = matches!(error, StoreError::Address(_)).then(|| "address".to_owned());
        Self { retryable, field, ..Self::new(code, error.to_string()) }
    }
}
