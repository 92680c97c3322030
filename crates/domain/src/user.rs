//! Who works in a book, and what their role lets them do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    DecisionContext, OrganizationId, UserAdded, UserDeactivated, UserId, UserReactivated, UserRoleChanged,
    text,
};

/// What a user may do. A role has what the roles before it have.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    /// Reads the book and proves that it is whole.
    Auditor,
    /// Also records inspections and keeps attachments.
    Inspector,
    /// Also changes loans, payments and draws.
    Officer,
    /// Also approves and rejects draws.
    Approver,
    /// Also decides who works in the book, and its settings. A book has one.
    Owner,
}

impl UserRole {
    /// Every role, each with what those before it have.
    pub const ALL: [Self; 5] = [Self::Auditor, Self::Inspector, Self::Officer, Self::Approver, Self::Owner];

    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Inspector => "inspector",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Owner => "owner",
        }
    }

    /// Someone of the role, in words; a book has one owner.
    const fn someone(self) -> &'static str {
        match self {
            Self::Auditor => "an auditor",
            Self::Inspector => "an inspector",
            Self::Officer => "an officer",
            Self::Approver => "an approver",
            Self::Owner => "the owner",
        }
    }

    /// Who may do what needs this role, in words: `an approver or the owner`.
    #[must_use]
    pub fn or_more(self) -> String {
        let may: Vec<&str> = Self::ALL.into_iter().filter(|role| *role >= self).map(Self::someone).collect();
        match may.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl std::fmt::Display for UserRole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Someone who works in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The user.
    pub user_id: UserId,
    /// Name, as it was added.
    pub name: String,
    /// What the user may do.
    pub role: UserRole,
    /// Whether the user may work in the book at all.
    pub is_active: bool,
}

/// What is stated of a new user.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Id of the new user.
    pub user_id: UserId,
    /// Name.
    pub name: String,
    /// What the user may do.
    pub role: UserRole,
}

/// What is to become of a user; what is left out stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UserChange {
    /// What the user may do.
    pub role: Option<UserRole>,
    /// Whether the user may work in the book at all.
    pub is_active: Option<bool>,
}

/// What can happen to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserEvent {
    /// Another role.
    RoleChanged(UserRoleChanged),
    /// Shut out.
    Deactivated(UserDeactivated),
    /// Let in again.
    Reactivated(UserReactivated),
}

/// Why a user was not added or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UserRejection {
    /// A name that is empty or too long.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// A user has that name already.
    #[error("the book has a user named {name:?} already{}", if *.is_active { "" } else { ", who was deactivated: reactivate them, or add another name" })]
    Exists {
        /// The name, as it was added.
        name: String,
        /// Whether that user may work in the book.
        is_active: bool,
    },
    /// A second owner.
    #[error("role must not be owner: a book has one owner, named when it was made")]
    OneOwner,
    /// Another role for the owner, or none.
    #[error("the owner of a book keeps their role and cannot be deactivated")]
    OwnerIsFixed {
        /// The input field at fault.
        field: &'static str,
    },
    /// Neither a role nor whether they are active.
    #[error("role must be given where is_active is not: nothing would change")]
    NothingToChange,
}

impl UserRejection {
    /// The input field at fault.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Text(error) => error.field,
            Self::Exists { .. } => "name",
            Self::OneOwner | Self::NothingToChange => "role",
            Self::OwnerIsFixed { field } => field,
        }
    }
}

/// Decides whether someone can be added to the users of the book.
///
/// # Errors
/// A name that is empty, over 200 characters or another user's, whether that one is active or not; a second owner.
pub fn add_user(new: NewUser, users: &[User], context: &DecisionContext) -> Result<UserAdded, UserRejection> {
    let name = text::line("name", &new.name, 200)?;
    if let Some(other) = users.iter().find(|user| user.is_named(&name)) {
        return Err(UserRejection::Exists { name: other.name.clone(), is_active: other.is_active });
    }
    if new.role == UserRole::Owner {
        return Err(UserRejection::OneOwner);
    }
    Ok(UserAdded {
        user_id: new.user_id,
        organization_id: context.organization_id,
        name,
        role: new.role,
        added_by: context.user.clone(),
    })
}

