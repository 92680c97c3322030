import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import { WorkspaceContext } from "../../app/book-context";
import type { Book } from "../../bindings/Book";
import type { LoanAccount } from "../../bindings/LoanAccount";
import type { Payment } from "../../bindings/Payment";
import type { PreviewReversal } from "../../bindings/PreviewReversal";
import type { ReversalPreview } from "../../bindings/ReversalPreview";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { renderInTheme } from "../../test/render";
import { ReversePaymentDialog } from "./ReversePaymentDialog";

const text = messages.payments;

const payment: Payment = {
  payment_id: "p",
  loan_id: "l",
  loan_number: "L-00001",
  borrower_name: "Marisol Vega",
  received_on: "2025-02-15",
  recorded_at: "2025-02-15T10:00:00Z",
  received_by: "Ada",
  amount: "8675.74",
  method: "check",
  reference: null,
  note: null,
  fees: "0.00",
  late_charges: "0.00",
  interest: "625.00",
  principal: "8050.74",
  prepaid: "0.00",
  held: "0.00",
  balance: "91949.26",
  revision: 1,
  reversed_on: null,
  reversal_reason: null,
  is_returned: false,
};

const before: LoanAccount = {
  loan_id: "l",
  as_of: "2025-02-25",
  annual_rate_percent: "7.5",
  principal: "91949.26",
  accrued_interest: "205.24",
  fees: "0.00",
  late_charges: "0.00",
  total: "92154.50",
  held: "0.00",
  payoff: "92154.50",
  per_diem: "20.52",
  past_due: "0.00",
  next_due_on: "2025-03-15",
  next_due: "8675.74",
  charged_off: "0.00",
  settled_on: null,
  fee_list: [],
  allocations: [],
};

/** What the book would answer; a return costs 35.00. */
function previewOf({ returned }: PreviewReversal): ReversalPreview {
  return {
    before,
    after: {
      ...before,
      principal: "100000.00",
      accrued_interest: "848.21",
      fees: returned === true ? "35.00" : "0.00",
      total: returned === true ? "100883.21" : "100848.21",
    },
    fee: returned === true ? "35.00" : "0.00",
    moves: ["q"],
    changes_schedule: true,
    status: "funded",
  };
}

beforeEach(() => {
  queryClient.clear();
  vi.spyOn(platform, "call").mockImplementation((name, input) =>
    name === "payment.preview_reverse"
      ? Promise.resolve(previewOf(input as PreviewReversal))
      : Promise.reject(new Error(`${name} was not expected`)),
  );
  const opened = { minor_digits: 2, currency: "USD" } as Book;
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened, onClosed: () => undefined }}>
        <ReversePaymentDialog payment={payment} returnedFee="35.00" onClose={() => undefined} />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
});

const lines = async () => {
  const table = await screen.findByRole("table", { name: text.reverseFigures });
  return within(table)
    .getAllByRole("row")
    .map((row) => row.textContent);
};

describe("reversing a payment", () => {
  it("shows in figures what it will do", async () => {
    expect(await lines()).toEqual([
      "OwedAs it isWithout the payment",
      "Interest205.24848.21",
      "Principal91,949.26100,000.00",
      "Total owed92,154.50100,848.21",
    ]);
    expect(screen.getByText(text.moves(1))).toBeVisible();
    expect(screen.getByText(text.changesSchedule)).toBeVisible();
  });

  it("shows what the bank's return of it costs", async () => {
    await userEvent.click(screen.getByRole("checkbox", { name: text.returned }));
    await waitFor(async () => expect(await lines()).toContain("Fees0.0035.00"));
    expect(screen.getByText(text.reverseFee("35.00"))).toBeVisible();
  });
});
