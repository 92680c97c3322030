import { NativeSelect, TextInput } from "@mantine/core";
import { useBook } from "../../app/book-context";
import { Pair } from "../../components/FormDialog";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import type { fieldWith } from "../../fields/field-errors";
import { options } from "../../fields/values";
import { messages } from "../../messages";
import type { PropertyValues } from "./property-form";

const text = messages.collateral;
const kinds = options(text.kinds);

type Field = ReturnType<typeof fieldWith<PropertyValues, keyof PropertyValues>>;

/** Where a property is, what it is and what insures it, in whatever form asks for that. */
export function PropertyFields({ field }: { field: (name: keyof PropertyValues) => Field }) {
  const { minor_digits: digits } = useBook();
  return (
    <>
      <TextInput label={text.address} data-autofocus {...field("address")} />
      <Pair>
        <NativeSelect label={text.kind} data={kinds} {...field("kind")} />
        <TextInput label={text.parcel} {...field("parcel_number")} />
      </Pair>
      <Pair>
        <MoneyField label={text.price} digits={digits} {...field("purchase_price")} />
        <TextInput label={text.legal} {...field("legal_description")} />
      </Pair>
      <TextInput label={text.carrier} {...field("insurance_carrier")} />
      <Pair>
        <TextInput label={text.policy} {...field("insurance_policy")} />
        <DateField label={text.expires} {...field("insurance_expires_on")} />
      </Pair>
    </>
  );
}
