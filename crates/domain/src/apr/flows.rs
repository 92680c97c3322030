//! Advances and payments with their days, read from what is stated, and checked.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{AprError, AprTerms, DatedAmount, MOST_FLOWS, PaymentSeries, UnitPeriod};
use crate::{
    MonthEnd, PaymentPeriod,
    calendar::{due_months_before, supported},
    discounting::TimedAmount,
    schedule::Series,
};

/// What all advances, or all payments, must be less than: their sums stay exact to at least 13 decimals.
const SUM_LIMIT: Decimal = Decimal::from_parts(0xA4C6_8000, 0x0003_8D7E, 0, false, 0);

/// Advances and payments in the order of their days, one of each kind a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flows {
    /// At least one.
    pub advances: Vec<DatedAmount>,
    /// At least one, the last not before the first advance.
    pub payments: Vec<DatedAmount>,
}

impl Flows {
    /// Reads and checks what is stated.
    pub fn of(terms: &AprTerms) -> Result<Self, AprError> {
        let advances = in_order(terms.advances.clone(), "advances")?;
        let first = advances.first().ok_or(AprError::NothingAdvanced)?.on;
        let payments = in_order(expanded(&terms.payments, advances.len())?, "payments")?;
        match payments.last() {
            None => Err(AprError::NothingPaid),
            Some(payment) if payment.on < first => Err(AprError::PaymentBeforeFirstAdvance),
            Some(_) => Ok(Self { advances, payments }),
        }
    }

    /// The beginning of the term: the first flow, a payment ahead of the first advance too. The equation does not tell
    /// them apart.
    pub fn start(&self) -> Option<NaiveDate> {
        self.advances.iter().chain(&self.payments).map(|flow| flow.on).min()
    }

    /// All amounts as the lender sees them, each with the unit-periods from the beginning to it.
    pub fn timed(&self, unit_period: UnitPeriod) -> Option<Vec<TimedAmount>> {
        let start = self.start()?;
        let due_day = self.due_day();
        let time = |flow: DatedAmount| {
            let counted = match due_day.filter(|_| flow.amount > Decimal::ZERO) {
                Some(due_day) => unit_period.between_due(start, flow.on, due_day),
                None => unit_period.between(start, flow.on),
            };
            counted?.time_of(flow.amount)
        };
        self.signed().map(time).collect()
    }

    /// The day of the month on which all payments fall, where some months lack it: that of the first advance where
    /// they fit it, the 31st where they are month ends, else the 29th or 30th.
    fn due_day(&self) -> Option<u32> {
        let due_day = self.payments.iter().map(|payment| payment.on.day()).max().filter(|day| *day > 28)?;
        let falls_on = |day: u32| {
            self.payments.iter().all(|payment| due_months_before(payment.on, 0, day) == Some(payment.on))
        };
        [self.start()?.day(), 31, due_day].into_iter().find(|day| self.payments.len() > 1 && falls_on(*day))
    }

    /// All amounts as the lender sees them: payments come in, advances go out.
    pub fn signed(&self) -> impl Iterator<Item = DatedAmount> {
        let out = self.advances.iter().map(|advance| DatedAmount { amount: -advance.amount, ..*advance });
        out.chain(self.payments.iter().copied())
    }
}

/// Every payment of every series, each on its day.
fn expanded(series: &[PaymentSeries], advances: usize) -> Result<Vec<DatedAmount>, AprError> {
    let mut payments = Vec::new();
    for part in series {
        let room = MOST_FLOWS.saturating_sub(advances).saturating_sub(payments.len());
        if usize::try_from(part.count).map_or(true, |count| count > room) {
            return Err(AprError::TooManyFlows);
        }
        let is_known = part.count == 1 || (part.count > 1 && has_length(part.every));
        if !is_known {
            return Err(AprError::SeriesWithoutInterval);
        }
        let days = Series::new(part.on, part.every, MonthEnd::Clamp);
        for index in 0..part.count {
            let on = if index == 0 { Ok(part.on) } else { days.day(index) };
            let on = on.map_err(|_| AprError::DateOutOfRange("payments"))?;
            payments.push(DatedAmount { on, amount: part.amount });
        }
    }
    Ok(payments)
}

const fn has_length(every: PaymentPeriod) -> bool {
    match every {
        PaymentPeriod::Months(step) | PaymentPeriod::Days(step) => step > 0,
        PaymentPeriod::HalfMonth => true,
        PaymentPeriod::Term => false,
    }
}

/// Amounts in the order of their days, those of one day added up.
fn in_order(mut amounts: Vec<DatedAmount>, field: &'static str) -> Result<Vec<DatedAmount>, AprError> {
    amounts.sort_by_key(|dated| dated.on);
    let mut sum = Decimal::ZERO;
    let mut merged: Vec<DatedAmount> = Vec::with_capacity(amounts.len());
    for dated in amounts {
        supported(dated.on).map_err(|_| AprError::DateOutOfRange(field))?;
        if dated.amount <= Decimal::ZERO {
            return Err(AprError::AmountNotPositive(field));
        }
        sum = sum
            .checked_add(dated.amount)
            .filter(|sum| *sum < SUM_LIMIT)
            .ok_or(AprError::AmountTooLarge(field))?;
        match merged.last_mut() {
            Some(last) if last.on == dated.on => last.amount += dated.amount,
            _ => merged.push(dated),
        }
    }
    Ok(merged)
}
