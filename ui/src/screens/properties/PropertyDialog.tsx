import { useForm } from "@mantine/form";
import type { CallError } from "../../api/errors";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { Property } from "../../bindings/Property";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { problems } from "../../fields/values";
import { messages } from "../../messages";
import { propertyErrors, propertyInput, propertyValues } from "./property-form";
import { PropertyFields } from "./PropertyFields";

const text = messages.properties;

type Props = {
  /** The property that is described anew; without one, a new one is entered. */
  changed?: Property;
  onClose: () => void;
};

/** A new property, or one that is there, described anew. */
export function PropertyDialog({ changed, onClose }: Props) {
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: propertyValues(changed),
    validate: (values) => problems(propertyErrors(values, digits)),
    clearInputErrorOnChange: true,
  });
  const saved = {
    onSuccess: (property: Property) => {
      notify(text.saved(property.address));
      onClose();
    },
  };
  const add = useWrite("property.add", saved);
  const change = useWrite("property.change", saved);
  const write = changed ? change : add;
  const submit = form.onSubmit((values) => {
    const input = propertyInput(values, digits);
    const refused = { onError: (error: CallError) => showFieldError(form, error) };
    if (changed) change.mutate({ property_id: changed.property_id, ...input }, refused);
    else add.mutate(input, refused);
  });
  return (
    <FormDialog
      title={changed ? text.change : text.add}
      size={560}
      submit={text.submit}
      pending={write.isPending}
      error={errorBesideNoField(form, write.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <PropertyFields field={(name) => fieldWith(form, name, null)} />
    </FormDialog>
  );
}
