//! Several lenders in one loan: their shares, and how amounts are divided between them.

use std::collections::HashSet;

use chrono::NaiveDate;
use thiserror::Error;

use crate::{
    DecisionContext, LoanId, LoanParticipationsSet, Money, ParticipantShare, Percent, PersonId, split, text,
};

/// Who shares a loan, from when on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Participations {
    /// Each time the shares were set, by the day from which they hold; of those of one day the last counts.
    settings: Vec<LoanParticipationsSet>,
}

/// Why participations were not set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParticipationRejection {
    /// A text is too long.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// Nobody is named.
    #[error("participants must name at least one lender with a share")]
    Nobody,
    /// A lender is named twice.
    #[error("participants: the same lender is named twice; each has one share")]
    NamedTwice,
    /// A share of nothing.
    #[error("participants: each share must be more than zero percent")]
    NoShare,
    /// There was nothing to share yet.
    #[error("effective_on must not be before {funded_on}, the day on which the loan was funded")]
    BeforeFunding {
        /// The day of the funding.
        funded_on: NaiveDate,
    },
    /// The shares are not the whole loan.
    #[error("participants: the shares make {total}%, not 100%")]
    NotTheWhole {
        /// What they make, in percent.
        total: String,
    },
}

impl ParticipationRejection {
    /// The input field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Text(error) => error.field,
            Self::BeforeFunding { .. } => "effective_on",
            _ => "participants",
        }
    }
}

/// The whole, in millionths of a percent.
const WHOLE_MICRO_PERCENT: u64 = 100_000_000;

/// Decides whether lenders can share a loan like this, which was funded on a day where it was.
///
/// # Errors
/// Shares that do not make exactly 100 %, a lender without one or with two, or a day before the funding.
pub fn set_participations(
    (loan_id, funded_on): (LoanId, Option<NaiveDate>),
    participants: Vec<ParticipantShare>,
    effective_on: NaiveDate,
    note: Option<String>,
    context: &DecisionContext,
) -> Result<LoanParticipationsSet, ParticipationRejection> {
    if let Some(funded_on) = funded_on.filter(|funded_on| effective_on < *funded_on) {
        return Err(ParticipationRejection::BeforeFunding { funded_on });
    }
    if participants.is_empty() {
        return Err(ParticipationRejection::Nobody);
    }
    let mut named: HashSet<Option<PersonId>> = HashSet::new();
    if !participants.iter().all(|participant| named.insert(participant.person_id)) {
        return Err(ParticipationRejection::NamedTwice);
    }
    let micro = |participant: &ParticipantShare| u64::from(participant.share_percent.micro_percent());
    if participants.iter().any(|participant| micro(participant) == 0) {
        return Err(ParticipationRejection::NoShare);
    }
    let total: u64 = participants.iter().map(micro).sum();
    if total != WHOLE_MICRO_PERCENT {
        return Err(ParticipationRejection::NotTheWhole { total: percent_text(total) });
    }
    Ok(LoanParticipationsSet {
        loan_id,
        organization_id: context.organization_id,
        participants,
        effective_on,
        note: text::optional("note", note, 500)?,
        set_by: context.user.clone(),
    })
}

