//! The instalments in force, and how far each is paid.

use chrono::NaiveDate;

use crate::{Instalment, Money};

/// An instalment and what was paid of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstalmentState {
    /// What is due, and when.
    pub instalment: Instalment,
    /// What was paid of it.
    pub paid: Money,
    /// The day on which the last of it was paid.
    pub paid_on: Option<NaiveDate>,
}

impl InstalmentState {
    const fn new(instalment: Instalment) -> Self {
        Self { instalment, paid: Money::ZERO, paid_on: None }
    }

    /// Asks for more on the same day.
    fn add(&mut self, more: &Instalment) {
        let instalment = &mut self.instalment;
        instalment.payment = instalment.payment.plus(more.payment);
        instalment.interest = instalment.interest.plus(more.interest);
        instalment.principal = instalment.principal.plus(more.principal);
        instalment.balance = more.balance;
        self.paid_on = self.paid_on.filter(|_| !more.payment.is_positive());
    }

    /// Whether nothing of it is open.
    #[must_use]
    pub const fn is_paid(&self) -> bool {
        self.paid_on.is_some()
    }

    /// What is open of it.
    #[must_use]
    pub fn unpaid(&self) -> Money {
        if self.is_paid() { Money::ZERO } else { self.instalment.payment.less(self.paid) }
    }
}

/// What a payment covered of an instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// The instalment, by its due date: no two in force are due on one day.
    pub due_on: NaiveDate,
    /// The day from which it is covered: that of the payment, or the due date where the money was held until then.
    pub covered_on: NaiveDate,
    /// How much of it.
    pub amount: Money,
}

/// The instalments in force, in the order of their due dates.
#[derive(Debug, Clone)]
pub(super) struct Instalments {
    rows: Vec<InstalmentState>,
    /// Where interest begins: the first period starts here.
    start: NaiveDate,
}

impl Instalments {
    pub(super) fn new(start: NaiveDate, instalments: Vec<Instalment>) -> Self {
        Self { rows: instalments.into_iter().map(InstalmentState::new).collect(), start }
    }

    pub(super) fn into_states(self) -> Vec<InstalmentState> {
        self.rows
    }

    /// How many are due on a day or before it.
    fn due(&self, day: NaiveDate) -> usize {
        self.rows.partition_point(|row| row.instalment.due_on <= day)
    }

