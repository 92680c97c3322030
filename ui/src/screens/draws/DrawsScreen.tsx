import { SegmentedControl, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { InspectionSummary } from "../../bindings/InspectionSummary";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { DataGrid } from "../../components/grid/DataGrid";
import { SearchIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { useSessionState } from "../../components/session-state";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { CompleteInspectionDialog } from "../inspections/CompleteInspectionDialog";
import { drawColumns, inspectionColumns } from "./columns";
import classes from "./Draws.module.css";
import { type DrawView, matching, statusesOf, viewNames } from "./views";

const text = messages.draws;
const MOST = 10_000;

/** Asks how many draws a view has: the total, without the draws. */
function count(view: "decide" | "pay" | "drafts") {
  return query("draw.list", { statuses: [...statusesOf[view]], limit: 1 });
}

/** How many wait in each of the views that ask for something. */
function useWaiting(): Readonly<Partial<Record<DrawView, number>>> {
  const decide = useQuery(count("decide")).data?.total;
  const pay = useQuery(count("pay")).data?.total;
  const drafts = useQuery(count("drafts")).data?.total;
  const inspections = useQuery(query("inspection.list", { to_do_only: true, limit: 1 })).data?.total;
  return Object.fromEntries(
    Object.entries({ decide, pay, drafts, inspections }).filter(([, waiting]) => (waiting ?? 0) > 0),
  );
}

/** The draws of all loans by what they wait for, and the inspections that are to be done. */
export default function DrawsScreen() {
  const navigate = useNavigate();
  const asked = useSearch({ from: "/draws" }).view;
  const [last, setLast] = useSessionState<DrawView>("draws view", "decide");
  const view = asked ?? last;
  const show = (name: DrawView) => {
    setLast(name);
    void navigate({ to: "/draws", search: { view: name }, replace: true });
  };
  const waiting = useWaiting();
  const [search, setSearch] = useSessionState("draws search", "");
  return (
    <Screen
      title={text.title}
      actions={<ExportButton kinds={["draws", "inspections"]} />}
      below={
        <div className={classes.filters}>
          <SegmentedControl
            aria-label={text.views.label}
            data={viewNames.map((value) => ({
              value,
              label: waiting[value]
                ? text.viewCount(text.views[value], formatCount(waiting[value]))
                : text.views[value],
            }))}
            value={view}
            onChange={show}
          />
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
      {view === "inspections" ? (
        <Inspections search={search} />
      ) : (
        <DrawRows key={view} view={view} search={search} />
      )}
    </Screen>
  );
}

type RowsProps = { view: Exclude<DrawView, "inspections">; search: string };

function DrawRows({ view, search }: RowsProps) {
  const navigate = useNavigate();
  const answer = useQuery({
    ...query("draw.list", { statuses: [...statusesOf[view]], limit: MOST }),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => matching(answer.data?.draws ?? [], search), [answer.data, search]);
  if (!answer.data) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  if (rows.length === 0) {
    return <EmptyState {...(search.trim() === "" ? text.empty[view] : text.noMatch)} />;
  }
  return (
    <>
      <span className={classes.count} role="status">
        {text.counts(formatCount(rows.length))}
      </span>
      <DataGrid
        name={text.table[view]}
        rows={rows}
        columns={drawColumns[view]}
        rowId={(row) => row.draw_id}
        startSort={[]}
        onOpen={(row) => void navigate({ to: "/draws/$drawId", params: { drawId: row.draw_id } })}
      />
    </>
  );
}

/** Those of a draw open the draw; another one is recorded at once. */
function Inspections({ search }: { search: string }) {
  const navigate = useNavigate();
  const [doing, setDoing] = useState<InspectionSummary | null>(null);
  const answer = useQuery(query("inspection.list", { to_do_only: true, limit: MOST }));
  const rows = useMemo(() => matching(answer.data?.inspections ?? [], search), [answer.data, search]);
  if (!answer.data) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  if (rows.length === 0) {
    return <EmptyState {...(search.trim() === "" ? text.empty.inspections : text.noMatch)} />;
  }
  const open = (row: InspectionSummary) => {
    if (row.draw_id === null) setDoing(row);
    else void navigate({ to: "/draws/$drawId", params: { drawId: row.draw_id } });
  };
  return (
    <>
      <span className={classes.count} role="status">
        {text.inspectionCounts(formatCount(rows.length))}
      </span>
      <DataGrid
        name={text.table.inspections}
        rows={rows}
        columns={inspectionColumns}
        rowId={(row) => row.inspection_id}
        startSort={[{ id: "scheduled_on", desc: false }]}
        onOpen={open}
      />
      {doing ? (
        <CompleteInspectionDialog
          loanId={doing.loan_id}
          drawId={null}
          planned={doing}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </>
  );
}
