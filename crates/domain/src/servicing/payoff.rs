//! Payoff quotes.

use chrono::{Days, NaiveDate};

use super::{LoanAccount, ServicingRejection};
use crate::{Amount, DecisionContext, LoanPayoffQuoted, LoanStatus, PayoffFigures, QuoteId};

/// How far ahead a quote may be good.
const LONGEST_QUOTE: Days = Days::new(366);

impl LoanAccount {
    /// Decides a payoff quote: the figures as they are known now, with interest through a day.
    ///
    /// # Errors
    /// A loan that is not serviced, a day before today or more than a year ahead, nothing owed.
    pub fn quote_payoff(
        &self,
        quote_id: QuoteId,
        good_through: NaiveDate,
        context: &DecisionContext,
    ) -> Result<LoanPayoffQuoted, ServicingRejection> {
        let terms = self.serviced(LoanStatus::SERVICED)?;
        if good_through < context.today {
            return Err(ServicingRejection::TooEarly { field: "good_through", earliest: context.today });
        }
        let latest = context.today.checked_add_days(LONGEST_QUOTE).unwrap_or(NaiveDate::MAX);
        if good_through > latest {
            return Err(ServicingRejection::TooLate { field: "good_through", latest });
        }
        let figures = PayoffFigures::on(&terms, &self.entries, good_through)?;
        let amount = |money| Amount::new(money, self.currency);
        Ok(LoanPayoffQuoted {
            quote_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            quoted_on: context.today,
            good_through,
            principal: amount(figures.principal),
            interest: amount(figures.interest),
            fees: amount(figures.fees),
            late_charges: amount(figures.late_charges),
            held: amount(figures.held),
            total: amount(figures.total),
            per_diem: amount(figures.per_diem),
            quoted_by: context.user.clone(),
        })
    }
}
