import { Amount } from "../../../components/Amount";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "./PaymentsTab.module.css";
import { type ReservePayment, useReservePayments } from "./reserve";

const text = messages.payments.reserve;

const columns: ReadonlyArray<PlainColumn<ReservePayment>> = [
  { id: "due", header: text.dueOn, cell: (row) => formatDate(row.dueOn) },
  { id: "amount", header: text.amount, end: true, cell: (row) => <Amount value={row.amount} /> },
  { id: "left", header: text.left, end: true, cell: (row) => <Amount value={row.left} /> },
];

/** Interest that nobody had to pay: the loan's own reserve did, and principal rose by it. */
export function ReservePayments() {
  const loan = useLoan();
  const rows = useReservePayments(loan);
  if (rows.length === 0) return null;
  return (
    <section className={classes.part} aria-label={text.title}>
      <h3>{text.title}</h3>
      <p className={classes.muted}>{text.lead}</p>
      <PlainTable name={text.title} columns={columns} rows={rows} rowId={(row) => row.dueOn} />
    </section>
  );
}
