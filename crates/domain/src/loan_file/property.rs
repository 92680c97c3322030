//! Properties: what they are, what insures them, and what they are worth.

use chrono::NaiveDate;

use super::{LoanFileRejection, PropertyKind, ValuationBasis, past};
use crate::{
    Amount, DecisionContext, Insurance, Money, PropertyAdded, PropertyChanged, PropertyId, PropertyRemoved,
    PropertyValued, text,
};

/// What is entered of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyContent {
    /// What kind of property.
    pub kind: PropertyKind,
    /// Where it is.
    pub address: String,
    /// Number of the parcel in the county's books.
    pub parcel_number: Option<String>,
    /// How the deed describes it.
    pub legal_description: Option<String>,
    /// What it was bought for.
    pub purchase_price: Option<Money>,
    /// What insures it.
    pub insurance: Option<Insurance>,
}

impl PropertyContent {
    fn checked(self) -> Result<Self, LoanFileRejection> {
        let insurance = |insurance: Insurance| -> Result<Insurance, LoanFileRejection> {
            Ok(Insurance {
                carrier: text::line("insurance_carrier", &insurance.carrier, 200)?,
                policy_number: text::optional("insurance_policy", insurance.policy_number, 100)?,
                expires_on: insurance.expires_on,
            })
        };
        Ok(Self {
            kind: self.kind,
            address: text::required("address", &self.address, 500)?,
            parcel_number: text::optional("parcel_number", self.parcel_number, 100)?,
            legal_description: text::optional("legal_description", self.legal_description, 4_000)?,
            purchase_price: self.purchase_price.map(|price| positive("purchase_price", price)).transpose()?,
            insurance: self.insurance.map(insurance).transpose()?,
        })
    }

    /// Decides that a property is entered.
    ///
    /// # Errors
    /// Texts that are empty or too long, or a price that is not positive.
    pub fn add(
        self,
        property_id: PropertyId,
        context: &DecisionContext,
    ) -> Result<PropertyAdded, LoanFileRejection> {
        let content = self.checked()?;
        Ok(PropertyAdded {
            property_id,
            organization_id: context.organization_id,
            kind: content.kind,
            address: content.address,
            parcel_number: content.parcel_number,
            legal_description: content.legal_description,
            currency: context.currency,
            purchase_price: content.purchase_price.map(|price| Amount::new(price, context.currency)),
            insurance: content.insurance,
            added_by: context.user.clone(),
        })
    }
}

/// What somebody says that a property is worth.
#[derive(Debug, Clone)]
pub struct Valuation {
    /// What it is worth.
    pub amount: Money,
    /// As it stands, or after repair.
    pub basis: ValuationBasis,
    /// The day for which it holds.
    pub valued_on: NaiveDate,
    /// Who valued it, or what.
    pub source: String,
}

/// A property as it stands.
#[derive(Debug, Clone)]
pub struct PropertyState {
    /// The property.
    pub property_id: PropertyId,
    /// What is entered of it.
    pub content: PropertyContent,
    /// Whether it was removed.
    pub is_removed: bool,
    /// How many loans it secures.
    pub secures: usize,
}

impl PropertyState {
    /// A property that was removed is neither changed nor pledged.
    ///
    /// # Errors
    /// A property that was removed.
    pub fn must_be_there(&self) -> Result<(), LoanFileRejection> {
        if self.is_removed {
            return Err(LoanFileRejection::new("property_id", "names a property that was removed"));
        }
        Ok(())
    }

    /// Decides that it is described anew; none where nothing of it differs.
    ///
    /// # Errors
    /// A property that was removed, or as [`PropertyContent::add`].
    pub fn change(
        &self,
        content: PropertyContent,
        context: &DecisionContext,
    ) -> Result<Option<PropertyChanged>, LoanFileRejection> {
        self.must_be_there()?;
        let content = content.checked()?;
        if content == self.content {
            return Ok(None);
        }
        Ok(Some(PropertyChanged {
            property_id: self.property_id,
            organization_id: context.organization_id,
            kind: content.kind,
            address: content.address,
            parcel_number: content.parcel_number,
            legal_description: content.legal_description,
            currency: context.currency,
            purchase_price: content.purchase_price.map(|price| Amount::new(price, context.currency)),
            insurance: content.insurance,
            changed_by: context.user.clone(),
        }))
    }

    /// Decides that a valuation is recorded.
    ///
    /// # Errors
    /// A property that was removed, an amount that is not positive, a day in the future, or no source.
    pub fn value(
        &self,
        valuation: &Valuation,
        context: &DecisionContext,
    ) -> Result<PropertyValued, LoanFileRejection> {
        self.must_be_there()?;
        Ok(PropertyValued {
            property_id: self.property_id,
            organization_id: context.organization_id,
            currency: context.currency,
            amount: Amount::new(positive("amount", valuation.amount)?, context.currency),
            basis: valuation.basis,
            valued_on: past("valued_on", valuation.valued_on, context.today)?,
            source: text::required("source", &valuation.source, 200)?,
            recorded_by: context.user.clone(),
        })
    }

    /// Decides that it is removed.
    ///
    /// # Errors
    /// A property that was removed, or secures a loan, or no reason.
    pub fn remove(
        &self,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<PropertyRemoved, LoanFileRejection> {
        self.must_be_there()?;
        if self.secures > 0 {
            let loans =
                if self.secures == 1 { "a loan".to_owned() } else { format!("{} loans", self.secures) };
            let problem = format!("names a property that secures {loans}: release it there first");
            return Err(LoanFileRejection::new("property_id", problem));
        }
        Ok(PropertyRemoved {
            property_id: self.property_id,
            organization_id: context.organization_id,
            reason: text::required("reason", reason, 500)?,
            removed_by: context.user.clone(),
        })
    }
}

pub(super) fn positive(field: &'static str, amount: Money) -> Result<Money, LoanFileRejection> {
    if amount.is_positive() { Ok(amount) } else { Err(LoanFileRejection::new(field, "must be more than 0")) }
}
