import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import type { Party } from "../../../bindings/Party";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { neededDate, neededText, problems, valueOf } from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.parties;

/** Ends a role on the loan; that they had it stays in the history. */
export function RemovePartyDialog({ party, onClose }: { party: Party; onClose: () => void }) {
  const form = useForm({
    initialValues: { reason: "", removed_on: formatDate(today()) },
    validate: (values) =>
      problems({ reason: neededText(values.reason), removed_on: neededDate(values.removed_on) }),
    clearInputErrorOnChange: true,
  });
  const remove = useWrite("party.remove", {
    onSuccess: () => {
      notify(text.removed(party.name));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    remove.mutate(
      {
        party_id: party.party_id ?? "",
        reason: values.reason,
        removed_on: valueOf(parseDate(values.removed_on)),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.removeTitle(party.name)}
      submit={text.remove}
      pending={remove.isPending}
      error={errorBesideNoField(form, remove.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={text.reason} data-autofocus {...form.getInputProps("reason")} />
      <DateField
        label={text.removedOn}
        {...form.getInputProps("removed_on")}
        value={form.values.removed_on}
      />
    </FormDialog>
  );
}
