import type { Frequency } from "./Frequency";
import type { LoanStatus } from "./LoanStatus";
import type { ScheduleType } from "./ScheduleType";

export type LoanSummary = { loan_id: string; number: string; status: LoanStatus; borrower_name: string; principal: string; annual_rate_percent: string; term_months: number; type: ScheduleType; frequency: Frequency; created_at: string; funded_on: string | null; maturity_on: string | null; next_due_on: string | null };
