import { describe, expect, it } from "vitest";
import { parseTime } from "../../fields/parse-time";
import { clockTime, formatDate, formatMoment, today } from "../../format/date";
import { messages } from "../../messages";
import { asOfText, atMoment, noTime, readAsOf } from "./as-of";

const text = messages.asOf;
const moment = "2026-11-23T10:00:00.123456Z";
const november = formatDate("2026-11-01");

/** The last moment of a local second, as the desk's own clock says it. */
const local = (...parts: [number, number, number, number, number, number]) =>
  `${new Date(...parts).toISOString().slice(0, 19)}.999999Z`;

describe("clockTime", () => {
  it.each([
    [new Date(2026, 10, 23, 0, 5, 9), "00:05:09", "12:05:09 AM"],
    [new Date(2026, 10, 23, 12, 0, 0), "12:00:00", "12:00:00 PM"],
    [new Date(2026, 10, 23, 23, 3, 40), "23:03:40", "11:03:40 PM"],
  ])("writes %o so that it can be read again", (at, whole, halved) => {
    expect(clockTime(at.toISOString(), false)).toBe(whole);
    expect(clockTime(at.toISOString(), true)).toBe(halved);
    expect(parseTime(halved)).toEqual(parseTime(whole));
  });
});

describe("readAsOf", () => {
  it("keeps the microseconds of a moment that it was filled with", () => {
    const values = atMoment(moment);
    expect(values.knownOn).toBe(formatDate(today(new Date(moment))));
    expect(values.knownTime).toBe(clockTime(moment));
    expect(readAsOf(values)).toEqual({ kind: "value", value: { known_at: moment, effective_on: null } });
  });

  it.each([
    ["", local(2026, 10, 23, 23, 59, 59)],
    ["14:05", local(2026, 10, 23, 14, 5, 59)],
    ["2:05:09 pm", local(2026, 10, 23, 14, 5, 9)],
  ])("takes all of what is named by %j", (knownTime, known) => {
    expect(readAsOf({ ...noTime, knownOn: "2026-11-23", knownTime })).toEqual({
      kind: "value",
      value: { known_at: known, effective_on: null },
    });
  });

  it("reads a business date alone, and nothing as now", () => {
    const now = { known_at: null, effective_on: null };
    expect(readAsOf({ ...noTime, effectiveOn: "2026-11-01" })).toEqual({
      kind: "value",
      value: { ...now, effective_on: "2026-11-01" },
    });
    expect(readAsOf(noTime)).toEqual({ kind: "value", value: now });
  });

  it.each([
    [{ knownOn: "soon" }, { knownOn: messages.fields.date }],
    [{ knownOn: "2026-11-23", knownTime: "noon" }, { knownTime: text.time }],
    [{ knownTime: "14:05" }, { knownOn: messages.fields.required }],
    [{ effectiveOn: "2026-02-30" }, { effectiveOn: messages.fields.date }],
  ])("says what is wrong with %o", (typed, errors) => {
    expect(readAsOf({ ...noTime, ...typed })).toEqual({ kind: "unreadable", errors });
  });
});

describe("asOfText", () => {
  it.each([
    [{}, "As known now"],
    [{ known_at: moment }, `As known on ${formatMoment(moment)}`],
    [{ effective_on: "2026-11-01" }, `As known now · as effective on ${november}`],
    [
      { known_at: moment, effective_on: "2026-11-01" },
      `As known on ${formatMoment(moment)} · as effective on ${november}`,
    ],
  ])("says %o as %s", (time, words) => {
    expect(asOfText(time)).toBe(words);
  });
});
