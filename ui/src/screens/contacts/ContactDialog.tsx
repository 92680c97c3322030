import { NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { Person } from "../../bindings/Person";
import type { PersonKind } from "../../bindings/PersonKind";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { options, orNull } from "../../fields/values";
import { messages } from "../../messages";

const text = messages.contacts;
const kinds = options(text.kinds);

type Props = {
  title: string;
  /** The only kind that makes sense here; without it the dialog asks. */
  kind?: PersonKind;
  onClose: () => void;
  onCreated?: (person: Person) => void;
};

/** A new borrower, lender, investor or other contact. */
export function ContactDialog({ title, kind, onClose, onCreated }: Props) {
  const form = useForm({
    initialValues: { kind: kind ?? "borrower", name: "", email: "", phone: "", address: "", tax_id: "" },
    validate: { name: (value) => (value.trim() === "" ? messages.fields.required : null) },
    clearInputErrorOnChange: true,
  });
  const create = useWrite("person.create", {
    onSuccess: (person) => {
      notify(text.created(person.name));
      onCreated?.(person);
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    create.mutate(
      {
        kind: values.kind,
        name: values.name.trim(),
        email: orNull(values.email),
        phone: orNull(values.phone),
        address: orNull(values.address),
        tax_id: orNull(values.tax_id),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={title}
      submit={kind === "borrower" ? text.submitBorrower : text.submit}
      pending={create.isPending}
      error={errorBesideNoField(form, create.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {kind ? null : <NativeSelect label={text.kind} data={kinds} {...form.getInputProps("kind")} />}
      <TextInput label={text.name} data-autofocus {...form.getInputProps("name")} />
      <Pair>
        <TextInput label={text.email} type="email" {...form.getInputProps("email")} />
        <TextInput label={text.phone} type="tel" {...form.getInputProps("phone")} />
      </Pair>
      <Textarea label={text.address} rows={2} {...form.getInputProps("address")} />
      <TextInput label={text.taxId} {...form.getInputProps("tax_id")} />
    </FormDialog>
  );
}
