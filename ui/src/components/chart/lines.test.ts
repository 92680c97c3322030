import { describe, expect, it } from "vitest";
import { linesFor } from "./lines";

describe("the lines of a chart", () => {
  it.each([
    { of: ["0.00", "1.00"], lines: ["0.00", "0.50", "1.00"] },
    { of: ["249281.14", "11246.41"], lines: ["0.00", "100000.00", "200000.00", "300000.00"] },
    { of: ["8.01"], lines: ["0.00", "5.00", "10.00"] },
    { of: ["80000"], lines: ["0", "20000", "40000", "60000", "80000"] },
    { of: ["0.03"], lines: ["0.00", "0.01", "0.02", "0.03"] },
  ])("are round and reach $of", ({ of, lines }) => {
    expect(linesFor(of)).toEqual(lines);
  });

  it("are the ground alone where there is nothing above it", () => {
    expect(linesFor([])).toEqual(["0"]);
    expect(linesFor(["0.00", "-5.00"])).toEqual(["0"]);
  });

  it("reach the largest amount that there is", () => {
    expect(linesFor(["92233720368547758.07"]).at(-1)).toBe("100000000000000000.00");
  });
});
