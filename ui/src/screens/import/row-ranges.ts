/** Numbers of rows as a person lists them: `4, 6–9`; after so many stretches, that there are more. */
export function rowRanges(rows: readonly number[], count: number, most = 12): string {
  const ranges: Array<{ first: number; last: number }> = [];
  for (const row of rows) {
    const range = ranges.at(-1);
    if (range?.last === row - 1) range.last = row;
    else ranges.push({ first: row, last: row });
  }
  const shown = ranges
    .slice(0, most)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`));
  const isAll = ranges.length <= most && count === rows.length;
  return (isAll ? shown : [...shown, "…"]).join(", ");
}
