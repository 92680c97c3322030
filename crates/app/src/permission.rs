//! Who may do what: the role of whoever is signed in, as it is now.

use domain::UserRole;
use store::Transaction;

use crate::{AppError, Book, Result, queries};

/// The role of whoever is signed in. The owner's cannot change and is not read, so that a book whose projections were
/// damaged still has someone who can make them again.
///
/// # Errors
/// Someone who was deactivated since they signed in, or storage.
pub fn role(book: &Book, transaction: &mut dyn Transaction) -> Result<UserRole> {
    let signed_in = book.user();
    if signed_in.user_id == domain::UserId::of_owner(book.organization().id) {
        return Ok(UserRole::Owner);
    }
    let user = match queries::user::get(transaction, signed_in.user_id) {
        Err(AppError::NotFound { .. }) => return Err(AppError::UnknownUser(signed_in.name.clone())),
        found => found?,
    };
    if user.is_active { Ok(user.role) } else { Err(AppError::DeactivatedUser(user.name)) }
}

/// Goes on only where whoever is signed in has the role, or one that has more.
///
/// # Errors
/// [`AppError::NotPermitted`]; as [`role`].
pub fn require(book: &Book, transaction: &mut dyn Transaction, needed: UserRole) -> Result<()> {
    let role = role(book, transaction)?;
    if role >= needed {
        return Ok(());
    }
    Err(AppError::NotPermitted { user: book.user().name.clone(), role, needed })
}

/// Whether whoever is signed in has the role, or one that has more.
///
/// # Errors
/// Storage.
pub fn has(book: &Book, needed: UserRole) -> Result<bool> {
    match book.read(|transaction| require(book, transaction, needed)) {
        Ok(()) => Ok(true),
        Err(AppError::NotPermitted { .. } | AppError::DeactivatedUser(_) | AppError::UnknownUser(_)) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
