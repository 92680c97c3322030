import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query } from "../../api/queries";
import type { Draw } from "../../bindings/Draw";
import type { LienWaiver } from "../../bindings/LienWaiver";
import { Amount } from "../../components/Amount";
import { AttachmentDialog } from "../../components/attachments/AttachmentDialog";
import { CommandButton } from "../../components/CommandButton";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import type { Asking } from "./DrawActions";
import classes from "./Draw.module.css";

const text = messages.waivers;
const page = messages.draws.page;

const over: ReadonlySet<Draw["status"]> = new Set(["rejected", "cancelled"]);

/** Lien waivers for this draw, and whose are missing. */
export function Waivers({ draw, onAsk }: { draw: Draw; onAsk: (asking: Asking) => void }) {
  if (over.has(draw.status) && draw.waivers.length === 0) return null;
  return (
    <section className={classes.card} aria-label={page.waivers}>
      <h2>{page.waivers}</h2>
      {draw.waivers.length === 0 ? <p className={classes.muted}>{page.noWaivers}</p> : null}
      {draw.waivers.map((waiver) => (
        <Waiver key={waiver.waiver_id} waiver={waiver} loanId={draw.loan_id} />
      ))}
      {over.has(draw.status) ? null : (
        <div className={classes.buttons}>
          <CommandButton command="waiver.record" variant="default" onClick={() => onAsk({ what: "waiver" })}>
            {messages.draws.actions.waiver}
          </CommandButton>
        </div>
      )}
    </section>
  );
}

function Waiver({ waiver, loanId }: { waiver: LienWaiver; loanId: string }) {
  const [opened, setOpened] = useState(false);
  const { attachment_id: paperId } = waiver;
  const files = useQuery({ ...query("attachment.list", { loan_id: loanId }), enabled: paperId !== null });
  const paper = files.data?.attachments.find((each) => each.attachment_id === paperId);
  return (
    <div className={classes.entry}>
      <strong>{waiver.contractor}</strong>
      <span className={classes.muted}>
        {text.conditionWords[waiver.condition]}, {text.scopeWords[waiver.scope]} ·{" "}
        {text.signed(formatDate(waiver.signed_on))}
        {waiver.amount === null ? null : (
          <>
            {" · "}
            <Amount value={waiver.amount} />
          </>
        )}
      </span>
      {waiver.note === null ? null : <span>{waiver.note}</span>}
      {paper ? (
        <button type="button" className={classes.file} onClick={() => setOpened(true)}>
          {paper.file_name}
        </button>
      ) : null}
      {opened && paper ? <AttachmentDialog attachment={paper} onClose={() => setOpened(false)} /> : null}
    </div>
  );
}
