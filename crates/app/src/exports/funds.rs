//! Reports of funds: where they stand, who and what is in them, every entry of their accounts; and of shared loans.

use chrono::NaiveDate;
use domain::FundId;
use store::Transaction;

use super::{
    Field::{self, Amount as Figure, Date, Percent, Sum, Text},
    Scope,
    rows::{Made, Rows, word},
};
use crate::{
    Result,
    queries::{
        fund::{self, FundEntryView, FundView},
        participation,
    },
};

type Columns = &'static [(&'static str, Field)];

pub const FUNDS: Columns = &[
    ("Fund", Text),
    ("Strategy", Text),
    ("Created on", Date),
    ("Capacity", Sum),
    ("Committed", Sum),
    ("Not committed", Sum),
    ("Called", Sum),
    ("Not called", Sum),
    ("Received", Sum),
    ("Receivable", Sum),
    ("Allocated", Sum),
    ("Returned", Sum),
    ("Deployed", Sum),
    ("Available", Sum),
    ("Interest distributed", Sum),
    ("Capital returned to investors", Sum),
    ("Profit distributed", Sum),
    ("Distributed", Sum),
    ("Capital", Sum),
    ("Deployed %", Percent),
    ("Available %", Percent),
];

pub fn funds(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for fund in fund::list(transaction, scope.book.organization().currency)? {
        let of = fund.figures;
        rows.made([
            fund.name.into(),
            fund.strategy.into(),
            fund.created_on.into(),
            of.capacity.into(),
            of.committed.into(),
            of.uncommitted.into(),
            of.called.into(),
            of.uncalled.into(),
            of.received.into(),
            of.receivable.into(),
            of.allocated.into(),
            of.returned.into(),
            of.deployed.into(),
            of.available.into(),
            of.distributed_interest.into(),
            of.distributed_return_of_capital.into(),
            of.distributed_profit.into(),
            of.distributed.into(),
            of.capital.into(),
            of.deployed_percent.into(),
            of.available_percent.into(),
        ])?;
    }
    Ok(())
}

/// Visits the fund that is asked for, or each fund of the book by name.
fn visit(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    mut visit: impl FnMut(FundView) -> Result<()>,
) -> Result<()> {
    let wanted: Vec<FundId> = match scope.filters.fund_id {
        Some(fund_id) => vec![fund_id],
        None => {
            let funds = fund::list(transaction, scope.book.organization().currency)?;
            funds.into_iter().map(|fund| fund.fund_id).collect()
        }
    };
    wanted
        .into_iter()
        .try_for_each(|fund_id| visit(fund::get((&mut *transaction, scope.book.bus().upcasters()), fund_id)?))
}

pub const INVESTORS: Columns = &[
    ("Fund", Text),
    ("Investor", Text),
    ("Committed", Sum),
    ("Called", Sum),
    ("Not called", Sum),
    ("Contributed", Sum),
    ("Receivable", Sum),
    ("Interest", Sum),
    ("Return of capital", Sum),
    ("Profit", Sum),
    ("Distributed", Sum),
    ("Capital", Sum),
];

pub fn investors(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    visit(scope, transaction, |fund| {
        for investor in fund.investors {
            rows.made([
                fund.summary.name.as_str().into(),
                investor.name.into(),
                investor.committed.into(),
                investor.called.into(),
                investor.uncalled.into(),
                investor.contributed.into(),
                investor.receivable.into(),
                investor.interest.into(),
                investor.return_of_capital.into(),
                investor.profit.into(),
                investor.distributed.into(),
                investor.capital.into(),
            ])?;
        }
        Ok(())
    })
}

pub const LOANS: Columns = &[
    ("Fund", Text),
    ("Loan", Text),
    ("Borrower", Text),
    ("Status", Text),
    ("Principal", Sum),
    ("Outstanding", Sum),
    ("Allocated", Sum),
    ("Returned", Sum),
    ("Deployed", Sum),
];

pub fn loans(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    visit(scope, transaction, |fund| {
        for loan in fund.loans {
            rows.made([
                fund.summary.name.as_str().into(),
                loan.loan_number.into(),
                loan.borrower_name.into(),
                word(loan.status),
                loan.principal.into(),
                loan.outstanding.into(),
                loan.allocated.into(),
                loan.returned.into(),
                loan.deployed.into(),
            ])?;
        }
        Ok(())
    })
}

/// Visits the entries of funds that are of the days asked for, the oldest of each fund first.
fn visit_entries(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    mut visit_entry: impl FnMut(&str, FundEntryView) -> Result<()>,
) -> Result<()> {
    let (from, to) = (scope.filters.from, scope.filters.to);
    let is_wanted = |on: NaiveDate| from.is_none_or(|from| on >= from) && to.is_none_or(|to| on <= to);
    visit(scope, transaction, |fund| {
        let FundView { summary, commitments, calls, receipts, allocations, returns, distributions, .. } =
            fund;
        // Each kind has its newest first, and of one day what was recorded last.
        let of_all_kinds = [commitments, calls, receipts, allocations, returns, distributions];
        let mut entries: Vec<FundEntryView> =
            of_all_kinds.into_iter().flat_map(|kind| kind.into_iter().rev()).collect();
        entries.sort_by_key(|entry| entry.effective_on);
        let mut wanted = entries.into_iter().filter(|entry| is_wanted(entry.effective_on));
        wanted.try_for_each(|entry| visit_entry(&summary.name, entry))
    })
}

