import { TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { CallError } from "../../api/errors";
import { useWrite } from "../../api/write";
import type { Licence } from "../../bindings/Licence";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import {
  countOf,
  neededDate,
  neededText,
  problems,
  readableCount,
  readableDate,
  valueOf,
} from "../../fields/values";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.compliance.licence;
const labels = messages.fieldLabels;

/** A licence of the lender, new or described anew. */
export function LicenceDialog({ changed, onClose }: { changed?: Licence; onClose: () => void }) {
  const form = useForm({
    initialValues: {
      name: changed?.name ?? "",
      authority: changed?.authority ?? "",
      number: changed?.number ?? "",
      issued_on: changed?.issued_on ? formatDate(changed.issued_on) : "",
      expires_on: changed ? formatDate(changed.expires_on) : "",
      remind_days: String(changed?.remind_days ?? 60),
      note: changed?.note ?? "",
    },
    validate: (values) =>
      problems({
        name: neededText(values.name),
        authority: neededText(values.authority),
        number: neededText(values.number),
        issued_on: readableDate(values.issued_on),
        expires_on: neededDate(values.expires_on),
        remind_days: readableCount(values.remind_days),
      }),
    clearInputErrorOnChange: true,
  });
  const saved = {
    onSuccess: (licence: Licence) => {
      notify(text.saved(licence.name));
      onClose();
    },
  };
  const add = useWrite("licence.add", saved);
  const change = useWrite("licence.change", saved);
  const write = changed ? change : add;
  const submit = form.onSubmit((values) => {
    const content = {
      name: values.name.trim(),
      authority: values.authority.trim(),
      number: values.number.trim(),
      issued_on: valueOf(parseDate(values.issued_on)),
      expires_on: valueOf(parseDate(values.expires_on)) ?? "",
      remind_days: countOf(values.remind_days),
      note: values.note.trim(),
    };
    const refused = { onError: (error: CallError) => showFieldError(form, error) };
    if (changed) change.mutate({ licence_id: changed.licence_id, ...content }, refused);
    else add.mutate(content, refused);
  });
  return (
    <FormDialog
      title={changed ? text.change : text.add}
      size={520}
      submit={text.submit}
      pending={write.isPending}
      error={errorBesideNoField(form, write.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={text.name} data-autofocus {...form.getInputProps("name")} />
      <Pair>
        <TextInput label={labels.authority} {...form.getInputProps("authority")} />
        <TextInput label={labels.number} {...form.getInputProps("number")} />
      </Pair>
      <Pair>
        <DateField
          label={labels.issued_on}
          {...form.getInputProps("issued_on")}
          value={form.values.issued_on}
        />
        <DateField
          label={labels.expires_on}
          {...form.getInputProps("expires_on")}
          value={form.values.expires_on}
        />
      </Pair>
      <TextInput label={labels.remind_days} inputMode="numeric" {...form.getInputProps("remind_days")} />
      <Textarea label={labels.note} rows={2} {...form.getInputProps("note")} />
    </FormDialog>
  );
}
