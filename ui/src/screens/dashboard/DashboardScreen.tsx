import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import { useBook } from "../../app/book-context";
import type { Dashboard } from "../../bindings/Dashboard";
import { Amount } from "../../components/Amount";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { Figure, Figures } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { formatCount, formatShortRate } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { NewLoanButton } from "../loans/NewLoanButton";
import { NoLoans } from "../loans/NoLoans";
import { Aging } from "./Aging";
import classes from "./Dashboard.module.css";
import { Expected, Maturities } from "./Months";
import { TodoList } from "./TodoList";

const text = messages.dashboard;

/** The book at one glance: what is out, what comes in, what is late, and what is to be done. */
export default function DashboardScreen() {
  const { loans } = useBook();
  const answer = useQuery(query("dashboard.get", {}));
  const dashboard = answer.data;
  return (
    <Screen
      title={text.title}
      aside={<span className={classes.day}>{dashboard ? formatDate(dashboard.today) : null}</span>}
      actions={
        <>
          <ExportButton kinds={["todo", "aging_by_age", "expected_cash", "maturities"]} />
          <NewLoanButton />
        </>
      }
    >
      <div className={classes.dashboard}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
        {loans === 0 ? (
          <>
            <NoLoans />
            {dashboard && dashboard.todo.length > 0 ? <TodoList items={dashboard.todo} /> : null}
          </>
        ) : dashboard ? (
          <Content dashboard={dashboard} />
        ) : null}
      </div>
    </Screen>
  );
}

function Content({ dashboard }: { dashboard: Dashboard }) {
  return (
    <>
      <KeyFigures dashboard={dashboard} />
      <TodoList items={dashboard.todo} />
      {dashboard.active_loans === 0 ? (
        <NoneOut />
      ) : (
        <div className={classes.charts}>
          <Expected months={dashboard.expected} />
          <Maturities lines={dashboard.maturities} />
          <Aging dashboard={dashboard} />
        </div>
      )}
    </>
  );
}

/** Loans are there, and none is out: what to do next. */
function NoneOut() {
  const navigate = useNavigate();
  return (
    <EmptyState title={text.noneOutTitle} text={text.noneOutText}>
      <Button variant="default" onClick={() => void navigate({ to: "/loans" })}>
        {text.showLoans}
      </Button>
    </EmptyState>
  );
}

function KeyFigures({ dashboard }: { dashboard: Dashboard }) {
  const rate = dashboard.average_rate_percent;
  return (
    <Figures>
      <Figure label={text.outstanding(formatCount(dashboard.active_loans))} strong>
        <Amount value={dashboard.outstanding} />
      </Figure>
      <Figure label={text.averageRate}>{rate === null ? messages.common.none : formatShortRate(rate)}</Figure>
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
