import { useQuery } from "@tanstack/react-query";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { HandlerStatistics } from "../../bindings/HandlerStatistics";
import { ErrorNote } from "../../components/ErrorNote";
import { BadCount } from "../../components/BadCount";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatCount } from "../../format/amount";
import { formatMoment } from "../../format/date";
import { formatMicros } from "../../format/duration";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { HandlerSwitch } from "./HandlerSwitch";
import classes from "./Settings.module.css";

const text = messages.settings.handlers;

const columns: ReadonlyArray<PlainColumn<HandlerStatistics>> = [
  { id: "enabled", header: text.enabled, cell: (handler) => <HandlerSwitch handler={handler} /> },
  { id: "name", header: text.name, cell: (handler) => handler.name },
  { id: "event", header: text.event, cell: (handler) => handler.event_type },
  { id: "priority", header: text.priority, end: true, cell: (handler) => handler.priority },
  { id: "success", header: text.success, end: true, cell: (handler) => formatCount(handler.success_count) },
  {
    id: "failure",
    header: text.failure,
    end: true,
    cell: (handler) => <BadCount count={handler.failure_count} />,
  },
  {
    id: "last",
    header: text.lastRun,
    cell: (handler) =>
      handler.last_executed_at === null ? text.never : formatMoment(handler.last_executed_at),
  },
  {
    id: "mean",
    header: text.mean,
    end: true,
    cell: (handler) =>
      handler.mean_execution_micros === null
        ? messages.common.none
        : formatMicros(handler.mean_execution_micros),
  },
];

/** What runs on which event, how it has fared, and the switch to stop it. */
export default function HandlersTab() {
  const answer = useQuery(query("handler.list", {}));
  return (
    <>
      <div className={classes.cardHead}>
        <div>
          <p className={classes.lead}>{text.lead}</p>
        </div>
        <ExportButton kinds={["handlers"]} />
      </div>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <PlainTable
          name={text.table}
          columns={columns}
          rows={answer.data.handlers}
          rowId={(handler) => `${handler.name} ${handler.event_type}`}
        />
      ) : null}
    </>
  );
}
