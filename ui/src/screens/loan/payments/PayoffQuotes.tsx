import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { query } from "../../../api/queries";
import type { PayoffQuote } from "../../../bindings/PayoffQuote";
import { Amount } from "../../../components/Amount";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatAmount } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import { QuoteShown } from "./PayoffDialog";
import classes from "./PaymentsTab.module.css";

const text = messages.payoff;
const columnsOf = (onOpen: (quote: PayoffQuote) => void): ReadonlyArray<PlainColumn<PayoffQuote>> => [
  {
    id: "quoted_on",
    header: text.quotedOn,
    cell: (quote) => (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-label={text.open(formatDate(quote.quoted_on), formatAmount(quote.total))}
        onClick={() => onOpen(quote)}
      >
        {formatDate(quote.quoted_on)}
      </Button>
    ),
  },
  { id: "good_through", header: text.goodThrough, cell: (quote) => formatDate(quote.good_through) },
  {
    id: "principal",
    header: messages.account.principal,
    end: true,
    cell: (quote) => <Amount value={quote.principal} />,
  },
  { id: "interest", header: text.interest, end: true, cell: (quote) => <Amount value={quote.interest} /> },
  {
    id: "fees",
    header: messages.account.fees,
    end: true,
    cell: (quote) => <Amount value={quote.fees} />,
  },
  {
    id: "late_charges",
    header: messages.account.lateCharges,
    end: true,
    cell: (quote) => <Amount value={quote.late_charges} />,
  },
  { id: "held", header: text.less, end: true, cell: (quote) => <Amount value={quote.held} /> },
  { id: "total", header: text.total, end: true, cell: (quote) => <Amount value={quote.total} /> },
  { id: "per_diem", header: text.perDiem, end: true, cell: (quote) => <Amount value={quote.per_diem} /> },
  { id: "quoted_by", header: text.by, cell: (quote) => quote.quoted_by },
];

/** The payoff quotes that the borrower was told. */
export function PayoffQuotes() {
  const loan = useLoan();
  const [opened, setOpened] = useState<PayoffQuote | null>(null);
  const columns = useMemo(() => columnsOf(setOpened), []);
  const answer = useQuery(query("payoff.list", { loan_id: loan.loan_id }));
  if (!answer.data || answer.data.quotes.length === 0) return null;
  return (
    <section className={classes.part} aria-label={text.title}>
      <h3>{text.title}</h3>
      <PlainTable
        name={text.title}
        columns={columns}
        rows={answer.data.quotes}
        rowId={(quote) => quote.quote_id}
      />
      {opened ? <QuoteShown loan={loan} quote={opened} onClose={() => setOpened(null)} /> : null}
    </section>
  );
}