    /// The next due date after a day.
    pub(super) fn next_due_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.rows.get(self.due(day)).map(|row| row.instalment.due_on)
    }

    /// How many a payment on this day may cover: those that are due, and the one of the period that has begun, which
    /// is then paid early.
    fn payable(&self, day: NaiveDate) -> usize {
        let due = self.due(day);
        let period_start = match due.checked_sub(1).and_then(|last| self.rows.get(last)) {
            Some(last_due) => last_due.instalment.due_on,
            None => self.start,
        };
        let has_begun = period_start < day && due < self.rows.len();
        due + usize::from(has_begun)
    }

    /// What is open of the instalments that a payment on this day may cover.
    pub(super) fn payable_amount(&self, day: NaiveDate) -> Money {
        let payable = self.rows.iter().take(self.payable(day));
        payable.fold(Money::ZERO, |sum, row| sum.plus(row.unpaid()))
    }

    /// What is open of the instalments that are due.
    pub(super) fn due_amount(&self, day: NaiveDate) -> Money {
        self.rows.iter().take(self.due(day)).fold(Money::ZERO, |sum, row| sum.plus(row.unpaid()))
    }

    /// Whether an instalment is due on this very day.
    pub(super) fn falls_due_on(&self, day: NaiveDate) -> bool {
        let last_due = self.due(day).checked_sub(1).and_then(|last| self.rows.get(last));
        last_due.is_some_and(|row| row.instalment.due_on == day)
    }

    /// What is open of the interest of instalments that are due.
    pub(super) fn interest_due(&self, day: NaiveDate) -> Money {
        let due = self.rows.iter().take(self.due(day));
        due.fold(Money::ZERO, |sum, row| sum.plus(row.unpaid().min(row.instalment.interest)))
    }

    /// Adds principal to the last instalment, where it is due.
    pub(super) fn add_to_the_last(&mut self, day: NaiveDate, amount: Money) {
        let is_due = self.is_after_maturity(day);
        if let Some(row) = self.rows.last_mut().filter(|_| is_due) {
            row.instalment.payment = row.instalment.payment.plus(amount);
            row.instalment.principal = row.instalment.principal.plus(amount);
            row.paid_on = row.paid_on.filter(|_| !row.instalment.payment.less(row.paid).is_positive());
        }
    }

    /// What the instalment of a day adds to principal, where it is paid.
    pub(super) fn added_to_principal(&self, day: NaiveDate) -> Option<Money> {
        let row = self.rows.get(self.due(day).checked_sub(1)?)?;
        let adds = row.instalment.due_on == day && row.is_paid() && row.instalment.principal.is_negative();
        adds.then(|| Money::ZERO.less(row.instalment.principal))
    }

    /// Whether the last instalment is due: then all that is owed is.
    pub(super) fn is_after_maturity(&self, day: NaiveDate) -> bool {
        self.due(day) == self.rows.len()
    }

    /// Covers instalments that may be paid on this day, in the order of their due dates, as far as the amount goes.
    pub(super) fn cover(&mut self, day: NaiveDate, amount: Money) -> Vec<Covered> {
        self.cover_first(self.payable(day), day, amount)
    }

    /// Covers only instalments that are due.
    pub(super) fn cover_due(&mut self, day: NaiveDate, amount: Money) -> Vec<Covered> {
        self.cover_first(self.due(day), day, amount)
    }

    fn cover_first(&mut self, count: usize, day: NaiveDate, amount: Money) -> Vec<Covered> {
        let mut rest = amount;
        let mut covered = Vec::new();
        for row in self.rows.iter_mut().take(count).filter(|row| !row.is_paid()) {
            let part = row.unpaid().min(rest);
            if part.is_zero() && !row.unpaid().is_zero() {
                break;
            }
            row.paid = row.paid.plus(part);
            if row.unpaid().is_zero() {
                row.paid_on = Some(day);
            }
            rest = rest.less(part);
            if !part.is_zero() {
                covered.push(Covered { due_on: row.instalment.due_on, covered_on: day, amount: part });
            }
        }
        covered
    }

    /// The instalments still to come: due after a day and not paid.
    pub(super) fn to_come(&self, day: NaiveDate) -> impl Iterator<Item = &InstalmentState> {
        self.rows.iter().skip(self.due(day)).filter(|row| !row.is_paid())
    }

    /// Puts others in the place of those still to come. What was paid of one stays with the one of the same day.
    pub(super) fn replace_to_come(&mut self, day: NaiveDate, instalments: Vec<Instalment>) {
        let due = self.due(day);
        let paid: Vec<InstalmentState> = self.rows.split_off(due);
        let early = paid.iter().filter(|row| row.is_paid()).copied();
        let before = self.rows.last().map_or(0, |row| row.instalment.number);
        self.rows.extend(early);
        let replaced = instalments.into_iter().map(|instalment| {
            let part = paid.iter().find(|row| row.instalment.due_on == instalment.due_on);
            InstalmentState {
                paid: part.map_or(Money::ZERO, |row| row.paid),
                ..InstalmentState::new(instalment)
            }
        });
        self.rows.extend(replaced);
        for (row, number) in self.rows.iter_mut().skip(due).zip(before + 1..) {
            row.instalment.number = number;
        }
    }

    /// Puts others in the place of all that are not paid, those that were due with them. What others ask on a day whose
    /// instalment was paid early is due with that one: no two are due on one day.
    pub(super) fn supersede(&mut self, instalments: Vec<Instalment>) {
        self.rows.retain(InstalmentState::is_paid);
        let paid = self.rows.len();
        for instalment in instalments {
            match self.rows.iter_mut().find(|row| row.instalment.due_on == instalment.due_on) {
                Some(row) => row.add(&instalment),
                None => self.rows.push(InstalmentState::new(instalment)),
            }
        }
        let first_due_on = self.rows.get(paid).map(|row| row.instalment.due_on);
        self.rows.sort_by_key(|row| row.instalment.due_on);
        let kept =
            self.rows.partition_point(|row| first_due_on.is_none_or(|first| row.instalment.due_on < first));
        let before =
            kept.checked_sub(1).and_then(|last| self.rows.get(last)).map_or(0, |row| row.instalment.number);
        for (row, number) in self.rows.iter_mut().skip(kept).zip(before + 1..) {
            row.instalment.number = number;
        }
    }

    /// Nothing is owed any more: what is due counts as paid, what is to come falls away.
    pub(super) fn close(&mut self, day: NaiveDate) {
        self.rows.retain(|row| row.instalment.due_on <= day || row.is_paid());
        for row in self.rows.iter_mut().filter(|row| !row.is_paid()) {
            row.paid_on = Some(day);
        }
    }
}
