//! Loans whose payments are recorded, whatever their schedule says: the ledger tells where each went.

use chrono::NaiveDate;
use lendingos_domain::{
    Allocation, Currency, Entry, Instalment, Ledger, LedgerTerms, Money, Movement, PaymentId, PayoffFigures,
    ScheduleTerms, ServicingTerms,
};
use uuid::Uuid;

/// A loan and what has moved on it.
pub struct Recorded {
    terms: LedgerTerms,
    entries: Vec<Entry>,
    /// Interest added to principal, by day.
    added: Vec<(NaiveDate, Money)>,
}

impl Recorded {
    pub fn new(schedule: ScheduleTerms) -> Self {
        let servicing = ServicingTerms::usual(Currency::from_code("EUR").unwrap());
        Self {
            terms: LedgerTerms { schedule, servicing, interest_reserve: Vec::new(), opening: None },
            entries: Vec::new(),
            added: Vec::new(),
        }
    }

    pub fn record(&mut self, effective_on: NaiveDate, movement: Movement) {
        self.entries.push(Entry { effective_on, movement });
    }

    pub fn pay(&mut self, on: NaiveDate, amount: Money) {
        let payment_id = PaymentId::from_uuid(Uuid::from_u128(self.entries.len().try_into().unwrap()));
        self.record(on, Movement::Payment { payment_id, amount });
    }

    pub fn draw(&mut self, on: NaiveDate, amount: Money) {
        self.record(on, Movement::Disbursement { amount });
    }

    /// From a day on, after what is paid on it, the rest of the loan runs on other terms.
    pub fn amend(&mut self, on: NaiveDate, terms: ScheduleTerms) {
        self.record(on, Movement::Amendment(Box::new(terms)));
    }

    /// Pays an amount, and adds interest that it leaves to principal: a draw pays it, as out of an interest reserve.
    pub fn pay_or_add_interest(&mut self, on: NaiveDate, amount: Money) {
        let interest = self.payoff(on).interest;
        let left = interest.checked_sub(amount).unwrap().max(Money::ZERO);
        if left.is_positive() {
            self.draw(on, left);
            self.added.push((on, left));
        }
        self.pay(on, amount.checked_add(left).unwrap());
    }

    pub fn on(&self, day: NaiveDate) -> Ledger {
        Ledger::fold(&self.terms, &self.entries, day).unwrap()
    }

    pub fn payoff(&self, day: NaiveDate) -> PayoffFigures {
        PayoffFigures::on(&self.terms, &self.entries, day).unwrap()
    }

    /// What the payments until each of some days, since the one before, went to; and what is owed then.
    pub fn rows(&self, days: &[NaiveDate]) -> Vec<Instalment> {
        let ledger = self.on(*days.last().unwrap());
        let mut after = None;
        let mut rows = Vec::with_capacity(days.len());
        for (&day, number) in days.iter().zip(1..) {
            let is_within = |on: NaiveDate| after.is_none_or(|after| on > after) && on <= day;
            let within: Vec<&Allocation> =
                ledger.allocations.iter().filter(|allocation| is_within(allocation.effective_on)).collect();
            let sum = |part: fn(&Allocation) -> Money| {
                within.iter().fold(Money::ZERO, |sum, allocation| sum.checked_add(part(allocation)).unwrap())
            };
            let balance = match within.last() {
                Some(last) if last.effective_on == day => last.balance,
                _ => self.on(day).principal,
            };
            let added = self.added.iter().filter(|(on, _)| is_within(*on));
            let added = added.fold(Money::ZERO, |sum, (_, amount)| sum.checked_add(*amount).unwrap());
            let without_added = |amount: Money| amount.checked_sub(added).unwrap();
            rows.push(Instalment {
                number,
                due_on: day,
                days: after.map_or(0, |after| (day - after).num_days()),
                payment: without_added(sum(|allocation| allocation.amount)),
                interest: sum(|allocation| allocation.interest),
                principal: without_added(sum(|allocation| allocation.principal)),
                balance,
            });
            after = Some(day);
        }
        rows
    }
}
