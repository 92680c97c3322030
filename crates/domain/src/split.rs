//! Splitting an amount so that the parts add up to it.

use crate::Money;

/// Splits a total in proportion to weights, in whole minor units, by the method of the largest remainder: each part is
/// first rounded down, and the units that are left go one by one to the parts with the largest remainders; among equal
/// ones, to the earlier. Parts of weights that are all zero are zero.
///
/// The total and the weights must not be negative; a total is not larger than an amount of 64 bits.
#[must_use]
pub fn split(total: Money, weights: &[Money]) -> Vec<Money> {
    let sum: i128 = weights.iter().map(|weight| i128::from(weight.minor_units())).sum();
    if sum <= 0 {
        return vec![Money::ZERO; weights.len()];
    }
    let share = |weight: &Money| i128::from(total.minor_units()) * i128::from(weight.minor_units());
    let mut parts: Vec<i128> = weights.iter().map(|weight| share(weight) / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| weights.get(*index).map(|weight| std::cmp::Reverse(share(weight) % sum)));
    let left = i128::from(total.minor_units()) - parts.iter().sum::<i128>();
    // Fewer units are left than there are parts, since each lost less than one.
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
        }
    }
    let money = |part: i128| Money::from_minor_units(i64::try_from(part).unwrap_or(i64::MAX));
    parts.into_iter().map(money).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn units(values: &[i64]) -> Vec<Money> {
        values.iter().copied().map(Money::from_minor_units).collect()
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        // 100 over 1:1:1 is 33.33 each; the first takes the rest.
        assert_eq!(split(Money::from_minor_units(100), &units(&[1, 1, 1])), units(&[34, 33, 33]));
        // 10 over 15:25:60 is 1.5, 2.5, 6.
        assert_eq!(split(Money::from_minor_units(10), &units(&[15, 25, 60])), units(&[2, 2, 6]));
        // 7 over 20:30:50 is 1.4, 2.1, 3.5.
        assert_eq!(split(Money::from_minor_units(7), &units(&[20, 30, 50])), units(&[1, 2, 4]));
        assert_eq!(split(Money::from_minor_units(5), &units(&[0, 0])), units(&[0, 0]));
    }

    proptest! {
        #[test]
        fn parts_add_up_and_none_is_off_by_a_unit(
            total in 0_i64..1_000_000_000_000,
            weights in prop::collection::vec(0_i64..1_000_000_000_000, 1..12),
        ) {
            let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            prop_assume!(sum > 0);
            let parts = split(Money::from_minor_units(total), &units(&weights));
            prop_assert_eq!(parts.iter().map(|part| part.minor_units()).sum::<i64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let floor = i128::from(total) * i128::from(*weight) / sum;
                prop_assert!((floor..=floor + 1).contains(&i128::from(part.minor_units())));
            }
        }
    }
}
