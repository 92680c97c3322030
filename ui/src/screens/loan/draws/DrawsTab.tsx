import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import type { Budget } from "../../../bindings/Budget";
import { CommandButton } from "../../../components/CommandButton";
import { EmptyState } from "../../../components/EmptyState";
import { ErrorNote } from "../../../components/ErrorNote";
import { PlusIcon } from "../../../components/icons";
import { isZero } from "../../../format/amount";
import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import { ScheduleInspectionDialog } from "../../inspections/ScheduleInspectionDialog";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import { BudgetFigures } from "./BudgetFigures";
import { BudgetTable } from "./BudgetTable";
import { DrawSchedule } from "./DrawSchedule";
import { DrawTimeline } from "./DrawTimeline";
import own from "./Draws.module.css";
import { LoanInspections } from "./LoanInspections";
import { ReallocateDialog } from "./ReallocateDialog";
import { ReleaseDialog } from "./ReleaseDialog";

const text = messages.budget;

type Asking = "reallocate" | "release" | "inspect";

/** The budget of a construction loan, what of it is drawn, and its draws. */
export default function DrawsTab() {
  const loan = useLoan();
  const answer = useQuery(query("budget.get", { loan_id: loan.loan_id }));
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  const budget = answer.data;
  if (!budget) {
    const error = answer.error ? toCallError(answer.error) : null;
    if (error?.code === "no_budget") return <NoBudget loanId={loan.loan_id} />;
    return error ? <ErrorNote error={error} onRetry={() => void answer.refetch()} /> : null;
  }
  return (
    <>
      <Toolbar loanId={loan.loan_id} budget={budget} onAsk={setAsking} />
      <div className={own.scroll}>
        <BudgetFigures budget={budget} />
        <BudgetTable budget={budget} />
        <DrawTimeline loanId={loan.loan_id} budget={budget} />
        <DrawSchedule days={budget.draw_schedule} />
        <LoanInspections loanId={loan.loan_id} />
      </div>
      {asking === "reallocate" ? <ReallocateDialog loan={loan} budget={budget} onClose={close} /> : null}
      {asking === "release" ? <ReleaseDialog loan={loan} budget={budget} onClose={close} /> : null}
      {asking === "inspect" ? <ScheduleInspectionDialog loanId={loan.loan_id} onClose={close} /> : null}
    </>
  );
}

function NoBudget({ loanId }: { loanId: string }) {
  const navigate = useNavigate();
  return (
    <EmptyState title={text.emptyTitle} text={text.emptyText}>
      <CommandButton
        command="budget.set"
        onClick={() => void navigate({ to: "/loans/$loanId/budget", params: { loanId } })}
      >
        {text.set}
      </CommandButton>
    </EmptyState>
  );
}

type ToolbarProps = { loanId: string; budget: Budget; onAsk: (asking: Asking) => void };

function Toolbar({ loanId, budget, onAsk }: ToolbarProps) {
  const navigate = useNavigate();
  const held = !isZero(budget.balances.retainage_held);
  return (
    <div className={classes.toolbar}>
      <h2>{messages.loan.tabs.draws}</h2>
      <ExportButton
        kinds={["budget", "draws", "draw_schedule", "inspections"]}
        filters={{ loan_id: loanId }}
      />
      <CommandButton
        command="budget.set"
        variant="default"
        onClick={() => void navigate({ to: "/loans/$loanId/budget", params: { loanId } })}
      >
        {text.edit}
      </CommandButton>
      <CommandButton command="budget.reallocate" variant="default" onClick={() => onAsk("reallocate")}>
        {text.reallocate}
      </CommandButton>
      <CommandButton
        command="retainage.release"
        variant="default"
        refusal={held ? null : messages.errors.no_retainage.title}
        onClick={() => onAsk("release")}
      >
        {text.release.action}
      </CommandButton>
      <CommandButton command="inspection.schedule" variant="default" onClick={() => onAsk("inspect")}>
        {messages.draws.actions.schedule}
      </CommandButton>
      <CommandButton
        command="draw.draft"
        leftSection={<PlusIcon size={13} />}
        onClick={() => void navigate({ to: "/loans/$loanId/draw", params: { loanId } })}
      >
        {messages.draws.create}
      </CommandButton>
    </div>
  );
}
