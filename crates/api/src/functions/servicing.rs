//! The commands of servicing.

use app::{
    Book, Result, accounts,
    bus::UnitOfWork,
    commands::{self, servicing::Serviced},
    queries::{
        self,
        account::{AccountView, InstalmentAccruals, PaymentPreview, PayoffQuote, ReversalPreview},
        loan::Loan,
        payment::Payment,
    },
    servicing_day::{self, DayReport},
};
use chrono::NaiveDate;
use domain::{
    Amendment, Extension, FeeId, FeeKind, NewFee, NewPayment, NewWaiver, PaymentId, PaymentMethod, Reversal,
    StatusWish,
};
use store::Transaction;

use crate::{input::*, output::*};

/// How many payments or instalments a list shows at most.
const MOST: u32 = 10_000;

pub fn payment_preview(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewPayment,
) -> Result<PaymentPreview> {
    let context = book.context().decision;
    let amount = money("amount", input.amount, context.currency)?;
    let received_on = input.received_on.unwrap_or(context.today);
    let account = accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    // A payment that is only looked at comes after those of its day.
    let payment_id = PaymentId::from_uuid(uuid::Uuid::max());
    let effect = account.payment_effect(payment_id, amount, received_on, &context)?;
    PaymentPreview::of(&account, payment_id, &effect)
}

pub fn payment_record(book: &Book, work: &mut UnitOfWork<'_>, input: RecordPayment) -> Result<Recorded> {
    let decision = &work.context().decision;
    let new = NewPayment {
        payment_id: PaymentId::from_uuid(work.next_id()),
        amount: money("amount", input.amount, decision.currency)?,
        received_on: input.received_on.unwrap_or(decision.today),
        method: input.method.unwrap_or(PaymentMethod::Other),
        reference: input.reference,
        note: input.note,
        allow_duplicate: input.allow_duplicate,
        accept_overpayment: input.accept_overpayment,
    };
    let serviced = commands::servicing::record_payment(work, input.loan_id, new)?;
    recorded(book, work, &serviced)
}

pub fn payment_reverse(book: &Book, work: &mut UnitOfWork<'_>, input: ReversePayment) -> Result<Recorded> {
    let wish = Reversal {
        payment_id: input.payment_id,
        reversed_on: input.reversed_on.unwrap_or(work.context().decision.today),
        reason: input.reason,
        is_returned: input.returned,
        fee_id: FeeId::from_uuid(work.next_id()),
    };
    let serviced = commands::servicing::reverse_payment(work, wish)?;
    recorded(book, work, &serviced)
}

pub fn payment_preview_reverse(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewReversal,
) -> Result<ReversalPreview> {
    let context = book.context().decision;
    let loader = (transaction, book.bus().upcasters());
    let account = commands::servicing::account_of_payment(loader, input.payment_id)?;
    let wish = Reversal {
        payment_id: input.payment_id,
        reversed_on: input.reversed_on.unwrap_or(context.today),
        // Nothing is recorded, so that the reason may still be missing.
        reason: "preview".to_owned(),
        is_returned: input.returned,
        fee_id: FeeId::from_uuid(uuid::Uuid::max()),
    };
    let not_found =
        || app::AppError::NotFound { kind: "payment", field: "payment_id", id: input.payment_id.to_string() };
    let effect = account.reversal_effect(wish, &context)?.ok_or_else(not_found)?;
    Ok(ReversalPreview::of(&account, &effect))
}

fn recorded(book: &Book, work: &mut UnitOfWork<'_>, serviced: &Serviced) -> Result<Recorded> {
    let currency = book.organization().currency;
    let payment_id = PaymentId::from_uuid(serviced.aggregate_id);
    let filter = queries::payment::Filter { payment_id: Some(payment_id), ..Default::default() };
    let (mut payments, _) = queries::payment::list(work.transaction(), &filter, 1, 0, currency)?;
    let payment: Payment = payments.pop().ok_or_else(|| app::AppError::NotFound {
        kind: "payment",
        field: "payment_id",
        id: payment_id.to_string(),
    })?;
    Ok(Recorded { payment, account: account_of(work, serviced) })
}

