import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import { WorkspaceContext } from "../../app/book-context";
import type { Book } from "../../bindings/Book";
import type { LoanAccount } from "../../bindings/LoanAccount";
import type { PaymentPreview } from "../../bindings/PaymentPreview";
import type { PreviewPayment } from "../../bindings/PreviewPayment";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { renderInTheme } from "../../test/render";
import { RecordPaymentDialog } from "./RecordPaymentDialog";

const text = messages.payments;

const before: LoanAccount = {
  loan_id: "l",
  as_of: "2026-11-24",
  annual_rate_percent: "7.5",
  principal: "1000.00",
  accrued_interest: "6.25",
  fees: "0.00",
  late_charges: "0.00",
  total: "1006.25",
  held: "0.00",
  payoff: "1006.25",
  per_diem: "0.21",
  past_due: "0.00",
  next_due_on: "2026-12-01",
  next_due: "100.00",
  charged_off: "0.00",
  settled_on: null,
  fee_list: [],
  allocations: [],
};

/** What the book would answer: it holds what exceeds the 1,006.25 owed. */
function previewOf(input: PreviewPayment): PaymentPreview {
  const overpaid = input.amount === "1100.00";
  return {
    allocation: {
      payment_id: "p",
      received_on: "2026-11-24",
      amount: input.amount,
      fees: "0.00",
      late_charges: "0.00",
      interest: "6.25",
      principal: overpaid ? "1000.00" : "93.75",
      prepaid: "0.00",
      held: overpaid ? "93.75" : "0.00",
      balance: overpaid ? "0.00" : "906.25",
      covered: [],
    },
    before,
    after: {
      ...before,
      accrued_interest: "0.00",
      principal: overpaid ? "0.00" : "906.25",
      total: overpaid ? "0.00" : "906.25",
      settled_on: overpaid ? "2026-11-24" : null,
    },
    excess: overpaid ? "93.75" : "0.00",
    is_duplicate: input.amount === "50.00",
    moves: [],
    changes_schedule: false,
  };
}

const record = vi.fn<(input: unknown) => unknown>();
const close = vi.fn<() => void>();

function start() {
  record.mockReset().mockReturnValue({ payment: { amount: "100.00", loan_number: "L-00001" } });
  close.mockReset();
  vi.spyOn(platform, "call").mockImplementation((name, input) => {
    if (name === "payment.preview") return Promise.resolve(previewOf(input as PreviewPayment));
    if (name === "payment.record") return Promise.resolve(record(input));
    return Promise.reject(new Error(`${name} was not expected`));
  });
  const opened = { minor_digits: 2, currency: "USD" } as Book;
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened, onClosed: () => undefined }}>
        <RecordPaymentDialog
          loan={{ loan_id: "l", number: "L-00001", borrower_name: "Marisol Vega" }}
          onClose={close}
        />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
}

const amount = () => screen.getByRole("textbox", { name: text.amount });
const send = () => screen.getByRole("button", { name: text.record });
const lines = async () => {
  const table = await screen.findByRole("table", { name: text.effect });
  return within(table)
    .getAllByRole("row")
    .map((row) => row.textContent);
};

beforeEach(() => queryClient.clear());

describe("recording a payment", () => {
  it("shows what is owed before and after, and where the payment goes", async () => {
    start();
    await userEvent.type(amount(), "100");
    expect(await lines()).toEqual([
      "OwedOwed beforeThis paymentOwed after",
      "Interest6.256.250.00",
      "Principal1,000.0093.75906.25",
      "Total owed1,006.25100.00906.25",
    ]);
    await userEvent.click(send());
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(record).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ loan_id: "l", amount: "100.00", accept_overpayment: false }),
    );
  });

  it("asks before it takes more than is owed", async () => {
    start();
    await userEvent.type(amount(), "1100");
    const asked = await screen.findByRole("checkbox", { name: text.acceptExcess("93.75") });
    expect(screen.getByText(text.settles)).toBeVisible();
    expect(send()).toBeDisabled();
    await userEvent.click(asked);
    await userEvent.click(send());
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(record).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ amount: "1100.00", accept_overpayment: true }),
    );
  });

  it("asks whether a payment that is recorded already is another one", async () => {
    start();
    await userEvent.type(amount(), "50");
    const asked = await screen.findByRole("checkbox", { name: text.allowDuplicate });
    expect(send()).toBeDisabled();
    await userEvent.click(asked);
    await userEvent.click(send());
    await waitFor(() => expect(record).toHaveBeenCalledOnce());
    expect(record).toHaveBeenCalledWith(expect.objectContaining({ allow_duplicate: true }));
  });

  it("does not send what it cannot read", async () => {
    start();
    await userEvent.type(amount(), "12.345");
    await userEvent.click(send());
    expect(amount()).toBeInvalid();
    expect(record).not.toHaveBeenCalled();
  });
});
