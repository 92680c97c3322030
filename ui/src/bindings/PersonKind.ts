export type PersonKind = "borrower" | "lender";
