import { expect, it } from "vitest";
import { daysBetween, steps } from "./draw-chart";

it("goes up on the day of a draw and stays until the next", () => {
  expect(
    steps([
      { x: 0, percent: "15.63" },
      { x: 40, percent: "35" },
    ]),
  ).toBe("M0 100 H0 V84.37 H40 V65");
});

it("stays within the chart where more than the budget is planned", () => {
  expect(steps([{ x: 100, percent: "140" }])).toBe("M100 100 H100 V0");
});

it("draws nothing of no days", () => {
  expect(steps([])).toBe("");
});

it("counts days over a change of clocks", () => {
  expect(daysBetween("2026-03-01", "2026-04-01")).toBe(31);
});
