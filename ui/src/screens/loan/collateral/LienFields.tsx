import { useBook } from "../../../app/book-context";
import { Pair } from "../../../components/FormDialog";
import { CountField, MoneyField } from "../../../fields/DecimalField";
import type { fieldWith } from "../../../fields/field-errors";
import { messages } from "../../../messages";

const text = messages.collateral;

type LienValues = { lien_position: string; senior_liens: string };
type Field = ReturnType<typeof fieldWith<LienValues, keyof LienValues>>;
type Props = { field: (name: keyof LienValues) => Field; autofocus?: boolean };

/** The place of the loan's lien, and what is owed before it. */
export function LienFields({ field, autofocus = false }: Props) {
  const { minor_digits: digits } = useBook();
  return (
    <Pair>
      <CountField
        label={text.lien}
        {...(autofocus ? { "data-autofocus": true } : {})}
        {...field("lien_position")}
      />
      <MoneyField label={text.seniorLiens} digits={digits} {...field("senior_liens")} />
    </Pair>
  );
}
