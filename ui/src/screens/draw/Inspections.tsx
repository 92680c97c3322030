import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query } from "../../api/queries";
import type { Draw } from "../../bindings/Draw";
import type { Inspection } from "../../bindings/Inspection";
import { CommandButton } from "../../components/CommandButton";
import { formatRate } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import type { Asking } from "./DrawActions";
import classes from "./Draw.module.css";
import { ChosenFiles } from "./Files";

const text = messages.inspections;
const page = messages.draws.page;

const over: ReadonlySet<Draw["status"]> = new Set(["disbursed", "rejected", "cancelled"]);

/** Visits to the site for this draw: what was found, and what is to be done. */
export function Inspections({ draw, onAsk }: { draw: Draw; onAsk: (asking: Asking) => void }) {
  // A visit may look at lines of which the draw asks for nothing.
  const budget = useQuery(query("budget.get", { loan_id: draw.loan_id }));
  const names = new Map((budget.data ?? draw).lines.map((line) => [line.code, line.description]));
  // What was planned is recorded where it stands, so that it does not stay planned beside what was found.
  const isPlanned = draw.inspections.some((visit) => visit.inspected_on === null);
  return (
    <section className={classes.card} aria-label={page.inspections}>
      <h2>{page.inspections}</h2>
      {draw.inspections.length === 0 ? <p className={classes.muted}>{page.noInspections}</p> : null}
      {draw.inspections.map((visit) =>
        visit.inspected_on === null ? (
          <Planned key={visit.inspection_id} visit={visit} onAsk={onAsk} />
        ) : (
          <Done key={visit.inspection_id} visit={visit} names={names} />
        ),
      )}
      {over.has(draw.status) ? null : (
        <div className={classes.buttons}>
          <CommandButton
            command="inspection.schedule"
            variant="default"
            onClick={() => onAsk({ what: "schedule" })}
          >
            {messages.draws.actions.schedule}
          </CommandButton>
          {isPlanned ? null : (
            <CommandButton
              command="inspection.complete"
              variant="default"
              onClick={() => onAsk({ what: "inspect", planned: null })}
            >
              {messages.draws.actions.complete}
            </CommandButton>
          )}
        </div>
      )}
    </section>
  );
}

function Planned({ visit, onAsk }: { visit: Inspection; onAsk: (asking: Asking) => void }) {
  const day = formatDate(visit.scheduled_on ?? "");
  return (
    <div className={classes.entry}>
      <strong>{text.of(text.kinds[visit.kind], visit.inspector)}</strong>
      <span className={classes.muted}>{text.planned(day)}</span>
      {visit.note === null ? null : <span>{visit.note}</span>}
      <CommandButton
        command="inspection.complete"
        variant="default"
        size="compact-sm"
        className={classes.entryButton ?? ""}
        aria-label={text.openOne(text.kinds[visit.kind], day)}
        onClick={() => onAsk({ what: "inspect", planned: visit })}
      >
        {messages.draws.actions.complete}
      </CommandButton>
    </div>
  );
}

function Done({ visit, names }: { visit: Inspection; names: ReadonlyMap<string, string> }) {
  const [open, setOpen] = useState(true);
  return (
    <details className={classes.entry} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{text.of(text.kinds[visit.kind], visit.inspector)}</strong>{" "}
        <span className={classes.muted}>
          {text.visited(formatDate(visit.inspected_on ?? ""), visit.completed_by ?? "")}
        </span>
      </summary>
      <p>{visit.findings ?? <span className={classes.muted}>{text.noFindings}</span>}</p>
      {visit.lines.length === 0 ? null : (
        <dl className={classes.progress}>
          {visit.lines.map((line) => (
            <div key={line.code}>
              <dt>{names.get(line.code) ?? line.code}</dt>
              <dd>{formatRate(line.percent_complete)}</dd>
            </div>
          ))}
        </dl>
      )}
      {visit.photos.length === 0 ? null : <ChosenFiles loanId={visit.loan_id} ids={visit.photos} />}
    </details>
  );
}
