//! Lists that come straight from the projections: their columns, where they are read, and what narrows them down.

use domain::{DrawStatus, LoanStatus};
use serde::de::DeserializeOwned;
use store::{Row, Transaction, Value};

use super::{
    ExportFilter::{self, Area, From, Fund, Investor, Loan, Person, Property, Status, To, Who},
    ExportFilters,
    Field::{self, Amount, AmountText, Date, Flag, LoanNumber, Moment, Percent, Sum, Text, Whole},
    no_status,
    rows::Rows,
};
use crate::{Result, queries::conditions::Conditions};

/// Rows read at a time.
const PAGE: i64 = 1_000;

/// A list in storage.
pub struct List {
    /// Header, kind and SQL of each column.
    pub columns: &'static [(&'static str, Field, &'static str)],
    /// The tables.
    from: &'static str,
    /// What the rows are in the order of, never NULL, and what tells those apart that are equal in it.
    order: (&'static str, &'static str),
    /// What each filter is compared with.
    filters: &'static [(ExportFilter, &'static str)],
    /// Whether a word is one of its statuses; none has no statuses.
    is_status: Option<fn(&str) -> bool>,
}

fn is_word<T: DeserializeOwned>(word: &str) -> bool {
    serde_json::from_value::<T>(word.into()).is_ok()
}

impl List {
    /// Writes the rows that fit, page by page, each going on where the one before ended.
    pub fn write(
        &self,
        filters: &ExportFilters,
        transaction: &mut dyn Transaction,
        rows: &mut Rows<'_>,
    ) -> Result<()> {
        self.check_status(filters)?;
        let (condition, mut parameters) = self.conditions(filters).into_parts();
        let counted = format!("SELECT COUNT(*) FROM {} WHERE {condition}", self.from);
        let total = transaction.query_optional(&counted, &parameters)?;
        rows.announce(total.map(Row::single).transpose()?.unwrap_or(0));
        let (order, key) = self.order;
        let columns: Vec<&str> = self.columns.iter().map(|(_, _, sql)| *sql).collect();
        let select = format!("SELECT {}, {order}, {key} FROM {}", columns.join(", "), self.from);
        let narrowed = parameters.len();
        loop {
            let after = if parameters.len() == narrowed {
                String::new()
            } else {
                format!(" AND ({order}, {key}) > (${}, ${})", narrowed + 1, narrowed + 2)
            };
            let sql = format!("{select} WHERE {condition}{after} ORDER BY {order}, {key} LIMIT {PAGE}");
            let page = transaction.query(&sql, &parameters)?;
            let Some(last) = page.last() else { return Ok(()) };
            parameters.truncate(narrowed);
            parameters.extend(last.columns().iter().skip(columns.len()).cloned());
            for row in page {
                rows.stored(row.columns().iter().take(columns.len()).cloned())?;
            }
            rows.go_on()?;
        }
    }

    /// A word that is no status would fit nothing, and the file would say that there is nothing.
    fn check_status(&self, filters: &ExportFilters) -> Result<()> {
        match (&filters.status, self.is_status) {
            (Some(status), Some(is_status)) if !is_status(status) => Err(no_status(status)),
            _ => Ok(()),
        }
    }

