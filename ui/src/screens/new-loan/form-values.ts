import type { CreateLoan } from "../../bindings/CreateLoan";
import type { DayCount } from "../../bindings/DayCount";
import type { Frequency } from "../../bindings/Frequency";
import type { Rounding } from "../../bindings/Rounding";
import type { ScheduleInput } from "../../bindings/ScheduleInput";
import type { ScheduleType } from "../../bindings/ScheduleType";
import { parseDate } from "../../fields/parse-date";
import { type Reading, parseCount, parseMoney, parseRate } from "../../fields/parse-money";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";

/** The form as it is typed. Names are those of the commands, so that Rust's `field` finds its place. */
export type LoanForm = {
  borrower_id: string;
  purpose: string;
  principal: string;
  annual_rate_percent: string;
  term_months: string;
  type: ScheduleType;
  frequency: Frequency;
  day_count: DayCount;
  rounding: Rounding;
  funded_on: string;
  first_payment_on: string;
};

export function emptyForm(): LoanForm {
  return {
    borrower_id: "",
    purpose: "",
    principal: "",
    annual_rate_percent: "",
    term_months: "",
    type: "amortized",
    frequency: "monthly",
    day_count: "30/360",
    rounding: "half_up",
    funded_on: formatDate(today()),
    first_payment_on: "",
  };
}

function valueOf(reading: Reading | ReturnType<typeof parseDate>): string | null {
  return reading.kind === "value" ? reading.value : null;
}

/** A loan paid once has no other frequency. */
function frequencyOf(form: LoanForm): Frequency {
  return form.type === "at_maturity" ? "maturity" : form.frequency;
}

/** What to ask a schedule for, or nothing while a figure is missing or cannot be read. */
export function scheduleInput(form: LoanForm, currency: string, digits: number): ScheduleInput | null {
  const principal = valueOf(parseMoney(form.principal, digits));
  const rate = valueOf(parseRate(form.annual_rate_percent));
  const term = valueOf(parseCount(form.term_months));
  const funded = valueOf(parseDate(form.funded_on));
  const first = parseDate(form.first_payment_on);
  if (principal === null || rate === null || term === null || funded === null) return null;
  if (first.kind === "unreadable") return null;
  return {
    principal,
    annual_rate_percent: rate,
    term_months: Number(term),
    type: form.type,
    frequency: frequencyOf(form),
    day_count: form.day_count,
    funded_on: funded,
    first_payment_on: valueOf(first),
    rounding: form.rounding,
    currency,
    disbursements: null,
  };
}

/** What creates the loan; only called once the form has no errors. */
export function loanInput(form: LoanForm, digits: number): CreateLoan {
  const purpose = form.purpose.trim();
  return {
    borrower_id: form.borrower_id,
    purpose: purpose === "" ? null : purpose,
    principal: valueOf(parseMoney(form.principal, digits)) ?? form.principal,
    annual_rate_percent: valueOf(parseRate(form.annual_rate_percent)) ?? form.annual_rate_percent,
    term_months: Number(valueOf(parseCount(form.term_months)) ?? "0"),
    type: form.type,
    frequency: frequencyOf(form),
    day_count: form.day_count,
    rounding: form.rounding,
    first_payment_on: valueOf(parseDate(form.first_payment_on)),
  };
}

function needed(reading: Reading, unreadable: string): string | null {
  if (reading.kind === "value") return null;
  return reading.kind === "empty" ? messages.fields.required : unreadable;
}

/** What keeps the form from being sent, by field. What the values mean is for Rust to judge. */
export function loanFormErrors(form: LoanForm, digits: number): Partial<Record<keyof LoanForm, string>> {
  const text = messages.fields;
  const errors: Partial<Record<keyof LoanForm, string | null>> = {
    borrower_id: form.borrower_id === "" ? text.required : null,
    principal: needed(parseMoney(form.principal, digits), text.not_a_number),
    annual_rate_percent: needed(parseRate(form.annual_rate_percent), text.not_a_rate),
    term_months: needed(parseCount(form.term_months), text.not_a_count),
    // The planned date is not sent, and yet what cannot be read must not pass as if it had been.
    funded_on: parseDate(form.funded_on).kind === "unreadable" ? text.date : null,
    first_payment_on: parseDate(form.first_payment_on).kind === "unreadable" ? text.date : null,
  };
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== null));
}
