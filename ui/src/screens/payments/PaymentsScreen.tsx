import { SegmentedControl, TextInput } from "@mantine/core";
import { CommandButton } from "../../components/CommandButton";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { DueInstalment } from "../../bindings/DueInstalment";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import type { Exportable } from "../../components/export/ExportDialog";
import { DataGrid } from "../../components/grid/DataGrid";
import { PlusIcon, SearchIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { useSessionState } from "../../components/session-state";
import { formatCount } from "../../format/amount";
import { addDays, today } from "../../format/date";
import { messages } from "../../messages";
import { dueColumns, lateColumns, receivedColumns } from "./columns";
import { type PaymentView, matching, viewNames } from "./views";
import classes from "./Payments.module.css";
import { RecordPaymentDialog } from "./RecordPaymentDialog";

const text = messages.payments;
const views = viewNames.map((value) => ({ value, label: text.views[value] }));
/** How many days ahead the payments are shown that are due. */
const AHEAD = 30;
const MOST = 10_000;

type Recording = { loan?: { loan_id: string; number: string; borrower_name: string }; amount?: string };

/** What can be exported of a view, as it shows it. */
function exportsOf(view: PaymentView): Exportable {
  if (view === "received") return { kinds: ["payments", "fees"] };
  if (view === "late") return { kinds: ["late", "aging", "instalments"] };
  const shown = { from: today(), to: addDays(today(), AHEAD) };
  return { kinds: ["due", "aging", "instalments"], filtersOf: { due: shown } };
}

/** What is due, what is late and what came in, across all loans. */
export default function PaymentsScreen() {
  const navigate = useNavigate();
  const { record = false, view: asked } = useSearch({ from: "/payments" });
  const [kept, setKept] = useSessionState<PaymentView>("payments view", "due");
  const view = asked ?? kept;
  const setView = (chosen: PaymentView) => {
    setKept(chosen);
    if (asked !== undefined) void navigate({ to: "/payments", search: {}, replace: true });
  };
  const [search, setSearch] = useSessionState("payments search", "");
  const [chosen, setRecording] = useState<Recording | null>(null);
  const recording = chosen ?? (record ? {} : null);
  const due = useQuery({
    ...query("payment.due", { until: addDays(today(), AHEAD), limit: MOST }),
    placeholderData: keepPreviousData,
  });
  const received = useQuery({
    ...query("payment.list", { limit: MOST }),
    enabled: view === "received",
    placeholderData: keepPreviousData,
  });
  const answer = view === "received" ? received : due;
  const instalments = useMemo(() => {
    const all = due.data?.instalments ?? [];
    return matching(
      all.filter((each) => (view === "late" ? each.days_past_due > 0 : each.days_past_due <= 0)),
      search,
    );
  }, [due.data, view, search]);
  const payments = useMemo(() => matching(received.data?.payments ?? [], search), [received.data, search]);
  const shown = view === "received" ? payments.length : instalments.length;

  const close = () => {
    setRecording(null);
    if (record) void navigate({ to: "/payments", search: {}, replace: true });
  };
  const pay = (row: DueInstalment) =>
    setRecording({
      loan: { loan_id: row.loan_id, number: row.loan_number, borrower_name: row.borrower_name },
      amount: row.unpaid,
    });

  return (
    <Screen
      title={text.title}
      aside={
        <span className={classes.count} role="status">
          {answer.data ? text.counts[view](formatCount(shown)) : null}
        </span>
      }
      actions={
        <>
          <ExportButton key={view} {...exportsOf(view)} />
          <CommandButton
            command="payment.record"
            leftSection={<PlusIcon size={13} />}
            onClick={() => setRecording({})}
          >
            {text.record}
          </CommandButton>
        </>
      }
      below={
        <div className={classes.filters}>
          <SegmentedControl aria-label={text.views.label} data={views} value={view} onChange={setView} />
          <TextInput
            type="search"
            aria-label={text.search}
            placeholder={text.searchPlaceholder}
            leftSection={<SearchIcon size={13} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      }
      fill
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {!answer.data ? null : shown === 0 ? (
        <EmptyState {...(search.trim() === "" ? text.empty[view] : text.noMatch)} />
      ) : view === "received" ? (
        <DataGrid
          name={text.table.received}
          rows={payments}
          columns={receivedColumns}
          rowId={(row) => row.payment_id}
          startSort={[{ id: "received_on", desc: true }]}
          onOpen={(row) => void navigate({ to: "/loans/$loanId/payments", params: { loanId: row.loan_id } })}
        />
      ) : (
        <DataGrid
          key={view}
          name={text.table[view]}
          rows={instalments}
          columns={view === "late" ? lateColumns : dueColumns}
          rowId={(row) => row.payment_id}
          startSort={[{ id: "due_on", desc: false }]}
          onOpen={pay}
        />
      )}
      {recording ? <RecordPaymentDialog {...recording} onClose={close} /> : null}
    </Screen>
  );
}
