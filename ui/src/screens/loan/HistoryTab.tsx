import { useQuery } from "@tanstack/react-query";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import { ErrorNote } from "../../components/ErrorNote";
import { EventBrowser } from "../events/EventBrowser";
import { useLoan } from "./loan-context";

/** Everything that happened to the loan and to what belongs to it, oldest first. */
export default function HistoryTab() {
  const loan = useLoan();
  const answer = useQuery(query("event.history", { aggregate_id: loan.loan_id, include_loan: true }));
  if (!answer.data) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  return <EventBrowser events={answer.data.events} order="oldest" showFailedFirst={loan.failed_events > 0} />;
}
