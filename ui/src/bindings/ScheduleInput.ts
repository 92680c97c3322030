import type { DayCount } from "./DayCount";
import type { Frequency } from "./Frequency";
import type { Rounding } from "./Rounding";
import type { ScheduleType } from "./ScheduleType";

export type ScheduleInput = { principal: string; annual_rate_percent: string; term_months: number; type: ScheduleType; frequency: Frequency; day_count: DayCount; funded_on: string; first_payment_on: string | null; rounding: Rounding; currency?: string | null };
