import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { InvestorMovement } from "../../bindings/InvestorMovement";
import type { InvestorStatement } from "../../bindings/InvestorStatement";
import { Amount } from "../../components/Amount";
import { BackLink } from "../../components/BackLink";
import { ExportButton } from "../../components/export/ExportButton";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { DateField } from "../../fields/DateField";
import { parseDate } from "../../fields/parse-date";
import { readableDate, valueOf } from "../../fields/values";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Fund.module.css";
import { MakeDocument } from "./MakeDocument";

const text = messages.funds;
const titles = text.statement.columns;

/** What moved for an investor in a fund, from a day to another. */
export default function StatementScreen() {
  const { fundId, investorId } = useParams({ from: "/funds/$fundId/investors/$investorId" });
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const answer = useQuery({
    ...query("fund.statement", {
      fund_id: fundId,
      investor_id: investorId,
      from: valueOf(parseDate(from)),
      to: valueOf(parseDate(to)),
    }),
    placeholderData: keepPreviousData,
  });
  const error = answer.error ? toCallError(answer.error) : null;
  const refused = (field: "from" | "to") => (error?.field === field ? error.message : null);
  const statement = answer.data;
  return (
    <Screen
      title={statement ? text.statement.heading(statement.investor.name, statement.fund_name) : text.title}
      above={
        <BackLink to="/funds/$fundId" params={{ fundId }}>
          {statement?.fund_name ?? text.title}
        </BackLink>
      }
      actions={
        statement ? (
          <>
            <ExportButton
              kinds={["investor_statement"]}
              filters={{ fund_id: fundId, investor_id: investorId, from: statement.from, to: statement.to }}
            />
            <MakeDocument statement={statement} />
          </>
        ) : null
      }
      below={
        <>
          {statement ? <StatementFigures statement={statement} /> : null}
          <div className={classes.dates}>
            <DateField
              label={text.statement.from}
              placeholder={statement ? formatDate(statement.from) : ""}
              value={from}
              onChange={setFrom}
              error={readableDate(from) ?? refused("from")}
            />
            <DateField
              label={text.statement.to}
              placeholder={statement ? formatDate(statement.to) : ""}
              value={to}
              onChange={setTo}
              error={readableDate(to) ?? refused("to")}
            />
          </div>
        </>
      }
    >
      {error && error.field !== "from" && error.field !== "to" ? (
        <ErrorNote error={error} onRetry={() => void answer.refetch()} />
      ) : null}
      {statement ? <Movements statement={statement} /> : null}
    </Screen>
  );
}

function StatementFigures({ statement: { opening, closing } }: { statement: InvestorStatement }) {
  const names = ["committed", "uncalled", "contributed", "return_of_capital", "interest", "profit"] as const;
  return (
    <Figures>
      <Figure label={text.statement.opening}>
        <Amount value={opening.capital} />
      </Figure>
      <Figure label={text.statement.closing} strong>
        <Amount value={closing.capital} />
      </Figure>
      {names.map((name) => (
        <Figure key={name} label={text.investorColumns[name]}>
          <Amount value={closing[name]} />
        </Figure>
      ))}
    </Figures>
  );
}

const columns: ReadonlyArray<PlainColumn<InvestorMovement>> = [
  { id: "on", header: titles.on, cell: (movement) => formatDate(movement.effective_on) },
  { id: "kind", header: titles.kind, cell: (movement) => text.kinds[movement.kind] },
  { id: "note", header: titles.note, cell: (movement) => movement.note },
  { id: "amount", header: titles.amount, end: true, cell: (movement) => <Amount value={movement.amount} /> },
  {
    id: "capital",
    header: titles.capital,
    end: true,
    cell: (movement) => <Amount value={movement.capital} />,
  },
];

function Movements({ statement }: { statement: InvestorStatement }) {
  if (statement.movements.length === 0) {
    return <EmptyState title={text.statement.emptyTitle} text={text.statement.emptyText} />;
  }
  return (
    <section className={classes.part} aria-label={text.statement.movements}>
      <h2>{text.statement.movements}</h2>
      <PlainTable
        name={text.statement.movements}
        columns={columns}
        rows={statement.movements}
        rowId={(movement) => movement.entry_id}
      />
    </section>
  );
}
