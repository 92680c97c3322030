import type { ScheduleRow } from "../../bindings/ScheduleRow";
import type { SchedulePreview } from "../../bindings/SchedulePreview";
import { messages } from "../../messages";

const titles = messages.schedule.columns;

/** The schedule for a spreadsheet: exact amounts without grouping, dates as `YYYY-MM-DD`. */
export function tabSeparated(rows: readonly ScheduleRow[], totals: SchedulePreview["totals"]): string {
  const head = [
    titles.number,
    titles.due_on,
    titles.days,
    titles.payment,
    titles.interest,
    titles.principal,
    titles.balance,
  ];
  const body = rows.map((row) => [
    row.number,
    row.due_on,
    row.days,
    row.payment,
    row.interest,
    row.principal,
    row.balance,
  ]);
  const foot = [messages.schedule.total, "", "", totals.payment, totals.interest, totals.principal, ""];
  return [head, ...body, foot].map((cells) => cells.join("\t")).join("\n");
}
