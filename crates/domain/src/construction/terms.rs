//! What is agreed of a loan that goes out in draws.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Amount, AmountError, Currency, Money};

/// How a loan is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConstructionTerms {
    /// What goes out at the funding, without a draw; zero for nothing.
    pub initial_advance: Money,
    /// Whether a draw needs an inspection before it is approved.
    pub inspection_required: bool,
    /// Whether a draw needs its contractors' lien waivers before it is paid out.
    pub waivers_required: bool,
}

/// The same as events write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreedConstruction {
    /// What goes out at the funding, without a draw.
    pub initial_advance: Amount,
    /// Whether a draw needs an inspection before it is approved.
    pub inspection_required: bool,
    /// Whether a draw needs its contractors' lien waivers before it is paid out.
    pub waivers_required: bool,
}

impl ConstructionTerms {
    /// The terms as events write them.
    #[must_use]
    pub fn agreed(&self, currency: Currency) -> AgreedConstruction {
        AgreedConstruction {
            initial_advance: Amount::new(self.initial_advance, currency),
            inspection_required: self.inspection_required,
            waivers_required: self.waivers_required,
        }
    }
}

impl AgreedConstruction {
    /// The terms as the program reckons with them.
    ///
    /// # Errors
    /// An amount that does not fit the currency.
    pub fn terms(&self, currency: Currency) -> Result<ConstructionTerms, AmountError> {
        Ok(ConstructionTerms {
            initial_advance: self.initial_advance.money(currency)?,
            inspection_required: self.inspection_required,
            waivers_required: self.waivers_required,
        })
    }
}
