import type { Draw } from "../../bindings/Draw";
import { Fact, Facts } from "../../components/Figures";
import { messages } from "../../messages";
import classes from "./Draw.module.css";

const text = messages.draws.page;

/** What was written about the draw as a whole. */
export function DrawNotes({ draw }: { draw: Draw }) {
  const paid = draw.disbursement;
  const notes = [
    [text.contractor, draw.contractor],
    [text.note, draw.note],
    [text.approvalNote, draw.approval_note],
    [messages.draws.disburse.method, paid ? messages.paymentMethods[paid.method] : null],
    [messages.draws.disburse.reference, paid?.reference ?? null],
    [messages.draws.disburse.note, paid?.note ?? null],
  ] as const;
  const written = notes.filter(([, note]) => note !== null);
  if (written.length === 0) return null;
  return (
    <section className={classes.card} aria-label={text.notes}>
      <h2>{text.notes}</h2>
      <Facts>
        {written.map(([label, note]) => (
          <Fact key={`${label} ${note}`} label={label}>
            {note}
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
