import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { FeeKind } from "../../../bindings/FeeKind";
import type { Loan } from "../../../bindings/Loan";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { MoneyField } from "../../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseMoney } from "../../../fields/parse-money";
import { neededDate, neededMoney, options, orNull, problems, valueOf } from "../../../fields/values";
import { formatAmount } from "../../../format/amount";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.fees;
const kinds = options(messages.feeKinds);
const start: { kind: FeeKind; amount: string; note: string } = { kind: "other", amount: "", note: "" };

/** Charges a fee to the loan. */
export function ChargeFeeDialog({ loan, onClose }: { loan: Loan; onClose: () => void }) {
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: { ...start, assessed_on: formatDate(today()) },
    validate: (values) =>
      problems({
        amount: neededMoney(values.amount, digits),
        assessed_on: neededDate(values.assessed_on),
      }),
    clearInputErrorOnChange: true,
  });
  const amount = valueOf(parseMoney(form.values.amount, digits));
  const charge = useWrite("fee.assess", {
    onSuccess: () => {
      notify(text.charged(formatAmount(amount ?? "")));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    charge.mutate(
      {
        loan_id: loan.loan_id,
        amount: amount ?? "",
        kind: values.kind,
        assessed_on: valueOf(parseDate(values.assessed_on)),
        note: orNull(values.note),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.charge}
      submit={text.submit}
      pending={charge.isPending}
      error={errorBesideNoField(form, charge.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <NativeSelect label={text.kind} data={kinds} {...form.getInputProps("kind")} />
      <Pair>
        <MoneyField
          label={text.amount}
          digits={digits}
          data-autofocus
          {...form.getInputProps("amount")}
          value={form.values.amount}
        />
        <DateField
          label={text.assessedOn}
          {...form.getInputProps("assessed_on")}
          value={form.values.assessed_on}
        />
      </Pair>
      <TextInput label={text.note} {...form.getInputProps("note")} />
    </FormDialog>
  );
}
