import { Checkbox, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import type { Note } from "../../../bindings/Note";
import { CommandButton } from "../../../components/CommandButton";
import { ErrorNote } from "../../../components/ErrorNote";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { ReasonDialog } from "../../../components/ReasonDialog";
import { Tag } from "../../../components/Tag";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { neededText } from "../../../fields/values";
import { formatMoment } from "../../../format/date";
import { messages } from "../../../messages";
import classes from "./Notes.module.css";

const text = messages.notes;

type On = { loan_id: string } | { person_id: string };

/** Notes on a loan or on a contact: written at the top, pinned ones first. */
export function Notes({ on }: { on: On }) {
  const answer = useQuery(query("note.list", on));
  const [amended, setAmended] = useState<Note | null>(null);
  const [withdrawn, setWithdrawn] = useState<Note | null>(null);
  const notes = answer.data?.notes;
  return (
    <section className={classes.notes} aria-label={text.title}>
      <NewNote on={on} />
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {notes?.length === 0 ? <p className={classes.muted}>{text.empty}</p> : null}
      {notes && notes.length > 0 ? (
        <ul className={classes.list}>
          {notes.map((note) => (
            <NoteItem
              key={note.note_id}
              note={note}
              onAmend={() => setAmended(note)}
              onWithdraw={() => setWithdrawn(note)}
            />
          ))}
        </ul>
      ) : null}
      {amended ? <AmendDialog note={amended} onClose={() => setAmended(null)} /> : null}
      {withdrawn ? <WithdrawDialog note={withdrawn} onClose={() => setWithdrawn(null)} /> : null}
    </section>
  );
}

function NewNote({ on }: { on: On }) {
  const form = useForm({
    initialValues: { text: "", is_pinned: false },
    validate: { text: neededText },
    clearInputErrorOnChange: true,
  });
  const add = useWrite("note.add", {
    onSuccess: () => {
      notify(text.added);
      form.reset();
    },
  });
  const submit = form.onSubmit((values) =>
    add.mutate({ ...on, ...values }, { onError: (error) => showFieldError(form, error) }),
  );
  const error = errorBesideNoField(form, add.error);
  return (
    <form className={classes.form} onSubmit={submit} aria-label={text.write} noValidate>
      <Textarea
        aria-label={text.write}
        placeholder={text.write}
        autosize
        minRows={2}
        maxRows={12}
        {...form.getInputProps("text")}
      />
      {error ? <ErrorNote error={error} /> : null}
      <div className={classes.formActions}>
        <Checkbox label={text.pin} {...form.getInputProps("is_pinned", { type: "checkbox" })} />
        <CommandButton command="note.add" type="submit" loading={add.isPending}>
          {text.add}
        </CommandButton>
      </div>
    </form>
  );
}

type ItemProps = { note: Note; onAmend: () => void; onWithdraw: () => void };

function NoteItem({ note, onAmend, onWithdraw }: ItemProps) {
  const amended = note.amended_by !== null && note.amended_at !== null;
  const action = { variant: "subtle", color: "gray", size: "compact-sm" } as const;
  return (
    <li className={classes.note}>
      <div className={classes.noteHead}>
        <span>
          {note.added_by} · {formatMoment(note.added_at)}
          {amended ? ` · ${text.amended(note.amended_by ?? "", formatMoment(note.amended_at ?? ""))}` : ""}
        </span>
        {note.is_pinned ? <Tag tone="info">{text.pinned}</Tag> : null}
        <CommandButton command="note.amend" {...action} onClick={onAmend}>
          {text.amend}
        </CommandButton>
        <CommandButton command="note.withdraw" {...action} onClick={onWithdraw}>
          {text.withdraw}
        </CommandButton>
      </div>
      <div className={classes.noteText} data-selectable>
        {note.text}
      </div>
    </li>
  );
}

function AmendDialog({ note, onClose }: { note: Note; onClose: () => void }) {
  const form = useForm({
    initialValues: { text: note.text, is_pinned: note.is_pinned },
    validate: { text: neededText },
    clearInputErrorOnChange: true,
  });
  const amend = useWrite("note.amend", { onSuccess: onClose });
  const submit = form.onSubmit((values) =>
    amend.mutate({ note_id: note.note_id, ...values }, { onError: (error) => showFieldError(form, error) }),
  );
  return (
    <FormDialog
      title={text.amendTitle}
      submit={text.save}
      pending={amend.isPending}
      error={errorBesideNoField(form, amend.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Textarea
        label={text.text}
        autosize
        minRows={4}
        maxRows={16}
        data-autofocus
        {...form.getInputProps("text")}
      />
      <Checkbox label={text.pin} {...form.getInputProps("is_pinned", { type: "checkbox" })} />
    </FormDialog>
  );
}

function WithdrawDialog({ note, onClose }: { note: Note; onClose: () => void }) {
  return (
    <ReasonDialog
      command="note.withdraw"
      title={text.withdrawTitle}
      submit={text.withdraw}
      done={text.withdrawn}
      input={(reason) => ({ note_id: note.note_id, reason })}
      onClose={onClose}
    >
      <div className={classes.noteText}>{note.text}</div>
    </ReasonDialog>
  );
}
