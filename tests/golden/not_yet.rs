//! What no single loan of today states as its source does, and by how much.

use std::collections::BTreeMap;

/// Cases checked in full, in full but put together, in part, and not yet.
pub const COUNTS: (usize, usize, usize, usize) = (215, 35, 2, 0);

/// Each such case, with the figures that keep it from being one loan.
const REASONS: &[(&str, &str)] = &[
    ("dc-30365-01", "months of thirty days are over a year of 360 here: 553/360 of a year, and not 553/365"),
    ("dc-30365-03", "months of thirty days are over a year of 360 here: 180/360 of a year, and not 180/365"),
    (
        "ec-ex02-1-odd-first-period-3-365",
        "three odd days are 3/31 of a month here, and the first interest 1,096.77; the source has 3/365 \
         of a year, 1,098.63",
    ),
    (
        "ec-ex09-graded-up-3",
        "payments are level here, 1,432.86; the source begins with 1,130.33 and adds 3 % each year",
    ),
    (
        "ec-ex12-fixed-principal-900",
        "equal principal is an n-th of the loan, 896.86 over 223 payments; the source repays 900.00 and \
         leaves 200.00 to the last",
    ),
    (
        "ec-ex18-2-long-first-20-days",
        "twenty odd days are 20/31 of a month here, and the first interest 1,645.16; the source has \
         20/366 of a year, 1,655.74",
    ),
    (
        "ec-ex30-interest-only-then-principal",
        "a rate is nominal here: 7 % makes 175.00 in the first month; effective it makes 169.62, as \
         6.784974 % does",
    ),
    (
        "ec-ex31-equal-principal-effective-rate",
        "a rate is nominal here: 7 % makes 175.00 in the first month; effective it makes 169.62, as \
         6.784974 % does",
    ),
    (
        "ec-ex32-three-draws",
        "a rate is nominal here: 7 % makes 43.75 in the first month; effective it makes 42.41, as \
         6.784974 % does",
    ),
    (
        "ec-ex33-effective-8.39",
        "a rate is nominal here: 8.39 % makes the first payment 2,709.75; effective it makes 2,702.09",
    ),
    (
        "ec-ex38-three-months-interest-only",
        "a rate is nominal here: 9 % makes 22.50 in a month; effective it makes 21.62",
    ),
    (
        "ec-ex40-bridge-capitalised-interest",
        "interest is due each month here, 1,250.00 of it; the source adds it to the balance, as a draw \
         that pays it does",
    ),
    (
        "fin-cum-flat-5000-12-18",
        "no loan is flat: the interest of our second row is 47.45, on what is left; flat it stays 50.00",
    ),
    (
        "fin-cum-grace-principal6-interest3",
        "interest of 50.00 is due each month here; the source leaves out three payments and has 200.00 \
         with the fourth, which the ledger has too if they are left out",
    ),
    (
        "fin-draw-30360-downpayment-each",
        "a loan has no down payment: on 200.00 our payments are 40.88; with 25.00 of each draw paid \
         back at once they are 30.66, which are those of two advances of 75.00",
    ),
    (
        "fin-emi-30360-downpayment-30days",
        "a loan has no down payment: on 100.00 our first payment is 20.48, with 0.79 of interest; with \
         25.00 paid back at once it is 15.36, with 0.59, which is that of an advance of 75.00",
    ),
    (
        "fin-emi-30360-downpayment25",
        "a loan has no down payment: on 100.00 our first payment is 20.25, with 0.42 of interest; with \
         25.00 paid back at once it is 15.19, with 0.31, which is that of an advance of 75.00",
    ),
    (
        "fin-flat-daily-100-4",
        "no loan is flat: the interest of our second row is 0.21, on what is left; flat it is 0.32",
    ),
    (
        "fin-flat-draw-midperiod2-partial-off",
        "no loan is flat: the interest of our second row is 9.20, on what is left; flat it is 12.50",
    ),
    (
        "fin-flat-draw-midperiod2-partial-on",
        "no loan is flat: the interest of our second row is 8.07, on what is left; flat it is 11.37",
    ),
    (
        "fin-tiny-0.01",
        "a loan has no down payment: its rows are three here, and four with that of 25 % of 0.01, which \
         is 0.00",
    ),
    (
        "fin-u-flat-daily-30days-draw-mid1",
        "no loan is flat: the interest of our second row is 11.10, on what is left; flat it is 14.75",
    ),
    (
        "fin-u-flat-daily-actact-700",
        "no loan is flat: the interest of our second row is 5.02, on what is left; flat it is 6.66",
    ),
    (
        "fin-u-flat-daily-weekly-draw-mid1",
        "no loan is flat: the interest of our second row is 3.44, on what is left; flat it is 4.59",
    ),
    (
        "fin-u-flat-period-every2months",
        "no loan is flat: the interest of our second row is 17.67, on what is left; flat it stays 20.00",
    ),
    (
        "fin-u-weekly-364",
        "no year has 364 days: 9.508250 % over 365 days stands for 9.4822 % over 364, short of it by \
         less than a millionth of a cent a week",
    ),
    (
        "ls-annuity-schedule-500000-11.5-12",
        "payments by days know the days here; the source has 44,307.53 of equal months, and interest by \
         days",
    ),
    (
        "sce-construction-half-commitment",
        "38 days to the first payment are a month and 8/31 of one here, and 235.89 of interest; the \
         source has 38/360 of a year, 237.50, and so the last month, 193.75 for our 187.50",
    ),
    (
        "sce-fixed-principal-plus-interest-act365",
        "equal principal is an n-th of the loan here, 833.33; the source repays 100.00 a month and \
         8,900.00 with the last payment",
    ),
    (
        "sce-interest-only-unit360",
        "40 days to the first payment are a month and 10/31 of one here, and 49.72 of interest; the \
         source has 40/360 of a year, 50.13, and months of a twelfth after it",
    ),
    (
        "sce-irregular-summer-skips-act365",
        "payments are level here, 191.22 over sixty; the source leaves out three each summer, and has \
         253.55 for the others",
    ),
    (
        "tab-cfpb-halfmonth-180000-4.25-after60",
        "all payments are level here, the first one too, 885.49 for half a month; the source has half \
         of it, 442.75",
    ),
    (
        "tab-curo-10000-8.25-6",
        "the last payment takes what is left here, 1,707.01; in the source all are 1,707.00, at the \
         8.250040 % that they imply",
    ),
    (
        "tab-curo-advance-3x-10000-7-6",
        "payments are level and at the end of periods here, six of 1,700.86; the source has 3,790.92 at \
         once and then five of 1,263.64",
    ),
    (
        "tab-curo-two-draws-10",
        "payments are at the end of periods here, 868.35; the source has the first, 861.17, on the day \
         of the advance, and interest at the 9.998715 % that it implies",
    ),
    (
        "tab-frappe-280000-8.4-fixed14000-actual",
        "payments follow from their number here; the source states 14,000.00, and their number follows, \
         22",
    ),
    (
        "tab-frappe-stock-1000000-13.5-12-first",
        "payments are rounded to the nearest unit here, 89,552.00; the source rounds up, 89,553.00",
    ),
];

/// The reason of each case.
pub fn reasons() -> BTreeMap<&'static str, &'static str> {
    let reasons: BTreeMap<_, _> = REASONS.iter().copied().collect();
    assert_eq!(reasons.len(), REASONS.len(), "a case is listed twice");
    reasons
}
