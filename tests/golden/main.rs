//! The domain against figures that others published.
//!
//! `vectors/` holds the figures with their sources; its README says which convention each source uses. Every case
//! is either checked in full as one loan, or listed in [`not_yet`] with the figures that keep it from being one: it is
//! then put together of what there is (payments that are recorded, an amendment, two schedules), checked in part, or
//! not at all. A case that is none of these, or is listed and need not be, fails [`every_case_has_its_place`].
//!
//! Figures are compared to the cent. Where a source keeps balances unrounded, the tolerance is how far a schedule
//! that rounds each row drifts away from it; the engine is not tuned to the printed cents.

#![expect(clippy::unwrap_used, reason = "a figure that cannot be read fails the test")]

mod appendix_j;
mod aprc;
mod case;
mod day_counts;
mod eu_examples;
mod eu_recorded;
mod fineract;
mod fineract_events;
mod fineract_flat;
mod not_yet;
mod recorded;
mod regz;
mod sherman;
mod tables;
mod tables_curo;
mod tables_recorded;
mod time_value;
mod value_functions;

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
    ("regz_apr", 15, regz::check),
    ("sherman_sce", 5, sherman::check),
    ("tvm_functions", 44, time_value::check),
];

/// Checks of the rates of cases whose schedules the group's own check looks at; true where a case has a rate.
type Rates = (&'static str, fn(&Case) -> bool);

const RATES: [Rates; 2] = [("eu_aprc_examples", aprc::check), ("sherman_sce", regz::check_of_schedule)];

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
fn rates_of_cases_of_other_groups() {
    for (group, check) in RATES {
        let cases = case::read(group);
        let unchecked: Vec<&str> =
            cases.iter().filter(|case| !check(case)).map(|case| case.id.as_str()).collect();
        assert!(unchecked.is_empty(), "{group}: {unchecked:?}");
    }
}

#[test]
fn every_case_has_its_place() {
    let (mut whole, mut put_together, mut part, mut not_yet) = (0, 0, 0, 0);
    let mut reasons = not_yet::reasons();
    for (group, ..) in GROUPS {
        for (id, coverage) in check_group(group) {
            if coverage == Coverage::Whole {
                whole += 1;
                continue;
            }
            let reason = reasons.remove(id.as_str()).unwrap_or_else(|| panic!("{id} has no reason"));
            match coverage {
                Coverage::Whole => {}
                Coverage::PutTogether => {
                    put_together += 1;
                    println!("put together  {id}: {reason}");
                }
                Coverage::Part(missing) => {
                    part += 1;
                    println!("in part  {id}, without {missing}: {reason}");
                }
                Coverage::NotYet => {
                    not_yet += 1;
                    println!("not yet  {id}: {reason}");
                }
            }
        }
    }
    println!("{whole} cases checked, {put_together} put together, {part} in part, {not_yet} not yet");
    assert!(reasons.is_empty(), "listed, but stated by one loan: {reasons:?}");
    assert_eq!((whole, put_together, part, not_yet), not_yet::COUNTS);
}