fn account_of(work: &UnitOfWork<'_>, serviced: &Serviced) -> AccountView {
    AccountView::of(serviced.loan_id, &serviced.ledger, work.context().decision.currency)
}

pub fn payment_list(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ListPayments,
) -> Result<PaymentList> {
    let ListPayments { loan_id, from, to, limit, offset } = input;
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let problem = format!("must not be before from, {from}");
        return Err(app::AppError::InvalidInput { field: "to", problem });
    }
    if let Some(loan_id) = loan_id {
        queries::loan::require(transaction, loan_id)?;
    }
    let filter = queries::payment::Filter { loan_id, payment_id: None, from, to };
    let (limit, offset) = page(limit, offset)?;
    let currency = book.organization().currency;
    let (payments, total) = queries::payment::list(transaction, &filter, limit, offset, currency)?;
    Ok(PaymentList { payments, total })
}

pub fn payment_due(book: &Book, transaction: &mut dyn Transaction, input: ListDue) -> Result<DueList> {
    let today = book.environment().clock.today();
    let until = input.until.unwrap_or(today);
    let page = page(input.limit, input.offset)?;
    let currency = book.organization().currency;
    let (instalments, total) = queries::payment::due(transaction, until, today, page, currency)?;
    Ok(DueList { today, instalments, total })
}

/// A page of a list; a longer one than is given is refused, so that nobody takes it for the whole.
pub(super) fn page(limit: Option<u32>, offset: Option<u32>) -> Result<(u32, u32)> {
    let limit = limit.unwrap_or(500);
    if limit > MOST {
        let problem = format!("must be at most {MOST}; use offset for what follows");
        return Err(app::AppError::InvalidInput { field: "limit", problem });
    }
    Ok((limit, offset.unwrap_or(0)))
}

pub fn fee_assess(_: &Book, work: &mut UnitOfWork<'_>, input: AssessFee) -> Result<AccountView> {
    let decision = &work.context().decision;
    let new = NewFee {
        fee_id: FeeId::from_uuid(work.next_id()),
        kind: input.kind.unwrap_or(FeeKind::Other),
        amount: money("amount", input.amount, decision.currency)?,
        assessed_on: input.assessed_on.unwrap_or(decision.today),
        note: input.note,
    };
    let serviced = commands::servicing::assess_fee(work, input.loan_id, new)?;
    Ok(account_of(work, &serviced))
}

pub fn fee_waive(_: &Book, work: &mut UnitOfWork<'_>, input: WaiveFee) -> Result<AccountView> {
    let decision = &work.context().decision;
    let wish = NewWaiver {
        fee_id: input.fee_id,
        amount: input.amount.map(|amount| money("amount", amount, decision.currency)).transpose()?,
        waived_on: input.waived_on.unwrap_or(decision.today),
        reason: input.reason,
    };
    let serviced = commands::servicing::waive_fee(work, wish)?;
    Ok(account_of(work, &serviced))
}

pub fn payoff_quote(book: &Book, work: &mut UnitOfWork<'_>, input: QuotePayoff) -> Result<PayoffQuote> {
    let good_through = input.good_through.unwrap_or(work.context().decision.today);
    let quoted = commands::servicing::quote_payoff(work, input.loan_id, good_through)?;
    let currency = book.organization().currency;
    let quotes = queries::account::quotes(work.transaction(), input.loan_id, currency)?;
    let quote = quotes.into_iter().find(|quote| quote.quote_id == quoted.quote_id);
    quote.ok_or_else(|| app::AppError::NotFound {
        kind: "quote",
        field: "loan_id",
        id: quoted.quote_id.to_string(),
    })
}

pub fn payoff_list(book: &Book, transaction: &mut dyn Transaction, input: LoanRef) -> Result<PayoffList> {
    let currency = book.organization().currency;
    Ok(PayoffList { quotes: queries::account::quotes(transaction, input.loan_id, currency)? })
}

pub fn loan_account(book: &Book, transaction: &mut dyn Transaction, input: LoanOnDay) -> Result<AccountView> {
    let as_of = input.as_of.unwrap_or(book.environment().clock.today());
    let account = accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    let ledger = commands::servicing::ledger(&account, as_of)?;
    Ok(AccountView::of(input.loan_id, &ledger, book.organization().currency))
}

