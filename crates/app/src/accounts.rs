//! Loan accounts, folded from the events of a loan.

use std::collections::HashMap;

use domain::{
    BudgetReallocated, BudgetSet, ConstructionEvent, DrawApproved, DrawCancelled, DrawDisbursed, DrawDrafted,
    DrawRejected, DrawRequested, DrawSentBack, EventPayload, FeeAssessed, FeeReinstated, FeeWaived,
    InspectionCompleted, InspectionScheduled, InterestReserveApplied, LienWaiverRecorded, LoanAccount,
    LoanChargedOff, LoanCreated, LoanCured, LoanDefaulted, LoanExtended, LoanFunded, LoanId, LoanModified,
    LoanPaidOff, LoanStatusChanged, PaymentLate, PaymentProcessed, PaymentReceived, PaymentReversed,
    PaymentScheduleCreated, PaymentScheduled, RetainageReleased, ServicingEvent,
};
use store::{
    RecordedEvent, Transaction, event_log,
    upcast::{Decoded, Upcasters},
};

use crate::{AppError, Result};

/// The event types that move money on a loan or its status, or promise what the interest reserve may then not pay; the
/// instalments, most of a log, are not among them.
pub const MOVING: &[&str] = &[
    LoanCreated::EVENT_TYPE,
    LoanStatusChanged::EVENT_TYPE,
    LoanFunded::EVENT_TYPE,
    PaymentReceived::EVENT_TYPE,
    PaymentReversed::EVENT_TYPE,
    FeeAssessed::EVENT_TYPE,
    FeeWaived::EVENT_TYPE,
    FeeReinstated::EVENT_TYPE,
    LoanDefaulted::EVENT_TYPE,
    LoanCured::EVENT_TYPE,
    LoanChargedOff::EVENT_TYPE,
    LoanModified::EVENT_TYPE,
    LoanExtended::EVENT_TYPE,
    BudgetSet::EVENT_TYPE,
    BudgetReallocated::EVENT_TYPE,
    DrawRequested::EVENT_TYPE,
    DrawApproved::EVENT_TYPE,
    DrawCancelled::EVENT_TYPE,
    DrawDisbursed::EVENT_TYPE,
    RetainageReleased::EVENT_TYPE,
];

/// Folds all that is recorded of a loan.
///
/// # Errors
/// An unknown loan, or storage.
pub fn load(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    loan_id: LoanId,
) -> Result<LoanAccount> {
    let history = event_log::loan_history(transaction, loan_id)?;
    fold(&history, upcasters)?.ok_or_else(|| AppError::NotFound {
        kind: "loan",
        field: "loan_id",
        id: loan_id.to_string(),
    })
}

/// The account that events make; none where the loan was not created by them.
///
/// # Errors
/// An event that was damaged.
pub fn fold(events: &[RecordedEvent], upcasters: &Upcasters) -> Result<Option<LoanAccount>> {
    let mut account: Option<LoanAccount> = None;
    for event in events {
        follow(&mut account, event, upcasters)?;
    }
    Ok(account)
}

/// Folds one event into the account of its loan.
///
/// # Errors
/// An event that was damaged.
pub fn follow_one(
    accounts: &mut HashMap<LoanId, Option<LoanAccount>>,
    event: &RecordedEvent,
    upcasters: &Upcasters,
) -> Result<()> {
    let Some(loan_id) = event.loan_id else { return Ok(()) };
    follow(accounts.entry(loan_id).or_default(), event, upcasters)
}

fn follow(account: &mut Option<LoanAccount>, event: &RecordedEvent, upcasters: &Upcasters) -> Result<()> {
    match (read(event, upcasters)?, account.as_mut()) {
        (Some(ServicingEvent::Created(created)), _) => *account = Some(LoanAccount::from_created(&created)?),
        (Some(event), Some(account)) => account.apply(event)?,
        _ => {}
    }
    Ok(())
}

fn read(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<ServicingEvent>> {
    macro_rules! by_type {
        ($($payload:ident => $variant:ident,)*) => {
            match event.event_type.as_ref() {
                $($payload::EVENT_TYPE => decoded::<$payload>(event, upcasters, ServicingEvent::$variant),)*
                _ => read_construction(event, upcasters),
            }
        };
    }
    by_type! {
        LoanCreated => Created,
        LoanStatusChanged => StatusChanged,
        LoanFunded => Funded,
        PaymentScheduleCreated => ScheduleCreated,
        PaymentScheduled => Scheduled,
        PaymentReceived => Received,
        PaymentProcessed => Processed,
        PaymentReversed => Reversed,
        PaymentLate => Late,
        FeeAssessed => FeeAssessed,
        FeeWaived => FeeWaived,
        FeeReinstated => FeeReinstated,
        LoanDefaulted => Defaulted,
        LoanCured => Cured,
        LoanChargedOff => ChargedOff,
        LoanPaidOff => PaidOff,
        LoanModified => Modified,
        LoanExtended => Extended,
    }
}

fn read_construction(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<ServicingEvent>> {
    macro_rules! by_type {
        ($($payload:ident => $variant:ident,)*) => {
            match event.event_type.as_ref() {
                $($payload::EVENT_TYPE => decoded::<$payload>(event, upcasters, |payload| {
                    ServicingEvent::Construction(ConstructionEvent::$variant(payload))
                }),)*
                _ => Ok(None),
            }
        };
    }
    by_type! {
        BudgetSet => BudgetSet,
        BudgetReallocated => BudgetReallocated,
        DrawDrafted => Drafted,
        DrawRequested => Requested,
        DrawSentBack => SentBack,
        InspectionScheduled => InspectionScheduled,
        InspectionCompleted => InspectionCompleted,
        LienWaiverRecorded => WaiverRecorded,
        DrawApproved => Approved,
        DrawRejected => Rejected,
        DrawCancelled => Cancelled,
        DrawDisbursed => Disbursed,
        RetainageReleased => RetainageReleased,
        InterestReserveApplied => ReserveApplied,
    }
}

fn decoded<P: EventPayload>(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    wrap: impl FnOnce(P) -> ServicingEvent,
) -> Result<Option<ServicingEvent>> {
    Ok(match upcasters.decode(event)? {
        Decoded::Payload(payload) => Some(wrap(payload)),
        // An event of a newer release: kept, and passed over.
        Decoded::FromNewerRelease => None,
    })
}
