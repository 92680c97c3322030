//! Which events the compliance log holds.

use super::ComplianceArea as Area;
use crate::{
    AttachmentAdded, BudgetReallocated, BudgetSet, CollateralAdded, CollateralChanged, CollateralReleased,
    DocumentGenerated, DrawApproved, DrawCancelled, DrawDisbursed, DrawRejected, DrawRequested, DrawSentBack,
    EventPayload, FeeAssessed, FeeReinstated, FeeWaived, FilingAdded, FilingChanged, FilingCompleted,
    FilingRemoved, FilingReopened, FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived,
    FundCapitalReturned, FundChanged, FundCommitmentMade, FundCreated, FundDistributionMade,
    FundEntryReversed, ImportCompleted, InspectionCompleted, InterestReserveApplied, LetterheadChanged,
    LicenceAdded, LicenceChanged, LicenceEnded, LicenceRenewed, LienWaiverRecorded, LoanChargedOff,
    LoanCreated, LoanCured, LoanDefaulted, LoanExtended, LoanFunded, LoanFundingSourceSet, LoanModified,
    LoanPaidOff, LoanParticipationsSet, LoanPayoffQuoted, LoanStatusChanged, OrganizationCreated,
    OrganizationSettingsChanged, PartyAdded, PartyRemoved, PaymentFailed, PaymentLate, PaymentProcessed,
    PaymentReceived, PaymentReversed, PaymentScheduleCreated, PersonChanged, PersonCreated, PropertyAdded,
    PropertyChanged, PropertyRemoved, PropertyValued, RetainageReleased, TemplateChanged, UserAdded,
    UserDeactivated, UserReactivated, UserRoleChanged,
};

/// An event type that the compliance log holds, and how an entry tells of it. Entries are written with these words and
/// verified against them: what was released never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter {
    /// The event type.
    pub event_type: &'static str,
    /// What it is about.
    pub area: Area,
    /// What happened.
    pub what: &'static str,
    /// The key of the payload that holds the amount it is about.
    pub amount_key: Option<&'static str>,
}

const fn of<P: EventPayload>(area: Area, what: &'static str, amount_key: Option<&'static str>) -> Matter {
    Matter { event_type: P::EVENT_TYPE, area, what, amount_key }
}

