import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { Attachment } from "../../bindings/Attachment";
import type { Draw } from "../../bindings/Draw";
import type { WaiverCondition } from "../../bindings/WaiverCondition";
import type { WaiverScope } from "../../bindings/WaiverScope";
import { AttachmentDrop } from "../../components/attachments/AttachmentDrop";
import { AttachmentGallery } from "../../components/attachments/AttachmentGallery";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { parseMoney } from "../../fields/parse-money";
import {
  neededDate,
  neededText,
  options,
  orNull,
  problems,
  readableDate,
  readableMoney,
  valueOf,
} from "../../fields/values";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Draw.module.css";

const text = messages.waivers;
const conditions = options(text.conditions);
const scopes = options(text.scopes);

type Values = {
  contractor: string;
  condition: WaiverCondition;
  scope: WaiverScope;
  amount: string;
  through_on: string;
  signed_on: string;
  note: string;
};

/** Records a contractor's lien waiver for a draw; the first whose waiver is missing is proposed. */
export function WaiverDialog({ draw, onClose }: { draw: Draw; onClose: () => void }) {
  const { minor_digits: digits } = useBook();
  const [paper, setPaper] = useState<Attachment | null>(null);
  const form = useForm<Values>({
    initialValues: {
      contractor: draw.missing_waivers[0] ?? draw.contractor ?? "",
      condition: "conditional",
      scope: "progress",
      amount: "",
      through_on: "",
      signed_on: formatDate(today()),
      note: "",
    },
    validate: (values) =>
      problems({
        contractor: neededText(values.contractor),
        amount: readableMoney(values.amount, digits),
        through_on: readableDate(values.through_on),
        signed_on: neededDate(values.signed_on),
      }),
    clearInputErrorOnChange: true,
  });
  const record = useWrite("waiver.record", {
    onSuccess: (waiver) => {
      notify(text.done(waiver.contractor));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    record.mutate(
      {
        draw_id: draw.draw_id,
        contractor: values.contractor.trim(),
        condition: values.condition,
        scope: values.scope,
        amount: valueOf(parseMoney(values.amount, digits)),
        through_on: valueOf(parseDate(values.through_on)),
        signed_on: valueOf(parseDate(values.signed_on)),
        attachment_id: paper?.attachment_id ?? null,
        note: orNull(values.note),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.title(draw.number)}
      size={600}
      submit={text.submit}
      pending={record.isPending}
      error={errorBesideNoField(form, record.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={text.contractor}
        description={text.contractorHint}
        data-autofocus
        {...form.getInputProps("contractor")}
      />
      <Pair>
        <NativeSelect label={text.condition} data={conditions} {...form.getInputProps("condition")} />
        <NativeSelect label={text.scope} data={scopes} {...form.getInputProps("scope")} />
      </Pair>
      <Pair>
        <MoneyField
          label={text.amount}
          description={text.amountHint}
          digits={digits}
          {...form.getInputProps("amount")}
          value={form.values.amount}
        />
        <DateField
          label={text.throughOn}
          {...form.getInputProps("through_on")}
          value={form.values.through_on}
        />
      </Pair>
      <Pair>
        <DateField label={text.signedOn} {...form.getInputProps("signed_on")} value={form.values.signed_on} />
        <TextInput label={text.note} {...form.getInputProps("note")} />
      </Pair>
      <section className={classes.part} aria-label={text.paper}>
        <h3>{text.paper}</h3>
        {paper ? (
          <AttachmentGallery attachments={[paper]} onRemove={() => setPaper(null)} />
        ) : (
          <AttachmentDrop loanId={draw.loan_id} onAdded={setPaper} />
        )}
      </section>
    </FormDialog>
  );
}
