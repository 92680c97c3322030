import { describe, expect, it } from "vitest";
import { budget } from "../../test/draw-figures";
import { type DrawForm, contentOf, formOf, hasUnreadable } from "./draw-form";

const empty: DrawForm = { lines: {}, contractor: "", note: "", attachments: [] };
const typed = (lines: DrawForm["lines"]): DrawForm => ({ ...empty, lines });

describe("what a draft holds", () => {
  it("is nothing while nothing is typed", () => {
    expect(contentOf(empty, budget.lines, 2)).toEqual({
      lines: [],
      contractor: null,
      note: null,
      attachments: [],
    });
  });

  it("is the lines of which something was typed, exact and in the order of the budget", () => {
    const form = typed({
      roof: { amount: "4,000", work: "", contractor: "  Atlas Roofing " },
      framing: { amount: "12.5k", work: "Second floor", contractor: "" },
    });
    expect(contentOf(form, budget.lines, 2).lines).toEqual([
      { code: "framing", amount: "12500.00", work_done: "Second floor", contractor: null },
      { code: "roof", amount: "4000.00", work_done: null, contractor: "Atlas Roofing" },
    ]);
  });

  it("keeps what was done of a line before its amount is known, with the currency's decimals", () => {
    const form = typed({ roof: { amount: "", work: "Trusses set", contractor: "" } });
    expect(contentOf(form, budget.lines, 2).lines).toMatchObject([{ code: "roof", amount: "0.00" }]);
    expect(contentOf(form, budget.lines, 0).lines).toMatchObject([{ code: "roof", amount: "0" }]);
  });

  it("lacks an amount that cannot be read, and says so", () => {
    const form = typed({ roof: { amount: "four", work: "", contractor: "" } });
    expect(contentOf(form, budget.lines, 2).lines).toEqual([]);
    expect(hasUnreadable(form, 2)).toBe(true);
    expect(hasUnreadable(typed({ roof: { amount: "4", work: "", contractor: "" } }), 2)).toBe(false);
  });

  it("never asks for the interest reserve, which pays by itself", () => {
    const form = typed({ interest_reserve: { amount: "1", work: "", contractor: "" } });
    expect(contentOf(form, budget.lines, 2).lines).toEqual([]);
  });
});

it("a form that shows a new draw is empty", () => {
  expect(formOf(null)).toEqual(empty);
});
