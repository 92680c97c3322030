//! Small vocabularies of servicing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
            )]
            #[serde(rename_all = "snake_case")]
            pub enum $name {
                $($(#[$word_doc])* $word,)*
            }

            impl $name {
                /// The word used on the wire and in storage.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self {
                        $(Self::$word => $text,)*
                    }
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        )*

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn are_the_same_on_the_wire_and_in_storage() {
                $($(assert_eq!(serde_json::to_value($name::$word).unwrap(), $text);)*)*
            }
        }
    };
}

words! {
    /// What a fee is charged for.
    FeeKind {
        /// An instalment that was not paid in time.
        LateCharge = "late_charge",
        /// A payment that the bank returned.
        ReturnedPayment = "returned_payment",
        /// A later end of the loan.
        Extension = "extension",
        /// Other terms of the loan.
        Modification = "modification",
        /// An inspection of the site.
        Inspection = "inspection",
        /// A lawyer or a court.
        Legal = "legal",
        /// Something else.
        Other = "other",
    }

    /// How money came in.
    PaymentMethod {
        /// By cheque.
        Check = "check",
        /// By ACH.
        Ach = "ach",
        /// By wire.
        Wire = "wire",
        /// In cash.
        Cash = "cash",
        /// By card.
        Card = "card",
        /// Some other way.
        Other = "other",
    }

    /// Why a schedule was made.
    ScheduleReason {
        /// The loan was funded.
        Funding = "funding",
        /// What moved on the loan, or is known of it, cut the rest anew: a prepayment, a reversal, a disbursement.
        Movement = "movement",
        /// The rest runs on other terms.
        Modification = "modification",
        /// The loan ends later.
        Extension = "extension",
    }
}
