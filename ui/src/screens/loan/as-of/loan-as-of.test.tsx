import { QueryClientProvider } from "@tanstack/react-query";
import {
  Outlet,
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from "@tanstack/react-router";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../../api/queries";
import { WorkspaceContext } from "../../../app/book-context";
import type { EventView } from "../../../bindings/EventView";
import type { Loan } from "../../../bindings/Loan";
import type { LoanAsOf } from "../../../bindings/LoanAsOf";
import type { LoanAtTime } from "../../../bindings/LoanAtTime";
import { formatDate, formatMoment } from "../../../format/date";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import { book } from "../../../test/book";
import { renderInTheme } from "../../../test/render";
import HistoryTab from "../HistoryTab";
import { LoanContext } from "../loan-context";

const text = messages.loanAsOf;
const recordedAt = "2026-11-23T10:00:00.123456Z";

const loan: Loan = {
  loan_id: "l",
  number: "L-00001",
  status: "approved",
  borrower_name: "Marisol Vega",
  borrower: {
    person_id: "p",
    kind: "borrower",
    name: "Marisol Vega",
    email: null,
    phone: null,
    address: null,
    tax_id: null,
    created_at: recordedAt,
  },
  lender: null,
  funding_fund_id: null,
  external_reference: null,
  carried_over_on: null,
  purpose: null,
  day_count: "30/360",
  rounding: "half_up",
  first_payment_on: null,
  amortization_months: null,
  interest_only_periods: 0,
  allocation_order: ["fees", "late_charges", "interest", "principal"],
  excess_rule: "shorten_term",
  grace_days: 10,
  late_fee_percent: "5",
  late_fee_at_most: "50.00",
  default_margin_percent: "0",
  returned_payment_fee: "0.00",
  construction: null,
  held: "0.00",
  status_changed_at: recordedAt,
  version: 1,
  allowed_transitions: [],
  schedule: null,
  failed_events: 0,
  principal: "100000.00",
  annual_rate_percent: "7.5",
  term_months: 12,
  type: "amortized",
  frequency: "monthly",
  created_at: recordedAt,
  funded_on: null,
  maturity_on: null,
  next_due_on: null,
  outstanding: "0.00",
  is_construction: false,
  amended_on: null,
  agreed: null,
};

const event: EventView = {
  position: 2,
  event_id: "e2",
  event_type: "Loan.Created",
  event_version: 1,
  known: true,
  aggregate_type: "loan",
  aggregate_id: "l",
  sequence_number: 1,
  loan_id: "l",
  causation_id: null,
  correlation_id: "e2",
  occurred_at: recordedAt,
  effective_on: "2026-11-23",
  user_id: "Ada",
  source: "test",
  payload: {},
  metadata: {},
  status: "processed",
  error: null,
  retry_count: 0,
  next_retry_at: null,
  needs_attention: false,
  processed_at: recordedAt,
  hash: "h",
  previous_hash: "g",
  handlers: [],
};

const sums = { payment: "100625.00", interest: "625.00", principal: "100000.00" };
const draft: LoanAsOf = {
  loan: { ...loan, status: "draft" },
  schedule: null,
  account: null,
  events: 1,
  last_position: 2,
};
const funded: LoanAsOf = {
  loan: { ...loan, status: "funded", funded_on: "2026-11-30", next_due_on: "2026-12-31" },
  schedule: {
    schedule_id: "s",
    loan_id: "l",
    number_of_payments: 1,
    maturity_on: "2026-12-31",
    created_at: recordedAt,
    created_by_event: "e3",
    reason: "funding",
    payments: [
      {
        ...sums,
        payment_id: "y",
        status: "scheduled",
        paid: "0.00",
        paid_on: null,
        grace_until: "2027-01-25",
        late_on: null,
        prepaid: "0.00",
        number: 1,
        due_on: "2026-12-31",
        days: 30,
        balance: "0.00",
      },
    ],
    years: [{ ...sums, year: 2026, number_of_payments: 1, balance: "0.00" }],
    totals: sums,
  },
  account: null,
  events: 4,
  last_position: 8,
};

const ask = vi.fn<(input: LoanAtTime) => Promise<LoanAsOf>>();

function start() {
  vi.spyOn(platform, "call").mockImplementation((name, input) => {
    if (name === "event.history") return Promise.resolve({ events: [event] });
    if (name === "loan.as_of") return ask(input as LoanAtTime);
    return Promise.reject(new Error(`${name} was not expected`));
  });
  // The router scrolls to the top of what it shows, which jsdom cannot.
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
  const root = createRootRoute({ component: Outlet });
  const history = createRoute({
    getParentRoute: () => root,
    path: "/loans/$loanId/history",
    component: HistoryTab,
  });
  const router = createRouter({
    routeTree: root.addChildren([history]),
    history: createMemoryHistory({ initialEntries: ["/loans/l/history"] }),
  });
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened: book, onClosed: () => undefined }}>
        <LoanContext value={loan}>
          <RouterProvider router={router as never} />
        </LoanContext>
      </WorkspaceContext>
    </QueryClientProvider>,
  );
}

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const dialog = () => screen.findByRole("dialog", { name: text.title("L-00001") });
const field = (name: string) => screen.findByRole("textbox", { name });

