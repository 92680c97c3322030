import type { LoanStatus } from "./LoanStatus";

export type ListLoans = { statuses?: Array<LoanStatus> | null; search?: string | null; limit?: number | null; offset?: number | null };
