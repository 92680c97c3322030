//! Estimates for construction loans whose draws nobody knows yet: Regulation Z, Appendix D.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    AnnualPercentageRate, AprError, AprTerms, DatedAmount, PaymentSeries, UnitPeriod, UnitPeriods,
    flows::Flows, unit_period,
};
use crate::{AnnualRate, ExactInterest, Money, Rounding, YearFraction, discounting::TimedAmount};

/// On what the interest of a construction is payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterestBasis {
    /// On what has been advanced, for the time it is outstanding (parts I.A and II.A.1).
    AmountAdvanced,
    /// On the whole commitment, whatever has been advanced (parts I.B and II.A.2).
    WholeCommitment,
}

/// A construction loan for an estimate: half of the commitment counts as outstanding all the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConstructionLoan {
    /// What the lender has committed, more than zero.
    pub commitment: Decimal,
    /// Estimated interest of the construction, paid periodically or at its end; see [`InterestBasis::interest`].
    pub interest: Decimal,
    /// Charges paid beforehand, or out of the first advance.
    pub prepaid_finance_charge: Decimal,
    /// First day of the construction.
    pub started_on: NaiveDate,
    /// Its last day, on which the construction loan matures or the permanent one begins.
    pub ends_on: NaiveDate,
}

impl InterestBasis {
    /// Estimated interest of a construction (parts I.A.1, I.B.1 and II.A): on half of the commitment, or on all of
    /// it, for the whole time, rounded once to the minor unit. None where that leaves 64 bits.
    #[must_use]
    pub fn interest(
        self,
        commitment: Money,
        annual_rate: AnnualRate,
        construction: YearFraction,
        rounding: Rounding,
    ) -> Option<Money> {
        let whole = ExactInterest::of(commitment, annual_rate, construction)?;
        match self {
            Self::AmountAdvanced => whole.divided(2)?.rounded(rounding),
            Self::WholeCommitment => whole.rounded(rounding),
        }
    }

    /// The same where interest is taken from a reserve in the loan, and not paid by the borrower as it falls due:
    /// interest accrues on it too, estimated on half of it for the whole time (commentary on Appendix D, 6.ii). Each
    /// of the two is rounded to the minor unit. The commitment is that without the reserve.
    #[must_use]
    pub fn interest_with_reserve(
        self,
        commitment: Money,
        annual_rate: AnnualRate,
        construction: YearFraction,
        rounding: Rounding,
    ) -> Option<Money> {
        let interest = self.interest(commitment, annual_rate, construction, rounding)?;
        let on_interest = Self::AmountAdvanced.interest(interest, annual_rate, construction, rounding)?;
        interest.checked_add(on_interest)
    }
}

impl ConstructionLoan {
    /// Part I: the construction disclosed by itself, as a loan with a single payment at its end.
    ///
    /// Financed is half of the commitment less the prepaid charge; paid back are that half and the interest, whether
    /// interest is payable periodically or at the end.
    ///
    /// # Errors
    /// [`AprError`] names the field at fault.
    pub fn estimated_rate(&self) -> Result<AnnualPercentageRate, AprError> {
        let half = self.commitment / Decimal::TWO;
        let financed = self.less_charges(half, self.prepaid_finance_charge)?;
        let repaid = half.checked_add(self.interest).ok_or(AprError::AmountTooLarge("interest"))?;
        let terms = AprTerms {
            advances: vec![DatedAmount { on: self.started_on, amount: financed }],
            payments: vec![PaymentSeries::once(DatedAmount { on: self.ends_on, amount: repaid })],
            unit_period: None,
        };
        terms.actuarial()
    }

    /// Part II: construction and permanent financing disclosed as one transaction.
    ///
    /// The interest of the construction counts as a prepaid charge, payments of interest only are left out, and the
    /// time to a payment is half of the construction and what lies between its end and the payment. `payments` are
    /// those of the permanent loan, none before the end of the construction; their unit-period is the stated one or
    /// the one that the rule of Appendix J chooses for them.
    ///
    /// # Errors
    /// [`AprError`] names the field at fault.
    pub fn estimated_rate_with_permanent(
        &self,
        payments: &[PaymentSeries],
        stated: Option<UnitPeriod>,
    ) -> Result<AnnualPercentageRate, AprError> {
        let charges = self.prepaid_finance_charge.checked_add(self.interest);
        let charges = charges.ok_or(AprError::AmountTooLarge("interest"))?;
        let financed = self.less_charges(self.commitment, charges)?;
        let flows = Flows::of(&AprTerms {
            advances: vec![DatedAmount { on: self.ends_on, amount: financed }],
            payments: payments.to_vec(),
            unit_period: stated,
        })?;
        let unit_period = unit_period(stated, &flows)?;
        let construction = unit_period.between(self.started_on, self.ends_on).ok_or(AprError::NoRate)?;
        let after = |flow: &DatedAmount| {
            let to_payment = unit_period.between(self.ends_on, flow.on)?;
            to_payment.after_half_of(construction, flow.amount)
        };
        let paid = flows.payments.iter().map(after).collect::<Option<Vec<_>>>();
        let mut amounts = vec![TimedAmount { amount: -financed, whole: 0, odd: Decimal::ZERO }];
        amounts.extend(paid.ok_or(AprError::NoRate)?);
        AnnualPercentageRate::nominal(&amounts, unit_period)
    }

