//! Funds: one with all that was recorded of it, many, and an investor's statement.

use std::collections::{HashMap, hash_map::Entry};

use chrono::NaiveDate;
use domain::{
    Amount, Currency, FundAccount, FundEntry, FundEntryId, FundEntryKind, FundFigures, FundId,
    InvestorFigures, LoanId, LoanStatus, Money, Percent, PersonId,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, event_log, upcast::Upcasters};
use ts_rs::TS;

use super::{Word, loan::number_text, person};
use crate::{AppError, Result, funds};

views! {
    /// Where a fund stands.
    FundFiguresView as "FundFigures" {
        /// How much investors may commit in all.
        capacity: Amount,
        /// What they committed.
        committed: Amount,
        /// What may still be committed.
        uncommitted: Amount,
        /// What of the commitments was called.
        called: Amount,
        /// What may still be called.
        uncalled: Amount,
        /// What of the called capital came in.
        received: Amount,
        /// What was called and has not come in.
        receivable: Amount,
        /// What went into loans, in all.
        allocated: Amount,
        /// What of that came back.
        returned: Amount,
        /// What is in loans now: allocated less returned.
        deployed: Amount,
        /// Capital that is there: received and returned, less what was allocated or given back to investors.
        available: Amount,
        /// What was distributed as interest.
        distributed_interest: Amount,
        /// What of their capital went back to investors.
        distributed_return_of_capital: Amount,
        /// What was distributed as profit.
        distributed_profit: Amount,
        /// Investors' capital in the fund: received less what went back to them.
        capital: Amount,
        /// All that was distributed.
        distributed: Amount,
        /// Of the capacity: what is in loans, in percent.
        deployed_percent: Percent,
        /// Of the capacity: what is available, in percent.
        available_percent: Percent,
        /// Of the capacity: what was committed and has not come in, called or not, in percent.
        to_come_percent: Percent,
    }

    /// A fund as a row of a list.
    FundSummary {
        /// The fund.
        fund_id: FundId,
        /// Its name.
        name: String,
        /// What it lends to.
        strategy: Option<String>,
        /// The day from which it exists.
        created_on: NaiveDate,
        /// Where it stands.
        #[serde(flatten)]
        figures: FundFiguresView,
    }

    /// A fund with all that was recorded of it.
    FundView as "Fund" {
        /// What a list shows of it.
        #[serde(flatten)]
        summary: FundSummary,
        /// Its investors, in the order in which they first committed.
        investors: Vec<FundInvestor>,
        /// What it has in loans, in the order in which it first went there.
        loans: Vec<FundLoan>,
        /// Commitments, newest first; reversed ones are among them, here and below.
        commitments: Vec<FundEntryView>,
        /// Capital calls, newest first.
        calls: Vec<FundEntryView>,
        /// What came in of calls, newest first.
        receipts: Vec<FundEntryView>,
        /// What went into loans, newest first.
        allocations: Vec<FundEntryView>,
        /// What came back from loans, newest first.
        returns: Vec<FundEntryView>,
        /// What was distributed, newest first.
        distributions: Vec<FundEntryView>,
        /// Events in its stream.
        version: i64,
    }

    /// Where an investor stands in a fund.
    FundInvestor {
        /// The investor.
        investor_id: PersonId,
        /// Their name.
        name: String,
        /// What they committed.
        committed: Amount,
        /// What of it was called.
        called: Amount,
        /// What may still be called of them.
        uncalled: Amount,
        /// What they paid in.
        contributed: Amount,
        /// What was called of them and has not come in.
        receivable: Amount,
        /// What was distributed to them as interest.
        interest: Amount,
        /// What of their capital went back to them.
        return_of_capital: Amount,
        /// What was distributed to them as profit.
        profit: Amount,
        /// All that was distributed to them.
        distributed: Amount,
        /// Their capital in the fund: contributed less what went back.
        capital: Amount,
    }

    /// What a fund has in a loan.
    FundLoan {
        /// The loan.
        loan_id: LoanId,
        /// The loan's number in the book.
        loan_number: String,
        /// Who borrows.
        borrower_name: String,
        /// Where the loan stands.
        status: LoanStatus,
        /// The loan's principal.
        principal: Amount,
        /// What of it is outstanding.
        outstanding: Amount,
        /// What went into it from the fund.
        allocated: Amount,
        /// What of that came back.
        returned: Amount,
        /// What is in it now.
        deployed: Amount,
    }

    /// Something that was recorded of a fund.
    FundEntryView as "FundEntry" {
        /// The entry.
        entry_id: FundEntryId,
        /// What it is.
        kind: FundEntryKind,
        /// The day from which it counts.
        effective_on: NaiveDate,
        /// How much.
        amount: Amount,
        /// Of a call: what of it came in, the oldest call first.
        received: Option<Amount>,
        /// Of a call: what of it is still to come.
        receivable: Option<Amount>,
        /// Whose it is, where it is about investors.
        parts: Vec<InvestorAmountView>,
        /// The loan, of an allocation or a return.
        loan_id: Option<LoanId>,
        /// The loan's number in the book.
        loan_number: Option<String>,
        /// Of a call: the day by which the money is to come.
        due_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        recorded_by: String,
        /// Why it counts no more, where it was reversed.
        reversal_reason: Option<String>,
        /// Who reversed it.
        reversed_by: Option<String>,
    }

    /// One investor's part of an amount.
    InvestorAmountView as "InvestorAmount" {
        /// The investor.
        investor_id: PersonId,
        /// Their name.
        name: String,
        /// The part.
        amount: Amount,
    }

    /// What recording something would do to a fund.
    FundPreview {
        /// What each investor gives or gets, where it is about investors.
        parts: Vec<InvestorAmountView>,
        /// Where each of the investors it is about stands after it.
        investors: Vec<FundInvestor>,
        /// Where the fund stands now.
        before: FundFiguresView,
        /// Where it would stand.
        after: FundFiguresView,
    }

    /// An investor's account in a fund over a time.
    InvestorStatementView as "InvestorStatement" {
        /// The fund.
        fund_id: FundId,
        /// Its name.
        fund_name: String,
        /// The investor.
        investor: person::Person,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// Where they stood before the first day.
        opening: FundInvestor,
        /// Where they stood at the end of the last.
        closing: FundInvestor,
        /// What moved between, by day.
        movements: Vec<InvestorMovementView>,
    }

    /// One thing that moved for an investor.
    InvestorMovementView as "InvestorMovement" {
        /// The entry.
        entry_id: FundEntryId,
        /// What it is.
        kind: FundEntryKind,
        /// The day from which it counts.
        effective_on: NaiveDate,
        /// The investor's part.
        amount: Amount,
        /// What is to be remembered of it.
        note: Option<String>,
        /// The investor's capital in the fund after it.
        capital: Amount,
    }
}

