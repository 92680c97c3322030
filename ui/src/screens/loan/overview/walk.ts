import type { LoanStatus } from "../../../bindings/LoanStatus";
import { messages } from "../../../messages";

/** The way of an application, in order. */
export const walk: LoanStatus[] = [
  "draft",
  "submitted",
  "verification",
  "underwriting",
  "approved",
  "closing",
  "funded",
];

export type Direction = "forward" | "back" | "reject" | "servicing";

/** What kind of step it is, for how it is offered and asked. Whether it is allowed, Rust says. */
export function directionOf(from: LoanStatus, to: LoanStatus): Direction {
  if (to === "rejected") return "reject";
  const start = walk.indexOf(from);
  const end = walk.indexOf(to);
  if (start < 0 || end < 0) return "servicing";
  return end > start ? "forward" : "back";
}

/** The words on the button that offers the step. */
export function actionName(from: LoanStatus, to: LoanStatus): string {
  const text = messages.transitions;
  return directionOf(from, to) === "back" ? text.backTo(messages.statuses[to]) : text.actions[to];
}
