import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../../api/preview";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { Budget } from "../../../bindings/Budget";
import type { Loan } from "../../../bindings/Loan";
import type { PaymentMethod } from "../../../bindings/PaymentMethod";
import { ErrorNote } from "../../../components/ErrorNote";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { Problem } from "../../../components/Problem";
import { DateField } from "../../../fields/DateField";
import { MoneyField } from "../../../fields/DecimalField";
import { belongsToField, errorBesideNoField, fieldWith, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseMoney } from "../../../fields/parse-money";
import { neededDate, neededMoney, options, orNull, problems, valueOf } from "../../../fields/values";
import { formatAmount } from "../../../format/amount";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { PayingOutEffect } from "../../draw/PayingOutEffect";

const text = messages.budget.release;
const methods = options(messages.paymentMethods);

type Props = { loan: Loan; budget: Budget; onClose: () => void };
type Values = { amount: string; released_on: string; method: PaymentMethod; reference: string; note: string };

/** Pays out what was held back, whole or in part, and shows before that what it does to what is owed. */
export function ReleaseDialog({ loan, budget, onClose }: Props) {
  const { minor_digits: digits } = useBook();
  const form = useForm<Values>({
    initialValues: {
      amount: formatAmount(budget.balances.retainage_held),
      released_on: formatDate(today()),
      method: "wire",
      reference: "",
      note: "",
    },
    validate: (values) =>
      problems({
        amount: neededMoney(values.amount, digits),
        released_on: neededDate(values.released_on),
      }),
    clearInputErrorOnChange: true,
  });
  const amount = valueOf(parseMoney(form.values.amount, digits));
  const releasedOn = valueOf(parseDate(form.values.released_on));
  const asked =
    amount === null || releasedOn === null
      ? null
      : { loan_id: loan.loan_id, amount, released_on: releasedOn };
  const preview = usePreview("retainage.preview_release", asked);
  const release = useWrite("retainage.release", {
    onSuccess: (_, sent) => {
      notify(text.done(formatAmount(sent.amount ?? "")));
      onClose();
    },
  });
  const submit = form.onSubmit((values) => {
    if (asked === null) return;
    release.mutate(
      { ...asked, method: values.method, reference: orNull(values.reference), note: orNull(values.note) },
      { onError: (error) => showFieldError(form, error) },
    );
  });
  const field = (name: "amount" | "released_on") => fieldWith(form, name, preview.error);
  const effect = preview.data;
  // What is shown is not yet what would be done.
  const isUnsettled = asked !== null && (effect === null || preview.stale);
  return (
    <FormDialog
      title={text.title(loan.number)}
      size={560}
      submit={amount === null || isUnsettled ? text.submit : text.submitAmount(formatAmount(amount))}
      pending={release.isPending}
      disabled={isUnsettled || Boolean(effect?.problem)}
      error={errorBesideNoField(form, release.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <Pair>
        <MoneyField
          label={text.amount}
          description={text.amountHint}
          digits={digits}
          data-autofocus
          {...field("amount")}
        />
        <DateField label={text.on} {...field("released_on")} />
      </Pair>
      <Pair>
        <NativeSelect
          label={messages.draws.disburse.method}
          data={methods}
          {...form.getInputProps("method")}
        />
        <TextInput label={messages.draws.disburse.reference} {...form.getInputProps("reference")} />
      </Pair>
      <TextInput label={messages.draws.disburse.note} {...form.getInputProps("note")} />
      {effect ? (
        <PayingOutEffect
          before={effect.before}
          after={effect.after}
          stale={preview.stale}
          held={{ before: effect.held_before, after: effect.held_after }}
        />
      ) : null}
      <Problem problem={effect?.problem} />
      {preview.error && !belongsToField(form, preview.error) ? <ErrorNote error={preview.error} /> : null}
    </FormDialog>
  );
}
