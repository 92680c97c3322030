//! Tables of the curo library: payments rounded to cents, and interest at the rate that the rounded payments imply, so
//! that the last is like the others.

use chrono::{Months, NaiveDate};
use lendingos_domain::{
    AnnualRate, DayCount, Disbursement, Money, ScheduleTerms, ScheduleType, Term,
    time_value::{self, LevelPayments, PaymentDue},
};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    case::{Case, Coverage, Tolerance, agrees, cents, count, date, decimal, half_up, rate, row_agrees, rows},
    recorded::Recorded,
};

/// What goes out and comes in, with the number of the month, 0 at the beginning.
struct Flows {
    start: NaiveDate,
    advances: Vec<(u32, Money)>,
    /// Weights of payments: what they are multiples of is the payment to be found.
    weights: Vec<(u32, Decimal)>,
}

pub fn check(case: &Case) -> Coverage {
    let flows = Flows::of(case);
    let annual_rate = rate(&case.inputs["annual_rate_percent"]);
    let one = half_up(flows.payment_of_weight_one(annual_rate));
    for key in ["payment", "payment_at_weight_1"] {
        agrees(case, key, one, case.expected.get(key).unwrap_or(&Value::Null), 0);
    }
    let payments: Vec<(u32, Money)> =
        flows.weights.iter().map(|(month, weight)| (*month, half_up(decimal_of(one) * weight))).collect();
    let implied = flows.implied_rate(&payments);
    if let Some(published) = case.expected.get("implied_rate_decimal") {
        // Eight decimals, of which the notes find the last one off by one.
        assert!((implied - decimal(published)).abs() < Decimal::new(2, 8), "{}: {implied}", case.id);
    }
    let mut loan = Recorded::new(flows.terms((implied * Decimal::ONE_HUNDRED).round_dp(6)));
    for (month, amount) in &payments {
        loan.pay(flows.day(*month), *amount);
    }
    let days: Vec<NaiveDate> = payments.iter().map(|(month, _)| flows.day(*month)).collect();
    let published: Vec<_> =
        rows(&case.expected["rows"]).iter().filter(|row| row["type"] == "payment").collect();
    assert_eq!(published.len(), days.len());
    let last_on = days.last().copied();
    for (row, published) in loan.rows(&days).iter().zip(published) {
        // The interest of their last row is what the payment leaves for it, up to a cent away from that of its days.
        let cent = i64::from(Some(row.due_on) == last_on);
        assert_eq!(row.due_on, date(&published["date"]));
        agrees(case, "payment", row.payment, &published["amount"], 0);
        row_agrees(case, row, published, Tolerance { flow: cent, balance: cent });
    }
    Coverage::PutTogether
}

impl Flows {
    fn of(case: &Case) -> Self {
        let inputs = &case.inputs;
        let at_once = || vec![(date(&inputs["start_date"]), cents(&inputs["principal"]))];
        let drawn = |draws: &Value| {
            let draws = rows(draws).iter();
            draws.map(|draw| (date(&draw["date"]), cents(&draw["amount"]))).collect()
        };
        let draws: Vec<(NaiveDate, Money)> = inputs.get("draws").map_or_else(at_once, drawn);
        let start = draws[0].0;
        let month_of = |day: NaiveDate| (0..).find(|month| start + Months::new(*month) >= day).unwrap();
        let first = u32::from(!inputs["timing"].as_str().unwrap().starts_with("advance"));
        let weights = match inputs.get("payment_weights") {
            Some(weights) => rows(weights)
                .iter()
                .flat_map(|run| (0..count(&run["payments"])).map(|_| decimal(&run["weight"])))
                .collect(),
            None => vec![Decimal::ONE; usize::try_from(count(&inputs["number_of_payments"])).unwrap()],
        };
        Self {
            start,
            advances: draws.into_iter().map(|(day, amount)| (month_of(day), amount)).collect(),
            weights: (first..).zip(weights).collect(),
        }
    }

    fn day(&self, month: u32) -> NaiveDate {
        self.start + Months::new(month)
    }

    /// What is advanced over what payments of one each weight are worth at the beginning.
    fn payment_of_weight_one(&self, annual_rate: AnnualRate) -> Decimal {
        let rate = Decimal::new(annual_rate.micro_percent().into(), 8) / Decimal::from(12);
        let worth = |month: u32, amount: Decimal| {
            let waiting = LevelPayments { rate, count: month, due: PaymentDue::AtTheEnd };
            -waiting.present_value(Decimal::ZERO, amount).unwrap()
        };
        let advanced: Decimal =
            self.advances.iter().map(|(month, amount)| worth(*month, decimal_of(*amount))).sum();
        let weighed: Decimal = self.weights.iter().map(|(month, weight)| worth(*month, *weight)).sum();
        advanced / weighed
    }

    /// The nominal yearly rate at which payments repay what is advanced.
    fn implied_rate(&self, payments: &[(u32, Money)]) -> Decimal {
        let last = payments.last().unwrap().0;
        let mut flows = vec![Decimal::ZERO; usize::try_from(last + 1).unwrap()];
        for (month, amount) in &self.advances {
            flows[usize::try_from(*month).unwrap()] -= decimal_of(*amount);
        }
        for (month, amount) in payments {
            flows[usize::try_from(*month).unwrap()] += decimal_of(*amount);
        }
        time_value::internal_rate(&flows).unwrap() * Decimal::from(12)
    }

    /// A loan on which any payment may be recorded: nothing but interest is due before the end.
    fn terms(&self, percent: Decimal) -> ScheduleTerms {
        let advances = self.advances.iter();
        let disbursements: Vec<Disbursement> =
            advances.map(|(month, amount)| Disbursement { on: self.day(*month), amount: *amount }).collect();
        let advanced = disbursements.iter().map(|advance| advance.amount.minor_units()).sum();
        ScheduleTerms {
            disbursements,
            ..ScheduleTerms::new(
                Money::from_minor_units(advanced),
                percent.to_string().parse().unwrap(),
                Term::Payments(self.weights.last().unwrap().0),
                ScheduleType::InterestOnly,
                lendingos_domain::PaymentPeriod::Months(1),
                DayCount::Thirty360Us,
                self.start,
            )
        }
    }
}

fn decimal_of(amount: Money) -> Decimal {
    Decimal::new(amount.minor_units(), 2)
}
