import type { ScheduleRow } from "../../bindings/ScheduleRow";
import { yearOf } from "../../format/date";
import { sumDecimals } from "../../format/decimal";

export type YearGroup<Row extends ScheduleRow> = {
  year: string;
  rows: Row[];
  payment: string;
  interest: string;
  principal: string;
  /** What is owed after the year's last payment. */
  balance: string;
};

/** The payments of each year with their subtotals, in the order of the schedule. */
export function groupByYear<Row extends ScheduleRow>(rows: readonly Row[]): Array<YearGroup<Row>> {
  const years = new Map<string, Row[]>();
  for (const row of rows) {
    const year = yearOf(row.due_on);
    const group = years.get(year);
    if (group) group.push(row);
    else years.set(year, [row]);
  }
  return Array.from(years, ([year, group]) => ({
    year,
    rows: group,
    payment: sumDecimals(group.map((row) => row.payment)),
    interest: sumDecimals(group.map((row) => row.interest)),
    principal: sumDecimals(group.map((row) => row.principal)),
    balance: group.at(-1)?.balance ?? "",
  }));
}

export type Line<Row extends ScheduleRow> =
  | { kind: "year"; group: YearGroup<Row> }
  | { kind: "payment"; row: Row; next: boolean };

/** The lines to show: each year, and its payments unless it is collapsed. The next payment due is marked. */
export function scheduleLines<Row extends ScheduleRow>(
  groups: ReadonlyArray<YearGroup<Row>>,
  collapsed: ReadonlySet<string>,
  nextNumber: number | null,
): Array<Line<Row>> {
  return groups.flatMap((group) => [
    { kind: "year" as const, group },
    ...(collapsed.has(group.year)
      ? []
      : group.rows.map((row) => ({ kind: "payment" as const, row, next: row.number === nextNumber }))),
  ]);
}

/** The first payment that is due today or later. */
export function nextDueNumber(rows: readonly ScheduleRow[], today: string): number | null {
  return rows.find((row) => row.due_on >= today)?.number ?? null;
}
