import { expect, test } from "vitest";
import { messages } from "../../messages";
import { type LoanForm, emptyForm, loanFormErrors, loanInput } from "./form-values";

const typed: LoanForm = {
  ...emptyForm(),
  borrower_id: "01a208c2-2efc-7081-b1b4-6f4b653ab8e9",
  principal: "100,000.00",
  annual_rate_percent: "7.5",
  term_months: "12",
};

test("a form that is filled in has no errors", () => {
  expect(loanFormErrors(typed, 2)).toEqual({});
});

test.each(["funded_on", "first_payment_on"] as const)("an impossible %s is an error", (field) => {
  expect(loanFormErrors({ ...typed, [field]: "2025-02-30" }, 2)).toEqual({ [field]: messages.fields.date });
});

test.each([
  ["interest_only_periods", "two", messages.fields.not_a_count],
  ["late_fee_percent", "five", messages.fields.not_a_rate],
  ["returned_payment_fee", "x", messages.fields.not_a_number],
] as const)("%s need not be filled in, but what is there has to be read", (field, value, error) => {
  expect(loanFormErrors({ ...typed, [field]: value }, 2)).toEqual({ [field]: error });
});

test("only a balloon sends its amortization, and a loan of interest only no start of interest only", () => {
  const all = { ...typed, amortization_months: "360", interest_only_periods: "3" };
  expect(loanInput({ ...all, type: "balloon" }, 2)).toMatchObject({
    amortization_months: 360,
    interest_only_periods: 3,
  });
  expect(loanInput({ ...all, type: "interest_only" }, 2)).toMatchObject({
    amortization_months: null,
    interest_only_periods: null,
  });
});

test.each([
  ["borrower_id", messages.fields.required],
  ["principal", messages.fields.required],
  ["annual_rate_percent", messages.fields.required],
  ["term_months", messages.fields.required],
] as const)("without %s the form is not sent", (field, error) => {
  expect(loanFormErrors({ ...typed, [field]: "" }, 2)).toEqual({ [field]: error });
});

test("only a loan that is drawn says how", () => {
  const drawn: LoanForm = { ...typed, initial_advance: "25k", waivers_required: "yes" };
  expect(loanInput(drawn, 2).construction).toBeNull();
  expect(loanInput({ ...drawn, construction: "yes" }, 2).construction).toEqual({
    initial_advance: "25000.00",
    inspection_required: true,
    waivers_required: true,
  });
});

test("an initial advance has to be read, where the loan is drawn", () => {
  const unreadable: LoanForm = { ...typed, initial_advance: "x" };
  expect(loanFormErrors(unreadable, 2)).toEqual({});
  expect(loanFormErrors({ ...unreadable, construction: "yes" }, 2)).toEqual({
    initial_advance: messages.fields.not_a_number,
  });
});
