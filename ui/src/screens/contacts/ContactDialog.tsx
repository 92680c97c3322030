import { Button, Modal, NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { Person } from "../../bindings/Person";
import type { PersonKind } from "../../bindings/PersonKind";
import { ErrorNote } from "../../components/ErrorNote";
import { notify } from "../../components/notify";
import { useReturnFocus } from "../../components/return-focus";
import { belongsToField, showFieldError } from "../../fields/field-errors";
import { messages } from "../../messages";
import classes from "./Contacts.module.css";

const text = messages.contacts;
const kinds = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));

type Props = {
  title: string;
  /** The only kind that makes sense here; without it the dialog asks. */
  kind?: PersonKind;
  onClose: () => void;
  onCreated?: (person: Person) => void;
};

/** A new borrower or lender. */
export function ContactDialog({ title, kind, onClose, onCreated }: Props) {
  useReturnFocus();
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
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={460}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <form
        className={classes.form}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          // The dialog may stand in another form's tree; that one is not sent.
          event.stopPropagation();
          submit(event);
        }}
      >
        {kind ? null : <NativeSelect label={text.kind} data={kinds} {...form.getInputProps("kind")} />}
        <TextInput label={text.name} data-autofocus {...form.getInputProps("name")} />
        <div className={classes.pair}>
          <TextInput label={text.email} type="email" {...form.getInputProps("email")} />
          <TextInput label={text.phone} type="tel" {...form.getInputProps("phone")} />
        </div>
        <Textarea label={text.address} rows={2} {...form.getInputProps("address")} />
        <TextInput label={text.taxId} {...form.getInputProps("tax_id")} />
        {create.error && !belongsToField(form, create.error) ? (
          <ErrorNote error={create.error} onRetry={() => submit()} />
        ) : null}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {kind === "borrower" ? text.submitBorrower : text.submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function orNull(value: string): string | null {
  return value.trim() === "" ? null : value.trim();
}
