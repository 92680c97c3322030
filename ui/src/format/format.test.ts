import { describe, expect, it } from "vitest";
import { formatAmount, formatRate, isNegative } from "./amount";
import { formatBytes } from "./bytes";
import { addDays, civilDate, formatMonth, today } from "./date";
import { compareDecimals } from "./decimal";
import { formatMicros } from "./duration";

describe("formatAmount", () => {
  it.each([
    ["0.00", "0.00"],
    ["1234.50", "1,234.50"],
    ["-1234.50", "(1,234.50)"],
    ["-0.00", "0.00"],
    ["500", "500"],
    ["1234.567", "1,234.567"],
    // Beyond 2^53 cents, where a floating point number would lose the last digits.
    ["92233720368547758.07", "92,233,720,368,547,758.07"],
    ["-92233720368547758.08", "(92,233,720,368,547,758.08)"],
    ["9007199254740993.01", "9,007,199,254,740,993.01"],
  ])("shows %s as %s", (amount, shown) => {
    expect(formatAmount(amount)).toBe(shown);
  });

  it("knows a negative amount", () => {
    expect(isNegative("-0.01")).toBe(true);
    expect(isNegative("-0.00")).toBe(false);
    expect(isNegative("0.01")).toBe(false);
  });
});

describe("formatRate", () => {
  it.each([
    ["7.500000", "7.5%"],
    ["10", "10%"],
    ["10.0", "10%"],
    ["9.875", "9.875%"],
  ])("shows %s as %s", (rate, shown) => {
    expect(formatRate(rate)).toBe(shown);
  });
});

describe("decimals", () => {
  it("compares by value, not by text", () => {
    const sorted = ["9.00", "10.00", "-1.00", "9007199254740993.01", "9007199254740993.00"].toSorted(
      compareDecimals,
    );
    expect(sorted).toEqual(["-1.00", "9.00", "10.00", "9007199254740993.00", "9007199254740993.01"]);
    expect(compareDecimals("7.5", "7.50")).toBe(0);
  });
});

describe("dates", () => {
  it("knows the calendar", () => {
    expect(civilDate(2028, 2, 29)).toBe("2028-02-29");
    expect(civilDate(2027, 2, 29)).toBeNull();
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(formatMonth("2026-11")).toBe("Nov 2026");
    expect(today(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 KB"],
    [999_949, "999.9 KB"],
    [999_950, "1.0 MB"],
    [4_000_000_000, "4.0 GB"],
  ])("shows %d as %s", (bytes, shown) => {
    expect(formatBytes(bytes)).toBe(shown);
  });
});

describe("formatMicros", () => {
  it.each([
    [850, "850 µs"],
    [12_340, "12.3 ms"],
    [1_200_000, "1.20 s"],
  ])("shows %d as %s", (micros, shown) => {
    expect(formatMicros(micros)).toBe(shown);
  });
});
