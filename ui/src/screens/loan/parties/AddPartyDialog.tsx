import { NativeSelect, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import type { Loan } from "../../../bindings/Loan";
import type { PartyRole } from "../../../bindings/PartyRole";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { neededDate, neededText, options, orNull, problems, valueOf } from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.parties;
/** The loan names its borrower itself. */
const roles = options(text.roles).filter((role) => role.value !== "borrower");
const start: { person_id: string; role: PartyRole; note: string } = {
  person_id: "",
  role: "guarantor",
  note: "",
};

/** Gives a contact a role on the loan. */
export function AddPartyDialog({ loan, onClose }: { loan: Loan; onClose: () => void }) {
  const people = useQuery(query("person.list", {})).data?.people ?? [];
  const form = useForm({
    initialValues: { ...start, since_on: formatDate(today()) },
    validate: (values) =>
      problems({ person_id: neededText(values.person_id), since_on: neededDate(values.since_on) }),
    clearInputErrorOnChange: true,
  });
  const add = useWrite("party.add", {
    onSuccess: (_, input) => {
      notify(text.added(people.find((person) => person.person_id === input.person_id)?.name ?? ""));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    add.mutate(
      {
        loan_id: loan.loan_id,
        person_id: values.person_id,
        role: values.role,
        since_on: valueOf(parseDate(values.since_on)),
        note: orNull(values.note),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.add}
      submit={text.addSubmit}
      pending={add.isPending}
      error={errorBesideNoField(form, add.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={text.person}
        data={people.map((person) => ({ value: person.person_id, label: person.name }))}
        searchable
        data-autofocus
        {...form.getInputProps("person_id")}
      />
      <Pair>
        <NativeSelect label={text.role} data={roles} {...form.getInputProps("role")} />
        <DateField label={text.since} {...form.getInputProps("since_on")} value={form.values.since_on} />
      </Pair>
      <TextInput label={text.note} {...form.getInputProps("note")} />
    </FormDialog>
  );
}
