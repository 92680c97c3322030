import { Link } from "@tanstack/react-router";
import type { DueInstalment } from "../../bindings/DueInstalment";
import type { Payment } from "../../bindings/Payment";
import { Amount } from "../../components/Amount";
import type { GridColumn } from "../../components/grid/DataGrid";
import { Tag } from "../../components/Tag";
import { isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";
import { PaymentState } from "./PaymentState";
import classes from "./Payments.module.css";

const text = messages.payments;
const titles = text.columns;

type OfLoan = { loan_id: string; loan_number: string; borrower_name: string };

function loanColumns<Row extends OfLoan>(): Array<GridColumn<Row>> {
  return [
    {
      id: "loan_number",
      header: titles.loan,
      width: "92px",
      value: (row) => row.loan_number,
      cell: (row) => (
        <Link to="/loans/$loanId/payments" params={{ loanId: row.loan_id }} tabIndex={-1}>
          {row.loan_number}
        </Link>
      ),
    },
    {
      id: "borrower_name",
      header: titles.borrower,
      width: "minmax(140px, 1fr)",
      value: (row) => row.borrower_name,
    },
  ];
}

/** A column of amounts by their field. */
function amount<Key extends string, Row extends Record<Key, string>>(
  id: Key,
  header: string,
  width = "110px",
): GridColumn<Row> {
  return {
    id,
    header,
    width,
    end: true,
    value: (row) => row[id],
    compare: compareDecimals,
    cell: (row) => <Amount value={row[id]} />,
  };
}

export const dueColumns: ReadonlyArray<GridColumn<DueInstalment>> = [
  ...loanColumns<DueInstalment>(),
  { id: "number", header: titles.number, width: "60px", end: true, value: (row) => row.number },
  {
    id: "due_on",
    header: titles.due_on,
    width: "116px",
    value: (row) => row.due_on,
    cell: (row) => formatDate(row.due_on),
  },
  amount("payment", titles.payment),
  amount("paid", titles.paid),
  amount("unpaid", titles.unpaid),
  {
    id: "days_past_due",
    header: titles.when,
    width: "104px",
    end: true,
    value: (row) => row.days_past_due,
    cell: ({ days_past_due: days }) =>
      days === 0 ? text.today : days < 0 ? text.inDays(-days) : text.daysAgo(days),
  },
  {
    id: "status",
    header: titles.status,
    width: "176px",
    value: (row) => row.days_past_due,
    cell: (row) => <DueState row={row} />,
  },
];

/** Those of late payments, with what the loan owes in all. */
export const lateColumns: ReadonlyArray<GridColumn<DueInstalment>> = dueColumns.flatMap((column) =>
  column.id === "unpaid"
    ? [column, amount<"loan_past_due", DueInstalment>("loan_past_due", titles.loan_past_due)]
    : [column],
);

/** Whether it is due, in its grace or late, in words. */
function DueState({ row }: { row: DueInstalment }) {
  const partly = isZero(row.paid) ? null : <Tag tone="info">{text.partlyPaid}</Tag>;
  const state =
    row.days_past_due <= 0 ? (
      <Tag>{text.status.due}</Tag>
    ) : row.late_on === null && row.grace_until >= today() ? (
      <Tag tone="warning">{text.status.grace}</Tag>
    ) : (
      <Tag tone="danger">{text.status.late}</Tag>
    );
  return (
    <span className={classes.tags}>
      {state}
      {partly}
    </span>
  );
}

export const receivedColumns: ReadonlyArray<GridColumn<Payment>> = [
  {
    id: "received_on",
    header: titles.received_on,
    width: "116px",
    value: (row) => row.received_on,
    cell: (row) => formatDate(row.received_on),
  },
  ...loanColumns<Payment>(),
  amount("amount", titles.amount),
  amount("fees", titles.fees, "84px"),
  amount("late_charges", titles.late_charges, "100px"),
  amount("interest", titles.interest, "96px"),
  amount("principal", titles.principal),
  amount("held", titles.held, "96px"),
  {
    id: "method",
    header: titles.method,
    width: "76px",
    value: (row) => messages.paymentMethods[row.method],
  },
  { id: "reference", header: titles.reference, width: "112px", value: (row) => row.reference },
  {
    id: "status",
    header: titles.status,
    width: "100px",
    value: (row) => row.reversed_on,
    cell: (row) => <PaymentState payment={row} />,
  },
];
