import type { ReplayOutcome } from "../../bindings/ReplayOutcome";
import { PlainTable } from "../../components/table/PlainTable";
import { Tag, type Tone } from "../../components/Tag";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./EventBrowser.module.css";

const text = messages.events;

const tones: Readonly<Record<ReplayOutcome["outcome"], Tone>> = {
  success: "good",
  failure: "danger",
  skipped: "neutral",
  queued: "neutral",
  would_succeed: "good",
  would_fail: "danger",
  same: "good",
  differs: "warning",
};

const columns = [
  {
    id: "event",
    header: text.event,
    cell: (row: ReplayOutcome) => `#${formatCount(row.position)} ${row.event_type}`,
  },
  { id: "handler", header: text.handler, cell: (row: ReplayOutcome) => row.handler },
  {
    id: "outcome",
    header: text.outcome,
    cell: (row: ReplayOutcome) => (
      <>
        <Tag tone={tones[row.outcome]}>{text.outcomes[row.outcome]}</Tag>
        {row.error === null ? null : <div className={classes.error}>{row.error}</div>}
        {row.differences.length === 0 ? null : (
          <ul className={classes.differences}>
            {row.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        )}
      </>
    ),
  },
];

/** What a replay, a dry run or a retry did, event by event and handler by handler. */
export function Outcomes({ title, outcomes }: { title: string; outcomes: readonly ReplayOutcome[] }) {
  return (
    <section aria-label={title} role="status">
      <div className={classes.sectionHead}>
        <h3>{title}</h3>
      </div>
      {outcomes.length === 0 ? (
        <p className={classes.muted}>{text.results.none}</p>
      ) : (
        <PlainTable
          name={title}
          columns={columns}
          rows={outcomes}
          rowId={(row) => `${row.event_id} ${row.handler}`}
        />
      )}
    </section>
  );
}
