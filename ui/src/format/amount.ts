/**
 * Amounts are shown as they are typed, `1,234.50`, whatever the locale: a money field must never read a figure
 * differently from how the table beside it shows one.
 */
const formats = new Map<number, Intl.NumberFormat>();

function format(digits: number): Intl.NumberFormat {
  let found = formats.get(digits);
  if (!found) {
    found = new Intl.NumberFormat("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(digits, found);
  }
  return found;
}

function decimals(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

export function isNegative(amount: string): boolean {
  return amount.startsWith("-") && /[1-9]/.test(amount);
}

export function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount);
}

/** An exact decimal string with grouped digits; a negative one in parentheses. */
export function formatAmount(amount: string): string {
  const size = amount.startsWith("-") ? amount.slice(1) : amount;
  // A string is formatted exactly, digit by digit; only a number would pass through floating point.
  const text = format(decimals(size)).format(size as Intl.StringNumericLiteral);
  return isNegative(amount) ? `(${text})` : text;
}

/** `7.5` as `7.5%`, its trailing zeros cut. */
export function formatRate(percent: string): string {
  const trimmed = percent.includes(".") ? percent.replace(/\.?0+$/, "") : percent;
  return `${trimmed}%`;
}

const shortRates = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/** A rate that was worked out and not agreed, at most three decimals of it: `9.9583333` as `9.958%`, half up. */
export function formatShortRate(percent: string): string {
  return `${shortRates.format(percent as Intl.StringNumericLiteral)}%`;
}

/** What stands at the axis of a chart: `$1.5M`, `€200K`. */
export function formatScale(amount: string, currency: string): string {
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 2,
  }).format(amount as Intl.StringNumericLiteral);
}

const counts = new Intl.NumberFormat("en-US");

export function formatCount(count: number): string {
  return counts.format(count);
}