impl FundFiguresView {
    fn of(figures: &FundFigures, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            capacity: amount(figures.capacity),
            committed: amount(figures.committed),
            uncommitted: amount(figures.uncommitted()),
            called: amount(figures.called),
            uncalled: amount(figures.uncalled()),
            received: amount(figures.received),
            receivable: amount(figures.receivable()),
            allocated: amount(figures.allocated),
            returned: amount(figures.returned),
            deployed: amount(figures.deployed()),
            available: amount(figures.available()),
            distributed_interest: amount(figures.interest),
            distributed_return_of_capital: amount(figures.return_of_capital),
            distributed_profit: amount(figures.profit),
            capital: amount(figures.capital()),
            distributed: amount(figures.distributed()),
            deployed_percent: Percent::ratio(figures.deployed(), figures.capacity),
            available_percent: Percent::ratio(figures.available(), figures.capacity),
            to_come_percent: Percent::ratio(figures.to_come(), figures.capacity),
        }
    }
}

/// Names of people and numbers of loans, looked up once for a whole answer.
struct Names {
    currency: Currency,
    people: HashMap<PersonId, String>,
    loans: HashMap<LoanId, LoanRow>,
}

/// What a fund's page shows of a loan.
struct LoanRow {
    number: String,
    borrower_name: String,
    status: LoanStatus,
    principal: Money,
    outstanding: Money,
}

