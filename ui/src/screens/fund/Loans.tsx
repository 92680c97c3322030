import { Link } from "@tanstack/react-router";
import type { Fund } from "../../bindings/Fund";
import type { FundLoan } from "../../bindings/FundLoan";
import { Amount } from "../../components/Amount";
import { CommandButton } from "../../components/CommandButton";
import { LoanStatusTag } from "../../components/LoanStatusTag";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { isZero } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Fund.module.css";

const text = messages.funds;
const titles = text.loanColumns;

function amount(
  id: "principal" | "outstanding" | "allocated" | "returned" | "deployed",
): PlainColumn<FundLoan> {
  return {
    id,
    header: titles[id],
    end: true,
    cell: (loan) => (isZero(loan[id]) ? messages.common.none : <Amount value={loan[id]} />),
  };
}

const columns: ReadonlyArray<PlainColumn<FundLoan>> = [
  {
    id: "loan",
    header: titles.loan,
    cell: (loan) => (
      <Link to="/loans/$loanId" params={{ loanId: loan.loan_id }}>
        {messages.loan.heading(loan.loan_number, loan.borrower_name)}
      </Link>
    ),
  },
  { id: "status", header: titles.status, cell: (loan) => <LoanStatusTag status={loan.status} /> },
  amount("principal"),
  amount("outstanding"),
  amount("allocated"),
  amount("returned"),
  amount("deployed"),
];

/** The loans that the fund is in. */
export function Loans({ fund, onReturn }: { fund: Fund; onReturn: () => void }) {
  return (
    <section className={classes.part} aria-label={text.loans}>
      <div className={classes.partHead}>
        <h2>{text.loans}</h2>
        <CommandButton
          command="fund.return_capital"
          variant="default"
          size="compact-sm"
          refusal={isZero(fund.deployed) ? text.refusals.nothingDeployed : null}
          onClick={onReturn}
        >
          {text.return.open}
        </CommandButton>
      </div>
      {fund.loans.length === 0 ? (
        <p className={classes.muted}>{text.noLoans}</p>
      ) : (
        <PlainTable
          name={text.loans}
          columns={columns}
          rows={fund.loans}
          rowId={(loan) => loan.loan_id}
          foot={[
            messages.budget.total,
            null,
            null,
            null,
            <Amount key="allocated" value={fund.allocated} />,
            <Amount key="returned" value={fund.returned} />,
            <Amount key="deployed" value={fund.deployed} />,
          ]}
        />
      )}
    </section>
  );
}
