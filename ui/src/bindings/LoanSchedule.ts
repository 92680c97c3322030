export type LoanSchedule = { schedule_id: string; payment_count: number; level_payment: string; total_payment: string; total_interest: string; first_due_on: string; maturity_on: string };
