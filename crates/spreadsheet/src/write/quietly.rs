//! A panic that is expected and becomes an error is not printed as well.

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

thread_local! {
    /// Whether a panic of this thread is about to become an error.
    static IS_EXPECTED: Cell<bool> = const { Cell::new(false) };
}

static BESIDE_THE_USUAL: Once = Once::new();

/// What the function answers, or what its panic says.
pub fn unless_it_panics<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    BESIDE_THE_USUAL.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_EXPECTED.get() {
                usual(panic);
            }
        }));
    });
    IS_EXPECTED.set(true);
    let ran = catch_unwind(AssertUnwindSafe(run));
    IS_EXPECTED.set(false);
    ran.map_err(|panic| said(&*panic))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it ended early").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_what_it_says_and_later_ones_are_told_again() {
        assert_eq!(unless_it_panics(|| 7), Ok(7));
        assert_eq!(unless_it_panics(|| panic!("no {}", "room")), Err::<(), _>("no room".to_owned()));
        assert_eq!(unless_it_panics(|| panic!("no room")), Err::<(), _>("no room".to_owned()));
        assert!(!IS_EXPECTED.get());
    }
}
