import type { LoanStatus } from "../../../bindings/LoanStatus";
import { Walk, type WalkStep } from "../../../components/Walk";
import { messages } from "../../../messages";
import { walk } from "./walk";

/** The way from draft to funded, and where the loan stands on it. A loan that left it stands behind its end. */
export function StatusWalk({ status }: { status: LoanStatus }) {
  return <Walk steps={stepsOf(status)} />;
}

function stepsOf(status: LoanStatus): WalkStep[] {
  if (status === "rejected") {
    const ahead = walk.map((step): WalkStep => ({ name: messages.statuses[step], state: "next" }));
    return [...ahead, { name: messages.statuses.rejected, state: "stopped" }];
  }
  const place = walk.indexOf(status);
  const steps: LoanStatus[] = place < 0 ? [...walk, status] : walk;
  const now = place < 0 ? walk.length : place;
  return steps.map((step, index) => ({
    name: messages.statuses[step],
    state: index < now || (step === "funded" && index === now) ? "done" : index === now ? "now" : "next",
    current: index === now,
  }));
}
