import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import type { Budget } from "../../../bindings/Budget";
import type { DrawOnBudget } from "../../../bindings/DrawOnBudget";
import type { DrawSummary } from "../../../bindings/DrawSummary";
import { Amount } from "../../../components/Amount";
import { DrawStatusTag } from "../../../components/DrawStatusTag";
import { type BarPart, StackedBar } from "../../../components/StackedBar";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatRate, isZero } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { DrawLink } from "../../draws/DrawLink";
import classes from "./Draws.module.css";

const text = messages.draws;
const titles = text.columns;

/** A draw as a row of a list, and where it stands on the budget. */
type Row = { draw: DrawSummary; place: DrawOnBudget };

const none = <span className={classes.muted}>{messages.common.none}</span>;

function amount(id: "requested" | "approved" | "retainage"): PlainColumn<Row> {
  return {
    id,
    header: titles[id],
    end: true,
    cell: ({ draw }) => (isZero(draw[id]) ? none : <Amount value={draw[id]} />),
  };
}

const columns: ReadonlyArray<PlainColumn<Row>> = [
  {
    id: "number",
    header: titles.number,
    cell: ({ draw }) => <DrawLink draw={draw} className={classes.link ?? ""} />,
  },
  { id: "status", header: titles.status, cell: ({ draw }) => <DrawStatusTag status={draw.status} /> },
  {
    id: "on",
    header: titles.on,
    cell: ({ place }) => (place.on === null ? none : formatDate(place.on)),
  },
  amount("requested"),
  amount("approved"),
  amount("retainage"),
  {
    id: "paid",
    header: titles.paid,
    end: true,
    cell: ({ draw }) => (draw.status === "disbursed" ? <Amount value={draw.to_disburse} /> : none),
  },
  { id: "total", header: titles.total, end: true, cell: ({ place }) => <Amount value={place.total} /> },
  { id: "timeline", header: titles.timeline, cell: ({ place }) => <Place place={place} /> },
];

const tones: Readonly<Record<DrawSummary["status"], BarPart["tone"]>> = {
  draft: "requested",
  requested: "requested",
  inspected: "requested",
  sent_back: "requested",
  approved: "approved",
  disbursed: "drawn",
  rejected: "requested",
  cancelled: "requested",
};

/** All draws of the loan by number, each behind what those before it take of the budget. */
export function DrawTimeline({ loanId, budget }: { loanId: string; budget: Budget }) {
  const answer = useQuery(query("draw.list", { loan_id: loanId, limit: 10_000 }));
  const places = new Map(budget.timeline.map((place) => [place.draw_id, place]));
  const rows = (answer.data?.draws ?? []).flatMap((draw) => {
    const place = places.get(draw.draw_id);
    return place ? [{ draw, place }] : [];
  });
  return (
    <section className={classes.part} aria-label={text.timeline.title}>
      <h3>{text.timeline.title}</h3>
      {rows.length === 0 ? (
        <p className={classes.muted}>{text.timeline.none}</p>
      ) : (
        <PlainTable
          name={text.table.ofLoan}
          columns={columns}
          rows={rows}
          rowId={(row) => row.draw.draw_id}
        />
      )}
    </section>
  );
}

function Place({ place }: { place: DrawOnBudget }) {
  return (
    <span className={classes.use}>
      <StackedBar
        label={text.timeline.barOf(formatRate(place.percent), formatRate(place.percent_before))}
        parts={[
          { tone: "space", percent: place.percent_before },
          { tone: tones[place.status], percent: place.percent },
        ]}
      />
    </span>
  );
}
