export type ScheduleType = "amortized" | "interest_only" | "at_maturity";
