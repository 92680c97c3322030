import { Link } from "@tanstack/react-router";
import type { Fund } from "../../bindings/Fund";
import type { FundInvestor } from "../../bindings/FundInvestor";
import { Amount } from "../../components/Amount";
import { CommandButton } from "../../components/CommandButton";
import { EmptyState } from "../../components/EmptyState";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { isZero } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Fund.module.css";

const text = messages.funds;
const titles = text.investorColumns;
type AmountName =
  | "committed"
  | "uncalled"
  | "receivable"
  | "contributed"
  | "return_of_capital"
  | "capital"
  | "interest"
  | "profit";

function amount(id: AmountName): PlainColumn<FundInvestor> {
  return {
    id,
    header: titles[id],
    end: true,
    cell: (investor) => (isZero(investor[id]) ? messages.common.none : <Amount value={investor[id]} />),
  };
}

function columnsOf(fundId: string): ReadonlyArray<PlainColumn<FundInvestor>> {
  return [
    {
      id: "name",
      header: titles.name,
      cell: (investor) => (
        <Link to="/funds/$fundId/investors/$investorId" params={{ fundId, investorId: investor.investor_id }}>
          {investor.name}
        </Link>
      ),
    },
    amount("committed"),
    amount("uncalled"),
    amount("receivable"),
    amount("contributed"),
    amount("return_of_capital"),
    amount("capital"),
    amount("interest"),
    amount("profit"),
  ];
}

function sum(value: string, key: string) {
  return <Amount key={key} value={value} />;
}

/** Who has what in the fund; a name leads to their statement. */
export function Investors({ fund, onCommit }: { fund: Fund; onCommit: () => void }) {
  return (
    <section className={classes.part} aria-label={text.investors}>
      <h2>{text.investors}</h2>
      {fund.investors.length === 0 ? (
        <EmptyState title={text.noInvestorsTitle} text={text.noInvestorsText}>
          <CommandButton command="fund.commit" onClick={onCommit}>
            {text.commit.open}
          </CommandButton>
        </EmptyState>
      ) : (
        <PlainTable
          name={text.investors}
          columns={columnsOf(fund.fund_id)}
          rows={fund.investors}
          rowId={(investor) => investor.investor_id}
          foot={[
            messages.budget.total,
            sum(fund.committed, "committed"),
            sum(fund.uncalled, "uncalled"),
            sum(fund.receivable, "receivable"),
            sum(fund.received, "contributed"),
            sum(fund.distributed_return_of_capital, "return_of_capital"),
            sum(fund.capital, "capital"),
            sum(fund.distributed_interest, "interest"),
            sum(fund.distributed_profit, "profit"),
          ]}
        />
      )}
    </section>
  );
}
