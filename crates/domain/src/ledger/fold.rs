//! The fold itself: day by day over what moves, with the interest of the days between.

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Accrual, Allocation, Covered, Entry, ExactInterest, FeeState, Ledger, LedgerError, LedgerTerms, Movement,
    Opening, ReserveUse, instalments::Instalments, movement, recut,
};
use crate::{
    AccrualCalendar, AnnualRate, Bucket, DayCount, ExcessRule, FeeKind, LARGEST_PRINCIPAL, Money, PaymentId,
    RateChange, ScheduleTerms,
};

type Folded<T> = Result<T, LedgerError>;

pub(super) fn fold(terms: &LedgerTerms, entries: &[Entry], as_of: NaiveDate) -> Folded<Ledger> {
    let funded_on = terms.begins_on();
    if as_of < funded_on {
        return Err(LedgerError::AsOfBeforeFunding { funded_on });
    }
    let entries = movement::counting(entries, as_of);
    if let Some(first) = entries.first().filter(|first| first.effective_on < funded_on) {
        return Err(LedgerError::BeforeFunding { on: first.effective_on, funded_on });
    }
    let mut fold = Fold::begin(terms)?;
    let mut days = entries.chunk_by(|one, next| one.effective_on == next.effective_on).peekable();
    loop {
        let today = days.next_if(|day| day.first().is_some_and(|entry| entry.effective_on == fold.day));
        fold.day_of(today.unwrap_or_default())?;
        if fold.day >= as_of {
            return fold.finish();
        }
        let next_entry = days.peek().and_then(|day| day.first()).map(|entry| entry.effective_on);
        fold.accrue_to(fold.next_stop(as_of, next_entry)?)?;
    }
}

/// The state of a loan on a day, while its movements are folded.
struct Fold<'t> {
    terms: &'t LedgerTerms,
    /// The terms in force: those of the last amendment, or the first.
    schedule: ScheduleTerms,
    /// Whether the loan goes on with what is owed: the principal of its terms is no new money.
    is_amended: bool,
    calendar: AccrualCalendar,
    /// Its rates, by the day from which they accrue.
    rates: Vec<RateChange>,
    instalments: Instalments,
    day: NaiveDate,
    annual_rate: AnnualRate,
    default_margin: AnnualRate,
    principal: Money,
    disbursed: Money,
    accrued: ExactInterest,
    /// What of it had accrued by the last due date.
    overdue: ExactInterest,
    /// Interest overdue that is due again, on top of the first instalment of other terms.
    on_top: Option<OnTop>,
    fees: Vec<FeeState>,
    capitalized: Money,
    charged_off: Money,
    allocations: Vec<Allocation>,
    accruals: Vec<Accrual>,
    recut_on: Vec<NaiveDate>,
    settled_on: Option<NaiveDate>,
    reserve_uses: Vec<ReserveUse>,
}

/// Interest overdue when other terms began to hold.
struct OnTop {
    /// The first due date of those terms.
    due_on: NaiveDate,
    /// By how much the payment of that day is more than it would be without.
    amount: Money,
}

/// What a payment, or money held from one, went to.
#[derive(Default)]
struct Split {
    fees: Money,
    late_charges: Money,
    interest: Money,
    principal: Money,
    rest: Money,
}

impl<'t> Fold<'t> {
    fn begin(terms: &'t LedgerTerms) -> Folded<Self> {
        let schedule = terms.schedule.clone();
        let calendar = AccrualCalendar::of(&schedule)?;
        let (first, on_top) = terms.first_schedule_on(&calendar)?;
        let instalments = Instalments::new(schedule.funded_on, first.instalments);
        let fold = Self {
            terms,
            rates: schedule.accruing_rates(&calendar),
            calendar,
            instalments,
            is_amended: false,
            day: schedule.funded_on,
            annual_rate: schedule.annual_rate,
            default_margin: AnnualRate::ZERO,
            principal: Money::ZERO,
            disbursed: Money::ZERO,
            accrued: ExactInterest::ZERO,
            overdue: ExactInterest::ZERO,
            on_top: None,
            fees: Vec::new(),
            capitalized: Money::ZERO,
            charged_off: Money::ZERO,
            allocations: Vec::new(),
            accruals: Vec::new(),
            recut_on: Vec::new(),
            settled_on: None,
            reserve_uses: Vec::new(),
            schedule,
        };
        match terms.opening {
            Some(opening) => fold.opened(opening, on_top),
            None => Ok(fold),
        }
    }