impl Names {
    fn of(transaction: &mut dyn Transaction, account: &FundAccount) -> Result<Self> {
        let mut names = Self { currency: account.currency, people: HashMap::new(), loans: HashMap::new() };
        for investor in account.investors() {
            names.add_person(transaction, investor.investor_id)?;
        }
        for entry in &account.entries {
            for part in &entry.parts {
                names.add_person(transaction, part.investor_id)?;
            }
            let Some(loan_id) = entry.loan_id else { continue };
            if let Entry::Vacant(vacant) = names.loans.entry(loan_id) {
                vacant.insert(loan_row(transaction, loan_id)?);
            }
        }
        Ok(names)
    }

    fn add_person(&mut self, transaction: &mut dyn Transaction, person_id: PersonId) -> Result<()> {
        if let Entry::Vacant(vacant) = self.people.entry(person_id) {
            vacant.insert(person::get(transaction, person_id)?.name);
        }
        Ok(())
    }

    fn person(&self, person_id: PersonId) -> String {
        self.people.get(&person_id).cloned().unwrap_or_default()
    }

    fn amount(&self, money: Money) -> Amount {
        Amount::new(money, self.currency)
    }

    fn investor(&self, figures: &InvestorFigures) -> FundInvestor {
        FundInvestor {
            investor_id: figures.investor_id,
            name: self.person(figures.investor_id),
            committed: self.amount(figures.committed),
            called: self.amount(figures.called),
            uncalled: self.amount(figures.uncalled()),
            contributed: self.amount(figures.contributed),
            receivable: self.amount(figures.receivable()),
            interest: self.amount(figures.interest),
            return_of_capital: self.amount(figures.return_of_capital),
            profit: self.amount(figures.profit),
            distributed: self.amount(figures.distributed()),
            capital: self.amount(figures.capital()),
        }
    }

    fn parts(&self, entry: &FundEntry) -> Vec<InvestorAmountView> {
        let part = |part: &domain::InvestorPart| InvestorAmountView {
            investor_id: part.investor_id,
            name: self.person(part.investor_id),
            amount: self.amount(part.amount),
        };
        entry.parts.iter().map(part).collect()
    }

    fn entry(&self, received: &HashMap<FundEntryId, Money>, entry: &FundEntry) -> FundEntryView {
        let received = received.get(&entry.entry_id).copied();
        let receivable = received.and_then(|received| entry.amount.checked_sub(received));
        FundEntryView {
            entry_id: entry.entry_id,
            kind: entry.kind,
            effective_on: entry.on,
            amount: self.amount(entry.amount),
            received: received.map(|money| self.amount(money)),
            receivable: receivable.map(|money| self.amount(money)),
            parts: self.parts(entry),
            loan_id: entry.loan_id,
            loan_number: entry.loan_id.and_then(|loan_id| Some(self.loans.get(&loan_id)?.number.clone())),
            due_on: entry.due_on,
            note: entry.note.clone(),
            recorded_by: entry.by.clone(),
            reversal_reason: entry.reversal.as_ref().map(|reversal| reversal.reason.clone()),
            reversed_by: entry.reversal.as_ref().map(|reversal| reversal.by.clone()),
        }
    }

