import type { AgingLine } from "../../bindings/AgingLine";
import type { Dashboard } from "../../bindings/Dashboard";
import { Amount } from "../../components/Amount";
import { BarChart } from "../../components/chart/BarChart";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatAmount, formatCount, isZero } from "../../format/amount";
import { messages } from "../../messages";
import { AsTable } from "./AsTable";
import classes from "./Dashboard.module.css";

const text = messages.dashboard;
const titles = text.columns;

const agingColumns: ReadonlyArray<PlainColumn<AgingLine>> = [
  { id: "bucket", header: titles.age, cell: (line) => text.buckets[line.bucket] },
  { id: "loans", header: titles.loans, end: true, cell: (line) => formatCount(line.loans) },
  {
    id: "amount",
    header: titles.amount,
    end: true,
    cell: (line) => <Amount value={line.amount} />,
  },
];

/** What is past due by its age, as bars and as a table. */
export function Aging({ dashboard: { aging, overdue } }: { dashboard: Dashboard }) {
  const bars = aging.map((line) => ({
    id: line.bucket,
    name: text.buckets[line.bucket],
    title: text.bar(text.buckets[line.bucket], [
      formatAmount(line.amount),
      `${titles.loans} ${formatCount(line.loans)}`,
    ]),
    parts: [{ tone: "danger" as const, amount: line.amount }],
    total: line.amount,
  }));
  return (
    <section className={classes.part} aria-labelledby="dashboard-aging">
      <h2 id="dashboard-aging">{text.aging}</h2>
      {isZero(overdue) ? (
        <p className={classes.nothing}>{text.nothingOverdue}</p>
      ) : (
        <>
          <BarChart label={text.chart(text.aging)} bars={bars} />
          <AsTable>
            <PlainTable name={text.aging} rows={aging} rowId={(line) => line.bucket} columns={agingColumns} />
          </AsTable>
        </>
      )}
    </section>
  );
}
