//! A funded loan with all that moved on it, as its events make it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    Amount, AmountError, Construction, ConstructionEvent, Currency, Entry, FeeAssessed, FeeId, FeeKind,
    FeeReinstated, FeeWaived, Instalment, Ledger, LedgerError, LedgerTerms, Loan, LoanChargedOff,
    LoanCreated, LoanCured, LoanDefaulted, LoanEvent, LoanExtended, LoanFunded, LoanModified, LoanPaidOff,
    LoanStatusChanged, Money, Movement, PaymentId, PaymentLate, PaymentMethod, PaymentProcessed,
    PaymentReceived, PaymentReversed, PaymentScheduleCreated, PaymentScheduled, RemainingTerms,
};

/// An event that bears on how a loan is serviced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServicingEvent {
    /// Applied for.
    Created(LoanCreated),
    /// Passed to another status.
    StatusChanged(LoanStatusChanged),
    /// Paid out.
    Funded(LoanFunded),
    /// A schedule was made.
    ScheduleCreated(PaymentScheduleCreated),
    /// An instalment was scheduled.
    Scheduled(PaymentScheduled),
    /// A payment came in.
    Received(PaymentReceived),
    /// It was put to what is owed.
    Processed(PaymentProcessed),
    /// It did not come in after all.
    Reversed(PaymentReversed),
    /// An instalment is late.
    Late(PaymentLate),
    /// A fee fell due.
    FeeAssessed(FeeAssessed),
    /// A fee was forgiven.
    FeeWaived(FeeWaived),
    /// What was forgiven of it is owed again.
    FeeReinstated(FeeReinstated),
    /// Nothing is owed any more.
    PaidOff(LoanPaidOff),
    /// Default interest began.
    Defaulted(LoanDefaulted),
    /// Default interest ended.
    Cured(LoanCured),
    /// All was given up.
    ChargedOff(LoanChargedOff),
    /// The rest runs on other terms.
    Modified(LoanModified),
    /// The rest ends later.
    Extended(LoanExtended),
    /// Something about its budget or a draw.
    Construction(ConstructionEvent),
}

/// A loan with all that moved on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanAccount {
    /// The loan.
    pub loan: Loan,
    /// Currency of every amount.
    pub currency: Currency,
    /// What moved, in the order of the recording.
    pub entries: Vec<Entry>,
    /// The payments received, by id.
    pub payments: BTreeMap<PaymentId, Received>,
    /// The fees, by id.
    pub fees: BTreeMap<FeeId, Fee>,
    /// The instalments recorded and in force, in the order of their due dates.
    pub scheduled: Vec<Scheduled>,
    /// The day on which nothing was owed any more, as it was last recorded.
    pub paid_off_on: Option<NaiveDate>,
    /// The terms of the rest, where the loan was modified or extended.
    pub remaining: Option<RemainingTerms>,
    /// Its budget and its draws.
    pub construction: Construction,
}

/// A payment as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// How much.
    pub amount: Money,
    /// The day from which it counts.
    pub received_on: NaiveDate,
    /// How it came.
    pub method: PaymentMethod,
    /// A cheque's or a transfer's number.
    pub reference: Option<String>,
    /// The day of its reversal.
    pub reversed_on: Option<NaiveDate>,
    /// Where it went, as it was last recorded.
    pub processed: Option<PaymentProcessed>,
}

/// A fee as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    /// What it is charged for.
    pub kind: FeeKind,
    /// How much.
    pub amount: Money,
    /// The day on which it fell due.
    pub assessed_on: NaiveDate,
    /// Of a late charge: the due date of the instalment.
    pub late_due_on: Option<NaiveDate>,
    /// What was forgiven of it.
    pub waived: Money,
    /// What of that was not warranted, since the instalment was paid in time.
    pub unwarranted: Money,
}

/// An instalment as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheduled {
    /// Its id.
    pub payment_id: PaymentId,
    /// What is due, and when.
    pub instalment: Instalment,
    /// The first day after its grace, where it was found to be late.
    pub late_on: Option<NaiveDate>,
}

