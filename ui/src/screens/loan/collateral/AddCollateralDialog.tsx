import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { Loan } from "../../../bindings/Loan";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { MoneyField } from "../../../fields/DecimalField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../../fields/field-errors";
import { parseMoney } from "../../../fields/parse-money";
import { countOf, neededText, problems, readableCount, readableMoney, valueOf } from "../../../fields/values";
import { messages } from "../../../messages";
import {
  type PropertyValues,
  propertyErrors,
  propertyInput,
  propertyValues,
} from "../../properties/property-form";
import { PropertyFields } from "../../properties/PropertyFields";
import { LienFields } from "./LienFields";

const text = messages.collateral;
const newProperty = "new";
const otherThing = "other";

type Values = PropertyValues & {
  what: string;
  description: string;
  value: string;
  lien_position: string;
  senior_liens: string;
};

const start: Values = {
  what: newProperty,
  ...propertyValues(),
  description: "",
  value: "",
  lien_position: "1",
  senior_liens: "",
};

/** Lets a new property, one of the book, or anything else secure the loan. */
export function AddCollateralDialog({ loan, onClose }: { loan: Loan; onClose: () => void }) {
  const { minor_digits: digits } = useBook();
  const properties = useQuery(query("property.list", {})).data?.properties ?? [];
  const form = useForm({
    initialValues: start,
    validate: (values) =>
      problems({
        ...(values.what === newProperty ? propertyErrors(values, digits) : {}),
        description: values.what === otherThing ? neededText(values.description) : null,
        value: readableMoney(values.value, digits),
        lien_position: readableCount(values.lien_position),
        senior_liens: readableMoney(values.senior_liens, digits),
      }),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const enter = useWrite("property.add");
  const pledge = useWrite("collateral.add", {
    onSuccess: () => {
      notify(text.added);
      onClose();
    },
  });
  const amount = (typed: string) => valueOf(parseMoney(typed, digits));
  const onError = (error: Parameters<typeof showFieldError>[1]) => showFieldError(form, error);
  const secure = (what: { property_id: string } | { description: string; value: string | null }) =>
    pledge.mutate(
      {
        loan_id: loan.loan_id,
        ...what,
        lien_position: countOf(values.lien_position),
        senior_liens: amount(values.senior_liens),
      },
      { onError },
    );
  const submit = form.onSubmit(() => {
    if (values.what === otherThing) {
      secure({ description: values.description, value: amount(values.value) });
    } else if (values.what === newProperty) {
      enter.mutate(propertyInput(values, digits), {
        onError,
        onSuccess: (property) => {
          // Refused from here on, the property is there: it is chosen, not entered again.
          form.setFieldValue("what", property.property_id);
          secure({ property_id: property.property_id });
        },
      });
    } else {
      secure({ property_id: values.what });
    }
  });
  const choices = [
    { value: newProperty, label: text.newProperty },
    ...properties.map((one) => ({ value: one.property_id, label: text.property(one.address) })),
    { value: otherThing, label: text.otherThing },
  ];
  const field = <N extends keyof Values>(name: N) => fieldWith(form, name, null);
  return (
    <FormDialog
      title={text.add}
      size={560}
      submit={text.add}
      pending={enter.isPending || pledge.isPending}
      error={errorBesideNoField(form, enter.error ?? pledge.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <NativeSelect label={text.what} data={choices} {...form.getInputProps("what")} />
      {values.what === newProperty ? <PropertyFields field={field} /> : null}
      {values.what === otherThing ? (
        <Pair>
          <TextInput label={text.description} {...form.getInputProps("description")} />
          <MoneyField label={text.value} digits={digits} {...field("value")} />
        </Pair>
      ) : null}
      <LienFields field={field} />
    </FormDialog>
  );
}
