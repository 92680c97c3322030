//! Who shares a loan, and how its principal and its payments are divided between them.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Amount, Currency, LoanId, LoanParticipationsSet, Money, Participations, PaymentId, Percent, PersonId,
    split_by_shares,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Transaction, upcast::Upcasters};
use ts_rs::TS;

use super::{payment, person};
use crate::{AppError, Result, funds};

views! {
    /// Who shares a loan on a day, and what is whose.
    ParticipationView as "Participations" {
        /// The loan.
        loan_id: LoanId,
        /// The day of which the shares are; principal is that of now.
        on: NaiveDate,
        /// Amount lent.
        principal: Amount,
        /// Principal outstanding.
        outstanding: Amount,
        /// Who has which share; nobody, where the loan is not shared then.
        participants: Vec<Participant>,
        /// Payments, newest first, as they are divided by the shares of their days.
        payments: Vec<SharedPayment>,
        /// Each time the shares were set, the oldest first.
        settings: Vec<ShareSetting>,
    }

    /// One lender's share of a loan.
    Participant {
        /// The lender; none, where it is the book's owner.
        person_id: Option<PersonId>,
        /// Their name.
        name: String,
        /// Their share.
        share_percent: Percent,
        /// Their part of the amount lent.
        principal: Amount,
        /// Their part of the principal outstanding.
        outstanding: Amount,
        /// Their part of the principal that was paid while they had a share.
        principal_received: Amount,
        /// Their part of the interest that was paid while they had a share.
        interest_received: Amount,
    }

    /// A payment as it is divided between lenders.
    SharedPayment {
        /// The payment.
        payment_id: PaymentId,
        /// The day from which it counts.
        received_on: NaiveDate,
        /// How much came in.
        amount: Amount,
        /// What of it paid interest.
        interest: Amount,
        /// What of it repaid principal.
        principal: Amount,
        /// What of it stays with whoever services the loan: fees, late charges and what is held.
        servicer: Amount,
        /// What of interest and principal is whose.
        parts: Vec<PaymentPart>,
    }

    /// One lender's part of a payment.
    PaymentPart {
        /// The lender; none, where it is the book's owner.
        person_id: Option<PersonId>,
        /// Their name.
        name: String,
        /// Their part of the interest.
        interest: Amount,
        /// Their part of the principal.
        principal: Amount,
        /// Both.
        total: Amount,
    }

    /// Shares as they were set.
    ShareSetting {
        /// The day from which they hold.
        effective_on: NaiveDate,
        /// Who has which share.
        shares: Vec<LenderShare>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who settled it.
        set_by: String,
    }

    /// A lender and a share.
    LenderShare {
        /// The lender; none, where it is the book's owner.
        person_id: Option<PersonId>,
        /// Their name.
        name: String,
        /// Their share.
        share_percent: Percent,
    }
}

/// How many payments are divided at most; a loan of a hundred years has fewer.
const MOST_PAYMENTS: u32 = 10_000;

/// Who shares a loan on a day.
///
/// # Errors
/// An unknown loan, or storage.
pub fn get(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    loan_id: LoanId,
    on: NaiveDate,
    owner: (&str, Currency),
) -> Result<ParticipationView> {
    let shared = funds::sources((&mut *transaction, upcasters), loan_id)?.participations;
    of(transaction, loan_id, &shared, on, owner)
}

/// What is whose of a loan by shares, set or only thought of. `owner` is the name and the currency of the book's owner.
///
/// # Errors
/// An unknown loan or person, or storage.
pub fn of(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    shared: &Participations,
    on: NaiveDate,
    (owner, currency): (&str, Currency),
) -> Result<ParticipationView> {
    let row = transaction.query_optional(
        "SELECT principal_minor, outstanding_minor FROM loans WHERE id = $1",
        &[loan_id.into()],
    )?;
    let not_found = || AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() };
    let mut row = row.ok_or_else(not_found)?.reader();
    let (principal, outstanding): (Money, Money) = (row.take()?, row.take()?);
    let lenders = Lenders::of(transaction, shared.settings(), owner, currency)?;
    let filter = payment::Filter { loan_id: Some(loan_id), ..payment::Filter::default() };
    let (payments, _) = payment::list(transaction, &filter, MOST_PAYMENTS, 0, currency)?;
    let mut divided = Vec::new();
    for payment in payments.iter().filter(|payment| payment.reversed_on.is_none()) {
        divided.push(lenders.payment(payment, shared.on(payment.received_on))?);
    }
    let participants = match shared.on(on) {
        Some(set) => lenders.participants(set, (principal, outstanding), &divided)?,
        None => Vec::new(),
    };
    Ok(ParticipationView {
        loan_id,
        on,
        principal: Amount::new(principal, currency),
        outstanding: Amount::new(outstanding, currency),
        participants,
        payments: divided,
        settings: shared.settings().iter().map(|set| lenders.setting(set)).collect(),
    })
}

