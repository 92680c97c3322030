import { expect, it } from "vitest";
import { messages } from "../../messages";
import { budget } from "../../test/draw-figures";
import { inspectionErrors, photoIds, progressLines, progressOf, startOf } from "./inspection-form";

const text = messages.inspections.complete;
const start = startOf(null, budget.lines, "Luis", "Nov 25, 2026");
const framing = progressOf("framing");

it("records only the lines that were looked at", () => {
  expect(progressLines({ ...start, [framing]: "70%" }, budget.lines)).toEqual([
    { code: "framing", percent_complete: "70" },
  ]);
  expect(progressLines(start, budget.lines)).toEqual([]);
});

it.each(["101", "-1", "most"])("takes no %s for a percentage", (typed) => {
  expect(inspectionErrors({ ...start, [framing]: typed }, budget.lines)).toEqual({
    [framing]: text.percentWrong,
  });
});

it.each(["0", "100", "33.33", ""])("takes %s for a percentage", (typed) => {
  expect(inspectionErrors({ ...start, [framing]: typed }, budget.lines)).toEqual({});
});

it("needs to know who was there and when", () => {
  expect(inspectionErrors({ ...start, inspector: " ", inspected_on: "" }, budget.lines)).toEqual({
    inspector: messages.fields.required,
    inspected_on: messages.fields.required,
  });
});

it("starts with what was planned", () => {
  const planned = { inspection_id: "i", inspector: "Mara", kind: "final" as const, note: null };
  expect(startOf(planned, budget.lines, "Luis", "")).toMatchObject({ inspector: "Mara", kind: "final" });
});

it("has no progress of the interest reserve", () => {
  expect(Object.keys(start)).not.toContain(progressOf("interest_reserve"));
});

it("keeps photos as one text, so that they survive with the rest", () => {
  expect(photoIds({ ...start, photos: " a b" })).toEqual(["a", "b"]);
});
