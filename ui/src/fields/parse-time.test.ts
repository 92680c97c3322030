import { describe, expect, it } from "vitest";
import { parseTime } from "./parse-time";

describe("parseTime", () => {
  it.each([
    ["14:05", 14, 5, null],
    ["14.05", 14, 5, null],
    ["9:05:09", 9, 5, 9],
    ["00:00", 0, 0, null],
    ["2:05 pm", 14, 5, null],
    ["2pm", 14, 0, null],
    ["12 a.m.", 0, 0, null],
    ["12:30 PM", 12, 30, null],
  ])("reads %j", (typed, hour, minute, second) => {
    expect(parseTime(typed)).toEqual({ kind: "value", value: { hour, minute, second } });
  });

  it.each(["24:00", "14:60", "14:05:60", "13 pm", "0 am", "14", "noon", "1:2", "14:05:09:01"])(
    "cannot read %j",
    (typed) => {
      expect(parseTime(typed)).toEqual({ kind: "unreadable" });
    },
  );

  it("tells an empty field from a wrong one", () => {
    expect(parseTime("  ")).toEqual({ kind: "empty" });
  });
});
