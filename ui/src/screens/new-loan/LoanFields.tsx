import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ChangeEvent, ReactNode } from "react";
import type { CallError } from "../../api/errors";
import { DateField } from "../../fields/DateField";
import { CountField, MoneyField, RateField } from "../../fields/DecimalField";
import { fieldWith } from "../../fields/field-errors";
import { options } from "../../fields/values";
import { orderText } from "../../format/allocation-order";
import { messages } from "../../messages";
import { BorrowerField } from "./BorrowerField";
import { FundField } from "./FundField";
import { type LoanForm, allocationOrders, mayStartWithInterest } from "./form-values";
import classes from "./NewLoanScreen.module.css";

const text = messages.newLoan;

const types = options(messages.scheduleTypes);
const frequencies = options(messages.frequencies);
const dayCounts = options(messages.dayCounts);
const roundings = options(messages.roundings);
const excessRules = options(messages.excessRules);
const orders = allocationOrders.map((order, index) => ({ value: String(index), label: orderText(order) }));

type Props = {
  form: UseFormReturnType<LoanForm>;
  digits: number;
  currency: string;
  /** What the schedule could not be made for; shown beside the field at fault. */
  previewError: CallError | null;
};

export function LoanFields({ form, digits, currency, previewError }: Props) {
  const field = (name: keyof LoanForm) => fieldWith(form, name, previewError);
  const paidOnce = form.values.type === "at_maturity";
  return (
    <>
      <Section title={text.parties} hidden>
        <BorrowerField {...field("borrower_id")} />
        <TextInput label={text.purpose} {...field("purpose")} />
        <FundField {...field("funding_fund_id")} />
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
        {mayStartWithInterest(form.values) ? (
          <div className={classes.two}>
            <CountField
              label={text.interestOnly}
              description={text.interestOnlyHint}
              {...field("interest_only_periods")}
            />
            {form.values.type === "balloon" ? (
              <CountField
                label={text.amortization}
                description={text.amortizationHint}
                {...field("amortization_months")}
              />
            ) : null}
          </div>
        ) : null}
        <div className={classes.two}>
          <NativeSelect label={text.dayCount} data={dayCounts} {...field("day_count")} />
          <NativeSelect label={text.rounding} data={roundings} {...field("rounding")} />
        </div>
      </Section>
      <ConstructionFields form={form} field={field} digits={digits} />
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
      <Section title={text.servicing}>
        <ServicingFields field={field} digits={digits} />
      </Section>
    </>
  );
}

type Field = (
  name: keyof LoanForm,
) => ReturnType<UseFormReturnType<LoanForm>["getInputProps"]> & { value: string };

/** What happens to payments that are late, returned, or more than is due. */
function ServicingFields({ field, digits }: { field: Field; digits: number }) {
  return (
    <>
      <NativeSelect label={text.allocationOrder} data={orders} {...field("allocation_order")} />
      <NativeSelect label={text.excessRule} data={excessRules} {...field("excess_rule")} />
      <div className={classes.three}>
        <CountField label={text.graceDays} {...field("grace_days")} />
        <RateField label={text.lateFee} {...field("late_fee_percent")} />
        <MoneyField label={text.lateFeeAtMost} digits={digits} {...field("late_fee_at_most")} />
      </div>
      <div className={classes.two}>
        <MoneyField label={text.returnedFee} digits={digits} {...field("returned_payment_fee")} />
        <RateField label={text.defaultMargin} {...field("default_margin_percent")} />
      </div>
    </>
  );
}

/** Whether the loan goes out in draws, and what each draw needs. */
function ConstructionFields({
  form,
  field,
  digits,
}: {
  form: UseFormReturnType<LoanForm>;
  field: Field;
  digits: number;
}) {
  const answer = (name: "construction" | "inspection_required" | "waivers_required") => ({
    checked: form.values[name] === "yes",
    onChange: (event: ChangeEvent<HTMLInputElement>) =>
      form.setFieldValue(name, event.currentTarget.checked ? "yes" : "no"),
  });
  return (
    <Section title={text.construction} hidden>
      <Checkbox label={text.construction} description={text.constructionHint} {...answer("construction")} />
      {form.values.construction === "yes" ? (
        <div className={classes.under}>
          <div className={classes.two}>
            <MoneyField
              label={text.initialAdvance}
              description={text.initialAdvanceHint}
              digits={digits}
              {...field("initial_advance")}
            />
          </div>
          <Checkbox label={text.inspectionRequired} {...answer("inspection_required")} />
          <Checkbox label={text.waiversRequired} {...answer("waivers_required")} />
        </div>
      ) : null}
    </Section>
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
