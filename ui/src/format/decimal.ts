/** Decimal strings, as amounts and rates cross from Rust, compared exactly. Never floating point. */

/** So many units, as many places behind the point as the scale says. */
type Scaled = { units: bigint; scale: number };

export function readDecimal(text: string): Scaled {
  const [whole = "0", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

export function writeDecimal({ units, scale }: Scaled): string {
  const digits = String(units).padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function atScale(value: Scaled, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: string, b: string): number {
  const left = readDecimal(a);
  const right = readDecimal(b);
  const scale = Math.max(left.scale, right.scale);
  const difference = atScale(left, scale) - atScale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How many percent one is of another, to two decimals, for drawing only; nothing of nothing. */
export function percentOf(part: string, whole: string): number {
  const [left, right] = [readDecimal(part), readDecimal(whole)];
  const scale = Math.max(left.scale, right.scale);
  const all = atScale(right, scale);
  return all === 0n ? 0 : Number((atScale(left, scale) * 10_000n) / all) / 100;
}
