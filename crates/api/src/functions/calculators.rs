//! The calculators: the domain's mathematics without a book.

use app::queries::{
    account::{AccrualView, EXACT_PLACES},
    schedule::SchedulePreview,
};
use chrono::NaiveDate;
use domain::{
    Allocation, Amount, AnnualPercentageRate, Currency, Disbursement, Entry, ExcessRule, FeeId, FeeKind,
    Ledger, LedgerError, LedgerTerms, LoanRejection, Money, Movement, PaymentId, PayoffFigures, Schedule,
    ScheduleError, ScheduleTerms, ServicingTerms, UnitPeriod,
};
use uuid::Uuid;

use super::Answer;
use crate::{Desk, WireError, input::*, output::*};

pub fn schedule_preview(desk: &Desk, input: ScheduleInput) -> Answer<SchedulePreview> {
    let currency = currency(desk, input.currency)?;
    let terms = input.terms(currency)?;
    let schedule = Schedule::compute(&terms).map_err(refused(currency))?;
    let mut preview = SchedulePreview::of(&schedule, currency);
    if input.explain {
        let explained = schedule.explain(&terms).map_err(refused(currency))?;
        for (row, stretches) in preview.payments.iter_mut().zip(explained) {
            row.accruals = Some(stretches.iter().map(|of| AccrualView::of(of, currency)).collect());
        }
        preview.rounding = Some(terms.rounding);
    }
    Ok(preview)
}

pub fn days(_: &Desk, input: DaysInput) -> Answer<DaysView> {
    if input.to < input.from {
        return Err(WireError::invalid("to", "must not be before from"));
    }
    Ok(DaysView {
        days: input.day_count.days(input.from, input.to, input.termination_on),
        year_fraction: input
            .day_count
            .year_fraction(input.from, input.to, input.termination_on)
            .to_ten_places(),
    })
}

pub fn apr(_: &Desk, input: AprInput) -> Answer<AprView> {
    let terms = input.terms()?;
    let rate = match input.method {
        AprMethod::Actuarial => terms.actuarial(),
        AprMethod::Effective => terms.effective(),
    }?;
    apr_view(&rate, input.places)
}

pub fn apr_construction(desk: &Desk, input: ConstructionAprInput) -> Answer<AprView> {
    let currency = currency(desk, input.currency)?;
    apr_view(&input.rate(currency)?, input.places)
}

fn apr_view(rate: &AnnualPercentageRate, places: Option<u32>) -> Answer<AprView> {
    let per_year = rate.unit_periods_per_year;
    Ok(AprView {
        apr_percent: rate.rounded(places.unwrap_or(2))?.to_string(),
        unit_period: unit_period(rate.unit_period),
        unit_periods_per_year_exactly: Ratio {
            numerator: per_year.numerator,
            denominator: per_year.denominator,
        },
        unit_periods_per_year: if per_year.denominator == 1 {
            PeriodsPerYear::Whole(per_year.numerator)
        } else {
            PeriodsPerYear::Ratio(per_year.to_string())
        },
    })
}

fn unit_period(unit: UnitPeriod) -> UnitPeriodView {
    let every = |every, unit| UnitPeriodView::Period { every, unit };
    match (unit.word(), unit) {
        // A day has no word among the frequencies.
        (Some(word), unit) if unit != UnitPeriod::Days(1) => UnitPeriodView::Word(word.to_owned()),
        (_, UnitPeriod::Days(days)) => every(days, "days"),
        (_, UnitPeriod::Weeks(weeks)) => every(weeks, "weeks"),
        (_, UnitPeriod::Months(months)) => every(months, "months"),
        (_, UnitPeriod::HalfMonth) => UnitPeriodView::Word("semimonthly".to_owned()),
    }
}

pub fn ledger(desk: &Desk, input: LedgerInput) -> Answer<LedgerView> {
    let currency = currency(desk, input.currency)?;
    let transactions = input.transactions.as_deref().unwrap_or_default();
    let account = Account::of(input.terms(currency)?, transactions, input.as_of, currency)?;
    let terms = account.terms(input.allocation_order, input.excess_rule, currency);
    let ledger =
        Ledger::fold(&terms, &account.entries, input.as_of).map_err(ledger_refused("as_of", currency))?;
    Ok(ledger_view(&ledger, currency))
}