    /// The state on the day from which a loan is taken over: its principal is no new money.
    ///
    /// Interest of the period that runs is reckoned from its start, so that it stays exact; what is owed more or less
    /// than that differs by whole minor units.
    fn opened(self, opening: Opening, on_top: Money) -> Folded<Self> {
        let first_due_on = self.instalments.next_due_after(self.schedule.funded_on);
        let mut fold = Self {
            is_amended: true,
            principal: limited(self.schedule.principal)?,
            disbursed: limited(opening.disbursed)?,
            on_top: first_due_on
                .filter(|_| opening.on_top.is_positive())
                .map(|due_on| OnTop { due_on, amount: on_top }),
            ..self
        };
        while fold.day < opening.on {
            fold.accrue_to(fold.next_stop(opening.on, None)?)?;
            if fold.instalments.falls_due_on(fold.day) {
                fold.overdue = fold.accrued;
            }
        }
        limited(opening.interest)?;
        fold.accrued = opening.owed_of(fold.accrued, fold.rounding()).ok_or(LedgerError::TooLarge)?;
        let overdue = fold.overdue.less(Money::ZERO.less(opening.on_top)).ok_or(LedgerError::TooLarge)?;
        fold.overdue = overdue;
        Ok(fold)
    }

    fn rate(&self) -> AnnualRate {
        self.annual_rate.plus(self.default_margin)
    }

    /// The next day on which something may change: a movement, an advance or a rate of the terms, the end of a period,
    /// an instalment, or of a year where days of leap years are shorter.
    fn next_stop(&self, as_of: NaiveDate, next_entry: Option<NaiveDate>) -> Folded<NaiveDate> {
        let period_end = self.calendar.even_until(self.day)?;
        let new_year = match self.schedule.day_count {
            DayCount::ActualActual => NaiveDate::from_ymd_opt(self.day.year() + 1, 1, 1),
            _ => None,
        };
        let advances = self.schedule.advances().map(|advance| advance.on);
        let of_terms = advances.chain(self.rates.iter().map(|change| change.on));
        let coming = of_terms.filter(|on| *on > self.day).min();
        let stops =
            [Some(period_end), next_entry, self.instalments.next_due_after(self.day), new_year, coming];
        Ok(stops.into_iter().flatten().fold(as_of, NaiveDate::min))
    }

    fn accrue_to(&mut self, to: NaiveDate) -> Folded<()> {
        if self.principal.is_positive() {
            let fraction = self.calendar.year_fraction(self.day, to)?;
            let (balance, annual_rate) = (self.principal, self.rate());
            let interest = ExactInterest::of(balance, annual_rate, fraction).ok_or(LedgerError::TooLarge)?;
            self.accrued = self.accrued.checked_add(interest).ok_or(LedgerError::TooLarge)?;
            self.accruals.push(Accrual { from: self.day, to, fraction, balance, annual_rate, interest });
        }
        self.day = to;
        Ok(())
    }

    /// Everything that happens on the day.
    fn day_of(&mut self, entries: &[&Entry]) -> Folded<()> {
        if self.instalments.falls_due_on(self.day) {
            self.overdue = self.accrued;
        }
        let mut more_went_out = self.follow_the_terms()?;
        let mut prepaid = false;
        for entry in entries {
            more_went_out |= matches!(entry.movement, Movement::Disbursement { .. });
            prepaid |= self.apply(&entry.movement)?;
        }
        self.apply_held()?;
        self.add_to_principal()?;
        more_went_out |= self.apply_reserve()?;
        if more_went_out || prepaid {
            self.recut(prepaid && !more_went_out)?;
        }
        self.settle()
    }

    /// Advances and rates that the terms state for the day. Says whether the instalments to come must be cut anew: a
    /// schedule knows its advances, one that was cut since does not.
    fn follow_the_terms(&mut self) -> Folded<bool> {
        let of_today = self.schedule.advances().filter(|advance| advance.on == self.day);
        let advanced: Vec<Money> = of_today.map(|advance| advance.amount).collect();
        // An amendment goes on with what is owed: its principal is no new money.
        let advances = !advanced.is_empty() && !self.is_amended;
        for amount in advanced.into_iter().filter(|_| advances) {
            self.disburse(amount)?;
        }
        if let Some(change) = self.rates.iter().rfind(|change| change.on == self.day) {
            self.annual_rate = change.annual_rate;
        }
        Ok(advances && !self.recut_on.is_empty())
    }

