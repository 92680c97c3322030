import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AmendmentPreview } from "../../../bindings/AmendmentPreview";
import type { SchedulePreview } from "../../../bindings/SchedulePreview";
import { messages } from "../../../messages";
import { renderInTheme } from "../../../test/render";
import { AmendmentEffect } from "./AmendmentEffect";

const text = messages.amendments;

function schedule(payment: string, interest: string): SchedulePreview {
  const row = { number: 1, due_on: "2025-03-15", days: 30, payment, interest, principal: "9000.00" };
  return {
    payments: [{ ...row, balance: "0.00" }],
    years: [],
    totals: { payment, interest, principal: "9000.00" },
    maturity_on: "2025-03-15",
  };
}

/** 625.00 of interest is overdue; it is in the totals of the new schedule alone. */
const preview: AmendmentPreview = {
  effective_on: "2025-02-25",
  principal: "100000.00",
  carried_interest: "625.00",
  past_due: "8675.74",
  before: schedule("8675.74", "574.68"),
  after: schedule("10038.57", "1223.21"),
  interest_before: "574.68",
  interest_after: "598.21",
};

describe("the effect of other terms", () => {
  it("compares both sides without the arrears, and says what they are", () => {
    renderInTheme(<AmendmentEffect preview={preview} stale={false} />);
    const table = screen.getByRole("table", { name: text.compare });
    const cells = within(table)
      .getAllByRole("row")
      .map((row) => row.textContent);
    expect(cells[1]).toMatch(/574\.68$/);
    expect(cells[2]).toMatch(/598\.21$/);
    expect(screen.getByText(text.carried("625.00"))).toBeVisible();
    expect(screen.getByText(text.pastDue("8,675.74"))).toBeVisible();
  });
});
