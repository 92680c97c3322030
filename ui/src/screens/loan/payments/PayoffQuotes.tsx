import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import type { PayoffQuote } from "../../../bindings/PayoffQuote";
import { Amount } from "../../../components/Amount";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "./PaymentsTab.module.css";

const text = messages.payoff;
const columns: ReadonlyArray<PlainColumn<PayoffQuote>> = [
  { id: "quoted_on", header: text.quotedOn, cell: (quote) => formatDate(quote.quoted_on) },
  { id: "good_through", header: text.goodThrough, cell: (quote) => formatDate(quote.good_through) },
  {
    id: "principal",
    header: messages.account.principal,
    end: true,
    cell: (quote) => <Amount value={quote.principal} />,
  },
  { id: "interest", header: text.interest, end: true, cell: (quote) => <Amount value={quote.interest} /> },
  { id: "total", header: text.total, end: true, cell: (quote) => <Amount value={quote.total} /> },
  { id: "per_diem", header: text.perDiem, end: true, cell: (quote) => <Amount value={quote.per_diem} /> },
  { id: "quoted_by", header: text.by, cell: (quote) => quote.quoted_by },
];

/** The payoff quotes that the borrower was told. */
export function PayoffQuotes() {
  const { loan_id: loanId } = useLoan();
  const answer = useQuery(query("payoff.list", { loan_id: loanId }));
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
    </section>
  );
}
