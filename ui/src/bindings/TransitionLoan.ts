import type { LoanStatus } from "./LoanStatus";

export type TransitionLoan = { loan_id: string; to: LoanStatus; effective_on?: string | null; reason?: string | null; expected_version?: number | null };