    fn conditions(&self, filters: &ExportFilters) -> Conditions {
        let mut conditions = Conditions::new();
        for (filter, compared) in self.filters {
            let (comparison, value) = match filter {
                Loan => ("=", filters.loan_id.map(Value::from)),
                Fund => ("=", filters.fund_id.map(Value::from)),
                Investor => ("=", filters.investor_id.map(Value::from)),
                Person => ("=", filters.person_id.map(Value::from)),
                Property => ("=", filters.property_id.map(Value::from)),
                Status => ("=", filters.status.clone().map(Value::from)),
                Area => ("=", filters.area.map(|area| area.as_str().into())),
                Who => ("=", filters.who.clone().map(Value::from)),
                From => (">=", filters.from.map(Value::from)),
                To => ("<=", filters.to.map(Value::from)),
                // These are of reports alone.
                ExportFilter::Schedule
                | ExportFilter::Draw
                | ExportFilter::EventType
                | ExportFilter::AsOf => continue,
            };
            let Some(mut value) = value else { continue };
            if let (true, Value::Date(day)) = (compared.ends_with("_at"), &value) {
                // A day compared with moments: its first, or its last.
                let day = if *filter == From { *day } else { day.succ_opt().unwrap_or(*day) };
                value = day.and_time(chrono::NaiveTime::MIN).and_utc().into();
            }
            let comparison = if compared.ends_with("_at") && *filter == To { "<" } else { comparison };
            conditions.with(&format!("{compared} {comparison} ?"), Some(value));
        }
        conditions
    }
}

const LOANS_FROM: &str = "loans JOIN people ON people.id = loans.borrower_id \
     LEFT JOIN people AS lenders ON lenders.id = loans.lender_id";

const NEXT_DUE: &str = "(SELECT MIN(due_on) FROM instalments WHERE instalments.loan_id = loans.id AND is_open = 1 \
     AND loans.status IN ('funded', 'defaulted'))";

const RATE: &str = "COALESCE(amended_rate_micro_percent, loans.annual_rate_micro_percent)";

/// Tables of what belongs to a loan, with the loan and whose it is.
macro_rules! of_loan {
    ($table:literal) => {
        concat!(
            $table,
            " JOIN loans ON loans.id = ",
            $table,
            ".loan_id JOIN people ON people.id = loans.borrower_id"
        )
    };
}

pub static LOANS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("External reference", Text, "loans.external_reference"),
        ("Borrower", Text, "people.name"),
        ("Lender", Text, "lenders.name"),
        ("Purpose", Text, "loans.purpose"),
        ("Status", Text, "loans.status"),
        ("Principal", Sum, "loans.principal_minor"),
        ("Outstanding", Sum, "loans.outstanding_minor"),
        ("Held", Sum, "loans.held_minor"),
        ("Annual rate %", Percent, RATE),
        ("Term in months", Whole, "loans.term_months"),
        ("Schedule type", Text, "COALESCE(amended_schedule_type, loans.schedule_type)"),
        ("Frequency", Text, "COALESCE(amended_frequency, loans.frequency)"),
        ("Day count", Text, "loans.day_count"),
        ("Rounding", Text, "loans.rounding"),
        ("First payment on", Date, "loans.first_payment_on"),
        ("Funded on", Date, "loans.funded_on"),
        ("Matures on", Date, "loans.maturity_on"),
        ("Next due on", Date, NEXT_DUE),
        ("Amended on", Date, "loans.amended_on"),
        ("Grace in days", Whole, "loans.grace_days"),
        ("Late fee %", Percent, "loans.late_fee_micro_percent"),
        ("Late fee at most", Amount, "loans.late_fee_at_most_minor"),
        ("Default margin %", Percent, "loans.default_margin_micro_percent"),
        ("Created at (UTC)", Moment, "loans.created_at"),
    ],
    from: LOANS_FROM,
    order: ("loans.number", "loans.id"),
    filters: &[(Status, "loans.status"), (From, "loans.funded_on"), (To, "loans.funded_on")],
    is_status: Some(is_word::<LoanStatus>),
};

pub static PORTFOLIO: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Status", Text, "loans.status"),
        ("Annual rate %", Percent, RATE),
        ("Funded on", Date, "loans.funded_on"),
        ("Matures on", Date, "loans.maturity_on"),
        ("Next due on", Date, NEXT_DUE),
        ("Principal", Sum, "loans.principal_minor"),
        ("Disbursed", Sum, "loans.disbursed_minor"),
        ("Outstanding", Sum, "loans.outstanding_minor"),
        ("Approved, not disbursed", Sum, "loans.approved_undisbursed_minor"),
        ("Retainage held", Sum, "loans.retainage_minor"),
        ("Available to draw", Sum, "loans.available_minor"),
    ],
    from: LOANS_FROM,
    order: ("loans.number", "loans.id"),
    filters: &[(Status, "loans.status")],
    is_status: Some(is_word::<LoanStatus>),
};

