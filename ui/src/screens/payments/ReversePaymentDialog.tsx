import { Checkbox, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../api/preview";
import { useWrite } from "../../api/write";
import type { Payment } from "../../bindings/Payment";
import { Amount } from "../../components/Amount";
import { Fact, Facts } from "../../components/Figures";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, neededText, problems, valueOf } from "../../fields/values";
import { formatAmount, isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { ReversalEffect } from "./ReversalEffect";

const text = messages.payments;

type Props = {
  payment: Payment;
  /** What the loan charges for a payment that the bank returns, where it does. */
  returnedFee?: string;
  onClose: () => void;
};

/** Takes a payment back: what it paid is owed again. */
export function ReversePaymentDialog({ payment, returnedFee, onClose }: Props) {
  const form = useForm({
    initialValues: { reversed_on: formatDate(today()), reason: "", returned: false },
    validate: (values) =>
      problems({ reversed_on: neededDate(values.reversed_on), reason: neededText(values.reason) }),
    clearInputErrorOnChange: true,
  });
  const reverse = useWrite("payment.reverse", {
    onSuccess: () => {
      notify(text.reversed(formatAmount(payment.amount)));
      onClose();
    },
  });
  const reversedOn = valueOf(parseDate(form.values.reversed_on));
  const asked = { payment_id: payment.payment_id, reversed_on: reversedOn, returned: form.values.returned };
  const preview = usePreview("payment.preview_reverse", reversedOn === null ? null : asked);
  const submit = form.onSubmit((values) =>
    reverse.mutate(
      {
        payment_id: payment.payment_id,
        reason: values.reason.trim(),
        reversed_on: valueOf(parseDate(values.reversed_on)),
        returned: values.returned,
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  const parts = (["fees", "late_charges", "interest", "principal", "held"] as const).filter(
    (part) => !isZero(payment[part]),
  );
  return (
    <FormDialog
      title={text.reverseTitle(formatAmount(payment.amount))}
      submit={text.reverseSubmit}
      danger
      pending={reverse.isPending}
      error={errorBesideNoField(form, reverse.error ?? preview.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.reverseEffect}</p>
      <Facts>
        <Fact label={text.columns.received_on}>{formatDate(payment.received_on)}</Fact>
        {parts.map((part) => (
          <Fact key={part} label={text.effectRows[part]}>
            <Amount value={payment[part]} />
          </Fact>
        ))}
      </Facts>
      <TextInput label={text.reason} data-autofocus {...form.getInputProps("reason")} />
      <DateField label={text.reversedOn} {...fieldWith(form, "reversed_on", preview.error)} />
      <Checkbox
        label={text.returned}
        {...(returnedFee === undefined ? {} : { description: text.returnedFee(formatAmount(returnedFee)) })}
        {...form.getInputProps("returned", { type: "checkbox" })}
      />
      {preview.data ? <ReversalEffect preview={preview.data} stale={preview.stale} /> : null}
    </FormDialog>
  );
}
