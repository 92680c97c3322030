import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Loan } from "../../bindings/Loan";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { CopyIcon } from "../../components/icons";
import { notify } from "../../components/notify";
import { formatCount } from "../../format/amount";
import { formatDate } from "../../format/date";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { copyText } from "../../platform";
import { AccrualsDialog } from "../schedule/AccrualsDialog";
import { ScheduleTable } from "../schedule/ScheduleTable";
import { tabSeparated } from "../schedule/tab-separated";
import { useLoan } from "./loan-context";
import { useReservePayments } from "./payments/reserve";
import classes from "./LoanScreen.module.css";

const text = messages.schedule;
/** The instalments in force, whatever schedules they come from. */
const inForce = "in force";

export default function ScheduleTab() {
  const loan = useLoan();
  if (!loan.schedule) return <EmptyState title={text.emptyTitle} text={text.emptyText} />;
  return <ScheduleViewer loan={loan} />;
}

/** The loan's schedule with every payment, its years, its totals and the next one due. */
function ScheduleViewer({ loan }: { loan: Loan }) {
  const [version, setVersion] = useState(inForce);
  const [opened, setOpened] = useState<string | null>(null);
  const answer = useQuery({
    ...query("schedule.get", {
      loan_id: loan.loan_id,
      schedule_id: version === inForce ? null : version,
    }),
    placeholderData: keepPreviousData,
  });
  const reserve = useReservePayments(loan);
  const schedule = answer.data;
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const years = useMemo(() => new Set(schedule?.years.map((each) => each.year)), [schedule]);

  if (!schedule) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  const byReserve = new Set(reserve.map((each) => each.dueOn));
  const rows = schedule.payments.map((row) =>
    byReserve.has(row.due_on) ? { ...row, byReserve: true } : row,
  );
  const allClosed = collapsed.size === years.size;
  const copy = async () => {
    await copyText(tabSeparated(schedule.payments, schedule.totals));
    notify(text.copied(formatCount(schedule.payments.length)));
  };
  const nextNumber =
    version === inForce
      ? (schedule.payments.find((row) => row.due_on === loan.next_due_on)?.number ?? null)
      : null;

  return (
    <>
      <div className={classes.toolbar}>
        <h2>{text.title}</h2>
        <VersionPicker loanId={loan.loan_id} value={version} onChange={setVersion} />
        <Button variant="default" onClick={() => setCollapsed(allClosed ? new Set() : years)}>
          {allClosed ? text.expandAll : text.collapseAll}
        </Button>
        <Button variant="default" leftSection={<CopyIcon size={13} />} onClick={() => void copy()}>
          {text.copy}
        </Button>
        <ExportButton
          kinds={["schedule", "schedule_versions", "accruals", "account", "payments", "fees"]}
          filters={{ loan_id: loan.loan_id }}
          {...(version === inForce ? {} : { filtersOf: { schedule: { schedule_id: version } } })}
        />
      </div>
      <ScheduleTable
        rows={rows}
        years={schedule.years}
        totals={schedule.totals}
        nextNumber={nextNumber}
        collapsed={collapsed}
        onCollapse={setCollapsed}
        {...(version === inForce ? { onOpen: (row) => setOpened(row.due_on) } : {})}
      />
      {opened === null ? null : (
        <AccrualsDialog loanId={loan.loan_id} dueOn={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

type PickerProps = { loanId: string; value: string; onChange: (version: string) => void };

/** Chooses between the instalments in force and the schedules that were made, once there are several. */
function VersionPicker({ loanId, value, onChange }: PickerProps) {
  const answer = useQuery(query("schedule.list", { loan_id: loanId }));
  const schedules = answer.data?.schedules ?? [];
  if (schedules.length < 2) return null;
  const versions = schedules.map((each) => ({
    value: each.schedule_id,
    label: text.versionOf(
      text.reasons[each.reason],
      formatDate(each.replaces_from ?? each.first_due_on),
      each.number_of_payments,
    ),
  }));
  return (
    <NativeSelect
      aria-label={text.version}
      data={[{ value: inForce, label: text.inForce }, ...versions]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