beforeEach(() => {
  queryClient.clear();
  ask.mockReset();
});

describe("the loan as of another time", () => {
  it("is shown from an event of its history, by the microsecond", async () => {
    ask.mockResolvedValue(draft);
    start();
    await userEvent.click(await screen.findByRole("treeitem"));
    await press(text.showAtEvent);
    const shown = within(await dialog());
    expect(await shown.findByText(`As known on ${formatMoment(recordedAt)}`)).toBeVisible();
    expect(shown.getByText(text.past)).toBeVisible();
    expect(shown.getByText(messages.statuses.draft)).toBeVisible();
    expect(shown.getByText("100,000.00")).toBeVisible();
    expect(shown.getByText(text.standsOn("1", "2"))).toBeVisible();
    expect(shown.getByText(text.noScheduleTitle)).toBeVisible();
    expect(ask).toHaveBeenCalledExactlyOnceWith({ loan_id: "l", known_at: recordedAt, effective_on: null });
  });

  it("is asked for by a business date, with the schedule that it had", async () => {
    ask.mockResolvedValue(funded);
    start();
    await press(text.open);
    const shown = within(await dialog());
    expect(shown.getByText(text.emptyTitle)).toBeVisible();
    await userEvent.type(await field(messages.asOf.effective), "2026-11-30{Enter}");
    expect(
      await shown.findByText(`As known now · as effective on ${formatDate("2026-11-30")}`),
    ).toBeVisible();
    expect(shown.getByTestId("schedule-row")).toHaveTextContent("100,625.00");
    expect(shown.getByText(text.standsOn("4", "8"))).toBeVisible();
    expect(ask).toHaveBeenCalledExactlyOnceWith({
      loan_id: "l",
      known_at: null,
      effective_on: "2026-11-30",
    });
  });

  it("wants a time before it asks the book", async () => {
    start();
    await press(text.open);
    await press(messages.asOf.show);
    expect(await field(messages.asOf.known)).toHaveAccessibleDescription(messages.asOf.needed);
    expect(ask).not.toHaveBeenCalled();
  });

  it.each([
    ["known_at", messages.asOf.known, "must not be before the loan was recorded: 2020", "Moment"],
    ["effective_on", messages.asOf.effective, "must not be before the loan was effective", "Date"],
  ])("is refused beside %s, until another time is typed", async (wireField, name, problem, label) => {
    const message = `${wireField} ${problem}`;
    ask.mockRejectedValue({ code: "invalid_input", message, field: wireField, params: {}, retryable: false });
    start();
    await press(text.open);
    await userEvent.type(await field(name), "2020-01-01{Enter}");
    expect(await screen.findByText(`${label} ${problem}`)).toBeVisible();
    expect(await field(name)).toHaveAccessibleDescription(`${label} ${problem}`);
    expect(screen.queryByRole("alert")).toBeNull();
    // To leave the field writes the date out; it is the same date.
    await userEvent.tab();
    expect(await field(name)).toBeInvalid();
    await userEvent.type(await field(name), "9");
    expect(screen.queryByText(`${label} ${problem}`)).toBeNull();
  });

  it("gives the focus back to where it came from", async () => {
    start();
    await press(text.open);
    await dialog();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: text.open })).toHaveFocus());
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
