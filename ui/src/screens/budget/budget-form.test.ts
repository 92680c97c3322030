import { describe, expect, it } from "vitest";
import { messages } from "../../messages";
import { budget } from "../../test/draw-figures";
import { type BudgetForm, budgetErrors, emptyLine, formOf, moved, readable } from "./budget-form";

const text = messages.budget.editor;
const line = (code: string, description: string, amount: string) => ({
  key: code,
  code,
  description,
  amount,
});
const typed: BudgetForm = {
  ...formOf(null),
  lines: [line("03-100", "Framing", "120k"), line("07-300", "Roofs", "48,000")],
};

describe("the budget's form", () => {
  it("shows a budget so that saving it unchanged would set the same one", () => {
    expect(readable(formOf(budget), "l", 2)).toEqual({
      loan_id: "l",
      lines: [
        { code: "framing", description: "Framing", amount: "120000.00" },
        { code: "roof", description: "Roofs", amount: "48000.00" },
      ],
      contingency: "20000.00",
      interest_reserve: "15000.00",
      retainage_percent: "10",
      plan: [{ on: "2026-12-01", amount: "50000.00" }],
      reason: null,
    });
  });

  it("asks Rust only for what can be read, while a line is still being typed", () => {
    const form = { ...typed, lines: [...typed.lines, line("09-900", "", "5"), emptyLine()] };
    expect(readable(form, "l", 2).lines).toHaveLength(2);
  });

  it("passes over lines and plans of which nothing was typed", () => {
    const form = {
      ...typed,
      lines: [...typed.lines, emptyLine()],
      plan: [{ key: "p", on: " ", amount: "" }],
    };
    expect(budgetErrors(form, 2, false)).toEqual({});
  });

  it.each([
    [line("", "Framing", "1"), { "lines.2.code": text.codeNeeded }],
    [line("03-100 ", "Again", "1"), { "lines.2.code": text.codeTwice }],
    [line("x", "", "1"), { "lines.2.description": text.descriptionNeeded }],
    [line("x", "Y", ""), { "lines.2.amount": messages.fields.required }],
    [line("x", "Y", "one"), { "lines.2.amount": messages.fields.not_a_number }],
  ])("says beside the field what is wrong with %o", (added, errors) => {
    expect(budgetErrors({ ...typed, lines: [...typed.lines, added] }, 2, false)).toEqual(errors);
  });

  it("needs a line, and a reason where draws stand on the budget", () => {
    expect(budgetErrors(formOf(null), 2, true)).toEqual({
      "lines.0.code": text.noLines,
      reason: messages.fields.required,
    });
  });

  it("needs the day and the amount of a planned draw", () => {
    const plan = [
      { key: "a", on: "2026-02-30", amount: "5" },
      { key: "b", on: "", amount: "x" },
    ];
    expect(budgetErrors({ ...typed, plan }, 2, false)).toEqual({
      "plan.0.on": messages.fields.date,
      "plan.1.on": messages.fields.required,
      "plan.1.amount": messages.fields.not_a_number,
    });
  });
});

it.each([
  [1, -1, ["b", "a", "c"]],
  [1, 1, ["a", "c", "b"]],
  [0, -1, ["a", "b", "c"]],
  [2, 1, ["a", "b", "c"]],
] as const)("a line at %i moved by %i", (place, by, expected) => {
  expect(moved(["a", "b", "c"], place, by)).toEqual(expected);
});
