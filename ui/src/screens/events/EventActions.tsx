import { Tooltip } from "@mantine/core";
import { CommandButton } from "../../components/CommandButton";
import { type ReactNode, useState } from "react";
import { usePermission } from "../../app/permission";
import { useWrite } from "../../api/write";
import type { EventView } from "../../bindings/EventView";
import type { ReplayOutcome } from "../../bindings/ReplayOutcome";
import { ErrorNote } from "../../components/ErrorNote";
import { messages } from "../../messages";
import classes from "./EventBrowser.module.css";
import { Outcomes } from "./Outcomes";

const text = messages.events;

type Result = { title: string; outcomes: readonly ReplayOutcome[] };

type Props = { event: EventView; children?: ReactNode };

/** Retry, replay and dry run of an event's stream, with what each of them did; and what else can be done with it. */
export function EventActions({ event, children }: Props) {
  const [result, setResult] = useState<Result | null>(null);
  const replay = useWrite("event.replay", {
    onSuccess: ({ dry_run: dry, outcomes }) =>
      setResult({ title: dry ? text.results.dryRun : text.results.replay, outcomes }),
  });
  const retry = useWrite("event.retry", {
    onSuccess: ({ outcomes }) => setResult({ title: text.results.retry, outcomes }),
  });
  const { allowed } = usePermission("event.replay");
  const error = replay.error ?? retry.error;
  const busy = replay.isPending || retry.isPending;
  const run = (dry: boolean) => replay.mutate({ aggregate_id: event.aggregate_id, dry_run: dry });

  return (
    <>
      <div className={classes.buttons}>
        {event.status === "failed" ? (
          <CommandButton
            command="event.retry"
            disabled={busy}
            onClick={() => retry.mutate({ event_id: event.event_id })}
          >
            {text.retry}
          </CommandButton>
        ) : null}
        <Tooltip withinPortal={false} label={text.replayHint} disabled={!allowed}>
          <CommandButton command="event.replay" variant="default" disabled={busy} onClick={() => run(false)}>
            {text.replay}
          </CommandButton>
        </Tooltip>
        <Tooltip withinPortal={false} label={text.dryRunHint} disabled={!allowed}>
          <CommandButton command="event.replay" variant="default" disabled={busy} onClick={() => run(true)}>
            {text.dryRun}
          </CommandButton>
        </Tooltip>
        {children}
      </div>
      {error ? <ErrorNote error={error} /> : null}
      {result ? <Outcomes title={result.title} outcomes={result.outcomes} /> : null}
    </>
  );
}
