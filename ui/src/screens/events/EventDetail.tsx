import { Button, SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { EventView } from "../../bindings/EventView";
import { Fact, Facts } from "../../components/Figures";
import { Tag, type Tone } from "../../components/Tag";
import { formatCount } from "../../format/amount";
import { formatDate, formatMoment } from "../../format/date";
import { messages } from "../../messages";
import { EventActions } from "./EventActions";
import classes from "./EventBrowser.module.css";
import { HandlerRuns } from "./HandlerRuns";
import { payloadFields } from "./payload-fields";

const text = messages.events;

const tones: Readonly<Record<EventView["status"], Tone>> = {
  pending: "warning",
  processing: "warning",
  processed: "good",
  failed: "danger",
};

type Props = {
  event: EventView;
  cause: EventView | undefined;
  onShowCause: () => void;
  onShowAsOf?: ((event: EventView) => void) | undefined;
};

/** All that is known of one event. */
export function EventDetail({ event, cause, onShowCause, onShowAsOf }: Props) {
  return (
    <article className={classes.detail} aria-label={`#${event.position} ${event.event_type}`}>
      <header className={classes.detailHead}>
        <h2>{event.event_type}</h2>
        <Tag tone={tones[event.status]}>{text.statuses[event.status]}</Tag>
        {event.known ? null : <Tag tone="warning">{text.unknown}</Tag>}
      </header>
      {event.error === null ? null : (
        <p className={classes.error} data-selectable>
          {event.error}
          {event.next_retry_at === null ? null : ` · ${text.nextRetry(formatMoment(event.next_retry_at))}`}
        </p>
      )}
      <EventActions event={event}>
        {event.event_type === "Compliance.DocumentGenerated" ? <OpenDocument event={event} /> : null}
        {onShowAsOf ? (
          <Button variant="default" onClick={() => onShowAsOf(event)}>
            {messages.loanAsOf.showAtEvent}
          </Button>
        ) : null}
      </EventActions>
      <Facts>
        <Fact label={text.position}>#{formatCount(event.position)}</Fact>
        <Fact label={text.occurred}>{formatMoment(event.occurred_at)}</Fact>
        <Fact label={text.effective}>{formatDate(event.effective_on)}</Fact>
        <Fact label={text.user}>{event.user_id}</Fact>
        <Fact label={text.source}>{event.source}</Fact>
        <Fact label={text.stream}>
          {event.aggregate_type} · {text.sequence(event.sequence_number, event.event_version)}
        </Fact>
        <Fact label={text.causedBy}>
          {cause ? (
            <button type="button" className={classes.link} onClick={onShowCause}>
              {text.causedByEvent(formatCount(cause.position))} {cause.event_type}
            </button>
          ) : event.causation_id === null ? (
            text.directCommand
          ) : (
            <span className={classes.mono}>{event.causation_id}</span>
          )}
        </Fact>
      </Facts>
      <Payload payload={event.payload} />
      <HandlerRuns runs={event.handlers} />
      <Facts>
        <Fact label={text.hash}>
          <span className={classes.mono}>{event.hash}</span>
        </Fact>
        <Fact label={text.previousHash}>
          <span className={classes.mono}>{event.previous_hash}</span>
        </Fact>
      </Facts>
    </article>
  );
}

/** Leads from the event that says that a document was made to the document. */
function OpenDocument({ event }: { event: EventView }) {
  const navigate = useNavigate();
  const { documentId } = event.payload;
  if (typeof documentId !== "string") return null;
  return (
    <Button
      variant="default"
      onClick={() => void navigate({ to: "/documents/$documentId", params: { documentId } })}
    >
      {messages.documents.open}
    </Button>
  );
}

function Payload({ payload }: { payload: EventView["payload"] }) {
  const [view, setView] = useState("fields");
  return (
    <section aria-label={text.payload}>
      <div className={classes.sectionHead}>
        <h3>{text.payload}</h3>
        <SegmentedControl
          size="xs"
          aria-label={text.payloadView}
          value={view}
          onChange={setView}
          data={[
            { value: "fields", label: text.asFields },
            { value: "json", label: text.asJson },
          ]}
        />
      </div>
      {view === "json" ? (
        <pre className={classes.json}>{JSON.stringify(payload, null, 2)}</pre>
      ) : (
        <Facts>
          {payloadFields(payload as Readonly<Record<string, unknown>>).map((field) => (
            <Fact key={field.label} label={field.label}>
              {field.value}
            </Fact>
          ))}
        </Facts>
      )}
    </section>
  );
}
