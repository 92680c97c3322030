import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { Property } from "../../bindings/Property";
import type { ValuationBasis } from "../../bindings/ValuationBasis";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { parseMoney } from "../../fields/parse-money";
import { neededDate, neededMoney, neededText, options, problems, valueOf } from "../../fields/values";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";

const text = messages.collateral;
const bases = options(text.bases);
const start: { amount: string; basis: ValuationBasis; source: string } = {
  amount: "",
  basis: "as_is",
  source: "",
};

/** Records what a property is worth; earlier values stay. */
export function ValueDialog({ property, onClose }: { property: Property; onClose: () => void }) {
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: { ...start, valued_on: formatDate(today()) },
    validate: (values) =>
      problems({
        amount: neededMoney(values.amount, digits),
        source: neededText(values.source),
        valued_on: neededDate(values.valued_on),
      }),
    clearInputErrorOnChange: true,
  });
  const value = useWrite("property.value", {
    onSuccess: () => {
      notify(text.valued);
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    value.mutate(
      {
        property_id: property.property_id,
        amount: valueOf(parseMoney(values.amount, digits)) ?? "",
        basis: values.basis,
        valued_on: valueOf(parseDate(values.valued_on)),
        source: values.source,
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.valueOf(property.address)}
      submit={text.setValue}
      pending={value.isPending}
      error={errorBesideNoField(form, value.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Pair>
        <MoneyField
          label={text.value}
          digits={digits}
          data-autofocus
          {...form.getInputProps("amount")}
          value={form.values.amount}
        />
        <NativeSelect label={text.basis} data={bases} {...form.getInputProps("basis")} />
      </Pair>
      <Pair>
        <TextInput label={text.source} {...form.getInputProps("source")} />
        <DateField label={text.valuedOn} {...form.getInputProps("valued_on")} value={form.values.valued_on} />
      </Pair>
    </FormDialog>
  );
}