pub static CONTACTS: List = List {
    columns: &[
        ("Name", Text, "people.name"),
        ("Kind", Text, "people.kind"),
        ("Email", Text, "people.email"),
        ("Phone", Text, "people.phone"),
        ("Address", Text, "people.address"),
        ("Tax ID", Text, "people.tax_id"),
        ("Created at (UTC)", Moment, "people.created_at"),
    ],
    from: "people",
    order: ("people.name", "people.id"),
    filters: &[],
    is_status: None,
};

pub static PAYMENTS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Received on", Date, "payments.received_on"),
        ("Amount", Sum, "payments.amount_minor"),
        ("Method", Text, "payments.method"),
        ("Reference", Text, "payments.reference"),
        ("Fees", Sum, "payments.fees_minor"),
        ("Late charges", Sum, "payments.late_charges_minor"),
        ("Interest", Sum, "payments.interest_minor"),
        ("Principal", Sum, "payments.principal_minor"),
        ("Prepaid", Amount, "payments.prepaid_minor"),
        ("Held", Sum, "payments.held_minor"),
        ("Balance", Amount, "payments.balance_minor"),
        ("Reversed on", Date, "payments.reversed_on"),
        ("Reversal reason", Text, "payments.reversal_reason"),
        ("Returned", Flag, "payments.is_returned"),
        ("Note", Text, "payments.note"),
        ("Recorded by", Text, "payments.received_by"),
        ("Recorded at (UTC)", Moment, "payments.recorded_at"),
    ],
    from: of_loan!("payments"),
    order: ("payments.received_on", "payments.id"),
    filters: &[(Loan, "payments.loan_id"), (From, "payments.received_on"), (To, "payments.received_on")],
    is_status: None,
};

pub static INSTALMENTS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Number", Whole, "instalments.number"),
        ("Due on", Date, "instalments.due_on"),
        ("Payment", Sum, "instalments.payment_minor"),
        ("Interest", Sum, "instalments.interest_minor"),
        ("Principal", Sum, "instalments.principal_minor"),
        ("Balance", Amount, "instalments.balance_minor"),
        ("Paid", Sum, "instalments.paid_minor"),
        ("Paid on", Date, "instalments.paid_on"),
        ("Grace until", Date, "instalments.grace_until"),
        ("Late on", Date, "instalments.late_on"),
        ("Status", Text, "instalments.status"),
    ],
    from: concat!(of_loan!("instalments"), " AND instalments.status <> 'superseded'"),
    order: ("instalments.due_on", "instalments.id"),
    filters: &[
        (Loan, "instalments.loan_id"),
        (Status, "instalments.status"),
        (From, "instalments.due_on"),
        (To, "instalments.due_on"),
    ],
    is_status: Some(|word| matches!(word, "scheduled" | "partly_paid" | "paid")),
};

pub static FEES: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Assessed on", Date, "fees.assessed_on"),
        ("Kind", Text, "fees.kind"),
        ("Amount", Sum, "fees.amount_minor"),
        ("Waived", Sum, "fees.waived_minor"),
        ("Waiver reason", Text, "fees.waiver_reason"),
        ("For instalment due on", Date, "fees.late_due_on"),
        ("Note", Text, "fees.note"),
        ("Assessed by", Text, "fees.assessed_by"),
    ],
    from: of_loan!("fees"),
    order: ("fees.assessed_on", "fees.id"),
    filters: &[(Loan, "fees.loan_id"), (From, "fees.assessed_on"), (To, "fees.assessed_on")],
    is_status: None,
};

