//! Who works in the book, who is signed in, and what holds for the whole book.

use app::{
    Book, Result,
    bus::UnitOfWork,
    commands,
    queries::{self, book::BookView, user::User},
};
use domain::{NewUser, OrganizationSettings, UserChange, UserId};
use store::Transaction;

use super::{Answer, view};
use crate::{Desk, input::*, output::*};

pub fn book_sign_in(desk: &Desk, input: SignIn) -> Answer<BookView> {
    view(&*desk.sign_in(&input.user)?)
}

pub fn organization_configure(
    _: &Book,
    work: &mut UnitOfWork<'_>,
    input: ConfigureOrganization,
) -> Result<OrganizationSettings> {
    let settings = OrganizationSettings { one_person_lender: input.one_person_lender };
    commands::organization::configure(work, settings)?;
    queries::organization::settings(work.transaction())
}

pub fn user_add(_: &Book, work: &mut UnitOfWork<'_>, input: AddUser) -> Result<User> {
    let AddUser { name, role } = input;
    let user_id = UserId::from_uuid(work.next_id());
    commands::user::add(work, NewUser { user_id, name, role })?;
    queries::user::get(work.transaction(), user_id)
}

pub fn user_change(_: &Book, work: &mut UnitOfWork<'_>, input: ChangeUser) -> Result<User> {
    let ChangeUser { user_id, role, is_active } = input;
    commands::user::change(work, user_id, UserChange { role, is_active })?;
    queries::user::get(work.transaction(), user_id)
}

pub fn user_list(_: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<UserList> {
    Ok(UserList { users: queries::user::list(transaction)? })
}