impl User {
    /// The owner, who is a user from the making of the book on.
    #[must_use]
    pub fn owner(organization_id: OrganizationId, name: String) -> Self {
        Self { user_id: UserId::of_owner(organization_id), name, role: UserRole::Owner, is_active: true }
    }

    /// Whether someone typed this user's name: white space around it and capitals do not count.
    #[must_use]
    pub fn is_named(&self, typed: &str) -> bool {
        self.name.trim().to_lowercase() == typed.trim().to_lowercase()
    }

    /// Decides what becomes of a user; nothing where all is so already.
    ///
    /// # Errors
    /// A change of the owner, a second owner, or no change named at all.
    pub fn change(
        &self,
        wish: UserChange,
        context: &DecisionContext,
    ) -> Result<Vec<UserEvent>, UserRejection> {
        if wish == UserChange::default() {
            return Err(UserRejection::NothingToChange);
        }
        let role = wish.role.filter(|role| *role != self.role);
        let is_active = wish.is_active.filter(|is_active| *is_active != self.is_active);
        if self.role == UserRole::Owner {
            return match (role, is_active) {
                (None, None) => Ok(Vec::new()),
                (Some(_), _) => Err(UserRejection::OwnerIsFixed { field: "role" }),
                (None, Some(_)) => Err(UserRejection::OwnerIsFixed { field: "is_active" }),
            };
        }
        if role == Some(UserRole::Owner) {
            return Err(UserRejection::OneOwner);
        }
        Ok(role
            .map(|to| self.role_changed(to, context))
            .into_iter()
            .chain(is_active.map(|is_active| self.activity_changed(is_active, context)))
            .collect())
    }

    fn role_changed(&self, to: UserRole, context: &DecisionContext) -> UserEvent {
        UserEvent::RoleChanged(UserRoleChanged {
            user_id: self.user_id,
            organization_id: context.organization_id,
            from: self.role,
            to,
            changed_by: context.user.clone(),
        })
    }

