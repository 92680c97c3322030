//! Documents of one loan: note, schedule, closing statement, letters, statements.

use chrono::{Datelike, NaiveDate};
use domain::{
    Amount, AprTerms, Currency, DocumentKind, DrawApproved, DrawDisbursed, Instalment, LoanAccount,
    LoanFunded, LoanId, Money, Parts, PartyRole, QuoteId, Schedule, ScheduleReason, ScheduleTotals,
    ScheduleType,
};
use serde_json::{Value as Json, json};
use store::{StoreError, Transaction};

use super::{
    draft::{About, Draft, Subject},
    text,
};
use crate::{
    AppError, Result,
    queries::{self, party, schedule::ScheduleVersion},
};

/// What cannot be made a document of, by the field of the request.
pub(super) fn refused(field: &'static str, problem: impl Into<String>) -> AppError {
    AppError::InvalidInput { field, problem: problem.into() }
}

/// Writes the documents of one loan.
pub(crate) struct LoanWriter<'a> {
    transaction: &'a mut dyn Transaction,
    loan: queries::loan::Loan,
    currency: Currency,
}

impl<'a> LoanWriter<'a> {
    /// # Errors
    /// An unknown loan, or storage.
    pub fn of(transaction: &'a mut dyn Transaction, loan_id: LoanId, currency: Currency) -> Result<Self> {
        let loan = queries::loan::get(transaction, loan_id, currency)?;
        Ok(Self { transaction, loan, currency })
    }

    fn draft(&mut self, kind: DocumentKind, dated_on: NaiveDate, facts: Json) -> Result<Draft> {
        self.draft_about(kind, None, dated_on, facts)
    }

    fn draft_about(
        &mut self,
        kind: DocumentKind,
        draw_id: Option<domain::DrawId>,
        dated_on: NaiveDate,
        facts: Json,
    ) -> Result<Draft> {
        let facts = json_with(facts, self.parties()?);
        let number = self.loan.summary.number.clone();
        let subject = Subject {
            kind,
            about: About { loan_id: Some(self.loan.summary.loan_id), draw_id, ..About::default() },
            named_after: &number,
            dated_on,
            currency: self.currency,
        };
        Draft::of(self.transaction, &subject, facts)
    }

    /// Who lends to whom, and under which number.
    fn parties(&mut self) -> Result<Json> {
        let parties = party::list(self.transaction, party::Of::Loan(self.loan.summary.loan_id), false)?;
        let co_borrowers: Vec<String> = parties
            .into_iter()
            .filter(|party| party.role == PartyRole::CoBorrower)
            .map(|party| party.name)
            .collect();
        let borrower = &self.loan.borrower;
        let lines: Vec<&str> = borrower
            .address
            .as_deref()
            .unwrap_or_default()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        Ok(json!({
            "loan_number": self.loan.summary.number,
            "purpose": self.loan.purpose,
            "borrower": { "name": borrower.name, "address": lines },
            "co_borrowers": co_borrowers,
            "holder": self.loan.lender.as_ref().map(|lender| lender.name.as_str()),
        }))
    }

