//! Servicing: payments, fees, default, other terms, payoff, and what follows from each.

use chrono::NaiveDate;
use domain::{
    Amendment, Amount, AnnualRate, EventId, EventPayload, Extension, Followed, Instalment, Ledger,
    LoanAccount, LoanEvent, LoanId, LoanPayoffQuoted, LoanStatus, NewFee, NewPayment, NewWaiver, PaymentId,
    PaymentScheduleCreated, PaymentScheduled, QuoteId, Reversal, ScheduleId, ScheduleReason, ServicingEvent,
    StatusStep, StatusWish, Transition,
};
use store::{NewEvent, StoreError, Transaction, upcast::Upcasters};
use uuid::Uuid;

use super::event;
use crate::{AppError, Result, accounts, bus::UnitOfWork, servicing_day};

/// Records a payment and puts it to what is owed.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn record_payment(work: &mut UnitOfWork<'_>, loan_id: LoanId, new: NewPayment) -> Result<Serviced> {
    let mut account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let (payment_id, received_on) = (new.payment_id, new.received_on);
    let received = account.record_payment(new, &work.context().decision)?;
    let event = event(work, payment_id.as_uuid(), received_on, &received)?.of_loan(loan_id).expecting(0);
    account.apply(ServicingEvent::Received(received))?;
    service(work, &account, vec![event], received_on, ScheduleReason::Movement)
}

/// Reverses a payment; what came after it is put to what is owed anew.
///
/// # Errors
/// An unknown payment, what the lending rules refuse, or storage.
pub fn reverse_payment(work: &mut UnitOfWork<'_>, wish: Reversal) -> Result<Serviced> {
    let (payment_id, fee_id, on) = (wish.payment_id, wish.fee_id, wish.reversed_on);
    let not_found =
        || AppError::NotFound { kind: "payment", field: "payment_id", id: payment_id.to_string() };
    let loan_id = loan_of(work, "payments", payment_id.as_uuid())?.ok_or_else(not_found)?;
    let mut account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let decided = account.reverse_payment(wish, &work.context().decision)?.ok_or_else(not_found)?;
    let mut events = Vec::new();
    if let Some(failed) = &decided.failed {
        events.push(event(work, payment_id.as_uuid(), on, failed)?.of_loan(loan_id));
    }
    events.push(event(work, payment_id.as_uuid(), on, &decided.reversed)?.of_loan(loan_id));
    if let Some(fee) = &decided.fee {
        events.push(event(work, fee_id.as_uuid(), on, fee)?.of_loan(loan_id).expecting(0));
    }
    account.apply(ServicingEvent::Reversed(decided.reversed))?;
    if let Some(fee) = decided.fee {
        account.apply(ServicingEvent::FeeAssessed(fee))?;
    }
    service(work, &account, events, on, ScheduleReason::Movement)
}

/// Charges a fee.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn assess_fee(work: &mut UnitOfWork<'_>, loan_id: LoanId, new: NewFee) -> Result<Serviced> {
    let mut account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let (fee_id, on) = (new.fee_id, new.assessed_on);
    let assessed = account.assess_fee(new, &work.context().decision)?;
    let event = event(work, fee_id.as_uuid(), on, &assessed)?.of_loan(loan_id).expecting(0);
    account.apply(ServicingEvent::FeeAssessed(assessed))?;
    service(work, &account, vec![event], on, ScheduleReason::Movement)
}

/// Forgives what is unpaid of a fee.
///
/// # Errors
/// An unknown fee, what the lending rules refuse, or storage.
pub fn waive_fee(work: &mut UnitOfWork<'_>, wish: NewWaiver) -> Result<Serviced> {
    let (fee_id, on) = (wish.fee_id, wish.waived_on);
    let not_found = || AppError::NotFound { kind: "fee", field: "fee_id", id: fee_id.to_string() };
    let loan_id = loan_of(work, "fees", fee_id.as_uuid())?.ok_or_else(not_found)?;
    let mut account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let waived = account.waive_fee(wish, &work.context().decision)?.ok_or_else(not_found)?;
    let event = event(work, fee_id.as_uuid(), on, &waived)?.of_loan(loan_id);
    account.apply(ServicingEvent::FeeWaived(waived))?;
    service(work, &account, vec![event], on, ScheduleReason::Movement)
}

