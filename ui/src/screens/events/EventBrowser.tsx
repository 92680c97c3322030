import { type ReactNode, useMemo, useState } from "react";
import type { EventView } from "../../bindings/EventView";
import { EmptyState } from "../../components/EmptyState";
import { messages } from "../../messages";
import { EventDetail } from "./EventDetail";
import classes from "./EventBrowser.module.css";
import { EventList } from "./EventList";
import type { Order } from "./event-tree";

const text = messages.events;

type Props = {
  events: readonly EventView[];
  order: Order;
  /** Starts on the first event that failed. */
  showFailedFirst?: boolean;
  /** Starts on this event, where it is one of them. */
  startAt?: string | undefined;
  /** Under the list: the way to older events. */
  foot?: ReactNode;
  /** Shows the loan as of an event, where the events are those of one loan. */
  onShowAsOf?: (event: EventView) => void;
};

/** The events on the left, and all that is known of the selected one on the right. */
export function EventBrowser({ events, order, showFailedFirst = false, startAt, foot, onShowAsOf }: Props) {
  const [selectedId, setSelectedId] = useState<string | null>(() => {
    if (events.some((event) => event.event_id === startAt)) return startAt ?? null;
    const failed = showFailedFirst ? events.find((event) => event.status === "failed") : undefined;
    return failed?.event_id ?? null;
  });
  const byId = useMemo(() => new Map(events.map((event) => [event.event_id, event])), [events]);
  const selected = selectedId === null ? undefined : byId.get(selectedId);
  const cause = selected?.causation_id ? byId.get(selected.causation_id) : undefined;

  if (events.length === 0) return <EmptyState title={text.emptyTitle} text={text.emptyText} />;
  return (
    <div className={classes.browser}>
      <div className={classes.left}>
        <EventList events={events} order={order} selectedId={selectedId} onSelect={setSelectedId} />
        {foot}
      </div>
      {selected ? (
        <EventDetail
          key={selected.event_id}
          event={selected}
          cause={cause}
          onShowCause={() => setSelectedId(selected.causation_id)}
          onShowAsOf={onShowAsOf}
        />
      ) : (
        <div className={classes.detail}>
          <EmptyState title={text.selectTitle} text={text.selectText} />
        </div>
      )}
    </div>
  );
}
