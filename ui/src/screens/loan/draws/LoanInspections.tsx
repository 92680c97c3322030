import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query } from "../../../api/queries";
import type { InspectionSummary } from "../../../bindings/InspectionSummary";
import { CommandButton } from "../../../components/CommandButton";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { Tag } from "../../../components/Tag";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { CompleteInspectionDialog } from "../../inspections/CompleteInspectionDialog";
import classes from "./Draws.module.css";

const text = messages.inspections;
const titles = messages.draws.columns;

/** Visits to the site: those to do, and those done. */
export function LoanInspections({ loanId }: { loanId: string }) {
  const answer = useQuery(query("inspection.list", { loan_id: loanId, limit: 10_000 }));
  const [doing, setDoing] = useState<InspectionSummary | null>(null);
  const inspections = answer.data?.inspections ?? [];
  if (inspections.length === 0) return null;
  return (
    <section className={classes.part} aria-label={messages.draws.page.inspections}>
      <h3>{messages.draws.page.inspections}</h3>
      <PlainTable
        name={messages.draws.page.inspections}
        columns={columnsOf(setDoing)}
        rows={inspections}
        rowId={(row) => row.inspection_id}
      />
      {doing ? (
        <CompleteInspectionDialog
          loanId={loanId}
          drawId={doing.draw_id}
          planned={doing}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </section>
  );
}

function columnsOf(
  onDo: (inspection: InspectionSummary) => void,
): ReadonlyArray<PlainColumn<InspectionSummary>> {
  return [
    {
      id: "on",
      header: titles.on,
      cell: (row) => formatDate(row.inspected_on ?? row.scheduled_on ?? ""),
    },
    { id: "kind", header: titles.kind, cell: (row) => text.kinds[row.kind] },
    { id: "inspector", header: titles.inspector, cell: (row) => row.inspector },
    {
      id: "draw",
      header: titles.number,
      cell: (row) =>
        row.draw_number === null ? messages.common.none : messages.draws.number(row.draw_number),
    },
    { id: "note", header: titles.note, cell: (row) => row.note ?? messages.common.none },
    {
      id: "status",
      header: titles.status,
      cell: (row) =>
        row.inspected_on === null ? (
          <CommandButton
            command="inspection.complete"
            variant="default"
            size="compact-sm"
            aria-label={text.openOne(text.kinds[row.kind], formatDate(row.scheduled_on ?? ""))}
            onClick={() => onDo(row)}
          >
            {messages.draws.actions.complete}
          </CommandButton>
        ) : (
          <Tag tone="good">{messages.draws.page.done}</Tag>
        ),
    },
  ];
}
