import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { query } from "../../api/queries";
import type { Draw } from "../../bindings/Draw";
import { formatShortMoment } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Draw.module.css";
import { happeningsOf } from "./draw-events";

const text = messages.draws.page;

/** What happened to the draw, from its events. */
export function DrawHistory({ draw }: { draw: Draw }) {
  const answer = useQuery(query("event.history", { aggregate_id: draw.loan_id, include_loan: true }));
  const happenings = happeningsOf(answer.data?.events ?? [], draw.draw_id);
  return (
    <section className={classes.card} aria-label={text.history}>
      <h2>{text.history}</h2>
      <ol className={classes.history}>
        {happenings.map((happening) => (
          <li key={happening.id}>
            <strong>{happening.what}</strong>
            {happening.detail === null ? null : <span>{happening.detail}</span>}
            <span className={classes.muted}>
              {happening.user} · {formatShortMoment(happening.at)}
            </span>
          </li>
        ))}
      </ol>
      <Link to="/loans/$loanId/history" params={{ loanId: draw.loan_id }} className={classes.file ?? ""}>
        {messages.draws.allEvents}
      </Link>
    </section>
  );
}
