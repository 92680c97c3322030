import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { usePreview } from "../../api/preview";
import { useWrite } from "../../api/write";
import type { Draw } from "../../bindings/Draw";
import type { PaymentMethod } from "../../bindings/PaymentMethod";
import { Amount } from "../../components/Amount";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { Problem } from "../../components/Problem";
import { DateField } from "../../fields/DateField";
import { belongsToField, errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, options, orNull, problems, valueOf } from "../../fields/values";
import { formatAmount } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { PayingOutEffect } from "./PayingOutEffect";

const text = messages.draws.disburse;
const methods = options(messages.paymentMethods);

type Values = { disbursed_on: string; method: PaymentMethod; reference: string; note: string };

/** Pays a draw out, and shows before that what it does to what is owed. */
export function DisburseDialog({ draw: newest, onClose }: { draw: Draw; onClose: () => void }) {
  // What a colleague changes meanwhile is no part of what was looked at; the answer then says so.
  const [draw] = useState(newest);
  const form = useForm<Values>({
    initialValues: { disbursed_on: formatDate(today()), method: "wire", reference: "", note: "" },
    validate: (values) => problems({ disbursed_on: neededDate(values.disbursed_on) }),
    clearInputErrorOnChange: true,
  });
  const disbursedOn = valueOf(parseDate(form.values.disbursed_on));
  const preview = usePreview(
    "draw.preview_disbursement",
    disbursedOn === null ? null : { draw_id: draw.draw_id, disbursed_on: disbursedOn },
  );
  const pay = useWrite("draw.disburse", {
    onSuccess: (paid) => {
      notify(text.done(paid.number, formatAmount(paid.to_disburse)));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    pay.mutate(
      {
        draw_id: draw.draw_id,
        disbursed_on: disbursedOn,
        amount: draw.to_disburse,
        method: values.method,
        reference: orNull(values.reference),
        note: orNull(values.note),
        expected_version: draw.version,
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  const effect = preview.error ? null : preview.data;
  // Whether what is shown is what would be done.
  const isSettled = effect !== null && !preview.stale;
  return (
    <FormDialog
      title={text.title(draw.number)}
      size={560}
      submit={isSettled ? text.submit(formatAmount(draw.to_disburse)) : text.submitPlain}
      pending={pay.isPending}
      disabled={!isSettled || effect?.problem !== null}
      error={errorBesideNoField(form, pay.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <Figures>
        <Figure label={text.approved}>
          <Amount value={draw.approved} />
        </Figure>
        <Figure label={text.retainage}>
          <Amount value={draw.retainage} />
        </Figure>
        <Figure label={text.amount} strong>
          <Amount value={draw.to_disburse} />
        </Figure>
      </Figures>
      <Pair>
        <DateField label={text.on} data-autofocus {...fieldWith(form, "disbursed_on", preview.error)} />
        <NativeSelect label={text.method} data={methods} {...form.getInputProps("method")} />
      </Pair>
      <Pair>
        <TextInput label={text.reference} maxLength={100} {...form.getInputProps("reference")} />
        <TextInput label={text.note} maxLength={500} {...form.getInputProps("note")} />
      </Pair>
      {effect ? <PayingOutEffect before={effect.before} after={effect.after} stale={preview.stale} /> : null}
      <Problem problem={effect?.problem} />
      {preview.error && !belongsToField(form, preview.error) ? <ErrorNote error={preview.error} /> : null}
    </FormDialog>
  );
}
