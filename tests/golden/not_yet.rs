//! What today's loans cannot state, and why.

use std::collections::BTreeMap;

/// Cases checked in full, in part, and not yet.
pub const COUNTS: (usize, usize, usize) = (135, 17, 100);

/// Reasons with the cases that wait for the same thing.
const REASONS: &[(&str, &[&str])] = &[
    (
        "the annual percentage rate is not computed yet",
        &[
            "apr-curo-ffiec-halfyearly-6",
            "apr-curo-ffiec-monthly-12",
            "apr-curo-ffiec-single-42-days",
            "apr-curo-ffiec-weekly-52",
            "apr-extra-quarterly-short",
            "apr-extra-weekly-long-first",
            "apr-extra-weekly-short-first",
            "apr-sce-10000-36x322.67",
            "regz-c1i-monthly-regular",
            "regz-c1iii-semimonthly-short-first",
            "regz-c1v-weekly-long-first",
            "regz-c2i-monthly-odd-first-payment",
            "regz-c3i-monthly-odd-final",
            "regz-c4i-monthly-odd-first-and-final",
            "regz-c5i-single-payment-255-days",
        ],
    ),
    (
        "unit periods other than the month come with the annual percentage rate",
        &["dc-appj-08", "dc-appj-09", "dc-appj-11", "dc-appj-13", "dc-appj-14"],
    ),
    (
        "a loan is advanced at once, not in parts",
        &[
            "ec-ex32-three-draws",
            "ec-ex35-zero-interest-redraws",
            "fin-draw-30360-lateperiod2-after-payment",
            "fin-draw-30360-midperiod1",
            "fin-sarp-draw-midperiod1-partial-off",
            "fin-sarp-draw-on-due-date1",
            "fin-u-draw-30360-first-period-late",
            "tab-curo-two-draws-10",
        ],
    ),
    (
        "payments that are made, early or late, do not change a schedule yet",
        &["fin-early-last-30360", "fin-payoff-30360-midperiod2"],
    ),
    (
        "the rate of a loan does not change yet",
        &[
            "ec-ex20-step-5-6",
            "ec-ex23-step-5-7.30",
            "ec-ex44-zero-rate-5-years",
            "fin-ratechange-30360-midperiod2",
        ],
    ),
    (
        "equal principal is not offered yet",
        &[
            "ec-ex12-fixed-principal-900",
            "ec-ex13-equal-principal-240",
            "fin-cum-equal-principal-5000-12-18",
            "sce-fixed-principal-plus-interest-act365",
            "tab-cfpb-equalprin-180000-4.25-after60",
        ],
    ),
    (
        "payments are due every month, every quarter or once, not every other month, week or number of days",
        &[
            "fin-emi-30360-every2months",
            "fin-emi-act365-every15days",
            "fin-emi-actact-every2months-5000-7",
            "fin-u-15days-360",
            "fin-u-30360-every2months-3333",
            "fin-u-weekly-364",
        ],
    ),
    (
        "payments are rounded to the cent, not to whole units",
        &[
            "fin-cum-declining-daily-5000-12-18",
            "fin-cum-grace-principal6-interest3",
            "fin-cum-zero-interest-1000-6",
            "fin-tiny-1.00-24",
            "tab-frappe-280000-8.4-20-old",
            "tab-frappe-stock-1000000-13.5-12-first",
        ],
    ),
    (
        "a due day that a month does not have is its last day, not the first of the next",
        &["fin-duedates-roll-30jan", "fin-monthend-roll-actact-10000"],
    ),
    (
        "no loan here has a down payment out of its advance",
        &[
            "fin-draw-30360-downpayment-each",
            "fin-emi-30360-downpayment-30days",
            "fin-emi-30360-downpayment25",
            "fin-tiny-0.01",
        ],
    ),
    (
        "flat interest, on the amount lent whatever has been repaid, is not offered",
        &[
            "fin-cum-flat-5000-12-18",
            "fin-flat-daily-100-4",
            "fin-flat-draw-midperiod2-partial-off",
            "fin-flat-draw-midperiod2-partial-on",
            "fin-u-flat-daily-30days-draw-mid1",
            "fin-u-flat-daily-actact-700",
            "fin-u-flat-daily-weekly-draw-mid1",
            "fin-u-flat-period-every2months",
        ],
    ),
    (
        "rates are nominal: a period's rate is not a root of an effective one",
        &[
            "ec-ex30-interest-only-then-principal",
            "ec-ex31-equal-principal-effective-rate",
            "ec-ex33-effective-8.39",
            "ec-ex38-three-months-interest-only",
        ],
    ),
    (
        "odd days count over the days of their month, not of the year",
        &["ec-ex02-1-odd-first-period-3-365", "ec-ex18-2-long-first-20-days"],
    ),
    ("interest is due each period and is not added to the balance", &["ec-ex40-bridge-capitalised-interest"]),
    (
        "payments are level: none grows, is skipped, stated beforehand or weighted",
        &[
            "ec-ex09-graded-up-3",
            "sce-irregular-summer-skips-act365",
            "tab-cfpb-halfmonth-180000-4.25-after60",
            "tab-curo-advance-3x-10000-7-6",
            "tab-frappe-280000-8.4-fixed14000-actual",
        ],
    ),
    (
        "payments are due at the end of a period, not at its beginning",
        &[
            "dax-cumipmt-13-24-begin",
            "dax-pmt-10000-8-10-begin",
            "lo-cumipmt-4-6-begin",
            "tvm-ipmt-300000-begin-1",
            "tvm-ipmt-300000-begin-2",
            "tvm-ppmt-15000-begin",
        ],
    ),
    ("a loan is repaid to nothing, not to a future value", &["fj-ipmt-100000-fv1000000", "lo-ppmt-8.75"]),
    ("rates end at 100 % a year", &["tvm-pmt-0.3-12-2000"]),
    (
        "a schedule gives no rate, number of periods, present or future value",
        &[
            "dax-effect",
            "dax-fv",
            "dax-rate-48",
            "dax-xirr",
            "lo-xnpv",
            "tvm-fv-0.075-20-begin",
            "tvm-irr-1",
            "tvm-irr-3",
            "tvm-irr-5",
            "tvm-irr-gh44",
            "tvm-nper-0.075",
            "tvm-nper-8000-7",
            "tvm-nper-gh18",
            "tvm-pv-0.07-20",
        ],
    ),
];

/// The reason of each case.
pub fn reasons() -> BTreeMap<&'static str, &'static str> {
    let listed = REASONS.iter().flat_map(|(reason, ids)| ids.iter().map(move |id| (*id, *reason)));
    let reasons: BTreeMap<_, _> = listed.clone().collect();
    assert_eq!(reasons.len(), listed.count(), "a case is listed twice");
    reasons
}
