export type LoanStatus = "draft" | "submitted" | "verification" | "underwriting" | "approved" | "closing" | "funded" | "paid_off" | "defaulted" | "charged_off" | "rejected";