pub fn payoff(desk: &Desk, input: PayoffInput) -> Answer<PayoffView> {
    let currency = currency(desk, input.currency)?;
    let as_of = input.as_of.unwrap_or(input.good_through);
    if input.good_through < as_of {
        return Err(WireError::invalid("good_through", format!("must not be before as_of, {as_of}")));
    }
    let transactions = input.transactions.as_deref().unwrap_or_default();
    let account = Account::of(input.terms(currency)?, transactions, as_of, currency)?;
    let terms = account.terms(input.allocation_order, input.excess_rule, currency);
    let figures = PayoffFigures::on(&terms, &account.entries, input.good_through)
        .map_err(ledger_refused("good_through", currency))?;
    let amount = |money| Amount::new(money, currency);
    Ok(PayoffView {
        as_of,
        good_through: figures.good_through,
        principal: amount(figures.principal),
        interest: amount(figures.interest),
        fees: amount(figures.fees),
        late_charges: amount(figures.late_charges),
        held: amount(figures.held),
        total: amount(figures.total),
        per_diem: amount(figures.per_diem),
    })
}

/// The stated currency, the open book's, or US dollars.
fn currency(desk: &Desk, stated: Option<Currency>) -> Answer<Currency> {
    match (stated, desk.book()) {
        (Some(currency), _) => Ok(currency),
        (None, Ok(book)) => Ok(book.organization().currency),
        (None, Err(_)) => Currency::from_code("USD").map_err(|error| WireError::invalid("currency", error)),
    }
}

fn refused(currency: Currency) -> impl Fn(ScheduleError) -> WireError {
    move |error| app::AppError::Loan(LoanRejection::of_terms(error, currency)).into()
}

/// What a ledger refuses, by the field that names its day.
fn ledger_refused(day: &'static str, currency: Currency) -> impl Fn(LedgerError) -> WireError {
    move |error| match error {
        LedgerError::Terms(
            error @ (ScheduleError::DisbursementOutOfRange { .. } | ScheduleError::DisbursementsNotPrincipal),
        ) => WireError::new(crate::ErrorCode::InvalidInput, error.to_string()).at("transactions"),
        LedgerError::Terms(error @ ScheduleError::PrincipalTooLarge) => refused(currency)(error),
        LedgerError::AsOfBeforeFunding { funded_on } => {
            WireError::invalid(day, format!("must not be before the loan was funded, {funded_on}"))
        }
        other => app::AppError::from(other).into(),
    }
}

/// The terms and movements of a loan that stands in no book.
struct Account {
    schedule: ScheduleTerms,
    entries: Vec<Entry>,
}

impl Account {
    /// What is known of a loan on a day. Where there is any disbursement, before that day or after it, the principal is
    /// what the lender has committed, and nothing is outstanding but what went out.
    fn of(
        terms: ScheduleTerms,
        transactions: &[TransactionInput],
        as_of: NaiveDate,
        currency: Currency,
    ) -> Answer<Self> {
        let amounts = amounts(&terms, transactions, currency)?;
        let of_type =
            transactions.iter().zip(&amounts).filter(|(of, _)| of.kind == TransactionType::Disbursement);
        let all = of_type.map(|(of, amount)| Disbursement { on: of.on, amount: *amount });
        let mut disbursements = terms.disbursements.clone();
        disbursements.extend(all);
        let is_drawn = disbursements.len() > terms.disbursements.len();
        let committed = disbursements.iter().map(|of| of.amount.minor_units()).fold(0, i64::saturating_add);
        if is_drawn && committed > terms.principal.minor_units() {
            let problem = "must not disburse more than the principal, which is what the lender has committed";
            return Err(WireError::invalid("transactions", problem));
        }
        disbursements.retain(|of| !is_drawn || of.on <= as_of);
        disbursements.sort_by_key(|of| of.on);
        let mut entries = Vec::new();
        for (place, (transaction, amount)) in transactions.iter().zip(&amounts).enumerate() {
            let movement = movement(transactions, place, *amount)?;
            if let Some(movement) = movement.filter(|_| transaction.on <= as_of) {
                entries.push(Entry { effective_on: transaction.on, movement });
            }
        }
        Ok(Self { schedule: ScheduleTerms { disbursements, is_drawn, ..terms }, entries })
    }

    fn terms(
        &self,
        order: Option<domain::AllocationOrder>,
        excess: Option<ExcessRule>,
        currency: Currency,
    ) -> LedgerTerms {
        let servicing = ServicingTerms {
            allocation_order: order.unwrap_or_default(),
            excess: excess.unwrap_or_default(),
            ..ServicingTerms::usual(currency)
        };
        LedgerTerms {
            schedule: self.schedule.clone(),
            servicing,
            interest_reserve: Vec::new(),
            opening: None,
        }
    }
}

/// The amounts of transactions, in minor units, none before the funding.
fn amounts(
    terms: &ScheduleTerms,
    transactions: &[TransactionInput],
    currency: Currency,
) -> Answer<Vec<Money>> {
    let funded_on = terms.funded_on;
    let amount = |(place, transaction): (usize, &TransactionInput)| {
        let of = |field: &str| format!("transactions[{place}].{field}");
        let amount = listed_money("transactions", place, transaction.amount, currency)?;
        if !amount.is_positive() {
            return Err(WireError::invalid(&of("amount"), "must be more than zero"));
        }
        if transaction.on < funded_on {
            let problem = format!("must not be before the loan was funded, {funded_on}");
            return Err(WireError::invalid(&of("on"), problem));
        }
        Ok(amount)
    };
    transactions.iter().enumerate().map(amount).collect()
}

