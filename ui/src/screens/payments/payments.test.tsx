import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Payment } from "../../bindings/Payment";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { startScreens } from "../../test/users";
import PaymentsScreen from "./PaymentsScreen";

const text = messages.payments;

function payment(number: number): Payment {
  return {
    payment_id: `p${number}`,
    loan_id: "l",
    loan_number: `L-${String(number).padStart(5, "0")}`,
    borrower_name: "Harbor Row",
    received_on: "2026-11-20",
    recorded_at: "2026-11-20T10:00:00Z",
    received_by: "Ada",
    amount: "100.00",
    method: "wire",
    reference: null,
    note: null,
    fees: "0.00",
    late_charges: "0.00",
    interest: "60.00",
    principal: "40.00",
    prepaid: "0.00",
    held: "0.00",
    balance: "1000.00",
    revision: 1,
    reversed_on: null,
    reversal_reason: null,
    is_returned: false,
  };
}

it("draws of ten thousand payments those in sight, counts all of them, and reaches the last by a key", async () => {
  const payments = Array.from({ length: 10_000 }, (_, index) => payment(index + 1));
  const { place } = startScreens(
    { "/payments": PaymentsScreen, "/loans/$loanId/payments": () => <h1>Payments of the loan</h1> },
    "/payments?view=received",
    book,
    {
      "payment.due": () => Promise.resolve({ instalments: [], total: 0 }),
      "payment.list": () => Promise.resolve({ payments, total: payments.length }),
    },
  );
  const grid = await screen.findByRole("grid", { name: text.table.received });
  expect(grid).toHaveAttribute("aria-rowcount", "10001");
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
  expect(screen.getByText(text.counts.received("10,000"))).toBeVisible();
  grid.focus();
  await userEvent.keyboard("{End}{Enter}");
  await waitFor(() => expect(place()).toBe("/loans/l/payments"));
});