/// Every event type that matters. What is missing here is named, with its reason, in the test below.
pub const MATTERS: &[Matter] = &[
    of::<OrganizationCreated>(Area::Book, "Book made", None),
    of::<OrganizationSettingsChanged>(Area::Book, "Settings of the book changed", None),
    of::<LetterheadChanged>(Area::Book, "Letterhead changed", None),
    of::<TemplateChanged>(Area::Book, "Template of a document changed", None),
    of::<ImportCompleted>(Area::Book, "File of another system imported", None),
    of::<UserAdded>(Area::Access, "User added", None),
    of::<UserRoleChanged>(Area::Access, "Role of a user changed", None),
    of::<UserDeactivated>(Area::Access, "User deactivated", None),
    of::<UserReactivated>(Area::Access, "User reactivated", None),
    of::<PersonCreated>(Area::Parties, "Person entered", None),
    of::<PersonChanged>(Area::Parties, "Person described anew", None),
    of::<PartyAdded>(Area::Parties, "Role on a loan given", None),
    of::<PartyRemoved>(Area::Parties, "Role on a loan ended", None),
    of::<LoanCreated>(Area::Loans, "Loan entered", Some("principal")),
    of::<LoanStatusChanged>(Area::Loans, "Status of a loan changed", None),
    of::<LoanFunded>(Area::Loans, "Loan funded", Some("principal")),
    of::<LoanPayoffQuoted>(Area::Loans, "Payoff quoted", Some("total")),
    of::<LoanPaidOff>(Area::Loans, "Loan paid off", None),
    of::<LoanDefaulted>(Area::Loans, "Loan in default", None),
    of::<LoanCured>(Area::Loans, "Default cured", None),
    of::<LoanChargedOff>(Area::Loans, "Loan charged off", Some("principal")),
    of::<LoanModified>(Area::Loans, "Terms of a loan modified", None),
    of::<LoanExtended>(Area::Loans, "Loan extended", None),
    of::<LoanFundingSourceSet>(Area::Loans, "Funding source set", None),
    of::<LoanParticipationsSet>(Area::Loans, "Participations set", None),
    of::<PaymentScheduleCreated>(Area::Payments, "Payment schedule made", Some("totalPayment")),
    of::<PaymentReceived>(Area::Payments, "Payment received", Some("amount")),
    of::<PaymentProcessed>(Area::Payments, "Payment allocated", Some("amount")),
    of::<PaymentReversed>(Area::Payments, "Payment reversed", Some("amount")),
    of::<PaymentFailed>(Area::Payments, "Payment returned by the bank", Some("amount")),
    of::<PaymentLate>(Area::Payments, "Instalment late", Some("payment")),
    of::<FeeAssessed>(Area::Payments, "Fee assessed", Some("amount")),
    of::<FeeWaived>(Area::Payments, "Fee waived", Some("amount")),
    of::<FeeReinstated>(Area::Payments, "Fee reinstated", Some("amount")),
    of::<BudgetSet>(Area::Draws, "Budget set", Some("total")),
    of::<BudgetReallocated>(Area::Draws, "Budget reallocated", Some("amount")),
    of::<DrawRequested>(Area::Draws, "Draw requested", Some("amount")),
    of::<DrawSentBack>(Area::Draws, "Draw sent back", None),
    of::<InspectionCompleted>(Area::Draws, "Inspection completed", None),
    of::<LienWaiverRecorded>(Area::Draws, "Lien waiver recorded", Some("amount")),
    of::<DrawApproved>(Area::Draws, "Draw approved", Some("approved")),
    of::<DrawRejected>(Area::Draws, "Draw rejected", None),
    of::<DrawCancelled>(Area::Draws, "Draw cancelled", Some("approved")),
    of::<DrawDisbursed>(Area::Draws, "Draw disbursed", Some("amount")),
    of::<RetainageReleased>(Area::Draws, "Retainage released", Some("amount")),
    of::<InterestReserveApplied>(Area::Draws, "Interest reserve applied", Some("amount")),
    of::<AttachmentAdded>(Area::Documents, "File kept", None),
    of::<DocumentGenerated>(Area::Documents, "Document made", None),
    of::<FundCreated>(Area::Funds, "Fund made", Some("capacity")),
    of::<FundChanged>(Area::Funds, "Fund changed", Some("capacity")),
    of::<FundCommitmentMade>(Area::Funds, "Capital committed", Some("amount")),
    of::<FundCapitalCalled>(Area::Funds, "Capital called", Some("amount")),
    of::<FundCapitalReceived>(Area::Funds, "Capital received", Some("amount")),
    of::<FundCapitalAllocated>(Area::Funds, "Capital allocated", Some("amount")),
    of::<FundCapitalReturned>(Area::Funds, "Capital returned", Some("amount")),
    of::<FundDistributionMade>(Area::Funds, "Distribution made", Some("amount")),
    of::<FundEntryReversed>(Area::Funds, "Entry of a fund reversed", Some("amount")),
    of::<PropertyAdded>(Area::Security, "Property entered", Some("purchasePrice")),
    of::<PropertyChanged>(Area::Security, "Property described anew", Some("purchasePrice")),
    of::<PropertyValued>(Area::Security, "Property valued", Some("amount")),
    of::<PropertyRemoved>(Area::Security, "Property removed", None),
    of::<CollateralAdded>(Area::Security, "Collateral pledged", Some("value")),
    of::<CollateralChanged>(Area::Security, "Collateral described anew", Some("value")),
    of::<CollateralReleased>(Area::Security, "Collateral released", None),
    of::<FilingAdded>(Area::Deadlines, "Filing entered", None),
    of::<FilingChanged>(Area::Deadlines, "Filing described anew", None),
    of::<FilingCompleted>(Area::Deadlines, "Filing completed", None),
    of::<FilingReopened>(Area::Deadlines, "Filing reopened", None),
    of::<FilingRemoved>(Area::Deadlines, "Filing removed", None),
    of::<LicenceAdded>(Area::Deadlines, "Licence entered", None),
    of::<LicenceChanged>(Area::Deadlines, "Licence described anew", None),
    of::<LicenceRenewed>(Area::Deadlines, "Licence renewed", None),
    of::<LicenceEnded>(Area::Deadlines, "Licence ended", None),
];

/// How the compliance log tells of an event type; none where it does not.
#[must_use]
pub fn matter(event_type: &str) -> Option<&'static Matter> {
    MATTERS.iter().find(|matter| matter.event_type == event_type)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        DrawDrafted, InspectionScheduled, LoanDrawBalancesChanged, NoteAdded, NoteAmended, NoteWithdrawn,
        PaymentScheduled, events::catalogue,
    };

    /// What does not matter, and why.
    const LEFT_OUT: &[(&str, &str)] = &[
        (DrawDrafted::EVENT_TYPE, "a draft asks for nothing yet"),
        (InspectionScheduled::EVENT_TYPE, "a plan; the inspection itself matters"),
        (LoanDrawBalancesChanged::EVENT_TYPE, "follows from the events of draws"),
        (NoteAdded::EVENT_TYPE, "what people write to themselves"),
        (NoteAmended::EVENT_TYPE, "what people write to themselves"),
        (NoteWithdrawn::EVENT_TYPE, "what people write to themselves"),
        (PaymentScheduled::EVENT_TYPE, "one row of the schedule that was made"),
    ];

    #[test]
    fn every_event_type_is_either_held_or_left_out_for_a_reason() {
        let named: Vec<&str> = MATTERS
            .iter()
            .map(|matter| matter.event_type)
            .chain(LEFT_OUT.iter().map(|(event_type, _)| *event_type))
            .collect();
        let distinct: BTreeSet<&str> = named.iter().copied().collect();
        assert_eq!(distinct.len(), named.len(), "an event type is named twice");
        assert_eq!(distinct, catalogue().map(|event| event.event_type).collect());
    }

    #[test]
    fn an_amount_is_a_key_of_its_payload() {
        for matter in MATTERS {
            let Some(key) = matter.amount_key else { continue };
            let event = catalogue().find(|event| event.event_type == matter.event_type).unwrap();
            let schema = serde_json::to_value((event.payload)()).unwrap();
            let property = schema.pointer(&format!("/properties/{key}"));
            let property = property.unwrap_or_else(|| panic!("{} has no {key}", matter.event_type));
            assert!(property.to_string().contains("Amount"), "{}: {key} is no amount", matter.event_type);
        }
    }
}