/// What a transaction moves, but for disbursements.
fn movement(transactions: &[TransactionInput], place: usize, amount: Money) -> Answer<Option<Movement>> {
    let Some(transaction) = transactions.get(place) else { return Ok(None) };
    Ok(match transaction.kind {
        TransactionType::Disbursement => None,
        TransactionType::Payment => Some(Movement::Payment { payment_id: id_of(place), amount }),
        TransactionType::Fee => Some(Movement::Fee {
            fee_id: FeeId::from_uuid(id_of(place).as_uuid()),
            kind: transaction.fee_kind.unwrap_or(FeeKind::Other),
            amount,
        }),
        TransactionType::Reversal => {
            Some(Movement::Reversal { payment_id: id_of(reversed(transactions, place)?) })
        }
    })
}

/// The place of the payment that a reversal means: the one it names, or the last of its amount until its day that no
/// other reversal before it means.
fn reversed(transactions: &[TransactionInput], place: usize) -> Answer<usize> {
    let no_such = || {
        let problem =
            format!("has a reversal, number {}, of no payment of its amount until its day", place + 1);
        WireError::invalid("transactions", problem)
    };
    let reversal = transactions.get(place).ok_or_else(no_such)?;
    let fits = |of: usize| {
        transactions.get(of).is_some_and(|payment| {
            payment.kind == TransactionType::Payment
                && payment.amount == reversal.amount
                && payment.on <= reversal.on
        })
    };
    if let Some(of) = reversal.of {
        return of.checked_sub(1).filter(|of| fits(*of)).ok_or_else(no_such);
    }
    let earlier = (0..place).filter(|earlier| {
        transactions.get(*earlier).is_some_and(|earlier| earlier.kind == TransactionType::Reversal)
    });
    let taken = earlier.filter_map(|earlier| reversed(transactions, earlier).ok()).collect::<Vec<_>>();
    let mut payments: Vec<usize> =
        (0..transactions.len()).filter(|of| fits(*of) && !taken.contains(of)).collect();
    payments.sort_by_key(|of| transactions.get(*of).map(|payment| payment.on));
    payments.pop().ok_or_else(no_such)
}

/// The id of the transaction at a place.
fn id_of(place: usize) -> PaymentId {
    PaymentId::from_uuid(Uuid::from_u128(u128::try_from(place).unwrap_or(u128::MAX)))
}

fn ledger_view(ledger: &Ledger, currency: Currency) -> LedgerView {
    let amount = |money| Amount::new(money, currency);
    LedgerView {
        as_of: ledger.as_of,
        principal: amount(ledger.principal),
        accrued_interest: amount(ledger.accrued_interest),
        fees: amount(ledger.fees),
        late_charges: amount(ledger.late_charges),
        total: amount(ledger.total()),
        held: amount(ledger.held),
        per_diem: amount(ledger.per_diem),
        annual_rate_percent: ledger.annual_rate,
        accrued_exactly: ledger
            .accrued_exactly
            .to_text(currency.minor_digits(), EXACT_PLACES)
            .unwrap_or_default(),
        next_due_on: ledger.next_due().map(|row| row.instalment.due_on),
        past_due: amount(ledger.past_due()),
        allocations: ledger.allocations.iter().map(|of| allocation_view(of, currency)).collect(),
        accruals: ledger.accruals.iter().map(|of| AccrualView::of(of, currency)).collect(),
        instalments: ledger.instalments.iter().map(|of| instalment_view(of, currency)).collect(),
    }
}

fn allocation_view(of: &Allocation, currency: Currency) -> LedgerAllocation {
    let amount = |money| Amount::new(money, currency);
    LedgerAllocation {
        transaction: usize::try_from(of.payment_id.as_uuid().as_u128()).unwrap_or(0) + 1,
        on: of.effective_on,
        amount: amount(of.amount),
        fees: amount(of.fees),
        late_charges: amount(of.late_charges),
        interest: amount(of.interest),
        principal: amount(of.principal),
        prepaid: amount(of.prepaid),
        held: amount(of.held),
        balance: amount(of.balance),
    }
}

fn instalment_view(of: &domain::InstalmentState, currency: Currency) -> LedgerInstalment {
    let amount = |money| Amount::new(money, currency);
    LedgerInstalment {
        number: of.instalment.number,
        due_on: of.instalment.due_on,
        payment: amount(of.instalment.payment),
        paid: amount(of.paid),
        paid_on: of.paid_on,
    }
}