    /// What is financed of an amount after charges.
    fn less_charges(&self, amount: Decimal, charges: Decimal) -> Result<Decimal, AprError> {
        if self.commitment <= Decimal::ZERO {
            return Err(AprError::AmountNotPositive("commitment"));
        }
        if self.interest < Decimal::ZERO {
            return Err(AprError::InterestNegative);
        }
        if self.ends_on <= self.started_on {
            return Err(AprError::ConstructionNotInOrder);
        }
        let left = amount.checked_sub(charges).filter(|left| *left > Decimal::ZERO);
        left.filter(|_| self.prepaid_finance_charge >= Decimal::ZERO).ok_or(AprError::PrepaidChargeOutOfRange)
    }
}

impl UnitPeriods {
    /// An amount this long after the end of a construction, from the middle of it: whole unit-periods and the rest.
    fn after_half_of(self, construction: Self, amount: Decimal) -> Option<TimedAmount> {
        let part = |periods: Self| Decimal::from(periods.odd).checked_div(periods.of.into());
        let half = (Decimal::from(construction.whole) + part(construction)?) / Decimal::TWO;
        let time = Decimal::from(self.whole) + part(self)? + half;
        let whole = u32::try_from(time.trunc()).ok()?;
        Some(TimedAmount { amount, whole, odd: time.fract() })
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{MONTHLY, date, number, on, once, series, terms},
        *,
    };
    use crate::DayCount;

    /// Appendix D, part I, with 50,000 at 10.5 % for five months and two points.
    #[test]
    fn construction_by_itself() {
        let commitment = Money::from_minor_units(5_000_000);
        let five_months = DayCount::Thirty360.year_fraction(date("2025-01-01"), date("2025-06-01"), None);
        let interest = |basis: InterestBasis| {
            basis.interest(commitment, "10.5".parse().unwrap(), five_months, Rounding::HalfUp).unwrap()
        };
        // A twelfth of 10.5 % of 25,000 five times, 1,093.75 and 1,000 over 24,000, times 12/5.
        let with_reserve = |basis: InterestBasis| {
            let rate = "10.5".parse().unwrap();
            basis.interest_with_reserve(commitment, rate, five_months, Rounding::HalfUp).unwrap()
        };
        let cases = [
            (interest(InterestBasis::AmountAdvanced), 109_375, "20.94"),
            (interest(InterestBasis::WholeCommitment), 218_750, "31.88"),
            // 23.93 more, on half of 1,093.75, as the commentary has it.
            (with_reserve(InterestBasis::AmountAdvanced), 111_768, "21.18"),
        ];
        for (interest, cents, percent) in cases {
            assert_eq!(interest, Money::from_minor_units(cents));
            let rate = construction(&Decimal::new(cents, 2).to_string()).estimated_rate().unwrap();
            assert_eq!(rate.rounded(2).unwrap().to_string(), percent);
            assert_eq!(rate.unit_periods_per_year.to_string(), "12/5");
        }
    }

    fn construction(interest: &str) -> ConstructionLoan {
        ConstructionLoan {
            commitment: number("50000"),
            interest: number(interest),
            prepaid_finance_charge: number("1000"),
            started_on: date("2025-01-01"),
            ends_on: date("2025-06-01"),
        }
    }

    /// Appendix D, part II: 47,906.25 in the middle of five months, then payments from a month after their end on, the
    /// first three months and fifteen days later.
    #[test]
    fn construction_with_the_permanent_loan() {
        let loan = construction("1093.75");
        let payments = [series("2025-07-01", "457.37", 360, MONTHLY)];
        let rate = loan.estimated_rate_with_permanent(&payments, None).unwrap();
        // Three months and fifteen days before 1 July are counted back to 1 April, and to 17 March.
        let same = terms(&[on("2025-03-17", "47906.25")], &payments);
        let first = UnitPeriod::Months(1).between(date("2025-03-17"), date("2025-07-01"));
        assert_eq!(first, Some(UnitPeriods { whole: 3, odd: 15, of: 30 }));
        assert_eq!(rate, same.actuarial().unwrap());
        assert_eq!(rate.unit_period, UnitPeriod::Months(1));
        assert!(rate.percent > number("10.5") && rate.percent < number("11"));
        // With interest on the whole commitment 46,812.50 are financed.
        let dearer = construction("2187.50");
        let rate = dearer.estimated_rate_with_permanent(&payments, None).unwrap();
        assert_eq!(rate.rounded(6).unwrap().to_string(), "11.034246");
    }

    #[test]
    fn refusals_of_a_construction() {
        let fine = construction("1093.75");
        let cases = [
            (
                ConstructionLoan { commitment: Decimal::ZERO, ..fine },
                AprError::AmountNotPositive("commitment"),
            ),
            (ConstructionLoan { interest: number("-1"), ..fine }, AprError::InterestNegative),
            (ConstructionLoan { ends_on: fine.started_on, ..fine }, AprError::ConstructionNotInOrder),
            (
                ConstructionLoan { prepaid_finance_charge: number("25000"), ..fine },
                AprError::PrepaidChargeOutOfRange,
            ),
            (
                ConstructionLoan { prepaid_finance_charge: number("-1"), ..fine },
                AprError::PrepaidChargeOutOfRange,
            ),
        ];
        for (construction, error) in cases {
            assert_eq!(construction.estimated_rate(), Err(error));
            assert!(error.to_string().starts_with(error.field()), "{error}");
        }
        let early = [once("2025-05-31", "60000")];
        assert_eq!(
            fine.estimated_rate_with_permanent(&early, None),
            Err(AprError::PaymentBeforeFirstAdvance)
        );
    }
}
