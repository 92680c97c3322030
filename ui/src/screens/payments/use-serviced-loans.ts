import { useQuery } from "@tanstack/react-query";
import { query } from "../../api/queries";
import type { LoanStatus } from "../../bindings/LoanStatus";

const serviced: ReadonlySet<LoanStatus> = new Set(["funded", "defaulted", "paid_off", "charged_off"]);

/** The loans that payments can be recorded for, as a select offers them. */
export function useServicedLoans(enabled: boolean): Array<{ value: string; label: string }> {
  const answer = useQuery({ ...query("loan.list", { limit: 10_000 }), enabled });
  return (answer.data?.loans ?? [])
    .filter((loan) => serviced.has(loan.status))
    .map((loan) => ({ value: loan.loan_id, label: `${loan.number} · ${loan.borrower_name}` }));
}
