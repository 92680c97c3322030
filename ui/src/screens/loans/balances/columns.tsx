import type { LoanBalance } from "../../../bindings/LoanBalance";
import { Amount } from "../../../components/Amount";
import type { GridColumn } from "../../../components/grid/DataGrid";
import { LoanStatusTag } from "../../../components/LoanStatusTag";
import { compareDecimals } from "../../../format/decimal";
import { messages } from "../../../messages";

const titles = messages.loans.columns;
const walk = Object.keys(messages.statuses);

export const balanceColumns: ReadonlyArray<GridColumn<LoanBalance>> = [
  { id: "number", header: titles.number, width: "100px", value: (loan) => loan.number },
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
    width: "150px",
    end: true,
    value: (loan) => loan.principal,
    compare: compareDecimals,
    cell: (loan) => <Amount value={loan.principal} />,
  },
  {
    id: "outstanding",
    header: messages.balances.outstanding,
    width: "150px",
    end: true,
    value: (loan) => loan.outstanding,
    compare: compareDecimals,
    cell: (loan) => <Amount value={loan.outstanding} />,
  },
];