pub static PAYOFF_QUOTES: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Quoted on", Date, "payoff_quotes.quoted_on"),
        ("Good through", Date, "payoff_quotes.good_through"),
        ("Principal", Amount, "payoff_quotes.principal_minor"),
        ("Interest", Amount, "payoff_quotes.interest_minor"),
        ("Fees", Amount, "payoff_quotes.fees_minor"),
        ("Late charges", Amount, "payoff_quotes.late_charges_minor"),
        ("Held", Amount, "payoff_quotes.held_minor"),
        ("Total", Amount, "payoff_quotes.total_minor"),
        ("Per diem", Amount, "payoff_quotes.per_diem_minor"),
        ("Quoted by", Text, "payoff_quotes.quoted_by"),
        ("Quoted at (UTC)", Moment, "payoff_quotes.quoted_at"),
    ],
    from: of_loan!("payoff_quotes"),
    order: ("payoff_quotes.quoted_on", "payoff_quotes.id"),
    filters: &[
        (Loan, "payoff_quotes.loan_id"),
        (From, "payoff_quotes.quoted_on"),
        (To, "payoff_quotes.quoted_on"),
    ],
    is_status: None,
};

pub static DRAWS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Draw", Whole, "draws.number"),
        ("Status", Text, "draws.status"),
        ("Contractor", Text, "draws.contractor"),
        ("Requested", Sum, "draws.requested_minor"),
        ("Requested on", Date, "draws.requested_on"),
        ("Requested by", Text, "draws.requested_by"),
        ("Approved", Sum, "draws.approved_minor"),
        ("Approved on", Date, "draws.approved_on"),
        ("Approved by", Text, "draws.approved_by"),
        ("Approver is requester", Flag, "draws.approver_is_requester"),
        ("Retainage", Sum, "draws.retainage_minor"),
        ("Disbursed on", Date, "draws.disbursed_on"),
        ("Retainage released", Sum, "draws.released_minor"),
        ("Changed at (UTC)", Moment, "draws.changed_at"),
    ],
    from: of_loan!("draws"),
    order: ("loans.number * 100000 + draws.number", "draws.id"),
    filters: &[
        (Loan, "draws.loan_id"),
        (Status, "draws.status"),
        (From, "draws.requested_on"),
        (To, "draws.requested_on"),
    ],
    is_status: Some(is_word::<DrawStatus>),
};

pub static INSPECTIONS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Draw", Whole, "draws.number"),
        ("Kind", Text, "inspections.kind"),
        ("Inspector", Text, "inspections.inspector"),
        ("Scheduled on", Date, "inspections.scheduled_on"),
        ("Inspected on", Date, "inspections.inspected_on"),
        ("Note", Text, "inspections.note"),
        ("Photos", Whole, "inspections.photos"),
    ],
    from: concat!(of_loan!("inspections"), " LEFT JOIN draws ON draws.id = inspections.draw_id"),
    order: ("loans.number", "inspections.id"),
    filters: &[
        (Loan, "inspections.loan_id"),
        (From, "COALESCE(inspections.inspected_on, inspections.scheduled_on)"),
        (To, "COALESCE(inspections.inspected_on, inspections.scheduled_on)"),
    ],
    is_status: None,
};

pub static ATTACHMENTS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("File", Text, "attachments.file_name"),
        ("Kind", Text, "attachments.media_type"),
        ("Bytes", Whole, "attachments.size_bytes"),
        ("SHA-256", Text, "attachments.sha256"),
        ("Added by", Text, "attachments.added_by"),
        ("Added at (UTC)", Moment, "attachments.added_at"),
    ],
    from: of_loan!("attachments"),
    order: ("attachments.added_at", "attachments.id"),
    filters: &[(Loan, "attachments.loan_id"), (From, "attachments.added_at"), (To, "attachments.added_at")],
    is_status: None,
};

