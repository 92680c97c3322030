import { addDays, civilDate, today } from "../format/date";

export type DateReading = { kind: "empty" } | { kind: "value"; value: string } | { kind: "unreadable" };

type Part = "day" | "month" | "year";

/** The order in which the locale writes a date in figures. */
function localeOrder(locale: string | undefined): Part[] {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(Date.UTC(2026, 10, 22)));
  return parts
    .map((part) => part.type)
    .filter((type): type is Part => ["day", "month", "year"].includes(type));
}

const englishMonths = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

function monthNamed(word: string, locale: string | undefined): number | null {
  const wanted = word.toLowerCase().replace(/\.$/, "");
  if (wanted.length < 3) return null;
  const english = englishMonths.indexOf(wanted.slice(0, 3));
  if (english >= 0) return english + 1;
  const name = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
  for (let month = 0; month < 12; month += 1) {
    if (
      name
        .format(new Date(Date.UTC(2026, month, 1)))
        .toLowerCase()
        .startsWith(wanted)
    )
      return month + 1;
  }
  return null;
}

function fullYear(text: string | undefined, now: string): number {
  if (text === undefined) return Number(now.slice(0, 4));
  return text.length <= 2 ? 2000 + Number(text) : Number(text);
}

function reading(value: string | null): DateReading {
  return value === null ? { kind: "unreadable" } : { kind: "value", value };
}

/** Reads `2026-03-01`, `3/1/2026` in the order of the locale, `1 Mar 2026`, `Mar 1`, `today` or `+30` (days). */
export function parseDate(text: string, now: string = today(), locale?: string): DateReading {
  const body = text.trim();
  if (body === "") return { kind: "empty" };
  const lower = body.toLowerCase();
  if (lower === "today") return reading(now);
  if (lower === "tomorrow") return reading(addDays(now, 1));
  if (lower === "yesterday") return reading(addDays(now, -1));
  const days = /^([+-]\d{1,5})d?$/.exec(lower);
  if (days) return reading(addDays(now, Number(days[1])));

  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(body) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(body);
  if (iso) return reading(civilDate(Number(iso[1]), Number(iso[2]), Number(iso[3])));

  const figures = /^(\d{1,2})[-/.\s](\d{1,2})(?:[-/.\s](\d{2}|\d{4}))?\.?$/.exec(body);
  if (figures) {
    const dayFirst = localeOrder(locale).indexOf("day") < localeOrder(locale).indexOf("month");
    const [day, month] = dayFirst ? [figures[1], figures[2]] : [figures[2], figures[1]];
    return reading(civilDate(fullYear(figures[3], now), Number(month), Number(day)));
  }
  return parseWords(body, now, locale);
}

function parseWords(body: string, now: string, locale: string | undefined): DateReading {
  const words = body.split(/[\s,.]+/).filter((word) => word !== "" && word.toLowerCase() !== "de");
  const name = words.find((word) => /^\p{L}+$/u.test(word));
  const figures = words.filter((word) => /^\d+$/.test(word));
  if (name === undefined || words.length !== figures.length + 1 || figures.length > 2)
    return { kind: "unreadable" };
  const month = monthNamed(name, locale);
  const [day, year] = figures;
  if (month === null || day === undefined || day.length > 2) return { kind: "unreadable" };
  return reading(civilDate(fullYear(year, now), month, Number(day)));
}
