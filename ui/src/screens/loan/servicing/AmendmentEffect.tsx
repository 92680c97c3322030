import type { AmendmentPreview } from "../../../bindings/AmendmentPreview";
import type { SchedulePreview } from "../../../bindings/SchedulePreview";
import { Amount } from "../../../components/Amount";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatAmount, isZero } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { ScheduleTable } from "../../schedule/ScheduleTable";
import classes from "./Amendment.module.css";

const text = messages.amendments;
type Row = { label: string; schedule: SchedulePreview; interest: string };

function amount(header: string, of: (schedule: SchedulePreview) => string | undefined): PlainColumn<Row> {
  return { id: header, header, end: true, cell: ({ schedule }) => <Amount value={of(schedule) ?? "0"} /> };
}

const columns: ReadonlyArray<PlainColumn<Row>> = [
  { id: "what", header: text.what, cell: (row) => row.label },
  amount(text.firstPayment, ({ payments }) => payments[0]?.payment),
  amount(text.lastPayment, ({ payments }) => payments.at(-1)?.payment),
  { id: "payments", header: text.payments, end: true, cell: ({ schedule }) => schedule.payments.length },
  {
    id: "maturity",
    header: text.maturity,
    end: true,
    cell: ({ schedule }) => formatDate(schedule.maturity_on),
  },
  { id: "interest", header: text.interest, end: true, cell: (row) => <Amount value={row.interest} /> },
];

/** The payments to come as they are and as they will be, side by side. */
export function AmendmentEffect({ preview, stale }: { preview: AmendmentPreview | null; stale: boolean }) {
  if (!preview) return <p className={classes.empty}>{text.empty}</p>;
  const { before, after, carried_interest: carried, past_due: pastDue } = preview;
  const rows = [
    { label: text.before, schedule: before, interest: preview.interest_before },
    { label: text.after, schedule: after, interest: preview.interest_after },
  ];
  return (
    <div className={classes.effect} aria-busy={stale}>
      <PlainTable name={text.compare} columns={columns} rows={rows} rowId={(row) => row.label} />
      {isZero(pastDue) ? null : <p className={classes.empty}>{text.pastDue(formatAmount(pastDue))}</p>}
      {isZero(carried) ? null : <p className={classes.empty}>{text.carried(formatAmount(carried))}</p>}
      <div className={classes.sides}>
        {rows.map((row) => (
          <Side key={row.label} title={row.label} schedule={row.schedule} />
        ))}
      </div>
    </div>
  );
}

function Side({ title, schedule }: { title: string; schedule: SchedulePreview }) {
  return (
    <section className={classes.side} aria-label={title}>
      <h3>{title}</h3>
      <ScheduleTable rows={schedule.payments} years={schedule.years} totals={schedule.totals} />
    </section>
  );
}
