import type { ScheduleTotals } from "./ScheduleTotals";
import type { ScheduledPayment } from "./ScheduledPayment";

export type Schedule = { schedule_id: string; loan_id: string; number_of_payments: number; maturity_on: string; created_at: string; created_by_event: string; payments: Array<ScheduledPayment>; totals: ScheduleTotals };
