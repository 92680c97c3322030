//! Small vocabularies of construction loans.

use crate::words::words;

words! {
    /// Where a draw stands in its life.
    DrawStatus {
        /// Being written down.
        Draft = "draft",
        /// Handed in.
        Requested = "requested",
        /// Handed in, and the site was visited for it.
        Inspected = "inspected",
        /// To be paid out.
        Approved = "approved",
        /// Paid out; nothing of it changes any more.
        Disbursed = "disbursed",
        /// Turned down.
        Rejected = "rejected",
        /// Given back to be changed.
        SentBack = "sent_back",
        /// Given up.
        Cancelled = "cancelled",
    }

    /// What kind of line a budget has.
    BudgetLineKind {
        /// Something that is built or bought.
        Cost = "cost",
        /// Set aside for what nobody foresaw.
        Contingency = "contingency",
        /// Set aside to pay the loan's own interest.
        InterestReserve = "interest_reserve",
    }

    /// What kind of visit an inspection is.
    InspectionKind {
        /// Before work begins.
        Initial = "initial",
        /// While work goes on.
        Progress = "progress",
        /// When all is done.
        Final = "final",
        /// For some other reason.
        Other = "other",
    }

    /// Whether a lien waiver takes effect by itself.
    WaiverCondition {
        /// Only when the money has come.
        Conditional = "conditional",
        /// At once.
        Unconditional = "unconditional",
    }

    /// For which work a lien waiver is.
    WaiverScope {
        /// Work so far.
        Progress = "progress",
        /// All of it.
        Final = "final",
    }
}

impl DrawStatus {
    /// A draw that can still be written.
    pub const EDITABLE: &'static [Self] = &[Self::Draft, Self::SentBack];
    /// A draw that was handed in and not decided.
    pub const PENDING: &'static [Self] = &[Self::Requested, Self::Inspected];
    /// A draw of which no money has gone out and may still go.
    pub const OPEN: &'static [Self] =
        &[Self::Draft, Self::SentBack, Self::Requested, Self::Inspected, Self::Approved];

    /// Whether it was handed in and not decided.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Requested | Self::Inspected)
    }
}
