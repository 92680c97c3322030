import type { ScheduleRow } from "./ScheduleRow";
import type { ScheduleTotals } from "./ScheduleTotals";

export type SchedulePreview = { payments: Array<ScheduleRow>; totals: ScheduleTotals; maturity_on: string };
