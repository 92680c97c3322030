import { NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { CallError } from "../../api/errors";
import { useWrite } from "../../api/write";
import type { Filing } from "../../bindings/Filing";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import {
  countOf,
  neededDate,
  neededText,
  options,
  problems,
  readableCount,
  valueOf,
} from "../../fields/values";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.compliance.filing;
const labels = messages.fieldLabels;
const frequencies = options(text.frequencies);

/** Something new that is to be filed, or what is there, described anew. */
export function FilingDialog({ changed, onClose }: { changed?: Filing; onClose: () => void }) {
  const form = useForm({
    initialValues: {
      name: changed?.name ?? "",
      authority: changed?.authority ?? "",
      due_on: changed ? formatDate(changed.due_on) : "",
      frequency: changed?.frequency ?? "annual",
      remind_days: String(changed?.remind_days ?? 30),
      note: changed?.note ?? "",
    },
    validate: (values) =>
      problems({
        name: neededText(values.name),
        authority: neededText(values.authority),
        due_on: neededDate(values.due_on),
        remind_days: readableCount(values.remind_days),
      }),
    clearInputErrorOnChange: true,
  });
  const saved = {
    onSuccess: (filing: Filing) => {
      notify(text.saved(filing.name));
      onClose();
    },
  };
  const add = useWrite("filing.add", saved);
  const change = useWrite("filing.change", saved);
  const write = changed ? change : add;
  const submit = form.onSubmit((values) => {
    const content = {
      name: values.name.trim(),
      authority: values.authority.trim(),
      due_on: valueOf(parseDate(values.due_on)) ?? "",
      frequency: values.frequency,
      remind_days: countOf(values.remind_days),
      note: values.note.trim(),
    };
    const refused = { onError: (error: CallError) => showFieldError(form, error) };
    if (changed) change.mutate({ filing_id: changed.filing_id, ...content }, refused);
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
      <TextInput label={labels.authority} {...form.getInputProps("authority")} />
      <Pair>
        <DateField label={labels.due_on} {...form.getInputProps("due_on")} value={form.values.due_on} />
        <NativeSelect label={text.frequency} data={frequencies} {...form.getInputProps("frequency")} />
      </Pair>
      <TextInput label={labels.remind_days} inputMode="numeric" {...form.getInputProps("remind_days")} />
      <Textarea label={labels.note} rows={2} {...form.getInputProps("note")} />
    </FormDialog>
  );
}
