import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
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

/** Of 10,000.00 at most: a tenth interest, a fifth principal; of the last month, what interest adds to the principal. */
const expectedOf = (month: number) => ({
  month: month === 0 ? "2026-12-01" : `2027-${String(month).padStart(2, "0")}-01`,
  interest: "1000.00",
  principal: month === 12 ? "-2000.00" : "2000.00",
  total: month === 11 ? "10000.00" : "3000.00",
});

const start = (answer: Dashboard, opened = book) =>
  startScreens(
    {
      "/dashboard": DashboardScreen,
      "/compliance": () => <h1>Compliance</h1>,
      "/loans/$loanId": () => <h1>Loan</h1>,
    },
    "/dashboard",
    opened,
    { "dashboard.get": () => Promise.resolve(answer) },
  );

describe("the dashboard", () => {
  it("shows the figures as they were worked out", async () => {
    start(dashboard);
    expect(await screen.findByText("400,000.00")).toBeVisible();
    expect(screen.getByText(text.outstanding("2"))).toBeVisible();
    const [asTable] = screen.getAllByText(text.asTable);
    if (asTable) await userEvent.click(asTable);
    const expected = screen.getByRole("table", { name: text.expected });
    expect(within(expected).getByText("8,050.74")).toBeVisible();
  });

  it("draws what is expected of each month as interest and principal, at an axis in the book's currency", async () => {
    start({ ...dashboard, expected: Array.from({ length: 13 }, (_, at) => expectedOf(at)) });
    const chart = await screen.findByRole("img", { name: text.chart(text.expected) });
    const heights = (tone: string) =>
      [...chart.querySelectorAll(`[data-tone="${tone}"]`)].map((bar) => bar.getAttribute("height"));
    expect(heights("light")).toEqual(Array.from({ length: 13 }, () => "10"));
    // Of the last month, interest is owed on: nothing of it is principal.
    expect(heights("accent")).toEqual(Array.from({ length: 12 }, () => "20"));
    expect(screen.getAllByText("$10K").length).toBeGreaterThan(0);
    expect(within(chart).getByText(/^Dec 2026 · Interest 1,000.00 · Principal 2,000.00/)).toBeInTheDocument();
  });

  it("draws only the ground where nothing comes in", async () => {
    const nothing = { interest: "0.00", principal: "0.00", total: "0.00" };
    start({ ...dashboard, expected: dashboard.expected.map((month) => ({ ...month, ...nothing })) });
    const chart = await screen.findByRole("img", { name: text.chart(text.expected) });
    expect(chart.querySelectorAll("[data-tone]")).toHaveLength(0);
    expect(screen.getAllByText("$0").length).toBeGreaterThan(0);
    expect(chart.innerHTML).not.toContain("NaN");
  });

  it("rounds the average rate, and says what matures beyond the months", async () => {
    start({
      ...dashboard,
      average_rate_percent: "9.9585",
      maturities: [
        { month: "2026-12-01", is_past: false, loans: 1, outstanding: "500.00" },
        { month: null, is_past: false, loans: 2, outstanding: "685365.10" },
      ],
    });
    expect(await screen.findByText("9.959%")).toBeVisible();
    const beyond = screen.getAllByText("685,365.10").map((each) => each.parentElement?.textContent);
    expect(beyond).toContain(`${text.later} 685,365.10`);
  });

  it("says so where nothing is overdue", async () => {
    start({ ...dashboard, overdue: "0.00", overdue_loans: 0 });
    expect(await screen.findByText(text.nothingOverdue)).toBeVisible();
    expect(screen.queryByRole("img", { name: text.chart(text.aging) })).toBeNull();
  });

  it("says what to do first in an empty book, and what is to be done there already", async () => {
    start(dashboard, { ...book, loans: 0 });
    expect(await screen.findByText(messages.loans.emptyTitle)).toBeVisible();
    expect(screen.getByRole("button", { name: messages.loans.create })).toBeEnabled();
    expect(screen.getByRole("button", { name: messages.imports.open })).toBeEnabled();
    expect(await screen.findByRole("table", { name: text.todo })).toBeVisible();
    expect(screen.queryByText(text.averageRate)).toBeNull();
  });

  it("leads to the loans where none of them is out", async () => {
    start({ ...dashboard, active_loans: 0 });
    expect(await screen.findByText(text.noneOutTitle)).toBeVisible();
    expect(screen.getByRole("button", { name: text.showLoans })).toBeEnabled();
    expect(screen.queryByRole("img")).toBeNull();
  });

  it("shows the most urgent of a long list, and the rest when asked", async () => {
    start({
      ...dashboard,
      todo: Array.from({ length: 23 }, (_, at) => ({ ...item, loan_id: `loan ${at}` })),
    });
    const todo = await screen.findByRole("table", { name: text.todo });
    expect(within(todo).getAllByRole("link")).toHaveLength(8);
    await userEvent.click(screen.getByRole("button", { name: text.showAll("23") }));
    expect(within(todo).getAllByRole("link")).toHaveLength(23);
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