/// Quotes what pays the loan off until a day, and keeps the quote.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn quote_payoff(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    good_through: NaiveDate,
) -> Result<LoanPayoffQuoted> {
    // What is late and was not found yet is owed too.
    servicing_day::run_for(work, loan_id)?;
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let quote_id = QuoteId::from_uuid(work.next_id());
    let quoted = account.quote_payoff(quote_id, good_through, &work.context().decision)?;
    let event = event(work, loan_id.as_uuid(), quoted.quoted_on, &quoted)?.of_loan(loan_id);
    work.publish(vec![event])?;
    Ok(quoted)
}

/// Marks a loan as defaulted; default interest accrues from that day.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn mark_default(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    wish: StatusWish,
    margin: Option<AnnualRate>,
) -> Result<()> {
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let on = wish.effective_on;
    let (steps, defaulted) = account.mark_default(wish, margin, &work.context().decision)?;
    change_status(work, account, on, steps, defaulted, ServicingEvent::Defaulted)
}

/// Marks a default as made good.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn cure(work: &mut UnitOfWork<'_>, loan_id: LoanId, wish: StatusWish) -> Result<()> {
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let on = wish.effective_on;
    let (steps, cured) = account.cure(wish, &work.context().decision)?;
    change_status(work, account, on, steps, cured, ServicingEvent::Cured)
}

/// Gives up what is owed.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn charge_off(work: &mut UnitOfWork<'_>, loan_id: LoanId, wish: StatusWish) -> Result<()> {
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let on = wish.effective_on;
    let (steps, charged_off) = account.charge_off(wish, &work.context().decision)?;
    change_status(work, account, on, steps, charged_off, ServicingEvent::ChargedOff)
}

/// Puts the rest of a loan on other terms.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn modify(work: &mut UnitOfWork<'_>, loan_id: LoanId, wish: Amendment) -> Result<()> {
    // What is late is late by the terms that held: afterwards its instalment has given way to another.
    servicing_day::run_for(work, loan_id)?;
    let mut account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let on = wish.modified_on;
    let modified = account.modify(wish, &work.context().decision)?;
    let event = event(work, loan_id.as_uuid(), on, &modified)?.of_loan(loan_id);
    account.apply(ServicingEvent::Modified(modified))?;
    service(work, &account, vec![event], on, ScheduleReason::Modification).map(|_| ())
}

/// Lets a loan end later.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn extend(work: &mut UnitOfWork<'_>, loan_id: LoanId, wish: Extension) -> Result<()> {
    servicing_day::run_for(work, loan_id)?;
    let mut account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let on = wish.extended_on;
    let extended = account.extend(wish, &work.context().decision)?;
    let event = event(work, loan_id.as_uuid(), on, &extended)?.of_loan(loan_id);
    account.apply(ServicingEvent::Extended(extended))?;
    service(work, &account, vec![event], on, ScheduleReason::Extension).map(|_| ())
}

/// A status that the user asks for by its name, of a loan whose money is out.
///
/// # Errors
/// As the step that it means.
pub fn transition(work: &mut UnitOfWork<'_>, account: &LoanAccount, transition: Transition) -> Result<()> {
    let loan_id = account.loan.loan_id;
    let Transition { to, effective_on, reason } = transition;
    let wish = StatusWish { effective_on, reason };
    match to {
        LoanStatus::Defaulted => mark_default(work, loan_id, wish, None),
        LoanStatus::Funded => cure(work, loan_id, wish),
        LoanStatus::ChargedOff => charge_off(work, loan_id, wish),
        _ => Err(account.refuse_pay_off(&work.context().decision).into()),
    }
}

