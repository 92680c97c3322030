import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { invoke } from "../../api/client";
import { toCallError } from "../../api/errors";
import type { ComplianceArea } from "../../bindings/ComplianceArea";
import type { ComplianceEntry } from "../../bindings/ComplianceEntry";
import { Amount } from "../../components/Amount";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { DataGrid, type GridColumn } from "../../components/grid/DataGrid";
import { useSessionState } from "../../components/session-state";
import { options } from "../../fields/values";
import { formatCount } from "../../format/amount";
import { compareDecimals } from "../../format/decimal";
import { formatDate, formatMoment } from "../../format/date";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import classes from "./Compliance.module.css";
import { MissingEntries } from "./MissingEntries";

const text = messages.compliance;
const titles = text.columns;
const PAGE = 500;

const columns: ReadonlyArray<GridColumn<ComplianceEntry>> = [
  { id: "number", header: titles.number, width: "64px", end: true, value: (entry) => entry.number },
  {
    id: "occurred_at",
    header: titles.occurred_at,
    width: "200px",
    value: (entry) => entry.occurred_at,
    cell: (entry) => formatMoment(entry.occurred_at),
  },
  { id: "who", header: titles.who, width: "minmax(104px, 0.7fr)", value: (entry) => entry.who },
  { id: "what", header: titles.what, width: "minmax(184px, 1.2fr)", value: (entry) => entry.what },
  { id: "loan", header: titles.loan, width: "84px", value: (entry) => entry.loan_number },
  {
    id: "amount",
    header: titles.amount,
    width: "124px",
    end: true,
    value: (entry) => entry.amount,
    compare: compareDecimals,
    cell: (entry) => (entry.amount === null ? null : <Amount value={entry.amount} />),
  },
  {
    id: "effective_on",
    header: titles.effective_on,
    width: "120px",
    value: (entry) => entry.effective_on,
    cell: (entry) => formatDate(entry.effective_on),
  },
  { id: "reason", header: titles.reason, width: "minmax(100px, 1fr)", value: reasonOf },
];

const scheduleReasons: Readonly<Record<string, string>> = messages.schedule.reasons;

/** What a person wrote, as it was written; why a schedule was made is a word of the program. */
function reasonOf({ event_type: type, reason }: ComplianceEntry): string | null {
  if (reason === null || type !== "Payment.ScheduleCreated") return reason;
  return scheduleReasons[reason] ?? reason;
}

/** The compliance log, newest first. A row opens the history of its loan, or the events. */
export function Log() {
  const navigate = useNavigate();
  const [area, setArea] = useSessionState<ComplianceArea | "">("compliance area", "");
  const input = area === "" ? {} : { area };
  const answer = useInfiniteQuery({
    queryKey: ["compliance.log", input],
    queryFn: ({ pageParam }) => invoke("compliance.log", { ...input, before_number: pageParam, limit: PAGE }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_before_number,
    placeholderData: keepPreviousData,
  });
  const pages = answer.data?.pages;
  const entries = useMemo(() => (pages ?? []).flatMap((page) => page.entries), [pages]);
  const open = (entry: ComplianceEntry) =>
    void (entry.loan_id === null
      ? navigate({ to: "/events" })
      : navigate({
          to: "/loans/$loanId/history",
          params: { loanId: entry.loan_id },
          search: { event: entry.event_id },
        }));
  return (
    <>
      <div className={classes.filters}>
        <NativeSelect
          aria-label={text.area}
          data={[{ value: "", label: text.allAreas }, ...options(text.areas)]}
          value={area}
          onChange={(event) => setArea(event.currentTarget.value as ComplianceArea | "")}
        />
        <ExportButton kinds={["compliance_log"]} filters={input} />
        <span className={classes.count} role="status">
          {pages?.[0] ? text.count(formatCount(pages[0].total)) : null}
        </span>
      </div>
      {pages?.[0]?.missing ? <MissingEntries events={pages[0].missing} /> : null}
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {pages && entries.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} />
      ) : pages ? (
        <DataGrid
          name={text.views.log}
          rows={entries}
          columns={columns}
          rowId={(entry) => entry.event_id}
          startSort={[{ id: "number", desc: true }]}
          onOpen={open}
        />
      ) : null}
      {answer.hasNextPage ? (
        <Button
          variant="default"
          loading={answer.isFetchingNextPage}
          onClick={() => void answer.fetchNextPage()}
        >
          {text.older}
        </Button>
      ) : null}
    </>
  );
}
