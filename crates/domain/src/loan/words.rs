//! Small vocabularies of servicing.

use crate::words::words;

words! {
    /// What a fee is charged for.
    FeeKind {
        /// An instalment that was not paid in time.
        LateCharge = "late_charge",
        /// A payment that the bank returned.
        ReturnedPayment = "returned_payment",
        /// A later end of the loan.
        Extension = "extension",
        /// Other terms of the loan.
        Modification = "modification",
        /// An inspection of the site.
        Inspection = "inspection",
        /// A lawyer or a court.
        Legal = "legal",
        /// Something else.
        Other = "other",
    }

    /// How money came in.
    PaymentMethod {
        /// By cheque.
        Check = "check",
        /// By ACH.
        Ach = "ach",
        /// By wire.
        Wire = "wire",
        /// In cash.
        Cash = "cash",
        /// By card.
        Card = "card",
        /// Some other way.
        Other = "other",
    }

    /// Why a schedule was made.
    ScheduleReason {
        /// The loan was funded.
        Funding = "funding",
        /// What moved on the loan, or is known of it, cut the rest anew: a prepayment, a reversal, a disbursement.
        Movement = "movement",
        /// The rest runs on other terms.
        Modification = "modification",
        /// The loan ends later.
        Extension = "extension",
    }
}