/// Millionths of a percent as a decimal without zeros at its end.
fn percent_text(micro_percent: u64) -> String {
    let text = format!("{}.{:06}", micro_percent / 1_000_000, micro_percent % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Participations {
    /// Shares that were never set before.
    #[must_use]
    pub fn only(set: LoanParticipationsSet) -> Self {
        Self { settings: vec![set] }
    }

    /// Folds what was set.
    pub fn apply(&mut self, set: LoanParticipationsSet) {
        self.settings.push(set);
        self.settings.sort_by_key(|set| set.effective_on);
    }

    /// The shares that hold on a day; none, where the loan is not shared then.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&LoanParticipationsSet> {
        self.settings.iter().rfind(|set| set.effective_on <= day)
    }

    /// Each time the shares were set.
    #[must_use]
    pub fn settings(&self) -> &[LoanParticipationsSet] {
        &self.settings
    }
}

/// Splits an amount by shares: by the largest remainder, so that the parts add up to it. A negative amount is split
/// like the same amount without its sign.
#[must_use]
pub fn split_by_shares(total: Money, shares: &[Percent]) -> Vec<Money> {
    let weights: Vec<Money> =
        shares.iter().map(|share| Money::from_minor_units(share.micro_percent().into())).collect();
    if total.is_negative() {
        let positive = Money::ZERO.less(total);
        return split(positive, &weights).into_iter().map(|part| Money::ZERO.less(part)).collect();
    }
    split(total, &weights)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Currency, OrganizationId};

    fn context() -> DecisionContext {
        DecisionContext {
            organization_id: OrganizationId::from_uuid(uuid::Uuid::nil()),
            now: "2025-01-15T12:00:00Z".parse().unwrap(),
            today: "2025-01-15".parse().unwrap(),
            user: "Maria".to_owned(),
            currency: Currency::from_code("USD").unwrap(),
        }
    }

    fn person(number: u128) -> Option<PersonId> {
        Some(PersonId::from_uuid(uuid::Uuid::from_u128(number)))
    }

    fn set(shares: &[(Option<PersonId>, &str)]) -> Result<LoanParticipationsSet, ParticipationRejection> {
        let participant = |(person_id, share): &(Option<PersonId>, &str)| ParticipantShare {
            person_id: *person_id,
            share_percent: share.parse().unwrap(),
        };
        let loan_id = LoanId::from_uuid(uuid::Uuid::from_u128(9));
        let context = context();
        set_participations(
            (loan_id, None),
            shares.iter().map(participant).collect(),
            context.today,
            None,
            &context,
        )
    }

    #[test]
    fn shares_make_a_hundred_percent_exactly() {
        assert!(set(&[(None, "33.333334"), (person(1), "33.333333"), (person(2), "33.333333")]).is_ok());
        let short = set(&[(None, "60"), (person(1), "39.5")]).unwrap_err();
        assert_eq!(short.to_string(), "participants: the shares make 99.5%, not 100%");
        let over = set(&[(None, "60"), (person(1), "40.000001")]).unwrap_err();
        assert_eq!(over.to_string(), "participants: the shares make 100.000001%, not 100%");
        assert_eq!(set(&[(None, "50"), (None, "50")]), Err(ParticipationRejection::NamedTwice));
        assert_eq!(set(&[(None, "100"), (person(1), "0")]), Err(ParticipationRejection::NoShare));
        assert_eq!(set(&[]), Err(ParticipationRejection::Nobody));
    }

    #[test]
    fn the_shares_of_a_day_are_those_set_last_for_it() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let of = |on: &str, share: (&str, &str)| LoanParticipationsSet {
            effective_on: day(on),
            ..set(&[(None, share.0), (person(1), share.1)]).unwrap()
        };
        let mut participations = Participations::default();
        for setting in
            [of("2025-03-01", ("70", "30")), of("2025-01-01", ("60", "40")), of("2025-03-01", ("80", "20"))]
        {
            participations.apply(setting);
        }
        let first =
            |on: &str| participations.on(day(on)).map(|set| set.participants[0].share_percent.to_string());
        assert_eq!(first("2024-12-31"), None);
        assert_eq!(first("2025-02-28").as_deref(), Some("60"));
        assert_eq!(first("2025-03-01").as_deref(), Some("80"));
    }

    proptest! {
        #[test]
        fn any_amount_over_any_shares_adds_up(
            total in -1_000_000_000_000_i64..1_000_000_000_000,
            cuts in prop::collection::btree_set(1_u32..100_000_000, 0..9),
        ) {
            let mut edges: Vec<u32> = std::iter::once(0).chain(cuts).collect();
            edges.push(100_000_000);
            let shares: Vec<Percent> =
                edges.windows(2).map(|pair| Percent::from_micro_percent(pair[1] - pair[0]).unwrap()).collect();
            let parts = split_by_shares(Money::from_minor_units(total), &shares);
            prop_assert_eq!(parts.iter().map(|part| part.minor_units()).sum::<i64>(), total);
        }
    }
}