    fn loan(&self, figures: &domain::LoanFigures) -> Option<FundLoan> {
        let loan = self.loans.get(&figures.loan_id)?;
        Some(FundLoan {
            loan_id: figures.loan_id,
            loan_number: loan.number.clone(),
            borrower_name: loan.borrower_name.clone(),
            status: loan.status,
            principal: self.amount(loan.principal),
            outstanding: self.amount(loan.outstanding),
            allocated: self.amount(figures.allocated),
            returned: self.amount(figures.returned),
            deployed: self.amount(figures.deployed()),
        })
    }
}

fn loan_row(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<LoanRow> {
    let row = transaction.query_optional(
        "SELECT loans.number, people.name, loans.status, principal_minor, outstanding_minor FROM loans \
         JOIN people ON people.id = loans.borrower_id WHERE loans.id = $1",
        &[loan_id.into()],
    )?;
    let not_found = || AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() };
    let mut row = row.ok_or_else(not_found)?.reader();
    Ok(LoanRow {
        number: number_text(row.take()?),
        borrower_name: row.take()?,
        status: row.take::<Word<LoanStatus>>()?.0,
        principal: row.take()?,
        outstanding: row.take()?,
    })
}

/// Refuses an unknown fund.
///
/// # Errors
/// An unknown fund, or storage.
pub fn require(transaction: &mut dyn Transaction, fund_id: FundId) -> Result<()> {
    match transaction.query_optional("SELECT 1 FROM funds WHERE id = $1", &[fund_id.into()])? {
        Some(_) => Ok(()),
        None => Err(funds::not_found(fund_id, "fund_id")),
    }
}

/// One fund.
///
/// # Errors
/// An unknown fund, or storage.
pub fn get(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    fund_id: FundId,
) -> Result<FundView> {
    let account = funds::load((&mut *transaction, upcasters), fund_id)?;
    let names = Names::of(transaction, &account)?;
    let received = account.received_by_call();
    let newest_first = |kinds: &[FundEntryKind]| {
        let mut entries: Vec<&FundEntry> =
            account.entries.iter().filter(|entry| kinds.contains(&entry.kind)).collect();
        // Of one day, what was recorded last comes first.
        entries.reverse();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.on));
        entries.into_iter().map(|entry| names.entry(&received, entry)).collect::<Vec<_>>()
    };
    Ok(FundView {
        summary: summary(&account),
        investors: account.investors().iter().map(|investor| names.investor(investor)).collect(),
        loans: account.loans().iter().filter_map(|loan| names.loan(loan)).collect(),
        commitments: newest_first(&[FundEntryKind::Commitment]),
        calls: newest_first(&[FundEntryKind::CapitalCall]),
        receipts: newest_first(&[FundEntryKind::Receipt]),
        allocations: newest_first(&[FundEntryKind::Allocation]),
        returns: newest_first(&[FundEntryKind::Return]),
        distributions: newest_first(&[
            FundEntryKind::Interest,
            FundEntryKind::ReturnOfCapital,
            FundEntryKind::Profit,
        ]),
        version: event_log::stream_version(transaction, fund_id.as_uuid())?,
    })
}

fn summary(account: &FundAccount) -> FundSummary {
    FundSummary {
        fund_id: account.fund_id,
        name: account.name.clone(),
        strategy: account.strategy.clone(),
        created_on: account.created_on,
        figures: FundFiguresView::of(&account.figures(), account.currency),
    }
}

/// Funds by name.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction, currency: Currency) -> Result<Vec<FundSummary>> {
    let rows = transaction.query(
        "SELECT id, name, strategy, capacity_minor, created_on FROM funds ORDER BY LOWER(name), id",
        &[],
    )?;
    let mut sums = sums(transaction)?;
    let read = |row: Row| {
        let mut row = row.reader();
        let fund_id: FundId = row.take()?;
        let (name, strategy) = (row.take()?, row.take()?);
        let capacity = row.take()?;
        let figures = FundFigures { capacity, ..sums.remove(&fund_id).unwrap_or_default() };
        let figures = FundFiguresView::of(&figures, currency);
        Ok(FundSummary { fund_id, name, strategy, created_on: row.take()?, figures })
    };
    rows.into_iter().map(read).collect()
}

