import { NativeSelect, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { type CallError, fieldErrorText } from "../../api/errors";
import { DateField } from "../../fields/DateField";
import { CountField, MoneyField, RateField } from "../../fields/DecimalField";
import { messages } from "../../messages";
import { BorrowerField } from "./BorrowerField";
import type { LoanForm } from "./form-values";
import classes from "./NewLoanScreen.module.css";

const text = messages.newLoan;

function options<T extends string>(labels: Readonly<Record<T, string>>) {
  return Object.entries<string>(labels).map(([value, label]) => ({ value, label }));
}

const types = options(messages.scheduleTypes);
const frequencies = options(messages.frequencies);
const dayCounts = options(messages.dayCounts);
const roundings = options(messages.roundings);

type Props = {
  form: UseFormReturnType<LoanForm>;
  digits: number;
  currency: string;
  /** What the schedule could not be made for; shown beside the field at fault. */
  previewError: CallError | null;
};

export function LoanFields({ form, digits, currency, previewError }: Props) {
  const field = (name: keyof LoanForm) => {
    const input = form.getInputProps(name);
    const error = previewError?.field === name ? fieldErrorText(previewError) : null;
    return { ...input, value: form.values[name], error: input.error ?? error };
  };
  const paidOnce = form.values.type === "at_maturity";
  return (
    <>
      <Section title={text.parties} hidden>
        <BorrowerField {...field("borrower_id")} />
        <TextInput label={text.purpose} {...field("purpose")} />
      </Section>
      <Section title={text.terms}>
        <div className={classes.three}>
          <MoneyField
            label={text.principal}
            digits={digits}
            required
            withAsterisk={false}
            rightSection={<span className={classes.unit}>{currency}</span>}
            rightSectionWidth={44}
            {...field("principal")}
          />
          <RateField label={text.rate} required withAsterisk={false} {...field("annual_rate_percent")} />
          <CountField
            label={text.term}
            required
            withAsterisk={false}
            rightSection={<span className={classes.unit}>{text.termUnit}</span>}
            rightSectionWidth={58}
            rightSectionPointerEvents="none"
            {...field("term_months")}
          />
        </div>
        <div className={classes.two}>
          <NativeSelect label={text.type} data={types} {...field("type")} />
          <NativeSelect
            label={text.frequency}
            data={frequencies}
            disabled={paidOnce}
            {...field("frequency")}
            {...(paidOnce ? { value: "maturity" } : {})}
          />
        </div>
        <div className={classes.two}>
          <NativeSelect label={text.dayCount} data={dayCounts} {...field("day_count")} />
          <NativeSelect label={text.rounding} data={roundings} {...field("rounding")} />
        </div>
      </Section>
      <Section title={text.dates}>
        <div className={classes.two}>
          <DateField label={text.fundedOn} description={text.fundedOnHint} {...field("funded_on")} />
          <DateField
            label={text.firstPayment}
            description={text.firstPaymentHint}
            {...field("first_payment_on")}
          />
        </div>
      </Section>
    </>
  );
}

type SectionProps = { title: string; hidden?: boolean; children: ReactNode };

function Section({ title, hidden = false, children }: SectionProps) {
  return (
    <fieldset className={classes.section}>
      <legend className={hidden ? "visually-hidden" : undefined}>{title}</legend>
      {children}
    </fieldset>
  );
}
