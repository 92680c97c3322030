import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { invoke } from "../../api/client";
import type { CallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { LoanSummary } from "../../bindings/LoanSummary";

/** What fills the window at once; the rest follows while it is looked at. */
const FIRST = 100;

/** The most that one call answers. */
const PAGE = 10_000;

async function everyLoan(total: number): Promise<LoanSummary[]> {
  const offsets = Array.from({ length: Math.ceil(total / PAGE) }, (_, page) => page * PAGE);
  const pages = await Promise.all(offsets.map((offset) => invoke("loan.list", { limit: PAGE, offset })));
  return pages.flatMap((page) => page.loans);
}

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
    queryKey: ["loan.list", "all", total],
    queryFn: () => everyLoan(total),
    enabled: total > FIRST,
    placeholderData: keepPreviousData,
  });
  const whole = total > FIRST ? all : first;
  return {
    loans: (total > FIRST ? all.data : undefined) ?? first.data?.loans ?? null,
    total,
    error: (first.error ?? whole.error) as CallError | null,
    retry: () => void whole.refetch(),
  };
}