/// What the entries of each fund come to.
fn sums(transaction: &mut dyn Transaction) -> Result<HashMap<FundId, FundFigures>> {
    let rows = transaction.query(
        "SELECT fund_id, kind, CAST(SUM(amount_minor) AS BIGINT) FROM fund_entries WHERE is_reversed = 0 \
         GROUP BY fund_id, kind",
        &[],
    )?;
    let mut sums: HashMap<FundId, FundFigures> = HashMap::new();
    for row in rows {
        let mut row = row.reader();
        let fund_id = row.take()?;
        let kind = row.take::<Word<FundEntryKind>>()?.0;
        *sums.entry(fund_id).or_default().figure_mut(kind) = row.take()?;
    }
    Ok(sums)
}

/// What an event that was decided would do; `decide` decides it, and `apply` makes an event of the fund's stream of it.
///
/// # Errors
/// An unknown fund, what the rules refuse, or storage.
pub fn preview(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    fund_id: FundId,
    decide: impl FnOnce(&FundAccount) -> Result<domain::FundEvent>,
) -> Result<FundPreview> {
    let account = funds::load((&mut *transaction, upcasters), fund_id)?;
    let mut after = account.clone();
    after.apply(decide(&account)?)?;
    let names = Names::of(transaction, &after)?;
    let entry = after.entries.last();
    let parts = entry.map_or_else(Vec::new, |entry| names.parts(entry));
    let concerned =
        |investor: &InvestorFigures| parts.iter().any(|part| part.investor_id == investor.investor_id);
    let investors = after.investors().iter().filter(|i| concerned(i)).map(|i| names.investor(i)).collect();
    let figures = |account: &FundAccount| FundFiguresView::of(&account.figures(), account.currency);
    Ok(FundPreview { investors, before: figures(&account), after: figures(&after), parts })
}

/// What moved for an investor in a fund from a day to another, both included.
///
/// # Errors
/// An unknown fund or person, somebody who has nothing in the fund, a last day before the first, or storage.
pub fn investor_statement(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    fund_id: FundId,
    investor_id: PersonId,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<InvestorStatementView> {
    let account = funds::load((&mut *transaction, upcasters), fund_id)?;
    let investor = person::get(transaction, investor_id).map_err(|error| match error {
        AppError::NotFound { kind, field: "person_id", id } => {
            AppError::NotFound { kind, field: "investor_id", id }
        }
        other => other,
    })?;
    let is_investor =
        |entry: &domain::FundEntry| entry.parts.iter().any(|part| part.investor_id == investor_id);
    if !account.entries.iter().any(is_investor) {
        return Err(domain::FundRejection::NotAnInvestor.into());
    }
    let first = account.entries.iter().map(|entry| entry.on).min();
    let from = from.unwrap_or_else(|| first.unwrap_or(account.created_on).min(to));
    if to < from {
        return Err(AppError::InvalidInput {
            field: "to",
            problem: format!("must not be before from, {from}"),
        });
    }
    let statement = account.statement(investor_id, from, to);
    let mut names = Names { currency: account.currency, people: HashMap::new(), loans: HashMap::new() };
    names.people.insert(investor_id, investor.name.clone());
    let movement = |movement: &domain::InvestorMovement| InvestorMovementView {
        entry_id: movement.entry_id,
        kind: movement.kind,
        effective_on: movement.on,
        amount: names.amount(movement.amount),
        note: movement.note.clone(),
        capital: names.amount(movement.capital),
    };
    Ok(InvestorStatementView {
        fund_id,
        fund_name: account.name.clone(),
        investor,
        from,
        to,
        opening: names.investor(&statement.opening),
        closing: names.investor(&statement.closing),
        movements: statement.movements.iter().map(movement).collect(),
    })
}