/// Lenders' names, and the currency of the book.
struct Lenders {
    names: HashMap<Option<PersonId>, String>,
    currency: Currency,
}

impl Lenders {
    fn of(
        transaction: &mut dyn Transaction,
        settings: &[LoanParticipationsSet],
        owner: &str,
        currency: Currency,
    ) -> Result<Self> {
        let mut names = HashMap::from([(None, owner.to_owned())]);
        for participant in settings.iter().flat_map(|set| &set.participants) {
            if let Some(person_id) = participant.person_id
                && !names.contains_key(&Some(person_id))
            {
                names.insert(Some(person_id), person::get(transaction, person_id)?.name);
            }
        }
        Ok(Self { names, currency })
    }

    fn name(&self, person_id: Option<PersonId>) -> String {
        self.names.get(&person_id).cloned().unwrap_or_default()
    }

    fn amount(&self, money: Money) -> Amount {
        Amount::new(money, self.currency)
    }

    fn money(&self, amount: Amount) -> Result<Money> {
        Ok(amount.money(self.currency)?)
    }

    fn setting(&self, set: &LoanParticipationsSet) -> ShareSetting {
        let share = |participant: &domain::ParticipantShare| LenderShare {
            person_id: participant.person_id,
            name: self.name(participant.person_id),
            share_percent: participant.share_percent,
        };
        ShareSetting {
            effective_on: set.effective_on,
            shares: set.participants.iter().map(share).collect(),
            note: set.note.clone(),
            set_by: set.set_by.clone(),
        }
    }

    /// Interest and principal are divided each for itself; the rest is the servicer's.
    fn payment(
        &self,
        payment: &payment::Payment,
        set: Option<&LoanParticipationsSet>,
    ) -> Result<SharedPayment> {
        let (interest, principal) = (self.money(payment.interest)?, self.money(payment.principal)?);
        let rest = [payment.fees, payment.late_charges, payment.held];
        let mut servicer = Money::ZERO;
        for amount in rest {
            servicer = sum(servicer, self.money(amount)?)?;
        }
        let mut parts = Vec::new();
        if let Some(set) = set {
            let shares = shares_of(set);
            let divided =
                split_by_shares(interest, &shares).into_iter().zip(split_by_shares(principal, &shares));
            for (participant, (interest, principal)) in set.participants.iter().zip(divided) {
                parts.push(PaymentPart {
                    person_id: participant.person_id,
                    name: self.name(participant.person_id),
                    interest: self.amount(interest),
                    principal: self.amount(principal),
                    total: self.amount(sum(interest, principal)?),
                });
            }
        }
        Ok(SharedPayment {
            payment_id: payment.payment_id,
            received_on: payment.received_on,
            amount: payment.amount,
            interest: payment.interest,
            principal: payment.principal,
            servicer: self.amount(servicer),
            parts,
        })
    }

    fn participants(
        &self,
        set: &LoanParticipationsSet,
        (principal, outstanding): (Money, Money),
        payments: &[SharedPayment],
    ) -> Result<Vec<Participant>> {
        let shares = shares_of(set);
        let divided =
            split_by_shares(principal, &shares).into_iter().zip(split_by_shares(outstanding, &shares));
        let mut participants = Vec::new();
        for (participant, (principal, outstanding)) in set.participants.iter().zip(divided) {
            let (mut principal_received, mut interest_received) = (Money::ZERO, Money::ZERO);
            let parts = payments.iter().flat_map(|payment| &payment.parts);
            for part in parts.filter(|part| part.person_id == participant.person_id) {
                principal_received = sum(principal_received, self.money(part.principal)?)?;
                interest_received = sum(interest_received, self.money(part.interest)?)?;
            }
            participants.push(Participant {
                person_id: participant.person_id,
                name: self.name(participant.person_id),
                share_percent: participant.share_percent,
                principal: self.amount(principal),
                outstanding: self.amount(outstanding),
                principal_received: self.amount(principal_received),
                interest_received: self.amount(interest_received),
            });
        }
        Ok(participants)
    }
}

fn shares_of(set: &LoanParticipationsSet) -> Vec<Percent> {
    set.participants.iter().map(|participant| participant.share_percent).collect()
}

fn sum(left: Money, right: Money) -> Result<Money> {
    let too_large = || store::StoreError::corrupt("payments of more than an amount can hold").into();
    left.checked_add(right).ok_or_else(too_large)
}
