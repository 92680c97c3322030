/** Reads what a person types as money or as a rate, by its digits alone. */

export type Reading =
  | { kind: "empty" }
  | { kind: "value"; value: string }
  /** May become readable with more typing. */
  | { kind: "incomplete" }
  | { kind: "unreadable"; reason: "not_a_number" | "too_many_decimals" | "too_large" | "grouping" };

/** The largest amount that the books hold, in minor units. */
const MOST_UNITS = 9_223_372_036_854_775_807n;

const suffixes: Readonly<Record<string, number>> = { k: 3, m: 6 };

function unreadable(reason: Extract<Reading, { kind: "unreadable" }>["reason"]): Reading {
  return { kind: "unreadable", reason };
}

/** Reads `1,234.50`, `$1,234.50`, `(1,234.50)`, `-5`, `1.2k` or `3m` as an exact decimal with `digits` decimals. */
export function parseMoney(text: string, digits: number): Reading {
  let body = text.replace(/[\s\u00a0]/g, "");
  if (body === "") return { kind: "empty" };

  let negative = false;
  if (body.startsWith("(")) {
    if (!body.endsWith(")"))
      return /[^-(\d.,$€£¥km]/i.test(body) ? unreadable("not_a_number") : { kind: "incomplete" };
    negative = true;
    body = body.slice(1, -1);
  }
  body = body.replace(/^[$€£¥]/, "");
  if (/^[-−]/.test(body)) {
    if (negative) return unreadable("not_a_number");
    negative = true;
    body = body.slice(1).replace(/^[$€£¥]/, "");
  }
  return readDigits(body, negative, digits);
}

function readDigits(body: string, negative: boolean, digits: number): Reading {
  if (body === "" || body === ".") return { kind: "incomplete" };
  const parts = /^([\d,]*)(?:\.(\d*))?([km])?$/i.exec(body);
  if (!parts) return unreadable("not_a_number");
  const [, grouped = "", fraction = "", suffix] = parts;
  const grouping = checkGrouping(grouped, body.includes("."));
  if (grouping) return grouping;

  const shift = suffix === undefined ? 0 : (suffixes[suffix.toLowerCase()] ?? 0);
  const whole = grouped.replaceAll(",", "") + fraction.slice(0, shift).padEnd(shift, "0");
  const rest = fraction.slice(shift).replace(/0+$/, "");
  if (whole === "" && fraction === "") return { kind: "incomplete" };
  if (rest.length > digits) return unreadable("too_many_decimals");

  const units = whole.replace(/^0+(?=\d)/, "") || "0";
  const cents = rest.padEnd(digits, "0");
  if (BigInt(units + cents) > MOST_UNITS) return unreadable("too_large");
  const size = digits === 0 ? units : `${units}.${cents}`;
  return { kind: "value", value: negative && /[1-9]/.test(size) ? `-${size}` : size };
}

function checkGrouping(grouped: string, closed: boolean): Reading | null {
  if (!grouped.includes(",") || /^\d{1,3}(,\d{3})+$/.test(grouped)) return null;
  const growing = !closed && /^\d{1,3}(,\d{3})*,\d{0,2}$/.test(grouped);
  return growing ? { kind: "incomplete" } : unreadable("grouping");
}

/** Reads an annual rate in percent, `7.5` or `7.5%`, with up to six decimals. */
export function parseRate(text: string): Reading {
  const body = text.replace(/[\s\u00a0%]/g, "");
  if (body === "") return text.trim() === "" ? { kind: "empty" } : { kind: "incomplete" };
  const parts = /^(-)?(\d*)(?:\.(\d*))?$/.exec(body);
  if (!parts) return unreadable("not_a_number");
  const [, sign = "", whole = "", fraction = ""] = parts;
  if (whole === "" && fraction === "") return { kind: "incomplete" };
  const rest = fraction.replace(/0+$/, "");
  if (rest.length > 6) return unreadable("too_many_decimals");
  if (whole.length > 6) return unreadable("too_large");
  const units = whole.replace(/^0+(?=\d)/, "") || "0";
  return { kind: "value", value: sign + units + (rest === "" ? "" : `.${rest}`) };
}

/** Reads a count of whole things, such as months. */
export function parseCount(text: string): Reading {
  const body = text.trim();
  if (body === "") return { kind: "empty" };
  if (!/^\d+$/.test(body)) return unreadable("not_a_number");
  if (body.length > 6) return unreadable("too_large");
  return { kind: "value", value: body.replace(/^0+(?=\d)/, "") };
}
