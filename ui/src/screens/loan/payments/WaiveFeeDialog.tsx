import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { Fee } from "../../../bindings/Fee";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { MoneyField } from "../../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseMoney } from "../../../fields/parse-money";
import { neededDate, neededMoney, neededText, problems, valueOf } from "../../../fields/values";
import { formatAmount } from "../../../format/amount";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.fees;

/** Forgives what is open of a fee, or a part of it. */
export function WaiveFeeDialog({ fee, onClose }: { fee: Fee; onClose: () => void }) {
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: { amount: formatAmount(fee.unpaid), waived_on: formatDate(today()), reason: "" },
    validate: (values) =>
      problems({
        amount: neededMoney(values.amount, digits),
        waived_on: neededDate(values.waived_on),
        reason: neededText(values.reason),
      }),
    clearInputErrorOnChange: true,
  });
  const waive = useWrite("fee.waive", {
    onSuccess: () => {
      notify(text.waivedDone);
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    waive.mutate(
      {
        fee_id: fee.fee_id,
        amount: valueOf(parseMoney(values.amount, digits)),
        waived_on: valueOf(parseDate(values.waived_on)),
        reason: values.reason.trim(),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.waiveTitle}
      submit={text.waiveSubmit}
      pending={waive.isPending}
      error={errorBesideNoField(form, waive.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Facts>
        <Fact label={text.kind}>{messages.feeKinds[fee.kind]}</Fact>
        <Fact label={text.assessedOn}>{formatDate(fee.assessed_on)}</Fact>
        <Fact label={text.unpaid}>
          <Amount value={fee.unpaid} />
        </Fact>
      </Facts>
      <TextInput label={text.reason} data-autofocus {...form.getInputProps("reason")} />
      <Pair>
        <MoneyField
          label={text.waiveAmount}
          digits={digits}
          {...form.getInputProps("amount")}
          value={form.values.amount}
        />
        <DateField label={text.waivedOn} {...form.getInputProps("waived_on")} value={form.values.waived_on} />
      </Pair>
    </FormDialog>
  );
}