    /// Applies a movement and says whether it prepaid principal.
    fn apply(&mut self, movement: &Movement) -> Folded<bool> {
        match movement {
            Movement::DefaultMargin(margin) => self.default_margin = *margin,
            Movement::Disbursement { amount } => self.disburse(*amount)?,
            Movement::Payment { payment_id, amount } => return self.receive(*payment_id, *amount),
            Movement::Fee { fee_id, kind, amount } => self.fees.push(FeeState {
                fee_id: *fee_id,
                kind: *kind,
                assessed_on: self.day,
                amount: limited(*amount)?,
                paid: Money::ZERO,
                waived: Money::ZERO,
            }),
            Movement::Waiver { fee_id, amount } => {
                if let Some(fee) = self.fees.iter_mut().find(|fee| fee.fee_id == *fee_id) {
                    fee.waived = fee.waived.plus(fee.unpaid().min(*amount));
                }
                self.release_held(Money::ZERO)?;
            }
            Movement::Reinstatement { fee_id, amount } => {
                if let Some(fee) = self.fees.iter_mut().find(|fee| fee.fee_id == *fee_id) {
                    fee.waived = fee.waived.less(fee.waived.min(*amount));
                }
            }
            Movement::Amendment(schedule) => self.amend(schedule)?,
            Movement::ChargeOff => self.charge_off(),
            Movement::Reversal { .. } => {}
        }
        Ok(false)
    }

    fn disburse(&mut self, amount: Money) -> Folded<()> {
        self.principal = limited(self.principal.plus(limited(amount)?))?;
        self.disbursed = self.disbursed.plus(amount);
        self.settled_on = None;
        Ok(())
    }

    fn accrued_interest(&self) -> Folded<Money> {
        self.accrued.rounded(self.terms.schedule.rounding).ok_or(LedgerError::TooLarge)
    }

    fn owed(&self, late_charges: bool) -> Money {
        let fees = self.fees.iter().filter(|fee| (fee.kind == FeeKind::LateCharge) == late_charges);
        fees.fold(Money::ZERO, |sum, fee| sum.plus(fee.unpaid()))
    }

    /// Puts a payment to what is owed; says whether it repaid principal that was not due yet.
    fn receive(&mut self, payment_id: PaymentId, amount: Money) -> Folded<bool> {
        let amount = limited(amount)?;
        self.release_held(amount)?;
        let payable = self.instalments.payable_amount(self.day);
        let split = self.split(amount, payable)?;
        let covered = self.instalments.cover(self.day, split.interest.plus(split.principal));
        let repays_all = split.rest >= self.principal;
        let prepays = self.terms.servicing.excess != ExcessRule::Hold || repays_all;
        let prepaid = if prepays { split.rest.min(self.principal) } else { Money::ZERO };
        self.principal = self.principal.less(prepaid);
        self.allocations.push(Allocation {
            payment_id,
            effective_on: self.day,
            amount,
            fees: split.fees,
            late_charges: split.late_charges,
            interest: split.interest,
            principal: split.principal.plus(prepaid),
            prepaid,
            capitalized: Money::ZERO,
            held: split.rest.less(prepaid),
            covered,
            balance: self.principal,
        });
        Ok(prepaid.is_positive())
    }

    /// Where a loan holds money for its instalments, and that with an amount that comes in is all that is owed: puts
    /// it to what is owed at once, the oldest payment first, so that the loan is paid off.
    fn release_held(&mut self, coming: Money) -> Folded<()> {
        let owed = self.principal.plus(self.accrued_interest()?).plus(self.owed(false)).plus(self.owed(true));
        let holds = self.terms.servicing.excess == ExcessRule::Hold && self.principal.is_positive();
        if !holds || self.held().plus(coming) < owed {
            return Ok(());
        }
        for index in 0..self.allocations.len() {
            let Some(held) = self.allocations.get(index).map(|allocation| allocation.held) else { break };
            if !held.is_positive() {
                continue;
            }
            let payable = self.instalments.payable_amount(self.day);
            let mut split = self.split(held, payable)?;
            let covered = self.instalments.cover(self.day, split.interest.plus(split.principal));
            let prepaid = split.rest.min(self.principal);
            self.principal = self.principal.less(prepaid);
            split.principal = split.principal.plus(prepaid);
            split.rest = split.rest.less(prepaid);
            self.put_held_to(index, split, prepaid, covered);
        }
        Ok(())
    }

