import type { LoanSummary } from "./LoanSummary";

export type LoanList = { loans: Array<LoanSummary>; total: number };
