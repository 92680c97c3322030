import type { LoanAccount } from "../../bindings/LoanAccount";
import type { PaymentPreview } from "../../bindings/PaymentPreview";
import { Amount } from "../../components/Amount";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatAmount, isZero } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Payments.module.css";

const text = messages.payments;
type Line = { id: keyof typeof text.effectRows; before: string; payment: string; after: string };

/** What is owed before and after, and what the payment does to each part of it. */
export function PaymentEffect({ preview, stale }: { preview: PaymentPreview | null; stale: boolean }) {
  if (!preview) return <p className={classes.hint}>{text.effectEmpty}</p>;
  const { allocation, after } = preview;
  return (
    <section className={classes.effect} aria-label={text.effect} aria-busy={stale}>
      <PlainTable name={text.effect} columns={columns} rows={linesOf(preview)} rowId={(line) => line.id} />
      <ul className={classes.notes}>
        {isZero(allocation.prepaid) ? null : <li>{text.prepays(formatAmount(allocation.prepaid))}</li>}
        {after.settled_on === null ? null : <li>{text.settles}</li>}
        {preview.changes_schedule ? <li>{text.changesSchedule}</li> : null}
        {preview.moves.length > 0 ? <li>{text.moves(preview.moves.length)}</li> : null}
      </ul>
    </section>
  );
}

const columns: ReadonlyArray<PlainColumn<Line>> = [
  { id: "what", header: text.effectColumns.what, cell: (line) => text.effectRows[line.id] },
  {
    id: "before",
    header: text.effectColumns.before,
    end: true,
    cell: (line) => <Amount value={line.before} />,
  },
  {
    id: "payment",
    header: text.effectColumns.payment,
    end: true,
    cell: (line) => (isZero(line.payment) ? messages.common.none : <Amount value={line.payment} />),
  },
  { id: "after", header: text.effectColumns.after, end: true, cell: (line) => <Amount value={line.after} /> },
];

function linesOf({ allocation, before, after }: PaymentPreview): Line[] {
  const line = (id: Line["id"], of: (account: LoanAccount) => string, payment: string): Line => ({
    id,
    before: of(before),
    payment,
    after: of(after),
  });
  const parts = [
    line("fees", (account) => account.fees, allocation.fees),
    line("late_charges", (account) => account.late_charges, allocation.late_charges),
    line("interest", (account) => account.accrued_interest, allocation.interest),
    line("principal", (account) => account.principal, allocation.principal),
    line("held", (account) => account.held, allocation.held),
  ].filter((part) => ![part.before, part.payment, part.after].every(isZero));
  return [...parts, line("total", (account) => account.total, allocation.amount)];
}