    fn held(&self) -> Money {
        self.allocations.iter().fold(Money::ZERO, |sum, allocation| sum.plus(allocation.held))
    }

    /// Notes where money went that was held from a payment.
    fn put_held_to(&mut self, index: usize, split: Split, prepaid: Money, covered: Vec<Covered>) {
        let balance = self.principal;
        let Some(allocation) = self.allocations.get_mut(index) else { return };
        allocation.fees = allocation.fees.plus(split.fees);
        allocation.late_charges = allocation.late_charges.plus(split.late_charges);
        allocation.interest = allocation.interest.plus(split.interest);
        allocation.principal = allocation.principal.plus(split.principal);
        allocation.prepaid = allocation.prepaid.plus(prepaid);
        allocation.held = split.rest;
        allocation.covered.extend(covered);
        allocation.balance = balance;
    }

    /// Splits an amount over what is owed today, in the loan's order, and takes it off. Interest and principal take no
    /// more than the instalments that may be paid today; interest all that has accrued.
    fn split(&mut self, amount: Money, payable: Money) -> Folded<Split> {
        let mut split = Split { rest: amount, ..Split::default() };
        for bucket in self.terms.servicing.allocation_order.buckets() {
            match bucket {
                Bucket::Fees => split.fees = self.pay_fees(&mut split.rest, false),
                Bucket::LateCharges => split.late_charges = self.pay_fees(&mut split.rest, true),
                Bucket::Interest => split.interest = self.pay_interest(&mut split.rest)?,
                Bucket::Principal => {
                    // Principal that comes before interest leaves room for it in the instalment.
                    let of_interest = split.interest.max(self.accrued_interest()?);
                    let due = self.principal_due(payable.less(of_interest).max(Money::ZERO));
                    split.principal = due.min(split.rest);
                    self.principal = self.principal.less(split.principal);
                    split.rest = split.rest.less(split.principal);
                }
            }
        }
        Ok(split)
    }

    /// After maturity all principal is due.
    fn principal_due(&self, of_instalments: Money) -> Money {
        if self.instalments.is_after_maturity(self.day) {
            self.principal
        } else {
            of_instalments.min(self.principal)
        }
    }

    fn pay_fees(&mut self, rest: &mut Money, late_charges: bool) -> Money {
        let before = *rest;
        for fee in self.fees.iter_mut().filter(|fee| (fee.kind == FeeKind::LateCharge) == late_charges) {
            let part = fee.unpaid().min(*rest);
            fee.paid = fee.paid.plus(part);
            *rest = rest.less(part);
        }
        before.less(*rest)
    }

    /// Interest that is paid in full starts again from nothing: the part of a minor unit that rounding left out or
    /// added falls away.
    fn pay_interest(&mut self, rest: &mut Money) -> Folded<Money> {
        let owed = self.accrued_interest()?;
        let part = owed.min(*rest);
        if part == owed {
            (self.accrued, self.overdue) = (ExactInterest::ZERO, ExactInterest::ZERO);
        } else {
            self.accrued = self.accrued.less(part).ok_or(LedgerError::TooLarge)?;
            // The oldest interest is paid first.
            let overdue = self.overdue.less(part).ok_or(LedgerError::TooLarge)?;
            self.overdue = if overdue.is_negative() { ExactInterest::ZERO } else { overdue };
        }
        *rest = rest.less(part);
        Ok(part)
    }

    /// Puts money that is held to what has fallen due since, the oldest payment first.
    fn apply_held(&mut self) -> Folded<()> {
        if !self.principal.is_positive() && self.owed(false).is_zero() && self.owed(true).is_zero() {
            return Ok(());
        }
        for index in 0..self.allocations.len() {
            let Some(held) = self.allocations.get(index).map(|allocation| allocation.held) else { break };
            if !held.is_positive() {
                continue;
            }
            let due = self.instalments.due_amount(self.day);
            let split = self.split_held(held, due)?;
            let covered = self.instalments.cover_due(self.day, split.interest.plus(split.principal));
            self.put_held_to(index, split, Money::ZERO, covered);
        }
        Ok(())
    }

