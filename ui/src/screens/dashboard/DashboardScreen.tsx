import { useQuery } from "@tanstack/react-query";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { AgingLine } from "../../bindings/AgingLine";
import type { Dashboard } from "../../bindings/Dashboard";
import type { ExpectedMonth } from "../../bindings/ExpectedMonth";
import type { MaturityLine } from "../../bindings/MaturityLine";
import { Amount } from "../../components/Amount";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatCount, formatRate } from "../../format/amount";
import { formatDate, formatMonth } from "../../format/date";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import classes from "./Dashboard.module.css";
import { TodoList } from "./TodoList";

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

const expectedColumns: ReadonlyArray<PlainColumn<ExpectedMonth>> = [
  { id: "month", header: titles.month, cell: (line) => formatMonth(line.month.slice(0, 7)) },
  {
    id: "interest",
    header: titles.interest,
    end: true,
    cell: (line) => <Amount value={line.interest} />,
  },
  {
    id: "principal",
    header: titles.principal,
    end: true,
    cell: (line) => <Amount value={line.principal} />,
  },
  {
    id: "total",
    header: titles.total,
    end: true,
    cell: (line) => <Amount value={line.total} />,
  },
];

const maturityColumns: ReadonlyArray<PlainColumn<MaturityLine>> = [
  { id: "month", header: titles.month, cell: maturityOf },
  { id: "loans", header: titles.loans, end: true, cell: (line) => formatCount(line.loans) },
  {
    id: "outstanding",
    header: titles.outstanding,
    end: true,
    cell: (line) => <Amount value={line.outstanding} />,
  },
];

/** The book at one glance: what is out, what comes in, what is late, and what is to be done. */
export default function DashboardScreen() {
  const answer = useQuery(query("dashboard.get", {}));
  const dashboard = answer.data;
  return (
    <Screen
      title={text.title}
      aside={<span className={classes.day}>{dashboard ? formatDate(dashboard.today) : null}</span>}
      actions={<ExportButton kinds={["todo", "aging_by_age", "expected_cash", "maturities"]} />}
    >
      <div className={classes.dashboard}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
        {dashboard ? <Content dashboard={dashboard} /> : null}
      </div>
    </Screen>
  );
}

function Content({ dashboard }: { dashboard: Dashboard }) {
  return (
    <>
      <KeyFigures dashboard={dashboard} />
      <TodoList items={dashboard.todo} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <section className={classes.part} aria-labelledby="dashboard-aging">
            <h2 id="dashboard-aging">{text.aging}</h2>
            <PlainTable
              name={text.aging}
              rows={dashboard.aging}
              rowId={(line) => line.bucket}
              columns={agingColumns}
            />
          </section>
          <section className={classes.part} aria-labelledby="dashboard-expected">
            <h2 id="dashboard-expected">{text.expected}</h2>
            <PlainTable
              name={text.expected}
              rows={dashboard.expected}
              rowId={(line) => line.month}
              columns={expectedColumns}
            />
          </section>
        </div>
        <section className={classes.part} aria-labelledby="dashboard-maturities">
          <h2 id="dashboard-maturities">{text.maturities}</h2>
          <PlainTable
            name={text.maturities}
            rows={dashboard.maturities}
            rowId={(line) => line.month ?? String(line.is_past)}
            columns={maturityColumns}
          />
        </section>
      </div>
    </>
  );
}

function maturityOf(line: MaturityLine): string {
  if (line.month !== null) return formatMonth(line.month.slice(0, 7));
  return line.is_past ? text.matured : text.later;
}

function KeyFigures({ dashboard }: { dashboard: Dashboard }) {
  const rate = dashboard.average_rate_percent;
  return (
    <Figures>
      <Figure label={text.outstanding(formatCount(dashboard.active_loans))} strong>
        <Amount value={dashboard.outstanding} />
      </Figure>
      <Figure label={text.averageRate}>{rate === null ? messages.common.none : formatRate(rate)}</Figure>
      <Figure label={text.dueSoon(formatCount(dashboard.due_soon_instalments))}>
        <Amount value={dashboard.due_soon} />
      </Figure>
      <Figure label={text.overdue(formatCount(dashboard.overdue_loans))}>
        <Amount value={dashboard.overdue} />
      </Figure>
      <Figure label={text.drawsWaiting(formatCount(dashboard.draws_waiting))}>
        <Amount value={dashboard.draws_waiting_amount} />
      </Figure>
      <Figure label={text.undisbursed}>
        <Amount value={dashboard.undisbursed} />
      </Figure>
      <Figure label={text.failedEvents}>{formatCount(dashboard.failed_events)}</Figure>
    </Figures>
  );
}
