import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Dashboard } from "../../bindings/Dashboard";
import type { TodoItem } from "../../bindings/TodoItem";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { startScreens } from "../../test/users";
import DashboardScreen from "./DashboardScreen";

const text = messages.dashboard;

const item: TodoItem = {
  kind: "overdue_loan",
  about: "L-00001 · Oak",
  on: "2026-11-01",
  days_left: -25,
  amount: "8675.74",
  loan_id: "loan",
  draw_id: null,
  filing_id: null,
  licence_id: null,
  property_id: null,
  position: null,
};
const dashboard: Dashboard = {
  today: "2026-11-26",
  active_loans: 2,
  outstanding: "400000.00",
  average_rate_percent: "10.875",
  undisbursed: "0.00",
  due_soon: "11675.74",
  due_soon_instalments: 2,
  overdue: "8675.74",
  overdue_loans: 1,
  aging: [{ bucket: "thirty", amount: "8675.74", instalments: 1, loans: 1 }],
  draws_waiting: 0,
  draws_waiting_amount: "0.00",
  maturities: [{ month: null, is_past: true, loans: 0, outstanding: "0.00" }],
  expected: [{ month: "2026-12-01", interest: "3625.00", principal: "8050.74", total: "11675.74" }],
  failed_events: 0,
  todo: [
    item,
    { ...item, kind: "filing", about: "Annual report", amount: null, loan_id: null, filing_id: "f" },
  ],
};

const start = (answer: Dashboard) =>
  startScreens(
    {
      "/dashboard": DashboardScreen,
      "/compliance": () => <h1>Compliance</h1>,
      "/loans/$loanId": () => <h1>Loan</h1>,
    },
    "/dashboard",
    book,
    { "dashboard.get": () => Promise.resolve(answer) },
  );

describe("the dashboard", () => {
  it("shows the figures as they were worked out", async () => {
    start(dashboard);
    expect(await screen.findByText("400,000.00")).toBeVisible();
    expect(screen.getByText(text.outstanding("2"))).toBeVisible();
    const expected = screen.getByRole("table", { name: text.expected });
    expect(within(expected).getByText("8,050.74")).toBeVisible();
  });

  it("leads from each thing to do to what it is about", async () => {
    start(dashboard);
    const todo = await screen.findByRole("table", { name: text.todo });
    expect(within(todo).getByRole("link", { name: "L-00001 · Oak" })).toHaveAttribute("href", "/loans/loan");
    expect(within(todo).getByRole("link", { name: "Annual report" })).toHaveAttribute(
      "href",
      "/compliance?view=filings",
    );
    expect(within(todo).getAllByText(messages.daysLeft.overdue(25))).toHaveLength(2);
  });

  it("says so where nothing is to be done", async () => {
    start({ ...dashboard, todo: [] });
    expect(await screen.findByText(text.nothingToDo)).toBeVisible();
  });
});
