import type { HandlerRun } from "../../bindings/HandlerRun";
import { Tag, type Tone } from "../../components/Tag";
import { formatMoment } from "../../format/date";
import { formatMicros } from "../../format/duration";
import { messages } from "../../messages";
import classes from "./EventBrowser.module.css";

const text = messages.events;

const tones: Readonly<Record<HandlerRun["status"], Tone>> = {
  success: "good",
  failure: "danger",
  skipped: "neutral",
};

/** The handlers that ran on an event: how it went, how often it was tried, how long it took. */
export function HandlerRuns({ runs }: { runs: readonly HandlerRun[] }) {
  return (
    <section aria-label={text.handlers}>
      <div className={classes.sectionHead}>
        <h3>{text.handlers}</h3>
      </div>
      {runs.length === 0 ? (
        <p className={classes.muted}>{text.noHandlers}</p>
      ) : (
        <ul className={classes.runs}>
          {runs.map((run) => (
            <li key={`${run.handler} ${run.attempt} ${run.executed_at}`}>
              <span>{run.handler}</span>
              <span className={classes.muted}>{formatMicros(run.execution_micros)}</span>
              <Tag tone={tones[run.status]}>{text.runStatuses[run.status]}</Tag>
              {run.error === null ? null : (
                <span className={classes.error} data-selectable>
                  {run.error}
                </span>
              )}
              <span className={classes.when}>
                {formatMoment(run.executed_at)} · {text.attempt(run.attempt)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