impl LoanAccount {
    /// The account as a loan's first event makes it.
    ///
    /// # Errors
    /// An amount that does not fit the currency: the log was damaged.
    pub fn from_created(created: &LoanCreated) -> Result<Self, AmountError> {
        Ok(Self {
            loan: Loan::from_created(created)?,
            currency: created.currency,
            entries: Vec::new(),
            payments: BTreeMap::new(),
            fees: BTreeMap::new(),
            scheduled: Vec::new(),
            paid_off_on: None,
            remaining: None,
            construction: Construction::default(),
        })
    }

    /// Folds one further event into the account.
    ///
    /// # Errors
    /// An amount that does not fit the currency: the log was damaged.
    pub fn apply(&mut self, event: ServicingEvent) -> Result<(), AmountError> {
        match event {
            ServicingEvent::Created(_) => {}
            ServicingEvent::StatusChanged(changed) => self.loan.apply(&LoanEvent::StatusChanged(changed)),
            ServicingEvent::Funded(funded) => {
                if let Some(balance) = &funded.carried_over {
                    balance.ledger_terms(&self.loan.terms, self.currency)?;
                }
                self.loan.apply(&LoanEvent::Funded(funded));
            }
            ServicingEvent::ScheduleCreated(schedule) => self.replace_scheduled(schedule.replaces_from),
            ServicingEvent::Scheduled(payment) => self.schedule(&payment)?,
            ServicingEvent::Received(received) => self.receive(received)?,
            ServicingEvent::Processed(processed) => {
                if let Some(payment) = self.payments.get_mut(&processed.payment_id) {
                    payment.processed = Some(processed);
                }
            }
            ServicingEvent::Reversed(reversed) => self.reverse(&reversed),
            ServicingEvent::Late(late) => {
                let is_it = |scheduled: &&mut Scheduled| scheduled.payment_id == late.payment_id;
                if let Some(scheduled) = self.scheduled.iter_mut().find(is_it) {
                    scheduled.late_on = Some(late.late_on);
                }
            }
            ServicingEvent::FeeAssessed(fee) => self.assess(&fee)?,
            ServicingEvent::FeeWaived(waived) => self.waive(&waived)?,
            ServicingEvent::FeeReinstated(reinstated) => self.reinstate(&reinstated)?,
            ServicingEvent::PaidOff(paid_off) => self.paid_off_on = Some(paid_off.paid_off_on),
            ServicingEvent::Defaulted(defaulted) => {
                self.enter(defaulted.defaulted_on, Movement::DefaultMargin(defaulted.default_margin_percent));
            }
            ServicingEvent::Cured(cured) => {
                self.enter(cured.cured_on, Movement::DefaultMargin(crate::AnnualRate::ZERO));
            }
            ServicingEvent::ChargedOff(charged_off) => {
                self.enter(charged_off.charged_off_on, Movement::ChargeOff)
            }
            ServicingEvent::Modified(modified) => self.amend(modified.modified_on, modified.terms)?,
            ServicingEvent::Extended(extended) => self.amend(extended.extended_on, extended.terms)?,
            ServicingEvent::Construction(event) => self.build(event)?,
        }
        Ok(())
    }

    /// Money of a draw is a movement of the loan.
    fn build(&mut self, event: ConstructionEvent) -> Result<(), AmountError> {
        let out = match &event {
            ConstructionEvent::Disbursed(draw) => {
                Some((draw.disbursed_on, draw.amount.money(draw.currency)?))
            }
            ConstructionEvent::RetainageReleased(of) => Some((of.released_on, of.amount.money(of.currency)?)),
            _ => None,
        };
        if let Some((on, amount)) = out.filter(|(_, amount)| amount.is_positive()) {
            self.enter(on, Movement::Disbursement { amount });
        }
        self.construction.apply(event)
    }

    fn enter(&mut self, effective_on: NaiveDate, movement: Movement) {
        self.entries.push(Entry { effective_on, movement });
    }

    fn replace_scheduled(&mut self, from: Option<NaiveDate>) {
        if let Some(from) = from {
            self.scheduled.retain(|scheduled| scheduled.instalment.due_on < from);
        }
    }

