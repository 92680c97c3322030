//! What the commands about users and settings take.

use domain::{UserId, UserRole};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

inputs! {
    /// Passes the open book to another of its users.
    SignIn {
        /// The user's name; capitals do not count.
        user: String,
    }

    /// Adds a user.
    AddUser {
        /// Name, unlike that of every other user of the book; capitals do not count. At most 200 characters.
        name: String,
        /// What the user may do; a book has one owner, so that it is another role.
        role: UserRole,
    }

    /// Changes a user, but for the owner; what is left out stays.
    ChangeUser {
        /// The user.
        user_id: UserId,
        /// What the user may do.
        #[serde(default)]
        role: Option<UserRole>,
        /// Whether the user may work in the book at all.
        #[serde(default)]
        is_active: Option<bool>,
    }

    /// Sets what holds for the whole book.
    ConfigureOrganization {
        /// Whether whoever requested a draw may approve it as well; each such approval then says so.
        one_person_lender: bool,
    }
}