/// Records what follows from what is recorded of a loan: what became of money held, for one. Does nothing where
/// nothing follows. Says whether something did.
///
/// # Errors
/// An unknown loan, or storage.
pub fn reconcile(work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<bool> {
    let today = work.context().decision.today;
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let Some(reconciled) = account.reconcile(&work.context().decision)? else { return Ok(false) };
    let cause = Cause { on: today, reason: ScheduleReason::Movement, event: loan_id.as_uuid() };
    let events = following(work, &account, reconciled.followed, &cause)?;
    let something_follows = !events.is_empty();
    work.publish(events)?;
    Ok(something_follows)
}

/// The account of the loan that a payment is for.
///
/// # Errors
/// An unknown payment, or storage.
pub fn account_of_payment(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    payment_id: PaymentId,
) -> Result<LoanAccount> {
    let sql = "SELECT loan_id FROM payments WHERE id = $1";
    let row = transaction.query_optional(sql, &[payment_id.into()])?;
    let loan_id = row.map(store::Row::single).transpose()?;
    let loan_id = loan_id.ok_or_else(|| AppError::NotFound {
        kind: "payment",
        field: "payment_id",
        id: payment_id.to_string(),
    })?;
    accounts::load((transaction, upcasters), loan_id)
}

fn loan_of(work: &mut UnitOfWork<'_>, table: &'static str, id: Uuid) -> Result<Option<LoanId>> {
    let sql = format!("SELECT loan_id FROM {table} WHERE id = $1");
    let row = work.transaction().query_optional(&sql, &[id.into()])?;
    Ok(row.map(store::Row::single).transpose()?)
}

fn change_status<P: EventPayload + Clone>(
    work: &mut UnitOfWork<'_>,
    mut account: LoanAccount,
    on: NaiveDate,
    steps: Vec<LoanEvent>,
    meaning: P,
    as_servicing: fn(P) -> ServicingEvent,
) -> Result<()> {
    let loan_id = account.loan.loan_id;
    let mut events = Vec::with_capacity(steps.len() + 1);
    for step in steps {
        events.push(super::loan::loan_event(work, loan_id, on, &step)?);
        account.loan.apply(&step);
    }
    events.push(event(work, loan_id.as_uuid(), on, &meaning)?.of_loan(loan_id));
    account.apply(as_servicing(meaning))?;
    service(work, &account, events, on, ScheduleReason::Movement).map(|_| ())
}

/// What came of a command on the account of a loan.
#[derive(Debug)]
pub struct Serviced {
    /// The loan.
    pub loan_id: LoanId,
    /// The stream of the first event that was recorded: the payment, the fee.
    pub aggregate_id: Uuid,
    /// What is owed as of today.
    pub ledger: Ledger,
}

/// Why something follows: from when on, for what reason, from which event.
struct Cause {
    on: NaiveDate,
    reason: ScheduleReason,
    event: Uuid,
}

/// As [`follow`], of a loan that is serviced.
fn service(
    work: &mut UnitOfWork<'_>,
    account: &LoanAccount,
    events: Vec<NewEvent>,
    on: NaiveDate,
    reason: ScheduleReason,
) -> Result<Serviced> {
    let loan_id = account.loan.loan_id;
    let nothing = || StoreError::corrupt(format!("nothing follows on loan {loan_id}, which is serviced"));
    follow(work, account, events, on, reason)?.ok_or_else(|| nothing().into())
}

/// Publishes events that the account has followed already, and those that follow from them. Before the funding nothing
/// does.
pub(crate) fn follow(
    work: &mut UnitOfWork<'_>,
    account: &LoanAccount,
    events: Vec<NewEvent>,
    on: NaiveDate,
    reason: ScheduleReason,
) -> Result<Option<Serviced>> {
    let loan_id = account.loan.loan_id;
    let Some((cause, aggregate_id)) = events.first().map(|event| (event.id, event.aggregate_id)) else {
        return Ok(None);
    };
    work.publish(events)?;
    let Some(reconciled) = account.reconcile(&work.context().decision)? else { return Ok(None) };
    let ledger = reconciled.ledger;
    let following =
        following(work, account, reconciled.followed, &Cause { on, reason, event: cause.as_uuid() })?;
    if !following.is_empty() {
        work.publish_because(cause, following)?;
    }
    Ok(Some(Serviced { loan_id, aggregate_id, ledger }))
}

/// The events that follow from what is recorded of a loan, each effective from the day of the cause or its own,
/// whichever is later: an earlier day is still shown as it was known before.
fn following(
    work: &UnitOfWork<'_>,
    account: &LoanAccount,
    followed: Followed,
    cause: &Cause,
) -> Result<Vec<NewEvent>> {
    let (loan_id, on) = (account.loan.loan_id, cause.on);
    let Followed { late, waived, reinstated, processed, reserve, instalments, steps } = followed;
    let mut events = Vec::new();
    for open in &late {
        servicing_day::charge(work, &account.loan.terms.servicing, open, &mut events)?;
    }
    for waived in &waived {
        events.push(event(work, waived.fee_id.as_uuid(), on.max(waived.waived_on), waived)?);
    }
    for reinstated in &reinstated {
        let on = on.max(reinstated.reinstated_on);
        events.push(event(work, reinstated.fee_id.as_uuid(), on, reinstated)?);
    }
    for processed in &processed {
        let received_on =
            account.payments.get(&processed.payment_id).map_or(on, |payment| payment.received_on);
        events.push(event(work, processed.payment_id.as_uuid(), on.max(received_on), processed)?);
    }
    for applied in &reserve {
        events.push(event(work, applied.budget_id.as_uuid(), on.max(applied.due_on), applied)?);
    }
    if let Some((from, rows)) = instalments {
        schedule(work, account, cause, from, &rows, &mut events)?;
    }
    for step in &steps {
        status_step(work, loan_id, step, &mut events)?;
    }
    Ok(events.into_iter().map(|event| event.of_loan(loan_id)).collect())
}

/// Instalments that take the place of those due on `from` and later.
fn schedule(
    work: &UnitOfWork<'_>,
    account: &LoanAccount,
    cause: &Cause,
    from: NaiveDate,
    rows: &[Instalment],
    events: &mut Vec<NewEvent>,
) -> Result<()> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let decision = &work.context().decision;
    let schedule_id = ScheduleId::from_uuid(work.next_id());
    let amount = |money| Amount::new(money, account.currency);
    let totals = domain::ScheduleTotals::of(rows);
    let created = PaymentScheduleCreated {
        schedule_id,
        loan_id: account.loan.loan_id,
        organization_id: decision.organization_id,
        funded_event_id: EventId::from_uuid(cause.event),
        replaces_from: Some(from),
        reason: cause.reason,
        currency: account.currency,
        number_of_payments: u32::try_from(rows.len())
            .map_err(|_| StoreError::corrupt("a schedule has too many instalments"))?,
        first_due_on: first.due_on,
        maturity_on: last.due_on,
        total_principal: amount(totals.principal),
        total_interest: amount(totals.interest),
        total_payment: amount(totals.payment),
    };
    events.push(event(work, schedule_id.as_uuid(), cause.on, &created)?.expecting(0));
    for row in rows {
        let payment_id = PaymentId::from_uuid(work.next_id());
        let scheduled = PaymentScheduled {
            payment_id,
            schedule_id,
            loan_id: account.loan.loan_id,
            organization_id: decision.organization_id,
            currency: account.currency,
            number: row.number,
            due_on: row.due_on,
            days: row.days,
            payment: amount(row.payment),
            interest: amount(row.interest),
            principal: amount(row.principal),
            balance: amount(row.balance),
        };
        events.push(event(work, payment_id.as_uuid(), cause.on, &scheduled)?.expecting(0));
    }
    Ok(())
}

fn status_step(
    work: &UnitOfWork<'_>,
    loan_id: LoanId,
    step: &StatusStep,
    events: &mut Vec<NewEvent>,
) -> Result<()> {
    let (aggregate_id, on) = (loan_id.as_uuid(), step.effective_on);
    if let Some(changed) = &step.changed {
        events.push(event(work, aggregate_id, on, changed)?);
    }
    if let Some(cured) = &step.cured {
        events.push(event(work, aggregate_id, on, cured)?);
    }
    if let Some(paid_off) = &step.paid_off {
        events.push(event(work, aggregate_id, on, paid_off)?);
    }
    Ok(())
}

/// What is owed on a day by what is recorded now.
///
/// # Errors
/// A loan that was not funded, or not by then, or amounts that leave 64 bits.
pub fn ledger(account: &LoanAccount, as_of: NaiveDate) -> Result<Ledger> {
    let not_funded = || match account.loan.funded_on {
        Some(funded_on) => AppError::InvalidInput {
            field: "as_of",
            problem: format!("must not be before the loan was funded, {funded_on}"),
        },
        None => AppError::NoSchedule(account.loan.loan_id),
    };
    account.ledger(as_of)?.ok_or_else(not_funded)
}
