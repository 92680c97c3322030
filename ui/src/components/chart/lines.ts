import { compareDecimals, readDecimal, writeDecimal } from "../../format/decimal";

/** More lines than these steps would only be read as noise. */
const MOST_STEPS = 4n;

/** The amounts at which lines go across a chart: from nothing to the first that none of these is above. */
export function linesFor(amounts: readonly string[]): readonly string[] {
  const most = amounts.reduce((largest, each) => (compareDecimals(each, largest) > 0 ? each : largest), "0");
  const { units, scale } = readDecimal(most);
  if (units === 0n) return ["0"];
  const step = stepFor(units);
  const steps = Number((units + step - 1n) / step);
  return Array.from({ length: steps + 1 }, (_, line) => writeDecimal({ units: step * BigInt(line), scale }));
}

/** The least of 1, 2, 5, 10, 20, 50 … by which no more than the most steps lead there. */
function stepFor(units: bigint): bigint {
  let power = 1n;
  for (;;) {
    const step = [power, 2n * power, 5n * power].find((each) => each * MOST_STEPS >= units);
    if (step !== undefined) return step;
    power *= 10n;
  }
}
