//! Small vocabularies of compliance.

use crate::words::words;

words! {
    /// What an entry of the compliance log is about.
    ComplianceArea {
        /// The book itself: its settings, templates, imports.
        Book = "book",
        /// Who may do what.
        Access = "access",
        /// People and companies, and their roles on loans.
        Parties = "parties",
        /// The life of a loan and its terms.
        Loans = "loans",
        /// Schedules, payments and fees.
        Payments = "payments",
        /// Budgets, inspections, draws and retainage.
        Draws = "draws",
        /// What secures a loan.
        Security = "security",
        /// Documents that were made, files that were kept.
        Documents = "documents",
        /// Capital of investors.
        Funds = "funds",
        /// Filings and licences.
        Deadlines = "deadlines",
    }

    /// How near a due date is.
    DeadlineStanding {
        /// It lies further ahead than it is to be brought to mind.
        Later = "later",
        /// It is to be brought to mind.
        Soon = "soon",
        /// It has passed.
        Overdue = "overdue",
    }

    /// How often something is to be filed.
    FilingFrequency {
        /// Only once.
        Once = "once",
        /// Every month.
        Monthly = "monthly",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every six months.
        Semiannual = "semiannual",
        /// Every year.
        Annual = "annual",
    }
}
