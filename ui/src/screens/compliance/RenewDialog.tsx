import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { Licence } from "../../bindings/Licence";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, orNull, problems, valueOf } from "../../fields/values";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";

const text = messages.compliance.licence;
const labels = messages.fieldLabels;

/** Records that a licence was renewed. */
export function RenewDialog({ licence, onClose }: { licence: Licence; onClose: () => void }) {
  const form = useForm({
    initialValues: { expires_on: "", renewed_on: formatDate(today()), number: licence.number },
    validate: (values) =>
      problems({ expires_on: neededDate(values.expires_on), renewed_on: neededDate(values.renewed_on) }),
    clearInputErrorOnChange: true,
  });
  const write = useWrite("licence.renew", {
    onSuccess: (renewed) => {
      notify(text.renewed(renewed.name, formatDate(renewed.expires_on)));
      onClose();
    },
  });
  return (
    <FormDialog
      title={text.renew(licence.name)}
      submit={text.renewSubmit}
      pending={write.isPending}
      error={errorBesideNoField(form, write.error)}
      onSubmit={form.onSubmit((values) =>
        write.mutate(
          {
            licence_id: licence.licence_id,
            expires_on: valueOf(parseDate(values.expires_on)) ?? "",
            renewed_on: valueOf(parseDate(values.renewed_on)),
            number: orNull(values.number),
          },
          { onError: (error) => showFieldError(form, error) },
        ),
      )}
      onClose={onClose}
    >
      <p>{text.renewLead(formatDate(licence.expires_on))}</p>
      <Pair>
        <DateField
          label={labels.expires_on}
          data-autofocus
          {...form.getInputProps("expires_on")}
          value={form.values.expires_on}
        />
        <DateField
          label={labels.renewed_on}
          {...form.getInputProps("renewed_on")}
          value={form.values.renewed_on}
        />
      </Pair>
      <TextInput label={labels.number} {...form.getInputProps("number")} />
    </FormDialog>
  );
}
