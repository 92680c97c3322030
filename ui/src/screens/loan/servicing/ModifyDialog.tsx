import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../../api/preview";
import { useWrite } from "../../../api/write";
import type { Frequency } from "../../../bindings/Frequency";
import type { Loan } from "../../../bindings/Loan";
import type { ModifyLoan } from "../../../bindings/ModifyLoan";
import type { ScheduleType } from "../../../bindings/ScheduleType";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { CountField, RateField } from "../../../fields/DecimalField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseRate } from "../../../fields/parse-money";
import {
  countOf,
  neededDate,
  neededText,
  options,
  orNull,
  problems,
  readableCount,
  readableDate,
  readableRate,
  valueOf,
} from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { AmendmentEffect } from "./AmendmentEffect";
import classes from "./Amendment.module.css";

const text = messages.amendments;
const types = [{ value: "", label: text.keep }, ...options(messages.scheduleTypes)];
const frequencies = [{ value: "", label: text.keep }, ...options(messages.frequencies)];

/** What is typed; an empty field leaves its term as it is. */
const unchanged = {
  annual_rate_percent: "",
  type: "",
  frequency: "",
  number_of_payments: "",
  amortization_months: "",
  interest_only_periods: "",
  first_payment_on: "",
  reason: "",
};
type Values = typeof unchanged & { effective_on: string };

const changes = [
  "annual_rate_percent",
  "type",
  "frequency",
  "number_of_payments",
  "amortization_months",
  "interest_only_periods",
  "first_payment_on",
] as const;

function formErrors(values: Values): Record<string, string> {
  return problems({
    effective_on: neededDate(values.effective_on),
    annual_rate_percent: readableRate(values.annual_rate_percent),
    number_of_payments: readableCount(values.number_of_payments),
    amortization_months: readableCount(values.amortization_months),
    interest_only_periods: readableCount(values.interest_only_periods),
    first_payment_on: readableDate(values.first_payment_on),
  });
}

function inputOf(loan: Loan, values: Values): ModifyLoan {
  const type = values.type === "" ? null : (values.type as ScheduleType);
  const frequency = values.frequency === "" ? null : (values.frequency as Frequency);
  return {
    loan_id: loan.loan_id,
    effective_on: valueOf(parseDate(values.effective_on)),
    annual_rate_percent: valueOf(parseRate(values.annual_rate_percent)),
    ...(type === null ? {} : { type }),
    frequency,
    number_of_payments: countOf(values.number_of_payments),
    amortization_months: countOf(values.amortization_months),
    interest_only_periods: countOf(values.interest_only_periods),
    first_payment_on: valueOf(parseDate(values.first_payment_on)),
    // A preview records nothing, so that its reason may still be missing.
    reason: orNull(values.reason) ?? text.modify,
  };
}

/** Puts the rest of a loan on other terms, with the old and the new payments side by side. */
export function ModifyDialog({ loan, onClose }: { loan: Loan; onClose: () => void }) {
  const form = useForm<Values>({
    initialValues: { ...unchanged, effective_on: formatDate(today()) },
    validate: (values) => ({ ...formErrors(values), ...problems({ reason: neededText(values.reason) }) }),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const changed = changes.some((name) => values[name].trim() !== "");
  const readable = Object.keys(formErrors(values)).length === 0;
  const preview = usePreview("loan.preview_modification", changed && readable ? inputOf(loan, values) : null);
  const modify = useWrite("loan.modify", {
    onSuccess: () => {
      notify(text.modified(loan.number));
      onClose();
    },
  });
  const submit = form.onSubmit((sent) =>
    modify.mutate(inputOf(loan, sent), { onError: (error) => showFieldError(form, error) }),
  );
  const field = (name: keyof Values) => fieldWith(form, name, preview.error);
  const error = modify.error ?? preview.error;

  return (
    <FormDialog
      title={text.modifyTitle(loan.number)}
      size={1230}
      submit={text.submitModify}
      pending={modify.isPending}
      disabled={!changed || preview.error !== null}
      error={errorBesideNoField(form, error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={classes.four}>
        <DateField label={text.effectiveOn} {...field("effective_on")} />
        <RateField
          label={text.rate}
          placeholder={loan.annual_rate_percent}
          data-autofocus
          {...field("annual_rate_percent")}
        />
        <NativeSelect label={text.type} data={types} {...field("type")} />
        <NativeSelect label={text.frequency} data={frequencies} {...field("frequency")} />
        <CountField label={text.numberOfPayments} placeholder={text.keep} {...field("number_of_payments")} />
        <CountField label={text.interestOnly} placeholder={text.keep} {...field("interest_only_periods")} />
        <CountField label={text.amortization} placeholder={text.keep} {...field("amortization_months")} />
        <DateField label={text.nextDue} placeholder={text.keep} {...field("first_payment_on")} />
      </div>
      <TextInput label={text.reason} {...field("reason")} />
      <AmendmentEffect preview={preview.data} stale={preview.stale} />
    </FormDialog>
  );
}
