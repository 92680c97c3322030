/** Civil dates are `YYYY-MM-DD` strings without a zone; moments are RFC 3339 in UTC, shown in local time. */

const dateFormat = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  timeZone: "UTC",
});
const momentFormat = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const shortMomentFormat = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const monthNameFormat = new Intl.DateTimeFormat(undefined, { month: "short", timeZone: "UTC" });
const monthFormat = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", timeZone: "UTC" });

function utc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

export function formatDate(date: string): string {
  return dateFormat.format(utc(date));
}

export function formatMoment(moment: string): string {
  return momentFormat.format(new Date(moment));
}

/** `2026-11` as the locale writes a month. */
export function formatMonth(month: string): string {
  return monthFormat.format(utc(`${month}-01`));
}

/** `2026-11` without its year. */
export function formatMonthName(month: string): string {
  return monthNameFormat.format(utc(`${month}-01`));
}

/** A moment for a list; the year only where it is not this one. */
export function formatShortMoment(moment: string, now: Date = new Date()): string {
  const date = new Date(moment);
  return date.getFullYear() === now.getFullYear()
    ? shortMomentFormat.format(date)
    : momentFormat.format(date);
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

/** The civil date, or nothing when the calendar does not have it. */
export function civilDate(year: number, month: number, day: number): string | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : null;
}

/** Today where the desk stands. */
export function today(now: Date = new Date()): string {
  return `${pad(now.getFullYear(), 4)}-${pad(now.getMonth() + 1, 2)}-${pad(now.getDate(), 2)}`;
}

const halvesTheDay =
  new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12 ?? false;

/** The local day of a moment. */
export function dayOf(moment: string): string {
  return today(new Date(moment));
}

/** The local time of day of a moment, `14:05:09` or `2:05:09 PM` as the locale counts hours: it can be read again. */
export function clockTime(moment: string, halved: boolean = halvesTheDay): string {
  const date = new Date(moment);
  const hours = date.getHours();
  const [minutes, seconds] = [date.getMinutes(), date.getSeconds()].map((part) => pad(part, 2));
  if (!halved) return `${pad(hours, 2)}:${minutes}:${seconds}`;
  return `${hours % 12 || 12}:${minutes}:${seconds} ${hours < 12 ? "AM" : "PM"}`;
}

/** A time of day; without its second it is the whole minute. */
export type ClockTime = { hour: number; minute: number; second: number | null };

/** The last microsecond of what was named: a second, a minute, or a whole local day. */
export function lastMomentOf(date: string, time: ClockTime | null): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const { hour, minute, second } = time ?? { hour: 23, minute: 59, second: 59 };
  const local = new Date(year, month - 1, day, hour, minute, second ?? 59);
  return `${local.toISOString().slice(0, 19)}.999999Z`;
}

export function addDays(date: string, days: number): string {
  const moved = utc(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

export function yearOf(date: string): string {
  return date.slice(0, 4);
}