    /// Interest that a payment of the schedule does not cover is added to principal with it, where the schedule says
    /// so: the instalment of today is paid, and its principal is less than nothing.
    fn add_to_principal(&mut self) -> Folded<()> {
        let Some(agreed) = self.instalments.added_to_principal(self.day) else { return Ok(()) };
        let mut rest = agreed;
        let added = self.pay_interest(&mut rest)?;
        self.principal = self.principal.plus(added);
        self.capitalized = self.capitalized.plus(added);
        let day = self.day;
        let covers = |allocation: &&mut Allocation| allocation.covered.iter().any(|part| part.due_on == day);
        if let Some(allocation) = self.allocations.iter_mut().rfind(covers) {
            allocation.interest = allocation.interest.plus(added);
            allocation.principal = allocation.principal.less(added);
            allocation.capitalized = allocation.capitalized.plus(added);
            allocation.balance = self.principal;
        }
        Ok(())
    }

    /// Pays interest that falls due today from what is set aside for it, as far as that and the loan's amount go;
    /// principal rises by it. What was paid otherwise comes first. Says whether anything was.
    fn apply_reserve(&mut self) -> Folded<bool> {
        if self.terms.interest_reserve.is_empty() || !self.instalments.falls_due_on(self.day) {
            return Ok(false);
        }
        let step = self.terms.interest_reserve.iter().rfind(|step| step.from <= self.day);
        let used = self.reserve_uses.iter().fold(Money::ZERO, |sum, used| sum.plus(used.amount));
        let left = step.map_or(Money::ZERO, |step| step.amount).less(used);
        let undisbursed = self.terms.schedule.principal.less(self.disbursed);
        // What has accrued since an instalment was paid early is due with the next one.
        let due = self.accrued_interest()?.min(self.instalments.interest_due(self.day));
        let amount = due.min(left).min(undisbursed);
        if !amount.is_positive() {
            return Ok(false);
        }
        self.pay_interest(&mut amount.clone())?;
        self.disburse(amount)?;
        let covered = self.instalments.cover_due(self.day, amount);
        // At maturity there is no later instalment that would repay it.
        self.instalments.add_to_the_last(self.day, amount);
        self.reserve_uses.push(ReserveUse { on: self.day, amount, covered, left: left.less(amount) });
        Ok(true)
    }

    /// Money held waits for an instalment to fall due; its interest is not taken day by day.
    fn split_held(&mut self, held: Money, due: Money) -> Folded<Split> {
        if due.is_zero() && !self.instalments.is_after_maturity(self.day) {
            let mut split = Split { rest: held, ..Split::default() };
            split.fees = self.pay_fees(&mut split.rest, false);
            split.late_charges = self.pay_fees(&mut split.rest, true);
            return Ok(split);
        }
        self.split(held, due)
    }

    /// The rest of the loan on other terms: what is owed today is their principal. Interest of the period that runs
    /// belongs to their first instalment; interest that fell due before and was not paid is due on top of it.
    fn amend(&mut self, schedule: &ScheduleTerms) -> Folded<()> {
        let schedule = ScheduleTerms { principal: self.principal, funded_on: self.day, ..schedule.clone() };
        if !self.principal.is_positive() {
            return Ok(());
        }
        self.calendar = AccrualCalendar::of(&schedule)?;
        self.rates = schedule.accruing_rates(&self.calendar);
        self.annual_rate = schedule.annual_rate;
        self.is_amended = true;
        let overdue = self.interest_overdue();
        let running = self.accrued.checked_sub(overdue).ok_or(LedgerError::TooLarge)?;
        let (rows, amount) = recut::amended(&schedule, &self.calendar, running, overdue)?;
        self.on_top = rows.first().map(|first| OnTop { due_on: first.due_on, amount });
        self.instalments.supersede(rows);
        self.schedule = schedule;
        self.recut_on.push(self.day);
        Ok(())
    }

    /// Interest that fell due before and was not paid; after maturity all of it.
    fn interest_overdue(&self) -> ExactInterest {
        if self.instalments.is_after_maturity(self.day) { self.accrued } else { self.overdue }
    }

    fn rounding(&self) -> crate::Rounding {
        self.terms.schedule.rounding
    }

