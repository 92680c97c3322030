//! Parties: people in roles on a loan.

use chrono::NaiveDate;

use super::{LoanFileRejection, PartyRole, ending, past};
use crate::{DecisionContext, LoanId, PartyAdded, PartyId, PartyRemoved, PersonId, text};

/// A role that a person has, or had, on a loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldParty {
    /// The party.
    pub party_id: PartyId,
    /// The loan.
    pub loan_id: LoanId,
    /// Who it is.
    pub person_id: PersonId,
    /// In which role.
    pub role: PartyRole,
    /// The day from which they have it.
    pub since_on: NaiveDate,
    /// The day from which they do not have it any more.
    pub removed_on: Option<NaiveDate>,
}

/// A wish that a person takes a role on a loan.
#[derive(Debug, Clone)]
pub struct NewParty {
    /// Id of the new party.
    pub party_id: PartyId,
    /// The loan.
    pub loan_id: LoanId,
    /// Who it is.
    pub person_id: PersonId,
    /// In which role.
    pub role: PartyRole,
    /// The day from which they have it.
    pub since_on: NaiveDate,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

impl NewParty {
    /// Decides that the person takes the role, beside the parties that the loan has.
    ///
    /// # Errors
    /// The loan's borrower as one who owes it beside themselves, a role that the person has already, a day in the future, or a note that is too long.
    pub fn add(
        self,
        borrower_id: PersonId,
        parties: &[HeldParty],
        context: &DecisionContext,
    ) -> Result<PartyAdded, LoanFileRejection> {
        let Self { party_id, loan_id, person_id, role, since_on, note } = self;
        if role == PartyRole::Borrower {
            let problem = "must not be borrower: the loan names its own; add a co_borrower";
            return Err(LoanFileRejection::new("role", problem));
        }
        if person_id == borrower_id && matches!(role, PartyRole::CoBorrower | PartyRole::Guarantor) {
            let problem = format!("names the loan's borrower, who cannot be its {role} as well");
            return Err(LoanFileRejection::new("person_id", problem));
        }
        let has_it = |party: &HeldParty| {
            party.removed_on.is_none() && party.person_id == person_id && party.role == role
        };
        if parties.iter().any(has_it) {
            return Err(LoanFileRejection::new(
                "role",
                format!("{role} is this person's on the loan already"),
            ));
        }
        Ok(PartyAdded {
            party_id,
            loan_id,
            organization_id: context.organization_id,
            person_id,
            role,
            since_on: past("since_on", since_on, context.today)?,
            note: text::optional("note", note, 500)?,
            added_by: context.user.clone(),
        })
    }
}

impl HeldParty {
    /// Decides that the person does not have the role any more.
    ///
    /// # Errors
    /// A role that ended before, a day before it began or in the future, or no reason.
    pub fn remove(
        &self,
        removed_on: NaiveDate,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<PartyRemoved, LoanFileRejection> {
        if let Some(day) = self.removed_on {
            return Err(LoanFileRejection::new(
                "party_id",
                format!("names a party that was removed on {day}"),
            ));
        }
        Ok(PartyRemoved {
            party_id: self.party_id,
            loan_id: self.loan_id,
            organization_id: context.organization_id,
            removed_on: ending("removed_on", removed_on, self.since_on, context.today)?,
            reason: text::required("reason", reason, 500)?,
            removed_by: context.user.clone(),
        })
    }
}
