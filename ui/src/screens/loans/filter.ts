import type { LoanStatus } from "../../bindings/LoanStatus";
import type { LoanSummary } from "../../bindings/LoanSummary";
import { messages } from "../../messages";

export type StatusFilter = LoanStatus | "all";

const statuses = Object.keys(messages.statuses) as LoanStatus[];

export const statusFilters = [
  { value: "all", label: messages.loans.allStatuses },
  ...statuses.map((status) => ({ value: status, label: messages.statuses[status] })),
];

/** The loans of a status whose number, borrower or amount holds every word of the search. */
export function filterLoans(
  loans: readonly LoanSummary[],
  search: string,
  status: StatusFilter,
): readonly LoanSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .map((word) => (/^[$\d,.]+$/.test(word) ? word.replace(/[$,]/g, "") : word))
    .filter((word) => word !== "");
  if (words.length === 0 && status === "all") return loans;
  return loans.filter((loan) => {
    if (status !== "all" && loan.status !== status) return false;
    if (words.length === 0) return true;
    const hay = `${loan.number} ${loan.borrower_name} ${loan.principal}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
