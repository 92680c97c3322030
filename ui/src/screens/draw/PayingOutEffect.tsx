import type { LoanAccount } from "../../bindings/LoanAccount";
import { Amount } from "../../components/Amount";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.effect;
type Line = { id: keyof typeof text.rows; before: React.ReactNode; after: React.ReactNode };

const columns: ReadonlyArray<PlainColumn<Line>> = [
  { id: "what", header: text.columns.what, cell: (line) => text.rows[line.id] },
  { id: "before", header: text.columns.before, end: true, cell: (line) => line.before },
  { id: "after", header: text.columns.after, end: true, cell: (line) => line.after },
];

type Props = {
  before: LoanAccount;
  after: LoanAccount;
  stale: boolean;
  /** Retainage held, where it changes. */
  held?: { before: string; after: string };
};

/** What is owed of the loan on the day, without the money that goes out and with it. */
export function PayingOutEffect({ before, after, stale, held }: Props) {
  const amounts = (id: Line["id"], one: string | null, other: string | null): Line => ({
    id,
    before: one === null ? messages.common.none : <Amount value={one} />,
    after: other === null ? messages.common.none : <Amount value={other} />,
  });
  const lines: Line[] = [
    amounts("principal", before.principal, after.principal),
    amounts("perDiem", before.per_diem, after.per_diem),
    amounts("nextDue", before.next_due, after.next_due),
    { id: "nextDueOn", before: nextDueOn(before), after: nextDueOn(after) },
    ...(held ? [amounts("retainage", held.before, held.after)] : []),
  ];
  return (
    <section aria-label={text.title} aria-busy={stale}>
      <PlainTable name={text.title} columns={columns} rows={lines} rowId={(line) => line.id} />
    </section>
  );
}

function nextDueOn({ next_due_on: day }: LoanAccount): string {
  return day === null ? messages.common.none : formatDate(day);
}
