import type { AtTime } from "../../bindings/AtTime";
import { parseDate } from "../../fields/parse-date";
import { parseTime } from "../../fields/parse-time";
import { clockTime, dayOf, formatDate, formatMoment, lastMomentOf } from "../../format/date";
import { messages } from "../../messages";

const text = messages.asOf;

/** Another time as it stands in its fields. */
export type AsOfValues = {
  knownOn: string;
  knownTime: string;
  effectiveOn: string;
  /** The moment behind date and time, until either is typed over: events are told apart by the microsecond. */
  exact: string | null;
};

export const noTime: AsOfValues = { knownOn: "", knownTime: "", effectiveOn: "", exact: null };

type AsOfErrors = Partial<Record<"knownOn" | "knownTime" | "effectiveOn", string>>;

export type AsOfReading = { kind: "value"; value: AtTime } | { kind: "unreadable"; errors: AsOfErrors };

/** The fields filled with a moment, such as that of an event. */
export function atMoment(moment: string): AsOfValues {
  const knownOn = formatDate(dayOf(moment));
  return { ...noTime, knownOn, knownTime: clockTime(moment), exact: moment };
}

/** What is asked for, or what is wrong field by field. What was left empty is now. */
export function readAsOf(values: AsOfValues): AsOfReading {
  const knownOn = parseDate(values.knownOn);
  const knownTime = parseTime(values.knownTime);
  const effectiveOn = parseDate(values.effectiveOn);
  const errors: AsOfErrors = {};
  if (knownOn.kind === "unreadable") errors.knownOn = messages.fields.date;
  if (knownTime.kind === "unreadable") errors.knownTime = text.time;
  if (effectiveOn.kind === "unreadable") errors.effectiveOn = messages.fields.date;
  // A time alone names no moment.
  if (knownOn.kind === "empty" && knownTime.kind !== "empty") errors.knownOn = messages.fields.required;
  if (Object.keys(errors).length > 0) return { kind: "unreadable", errors };

  const typed =
    knownOn.kind === "value"
      ? lastMomentOf(knownOn.value, knownTime.kind === "value" ? knownTime.value : null)
      : null;
  return {
    kind: "value",
    value: {
      known_at: values.exact ?? typed,
      effective_on: effectiveOn.kind === "value" ? effectiveOn.value : null,
    },
  };
}

export function isNow(asked: AtTime): boolean {
  return (asked.known_at ?? null) === null && (asked.effective_on ?? null) === null;
}

export function isSameTime(a: AtTime, b: AtTime): boolean {
  return a.known_at === b.known_at && a.effective_on === b.effective_on;
}

/** Another time in words: `As known on Nov 23, 2026, 02:05:09 PM · as effective on Nov 1, 2026`. */
export function asOfText({ known_at: knownAt, effective_on: effectiveOn }: AtTime): string {
  const known = knownAt ? text.knownAt(formatMoment(knownAt)) : text.knownNow;
  return effectiveOn ? `${known} · ${text.effectiveOn(formatDate(effectiveOn))}` : known;
}
