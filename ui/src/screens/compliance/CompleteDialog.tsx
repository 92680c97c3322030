import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { Filing } from "../../bindings/Filing";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, orNull, problems, valueOf } from "../../fields/values";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";

const text = messages.compliance.filing;
const labels = messages.fieldLabels;

/** Records that what is due was filed. */
export function CompleteDialog({ filing, onClose }: { filing: Filing; onClose: () => void }) {
  const form = useForm({
    initialValues: { filed_on: formatDate(today()), reference: "", note: "" },
    validate: (values) => problems({ filed_on: neededDate(values.filed_on) }),
    clearInputErrorOnChange: true,
  });
  const write = useWrite("filing.complete", {
    onSuccess: (done) => {
      notify(
        done.standing === null
          ? text.completed(done.name)
          : text.dueAgain(done.name, formatDate(done.due_on)),
      );
      onClose();
    },
  });
  return (
    <FormDialog
      title={text.complete(filing.name)}
      submit={text.completeSubmit}
      pending={write.isPending}
      error={errorBesideNoField(form, write.error)}
      onSubmit={form.onSubmit((values) =>
        write.mutate(
          {
            filing_id: filing.filing_id,
            filed_on: valueOf(parseDate(values.filed_on)),
            reference: orNull(values.reference),
            note: orNull(values.note),
          },
          { onError: (error) => showFieldError(form, error) },
        ),
      )}
      onClose={onClose}
    >
      <p>{text.completeLead(formatDate(filing.due_on))}</p>
      <DateField label={labels.filed_on} {...form.getInputProps("filed_on")} value={form.values.filed_on} />
      <TextInput label={labels.reference} data-autofocus {...form.getInputProps("reference")} />
      <TextInput label={labels.note} {...form.getInputProps("note")} />
    </FormDialog>
  );
}
