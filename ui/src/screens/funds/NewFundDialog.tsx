import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { parseMoney } from "../../fields/parse-money";
import { neededDate, neededMoney, neededText, orNull, problems, valueOf } from "../../fields/values";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";

const text = messages.funds;

/** A new fund; it opens once it is made. */
export function NewFundDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: { name: "", capacity: "", strategy: "", created_on: formatDate(today()) },
    validate: (values) =>
      problems({
        name: neededText(values.name),
        capacity: neededMoney(values.capacity, digits),
        created_on: neededDate(values.created_on),
      }),
    clearInputErrorOnChange: true,
  });
  const create = useWrite("fund.create", {
    onSuccess: (fund) => {
      notify(text.created(fund.name));
      void navigate({ to: "/funds/$fundId", params: { fundId: fund.fund_id } });
    },
  });
  const submit = form.onSubmit((values) =>
    create.mutate(
      {
        name: values.name.trim(),
        capacity: valueOf(parseMoney(values.capacity, digits)) ?? values.capacity,
        strategy: orNull(values.strategy),
        created_on: valueOf(parseDate(values.created_on)),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.create}
      submit={text.submit}
      pending={create.isPending}
      error={errorBesideNoField(form, create.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={text.name} data-autofocus {...form.getInputProps("name")} />
      <Pair>
        <MoneyField
          label={text.figures.capacity}
          description={text.capacityHint}
          digits={digits}
          {...fieldWith(form, "capacity", null)}
        />
        <DateField
          label={text.createdOn}
          description={text.createdOnHint}
          {...fieldWith(form, "created_on", null)}
        />
      </Pair>
      <TextInput label={text.strategy} description={text.strategyHint} {...form.getInputProps("strategy")} />
    </FormDialog>
  );
}
