import type { ClockTime } from "../format/date";

type TimeReading = { kind: "empty" } | { kind: "value"; value: ClockTime } | { kind: "unreadable" };

const shape = /^(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?(?:\s*([ap])\.?(?:m\.?)?)?$/i;

/** Noon and midnight are twelve, not zero, where the half of the day is named. */
function hourOf(figures: number, half: string | undefined): number | null {
  if (half === undefined) return figures < 24 ? figures : null;
  if (figures < 1 || figures > 12) return null;
  return (figures % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

/** Reads `14:05`, `14.05`, `14:05:09`, `2:05 pm` or `2pm`. */
export function parseTime(text: string): TimeReading {
  const body = text.trim();
  if (body === "") return { kind: "empty" };
  const [found, hours, minutes, seconds, half] = shape.exec(body) ?? [];
  // A bare figure may be an hour or the start of something else.
  if (found === undefined || (minutes === undefined && half === undefined)) return { kind: "unreadable" };
  const hour = hourOf(Number(hours), half);
  const minute = Number(minutes ?? 0);
  const second = seconds === undefined ? null : Number(seconds);
  if (hour === null || minute > 59 || (second ?? 0) > 59) return { kind: "unreadable" };
  return { kind: "value", value: { hour, minute, second } };
}
