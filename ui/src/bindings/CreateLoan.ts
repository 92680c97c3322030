import type { DayCount } from "./DayCount";
import type { Frequency } from "./Frequency";
import type { Rounding } from "./Rounding";
import type { ScheduleType } from "./ScheduleType";

export type CreateLoan = { borrower_id: string; lender_id?: string | null; purpose?: string | null; principal: string; annual_rate_percent: string; term_months: number; type?: ScheduleType | null; frequency?: Frequency | null; day_count?: DayCount | null; rounding?: Rounding | null; first_payment_on?: string | null };
