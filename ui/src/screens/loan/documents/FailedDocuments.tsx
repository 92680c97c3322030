import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import { CommandButton } from "../../../components/CommandButton";
import { WarningIcon } from "../../../components/icons";
import { notifyError } from "../../../components/notify";
import { messages } from "../../../messages";
import classes from "./Documents.module.css";
import { type FailedMaking, failedMakings } from "./failed";

const text = messages.documents;

/** What should have been made for the loan and was not, and which line of which template is at fault. */
export function FailedDocuments({ loanId }: { loanId: string }) {
  const answer = useQuery(query("event.history", { aggregate_id: loanId, include_loan: true }));
  return failedMakings(answer.data?.events ?? []).map((failed) => (
    <Failed key={failed.event.event_id} loanId={loanId} failed={failed} />
  ));
}

function Failed({ loanId, failed: { event, problem, template } }: { loanId: string; failed: FailedMaking }) {
  const retry = useWrite("event.retry");
  return (
    <div className={classes.failed} role="alert">
      <WarningIcon />
      <div className={classes.words}>
        <strong>{text.failed(event.event_type)}</strong>
        <span data-selectable>{problem}</span>
        <span className={classes.muted}>{text.failedTimes}</span>
        <span className={classes.links}>
          {template === null ? null : (
            <Link to="/templates/$kind" params={{ kind: template }} search={{ loan: loanId }}>
              {text.editTemplate}
            </Link>
          )}
          <Link to="/loans/$loanId/history" params={{ loanId }} search={{ event: event.event_id }}>
            {text.showEvent}
          </Link>
        </span>
      </div>
      <CommandButton
        command="event.retry"
        variant="default"
        loading={retry.isPending}
        onClick={() => retry.mutate({ event_id: event.event_id }, { onError: notifyError })}
      >
        {text.makeThem}
      </CommandButton>
    </div>
  );
}
