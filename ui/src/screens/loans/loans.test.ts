import { describe, expect, it } from "vitest";
import type { LoanSummary } from "../../bindings/LoanSummary";
import { nextRow } from "../../components/grid/keyboard";
import { filterLoans } from "./filter";

function loan(
  number: string,
  borrower_name: string,
  principal: string,
  status: LoanSummary["status"],
): LoanSummary {
  return {
    loan_id: number,
    number,
    status,
    borrower_name,
    principal,
    annual_rate_percent: "7.5",
    term_months: 12,
    type: "amortized",
    frequency: "monthly",
    created_at: "2026-11-23T10:00:00.000000Z",
    funded_on: null,
    maturity_on: null,
    next_due_on: null,
    outstanding: "0.00",
    is_construction: false,
    amended_on: null,
  };
}

const loans = [
  loan("L-00001", "Marisol Vega", "100000.00", "funded"),
  loan("L-00002", "Harbor Row Builders", "480000.00", "draft"),
];

describe("filterLoans", () => {
  it.each([
    ["", "all", ["L-00001", "L-00002"]],
    ["vega", "all", ["L-00001"]],
    ["row harbor", "all", ["L-00002"]],
    ["$100,000", "all", ["L-00001"]],
    ["l-00002", "all", ["L-00002"]],
    ["vega", "draft", []],
    ["", "draft", ["L-00002"]],
  ] as const)("finds %j among %s", (search, status, found) => {
    expect(filterLoans(loans, search, status).map((each) => each.number)).toEqual(found);
  });
});

describe("nextRow", () => {
  it.each([
    ["ArrowDown", -1, 0],
    ["ArrowDown", 9, 9],
    ["ArrowUp", 0, 0],
    ["PageDown", 2, 7],
    ["PageUp", 2, 0],
    ["Home", 5, 0],
    ["End", 5, 9],
    ["a", 5, null],
  ])("leads by %s from %d to %s", (key, from, to) => {
    expect(nextRow(key, from, 10, 5)).toBe(to);
  });

  it("leads nowhere in an empty table", () => {
    expect(nextRow("ArrowDown", -1, 0, 5)).toBeNull();
  });
});
