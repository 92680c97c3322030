//! What can go wrong when a command or a query runs.

use domain::{
    AmountError, AttachmentRejection, ComplianceRejection, DocumentRejection, DrawRejection, FundRejection,
    LoanFileRejection, LoanId, LoanRejection, ParticipationRejection, PersonRejection, ServicingRejection,
    UserRejection, UserRole, text::TextError,
};
use store::StoreError;
use thiserror::Error;

/// Result of a command or a query.
pub type Result<T> = std::result::Result<T, AppError>;

/// What went wrong.
#[derive(Debug, Error)]
pub enum AppError {
    /// A rule of the loan's life or its terms.
    #[error(transparent)]
    Loan(#[from] LoanRejection),
    /// A rule of servicing.
    #[error(transparent)]
    Servicing(#[from] ServicingRejection),
    /// A rule for budgets and draws.
    #[error(transparent)]
    Draw(#[from] DrawRejection),
    /// A rule for funds.
    #[error(transparent)]
    Fund(#[from] FundRejection),
    /// A rule for loans with several lenders.
    #[error(transparent)]
    Participation(#[from] ParticipationRejection),
    /// A rule for people.
    #[error(transparent)]
    Person(#[from] PersonRejection),
    /// A rule for notes, parties, properties and collateral.
    #[error(transparent)]
    LoanFile(#[from] LoanFileRejection),
    /// A rule for filings and licences.
    #[error(transparent)]
    Compliance(#[from] ComplianceRejection),
    /// A rule for attachments.
    #[error(transparent)]
    Attachment(#[from] AttachmentRejection),
    /// What is refused of documents and templates.
    #[error(transparent)]
    Document(#[from] DocumentRejection),
    /// A template that cannot be typeset, with its line.
    #[error(transparent)]
    Template(#[from] typesetting::TemplateFault),
    /// A file that is to be added cannot be read.
    #[error("{path} cannot be read: {problem}")]
    AttachmentUnreadable {
        /// Where it is.
        path: String,
        /// Why, and what to do.
        problem: String,
    },
    /// A file that is to be imported cannot be read, or is no table.
    #[error("{path} cannot be imported: {problem}")]
    ImportUnreadable {
        /// Where it is.
        path: String,
        /// Why, and what to do.
        problem: String,
    },
    /// A file that is another than was checked.
    #[error("{0} is another file than was checked; check it again")]
    ImportFileChanged(String),
    /// A file of which something could be read in two ways.
    #[error(
        "{column:?} can be read in two ways; say in mapping.answers which is meant (columns to answer: {count})"
    )]
    ImportQuestions {
        /// How many columns are asked.
        count: usize,
        /// The first of them.
        column: String,
    },
    /// A file with rows that cannot be imported.
    #[error("{count} problems; nothing was imported. Row {row}: {reason}")]
    ImportProblems {
        /// How many there are.
        count: usize,
        /// The first row that has one.
        row: u32,
        /// What is wrong with it.
        reason: String,
    },
    /// A rule for users.
    #[error(transparent)]
    User(#[from] UserRejection),
    /// A name that no user of the book has.
    #[error("{0:?} is not a user of this book; its owner can add them with user.add")]
    UnknownUser(String),
    /// A user who may not work in the book any more.
    #[error("{0:?} was deactivated in this book; its owner can reactivate them with user.change")]
    DeactivatedUser(String),
    /// The role of whoever is signed in does not have this.
    #[error("{user:?} is signed in as {role}, which may not do this; {} can", needed.or_more())]
    NotPermitted {
        /// Who is signed in.
        user: String,
        /// Their role.
        role: UserRole,
        /// The least role that has it.
        needed: UserRole,
    },
    /// A text that cannot be kept.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Something named by its id is not in the book.
    #[error("there is no {kind} with the id {id}")]
    NotFound {
        /// What was looked for: `loan`, `borrower`, …
        kind: &'static str,
        /// The input field that named it.
        field: &'static str,
        /// The id.
        id: String,
    },
    /// A loan that is not funded has no schedule.
    #[error("loan {0} has no payment schedule yet: it is made when the loan is funded")]
    NoSchedule(LoanId),
    /// A value that is readable but not allowed here.
    #[error("{field} {problem}")]
    InvalidInput {
        /// The input field.
        field: &'static str,
        /// What is wrong and what is allowed.
        problem: String,
    },
    /// The command id was used before, for something else.
    #[error("command_id {0} was used before for another command or with another input")]
    CommandIdReused(String),
    /// A projection could not follow an event; nothing was saved.
    #[error("the projection {projection} could not follow {event_type}; nothing was saved: {source}")]
    Projection {
        /// The projection.
        projection: &'static str,
        /// The event it could not follow.
        event_type: String,
        /// Why.
        #[source]
        source: Box<AppError>,
    },
    /// A long run was cancelled by the user; nothing was changed.
    #[error("cancelled; nothing was changed")]
    Cancelled,
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<domain::LedgerError> for AppError {
    fn from(error: domain::LedgerError) -> Self {
        Self::Servicing(error.into())
    }
}

impl From<AmountError> for AppError {
    /// An amount in the log that does not fit its currency was not written by this program.
    fn from(error: AmountError) -> Self {
        Self::Store(StoreError::corrupt(format!("an amount in the log: {error}")))
    }
}