    fn activity_changed(&self, is_active: bool, context: &DecisionContext) -> UserEvent {
        let (user_id, organization_id) = (self.user_id, context.organization_id);
        let by = context.user.clone();
        if is_active {
            UserEvent::Reactivated(UserReactivated { user_id, organization_id, reactivated_by: by })
        } else {
            UserEvent::Deactivated(UserDeactivated { user_id, organization_id, deactivated_by: by })
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use uuid::Uuid;

    use super::*;
    use crate::{Currency, OrganizationSettings};

    fn context() -> DecisionContext {
        DecisionContext {
            organization_id: OrganizationId::from_uuid(Uuid::from_u128(7)),
            now: DateTime::UNIX_EPOCH,
            today: NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
            user: "Ada".to_owned(),
            currency: Currency::from_code("USD").unwrap(),
        }
    }

    fn owner() -> User {
        User::owner(context().organization_id, "Ada".to_owned())
    }

    fn grace(role: UserRole, is_active: bool) -> User {
        User {
            user_id: UserId::from_uuid(Uuid::from_u128(1)),
            name: "Grace Hopper".to_owned(),
            role,
            is_active,
        }
    }

    fn add(name: &str, role: UserRole, users: &[User]) -> Result<UserAdded, UserRejection> {
        let user_id = UserId::from_uuid(Uuid::from_u128(2));
        add_user(NewUser { user_id, name: name.to_owned(), role }, users, &context())
    }

    #[test]
    fn given_an_owner_someone_is_added_by_a_trimmed_name() {
        let added = add("  Grace Hopper ", UserRole::Inspector, &[owner()]).unwrap();
        assert_eq!((added.name.as_str(), added.role), ("Grace Hopper", UserRole::Inspector));
        assert_eq!((added.added_by.as_str(), added.organization_id), ("Ada", context().organization_id));
    }

    #[test]
    fn given_users_a_name_is_nobodys_twice_and_there_is_no_second_owner() {
        let users = [owner(), grace(UserRole::Officer, false)];
        let name = "Grace Hopper".to_owned();
        let cases = [
            (
                " ada ",
                UserRole::Officer,
                UserRejection::Exists { name: "Ada".to_owned(), is_active: true },
                "name",
            ),
            ("GRACE hopper", UserRole::Auditor, UserRejection::Exists { name, is_active: false }, "name"),
            ("Ben", UserRole::Owner, UserRejection::OneOwner, "role"),
        ];
        for (typed, role, rejection, field) in cases {
            assert_eq!((rejection.field(), add(typed, role, &users)), (field, Err(rejection)), "{typed}");
        }
        for typed in ["", " \t ", &"n".repeat(201)] {
            assert!(
                matches!(add(typed, UserRole::Officer, &users), Err(UserRejection::Text(_))),
                "{typed:?}"
            );
        }
        assert_eq!(add(&"n".repeat(200), UserRole::Officer, &users).unwrap().name.len(), 200);
    }

    #[test]
    fn given_a_user_only_what_differs_happens() {
        let change = |role, is_active| UserChange { role, is_active };
        let kinds = |user: &User, wish| {
            let kind = |event: &UserEvent| match event {
                UserEvent::RoleChanged(changed) => {
                    format!("{} to {} by {}", changed.from, changed.to, changed.changed_by)
                }
                UserEvent::Deactivated(_) => "deactivated".to_owned(),
                UserEvent::Reactivated(_) => "reactivated".to_owned(),
            };
            user.change(wish, &context()).map(|events| events.iter().map(kind).collect::<Vec<_>>())
        };
        let active = grace(UserRole::Officer, true);
        let cases = [
            (change(Some(UserRole::Approver), None), vec!["officer to approver by Ada"]),
            (change(None, Some(false)), vec!["deactivated"]),
            (change(Some(UserRole::Auditor), Some(false)), vec!["officer to auditor by Ada", "deactivated"]),
            (change(Some(UserRole::Officer), Some(true)), vec![]),
        ];
        for (wish, expected) in cases {
            assert_eq!(kinds(&active, wish).unwrap(), expected, "{wish:?}");
        }
        assert_eq!(
            kinds(&grace(UserRole::Officer, false), change(None, Some(true))).unwrap(),
            ["reactivated"]
        );
        assert_eq!(kinds(&active, change(None, None)), Err(UserRejection::NothingToChange));
        assert_eq!(kinds(&active, change(Some(UserRole::Owner), None)), Err(UserRejection::OneOwner));
    }

    #[test]
    fn given_the_owner_nothing_changes() {
        let change = |role, is_active| owner().change(UserChange { role, is_active }, &context());
        let fixed = |field| Err(UserRejection::OwnerIsFixed { field });
        assert_eq!(change(Some(UserRole::Auditor), None), fixed("role"));
        assert_eq!(change(None, Some(false)), fixed("is_active"));
        assert_eq!(change(Some(UserRole::Owner), Some(true)), Ok(Vec::new()));
    }

    #[test]
    fn says_who_may_do_something() {
        let words = UserRole::ALL.map(UserRole::or_more);
        assert_eq!(words[1], "an inspector, an officer, an approver or the owner");
        assert_eq!(words[3..], ["an approver or the owner", "the owner"]);
    }

    #[test]
    fn given_settings_only_others_are_an_event() {
        let (off, on) = (OrganizationSettings::default(), OrganizationSettings { one_person_lender: true });
        let changed = off.change(on, &context()).unwrap();
        assert!(changed.one_person_lender && changed.changed_by == "Ada");
        assert_eq!(on.change(on, &context()), None);
    }

    #[test]
    fn the_owners_id_is_the_organizations_with_another_version() {
        let organization =
            OrganizationId::from_uuid(Uuid::from_u128(0x01a2_08c2_2efc_7081_b1b4_6f4b_653a_b8e9));
        assert_eq!(UserId::of_owner(organization).to_string(), "01a208c2-2efc-8081-b1b4-6f4b653ab8e9");
    }
}
