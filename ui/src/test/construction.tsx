import { QueryClientProvider } from "@tanstack/react-query";
import {
  Outlet,
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from "@tanstack/react-router";
import { act } from "@testing-library/react";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { queryClient } from "../api/queries";
import { WorkspaceContext } from "../app/book-context";
import type { Book } from "../bindings/Book";
import type { Budget } from "../bindings/Budget";
import type { BudgetLine } from "../bindings/BudgetLine";
import type { Draw } from "../bindings/Draw";
import type { DrawLine } from "../bindings/DrawLine";
import type { Loan } from "../bindings/Loan";
import type { LoanAccount } from "../bindings/LoanAccount";
import type { WireError } from "../bindings/WireError";
import { platform } from "../platform";
import BudgetScreen from "../screens/budget/BudgetScreen";
import DrawFormScreen from "../screens/draw-form/DrawFormScreen";
import DrawScreen from "../screens/draw/DrawScreen";
import DrawsScreen from "../screens/draws/DrawsScreen";
import { book } from "./book";
import { renderInTheme } from "./render";

const recordedAt = "2026-11-23T10:00:00Z";

/** A construction loan of 48,000 that was funded. */
export const constructionLoan: Loan = {
  loan_id: "l",
  number: "L-00002",
  status: "funded",
  borrower_name: "Harbor Row",
  borrower: {
    person_id: "p",
    kind: "borrower",
    name: "Harbor Row",
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
  day_count: "actual/360",
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
  principal: "48000.00",
  annual_rate_percent: "10",
  term_months: 12,
  type: "interest_only",
  frequency: "monthly",
  created_at: recordedAt,
  funded_on: "2026-08-01",
  maturity_on: "2027-08-01",
  next_due_on: null,
  outstanding: "0.00",
  is_construction: true,
  amended_on: null,
  agreed: null,
};

function budgetLine(code: string, description: string, part: Partial<BudgetLine>): BudgetLine {
  return {
    code,
    description,
    kind: "cost",
    budget: "0.00",
    requested: "0.00",
    approved: "0.00",
    drawn: "0.00",
    retainage_held: "0.00",
    remaining: "0.00",
    available: "0.00",
    percent_complete: null,
    percent_drawn: "0",
    percent_approved: "0",
    percent_requested: "0",
    ...part,
  };
}

/** Site work is half drawn, nothing of the roof is; the reserve cannot be drawn. */
export const budget: Budget = {
  budget_id: "b",
  loan_id: "l",
  version: 4,
  retainage_percent: "10",
  lines: [
    budgetLine("site", "Site work", {
      budget: "20000.00",
      drawn: "10000.00",
      retainage_held: "1000.00",
      remaining: "10000.00",
      available: "10000.00",
      percent_drawn: "50",
    }),
    budgetLine("roof", "Roof", { budget: "25000.00", remaining: "25000.00", available: "25000.00" }),
    budgetLine("interest_reserve", "Interest reserve", {
      kind: "interest_reserve",
      budget: "3000.00",
      remaining: "3000.00",
      available: "3000.00",
    }),
  ],
  budget: "48000.00",
  requested: "0.00",
  approved: "0.00",
  drawn: "10000.00",
  remaining: "38000.00",
  balances: {
    commitment: "48000.00",
    disbursed: "9000.00",
    approved_not_disbursed: "0.00",
    retainage_held: "1000.00",
    available_to_draw: "38000.00",
    requested: "0.00",
  },
  cost_to_complete: "39000.00",
  undisbursed: "39000.00",
  in_balance: true,
  out_of_balance_by: "0.00",
  plan: [],
  draw_schedule: [],
  timeline: [
    {
      draw_id: "first",
      number: 1,
      status: "disbursed",
      on: "2026-09-01",
      requested: "10000.00",
      amount: "10000.00",
      total: "10000.00",
      percent_before: "0",
      percent: "20.83",
    },
  ],
};

function drawLine(code: string, description: string, requested: string): DrawLine {
  return {
    code,
    description,
    requested,
    approved: "0.00",
    retainage: "0.00",
    work_done: null,
    contractor: null,
    budget: "25000.00",
    other_draws: "0.00",
    left: "5000.00",
    percent_complete: null,
    percent_drawn: "20",
  };
}

/** A draw of 6,000, as Ada wrote it. */
export const draftDraw: Draw = {
  draw_id: "d",
  loan_id: "l",
  loan_number: "L-00002",
  borrower_name: "Harbor Row",
  number: 2,
  version: 1,
  status: "draft",
  lines: [drawLine("site", "Site work", "1000.00"), drawLine("roof", "Roof", "5000.00")],
  contractor: "Bay Roofing",
  note: null,
  attachments: [],
  drafted_by: "Ada",
  requested: "6000.00",
  approved: "0.00",
  retainage: "0.00",
  to_disburse: "0.00",
  requested_on: null,
  requested_by: null,
  approved_on: null,
  approved_by: null,
  approver_is_requester: false,
  approval_note: null,
  out_of_balance_by: null,
  end: null,
  disbursement: null,
  disbursed_on: null,
  retainage_held: "0.00",
  retainage_released: "0.00",
  inspections: [],
  waivers: [],
  missing_waivers: [],
  inspection_required: true,
  waivers_required: true,
  actions: [],
  changed_at: recordedAt,
};

export const account: LoanAccount = {
  loan_id: "l",
  as_of: "2026-11-24",
  annual_rate_percent: "10",
  principal: "9000.00",
  accrued_interest: "0.00",
  fees: "0.00",
  late_charges: "0.00",
  total: "9000.00",
  held: "0.00",
  payoff: "9000.00",
  per_diem: "2.50",
  past_due: "0.00",
  next_due_on: "2026-12-01",
  next_due: "75.00",
  charged_off: "0.00",
  settled_on: null,
  fee_list: [],
  allocations: [],
};

export function refused(code: WireError["code"], message: string, field: string | null = null): WireError {
  return { code, message, field, params: {}, retryable: false };
}

/** A command's answers; what is asked for again is answered again. */
export type Answers = Record<string, (input: never) => unknown>;

const usual: Answers = {
  "loan.get": () => constructionLoan,
  "budget.get": () => budget,
  "draw.get": () => draftDraw,
  "attachment.list": () => ({ attachments: [] }),
  "event.history": () => ({ events: [] }),
};

function routeTree(element: ReactElement | null) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: () => null });
  const at = (path: string, component: () => ReactElement | null) =>
    createRoute({ getParentRoute: () => root, path, component });
  return root.addChildren([
    at("/", () => element),
    at("/draws", DrawsScreen),
    at("/draws/$drawId", DrawScreen),
    at("/loans/$loanId/draw", DrawFormScreen),
    at("/loans/$loanId/budget", BudgetScreen),
    at("/loans/$loanId/draws", () => <h1>Draws of the loan</h1>),
  ]);
}

type Start = { answers?: Answers; opened?: Book; element?: ReactElement };

/** The screens of draws over a program that answers as told; what it was asked is noted in turn. */
export function startDraws(path: string, { answers = {}, opened = book, element }: Start = {}) {
  const asked: Array<[string, unknown]> = [];
  const all: Answers = { "book.get": () => opened, ...usual, ...answers };
  queryClient.clear();
  // The router scrolls to the top of what it shows, which jsdom cannot.
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
  vi.spyOn(platform, "call").mockImplementation(async (name, input) => {
    asked.push([name, input]);
    const answer = all[name];
    if (!answer) throw new Error(`${name} was not expected`);
    return answer(input as never);
  });
  const router = createRouter({
    routeTree: routeTree(element ?? null),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const { unmount } = renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened, onClosed: () => undefined }}>
        <RouterProvider router={router as never} />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
  return {
    unmount,
    inputsOf: (name: string) => asked.filter(([each]) => each === name).map(([, input]) => input),
    go: (to: string) => act(() => router.history.push(to)),
    place: () => router.state.location.href,
  };
}
