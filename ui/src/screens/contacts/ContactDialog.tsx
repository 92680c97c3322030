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
  /** The contact that is changed; without one, a new one is made. */
  changed?: Person;
  onClose: () => void;
  onCreated?: (person: Person) => void;
};

/** A new borrower, lender, investor or other contact; or one that is there, to be corrected. */
export function ContactDialog({ title, kind, changed, onClose, onCreated }: Props) {
  const form = useForm({
    initialValues: {
      kind: changed?.kind ?? kind ?? "borrower",
      name: changed?.name ?? "",
      email: changed?.email ?? "",
      phone: changed?.phone ?? "",
      address: changed?.address ?? "",
      tax_id: changed?.tax_id ?? "",
    },
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
  const change = useWrite("person.change", {
    onSuccess: (person) => {
      notify(text.changed(person.name));
      onClose();
    },
  });
  const write = changed ? change : create;
  const submit = form.onSubmit((values) => {
    if (changed) {
      const { kind: _, ...content } = values;
      change.mutate(
        { person_id: changed.person_id, ...content },
        { onError: (error) => showFieldError(form, error) },
      );
      return;
    }
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
    );
  });
  const submitText = kind === "borrower" ? text.submitBorrower : text.submit;
  return (
    <FormDialog
      title={title}
      submit={changed ? text.changeSubmit : submitText}
      pending={write.isPending}
      error={errorBesideNoField(form, write.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {kind || changed ? null : (
        <NativeSelect label={text.kind} data={kinds} {...form.getInputProps("kind")} />
      )}
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
