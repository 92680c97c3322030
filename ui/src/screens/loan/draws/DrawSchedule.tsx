import type { DrawScheduleDay } from "../../../bindings/DrawScheduleDay";
import { Amount } from "../../../components/Amount";
import { Plot } from "../../../components/chart/Plot";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatRate } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { daysBetween, steps } from "./draw-chart";
import classes from "./Draws.module.css";

const text = messages.budget.schedule;

const columns: ReadonlyArray<PlainColumn<DrawScheduleDay>> = [
  { id: "on", header: text.day, cell: (day) => formatDate(day.on) },
  { id: "planned", header: text.planned, end: true, cell: (day) => <Amount value={day.planned} /> },
  { id: "percent_planned", header: "%", end: true, cell: (day) => formatRate(day.percent_planned) },
  {
    id: "actual",
    header: text.actual,
    end: true,
    cell: (day) =>
      day.actual === null ? (
        <span className={classes.muted}>{text.notYet}</span>
      ) : (
        <Amount value={day.actual} />
      ),
  },
  {
    id: "percent_actual",
    header: "%",
    end: true,
    cell: (day) => (day.percent_actual === null ? null : formatRate(day.percent_actual)),
  },
];

/** What was planned to be drawn and what was, as lines and as a table. */
export function DrawSchedule({ days }: { days: readonly DrawScheduleDay[] }) {
  return (
    <section className={classes.part} aria-label={text.title}>
      <div className={classes.partHead}>
        <h3>{text.title}</h3>
        {days.length === 0 ? null : <Key />}
      </div>
      {days.length === 0 ? (
        <p className={classes.muted}>{text.none}</p>
      ) : (
        <div className={classes.schedule}>
          <Chart days={days} />
          <PlainTable name={text.title} columns={columns} rows={days} rowId={(day) => day.on} />
        </div>
      )}
    </section>
  );
}

function Key() {
  return (
    <span className={classes.key}>
      <span>
        <svg width="22" height="8" aria-hidden="true">
          <path d="M0 4h22" className={classes.planned} />
        </svg>
        {text.planned}
      </span>
      <span>
        <svg width="22" height="8" aria-hidden="true">
          <path d="M0 4h22" className={classes.actual} />
        </svg>
        {text.actual}
      </span>
    </span>
  );
}

const scale = [0, 25, 50, 75, 100] as const;

/** Both sums over time, in steps: money moves on its day. */
function Chart({ days }: { days: readonly DrawScheduleDay[] }) {
  const first = days[0]?.on ?? "";
  const last = days.at(-1)?.on ?? "";
  const length = Math.max(1, daysBetween(first, last));
  const at = (day: string) => (daysBetween(first, day) / length) * 100;
  const planned = days.map((day) => ({ x: at(day.on), percent: day.percent_planned }));
  const actual = days.flatMap((day) =>
    day.percent_actual === null ? [] : [{ x: at(day.on), percent: day.percent_actual }],
  );
  const drawn = steps(actual);
  const end = actual.at(-1)?.x ?? 0;
  return (
    <Plot
      label={text.chart}
      ticks={scale.map((percent) => ({ at: percent, text: formatRate(String(percent)) }))}
      below={
        <>
          <span>{formatDate(first)}</span>
          {last === first ? null : <span>{formatDate(last)}</span>}
        </>
      }
    >
      {drawn === "" ? null : <path d={`${drawn} L${end} 100 L0 100 Z`} className={classes.area} />}
      <path d={steps(planned)} className={classes.planned} />
      <path d={drawn} className={classes.actual} />
    </Plot>
  );
}
