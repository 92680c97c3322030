//! Collateral: what secures a loan.

use chrono::NaiveDate;

use super::{LoanFileRejection, ending, past, property::positive};
use crate::{
    Amount, CollateralAdded, CollateralChanged, CollateralId, CollateralReleased, DecisionContext, LoanId,
    Money, PropertyId, text,
};

/// The most liens that a place is counted among.
const LAST_LIEN: u32 = 99;

/// What a collateral is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuredBy {
    /// A property of the book.
    Property(PropertyId),
    /// Anything else.
    Other {
        /// What it is.
        description: String,
        /// What it is worth.
        value: Option<Money>,
    },
}

/// What is said of a collateral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollateralContent {
    /// What it is.
    pub secured_by: SecuredBy,
    /// Place of the loan's lien among the liens on it, from 1.
    pub lien_position: Option<u32>,
    /// What is owed on the liens before it.
    pub senior_liens: Money,
}

impl CollateralContent {
    fn checked(self) -> Result<Self, LoanFileRejection> {
        let secured_by = match self.secured_by {
            property @ SecuredBy::Property(_) => property,
            SecuredBy::Other { description, value } => SecuredBy::Other {
                description: text::required("description", &description, 500)?,
                value: value.map(|value| positive("value", value)).transpose()?,
            },
        };
        if self.lien_position.is_some_and(|place| place == 0 || place > LAST_LIEN) {
            return Err(LoanFileRejection::new("lien_position", format!("must be from 1 to {LAST_LIEN}")));
        }
        if self.senior_liens.is_negative() {
            return Err(LoanFileRejection::new("senior_liens", "must not be negative"));
        }
        if self.senior_liens.is_positive() && self.lien_position == Some(1) {
            return Err(LoanFileRejection::new(
                "senior_liens",
                "must be 0 where the loan's lien is the first",
            ));
        }
        Ok(Self { secured_by, ..self })
    }

    fn other(&self) -> (Option<String>, Option<Money>) {
        match &self.secured_by {
            SecuredBy::Property(_) => (None, None),
            SecuredBy::Other { description, value } => (Some(description.clone()), *value),
        }
    }

    /// Decides that it secures a loan, beside what secures it already.
    ///
    /// # Errors
    /// A property that secures the loan already, texts that are empty or too long, amounts that are not positive, a
    /// place that is none, or a day in the future.
    pub fn add(
        self,
        (collateral_id, loan_id): (CollateralId, LoanId),
        pledged_on: NaiveDate,
        held: &[CollateralState],
        context: &DecisionContext,
    ) -> Result<CollateralAdded, LoanFileRejection> {
        let content = self.checked()?;
        let property_id = match &content.secured_by {
            SecuredBy::Property(property_id) => Some(*property_id),
            SecuredBy::Other { .. } => None,
        };
        let is_held = |collateral: &CollateralState| {
            collateral.released_on.is_none() && collateral.content.secured_by == content.secured_by
        };
        if property_id.is_some() && held.iter().any(is_held) {
            return Err(LoanFileRejection::new(
                "property_id",
                "names a property that secures the loan already",
            ));
        }
        let (description, value) = content.other();
        Ok(CollateralAdded {
            collateral_id,
            loan_id,
            organization_id: context.organization_id,
            property_id,
            description,
            currency: context.currency,
            value: value.map(|value| Amount::new(value, context.currency)),
            lien_position: content.lien_position,
            senior_liens: Amount::new(content.senior_liens, context.currency),
            pledged_on: past("pledged_on", pledged_on, context.today)?,
            added_by: context.user.clone(),
        })
    }
}

/// A collateral as it stands.
#[derive(Debug, Clone)]
pub struct CollateralState {
    /// The collateral.
    pub collateral_id: CollateralId,
    /// The loan that it secures.
    pub loan_id: LoanId,
    /// What is said of it.
    pub content: CollateralContent,
    /// The day from which it secures the loan.
    pub pledged_on: NaiveDate,
    /// The day from which it does not any more.
    pub released_on: Option<NaiveDate>,
}

impl CollateralState {
    fn must_be_held(&self) -> Result<(), LoanFileRejection> {
        match self.released_on {
            None => Ok(()),
            Some(day) => {
                let problem = format!("names a collateral that was released on {day}");
                Err(LoanFileRejection::new("collateral_id", problem))
            }
        }
    }

    /// Decides that something else is said of it; none where nothing of it differs. What it is stays.
    ///
    /// # Errors
    /// A collateral that was released, a description of a property, or as [`CollateralContent::add`].
    pub fn change(
        &self,
        content: CollateralContent,
        context: &DecisionContext,
    ) -> Result<Option<CollateralChanged>, LoanFileRejection> {
        self.must_be_held()?;
        let content = content.checked()?;
        if content == self.content {
            return Ok(None);
        }
        let (description, value) = content.other();
        Ok(Some(CollateralChanged {
            collateral_id: self.collateral_id,
            loan_id: self.loan_id,
            organization_id: context.organization_id,
            description,
            currency: context.currency,
            value: value.map(|value| Amount::new(value, context.currency)),
            lien_position: content.lien_position,
            senior_liens: Amount::new(content.senior_liens, context.currency),
            changed_by: context.user.clone(),
        }))
    }

    /// Decides that it does not secure the loan any more.
    ///
    /// # Errors
    /// A collateral that was released, a day before it was pledged or in the future, or no reason.
    pub fn release(
        &self,
        released_on: NaiveDate,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<CollateralReleased, LoanFileRejection> {
        self.must_be_held()?;
        Ok(CollateralReleased {
            collateral_id: self.collateral_id,
            loan_id: self.loan_id,
            organization_id: context.organization_id,
            released_on: ending("released_on", released_on, self.pledged_on, context.today)?,
            reason: text::required("reason", reason, 500)?,
            released_by: context.user.clone(),
        })
    }
}
