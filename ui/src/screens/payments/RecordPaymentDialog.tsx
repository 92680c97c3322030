import { Checkbox, NativeSelect, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../api/preview";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { PaymentMethod } from "../../bindings/PaymentMethod";
import { ErrorNote } from "../../components/ErrorNote";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { belongsToField, errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { parseMoney } from "../../fields/parse-money";
import { neededDate, neededMoney, options, orNull, problems, valueOf } from "../../fields/values";
import { formatAmount, isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { PaymentEffect } from "./PaymentEffect";
import { useServicedLoans } from "./use-serviced-loans";

const text = messages.payments;
const methods = options(messages.paymentMethods);

type Props = {
  /** The loan that is paid; without it the dialog asks. */
  loan?: { loan_id: string; number: string; borrower_name: string };
  /** What is expected, to start with. */
  amount?: string;
  onClose: () => void;
};

type Values = {
  loan_id: string;
  amount: string;
  received_on: string;
  method: PaymentMethod;
  reference: string;
  note: string;
  accept_overpayment: boolean;
  allow_duplicate: boolean;
};

/** Records a payment, and shows before that where it goes. */
export function RecordPaymentDialog({ loan, amount, onClose }: Props) {
  const { minor_digits: digits } = useBook();
  const form = useForm<Values>({
    initialValues: {
      loan_id: loan?.loan_id ?? "",
      amount: amount === undefined ? "" : formatAmount(amount),
      received_on: formatDate(today()),
      method: "check",
      reference: "",
      note: "",
      accept_overpayment: false,
      allow_duplicate: false,
    },
    validate: (values) =>
      problems({
        loan_id: values.loan_id === "" ? messages.fields.required : null,
        amount: neededMoney(values.amount, digits),
        received_on: neededDate(values.received_on),
      }),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const asked = {
    loan_id: values.loan_id,
    amount: valueOf(parseMoney(values.amount, digits)) ?? "",
    received_on: valueOf(parseDate(values.received_on)) ?? "",
  };
  const complete = Object.values(asked).every((value) => value !== "");
  const preview = usePreview("payment.preview", complete ? asked : null);
  const loans = useServicedLoans(loan === undefined);
  const record = useWrite("payment.record", {
    onSuccess: ({ payment }) => {
      notify(text.recorded(formatAmount(payment.amount), payment.loan_number));
      onClose();
    },
  });

  const overpays = preview.data !== null && !isZero(preview.data.excess);
  const repeats = preview.data?.is_duplicate ?? false;
  const unanswered = (overpays && !values.accept_overpayment) || (repeats && !values.allow_duplicate);
  const submit = form.onSubmit((sent) =>
    record.mutate(
      {
        ...asked,
        method: sent.method,
        reference: orNull(sent.reference),
        note: orNull(sent.note),
        accept_overpayment: sent.accept_overpayment,
        allow_duplicate: sent.allow_duplicate,
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  const field = (name: "amount" | "received_on") => fieldWith(form, name, preview.error);

  return (
    <FormDialog
      title={loan ? text.recordFor(loan.number, loan.borrower_name) : text.record}
      size={600}
      submit={text.record}
      pending={record.isPending}
      disabled={unanswered}
      error={errorBesideNoField(form, record.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {loan ? null : (
        <Select
          label={text.loan}
          placeholder={text.loanPlaceholder}
          nothingFoundMessage={text.noLoan}
          data={loans}
          searchable
          limit={50}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          data-autofocus
          {...form.getInputProps("loan_id")}
          value={values.loan_id === "" ? null : values.loan_id}
          onChange={(loanId) => form.setFieldValue("loan_id", loanId ?? "")}
        />
      )}
      <Pair>
        <MoneyField
          label={text.amount}
          digits={digits}
          {...(loan ? { "data-autofocus": true } : {})}
          {...field("amount")}
        />
        <DateField label={text.receivedOn} description={text.receivedHint} {...field("received_on")} />
      </Pair>
      <Pair>
        <NativeSelect label={text.method} data={methods} {...form.getInputProps("method")} />
        <TextInput label={text.reference} {...form.getInputProps("reference")} />
      </Pair>
      <TextInput label={text.note} {...form.getInputProps("note")} />
      <PaymentEffect preview={preview.data} stale={preview.stale} />
      {preview.error && !belongsToField(form, preview.error) ? <ErrorNote error={preview.error} /> : null}
      {overpays && preview.data ? (
        <Checkbox
          label={text.acceptExcess(formatAmount(preview.data.excess))}
          {...form.getInputProps("accept_overpayment", { type: "checkbox" })}
        />
      ) : null}
      {repeats ? (
        <Checkbox
          label={text.allowDuplicate}
          {...form.getInputProps("allow_duplicate", { type: "checkbox" })}
        />
      ) : null}
    </FormDialog>
  );
}