    /// Cuts the instalments to come anew after principal changed out of turn.
    fn recut(&mut self, is_prepayment: bool) -> Folded<()> {
        if !self.principal.is_positive() {
            return Ok(());
        }
        let to_come: Vec<_> = self.instalments.to_come(self.day).copied().collect();
        if to_come.is_empty() {
            return Ok(());
        }
        let on_top = self.on_top.as_ref().filter(|top| top.due_on > self.day);
        let (arrears, on_top) = match on_top {
            Some(top) => (self.overdue, top.amount),
            None => (ExactInterest::ZERO, Money::ZERO),
        };
        let change = recut::Change {
            schedule: &self.schedule,
            calendar: &self.calendar,
            on: self.day,
            principal: self.principal,
            annual_rate: self.annual_rate,
            accrued: self.accrued_to_come()?.checked_sub(arrears).ok_or(LedgerError::TooLarge)?,
            arrears,
            on_top,
            rates: &self.rates,
            excess: self.terms.servicing.excess,
            is_prepayment,
            to_come: &to_come,
        };
        let (rows, amount) = change.instalments()?;
        if let Some(top) = &mut self.on_top {
            top.amount = amount;
        }
        self.instalments.replace_to_come(self.day, rows);
        self.recut_on.push(self.day);
        Ok(())
    }

    /// Interest accrued that no instalment has asked for yet: what is open of those that are due is due with them.
    fn accrued_to_come(&self) -> Folded<ExactInterest> {
        let overdue = self.instalments.interest_due(self.day);
        if overdue.is_zero() {
            return Ok(self.accrued);
        }
        self.accrued.less(overdue.min(self.accrued_interest()?)).ok_or(LedgerError::TooLarge)
    }

    fn charge_off(&mut self) {
        self.charged_off = self.charged_off.plus(self.principal);
        self.principal = Money::ZERO;
        (self.accrued, self.overdue) = (ExactInterest::ZERO, ExactInterest::ZERO);
        for fee in &mut self.fees {
            fee.waived = fee.waived.plus(fee.unpaid());
        }
    }

    /// Notes the day on which nothing is owed any more; what was to come falls away.
    fn settle(&mut self) -> Folded<()> {
        let nothing = !self.principal.is_positive()
            && self.accrued_interest()?.is_zero()
            && self.disbursed.is_positive();
        if !nothing || self.schedule.advances().any(|advance| advance.on > self.day) {
            return Ok(());
        }
        self.instalments.close(self.day);
        if self.settled_on.is_none() && self.owed(false).is_zero() && self.owed(true).is_zero() {
            self.settled_on = Some(self.day);
        }
        Ok(())
    }

    fn finish(self) -> Folded<Ledger> {
        let per_diem = match self.day.checked_add_days(Days::new(1)) {
            Some(tomorrow) if self.principal.is_positive() => {
                let fraction = self.calendar.year_fraction(self.day, tomorrow)?;
                let interest = ExactInterest::of(self.principal, self.rate(), fraction);
                interest
                    .and_then(|interest| interest.rounded(self.rounding()))
                    .ok_or(LedgerError::TooLarge)?
            }
            _ => Money::ZERO,
        };
        let held = self.held();
        let accrued_interest = self.accrued_interest()?;
        let overdue = self.interest_overdue().rounded(self.rounding()).ok_or(LedgerError::TooLarge)?;
        Ok(Ledger {
            as_of: self.day,
            principal: self.principal,
            disbursed: self.disbursed,
            accrued_interest,
            accrued_exactly: self.accrued,
            overdue_interest: overdue.min(accrued_interest),
            fees: self.owed(false),
            late_charges: self.owed(true),
            held,
            capitalized: self.capitalized,
            charged_off: self.charged_off,
            per_diem,
            annual_rate: self.rate(),
            allocations: self.allocations,
            accruals: self.accruals,
            fee_states: self.fees,
            instalments: self.instalments.into_states(),
            recut_on: self.recut_on,
            settled_on: self.settled_on,
            reserve_uses: self.reserve_uses,
        })
    }
}

/// No single movement is larger than a loan may be.
fn limited(amount: Money) -> Folded<Money> {
    if amount.is_negative() || amount > LARGEST_PRINCIPAL { Err(LedgerError::TooLarge) } else { Ok(amount) }
}