    fn schedule(&mut self, payment: &PaymentScheduled) -> Result<(), AmountError> {
        let money = |amount: Amount| amount.money(payment.currency);
        self.scheduled.push(Scheduled {
            payment_id: payment.payment_id,
            instalment: Instalment {
                number: payment.number,
                due_on: payment.due_on,
                days: payment.days,
                payment: money(payment.payment)?,
                interest: money(payment.interest)?,
                principal: money(payment.principal)?,
                balance: money(payment.balance)?,
            },
            late_on: None,
        });
        Ok(())
    }

    fn receive(&mut self, received: PaymentReceived) -> Result<(), AmountError> {
        let PaymentReceived { payment_id, received_on, method, reference, .. } = received;
        let amount = received.amount.money(received.currency)?;
        let payment = Received { amount, received_on, method, reference, reversed_on: None, processed: None };
        self.payments.insert(payment_id, payment);
        self.enter(received_on, Movement::Payment { payment_id, amount });
        Ok(())
    }

    fn reverse(&mut self, reversed: &PaymentReversed) {
        if let Some(payment) = self.payments.get_mut(&reversed.payment_id) {
            payment.reversed_on = Some(reversed.reversed_on);
        }
        self.enter(reversed.reversed_on, Movement::Reversal { payment_id: reversed.payment_id });
    }

    fn assess(&mut self, fee: &FeeAssessed) -> Result<(), AmountError> {
        let &FeeAssessed { fee_id, kind, assessed_on, late_due_on, .. } = fee;
        let amount = fee.amount.money(fee.currency)?;
        self.fees.insert(
            fee_id,
            Fee { kind, amount, assessed_on, late_due_on, waived: Money::ZERO, unwarranted: Money::ZERO },
        );
        self.enter(assessed_on, Movement::Fee { fee_id, kind, amount });
        Ok(())
    }

    fn waive(&mut self, waived: &FeeWaived) -> Result<(), AmountError> {
        let amount = waived.amount.money(waived.currency)?;
        if let Some(fee) = self.fees.get_mut(&waived.fee_id) {
            fee.waived = fee.waived.plus(amount);
            if waived.was_unwarranted {
                fee.unwarranted = fee.unwarranted.plus(amount);
            }
        }
        self.enter(waived.waived_on, Movement::Waiver { fee_id: waived.fee_id, amount });
        Ok(())
    }

    fn reinstate(&mut self, reinstated: &FeeReinstated) -> Result<(), AmountError> {
        let amount = reinstated.amount.money(reinstated.currency)?;
        if let Some(fee) = self.fees.get_mut(&reinstated.fee_id) {
            fee.waived = fee.waived.less(amount);
            fee.unwarranted = fee.unwarranted.less(amount);
        }
        let movement = Movement::Reinstatement { fee_id: reinstated.fee_id, amount };
        self.enter(reinstated.reinstated_on, movement);
        Ok(())
    }

    fn amend(&mut self, on: NaiveDate, terms: RemainingTerms) -> Result<(), AmountError> {
        // The fold puts what is owed on that day in the principal's place.
        let schedule = terms.schedule_terms(self.loan.terms.principal, on, self.currency)?;
        self.enter(on, Movement::Amendment(Box::new(schedule)));
        self.remaining = Some(terms);
        Ok(())
    }

    /// What the ledger is reckoned by; none before the funding.
    #[must_use]
    pub fn ledger_terms(&self) -> Option<LedgerTerms> {
        let terms = match &self.loan.carried_over {
            Some(balance) => balance.ledger_terms(&self.loan.terms, self.currency).ok()?,
            None => self.loan.terms.ledger_terms(self.loan.funded_on?),
        };
        Some(LedgerTerms { interest_reserve: self.reserve_to_use(), ..terms })
    }

    /// What is owed on a day; none before the funding.
    ///
    /// # Errors
    /// As [`Ledger::fold`].
    pub fn ledger(&self, as_of: NaiveDate) -> Result<Option<Ledger>, LedgerError> {
        let Some(terms) = self.ledger_terms().filter(|terms| terms.begins_on() <= as_of) else {
            return Ok(None);
        };
        Ledger::fold(&terms, &self.entries, as_of).map(Some)
    }
}
