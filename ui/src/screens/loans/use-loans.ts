import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { LoanSummary } from "../../bindings/LoanSummary";

/** What fills the window at once; the rest follows while it is looked at. */
const FIRST = 100;

type Loans = {
  loans: readonly LoanSummary[] | null;
  total: number;
  error: CallError | null;
  retry: () => void;
};

/** All loans of the book, so that sorting and filtering answer to each key without a round trip. */
export function useLoans(): Loans {
  const first = useQuery({ ...query("loan.list", { limit: FIRST }), placeholderData: keepPreviousData });
  const total = first.data?.total ?? 0;
  const all = useQuery({
    ...query("loan.list", { limit: total }),
    enabled: total > FIRST,
    placeholderData: keepPreviousData,
  });
  const whole = total > FIRST ? all : first;
  return {
    loans: whole.data?.loans ?? first.data?.loans ?? null,
    total,
    error: (first.error ?? whole.error) as CallError | null,
    retry: () => void whole.refetch(),
  };
}
