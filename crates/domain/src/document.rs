//! Documents that are made of the book: which there are, whose letterhead they bear, and what is refused.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    DecisionContext, LetterheadChanged, TemplateChanged, TemplateId,
    text::{self, TextError},
    words::words,
};

words! {
    /// What a document is.
    DocumentKind {
        /// The borrower's promise to pay, with the terms.
        PromissoryNote = "promissory_note",
        /// Every payment, with its interest, principal and balance.
        AmortizationSchedule = "amortization_schedule",
        /// Where the money of the closing went, and what the loan costs.
        ClosingStatement = "closing_statement",
        /// Tells the borrower that a draw is approved.
        DrawApprovalLetter = "draw_approval_letter",
        /// Tells the borrower that a draw was paid out.
        DrawDisbursementLetter = "draw_disbursement_letter",
        /// What pays a loan off until a day.
        PayoffLetter = "payoff_letter",
        /// What happened on a loan from one day to another.
        BorrowerStatement = "borrower_statement",
        /// Interest received in a calendar year: the figures of Form 1098.
        InterestStatement = "interest_statement",
        /// What an investor has in a fund, and what moved.
        InvestorStatement = "investor_statement",
        /// All loans with their balances.
        PortfolioReport = "portfolio_report",
    }
}

impl DocumentKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::PromissoryNote,
        Self::AmortizationSchedule,
        Self::ClosingStatement,
        Self::DrawApprovalLetter,
        Self::DrawDisbursementLetter,
        Self::PayoffLetter,
        Self::BorrowerStatement,
        Self::InterestStatement,
        Self::InvestorStatement,
        Self::PortfolioReport,
    ];

    /// Those of a loan whose money goes out.
    pub const OF_FUNDING: [Self; 3] =
        [Self::PromissoryNote, Self::AmortizationSchedule, Self::ClosingStatement];

    /// What stands at its head.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::PromissoryNote => "Promissory note",
            Self::AmortizationSchedule => "Amortization schedule",
            Self::ClosingStatement => "Closing statement",
            Self::DrawApprovalLetter => "Draw approval",
            Self::DrawDisbursementLetter => "Draw disbursement",
            Self::PayoffLetter => "Payoff letter",
            Self::BorrowerStatement => "Loan statement",
            Self::InterestStatement => "Mortgage interest statement",
            Self::InvestorStatement => "Investor statement",
            Self::PortfolioReport => "Portfolio report",
        }
    }

    /// The same within a sentence: `a payoff letter`, `an investor statement`.
    #[must_use]
    pub fn with_article(self) -> String {
        let title = self.title().to_lowercase();
        let article = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {title}")
    }
}

/// Characters that a template may have.
pub const LONGEST_TEMPLATE: usize = 200_000;

const LONGEST_LINE: usize = 200;
const LONGEST_BLOCK: usize = 1_000;

/// What stands at the head and the foot of every document, beside the organization's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Letterhead {
    /// Postal address, in lines.
    pub address: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// Number of the lender's licence.
    pub licence_number: Option<String>,
    /// What stands at the foot of every page.
    pub footer: Option<String>,
}

/// A logo, kept in the book under its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// SHA-256 of the picture, in hexadecimal.
    pub sha256: String,
    /// Its file name; the ending says what it is.
    pub file_name: String,
}

/// Why a template or a letterhead is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentRejection {
    /// A text is empty or too long.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The logo is no picture that a document can hold, or too large.
    #[error("logo_path {0}")]
    Logo(String),
    /// A template that cannot be typeset.
    #[error("source cannot be typeset: {0}")]
    Template(String),
}

impl DocumentRejection {
    /// The input field at fault.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Text(error) => error.field,
            Self::Logo(_) => "logo_path",
            Self::Template(_) => "source",
        }
    }
}

/// Sets what stands at the head of every document.
///
/// # Errors
/// A text that is too long.
pub fn change_letterhead(
    to: Letterhead,
    logo: Option<Logo>,
    context: &DecisionContext,
) -> Result<LetterheadChanged, DocumentRejection> {
    let (sha256, file_name) = logo.map(|logo| (logo.sha256, logo.file_name)).unzip();
    Ok(LetterheadChanged {
        organization_id: context.organization_id,
        address: text::optional("address", to.address, LONGEST_BLOCK)?,
        phone: text::optional("phone", to.phone, LONGEST_LINE)?,
        email: text::optional("email", to.email, LONGEST_LINE)?,
        website: text::optional("website", to.website, LONGEST_LINE)?,
        licence_number: text::optional("licence_number", to.licence_number, LONGEST_LINE)?,
        footer: text::optional("footer", to.footer, LONGEST_BLOCK)?,
        logo_sha256: sha256,
        logo_file_name: file_name,
        changed_by: context.user.clone(),
    })
}

/// Puts another template in the place of the program's own, or goes back to that.
///
/// # Errors
/// A source that is empty or too long.
pub fn change_template(
    template_id: TemplateId,
    kind: DocumentKind,
    source: Option<String>,
    context: &DecisionContext,
) -> Result<TemplateChanged, DocumentRejection> {
    let source = source.map(|source| text::required("source", &source, LONGEST_TEMPLATE)).transpose()?;
    Ok(TemplateChanged {
        template_id,
        organization_id: context.organization_id,
        kind,
        source,
        changed_by: context.user.clone(),
    })
}
