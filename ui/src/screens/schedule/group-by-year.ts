import type { ScheduleRow } from "../../bindings/ScheduleRow";
import type { ScheduleYear } from "../../bindings/ScheduleYear";
import { yearOf } from "../../format/date";

/** A year with its sums, as Rust computed them, and its payments. */
export type YearGroup<Row extends ScheduleRow> = ScheduleYear & { rows: Row[] };

/** The payments of each year under its sums, in the order of the schedule. */
export function groupByYear<Row extends ScheduleRow>(
  rows: readonly Row[],
  years: readonly ScheduleYear[],
): Array<YearGroup<Row>> {
  return years.map((year) => ({
    ...year,
    rows: rows.filter((row) => yearOf(row.due_on) === String(year.year)),
  }));
}

export type Line<Row extends ScheduleRow> =
  | { kind: "year"; group: YearGroup<Row> }
  | { kind: "payment"; row: Row; next: boolean };

/** The lines to show: each year, and its payments unless it is collapsed. The next payment due is marked. */
export function scheduleLines<Row extends ScheduleRow>(
  groups: ReadonlyArray<YearGroup<Row>>,
  collapsed: ReadonlySet<number>,
  nextNumber: number | null,
): Array<Line<Row>> {
  return groups.flatMap((group) => [
    { kind: "year" as const, group },
    ...(collapsed.has(group.year)
      ? []
      : group.rows.map((row) => ({ kind: "payment" as const, row, next: row.number === nextNumber }))),
  ]);
}