pub static DOCUMENTS: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Fund", Text, "funds.name"),
        ("Investor", Text, "investors.name"),
        ("Title", Text, "documents.title"),
        ("Kind", Text, "documents.kind"),
        ("Dated on", Date, "documents.dated_on"),
        ("File", Text, "documents.file_name"),
        ("Bytes", Whole, "documents.size_bytes"),
        ("SHA-256", Text, "documents.sha256"),
        ("SHA-256 of data", Text, "documents.data_sha256"),
        ("SHA-256 of template", Text, "documents.template_sha256"),
        ("Made from position", Whole, "documents.made_from_position"),
        ("Made by", Text, "documents.generated_by"),
        ("Made at (UTC)", Moment, "documents.generated_at"),
    ],
    from: "documents LEFT JOIN loans ON loans.id = documents.loan_id \
           LEFT JOIN people ON people.id = loans.borrower_id LEFT JOIN funds ON funds.id = documents.fund_id \
           LEFT JOIN people AS investors ON investors.id = documents.investor_id",
    order: ("documents.generated_at", "documents.id"),
    filters: &[
        (Loan, "documents.loan_id"),
        (Fund, "documents.fund_id"),
        (Investor, "documents.investor_id"),
        (From, "documents.dated_on"),
        (To, "documents.dated_on"),
    ],
    is_status: None,
};

/// Those that were withdrawn are among them.
pub static NOTES: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Contact", Text, "contacts.name"),
        ("Text", Text, "notes.text"),
        ("Pinned", Flag, "notes.is_pinned"),
        ("Added by", Text, "notes.added_by"),
        ("Added at (UTC)", Moment, "notes.added_at"),
        ("Amended by", Text, "notes.amended_by"),
        ("Amended at (UTC)", Moment, "notes.amended_at"),
        ("Withdrawn by", Text, "notes.withdrawn_by"),
        ("Withdrawn at (UTC)", Moment, "notes.withdrawn_at"),
        ("Withdrawal reason", Text, "notes.withdrawal_reason"),
    ],
    from: "notes LEFT JOIN loans ON loans.id = notes.loan_id LEFT JOIN people ON people.id = loans.borrower_id \
           LEFT JOIN people AS contacts ON contacts.id = notes.person_id",
    order: ("notes.added_at", "notes.id"),
    filters: &[
        (Loan, "notes.loan_id"),
        (Person, "notes.person_id"),
        (From, "notes.added_at"),
        (To, "notes.added_at"),
    ],
    is_status: None,
};

/// Those that were removed are among them; the borrower and the lender whom a loan itself names come first.
pub static PARTIES: List = List {
    columns: &[
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "borrowers.name"),
        ("Role", Text, "roles.role"),
        ("Name", Text, "people.name"),
        ("Email", Text, "people.email"),
        ("Phone", Text, "people.phone"),
        ("Address", Text, "people.address"),
        ("Since", Date, "roles.since_on"),
        ("Note", Text, "roles.note"),
        ("Added by", Text, "roles.added_by"),
        ("Removed on", Date, "roles.removed_on"),
        ("Removal reason", Text, "roles.removal_reason"),
    ],
    from: "(SELECT id, 2 AS place, loan_id, person_id, role, since_on, note, added_by, removed_on, removal_reason \
           FROM parties UNION ALL \
           SELECT id, 0, id, borrower_id, 'borrower', NULL, NULL, NULL, NULL, NULL FROM loans UNION ALL \
           SELECT id, 1, id, lender_id, 'lender', NULL, NULL, NULL, NULL, NULL FROM loans \
           WHERE lender_id IS NOT NULL) AS roles JOIN loans ON loans.id = roles.loan_id \
           JOIN people ON people.id = roles.person_id JOIN people AS borrowers ON borrowers.id = loans.borrower_id",
    order: ("loans.number * 10 + roles.place", "roles.id"),
    filters: &[(Loan, "roles.loan_id"), (Person, "roles.person_id")],
    is_status: None,
};

