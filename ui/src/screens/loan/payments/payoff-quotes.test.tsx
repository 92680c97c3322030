import { QueryClientProvider } from "@tanstack/react-query";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { queryClient } from "../../../api/queries";
import type { Loan } from "../../../bindings/Loan";
import type { PayoffQuote } from "../../../bindings/PayoffQuote";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import { renderInTheme } from "../../../test/render";
import { LoanContext } from "../loan-context";
import { PayoffQuotes } from "./PayoffQuotes";

const quote: PayoffQuote = {
  quote_id: "q",
  loan_id: "l",
  quoted_on: "2025-04-25",
  quoted_at: "2025-04-25T10:00:00Z",
  quoted_by: "Ada",
  good_through: "2025-04-30",
  principal: "100000.00",
  interest: "2187.50",
  fees: "40.00",
  late_charges: "100.00",
  held: "12.00",
  total: "102315.50",
  per_diem: "20.83",
};

it("opens a quote as it was told, with every part of it", async () => {
  queryClient.clear();
  vi.spyOn(platform, "call").mockResolvedValue({ quotes: [quote] });
  const loan = { loan_id: "l", number: "L-00001", borrower_name: "Marisol Vega" } as Loan;
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <LoanContext value={loan}>
        <PayoffQuotes />
      </LoanContext>
    </QueryClientProvider>,
  );
  const open = await screen.findByRole("button", {
    name: messages.payoff.open(formatDate(quote.quoted_on), "102,315.50"),
  });
  const table = screen.getByRole("table", { name: messages.payoff.title });
  for (const part of ["40.00", "100.00", "12.00"]) {
    expect(within(table).getByText(part)).toBeVisible();
  }
  await userEvent.click(open);
  const dialog = await screen.findByRole("dialog");
  for (const part of ["100,000.00", "2,187.50", "40.00", "100.00", "12.00", "102,315.50", "20.83"]) {
    expect(within(dialog).getByText(part)).toBeVisible();
  }
});
