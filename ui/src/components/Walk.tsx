import { messages } from "../messages";
import { CheckIcon } from "./icons";
import classes from "./Walk.module.css";

const text = messages.loan;

export type WalkStep = {
  name: string;
  state: "done" | "now" | "next" | "stopped";
  current?: boolean;
  /** When and by whom, under its name. */
  note?: string | null;
};

/** A way through statuses, and where something stands on it. */
export function Walk({ steps }: { steps: readonly WalkStep[] }) {
  return (
    <ol className={classes.walk}>
      {steps.map((step) => (
        <Step key={step.name} {...step} />
      ))}
    </ol>
  );
}

function Step({ name, state, current = state === "stopped", note = null }: WalkStep) {
  const spoken = current ? text.walkNow : state === "done" ? text.walkDone : text.walkNext;
  return (
    <li className={classes.step} data-state={state} aria-current={current ? "step" : undefined}>
      <span className={classes.dot}>{state === "done" ? <CheckIcon size={11} /> : null}</span>
      <span>
        {name}
        <span className="visually-hidden">, {spoken}</span>
      </span>
      {note === null ? null : <span className={classes.note}>{note}</span>}
    </li>
  );
}
