//! What is agreed on how a loan is serviced: where a payment goes, what being late costs.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};
use ts_rs::TS;

use crate::{AnnualRate, Currency, Money, Percent};

/// What a payment may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// Fees other than late charges.
    Fees,
    /// Late charges.
    LateCharges,
    /// Interest accrued to the day of the payment.
    Interest,
    /// Principal that has fallen due.
    Principal,
}

impl Bucket {
    /// The bucket of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        AllocationOrder::default().buckets().into_iter().find(|bucket| bucket.as_str() == word)
    }

    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fees => "fees",
            Self::LateCharges => "late_charges",
            Self::Interest => "interest",
            Self::Principal => "principal",
        }
    }
}

/// In which order a payment goes to what is owed: each bucket once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, TS)]
#[ts(type = "(\"fees\" | \"late_charges\" | \"interest\" | \"principal\")[]")]
pub struct AllocationOrder([Bucket; 4]);

impl AllocationOrder {
    /// The order; none where a bucket is named twice.
    #[must_use]
    pub fn new(buckets: [Bucket; 4]) -> Option<Self> {
        use Bucket::{Fees, Interest, LateCharges, Principal};
        let all = [Fees, LateCharges, Interest, Principal];
        all.iter().all(|bucket| buckets.contains(bucket)).then_some(Self(buckets))
    }

    /// The buckets, first served first.
    #[must_use]
    pub const fn buckets(self) -> [Bucket; 4] {
        self.0
    }
}

impl Default for AllocationOrder {
    fn default() -> Self {
        Self([Bucket::Fees, Bucket::LateCharges, Bucket::Interest, Bucket::Principal])
    }
}

impl<'de> Deserialize<'de> for AllocationOrder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = Vec::<Bucket>::deserialize(deserializer)?;
        <[Bucket; 4]>::try_from(named).ok().and_then(Self::new).ok_or_else(|| {
            de::Error::custom("must name each of fees, late_charges, interest and principal once")
        })
    }
}

/// What becomes of money beyond what has fallen due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExcessRule {
    /// It repays principal; payments stay as they are and end earlier.
    #[default]
    ShortenTerm,
    /// It repays principal; payments are as many as before, and lower.
    LowerPayment,
    /// It is held for the instalments to come.
    Hold,
}

impl ExcessRule {
    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ShortenTerm => "shorten_term",
            Self::LowerPayment => "lower_payment",
            Self::Hold => "hold",
        }
    }
}

/// How a loan is serviced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServicingTerms {
    /// In which order a payment goes to what is owed.
    pub allocation_order: AllocationOrder,
    /// What becomes of what is left over.
    pub excess: ExcessRule,
    /// Days after the due date on which a payment is still in time.
    pub grace_days: u32,
    /// A late charge in percent of the instalment; zero for none.
    pub late_fee_percent: Percent,
    /// A late charge is at most so much; none for no limit.
    pub late_fee_at_most: Option<Money>,
    /// Added to the annual rate while the loan is in default.
    pub default_margin: AnnualRate,
    /// Charged for a payment that the bank returns; zero for none.
    pub returned_payment_fee: Money,
}

impl ServicingTerms {
    /// Longest grace period, in days: a year.
    pub const LONGEST_GRACE: u32 = 365;

    /// The usual terms: ten days of grace, then the lesser of 5 % of the payment and 50 of the currency.
    #[must_use]
    pub fn usual(currency: Currency) -> Self {
        Self {
            allocation_order: AllocationOrder::default(),
            excess: ExcessRule::default(),
            grace_days: 10,
            late_fee_percent: Percent::whole(5).unwrap_or(Percent::ZERO),
            late_fee_at_most: Some(Money::from_minor_units(50 * 10_i64.pow(currency.minor_digits()))),
            default_margin: AnnualRate::ZERO,
            returned_payment_fee: Money::ZERO,
        }
    }

    /// The late charge on an instalment: the percentage of its payment, half up to the minor unit, and at most the
    /// limit.
    #[must_use]
    pub fn late_fee(&self, payment: Money) -> Money {
        let fee = self.late_fee_percent.of(payment);
        self.late_fee_at_most.map_or(fee, |limit| fee.min(limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd() -> Currency {
        Currency::from_code("USD").unwrap()
    }

    #[test]
    fn a_late_fee_is_the_lesser_of_a_share_and_a_limit() {
        let terms = ServicingTerms::usual(usd());
        for (payment, fee) in
            [(100_000, 5_000), (99_990, 5_000), (99_989, 4_999), (50_010, 2_501), (10, 1), (9, 0)]
        {
            assert_eq!(
                terms.late_fee(Money::from_minor_units(payment)),
                Money::from_minor_units(fee),
                "{payment}"
            );
        }
        let unlimited = ServicingTerms { late_fee_at_most: None, ..terms };
        assert_eq!(unlimited.late_fee(Money::from_minor_units(10_000_000)), Money::from_minor_units(500_000));
        let none = ServicingTerms { late_fee_percent: Percent::ZERO, ..terms };
        assert_eq!(none.late_fee(Money::from_minor_units(10_000_000)), Money::ZERO);
    }

    #[test]
    fn an_order_names_each_bucket_once() {
        let read = serde_json::from_str::<AllocationOrder>;
        assert_eq!(
            read(r#"["fees","late_charges","interest","principal"]"#).unwrap(),
            AllocationOrder::default()
        );
        for wrong in [r#"["fees","fees","interest","principal"]"#, r#"["interest","principal"]"#, r#"[]"#] {
            assert!(read(wrong).unwrap_err().to_string().contains("each of fees, late_charges"), "{wrong}");
        }
    }
}
