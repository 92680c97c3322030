import type { AllocationOrder } from "../../bindings/AllocationOrder";
import type { ConstructionInput } from "../../bindings/ConstructionInput";
import type { CreateLoan } from "../../bindings/CreateLoan";
import type { DayCount } from "../../bindings/DayCount";
import type { ExcessRule } from "../../bindings/ExcessRule";
import type { Frequency } from "../../bindings/Frequency";
import type { Rounding } from "../../bindings/Rounding";
import type { ScheduleInput } from "../../bindings/ScheduleInput";
import type { ScheduleType } from "../../bindings/ScheduleType";
import { parseDate } from "../../fields/parse-date";
import { parseCount, parseMoney, parseRate } from "../../fields/parse-money";
import {
  countOf,
  needed,
  neededMoney,
  orNull,
  problems,
  readableCount,
  readableDate,
  readableMoney,
  readableRate,
  valueOf,
} from "../../fields/values";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";

/** The orders in which payments are usually put to what is owed. */
export const allocationOrders: readonly AllocationOrder[] = [
  ["fees", "late_charges", "interest", "principal"],
  ["late_charges", "fees", "interest", "principal"],
  ["interest", "fees", "late_charges", "principal"],
  ["interest", "principal", "late_charges", "fees"],
];

/** The form as it is typed. Names are those of the commands, so that Rust's `field` finds its place. */
export type LoanForm = {
  borrower_id: string;
  /** The fund that it is paid out of; nothing for the lender's own money. */
  funding_fund_id: string;
  purpose: string;
  principal: string;
  annual_rate_percent: string;
  term_months: string;
  type: ScheduleType;
  frequency: Frequency;
  amortization_months: string;
  interest_only_periods: string;
  day_count: DayCount;
  rounding: Rounding;
  funded_on: string;
  first_payment_on: string;
  /** Which of `allocationOrders`. */
  allocation_order: string;
  excess_rule: ExcessRule;
  grace_days: string;
  late_fee_percent: string;
  late_fee_at_most: string;
  default_margin_percent: string;
  returned_payment_fee: string;
  /** Whether it is paid out in draws. */
  construction: Answer;
  initial_advance: string;
  inspection_required: Answer;
  waivers_required: Answer;
};

/** A choice of two, as text: a draft that is kept holds nothing else. */
type Answer = "yes" | "no";

export function emptyForm(): LoanForm {
  return {
    borrower_id: "",
    funding_fund_id: "",
    purpose: "",
    principal: "",
    annual_rate_percent: "",
    term_months: "",
    type: "amortized",
    frequency: "monthly",
    amortization_months: "",
    interest_only_periods: "",
    day_count: "30/360",
    rounding: "half_up",
    funded_on: formatDate(today()),
    first_payment_on: "",
    allocation_order: "0",
    excess_rule: "shorten_term",
    grace_days: "",
    late_fee_percent: "",
    late_fee_at_most: "",
    default_margin_percent: "",
    returned_payment_fee: "",
    construction: "no",
    initial_advance: "",
    inspection_required: "yes",
    waivers_required: "no",
  };
}

/** A loan paid once has no other frequency. */
function frequencyOf(form: LoanForm): Frequency {
  return form.type === "at_maturity" ? "maturity" : form.frequency;
}

/** What only some loans have: a balloon its amortization, and others a start of interest only. */
function repayment(form: LoanForm) {
  return {
    amortization_months: form.type === "balloon" ? countOf(form.amortization_months) : null,
    interest_only_periods: mayStartWithInterest(form) ? countOf(form.interest_only_periods) : null,
  };
}

/** Whether the loan may begin with periods of interest only, and repay principal after them. */
export function mayStartWithInterest({ type }: LoanForm): boolean {
  return type === "amortized" || type === "balloon" || type === "equal_principal";
}

/** What to ask a schedule for, or nothing while a figure is missing or cannot be read. */
export function scheduleInput(form: LoanForm, currency: string, digits: number): ScheduleInput | null {
  const principal = valueOf(parseMoney(form.principal, digits));
  const rate = valueOf(parseRate(form.annual_rate_percent));
  const term = countOf(form.term_months);
  const funded = valueOf(parseDate(form.funded_on));
  if (principal === null || rate === null || term === null || funded === null) return null;
  if (readableDate(form.first_payment_on) !== null) return null;
  return {
    principal,
    annual_rate_percent: rate,
    term_months: term,
    type: form.type,
    frequency: frequencyOf(form),
    day_count: form.day_count,
    funded_on: funded,
    first_payment_on: valueOf(parseDate(form.first_payment_on)),
    ...repayment(form),
    rounding: form.rounding,
    currency,
    disbursements: null,
  };
}

/** What creates the loan; only called once the form has no errors. */
export function loanInput(form: LoanForm, digits: number): CreateLoan {
  return {
    borrower_id: form.borrower_id,
    funding_fund_id: orNull(form.funding_fund_id),
    purpose: orNull(form.purpose),
    principal: valueOf(parseMoney(form.principal, digits)) ?? form.principal,
    annual_rate_percent: valueOf(parseRate(form.annual_rate_percent)) ?? form.annual_rate_percent,
    term_months: countOf(form.term_months) ?? 0,
    type: form.type,
    frequency: frequencyOf(form),
    day_count: form.day_count,
    rounding: form.rounding,
    first_payment_on: valueOf(parseDate(form.first_payment_on)),
    ...repayment(form),
    allocation_order: allocationOrders[Number(form.allocation_order)] ?? null,
    excess_rule: form.excess_rule,
    grace_days: countOf(form.grace_days),
    late_fee_percent: valueOf(parseRate(form.late_fee_percent)),
    late_fee_at_most: valueOf(parseMoney(form.late_fee_at_most, digits)),
    default_margin_percent: valueOf(parseRate(form.default_margin_percent)),
    returned_payment_fee: valueOf(parseMoney(form.returned_payment_fee, digits)),
    construction: constructionOf(form, digits),
  };
}

/** How the loan is drawn, of one that is. */
function constructionOf(form: LoanForm, digits: number): ConstructionInput | null {
  if (form.construction === "no") return null;
  return {
    initial_advance: valueOf(parseMoney(form.initial_advance, digits)),
    inspection_required: form.inspection_required === "yes",
    waivers_required: form.waivers_required === "yes",
  };
}

/** What keeps the form from being sent, by field. What the values mean is for Rust to judge. */
export function loanFormErrors(form: LoanForm, digits: number): Record<string, string> {
  const text = messages.fields;
  return problems({
    borrower_id: form.borrower_id === "" ? text.required : null,
    principal: neededMoney(form.principal, digits),
    annual_rate_percent: needed(parseRate(form.annual_rate_percent), text.not_a_rate),
    term_months: needed(parseCount(form.term_months), text.not_a_count),
    amortization_months: readableCount(form.amortization_months),
    interest_only_periods: readableCount(form.interest_only_periods),
    // The planned date is not sent, and yet what cannot be read must not pass as if it had been.
    funded_on: readableDate(form.funded_on),
    first_payment_on: readableDate(form.first_payment_on),
    grace_days: readableCount(form.grace_days),
    late_fee_percent: readableRate(form.late_fee_percent),
    late_fee_at_most: readableMoney(form.late_fee_at_most, digits),
    default_margin_percent: readableRate(form.default_margin_percent),
    returned_payment_fee: readableMoney(form.returned_payment_fee, digits),
    initial_advance: form.construction === "yes" ? readableMoney(form.initial_advance, digits) : null,
  });
}
