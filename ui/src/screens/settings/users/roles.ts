import type { UserRole } from "../../../bindings/UserRole";
import { roles } from "../../../bindings/commands";
import { messages } from "../../../messages";

/** A role that the owner can give; a book has one owner. */
export type GivenRole = Exclude<UserRole, "owner">;

export function isGivenRole(role: string): role is GivenRole {
  return role !== "owner" && roles.some((known) => known === role);
}

/** The roles that can be given, as a select offers them. */
export const givenRoles = roles
  .filter((role) => role !== "owner")
  .map((role) => ({ value: role, label: messages.roles[role] }));