    /// The documents of a loan whose money went out: note, schedule, closing statement.
    ///
    /// # Errors
    /// Terms that make no schedule, or storage.
    pub fn of_funding(&mut self, funded: &LoanFunded) -> Result<Vec<Draft>> {
        DocumentKind::OF_FUNDING.iter().map(|kind| self.one_of_funding(*kind, funded)).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// As [`LoanWriter::of_funding`].
    pub fn one_of_funding(&mut self, kind: DocumentKind, funded: &LoanFunded) -> Result<Draft> {
        if funded.carried_over.is_some() {
            return Err(refused("kind", "names a paper of the closing, and this loan was closed elsewhere"));
        }
        let terms = funded.terms.terms(funded.currency)?;
        let schedule = Schedule::compute(&terms.schedule_terms(funded.funded_on))
            .map_err(|error| AppError::Loan(error.into()))?;
        let mut facts = funding_facts(funded, &schedule, self.currency);
        if kind == DocumentKind::AmortizationSchedule {
            facts["rows"] = rows(&schedule.instalments, self.currency);
        }
        self.draft(kind, funded.funded_on, facts)
    }

    /// The amortization schedule: as the funding made it, or what is in force where it was cut anew since, or where the
    /// loan was taken over with another balance than its terms make.
    ///
    /// # Errors
    /// As [`LoanWriter::of_funding`].
    pub fn amortization_schedule(&mut self, account: &LoanAccount, funded: &LoanFunded) -> Result<Draft> {
        let loan_id = self.loan.summary.loan_id;
        let versions = queries::schedule::list(self.transaction, loan_id, self.currency)?;
        match versions.first() {
            Some(newest) if newest.reason != ScheduleReason::Funding || funded.carried_over.is_some() => {
                self.schedule_in_force(account, newest, &recut(&versions))
            }
            _ => self.one_of_funding(DocumentKind::AmortizationSchedule, funded),
        }
    }

    fn schedule_in_force(
        &mut self,
        account: &LoanAccount,
        newest: &ScheduleVersion,
        recut: &[Json],
    ) -> Result<Draft> {
        let terms = account.ledger_terms().ok_or_else(not_funded)?;
        let in_force =
            queries::schedule::in_force(self.transaction, self.loan.summary.loan_id, self.currency)?;
        let first = in_force.first();
        let totals = ScheduleTotals::of(&in_force);
        let money = |money| text::money(money, self.currency);
        let loan = &self.loan;
        let facts = json!({
            "principal": text::amount(loan.summary.principal),
            "rate": loan.summary.annual_rate_percent.to_string(),
            "day_count": loan.day_count.to_string(),
            "frequency": loan.summary.frequency.as_str(),
            "funded": loan.summary.funded_on.map(text::date),
            "maturity": text::date(newest.maturity_on),
            "number_of_payments": in_force.len(),
            "first_due": first.map(|row| text::date(row.due_on)),
            "repayment": repayment(loan.summary.schedule_type, loan.amortization_months, loan.interest_only_periods),
            "is_construction": loan.summary.is_construction,
            "total_payments": money(totals.payment),
            "total_interest": money(totals.interest),
            "total_principal": money(totals.principal),
            "rows": rows(&in_force, self.currency),
            "recut": recut,
            "taken_over": terms.opening.map(|opening| json!({
                "on": text::date(opening.on),
                "balance": money(terms.schedule.principal),
            })),
            "jumps": jumps(terms.schedule.advanced_at_first(), &in_force, self.currency)?,
        });
        self.draft(DocumentKind::AmortizationSchedule, newest.created_at.date_naive(), facts)
    }

    /// The letter that tells of a draw's approval.
    ///
    /// # Errors
    /// Storage.
    pub fn approval(&mut self, approved: &DrawApproved) -> Result<Draft> {
        let lines: Vec<Json> = approved
            .lines
            .iter()
            .map(|line| json!({ "code": line.code, "amount": text::amount(line.approved) }))
            .collect();
        let facts = json!({
            "number": approved.number,
            "lines": lines,
            "requested": text::amount(approved.requested),
            "approved": text::amount(approved.approved),
            "retainage": text::amount(approved.retainage),
            "to_disburse": text::amount(approved.to_disburse),
            "note": approved.note,
            "requested_by": approved.requested_by,
            "approved_by": approved.approved_by,
        });
        self.draft_about(
            DocumentKind::DrawApprovalLetter,
            Some(approved.draw_id),
            approved.approved_on,
            facts,
        )
    }

    /// The letter that tells of a draw's disbursement.
    ///
    /// # Errors
    /// Storage.
    pub fn disbursement(&mut self, disbursed: &DrawDisbursed) -> Result<Draft> {
        let facts = json!({
            "number": disbursed.number,
            "amount": text::amount(disbursed.amount),
            "approved": text::amount(disbursed.approved),
            "retainage": text::amount(disbursed.retainage),
            "method": disbursed.method.as_str().replace('_', " "),
            "reference": disbursed.reference,
            "note": disbursed.note,
            "disbursed_by": disbursed.disbursed_by,
        });
        let (draw_id, on) = (disbursed.draw_id, disbursed.disbursed_on);
        self.draft_about(DocumentKind::DrawDisbursementLetter, Some(draw_id), on, facts)
    }

    /// The letter of a payoff quote: of one, or of the newest.
    ///
    /// # Errors
    /// A loan without such a quote, or storage.
    pub fn payoff(&mut self, quote_id: Option<QuoteId>) -> Result<Draft> {
        let quotes = queries::account::quotes(self.transaction, self.loan.summary.loan_id, self.currency)?;
        let quote = match quote_id {
            None => quotes.into_iter().next(),
            Some(quote_id) => quotes.into_iter().find(|quote| quote.quote_id == quote_id),
        };
        let quote = quote.ok_or_else(|| {
            refused("quote_id", "names no payoff quote of this loan: make one first with payoff.quote")
        })?;
        let facts = json!({
            "good_through": text::date(quote.good_through),
            "principal": text::amount(quote.principal),
            "interest": text::amount(quote.interest),
            "fees": text::amount(quote.fees),
            "late_charges": text::amount(quote.late_charges),
            "held": text::amount(quote.held),
            "total": text::amount(quote.total),
            "per_diem": text::amount(quote.per_diem),
            "quoted_by": quote.quoted_by,
        });
        self.draft(DocumentKind::PayoffLetter, quote.quoted_on, facts)
    }

    /// What happened on the loan between two days.
    ///
    /// # Errors
    /// A loan that is not funded, days in the wrong order or to come, or storage.
    pub fn statement(
        &mut self,
        account: &LoanAccount,
        (from, to): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Draft> {
        if from > to {
            return Err(refused("from", format!("must not be after to, {to}")));
        }
        if to > today {
            return Err(refused("to", format!("must not be after today, {today}")));
        }
        let begins_on = account.ledger_terms().ok_or_else(not_funded)?.begins_on();
        if to < begins_on {
            return Err(refused(
                "to",
                format!("must not be before {begins_on}, on which the loan's account begins"),
            ));
        }
        let statement = account.statement(from, to)?.ok_or_else(not_funded)?;
        let currency = self.currency;
        let money = |money| text::money(money, currency);
        let unless_zero = |of: Money| (!of.is_zero()).then(|| money(of));
        let taken_off = |of: Money| (!of.is_zero()).then(|| text::taken_off(of, currency));
        let payments: Vec<Json> = statement
            .payments
            .iter()
            .map(|payment| {
                json_with(
                    parts(&Parts::of(payment), currency),
                    json!({ "on": text::short_date(payment.effective_on), "balance": money(payment.balance) }),
                )
            })
            .collect();
        let changes: Vec<Json> = statement
            .changes
            .iter()
            .map(|change| {
                let what = if change.is_reversed {
                    "reversed"
                } else if change.parts.held.is_negative() {
                    "held money applied"
                } else {
                    "applied anew"
                };
                json_with(
                    parts(&change.parts, currency),
                    json!({ "on": text::short_date(change.received_on), "what": what }),
                )
            })
            .collect();
        let held = |of: &Parts| !of.held.is_zero();
        let holds = statement.payments.iter().map(Parts::of).any(|of| held(&of))
            || statement.changes.iter().any(|change| held(&change.parts));
        let facts = json!({
            "from": text::date(from),
            "to": text::date(to),
            "opening_principal": money(statement.opening_principal),
            "taken_over": unless_zero(statement.taken_over),
            "disbursed": money(statement.disbursed),
            "from_reserve": unless_zero(statement.from_reserve),
            "capitalized": unless_zero(statement.capitalized),
            "repaid": text::taken_off(statement.received.principal, currency),
            "changed": taken_off(statement.changed.principal),
            "charged_off": taken_off(statement.charged_off),
            "closing_principal": money(statement.closing_principal),
            "closing_unpaid": money(statement.closing_unpaid),
            "closing_held": unless_zero(statement.closing_held),
            "payments": payments,
            "changes": changes,
            "holds": holds,
            "received": parts(&statement.received, currency),
        });
        self.draft(DocumentKind::BorrowerStatement, to, facts)
    }

    /// The figures of Form 1098 for a calendar year, through today at most: interest by the day on which it was paid, not
    /// by the day it accrued. A payment that has been reversed by today was never received.
    ///
    /// # Errors
    /// A loan that is not funded, a year before its book begins or after today's, or storage.
    pub fn interest(&mut self, account: &LoanAccount, year: i32, today: NaiveDate) -> Result<Draft> {
        let terms = account.ledger_terms().ok_or_else(not_funded)?;
        let begins_on = terms.begins_on();
        let (oldest, newest) = (begins_on.year(), today.year().max(begins_on.year()));
        let day = |month, day| {
            NaiveDate::from_ymd_opt(year, month, day)
                .filter(|_| (oldest..=newest).contains(&year))
                .ok_or_else(|| {
                    refused(
                        "year",
                        format!("must be from {oldest}, in which the loan's account begins, to {newest}"),
                    )
                })
        };
        let (first, year_end) = (day(1, 1)?, day(12, 31)?);
        let last = year_end.min(today.max(begins_on));
        let between = |days| account.statement_without_reversed(days, today)?.ok_or_else(not_funded);
        let statement = between((first, last))?;
        // Box 2 is the principal on January 1, or at the origination where the loan is younger.
        let outstanding = if begins_on.year() == year {
            between((begins_on, begins_on))?.closing_principal
        } else {
            statement.opening_principal
        };
        let taken_over_on = terms.opening.map(|opening| opening.on);
        let originated = self.loan.summary.funded_on.unwrap_or(terms.schedule.funded_on);
        let money = |money| text::money(money, self.currency);
        let facts = json!({
            "year": year,
            "through": (last < year_end).then(|| text::date(last)),
            "interest_received": money(statement.paid.interest),
            "from_reserve": (!statement.from_reserve.is_zero()).then(|| money(statement.from_reserve)),
            "outstanding_principal": money(outstanding),
            "originated": text::date(originated),
            "taken_over": taken_over_on.filter(|on| on.year() == year).map(text::date),
            "charges_received": money(statement.paid.charges),
            "principal_received": money(statement.paid.principal),
            "tax_id": self.loan.borrower.tax_id.as_deref().map(masked),
        });
        self.draft(DocumentKind::InterestStatement, last, facts)
    }
}

/// Where money went, as a row of a table has it.
fn parts(parts: &Parts, currency: Currency) -> Json {
    let money = |money| text::money(money, currency);
    json!({
        "amount": money(parts.amount),
        "charges": money(parts.charges),
        "interest": money(parts.interest),
        "principal": money(parts.principal),
        "held": money(parts.held),
    })
}

fn json_with(mut facts: Json, more: Json) -> Json {
    if let (Json::Object(facts), Json::Object(more)) = (&mut facts, more) {
        facts.extend(more);
    }
    facts
}

fn not_funded() -> AppError {
    refused("loan_id", "names a loan that is not funded yet")
}

/// All but the last four characters hidden, as the recipient's copy has it.
fn masked(tax_id: &str) -> String {
    let characters: Vec<char> = tax_id.chars().collect();
    let shown = characters.len().saturating_sub(4);
    let hide = |(place, c): (usize, &char)| if place < shown && c.is_alphanumeric() { '*' } else { *c };
    characters.iter().enumerate().map(hide).collect()
}

/// Terms and totals, as note, schedule and closing statement have them.
fn funding_facts(funded: &LoanFunded, schedule: &Schedule, currency: Currency) -> Json {
    let terms = &funded.terms;
    let first = schedule.instalments.first();
    let last = schedule.instalments.last();
    let payment = |row: Option<&Instalment>| row.map(|row| text::money(row.payment, currency));
    let ScheduleTotals { payment: paid, interest, principal } = schedule.totals();
    let initial_advance = terms.construction.as_ref().map(|construction| construction.initial_advance);
    json!({
        "principal": text::amount(terms.principal),
        "rate": terms.annual_rate_percent.to_string(),
        "term_months": terms.term_months,
        "type": terms.schedule_type.as_str().replace('_', " "),
        "frequency": terms.frequency.as_str(),
        "day_count": terms.day_count.to_string(),
        "funded": text::date(funded.funded_on),
        "first_due": first.map(|row| text::date(row.due_on)),
        "maturity": text::date(schedule.maturity_on),
        "number_of_payments": schedule.instalments.len(),
        "payment": payment(first),
        "last_payment": payment(last),
        "runs": runs(&schedule.instalments, currency),
        "repayment": repayment(terms.schedule_type, terms.amortization_months, terms.interest_only_periods),
        "grace_days": terms.grace_days,
        "late_fee_percent": terms.late_fee_percent.to_string(),
        "late_fee_at_most": terms.late_fee_at_most.map(text::amount),
        "default_margin": terms.default_margin_percent.to_string(),
        "total_payments": text::money(paid, currency),
        "total_interest": text::money(interest, currency),
        "total_principal": text::money(principal, currency),
        "advanced": text::amount(initial_advance.unwrap_or(terms.principal)),
        "is_construction": terms.construction.is_some(),
        "has_advance": principal.is_positive(),
        "retained": initial_advance.and_then(|advance| undisbursed(terms.principal, advance, currency)),
        "apr": annual_percentage_rate(funded, schedule, currency),
        "funded_by": funded.funded_by,
    })
}

/// Payments of one amount that follow each other: how many, how much, and from when to when.
fn runs(instalments: &[Instalment], currency: Currency) -> Json {
    let runs = instalments.chunk_by(|one, next| one.payment == next.payment);
    runs.filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        Some(json!({
            "count": run.len(),
            "payment": text::money(first.payment, currency),
            "first_due": text::date(first.due_on),
            "last_due": text::date(last.due_on),
        }))
    })
    .collect()
}

