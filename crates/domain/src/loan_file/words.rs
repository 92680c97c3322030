//! Small vocabularies of the loan file.

use crate::words::words;

words! {
    /// What a person is to a loan.
    PartyRole {
        /// Owes the money. Every loan names its own, so that nobody is added as one.
        Borrower = "borrower",
        /// Owes the money as well.
        CoBorrower = "co_borrower",
        /// Answers for the debt.
        Guarantor = "guarantor",
        /// Lends a part of it.
        Lender = "lender",
        /// Brought borrower and lender together.
        Broker = "broker",
        /// Advises or closes.
        Attorney = "attorney",
        /// Searches and insures the title.
        TitleCompany = "title_company",
        /// Builds.
        Contractor = "contractor",
        /// Insures what secures the loan.
        Insurer = "insurer",
        /// Collects the payments.
        Servicer = "servicer",
        /// Anything else.
        Other = "other",
    }

    /// What kind of property something is.
    PropertyKind {
        /// A house for one family.
        SingleFamily = "single_family",
        /// Two homes or more.
        MultiFamily = "multi_family",
        /// Shops, offices, workshops.
        Commercial = "commercial",
        /// Nothing is built on it.
        Land = "land",
        /// Anything else.
        Other = "other",
    }

    /// For which state of a property a valuation holds.
    ValuationBasis {
        /// As it stands.
        AsIs = "as_is",
        /// When all work is done.
        AfterRepair = "after_repair",
    }
}
