import type { LoanStatus } from "../../../bindings/LoanStatus";
import { CheckIcon } from "../../../components/icons";
import { messages } from "../../../messages";
import classes from "./OverviewTab.module.css";
import { walk } from "./walk";

const text = messages.loan;

/** The way from draft to funded, and where the loan stands on it. A loan that left it stands behind its end. */
export function StatusWalk({ status }: { status: LoanStatus }) {
  const place = walk.indexOf(status);
  if (status === "rejected") {
    return (
      <ol className={classes.walk}>
        {walk.map((step) => (
          <Step key={step} name={messages.statuses[step]} state="next" />
        ))}
        <Step name={messages.statuses.rejected} state="stopped" />
      </ol>
    );
  }
  const steps: LoanStatus[] = place < 0 ? [...walk, status] : walk;
  const now = place < 0 ? walk.length : place;
  return (
    <ol className={classes.walk}>
      {steps.map((step, index) => (
        <Step
          key={step}
          name={messages.statuses[step]}
          state={
            index < now || (step === "funded" && index === now) ? "done" : index === now ? "now" : "next"
          }
          current={index === now}
        />
      ))}
    </ol>
  );
}

type StepProps = { name: string; state: "done" | "now" | "next" | "stopped"; current?: boolean };

function Step({ name, state, current = state === "stopped" }: StepProps) {
  const spoken = current ? text.walkNow : state === "done" ? text.walkDone : text.walkNext;
  return (
    <li className={classes.step} data-state={state} aria-current={current ? "step" : undefined}>
      <span className={classes.dot}>{state === "done" ? <CheckIcon size={11} /> : null}</span>
      <span>
        {name}
        <span className="visually-hidden">, {spoken}</span>
      </span>
    </li>
  );
}
