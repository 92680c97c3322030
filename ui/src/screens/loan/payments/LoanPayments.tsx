import { CommandButton } from "../../../components/CommandButton";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import type { Payment } from "../../../bindings/Payment";
import { Amount } from "../../../components/Amount";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatAmount } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { PaymentState } from "../../payments/PaymentState";
import { useLoan } from "../loan-context";
import classes from "./PaymentsTab.module.css";

const text = messages.payments;
const titles = text.columns;

function amount(id: "amount" | "fees" | "late_charges" | "interest" | "principal" | "held") {
  const column: PlainColumn<Payment> = {
    id,
    header: titles[id],
    end: true,
    cell: (payment) => <Amount value={payment[id]} />,
  };
  return column;
}

/** The payments of the loan, newest first, and where each went. */
export function LoanPayments({ onReverse }: { onReverse: (payment: Payment) => void }) {
  const { loan_id: loanId, is_construction: isConstruction } = useLoan();
  const answer = useQuery(query("payment.list", { loan_id: loanId, limit: 10_000 }));
  if (!answer.data) return null;
  const { payments } = answer.data;
  return (
    <section className={classes.part} aria-label={text.table.received}>
      <h3>{text.views.received}</h3>
      {payments.length === 0 ? (
        <p className={classes.muted}>
          {text.empty.received.text}
          {isConstruction ? ` ${text.ofReserve}` : null}
        </p>
      ) : (
        <PlainTable
          name={text.table.received}
          columns={columnsOf(onReverse)}
          rows={payments}
          rowId={(row) => row.payment_id}
        />
      )}
    </section>
  );
}

function columnsOf(onReverse: (payment: Payment) => void): ReadonlyArray<PlainColumn<Payment>> {
  return [
    { id: "received_on", header: titles.received_on, cell: (row) => formatDate(row.received_on) },
    amount("amount"),
    amount("fees"),
    amount("late_charges"),
    amount("interest"),
    amount("principal"),
    amount("held"),
    {
      id: "balance",
      header: titles.balance,
      end: true,
      cell: ({ balance }) => (balance === null ? messages.common.none : <Amount value={balance} />),
    },
    {
      id: "method",
      header: titles.method,
      cell: (row) => [messages.paymentMethods[row.method], row.reference].filter(Boolean).join(" "),
    },
    {
      id: "actions",
      header: titles.actions,
      cell: (row) =>
        row.reversed_on === null ? (
          <CommandButton
            command="payment.reverse"
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={text.reverseOne(formatAmount(row.amount), formatDate(row.received_on))}
            onClick={() => onReverse(row)}
          >
            {text.reverse}
          </CommandButton>
        ) : (
          <PaymentState payment={row} />
        ),
    },
  ];
}