/// How the principal is repaid, in words.
fn repayment(
    schedule_type: ScheduleType,
    amortization_months: Option<u32>,
    interest_only_periods: u32,
) -> String {
    let words = match schedule_type {
        ScheduleType::Amortized => "Level payments of principal and interest".to_owned(),
        ScheduleType::InterestOnly => "Interest only; all principal with the last payment".to_owned(),
        ScheduleType::EqualPrincipal => "Equal parts of principal, with the interest accrued".to_owned(),
        ScheduleType::AtMaturity => "All principal and interest at maturity".to_owned(),
        ScheduleType::Balloon => match amortization_months {
            Some(months) => {
                format!("Level payments reckoned over {months} months; the rest with the last payment")
            }
            None => "Level payments; the rest with the last payment".to_owned(),
        },
    };
    match interest_only_periods {
        0 => words,
        1 => format!("{words}, after one payment of interest only"),
        periods => format!("{words}, after {periods} payments of interest only"),
    }
}

/// Why and from which day the rest was reckoned anew, the oldest first; what follows for the same reason counts once.
fn recut(versions: &[ScheduleVersion]) -> Vec<Json> {
    let mut reasons: Vec<_> = versions
        .iter()
        .rev()
        .filter(|version| version.reason != ScheduleReason::Funding)
        .map(|version| (version.reason, version.replaces_from))
        .collect();
    reasons.dedup_by_key(|(reason, _)| *reason);
    reasons
        .into_iter()
        .map(|(reason, from)| json!({ "reason": reason.as_str(), "from": from.map(text::date) }))
        .collect()
}

