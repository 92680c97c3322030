import type { LoanAccount } from "../../bindings/LoanAccount";
import type { ReversalPreview } from "../../bindings/ReversalPreview";
import { Amount } from "../../components/Amount";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatAmount, isZero } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Payments.module.css";

const text = messages.payments;
type Line = { id: keyof typeof text.effectRows; before: string; after: string };

const columns: ReadonlyArray<PlainColumn<Line>> = [
  { id: "what", header: text.reverseColumns.what, cell: (line) => text.effectRows[line.id] },
  {
    id: "before",
    header: text.reverseColumns.before,
    end: true,
    cell: (line) => <Amount value={line.before} />,
  },
  {
    id: "after",
    header: text.reverseColumns.after,
    end: true,
    cell: (line) => <Amount value={line.after} />,
  },
];

/** What is owed while the payment counts and without it, and what else follows. */
export function ReversalEffect({ preview, stale }: { preview: ReversalPreview; stale: boolean }) {
  const { fee, moves, status } = preview;
  return (
    <section className={classes.effect} aria-label={text.reverseFigures} aria-busy={stale}>
      <PlainTable
        name={text.reverseFigures}
        columns={columns}
        rows={linesOf(preview)}
        rowId={(line) => line.id}
      />
      <ul className={classes.notes}>
        <li>{text.reverseStatus(messages.statuses[status])}</li>
        {isZero(fee) ? null : <li>{text.reverseFee(formatAmount(fee))}</li>}
        {preview.changes_schedule ? <li>{text.changesSchedule}</li> : null}
        {moves.length > 0 ? <li>{text.moves(moves.length)}</li> : null}
      </ul>
    </section>
  );
}

function linesOf({ before, after }: ReversalPreview): Line[] {
  const line = (id: Line["id"], of: (account: LoanAccount) => string): Line => ({
    id,
    before: of(before),
    after: of(after),
  });
  const parts = [
    line("fees", (account) => account.fees),
    line("late_charges", (account) => account.late_charges),
    line("interest", (account) => account.accrued_interest),
    line("principal", (account) => account.principal),
    line("held", (account) => account.held),
  ].filter((part) => ![part.before, part.after].every(isZero));
  return [...parts, line("total", (account) => account.total)];
}
