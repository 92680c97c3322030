import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { Loan } from "../../../bindings/Loan";
import type { PropertyKind } from "../../../bindings/PropertyKind";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { CountField, MoneyField } from "../../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseMoney } from "../../../fields/parse-money";
import {
  countOf,
  neededText,
  options,
  orNull,
  problems,
  readableCount,
  readableDate,
  readableMoney,
  valueOf,
} from "../../../fields/values";
import { messages } from "../../../messages";

const text = messages.collateral;
const kinds = options(text.kinds);
const newProperty = "new";
const otherThing = "other";

type Values = {
  what: string;
  kind: PropertyKind;
  address: string;
  parcel_number: string;
  purchase_price: string;
  insurance_carrier: string;
  insurance_policy: string;
  insurance_expires_on: string;
  description: string;
  value: string;
  lien_position: string;
  senior_liens: string;
};

const start: Values = {
  what: newProperty,
  kind: "single_family",
  address: "",
  parcel_number: "",
  purchase_price: "",
  insurance_carrier: "",
  insurance_policy: "",
  insurance_expires_on: "",
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
        address: values.what === newProperty ? neededText(values.address) : null,
        description: values.what === otherThing ? neededText(values.description) : null,
        purchase_price: readableMoney(values.purchase_price, digits),
        value: readableMoney(values.value, digits),
        insurance_expires_on: readableDate(values.insurance_expires_on),
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
      enter.mutate(
        {
          kind: values.kind,
          address: values.address,
          parcel_number: orNull(values.parcel_number),
          purchase_price: amount(values.purchase_price),
          insurance_carrier: orNull(values.insurance_carrier),
          insurance_policy: orNull(values.insurance_policy),
          insurance_expires_on: valueOf(parseDate(values.insurance_expires_on)),
        },
        {
          onError,
          onSuccess: (property) => {
            // Refused from here on, the property is there: it is chosen, not entered again.
            form.setFieldValue("what", property.property_id);
            secure({ property_id: property.property_id });
          },
        },
      );
    } else {
      secure({ property_id: values.what });
    }
  });
  const choices = [
    { value: newProperty, label: text.newProperty },
    ...properties.map((one) => ({ value: one.property_id, label: text.property(one.address) })),
    { value: otherThing, label: text.otherThing },
  ];
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
      {values.what === newProperty ? (
        <>
          <TextInput label={text.address} data-autofocus {...form.getInputProps("address")} />
          <Pair>
            <NativeSelect label={text.kind} data={kinds} {...form.getInputProps("kind")} />
            <TextInput label={text.parcel} {...form.getInputProps("parcel_number")} />
          </Pair>
          <Pair>
            <MoneyField
              label={text.price}
              digits={digits}
              {...form.getInputProps("purchase_price")}
              value={values.purchase_price}
            />
            <TextInput label={text.carrier} {...form.getInputProps("insurance_carrier")} />
          </Pair>
          <Pair>
            <TextInput label={text.policy} {...form.getInputProps("insurance_policy")} />
            <DateField
              label={text.expires}
              {...form.getInputProps("insurance_expires_on")}
              value={values.insurance_expires_on}
            />
          </Pair>
        </>
      ) : null}
      {values.what === otherThing ? (
        <Pair>
          <TextInput label={text.description} {...form.getInputProps("description")} />
          <MoneyField
            label={text.value}
            digits={digits}
            {...form.getInputProps("value")}
            value={values.value}
          />
        </Pair>
      ) : null}
      <Pair>
        <CountField label={text.lien} {...form.getInputProps("lien_position")} value={values.lien_position} />
        <MoneyField
          label={text.seniorLiens}
          digits={digits}
          {...form.getInputProps("senior_liens")}
          value={values.senior_liens}
        />
      </Pair>
    </FormDialog>
  );
}
