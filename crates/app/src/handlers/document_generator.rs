//! Makes the documents that follow from what happened: of a funding, and of a draw.

use domain::{DocumentId, DrawApproved, DrawDisbursed, EventId, EventPayload, LoanFunded};
use store::{RecordedEvent, Transaction, upcast::Upcasters};

use crate::{
    bus::{EventHandler, HandlerContext, HandlerError, PreparedWork, Preparing, payload},
    documents::{self, Draft, LoanWriter, Place, Typeset},
    import,
};

/// On `Loan.Funded`: promissory note, amortization schedule and closing statement; on `Draw.Approved` and
/// `Draw.Disbursed` a letter each. It typesets after the commit, so that nobody waits for it.
pub struct DocumentGenerator;

/// Documents take the derived ids of their places; their events take those from here on.
const EVENT_ORDINAL: u32 = 100;

impl EventHandler for DocumentGenerator {
    fn name(&self) -> &'static str {
        "DocumentGenerator"
    }

    fn event_types(&self) -> &'static [&'static str] {
        &[LoanFunded::EVENT_TYPE, DrawApproved::EVENT_TYPE, DrawDisbursed::EVENT_TYPE]
    }

    /// After what makes the schedule and keeps the balances.
    fn priority(&self) -> i32 {
        200
    }

    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> Result<(), HandlerError> {
        let (transaction, upcasters) = context.transaction_and_upcasters();
        self.prepare(event, upcasters, transaction)?(context)
    }

    fn after_commit(&self) -> Option<&dyn Preparing> {
        Some(self)
    }
}

impl Preparing for DocumentGenerator {
    fn prepare(
        &self,
        event: &RecordedEvent,
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<PreparedWork, HandlerError> {
        let mut typeset = Vec::new();
        for draft in drafts(event, upcasters, transaction)? {
            typeset.push(documents::typeset(transaction, draft)?);
        }
        let generated_by = event.read_metadata()?.user_id;
        let (organization_id, position, effective_on) =
            (event.organization_id, event.position, event.effective_on);
        Ok(Box::new(move |context| {
            publish(context, typeset, |ordinal, context| Place {
                document_id: DocumentId::from_uuid(context.derived_id(ordinal)),
                event_id: EventId::from_uuid(context.derived_id(EVENT_ORDINAL + ordinal)),
                organization_id,
                position,
                effective_on,
                generated_by: generated_by.clone(),
            })
        }))
    }
}

fn publish(
    context: &mut HandlerContext<'_, '_>,
    typeset: Vec<Typeset>,
    place: impl Fn(u32, &HandlerContext<'_, '_>) -> Place,
) -> Result<(), HandlerError> {
    let mut events = Vec::with_capacity(typeset.len());
    for (ordinal, typeset) in (0..).zip(typeset) {
        let place = place(ordinal, context);
        events.push(documents::record(context.transaction(), typeset, place)?);
    }
    Ok(context.publish(events)?)
}

fn drafts(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<Vec<Draft>, HandlerError> {
    Ok(match event.event_type.as_ref() {
        // A loan that comes from elsewhere was closed there; its papers exist.
        LoanFunded::EVENT_TYPE if event.read_metadata()?.source == import::SOURCE => Vec::new(),
        LoanFunded::EVENT_TYPE => {
            let funded: LoanFunded = payload(event, upcasters)?;
            LoanWriter::of(transaction, funded.loan_id, funded.currency)?.of_funding(&funded)?
        }
        DrawApproved::EVENT_TYPE => {
            let approved: DrawApproved = payload(event, upcasters)?;
            vec![LoanWriter::of(transaction, approved.loan_id, approved.currency)?.approval(&approved)?]
        }
        _ => {
            let disbursed: DrawDisbursed = payload(event, upcasters)?;
            vec![
                LoanWriter::of(transaction, disbursed.loan_id, disbursed.currency)?
                    .disbursement(&disbursed)?,
            ]
        }
    })
}
