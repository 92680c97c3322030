import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../../api/preview";
import { useWrite } from "../../../api/write";
import type { ExtendLoan } from "../../../bindings/ExtendLoan";
import type { Loan } from "../../../bindings/Loan";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { CountField, RateField } from "../../../fields/DecimalField";
import { errorBesideNoField, fieldWith, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseCount, parseRate } from "../../../fields/parse-money";
import {
  countOf,
  needed,
  neededDate,
  neededText,
  orNull,
  problems,
  readableRate,
  valueOf,
} from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { AmendmentEffect } from "./AmendmentEffect";
import classes from "./Amendment.module.css";

const text = messages.amendments;
type Values = { effective_on: string; months: string; annual_rate_percent: string; reason: string };

function formErrors(values: Values): Record<string, string> {
  return problems({
    effective_on: neededDate(values.effective_on),
    months: needed(parseCount(values.months), messages.fields.not_a_count),
    annual_rate_percent: readableRate(values.annual_rate_percent),
  });
}

function inputOf(loan: Loan, values: Values): ExtendLoan {
  return {
    loan_id: loan.loan_id,
    effective_on: valueOf(parseDate(values.effective_on)),
    months: countOf(values.months) ?? 0,
    annual_rate_percent: valueOf(parseRate(values.annual_rate_percent)),
    // A preview records nothing, so that its reason may still be missing.
    reason: orNull(values.reason) ?? text.extend,
  };
}

/** Lets a loan end later, with the old and the new payments side by side. */
export function ExtendDialog({ loan, onClose }: { loan: Loan; onClose: () => void }) {
  const form = useForm<Values>({
    initialValues: { effective_on: formatDate(today()), months: "", annual_rate_percent: "", reason: "" },
    validate: (values) => ({ ...formErrors(values), ...problems({ reason: neededText(values.reason) }) }),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const readable = Object.keys(formErrors(values)).length === 0;
  const preview = usePreview("loan.preview_extension", readable ? inputOf(loan, values) : null);
  const extend = useWrite("loan.extend", {
    onSuccess: () => {
      notify(text.extended(loan.number));
      onClose();
    },
  });
  const submit = form.onSubmit((sent) =>
    extend.mutate(inputOf(loan, sent), { onError: (error) => showFieldError(form, error) }),
  );
  const field = (name: keyof Values) => fieldWith(form, name, preview.error);
  const error = extend.error ?? preview.error;

  return (
    <FormDialog
      title={text.extendTitle(loan.number)}
      size={1230}
      submit={text.submitExtend}
      pending={extend.isPending}
      disabled={preview.error !== null}
      error={errorBesideNoField(form, error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={classes.four}>
        <CountField
          label={text.months}
          rightSection={text.monthsUnit}
          rightSectionWidth={62}
          rightSectionPointerEvents="none"
          data-autofocus
          {...field("months")}
        />
        <DateField label={text.effectiveOn} {...field("effective_on")} />
        <RateField
          label={text.rate}
          placeholder={loan.annual_rate_percent}
          {...field("annual_rate_percent")}
        />
        <TextInput label={text.reason} {...field("reason")} />
      </div>
      <AmendmentEffect preview={preview.data} stale={preview.stale} />
    </FormDialog>
  );
}
