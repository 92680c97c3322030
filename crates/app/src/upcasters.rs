//! How events of older releases are read: each function turns the payload of one version into that of the next.

use domain::{
    Currency, DocumentGenerated, EventPayload, FeeWaived, LoanCreated, LoanExtended, LoanFunded,
    LoanModified, PaymentScheduleCreated,
};
use serde_json::{Value as Json, json};
use store::{
    RecordedEvent,
    upcast::{Decoded, Upcasters},
};

use crate::Result;

/// The payload of an event, if the event is of this type and of a version that this release knows.
pub(crate) fn payload_of<P: EventPayload>(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<P>> {
    if event.event_type != P::EVENT_TYPE {
        return Ok(None);
    }
    match upcasters.decode(event)? {
        Decoded::Payload(payload) => Ok(Some(payload)),
        Decoded::FromNewerRelease => Ok(None),
    }
}

/// Every upcaster of this release.
#[must_use]
pub fn all() -> Upcasters {
    Upcasters::default()
        .with(LoanCreated::EVENT_TYPE, 1, with_servicing_terms)
        .with(LoanCreated::EVENT_TYPE, 2, paid_out_at_funding)
        .with(LoanCreated::EVENT_TYPE, 3, without_number_elsewhere)
        .with(LoanFunded::EVENT_TYPE, 1, with_servicing_terms)
        .with(LoanFunded::EVENT_TYPE, 2, paid_out_at_funding)
        .with(LoanFunded::EVENT_TYPE, 3, begun_here)
        .with(LoanFunded::EVENT_TYPE, 4, due_on_the_day_of_the_first)
        .with(PaymentScheduleCreated::EVENT_TYPE, 1, as_first_schedule)
        .with(FeeWaived::EVENT_TYPE, 1, by_its_reason)
        .with(LoanModified::EVENT_TYPE, 1, levelled_anew)
        .with(LoanModified::EVENT_TYPE, 2, due_on_the_day_of_the_first)
        .with(LoanExtended::EVENT_TYPE, 1, levelled_anew)
        .with(LoanExtended::EVENT_TYPE, 2, due_on_the_day_of_the_first)
        .with(DocumentGenerated::EVENT_TYPE, 1, about_no_fund)
}

/// Terms of a rest from before they could keep to a day that the month of the first due date lacks.
const fn due_on_the_day_of_the_first(payload: Json) -> Json {
    payload
}

/// A loan that was agreed before loans said how they are serviced: as most are.
fn with_servicing_terms(payload: Json) -> Json {
    let currency = payload["currency"].as_str().and_then(|code| Currency::from_code(code).ok());
    let digits = currency.map_or(2, Currency::minor_digits);
    let whole = |units: i64| domain::Amount::of_whole_units(units, digits).to_string();
    with(
        payload,
        json!({
            "amortizationMonths": null,
            "interestOnlyPeriods": 0,
            "allocationOrder": ["fees", "late_charges", "interest", "principal"],
            "excessRule": "shorten_term",
            "graceDays": 10,
            "lateFeePercent": "5",
            "lateFeeAtMost": whole(50),
            "defaultMarginPercent": "0",
            "returnedPaymentFee": whole(0),
        }),
    )
}

/// No loan went out in draws.
fn paid_out_at_funding(payload: Json) -> Json {
    with(payload, json!({ "construction": null }))
}

/// No loan came from elsewhere.
fn without_number_elsewhere(payload: Json) -> Json {
    with(payload, json!({ "externalReference": null }))
}

/// No loan was taken over with a balance.
fn begun_here(payload: Json) -> Json {
    with(payload, json!({ "carriedOver": null }))
}

/// The payments of a balloon loan were levelled anew whenever it went on.
fn levelled_anew(payload: Json) -> Json {
    with(payload, json!({ "levelPayment": null }))
}

/// No document was about an investor.
fn about_no_fund(payload: Json) -> Json {
    with(payload, json!({ "fundId": null, "investorId": null }))
}

/// Why a late charge fell away was told by its reason alone.
fn by_its_reason(payload: Json) -> Json {
    let was_unwarranted = payload["reason"] == domain::PAID_IN_TIME;
    with(payload, json!({ "wasUnwarranted": was_unwarranted }))
}

/// Every schedule was the first of its loan.
fn as_first_schedule(payload: Json) -> Json {
    with(payload, json!({ "replacesFrom": null, "reason": "funding" }))
}

fn with(mut payload: Json, added: Json) -> Json {
    if let (Some(payload), Json::Object(added)) = (payload.as_object_mut(), added) {
        payload.extend(added);
    }
    payload
}
