import { describe, expect, it } from "vitest";
import { parseCount, parseMoney, parseRate } from "./parse-money";

const readable: ReadonlyArray<[typed: string, value: string]> = [
  ["1,234.50", "1234.50"],
  ["$1,234.50", "1234.50"],
  ["(1,234.50)", "-1234.50"],
  ["($1,234.50)", "-1234.50"],
  ["-5", "-5.00"],
  ["−5", "-5.00"],
  ["-$5", "-5.00"],
  ["1.2k", "1200.00"],
  ["1.2345K", "1234.50"],
  ["3m", "3000000.00"],
  ["0.000001m", "1.00"],
  ["100000", "100000.00"],
  ["007", "7.00"],
  [".5", "0.50"],
  ["5.", "5.00"],
  ["1.500", "1.50"],
  [" 1 234.5 ", "1234.50"],
  ["-0", "0.00"],
  ["92,233,720,368,547,758.07", "92233720368547758.07"],
];

const unreadable: ReadonlyArray<[typed: string, reason: string]> = [
  ["abc", "not_a_number"],
  ["12x", "not_a_number"],
  ["1.2.3", "not_a_number"],
  ["--5", "not_a_number"],
  ["(-5)", "not_a_number"],
  ["1e5", "not_a_number"],
  ["(x", "not_a_number"],
  ["1.234", "too_many_decimals"],
  ["1.2345678k", "too_many_decimals"],
  ["12,34.00", "grouping"],
  ["1234,567", "grouping"],
  ["1,2345", "grouping"],
  ["92,233,720,368,547,758.08", "too_large"],
];

describe("parseMoney", () => {
  it.each(readable)("reads %j as %s", (typed, value) => {
    expect(parseMoney(typed, 2)).toEqual({ kind: "value", value });
  });

  it.each(unreadable)("does not read %j: %s", (typed, reason) => {
    expect(parseMoney(typed, 2)).toEqual({ kind: "unreadable", reason });
  });

  it.each(["", "   "])("takes %j for nothing", (typed) => {
    expect(parseMoney(typed, 2)).toEqual({ kind: "empty" });
  });

  it.each(["-", "$", "(", "(1,234.5", ".", "1,", "1,2", "1,23"])("waits for more after %j", (typed) => {
    expect(parseMoney(typed, 2)).toEqual({ kind: "incomplete" });
  });

  it("reads every beginning of an amount without complaint", () => {
    const typed = "($1,234,567.89)";
    const kinds = Array.from(typed, (_, end) => parseMoney(typed.slice(0, end + 1), 2).kind);
    expect(kinds).not.toContain("unreadable");
  });

  it("follows the decimals of the currency", () => {
    expect(parseMoney("1,234", 0)).toEqual({ kind: "value", value: "1234" });
    expect(parseMoney("1.5", 0)).toEqual({ kind: "unreadable", reason: "too_many_decimals" });
    expect(parseMoney("1.5k", 0)).toEqual({ kind: "value", value: "1500" });
    expect(parseMoney("1.234", 3)).toEqual({ kind: "value", value: "1.234" });
  });
});

describe("parseRate", () => {
  it.each([
    ["7.5", "7.5"],
    ["7.5%", "7.5"],
    ["7.50", "7.5"],
    ["0", "0"],
    ["9.875 %", "9.875"],
    ["0.000001", "0.000001"],
    ["-1", "-1"],
  ])("reads %j as %s", (typed, value) => {
    expect(parseRate(typed)).toEqual({ kind: "value", value });
  });

  it.each([
    ["7,5", "not_a_number"],
    ["abc", "not_a_number"],
    ["0.0000001", "too_many_decimals"],
  ])("does not read %j: %s", (typed, reason) => {
    expect(parseRate(typed)).toEqual({ kind: "unreadable", reason });
  });
});

describe("parseCount", () => {
  it("reads whole numbers alone", () => {
    expect(parseCount("012")).toEqual({ kind: "value", value: "12" });
    expect(parseCount("1.5")).toEqual({ kind: "unreadable", reason: "not_a_number" });
    expect(parseCount("-1")).toEqual({ kind: "unreadable", reason: "not_a_number" });
  });
});