/// Where the balance of a schedule moves by other than the payments: principal repaid early, or added by a draw.
fn jumps(opening: Money, instalments: &[Instalment], currency: Currency) -> Result<Json> {
    let too_large = || StoreError::corrupt("a schedule's balances differ by more than an amount can hold");
    let mut balance = opening;
    let mut jumps = Vec::new();
    for row in instalments {
        let before = row.balance.checked_add(row.principal).ok_or_else(too_large)?;
        let jump = before.checked_sub(balance).ok_or_else(too_large)?;
        if !jump.is_zero() {
            jumps.push(json!({
                "before": row.number.to_string(),
                "due": text::short_date(row.due_on),
                "amount": text::money(jump, currency),
            }));
        }
        balance = row.balance;
    }
    Ok(jumps.into())
}

fn undisbursed(principal: Amount, advance: Amount, currency: Currency) -> Option<String> {
    let left = principal.money(currency).ok()?.checked_sub(advance.money(currency).ok()?)?;
    Some(text::money(left, currency))
}

/// Two decimals, as the regulation rounds; none of a loan whose advances are not known at the closing.
fn annual_percentage_rate(funded: &LoanFunded, schedule: &Schedule, currency: Currency) -> Option<String> {
    if funded.terms.construction.is_some() {
        return None;
    }
    let terms = funded.terms.terms(currency).ok()?.schedule_terms(funded.funded_on);
    let flows = AprTerms::of_schedule(&terms, schedule, Money::ZERO).ok()?;
    Some(flows.actuarial().ok()?.rounded(2).ok()?.to_string())
}

fn rows(instalments: &[Instalment], currency: Currency) -> Json {
    let money = |money| text::money(money, currency);
    instalments
        .iter()
        .map(|row| {
            json!([
                row.number.to_string(),
                text::short_date(row.due_on),
                money(row.payment),
                money(row.interest),
                money(row.principal),
                money(row.balance),
            ])
        })
        .collect()
}
