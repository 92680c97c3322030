//! The tables `properties`, `valuations` and `collateral`: what secures loans, and what it is worth.

use domain::{
    Amount, CollateralAdded, CollateralChanged, CollateralReleased, Currency, Insurance, Money,
    PropertyAdded, PropertyChanged, PropertyRemoved, PropertyValued,
};
use store::{Insert, RecordedEvent, Transaction, Value, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Properties;

static INSERT_PROPERTY: Insert = Insert::new(
    "properties",
    &[
        "id",
        "organization_id",
        "kind",
        "address",
        "parcel_number",
        "legal_description",
        "purchase_price_minor",
        "insurance_carrier",
        "insurance_policy",
        "insurance_expires_on",
        "added_at",
    ],
);

static INSERT_VALUATION: Insert = Insert::new(
    "valuations",
    &[
        "id",
        "organization_id",
        "property_id",
        "amount_minor",
        "basis",
        "valued_on",
        "source",
        "recorded_by",
        "recorded_at",
    ],
);

static INSERT_COLLATERAL: Insert = Insert::new(
    "collateral",
    &[
        "id",
        "organization_id",
        "loan_id",
        "property_id",
        "description",
        "value_minor",
        "lien_position",
        "senior_liens_minor",
        "pledged_on",
    ],
);

impl Projection for Properties {
    fn name(&self) -> &'static str {
        "properties"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["properties", "valuations", "collateral"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            follow(event, upcasters, transaction)?;
        }
        Ok(())
    }
}

fn follow(event: &RecordedEvent, upcasters: &Upcasters, transaction: &mut dyn Transaction) -> Result<()> {
    if let Some(added) = payload_of::<PropertyAdded>(event, upcasters)? {
        let price = optional_minor(added.purchase_price, added.currency)?;
        let [carrier, policy, expires_on] = insurance(added.insurance);
        let row = vec![
            added.property_id.into(),
            added.organization_id.into(),
            added.kind.as_str().into(),
            added.address.into(),
            added.parcel_number.into(),
            added.legal_description.into(),
            price.into(),
            carrier,
            policy,
            expires_on,
            event.occurred_at.into(),
        ];
        Ok(transaction.insert(&INSERT_PROPERTY, &[row])?)
    } else if let Some(changed) = payload_of::<PropertyChanged>(event, upcasters)? {
        change_property(event, changed, transaction)
    } else if let Some(valued) = payload_of::<PropertyValued>(event, upcasters)? {
        let row = vec![
            event.id.into(),
            valued.organization_id.into(),
            valued.property_id.into(),
            valued.amount.money(valued.currency)?.into(),
            valued.basis.as_str().into(),
            valued.valued_on.into(),
            valued.source.into(),
            valued.recorded_by.into(),
            event.occurred_at.into(),
        ];
        Ok(transaction.insert(&INSERT_VALUATION, &[row])?)
    } else if let Some(removed) = payload_of::<PropertyRemoved>(event, upcasters)? {
        let rows = transaction.execute(
            "UPDATE properties SET removed_at = $1 WHERE id = $2",
            &[event.occurred_at.into(), removed.property_id.into()],
        )?;
        exactly_one(rows, "property", event)
    } else {
        follow_collateral(event, upcasters, transaction)
    }
}

fn change_property(
    event: &RecordedEvent,
    changed: PropertyChanged,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let price = optional_minor(changed.purchase_price, changed.currency)?;
    let [carrier, policy, expires_on] = insurance(changed.insurance);
    let rows = transaction.execute(
        "UPDATE properties SET kind = $1, address = $2, parcel_number = $3, legal_description = $4, \
         purchase_price_minor = $5, insurance_carrier = $6, insurance_policy = $7, insurance_expires_on = $8 \
         WHERE id = $9",
        &[
            changed.kind.as_str().into(),
            changed.address.into(),
            changed.parcel_number.into(),
            changed.legal_description.into(),
            price.into(),
            carrier,
            policy,
            expires_on,
            changed.property_id.into(),
        ],
    )?;
    exactly_one(rows, "property", event)
}

fn follow_collateral(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    if let Some(added) = payload_of::<CollateralAdded>(event, upcasters)? {
        let row = vec![
            added.collateral_id.into(),
            added.organization_id.into(),
            added.loan_id.into(),
            added.property_id.into(),
            added.description.into(),
            optional_minor(added.value, added.currency)?.into(),
            added.lien_position.into(),
            added.senior_liens.money(added.currency)?.into(),
            added.pledged_on.into(),
        ];
        Ok(transaction.insert(&INSERT_COLLATERAL, &[row])?)
    } else if let Some(changed) = payload_of::<CollateralChanged>(event, upcasters)? {
        let rows = transaction.execute(
            "UPDATE collateral SET description = $1, value_minor = $2, lien_position = $3, \
             senior_liens_minor = $4 WHERE id = $5",
            &[
                changed.description.into(),
                optional_minor(changed.value, changed.currency)?.into(),
                changed.lien_position.into(),
                changed.senior_liens.money(changed.currency)?.into(),
                changed.collateral_id.into(),
            ],
        )?;
        exactly_one(rows, "collateral", event)
    } else if let Some(released) = payload_of::<CollateralReleased>(event, upcasters)? {
        let rows = transaction.execute(
            "UPDATE collateral SET released_on = $1, release_reason = $2 WHERE id = $3",
            &[released.released_on.into(), released.reason.into(), released.collateral_id.into()],
        )?;
        exactly_one(rows, "collateral", event)
    } else {
        Ok(())
    }
}

fn optional_minor(amount: Option<Amount>, currency: Currency) -> Result<Option<Money>> {
    Ok(amount.map(|amount| amount.money(currency)).transpose()?)
}

fn insurance(insurance: Option<Insurance>) -> [Value<'static>; 3] {
    match insurance {
        None => [Value::Null, Value::Null, Value::Null],
        Some(insurance) => {
            [insurance.carrier.into(), insurance.policy_number.into(), insurance.expires_on.into()]
        }
    }
}
