import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import type { Collateral } from "../../../bindings/Collateral";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { neededDate, neededText, problems, valueOf } from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.collateral;

type Props = { collateral: Collateral; name: string; onClose: () => void };

/** Lets something secure the loan no longer. */
export function ReleaseDialog({ collateral, name, onClose }: Props) {
  const form = useForm({
    initialValues: { reason: "", released_on: formatDate(today()) },
    validate: (values) =>
      problems({ reason: neededText(values.reason), released_on: neededDate(values.released_on) }),
    clearInputErrorOnChange: true,
  });
  const release = useWrite("collateral.release", {
    onSuccess: () => {
      notify(text.released);
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    release.mutate(
      {
        collateral_id: collateral.collateral_id,
        reason: values.reason,
        released_on: valueOf(parseDate(values.released_on)),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.releaseTitle}
      submit={text.release}
      pending={release.isPending}
      error={errorBesideNoField(form, release.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <div>{name}</div>
      <TextInput label={text.reason} data-autofocus {...form.getInputProps("reason")} />
      <DateField
        label={text.releasedOn}
        {...form.getInputProps("released_on")}
        value={form.values.released_on}
      />
    </FormDialog>
  );
}
