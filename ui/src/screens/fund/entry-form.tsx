import { TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { CallError } from "../../api/errors";
import { useBook } from "../../app/book-context";
import type { DistributionKind } from "../../bindings/DistributionKind";
import type { Fund } from "../../bindings/Fund";
import type { FundPreview } from "../../bindings/FundPreview";
import { ErrorNote } from "../../components/ErrorNote";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { belongsToField, errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { parseMoney } from "../../fields/parse-money";
import {
  neededDate,
  neededMoney,
  neededText,
  orNull,
  problems,
  readableDate,
  valueOf,
} from "../../fields/values";
import { formatAmount } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { FundEffect, type ShownFigure } from "./FundEffect";

const text = messages.funds;

/** What is typed of an entry. Names are those of the commands where these have them; each dialog names its own day. */
type EntryValues = {
  amount: string;
  on: string;
  note: string;
  investor_id: string;
  loan_id: string;
  due_on: string;
  kind: DistributionKind;
};

type EntryForm = UseFormReturnType<EntryValues>;

type Needs = "investor_id" | "loan_id";

/** The form of an entry, and what a command takes once it can be read: an amount, a day, and whom it is about. */
export function useEntryForm(fund: Fund, needs: readonly Needs[], start: Partial<EntryValues> = {}) {
  const { minor_digits: digits } = useBook();
  const form = useForm<EntryValues>({
    initialValues: {
      amount: "",
      on: formatDate(today()),
      note: "",
      investor_id: "",
      loan_id: "",
      due_on: "",
      kind: "interest",
      ...start,
    },
    validate: (values) =>
      problems({
        amount: neededMoney(values.amount, digits),
        on: neededDate(values.on),
        due_on: readableDate(values.due_on),
        ...Object.fromEntries(needs.map((name) => [name, neededText(values[name])])),
      }),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const amount = valueOf(parseMoney(values.amount, digits));
  const on = valueOf(parseDate(values.on));
  const complete = needs.every((name) => values[name] !== "");
  const read = <Day extends string, More>(day: Day, more: More) => {
    if (amount === null || on === null || !complete) return null;
    const dated = { [day]: on } as Record<Day, string>;
    return { fund_id: fund.fund_id, amount, note: orNull(values.note), ...dated, ...more };
  };
  return { form, read, digits };
}

type Props<I> = {
  fund: Fund;
  /** What the dialog and its button say, what its day means, and what is told in the end. */
  words: { title: (fund: string) => string; submit: string; on: string; done: (amount: string) => string };
  entry: { form: EntryForm; digits: number };
  /** What is recorded; null while it cannot be read. */
  input: I | null;
  /** What may be entered at most, as the book says it, where there is such a limit. */
  atMost: string | null;
  preview: { data: FundPreview | null; stale: boolean; error: CallError | null };
  write: {
    isPending: boolean;
    error: CallError | null;
    mutate: (input: I, then: { onSuccess: () => void; onError: (error: CallError) => void }) => void;
  };
  shown: ShownFigure | null;
  onClose: () => void;
  /** Above the amount: whom it is about. */
  children?: ReactNode;
  /** Beside the note. */
  beside?: ReactNode;
};

/** The commands name the day by what happens on it. */
function atField(error: CallError): CallError {
  if (error.field === null) return error;
  if (error.field === "due_on" || !error.field.endsWith("_on")) return error;
  const { code, message, params, retryable } = error;
  return new CallError({ code, message, params, retryable, field: "on" });
}

/** The dialogs of a fund have one shape: whom it is about, how much and when, and what it does. */
export function EntryDialog<I>({
  fund,
  words,
  entry,
  input,
  atMost,
  preview,
  write,
  shown,
  onClose,
  children,
  beside,
}: Props<I>) {
  const { form, digits } = entry;
  const refused = preview.error && atField(preview.error);
  const submit = form.onSubmit(({ amount }) => {
    if (input === null) return;
    write.mutate(input, {
      onSuccess: () => {
        notify(words.done(amount));
        onClose();
      },
      onError: (error) => showFieldError(form, atField(error)),
    });
  });
  const note = <TextInput label={text.note} maxLength={500} {...form.getInputProps("note")} />;
  return (
    <FormDialog
      title={words.title(fund.name)}
      size={620}
      submit={words.submit}
      pending={write.isPending}
      error={errorBesideNoField(form, write.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {children}
      <Pair>
        <MoneyField
          label={text.amount}
          description={atMost === null ? text.noLimit : text.atMost(formatAmount(atMost))}
          digits={digits}
          data-autofocus
          {...fieldWith(form, "amount", refused)}
        />
        <DateField label={words.on} description={text.dayHint} {...fieldWith(form, "on", refused)} />
      </Pair>
      {beside ? (
        <Pair>
          {beside}
          {note}
        </Pair>
      ) : (
        note
      )}
      {refused ? null : <FundEffect preview={preview.data} stale={preview.stale} shown={shown} />}
      {refused && !belongsToField(form, refused) ? <ErrorNote error={refused} /> : null}
    </FormDialog>
  );
}
