/** Where a sum stands on a day: across in hundredths of the chart, up in percent as Rust reckoned it. */
export type Point = { x: number; percent: string };

const dayLength = 86_400_000;

/** Whole days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength);
}

/** The height of a percentage in the chart; more than all of the budget stays at its top. */
function height(percent: string): number {
  return 100 - Math.min(100, Number(percent));
}

/** A line in steps that starts at nothing: what is drawn stays until the day of the next draw. */
export function steps(points: readonly Point[]): string {
  if (points.length === 0) return "";
  const [first] = points;
  const rest = points.map((point) => `H${point.x} V${height(point.percent)}`);
  return `M${first?.x ?? 0} 100 ${rest.join(" ")}`;
}