pub fn loan_mark_default(book: &Book, work: &mut UnitOfWork<'_>, input: MarkDefault) -> Result<Loan> {
    let wish = status_wish(work, input.effective_on, input.reason);
    commands::servicing::mark_default(work, input.loan_id, wish, input.default_margin_percent)?;
    queries::loan::get(work.transaction(), input.loan_id, book.organization().currency)
}

pub fn loan_cure(book: &Book, work: &mut UnitOfWork<'_>, input: ChangeStatus) -> Result<Loan> {
    let wish = status_wish(work, input.effective_on, input.reason);
    commands::servicing::cure(work, input.loan_id, wish)?;
    queries::loan::get(work.transaction(), input.loan_id, book.organization().currency)
}

pub fn loan_charge_off(book: &Book, work: &mut UnitOfWork<'_>, input: ChangeStatus) -> Result<Loan> {
    let wish = status_wish(work, input.effective_on, input.reason);
    commands::servicing::charge_off(work, input.loan_id, wish)?;
    queries::loan::get(work.transaction(), input.loan_id, book.organization().currency)
}

fn status_wish(work: &UnitOfWork<'_>, effective_on: Option<NaiveDate>, reason: Option<String>) -> StatusWish {
    StatusWish { effective_on: effective_on.unwrap_or(work.context().decision.today), reason }
}

pub fn loan_modify(book: &Book, work: &mut UnitOfWork<'_>, input: ModifyLoan) -> Result<Loan> {
    let loan_id = input.loan_id;
    let wish = amendment(input, work.context().decision.today);
    commands::servicing::modify(work, loan_id, wish)?;
    queries::loan::get(work.transaction(), loan_id, book.organization().currency)
}

fn amendment(input: ModifyLoan, today: NaiveDate) -> Amendment {
    Amendment {
        modified_on: input.effective_on.unwrap_or(today),
        annual_rate: input.annual_rate_percent,
        schedule_type: input.schedule_type,
        amortization_months: input.amortization_months,
        interest_only_periods: input.interest_only_periods,
        frequency: input.frequency,
        first_payment_on: input.first_payment_on,
        number_of_payments: input.number_of_payments,
        reason: input.reason,
    }
}

pub fn loan_extend(book: &Book, work: &mut UnitOfWork<'_>, input: ExtendLoan) -> Result<Loan> {
    let loan_id = input.loan_id;
    let wish = extension(input, work.context().decision.today);
    commands::servicing::extend(work, loan_id, wish)?;
    queries::loan::get(work.transaction(), loan_id, book.organization().currency)
}

fn extension(input: ExtendLoan, today: NaiveDate) -> Extension {
    Extension {
        extended_on: input.effective_on.unwrap_or(today),
        months: input.months,
        annual_rate: input.annual_rate_percent,
        reason: input.reason,
    }
}

pub fn loan_preview_modification(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ModifyLoan,
) -> Result<AmendmentPreview> {
    let context = book.context().decision;
    let account = accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    let wish = amendment(input, context.today);
    let on = wish.modified_on;
    let modified = account.modify(wish, &context)?;
    let preview = account.preview_amendment(on, &modified.terms, &context)?;
    Ok(AmendmentPreview::of(&preview, book.organization().currency))
}

pub fn loan_preview_extension(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ExtendLoan,
) -> Result<AmendmentPreview> {
    let context = book.context().decision;
    let account = accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    let wish = extension(input, context.today);
    let on = wish.extended_on;
    let extended = account.extend(wish, &context)?;
    let preview = account.preview_amendment(on, &extended.terms, &context)?;
    Ok(AmendmentPreview::of(&preview, book.organization().currency))
}

pub fn schedule_list(book: &Book, transaction: &mut dyn Transaction, input: LoanRef) -> Result<ScheduleList> {
    let currency = book.organization().currency;
    Ok(ScheduleList { schedules: queries::schedule::list(transaction, input.loan_id, currency)? })
}

pub fn schedule_accruals(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: InstalmentRef,
) -> Result<InstalmentAccruals> {
    let account = accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    queries::account::accruals(&account, input.due_on)
}

pub fn servicing_run_day(_: &Book, work: &mut UnitOfWork<'_>, _: NoInput) -> Result<DayReport> {
    servicing_day::run(work)
}
