//! Construction loans, from the budget to the release of the retainage.

use lendingos_tests::{TestDesk, tell};

/// The figures are worked out in the story itself, beside each step.
#[test]
fn a_house_is_built_from_its_budget_to_the_release_of_the_retainage() {
    tell(include_str!("../stories/construction.json"), &mut TestDesk::new());
}
