//! The domain against figures that others published.
//!
//! `vectors/` holds the figures with their sources; its README says which convention each source uses. Every case
//! is either checked in full, checked in part, or listed in [`not_yet`] with the reason why today's loans cannot
//! state it: a case that is none of these, or that is listed and could be checked, fails [`every_case_has_its_place`].
//!
//! Figures are compared to the cent. Where a source keeps balances unrounded, the tolerance is how far a schedule
//! that rounds each row drifts away from it; the engine is not tuned to the printed cents.

#![expect(clippy::unwrap_used, reason = "a figure that cannot be read fails the test")]

mod case;
mod day_counts;
mod eu_examples;
mod fineract;
mod not_yet;
mod sherman;
mod tables;
mod time_value;

use std::collections::BTreeMap;

use case::{Case, Coverage};

/// How a group is checked, and how many cases it has.
type Group = (&'static str, usize, fn(&Case) -> Coverage);

const GROUPS: [Group; 10] = [
    ("daycount", 100, day_counts::check),
    ("eu_aprc_examples", 20, eu_examples::check),
    ("fineract_features", 33, fineract::check),
    ("fineract_unit", 18, fineract::check),
    ("frappe_lending", 3, tables::check),
    ("loan_schedule_js", 4, tables::check),
    ("published_tables", 10, tables::check),
    ("regz_apr", 15, |_| Coverage::NotYet),
    ("sherman_sce", 5, sherman::check),
    ("tvm_functions", 44, time_value::check),
];

fn check_group(name: &str) -> BTreeMap<String, Coverage> {
    let (_, count, check) = GROUPS.into_iter().find(|(group, ..)| *group == name).unwrap();
    let cases = case::read(name);
    assert_eq!(cases.len(), count, "cases of {name}");
    cases.into_iter().map(|case| (case.id.clone(), check(&case))).collect()
}

macro_rules! groups {
    ($($group:ident)*) => {
        $(
            #[test]
            fn $group() {
                check_group(stringify!($group));
            }
        )*

        #[test]
        fn every_group_has_a_test() {
            let mut tested = [$(stringify!($group)),*];
            tested.sort_unstable();
            assert_eq!(tested, GROUPS.map(|(group, ..)| group));
            let mut files: Vec<_> = case::files();
            files.sort_unstable();
            assert_eq!(files, tested);
        }
    };
}

groups! {
    daycount eu_aprc_examples fineract_features fineract_unit frappe_lending loan_schedule_js published_tables
    regz_apr sherman_sce tvm_functions
}

#[test]
fn every_case_has_its_place() {
    let (mut whole, mut part, mut not_yet) = (0, 0, 0);
    let mut reasons = not_yet::reasons();
    for (group, ..) in GROUPS {
        for (id, coverage) in check_group(group) {
            match coverage {
                Coverage::Whole => whole += 1,
                Coverage::Part(missing) => {
                    part += 1;
                    println!("in part  {id}: without {missing}");
                }
                Coverage::NotYet => {
                    not_yet += 1;
                    let reason = reasons.remove(id.as_str()).unwrap_or_else(|| panic!("{id} is not checked"));
                    println!("not yet  {id}: {reason}");
                }
            }
        }
    }
    println!("{whole} cases checked, {part} in part, {not_yet} not yet");
    assert!(reasons.is_empty(), "listed as not yet, but checked: {reasons:?}");
    assert_eq!((whole, part, not_yet), not_yet::COUNTS);
}
