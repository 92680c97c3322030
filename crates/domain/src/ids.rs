//! A type of its own for each id, so that a loan's id cannot be passed where a person's is meant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
        )]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(Uuid);

        impl $name {
            /// Names an existing id. New ones come from the caller: nothing here draws random numbers.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for storage.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// The lender whose book this is.
    OrganizationId
);
id!(
    /// Someone who works in the book.
    UserId
);
id!(
    /// A person or company of the book.
    PersonId
);
id!(
    /// Something that is to be filed with an authority.
    FilingId
);
id!(
    /// A licence of the lender.
    LicenceId
);
id!(
    /// A fund.
    FundId
);
id!(
    /// What was recorded of a fund: a commitment, a call, a receipt, an allocation, a return or a distribution.
    FundEntryId
);
id!(
    /// A loan.
    LoanId
);
id!(
    /// One version of a loan's payment schedule.
    ScheduleId
);
id!(
    /// One instalment of a schedule, or a payment received.
    PaymentId
);
id!(
    /// One fee.
    FeeId
);
id!(
    /// One payoff quote.
    QuoteId
);
id!(
    /// The budget of a construction loan.
    BudgetId
);
id!(
    /// One draw: a request for a disbursement, and what becomes of it.
    DrawId
);
id!(
    /// A document that was made of the book.
    DocumentId
);
id!(
    /// The template of a kind of documents.
    TemplateId
);
id!(
    /// One visit to a site.
    InspectionId
);
id!(
    /// One lien waiver.
    WaiverId
);
id!(
    /// One file kept with a loan.
    AttachmentId
);
id!(
    /// One note on a loan or on a person.
    NoteId
);
id!(
    /// One role that a person has on a loan.
    PartyId
);
id!(
    /// A property.
    PropertyId
);
id!(
    /// One thing that secures a loan.
    CollateralId
);
id!(
    /// One import of a file.
    ImportId
);
id!(
    /// One event of the log.
    EventId
);
id!(
    /// One request of a user; sent again, it has no second effect.
    CommandId
);

impl UserId {
    /// The owner's id as a user. It follows from the organization's, so that a book needs no event to have its owner as
    /// a user: the same bits, with the number of another UUID version in them.
    #[must_use]
    pub const fn of_owner(organization_id: OrganizationId) -> Self {
        let mut bytes = *organization_id.as_uuid().as_bytes();
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        Self(Uuid::from_bytes(bytes))
    }
}
