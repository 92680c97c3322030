import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { toCallError } from "../../api/errors";
import { query, queryClient } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { HandlerStatistics } from "../../bindings/HandlerStatistics";
import { ErrorNote } from "../../components/ErrorNote";
import { PlainTable } from "../../components/table/PlainTable";
import { Tag } from "../../components/Tag";
import { formatCount } from "../../format/amount";
import { formatMoment } from "../../format/date";
import { formatMicros } from "../../format/duration";
import { messages } from "../../messages";
import classes from "./Settings.module.css";

const text = messages.settings.handlers;

/** What runs on which event, how it has fared, and the switch to stop it. */
export default function HandlersTab() {
  const answer = useQuery(query("handler.list", {}));
  const keep = (handlers: typeof answer.data) =>
    queryClient.setQueryData(query("handler.list", {}).queryKey, handlers);
  const enable = useWrite("handler.enable", { onSuccess: keep });
  const disable = useWrite("handler.disable", { onSuccess: keep });
  const failure = enable.error ?? disable.error;
  const busy = enable.isPending || disable.isPending;

  const columns = [
    {
      id: "enabled",
      header: text.enabled,
      cell: (handler: HandlerStatistics) => (
        <Switch
          aria-label={text.enable(handler.name)}
          checked={handler.enabled}
          disabled={busy}
          onChange={(event) => (event.currentTarget.checked ? enable : disable).mutate({ name: handler.name })}
        />
      ),
    },
    { id: "name", header: text.name, cell: (handler: HandlerStatistics) => handler.name },
    { id: "event", header: text.event, cell: (handler: HandlerStatistics) => handler.event_type },
    { id: "priority", header: text.priority, end: true, cell: (handler: HandlerStatistics) => handler.priority },
    {
      id: "success",
      header: text.success,
      end: true,
      cell: (handler: HandlerStatistics) => formatCount(handler.success_count),
    },
    {
      id: "failure",
      header: text.failure,
      end: true,
      cell: (handler: HandlerStatistics) =>
        handler.failure_count > 0 ? <Tag tone="danger">{formatCount(handler.failure_count)}</Tag> : "0",
    },
    {
      id: "last",
      header: text.lastRun,
      cell: (handler: HandlerStatistics) =>
        handler.last_executed_at === null ? text.never : formatMoment(handler.last_executed_at),
    },
    {
      id: "mean",
      header: text.mean,
      end: true,
      cell: (handler: HandlerStatistics) =>
        handler.mean_execution_micros === null ? messages.common.none : formatMicros(handler.mean_execution_micros),
    },
  ];

  return (
    <>
      <p className={classes.lead}>{text.lead}</p>
      {answer.error ? <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} /> : null}
      {failure ? <ErrorNote error={failure} /> : null}
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
