import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import { BackLink } from "../../components/BackLink";
import { ErrorNote } from "../../components/ErrorNote";
import { Screen } from "../../components/Screen";
import { messages } from "../../messages";
import { BudgetEditor } from "./BudgetEditor";

const text = messages.budget;

/** The budget of a loan, to be set or set anew. */
export default function BudgetScreen() {
  const { loanId } = useParams({ from: "/loans/$loanId/budget" });
  const loan = useQuery(query("loan.get", { loan_id: loanId }));
  const budget = useQuery(query("budget.get", { loan_id: loanId }));
  const refused = budget.error ? toCallError(budget.error) : null;
  const isNew = refused?.code === "no_budget";
  const error = (loan.error ? toCallError(loan.error) : null) ?? (isNew ? null : refused);
  const above = (
    <BackLink to="/loans/$loanId/draws" params={{ loanId }}>
      {messages.loan.tabs.draws}
    </BackLink>
  );
  if (!loan.data || (!budget.data && !isNew)) {
    return (
      <Screen title={text.title} above={above}>
        {error ? <ErrorNote error={error} onRetry={() => void loan.refetch()} /> : null}
      </Screen>
    );
  }
  return (
    <Screen
      title={text.heading(messages.loan.heading(loan.data.number, loan.data.borrower_name))}
      above={above}
      fill
    >
      <BudgetEditor loan={loan.data} budget={budget.data ?? null} />
    </Screen>
  );
}
