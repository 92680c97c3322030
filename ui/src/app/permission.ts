import { useBook } from "./book-context";
import type { UserRole } from "../bindings/UserRole";
import { commandRoles, roles } from "../bindings/commands";
import { messages } from "../messages";
import type { CommandName } from "../api/client";

/** Whether a command may be called, or why not. */
export type Permission = { allowed: true; reason: null } | { allowed: false; reason: string };

const allowed: Permission = { allowed: true, reason: null };

/** What a role may call. Rust decides; this only keeps the window from offering what would be refused. */
export function permissionOf(role: UserRole, command: CommandName): Permission {
  const needed = commandRoles[command];
  if (needed === "anyone" || roles.indexOf(role) >= roles.indexOf(needed)) return allowed;
  return {
    allowed: false,
    reason: messages.permission.refused(role, roles.slice(roles.indexOf(needed))),
  };
}

/** Whether whoever is signed in may call a command, or why not. */
export function usePermission(command: CommandName): Permission {
  return permissionOf(useBook().role, command);
}
