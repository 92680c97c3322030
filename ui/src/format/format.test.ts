import { describe, expect, it } from "vitest";
import { formatAmount, formatRate, formatScale, formatShortRate, isNegative } from "./amount";
import { formatBytes } from "./bytes";
import { addDays, civilDate, formatMonth, formatMonthName, today } from "./date";
import { compareDecimals, percentOf, readDecimal, writeDecimal } from "./decimal";
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

describe("formatShortRate", () => {
  it.each([
    ["9.958333", "9.958%"],
    ["9.9585", "9.959%"],
    // Nothing that binary fractions cannot hold gets in between: as one of them it would be a little less.
    ["1.0005", "1.001%"],
    ["10.000499", "10%"],
    ["9.9995", "10%"],
    ["7.500000", "7.5%"],
  ])("shows %s as %s", (rate, shown) => {
    expect(formatShortRate(rate)).toBe(shown);
  });
});

describe("formatScale", () => {
  it.each([
    ["0", "USD", "$0"],
    ["0.02", "USD", "$0.02"],
    ["1500.00", "USD", "$1.5K"],
    ["250000", "JPY", "¥250K"],
    ["2000000.00", "EUR", "€2M"],
    ["92233720368547758.07", "USD", "$92,233.72T"],
  ])("shows %s of %s as %s", (amount, currency, shown) => {
    expect(formatScale(amount, currency)).toBe(shown);
  });
});

describe("decimals", () => {
  it.each(["0.05", "120.00", "7", "92233720368547758.07"])("writes %s as it was read", (text) => {
    expect(writeDecimal(readDecimal(text))).toBe(text);
  });

  it("says how many percent one is of another, and nothing of nothing", () => {
    expect(percentOf("50.00", "200.00")).toBe(25);
    expect(percentOf("1", "3.00")).toBe(33.33);
    expect(percentOf("-50.00", "200.00")).toBe(-25);
    expect(percentOf("0.00", "0")).toBe(0);
  });

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
    expect(formatMonthName("2026-11")).toBe("Nov");
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
