import { inWords } from "../api/errors";
import { WarningIcon } from "./icons";
import classes from "./Problem.module.css";

/** What stands in the way of what is being typed, as Rust says it; nothing where nothing does. */
export function Problem({ problem }: { problem: string | null | undefined }) {
  return (
    <div role="status" className={classes.place}>
      {problem ? (
        <p className={classes.problem}>
          <WarningIcon size={14} />
          <span>{inWords(problem)}</span>
        </p>
      ) : null}
    </div>
  );
}
