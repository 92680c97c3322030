import type { LoanStatus } from "../../bindings/LoanStatus";
import type { LoanSummary } from "../../bindings/LoanSummary";
import { searchFor } from "../../components/grid/search";
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
  const found = searchFor(search);
  return loans.filter(
    (loan) =>
      (status === "all" || loan.status === status) &&
      found(`${loan.number} ${loan.borrower_name} ${loan.principal}`),
  );
}
