import { messages } from "../messages";
import { type DateReading, parseDate } from "./parse-date";
import { type Reading, parseCount, parseMoney, parseRate } from "./parse-money";

const text = messages.fields;

/** What was read, or nothing. */
export function valueOf(reading: Reading | DateReading): string | null {
  return reading.kind === "value" ? reading.value : null;
}

/** What keeps a field from being sent that has to be filled in. What its value means is for Rust to judge. */
export function needed(reading: Reading | DateReading, unreadable: string): string | null {
  if (reading.kind === "value") return null;
  return reading.kind === "empty" ? text.required : unreadable;
}

/** The same of a field that may be left empty. */
function readable(reading: Reading | DateReading, unreadable: string): string | null {
  return reading.kind === "empty" ? null : needed(reading, unreadable);
}

export function neededText(typed: string): string | null {
  return typed.trim() === "" ? text.required : null;
}

export function neededMoney(typed: string, digits: number): string | null {
  return needed(parseMoney(typed, digits), text.not_a_number);
}

export function neededDate(typed: string): string | null {
  return needed(parseDate(typed), text.date);
}

export function readableMoney(typed: string, digits: number): string | null {
  return readable(parseMoney(typed, digits), text.not_a_number);
}

export function readableRate(typed: string): string | null {
  return readable(parseRate(typed), text.not_a_rate);
}

export function readableCount(typed: string): string | null {
  return readable(parseCount(typed), text.not_a_count);
}

export function readableDate(typed: string): string | null {
  return readable(parseDate(typed), text.date);
}

/** A count that was typed, or nothing. */
export function countOf(typed: string): number | null {
  const value = valueOf(parseCount(typed));
  return value === null ? null : Number(value);
}

/** Without the space around it; nothing where nothing else is there. */
export function orNull(typed: string): string | null {
  return typed.trim() === "" ? null : typed.trim();
}

/** What a select offers: each value by its name. */
export function options<T extends string>(labels: Readonly<Record<T, string>>) {
  return Object.entries<string>(labels).map(([value, label]) => ({ value, label }));
}

/** What keeps a form from being sent, without the fields that do not. */
export function problems(errors: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
