//! Instalments that are not paid within their days of grace.

use chrono::{Days, NaiveDate};

use crate::{
    Amount, Currency, FeeAssessed, FeeId, FeeKind, LoanId, Money, OrganizationId, PaymentId, PaymentLate,
    ServicingTerms,
};

/// An instalment that may be late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenInstalment {
    /// The instalment.
    pub payment_id: PaymentId,
    /// The loan it belongs to.
    pub loan_id: LoanId,
    /// Place in the schedule.
    pub number: u32,
    /// Day on which it was due.
    pub due_on: NaiveDate,
    /// Amount due.
    pub payment: Money,
    /// The day on which the last of it was paid.
    pub paid_on: Option<NaiveDate>,
}

/// What follows for an instalment that is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLate {
    /// It is late.
    pub late: PaymentLate,
    /// What that costs, where the loan charges for it.
    pub fee: Option<FeeAssessed>,
}

impl ServicingTerms {
    /// The first day on which an instalment due on `due_on` is late.
    #[must_use]
    pub fn late_on(&self, due_on: NaiveDate) -> NaiveDate {
        due_on.checked_add_days(Days::new(u64::from(self.grace_days) + 1)).unwrap_or(NaiveDate::MAX)
    }

    /// Whether an instalment is late as of a day: its grace is over, and it was not paid within it.
    #[must_use]
    pub fn is_late(&self, open: &OpenInstalment, today: NaiveDate) -> bool {
        let late_on = self.late_on(open.due_on);
        let is_late = today >= late_on && open.paid_on.is_none_or(|paid_on| paid_on >= late_on);
        is_late && open.payment.is_positive()
    }

    /// What follows for an instalment that is late as of a day; none where it is not. The fee falls due on the first
    /// day after the grace, whenever that is found out.
    #[must_use]
    pub fn find_late(
        &self,
        open: &OpenInstalment,
        today: NaiveDate,
        organization_id: OrganizationId,
        currency: Currency,
        fee_id: FeeId,
    ) -> Option<FoundLate> {
        let late_on = self.late_on(open.due_on);
        if !self.is_late(open, today) {
            return None;
        }
        let fee = self.late_fee(open.payment);
        Some(FoundLate {
            late: PaymentLate {
                payment_id: open.payment_id,
                loan_id: open.loan_id,
                organization_id,
                currency,
                number: open.number,
                due_on: open.due_on,
                late_on,
                payment: Amount::new(open.payment, currency),
            },
            fee: fee.is_positive().then(|| FeeAssessed {
                fee_id,
                loan_id: open.loan_id,
                organization_id,
                currency,
                kind: FeeKind::LateCharge,
                amount: Amount::new(fee, currency),
                assessed_on: late_on,
                late_due_on: Some(open.due_on),
                note: None,
                assessed_by: BY_THE_DAILY_RUN.to_owned(),
            }),
        })
    }
}

/// Who assesses a late charge: nobody does it by hand.
pub const BY_THE_DAILY_RUN: &str = "daily run";
