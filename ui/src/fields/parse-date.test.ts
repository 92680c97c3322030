import { describe, expect, it } from "vitest";
import { parseDate } from "./parse-date";

const now = "2026-11-23";

describe("parseDate", () => {
  it.each([
    ["2026-03-01", "2026-03-01"],
    ["2026/3/1", "2026-03-01"],
    ["20260301", "2026-03-01"],
    ["3/1/2026", "2026-03-01"],
    ["3/1/26", "2026-03-01"],
    ["3/1", "2026-03-01"],
    ["1 Mar 2026", "2026-03-01"],
    ["Mar 1, 2026", "2026-03-01"],
    ["march 1", "2026-03-01"],
    ["2028-02-29", "2028-02-29"],
    ["today", "2026-11-23"],
    ["Tomorrow", "2026-11-24"],
    ["+30", "2026-12-23"],
    ["-23", "2026-10-31"],
  ])("reads %j as %s", (typed, value) => {
    expect(parseDate(typed, now, "en-US")).toEqual({ kind: "value", value });
  });

  it.each(["2026-02-29", "2026-13-01", "31/31/2026", "soon", "1 Xyz 2026", "2026", "12", "Mar", "1 2 3 4"])(
    "does not read %j",
    (typed) => {
      expect(parseDate(typed, now, "en-US")).toEqual({ kind: "unreadable" });
    },
  );

  it("follows the order of the locale", () => {
    expect(parseDate("3/1/2026", now, "en-GB")).toEqual({ kind: "value", value: "2026-01-03" });
    expect(parseDate("1. März 2026", now, "de")).toEqual({ kind: "value", value: "2026-03-01" });
  });
});
