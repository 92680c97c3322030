import type { DayCount } from "./DayCount";
import type { Frequency } from "./Frequency";
import type { LoanSchedule } from "./LoanSchedule";
import type { LoanStatus } from "./LoanStatus";
import type { Person } from "./Person";
import type { Rounding } from "./Rounding";
import type { ScheduleType } from "./ScheduleType";

export type Loan = { loan_id: string; number: string; status: LoanStatus; borrower_name: string; principal: string; annual_rate_percent: string; term_months: number; type: ScheduleType; frequency: Frequency; created_at: string; funded_on: string | null; maturity_on: string | null; next_due_on: string | null; borrower: Person; lender: Person | null; purpose: string | null; day_count: DayCount; rounding: Rounding; first_payment_on: string | null; status_changed_at: string; version: number; allowed_transitions: Array<LoanStatus>; schedule: LoanSchedule | null; failed_events: number };
