import { QueryClientProvider } from "@tanstack/react-query";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../../api/queries";
import type { AtTime } from "../../../bindings/AtTime";
import type { Balances } from "../../../bindings/Balances";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import { renderInTheme } from "../../../test/render";
import BalancesDialog from "./BalancesDialog";

const text = messages.balances;

const loans: Balances["loans"] = [
  {
    loan_id: "a",
    number: "L-00001",
    borrower_name: "Marisol Vega",
    status: "funded",
    principal: "100000.00",
    funded_on: "2026-11-01",
    outstanding: "90000.50",
    draws: null,
    owed: {
      accrued_interest: "120.25",
      fees: "0.00",
      late_charges: "0.00",
      total: "90120.75",
      held: "0.00",
      per_diem: "18.49",
      past_due: "5000.00",
    },
  },
  {
    loan_id: "b",
    number: "L-00002",
    borrower_name: "Harbor Row Builders",
    status: "draft",
    principal: "480000.00",
    funded_on: null,
    outstanding: "0.00",
    owed: null,
    draws: null,
  },
];

const ask = vi.fn<(input: AtTime) => void>();

/** The dialog over a book that had no loan before 2026. */
function start() {
  ask.mockReset();
  vi.spyOn(platform, "call").mockImplementation((name, input) => {
    if (name !== "loan.balances") return Promise.reject(new Error(`${name} was not expected`));
    const time = input as AtTime;
    ask(time);
    const early = (time.effective_on ?? "2026") < "2026";
    return Promise.resolve({
      known_at: time.known_at,
      effective_on: time.effective_on,
      loans: early ? [] : loans,
      total_outstanding: early ? "0.00" : "90000.50",
    });
  });
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <BalancesDialog opened onClose={() => undefined} />
    </QueryClientProvider>,
  );
}

const rowsOf = (grid: HTMLElement) =>
  within(grid)
    .getAllByRole("row")
    .map((row) => row.textContent);

beforeEach(() => queryClient.clear());

describe("balances of another time", () => {
  it("start with those of now, loan by loan, and the sum that the book added up", async () => {
    start();
    expect(rowsOf(await screen.findByRole("grid", { name: text.table }))).toEqual([
      "LoanBorrowerStatusPrincipalOutstandingAccrued interestPast dueTotal owed",
      "L-00001Marisol VegaFunded100,000.0090,000.50120.255,000.0090,120.75",
      "L-00002Harbor Row BuildersDraft480,000.000.00———",
    ]);
    expect(screen.getByText(text.total).nextSibling).toHaveTextContent("90,000.50");
    expect(screen.getByText(messages.asOf.knownNow)).toBeVisible();
    expect(ask).toHaveBeenCalledExactlyOnceWith({ known_at: null, effective_on: null });
  });

  it("say of which time they are", async () => {
    start();
    await screen.findByRole("grid");
    await userEvent.type(screen.getByRole("textbox", { name: messages.asOf.effective }), "2025-12-31{Enter}");
    const words = `As known now · as effective on ${formatDate("2025-12-31")}`;
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByText(text.emptyTitle)).toBeVisible();
    expect(screen.getByText(text.total).nextSibling).toHaveTextContent("0.00");
    expect(ask).toHaveBeenLastCalledWith({ known_at: null, effective_on: "2025-12-31" });
  });
});
