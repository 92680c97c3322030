import { CommandButton } from "../../../components/CommandButton";
import type { Loan } from "../../../bindings/Loan";
import type { LoanStatus } from "../../../bindings/LoanStatus";
import classes from "./OverviewTab.module.css";
import { type Direction, actionName, directionOf } from "./walk";

const order: readonly Direction[] = ["forward", "back", "reject"];

/** The steps of an application that Rust allows now: the way on first, back and reject after it. Servicing has its own. */
export function TransitionButtons({ loan, onChoose }: { loan: Loan; onChoose: (to: LoanStatus) => void }) {
  const steps = loan.allowed_transitions
    .map((to) => ({ to, direction: directionOf(loan.status, to) }))
    .filter(({ direction }) => direction !== "servicing")
    .toSorted((a, b) => order.indexOf(a.direction) - order.indexOf(b.direction));
  if (steps.length === 0) return null;
  return (
    <div className={classes.actions}>
      {steps.map(({ to, direction }) => (
        <CommandButton
          command="loan.transition"
          key={to}
          variant={direction === "forward" ? "filled" : direction === "reject" ? "subtle" : "default"}
          {...(direction === "reject" ? { color: "red", className: classes.apart } : {})}
          onClick={() => onChoose(to)}
        >
          {actionName(loan.status, to)}
        </CommandButton>
      ))}
    </div>
  );
}