pub static VALUATIONS: List = List {
    columns: &[
        ("Property", Text, "properties.address"),
        ("Kind", Text, "properties.kind"),
        ("Parcel number", Text, "properties.parcel_number"),
        ("Valued on", Date, "valuations.valued_on"),
        ("Basis", Text, "valuations.basis"),
        ("Value", Amount, "valuations.amount_minor"),
        ("Source", Text, "valuations.source"),
        ("Recorded by", Text, "valuations.recorded_by"),
        ("Recorded at (UTC)", Moment, "valuations.recorded_at"),
    ],
    from: "valuations JOIN properties ON properties.id = valuations.property_id",
    order: ("valuations.valued_on", "valuations.id"),
    filters: &[
        (Property, "valuations.property_id"),
        (From, "valuations.valued_on"),
        (To, "valuations.valued_on"),
    ],
    is_status: None,
};

pub static USERS: List = List {
    columns: &[
        ("Name", Text, "users.name"),
        ("Role", Text, "users.role"),
        ("Active", Flag, "users.is_active"),
        ("Added at (UTC)", Moment, "users.added_at"),
    ],
    from: "users",
    order: ("users.added_at", "users.id"),
    filters: &[],
    is_status: None,
};

/// The hash of an entry and that of its event show which entry of the book a row is. The chain itself is checked by the
/// file for an audit.
pub static COMPLIANCE_LOG: List = List {
    columns: &[
        ("Number", Whole, "compliance_log.number"),
        ("Recorded at (UTC)", Moment, "compliance_log.occurred_at"),
        ("Who", Text, "compliance_log.who"),
        ("What", Text, "compliance_log.what"),
        ("Area", Text, "compliance_log.area"),
        ("Loan", LoanNumber, "loans.number"),
        ("Borrower", Text, "people.name"),
        ("Amount", AmountText, "compliance_log.amount"),
        ("Effective on", Date, "compliance_log.effective_on"),
        ("Reason", Text, "compliance_log.reason"),
        ("Event", Text, "compliance_log.event_type"),
        ("Position of the event", Whole, "compliance_log.position"),
        ("Aggregate", Text, "compliance_log.aggregate_type"),
        ("Aggregate ID", Text, "CAST(compliance_log.aggregate_id AS TEXT)"),
        ("Event ID", Text, "CAST(compliance_log.event_id AS TEXT)"),
        ("Hash of the event", Text, "compliance_log.event_hash"),
        ("Hash", Text, "compliance_log.hash"),
    ],
    from: "compliance_log LEFT JOIN loans ON loans.id = compliance_log.loan_id \
           LEFT JOIN people ON people.id = loans.borrower_id",
    order: ("compliance_log.number", "compliance_log.event_id"),
    filters: &[
        (Loan, "compliance_log.loan_id"),
        (Area, "compliance_log.area"),
        (Who, "compliance_log.who"),
        (From, "compliance_log.effective_on"),
        (To, "compliance_log.effective_on"),
    ],
    is_status: None,
};

/// What was taken back is among it, and what was filed for filings that were removed since.
pub static FILING_COMPLETIONS: List = List {
    columns: &[
        ("Filing", Text, "filings.name"),
        ("Authority", Text, "filings.authority"),
        ("Due on", Date, "filing_completions.due_on"),
        ("Filed on", Date, "filing_completions.filed_on"),
        ("Reference", Text, "filing_completions.reference"),
        ("Note", Text, "filing_completions.note"),
        ("Recorded by", Text, "filing_completions.completed_by"),
        ("Recorded at (UTC)", Moment, "filing_completions.completed_at"),
        ("Taken back because", Text, "filing_completions.reopen_reason"),
    ],
    from: "filing_completions JOIN filings ON filings.id = filing_completions.filing_id",
    order: ("filing_completions.position", "filing_completions.id"),
    filters: &[(From, "filing_completions.filed_on"), (To, "filing_completions.filed_on")],
    is_status: None,
};
