import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { Fund } from "../../bindings/Fund";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { MoneyField } from "../../fields/DecimalField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { parseMoney } from "../../fields/parse-money";
import { neededMoney, neededText, problems, valueOf } from "../../fields/values";
import { formatAmount } from "../../format/amount";
import { messages } from "../../messages";

const text = messages.funds;

/** Another name, capacity or strategy of a fund. */
export function ChangeFundDialog({ fund, onClose }: { fund: Fund; onClose: () => void }) {
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: {
      name: fund.name,
      capacity: formatAmount(fund.capacity),
      strategy: fund.strategy ?? "",
    },
    validate: (values) =>
      problems({ name: neededText(values.name), capacity: neededMoney(values.capacity, digits) }),
    clearInputErrorOnChange: true,
  });
  const change = useWrite("fund.change", {
    onSuccess: (changed) => {
      notify(text.change.done(changed.name));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    change.mutate(
      {
        fund_id: fund.fund_id,
        name: values.name.trim(),
        capacity: valueOf(parseMoney(values.capacity, digits)) ?? values.capacity,
        strategy: values.strategy.trim(),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.change.title}
      submit={text.change.submit}
      pending={change.isPending}
      error={errorBesideNoField(form, change.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={text.name} data-autofocus {...form.getInputProps("name")} />
      <MoneyField
        label={text.figures.capacity}
        description={text.change.capacityHint(formatAmount(fund.committed))}
        digits={digits}
        {...fieldWith(form, "capacity", null)}
      />
      <TextInput label={text.strategy} description={text.strategyHint} {...form.getInputProps("strategy")} />
    </FormDialog>
  );
}