pub const ENTRIES: Columns = &[
    ("Fund", Text),
    ("On", Date),
    ("Entry", Text),
    ("Amount", Figure),
    ("Came in", Figure),
    ("To come in", Figure),
    ("Due on", Date),
    ("Loan", Text),
    ("Note", Text),
    ("Recorded by", Text),
    ("Reversal reason", Text),
    ("Reversed by", Text),
];

/// Those that were reversed are among them.
pub fn entries(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    visit_entries(scope, transaction, |fund, entry| {
        rows.made([
            fund.into(),
            entry.effective_on.into(),
            word(entry.kind),
            entry.amount.into(),
            entry.received.into(),
            entry.receivable.into(),
            entry.due_on.into(),
            entry.loan_number.into(),
            entry.note.into(),
            entry.recorded_by.into(),
            entry.reversal_reason.into(),
            entry.reversed_by.into(),
        ])
    })
}

pub const SPLITS: Columns = &[
    ("Fund", Text),
    ("On", Date),
    ("Entry", Text),
    ("Investor", Text),
    ("Amount", Figure),
    ("Note", Text),
    ("Reversal reason", Text),
];

/// What of each entry is whose.
pub fn splits(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let wanted = scope.filters.investor_id;
    visit_entries(scope, transaction, |fund, entry| {
        for part in entry.parts {
            if wanted.is_some_and(|wanted| wanted != part.investor_id) {
                continue;
            }
            rows.made([
                fund.into(),
                entry.effective_on.into(),
                word(entry.kind),
                part.name.into(),
                part.amount.into(),
                entry.note.clone().into(),
                entry.reversal_reason.clone().into(),
            ])?;
        }
        Ok(())
    })
}

pub const STATEMENT: Columns =
    &[("On", Date), ("Entry", Text), ("Note", Text), ("Amount", Figure), ("Capital", Figure)];

/// What moved, between the capital before the first day and that at the end of the last.
pub fn statement(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let (from, to) = (scope.filters.from, scope.filters.to.unwrap_or(scope.today));
    let (fund_id, investor_id) = (scope.fund_id()?, scope.investor_id()?);
    let upcasters = scope.book.bus().upcasters();
    let statement = fund::investor_statement((transaction, upcasters), fund_id, investor_id, from, to)?;
    let capital = |on: NaiveDate, name: &str, capital: domain::Amount| {
        [on.into(), name.into(), Made::from(None::<&str>), Made::from(None::<&str>), capital.into()]
    };
    rows.made(capital(statement.from, "opening", statement.opening.capital))?;
    for movement in statement.movements {
        rows.made([
            movement.effective_on.into(),
            word(movement.kind),
            movement.note.into(),
            movement.amount.into(),
            movement.capital.into(),
        ])?;
    }
    rows.made(capital(statement.to, "closing", statement.closing.capital))
}

pub const PARTICIPATIONS: Columns = &[
    ("Lender", Text),
    ("Share %", Percent),
    ("Principal", Sum),
    ("Outstanding", Sum),
    ("Principal received", Sum),
    ("Interest received", Sum),
];

pub fn participations(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    rows: &mut Rows<'_>,
) -> Result<()> {
    let organization = scope.book.organization();
    let on = scope.filters.as_of.unwrap_or(scope.today);
    let owner = (organization.name.as_str(), organization.currency);
    let shared =
        participation::get((transaction, scope.book.bus().upcasters()), scope.loan_id()?, on, owner)?;
    for lender in shared.participants {
        rows.made([
            lender.name.into(),
            lender.share_percent.into(),
            lender.principal.into(),
            lender.outstanding.into(),
            lender.principal_received.into(),
            lender.interest_received.into(),
        ])?;
    }
    Ok(())
}

pub const PAYMENT_SHARES: Columns = &[
    ("Received on", Date),
    ("Payment", Figure),
    ("Kept by the servicer", Figure),
    ("Lender", Text),
    ("Interest", Sum),
    ("Principal", Sum),
    ("Total", Sum),
];

/// What of each payment is whose, by the shares of its day; the oldest first.
pub fn payment_shares(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    rows: &mut Rows<'_>,
) -> Result<()> {
    let organization = scope.book.organization();
    let owner = (organization.name.as_str(), organization.currency);
    let upcasters = scope.book.bus().upcasters();
    let shared = participation::get((transaction, upcasters), scope.loan_id()?, scope.today, owner)?;
    for payment in shared.payments.into_iter().rev() {
        for part in payment.parts {
            rows.made([
                payment.received_on.into(),
                payment.amount.into(),
                payment.servicer.into(),
                part.name.into(),
                part.interest.into(),
                part.principal.into(),
                part.total.into(),
            ])?;
        }
    }
    Ok(())
}
