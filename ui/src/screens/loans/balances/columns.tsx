import type { LoanBalance } from "../../../bindings/LoanBalance";
import type { Owed } from "../../../bindings/Owed";
import { Amount } from "../../../components/Amount";
import type { GridColumn } from "../../../components/grid/DataGrid";
import { LoanStatusTag } from "../../../components/LoanStatusTag";
import { compareDecimals } from "../../../format/decimal";
import { messages } from "../../../messages";

const titles = messages.loans.columns;
const walk = Object.keys(messages.statuses);

const columns: ReadonlyArray<GridColumn<LoanBalance>> = [
  { id: "number", header: titles.number, width: "100px", value: (loan) => loan.number },
  {
    id: "borrower_name",
    header: titles.borrower_name,
    width: "minmax(140px, 1fr)",
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
    id: "outstanding",
    header: messages.balances.outstanding,
    width: "130px",
    end: true,
    value: (loan) => loan.outstanding,
    compare: compareDecimals,
    cell: (loan) => <Amount value={loan.outstanding} />,
  },
];

const owedColumns: ReadonlyArray<GridColumn<LoanBalance>> = [
  owed("accrued_interest", messages.account.accruedInterest),
  owed("past_due", messages.account.pastDue),
  owed("total", messages.account.total),
];

/** What is owed beside the principal; nothing of a loan that is not serviced. */
function owed(part: keyof Owed, header: string): GridColumn<LoanBalance> {
  return {
    id: part,
    header,
    width: "120px",
    end: true,
    value: (loan) => loan.owed?.[part] ?? null,
    compare: compareDecimals,
    cell: (loan) => (loan.owed ? <Amount value={loan.owed[part]} /> : messages.common.none),
  };
}

/** The columns that these balances fill: those of now say only what is outstanding. */
export function columnsOf(loans: readonly LoanBalance[]): ReadonlyArray<GridColumn<LoanBalance>> {
  return loans.some((loan) => loan.owed) ? [...columns, ...owedColumns] : columns;
}
