import { Link } from "@tanstack/react-router";
import type { LoanSummary } from "../../bindings/LoanSummary";
import { Amount } from "../../components/Amount";
import type { GridColumn } from "../../components/grid/DataGrid";
import { LoanStatusTag } from "../../components/LoanStatusTag";
import { formatRate } from "../../format/amount";
import { formatDate } from "../../format/date";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";

const titles = messages.loans.columns;
const walk = Object.keys(messages.statuses);

function date(value: string | null) {
  return value === null ? <span aria-hidden="true">{messages.common.none}</span> : formatDate(value);
}

export const loanColumns: ReadonlyArray<GridColumn<LoanSummary>> = [
  {
    id: "number",
    header: titles.number,
    width: "100px",
    value: (loan) => loan.number,
    cell: (loan) => (
      <Link to="/loans/$loanId" params={{ loanId: loan.loan_id }} tabIndex={-1}>
        {loan.number}
      </Link>
    ),
  },
  {
    id: "borrower_name",
    header: titles.borrower_name,
    width: "minmax(150px, 1fr)",
    value: (loan) => loan.borrower_name,
  },
  {
    id: "status",
    header: titles.status,
    width: "124px",
    value: (loan) => walk.indexOf(loan.status),
    cell: (loan) => <LoanStatusTag status={loan.status} />,
  },
  {
    id: "principal",
    header: titles.principal,
    width: "130px",
    end: true,
    value: (loan) => loan.principal,
    compare: compareDecimals,
    cell: (loan) => <Amount value={loan.principal} />,
  },
  {
    id: "annual_rate_percent",
    header: titles.annual_rate_percent,
    width: "80px",
    end: true,
    value: (loan) => loan.annual_rate_percent,
    compare: compareDecimals,
    cell: (loan) => formatRate(loan.annual_rate_percent),
  },
  {
    id: "term_months",
    header: titles.term_months,
    width: "104px",
    end: true,
    value: (loan) => loan.term_months,
    cell: (loan) => messages.months(loan.term_months),
  },
  {
    id: "type",
    header: titles.type,
    width: "116px",
    value: (loan) => messages.scheduleTypes[loan.type],
  },
  {
    id: "next_due_on",
    header: titles.next_due_on,
    width: "116px",
    value: (loan) => loan.next_due_on,
    cell: (loan) => date(loan.next_due_on),
  },
  {
    id: "maturity_on",
    header: titles.maturity_on,
    width: "116px",
    value: (loan) => loan.maturity_on,
    cell: (loan) => date(loan.maturity_on),
  },
];
