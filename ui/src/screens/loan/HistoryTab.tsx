import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { type AsOfValues, atMoment, noTime } from "../as-of/as-of";
import { EventBrowser } from "../events/EventBrowser";
import { LoanAsOfDialog } from "./as-of/LoanAsOfDialog";
import { useLoan } from "./loan-context";
import classes from "./LoanScreen.module.css";

const text = messages.loanAsOf;

/** Everything that happened to the loan and to what belongs to it, oldest first; and the loan as it was at any of it. */
export default function HistoryTab() {
  const loan = useLoan();
  const { event: startAt } = useSearch({ from: "/loans/$loanId/history" });
  const answer = useQuery(query("event.history", { aggregate_id: loan.loan_id, include_loan: true }));
  // The start stays while the dialog closes, so that nothing flickers on its way out.
  const [asOf, setAsOf] = useState<{ opened: boolean; start: AsOfValues }>({ opened: false, start: noTime });
  if (!answer.data) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  return (
    <>
      <div className={classes.toolbar}>
        <h2>{messages.loan.tabs.history}</h2>
        <ExportButton kinds={["events", "compliance_log"]} filters={{ loan_id: loan.loan_id }} />
        <Button variant="default" onClick={() => setAsOf({ opened: true, start: noTime })}>
          {text.open}
        </Button>
      </div>
      <EventBrowser
        events={answer.data.events}
        order="oldest"
        key={startAt}
        startAt={startAt}
        showFailedFirst={loan.failed_events > 0}
        onShowAsOf={(event) => setAsOf({ opened: true, start: atMoment(event.occurred_at) })}
      />
      <LoanAsOfDialog {...asOf} onClose={() => setAsOf({ ...asOf, opened: false })} />
    </>
  );
}
