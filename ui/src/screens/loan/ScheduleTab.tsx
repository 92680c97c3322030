import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Loan } from "../../bindings/Loan";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { CopyIcon } from "../../components/icons";
import { notify } from "../../components/notify";
import { formatCount } from "../../format/amount";
import { today } from "../../format/date";
import { messages } from "../../messages";
import { copyText } from "../../platform";
import { nextDueNumber } from "../schedule/group-by-year";
import { ScheduleTable } from "../schedule/ScheduleTable";
import { tabSeparated } from "../schedule/tab-separated";
import { useLoan } from "./loan-context";
import classes from "./LoanScreen.module.css";

const text = messages.schedule;

export default function ScheduleTab() {
  const loan = useLoan();
  if (!loan.schedule) return <EmptyState title={text.emptyTitle} text={text.emptyText} />;
  return <ScheduleViewer loan={loan} />;
}

/** The loan's schedule with every payment, its years, its totals and the next one due. */
function ScheduleViewer({ loan }: { loan: Loan }) {
  const answer = useQuery(query("schedule.get", { loan_id: loan.loan_id }));
  const schedule = answer.data;
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const years = useMemo(() => new Set(schedule?.years.map((each) => each.year)), [schedule]);

  if (!schedule) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  const allClosed = collapsed.size === years.size;
  const copy = async () => {
    await copyText(tabSeparated(schedule.payments, schedule.totals));
    notify(text.copied(formatCount(schedule.payments.length)));
  };
  const nextNumber =
    schedule.payments.find((row) => row.due_on === loan.next_due_on)?.number ??
    nextDueNumber(schedule.payments, today());

  return (
    <>
      <div className={classes.toolbar}>
        <h2>{text.title}</h2>
        <Button variant="default" onClick={() => setCollapsed(allClosed ? new Set() : years)}>
          {allClosed ? text.expandAll : text.collapseAll}
        </Button>
        <Button variant="default" leftSection={<CopyIcon size={13} />} onClick={() => void copy()}>
          {text.copy}
        </Button>
      </div>
      <ScheduleTable
        rows={schedule.payments}
        years={schedule.years}
        totals={schedule.totals}
        nextNumber={nextNumber}
        collapsed={collapsed}
        onCollapse={setCollapsed}
      />
    </>
  );
}
