import { Button } from "@mantine/core";
import { type CallError, errorText } from "../api/errors";
import { messages } from "../messages";
import { WarningIcon } from "./icons";
import classes from "./ErrorNote.module.css";

/** What a person mends outside of the window, and then tries again. */
const mendedOutside: ReadonlySet<string> = new Set(["archive_missing"]);

/** What went wrong and what to do, where it went wrong; a passing problem offers to try again. */
export function ErrorNote({ error, onRetry }: { error: CallError; onRetry?: (() => void) | undefined }) {
  const text = errorText(error);
  // Whoever stopped something knows it: that is no alarm.
  const calm = error.code === "cancelled";
  return (
    <div className={classes.note} data-calm={calm} role={calm ? "status" : "alert"}>
      <span className={classes.icon}>
        <WarningIcon />
      </span>
      <div className={classes.text}>
        <strong>{text.title}</strong>
        <span>{text.advice}</span>
        {text.detail === null ? null : (
          <span className={classes.detail} data-selectable>
            {text.detail}
          </span>
        )}
      </div>
      {onRetry && (error.retryable || mendedOutside.has(error.code)) ? (
        <Button variant="default" onClick={onRetry}>
          {messages.common.retry}
        </Button>
      ) : null}
    </div>
  );
}
