import { Button, TextInput, Textarea } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { invoke } from "../../api/client";
import { usePreview } from "../../api/preview";
import { useBook } from "../../app/book-context";
import type { Budget } from "../../bindings/Budget";
import type { Draw } from "../../bindings/Draw";
import type { Loan } from "../../bindings/Loan";
import type { RequestPreview } from "../../bindings/RequestPreview";
import { Amount } from "../../components/Amount";
import { AttachmentDrop } from "../../components/attachments/AttachmentDrop";
import { CommandButton } from "../../components/CommandButton";
import { Figure, Figures } from "../../components/Figures";
import { Problem } from "../../components/Problem";
import { inWords } from "../../api/errors";
import { formatCount, isZero } from "../../format/amount";
import { messages } from "../../messages";
import { EndDialog } from "../draw/EndDialog";
import { ChosenFiles } from "../draw/Files";
import { type DrawForm, type LineValues, contentOf, emptyLine, formOf, hasUnreadable } from "./draw-form";
import classes from "./DrawForm.module.css";
import { LinesTable } from "./LinesTable";
import { RequestDialog } from "./RequestDialog";
import { SaveMark } from "./SaveMark";
import { type SavedDraft, useAutosave } from "./use-autosave";

const text = messages.draws.form;

type Props = {
  loan: Loan;
  budget: Budget;
  /** The draft that is written on; none of a new draw. */
  draw: Draw | null;
  onSaved: (draw: Draw) => void;
  onReopen: (drawId: string) => void;
};

/** What is asked for, line by line, and for the whole draw. */
export function DrawFields({ loan, budget, draw, onSaved, onReopen }: Props) {
  const navigate = useNavigate();
  const { minor_digits: digits } = useBook();
  const [form, setForm] = useState<DrawForm>(() => formOf(draw));
  const [asking, setAsking] = useState<{ what: "request" | "discard"; draft: SavedDraft } | null>(null);
  const content = contentOf(form, budget.lines, digits);
  const autosave = useAutosave({ loanId: loan.loan_id, draw, content, onSaved });
  const preview = usePreview("draw.preview_request", {
    loan_id: loan.loan_id,
    lines: content.lines,
    contractor: content.contractor,
  });
  const change = (part: Partial<DrawForm>) => setForm((before) => ({ ...before, ...part }));
  const changeLine = (code: string, part: Partial<LineValues>) =>
    setForm((before) => ({
      ...before,
      lines: { ...before.lines, [code]: { ...emptyLine, ...before.lines[code], ...part } },
    }));
  const ask = async (what: "request" | "discard") => {
    const draft = await autosave.flush();
    if (draft) setAsking({ what, draft });
  };
  const leave = () => void navigate({ to: "/loans/$loanId/draws", params: { loanId: loan.loan_id } });
  const openPage = (drawId: string) => void navigate({ to: "/draws/$drawId", params: { drawId } });
  const isEmpty = preview.data === null || isZero(preview.data.total);
  const problem = preview.data?.problem ?? null;
  const refusal = isEmpty ? text.empty : problem === null ? null : inWords(problem);

  return (
    // Leaving any of the fields saves; the form itself is not acted on.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes.form}
      aria-label={messages.draws.title}
      noValidate
      onSubmit={(event) => event.preventDefault()}
      onBlur={() => void autosave.flush()}
    >
      <div className={classes.scroll}>
        {draw?.status === "sent_back" && draw.end ? (
          <p className={classes.sentBack}>{text.sentBack(draw.end.by, draw.end.reason)}</p>
        ) : null}
        <LinesTable
          budget={budget}
          form={form}
          preview={preview.data}
          digits={digits}
          onChange={changeLine}
        />
        <p className={classes.keys}>{text.keys}</p>
        <div className={classes.beside}>
          <Whole form={form} onChange={change} />
          <section className={classes.part} aria-label={text.files}>
            <h2>{text.files}</h2>
            <AttachmentDrop
              loanId={loan.loan_id}
              onAdded={(added) =>
                setForm((before) => ({
                  ...before,
                  attachments: [...before.attachments, added.attachment_id],
                }))
              }
            />
            {form.attachments.length === 0 ? null : (
              <ChosenFiles
                loanId={loan.loan_id}
                ids={form.attachments}
                onRemove={(removed) =>
                  change({ attachments: form.attachments.filter((id) => id !== removed) })
                }
              />
            )}
          </section>
        </div>
      </div>
      <footer className={classes.foot}>
        <Sums preview={preview.data} stale={preview.stale} files={form.attachments.length} />
        {isEmpty ? null : <Problem problem={problem} />}
        <div className={classes.actions}>
          <SaveMark
            state={autosave.state}
            unreadable={hasUnreadable(form, digits)}
            onRetry={() => void autosave.flush()}
            onTakeTheirs={() => {
              const draft = autosave.draft();
              if (draft) onReopen(draft.drawId);
            }}
            onKeepMine={() => {
              const draft = autosave.draft();
              if (draft) void newestVersion(draft.drawId).then(autosave.overwrite);
            }}
          />
          {draw || autosave.state.kind !== "untouched" ? (
            <CommandButton
              command="draw.cancel"
              variant="subtle"
              color="gray"
              onClick={() => void ask("discard")}
            >
              {text.discard}
            </CommandButton>
          ) : null}
          <Button variant="default" onClick={leave}>
            {text.close}
          </Button>
          <CommandButton command="draw.request" refusal={refusal} onClick={() => void ask("request")}>
            {text.request}
          </CommandButton>
        </div>
      </footer>
      {asking?.what === "request" && preview.data ? (
        <RequestDialog
          draft={asking.draft}
          budget={budget}
          preview={preview.data}
          files={form.attachments.length}
          onDone={() => openPage(asking.draft.drawId)}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking?.what === "discard" ? (
        <EndDialog
          kind="cancel"
          draw={{ draw_id: asking.draft.drawId, number: asking.draft.number, version: asking.draft.version }}
          frees={null}
          onDone={() => openPage(asking.draft.drawId)}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </form>
  );
}

async function newestVersion(drawId: string): Promise<number> {
  return (await invoke("draw.get", { draw_id: drawId })).version;
}

type WholeProps = { form: DrawForm; onChange: (part: Partial<DrawForm>) => void };

function Whole({ form, onChange }: WholeProps) {
  return (
    <section className={classes.part} aria-label={text.rest}>
      <h2>{text.rest}</h2>
      <TextInput
        label={text.contractor}
        description={text.contractorHint}
        value={form.contractor}
        maxLength={200}
        onChange={(event) => onChange({ contractor: event.currentTarget.value })}
      />
      <Textarea
        label={text.note}
        description={text.noteHint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        value={form.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
    </section>
  );
}

type SumsProps = { preview: RequestPreview | null; stale: boolean; files: number };

function Sums({ preview, stale, files }: SumsProps) {
  if (!preview) return null;
  return (
    <div aria-busy={stale}>
      <Figures>
        <Figure label={text.total} strong>
          <Amount value={preview.total} />
        </Figure>
        <Figure label={text.availableOfLoan}>
          <Amount value={preview.available} />
        </Figure>
        <Figure label={messages.draws.request.files}>{formatCount(files)}</Figure>
      </Figures>
    </div>
  );
}
