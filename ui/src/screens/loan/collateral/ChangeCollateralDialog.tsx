import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { Collateral } from "../../../bindings/Collateral";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { MoneyField } from "../../../fields/DecimalField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../../fields/field-errors";
import { parseMoney } from "../../../fields/parse-money";
import { countOf, neededText, problems, readableCount, readableMoney, valueOf } from "../../../fields/values";
import { formatAmount } from "../../../format/amount";
import { messages } from "../../../messages";
import { LienFields } from "./LienFields";

const text = messages.collateral;

type Props = { collateral: Collateral; name: string; onClose: () => void };

/** Says something else of what secures the loan: its lien, and what it is and is worth where it is no property. */
export function ChangeCollateralDialog({ collateral, name, onClose }: Props) {
  const { minor_digits: digits } = useBook();
  const { lien_position: lien, value, property } = collateral;
  const form = useForm({
    initialValues: {
      description: collateral.description ?? "",
      value: value === null ? "" : formatAmount(value),
      lien_position: lien === null ? "" : String(lien),
      senior_liens: formatAmount(collateral.senior_liens),
    },
    validate: (values) =>
      problems({
        ...(property
          ? {}
          : {
              description: neededText(values.description),
              value: readableMoney(values.value, digits),
            }),
        lien_position: readableCount(values.lien_position),
        senior_liens: readableMoney(values.senior_liens, digits),
      }),
    clearInputErrorOnChange: true,
  });
  const change = useWrite("collateral.change", {
    onSuccess: () => {
      notify(text.changed);
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    change.mutate(
      {
        collateral_id: collateral.collateral_id,
        ...(property
          ? {}
          : { description: values.description.trim(), value: valueOf(parseMoney(values.value, digits)) }),
        lien_position: countOf(values.lien_position),
        senior_liens: valueOf(parseMoney(values.senior_liens, digits)) ?? "0",
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={property ? text.changeLien : text.change}
      submit={text.changeSubmit}
      pending={change.isPending}
      error={errorBesideNoField(form, change.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {property ? (
        <div>{name}</div>
      ) : (
        <Pair>
          <TextInput label={text.description} data-autofocus {...form.getInputProps("description")} />
          <MoneyField label={text.value} digits={digits} {...fieldWith(form, "value", null)} />
        </Pair>
      )}
      <LienFields field={(field) => fieldWith(form, field, null)} autofocus={property !== null} />
    </FormDialog>
  );
}
