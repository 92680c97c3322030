import { createContext, use } from "react";
import type { Loan } from "../../bindings/Loan";

export const LoanContext = createContext<Loan | null>(null);

/** The loan whose page this is. */
export function useLoan(): Loan {
  const loan = use(LoanContext);
  if (!loan) throw new Error("used outside of a loan's page");
  return loan;
}
