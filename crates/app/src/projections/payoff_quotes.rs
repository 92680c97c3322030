//! The table `payoff_quotes`: what borrowers were told.

use domain::LoanPayoffQuoted;
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, payload_of};
use crate::Result;

pub struct PayoffQuotes;

static INSERT: Insert = Insert::new(
    "payoff_quotes",
    &[
        "id",
        "organization_id",
        "loan_id",
        "quoted_on",
        "quoted_at",
        "quoted_by",
        "good_through",
        "principal_minor",
        "interest_minor",
        "fees_minor",
        "late_charges_minor",
        "held_minor",
        "total_minor",
        "per_diem_minor",
    ],
);

impl Projection for PayoffQuotes {
    fn name(&self) -> &'static str {
        "payoff_quotes"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["payoff_quotes"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            let Some(quote) = payload_of::<LoanPayoffQuoted>(event, upcasters)? else { continue };
            let money = |amount: domain::Amount| amount.money(quote.currency);
            let row = vec![
                quote.quote_id.into(),
                quote.organization_id.into(),
                quote.loan_id.into(),
                quote.quoted_on.into(),
                event.occurred_at.into(),
                quote.quoted_by.as_str().into(),
                quote.good_through.into(),
                money(quote.principal)?.into(),
                money(quote.interest)?.into(),
                money(quote.fees)?.into(),
                money(quote.late_charges)?.into(),
                money(quote.held)?.into(),
                money(quote.total)?.into(),
                money(quote.per_diem)?.into(),
            ];
            transaction.insert(&INSERT, &[row])?;
        }
        Ok(())
    }
}
