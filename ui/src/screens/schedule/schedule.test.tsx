import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { ScheduleRow } from "../../bindings/ScheduleRow";
import { addDays, today } from "../../format/date";
import { messages } from "../../messages";
import { renderInTheme } from "../../test/render";
import { groupByYear, scheduleLines } from "./group-by-year";
import { ScheduleTable } from "./ScheduleTable";
import { tabSeparated } from "./tab-separated";

function row(
  number: number,
  due_on: string,
  interest: string,
  principal: string,
  balance: string,
): ScheduleRow {
  return { number, due_on, days: 30, payment: "100.10", interest, principal, balance };
}

const rows = [
  row(1, "2026-11-30", "10.10", "90.00", "210.00"),
  row(2, "2026-12-31", "10.20", "89.90", "120.10"),
  row(3, "2027-01-31", "10.05", "90.05", "30.05"),
];
const years = [
  {
    year: 2026,
    number_of_payments: 2,
    payment: "200.20",
    interest: "20.30",
    principal: "179.90",
    balance: "120.10",
  },
  {
    year: 2027,
    number_of_payments: 1,
    payment: "100.10",
    interest: "10.05",
    principal: "90.05",
    balance: "30.05",
  },
];
const totals = { payment: "300.30", interest: "30.35", principal: "269.95" };

describe("groupByYear", () => {
  it("puts each payment under its year, with the sums that Rust computed", () => {
    const groups = groupByYear(rows, years);
    expect(groups.map((group) => group.rows.map((each) => each.number))).toEqual([[1, 2], [3]]);
    expect(groups[0]).toMatchObject({ year: 2026, payment: "200.20", balance: "120.10" });
  });

  it("hides the payments of a collapsed year, and only those", () => {
    const lines = scheduleLines(groupByYear(rows, years), new Set([2026]), 3);
    expect(lines.map((line) => (line.kind === "year" ? line.group.year : line.row.number))).toEqual([
      2026, 2027, 3,
    ]);
    expect(lines.at(-1)).toMatchObject({ kind: "payment", next: true });
  });
});

describe("ScheduleTable", () => {
  const scheduled = rows.map((each) => ({ ...each, status: "scheduled" as const }));

  it("marks the next payment by words, not by colour alone", () => {
    renderInTheme(<ScheduleTable rows={scheduled} years={years} totals={totals} nextNumber={2} />);
    const marked = screen
      .getAllByTestId("schedule-row")
      .filter((each) => within(each).queryByText("Next due"));
    expect(marked).toHaveLength(1);
    expect(marked[0]).toHaveTextContent("Dec 31, 2026");
    expect(marked[0]).toHaveAttribute("aria-current", "true");
  });

  it("collapses a year from the keyboard and counts its rows for a screen reader", async () => {
    renderInTheme(<ScheduleTable rows={rows} years={years} totals={totals} />);
    const table = screen.getByRole("table", { name: "Payment schedule" });
    expect(table).toHaveAttribute("aria-rowcount", "7");
    const year = screen.getByRole("button", { name: "2026 · 2 payments" });
    year.focus();
    await userEvent.keyboard("{Enter}");
    expect(year).toHaveAttribute("aria-expanded", "false");
    expect(screen.getAllByTestId("schedule-row")).toHaveLength(1);
    expect(table).toHaveAttribute("aria-rowcount", "5");
  });

  it("ends with the totals that Rust computed", () => {
    renderInTheme(<ScheduleTable rows={rows} years={years} totals={totals} />);
    expect(screen.getByTestId("schedule-total")).toHaveTextContent("Total300.3030.35269.95");
  });

  it("draws only what is in sight of a long schedule", () => {
    const long = Array.from({ length: 360 }, (_, index) =>
      row(index + 1, "2026-11-30", "1.00", "1.00", "1.00"),
    );
    renderInTheme(<ScheduleTable rows={long} years={years} totals={totals} />);
    const drawn = screen.getAllByTestId("schedule-row").length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(80);
  });
});

describe("tabSeparated", () => {
  it("is what a spreadsheet reads: exact amounts, plain dates", () => {
    const lines = tabSeparated(rows, totals).split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe("1\t2026-11-30\t30\t100.10\t10.10\t90.00\t210.00");
    expect(lines[4]).toBe("Total\t\t\t300.30\t30.35\t269.95\t");
  });
});

const days = (count: number) => addDays(today(), count);
const open = (number: number, due_on: string, grace_until: string) => ({
  ...row(number, due_on, "10.10", "90.00", "210.00"),
  status: "scheduled" as const,
  grace_until,
  late_on: null,
  prepaid: "0.00",
});

describe("what became of a payment", () => {
  it("says that it is in its grace or late, and what was prepaid, as the list of payments does", () => {
    const past = [
      open(1, days(-20), days(-10)),
      open(2, days(-3), days(7)),
      { ...open(3, days(30), days(40)), prepaid: "500.00" },
      open(4, days(60), days(70)),
    ];
    const ofYears = [...new Set(past.map((each) => Number(each.due_on.slice(0, 4))))];
    const sums = ofYears.map((year) => Object.assign({}, years[0], { year }));
    renderInTheme(<ScheduleTable rows={past} years={sums} totals={totals} />);
    const words = messages.schedule.statuses;
    const states = screen.getAllByTestId("schedule-row").map((each) => each.lastElementChild?.textContent);
    expect(states).toEqual([words.late, words.grace, messages.schedule.prepaid("500.00"), words.scheduled]);
  });
});
