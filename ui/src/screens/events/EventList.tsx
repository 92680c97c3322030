import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from "react";
import type { EventView } from "../../bindings/EventView";
import { nextRow } from "../../components/grid/keyboard";
import { ChevronIcon, WarningIcon } from "../../components/icons";
import { Tag } from "../../components/Tag";
import { formatCount } from "../../format/amount";
import { formatShortMoment } from "../../format/date";
import { messages } from "../../messages";
import classes from "./EventBrowser.module.css";
import { payloadGist } from "./payload-fields";
import { type EventLine, type Order, eventLines } from "./event-tree";

const text = messages.events;
const ROW_HEIGHT = 32;

type Props = {
  events: readonly EventView[];
  order: Order;
  selectedId: string | null;
  onSelect: (eventId: string) => void;
};

/** Events under their causes. Up and down move, left and right close and open, as in any tree. */
export function EventList({ events, order, selectedId, onSelect }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [activeRun, setActiveRun] = useState<string | null>(null);
  const lines = useMemo(() => eventLines(events, order, toggled), [events, order, toggled]);
  const activeId = activeRun ?? selectedId;
  const activeIndex = lines.findIndex((line) => line.id === activeId);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 16,
    initialRect: { width: 600, height: 600 },
    initialOffset: () => Math.max(0, (activeIndex - 6) * ROW_HEIGHT),
  });

  const toggle = (lineId: string) => {
    const next = new Set(toggled);
    if (!next.delete(lineId)) next.add(lineId);
    setToggled(next);
  };
  const activate = (line: EventLine) => {
    setActiveRun(line.kind === "run" ? line.id : null);
    if (line.kind === "event") onSelect(line.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const active = lines[activeIndex];
    const opens = active && (active.kind === "run" || active.children > 0);
    const wantsToggle =
      (event.key === "ArrowRight" && !active?.open) ||
      (event.key === "ArrowLeft" && active?.open) ||
      event.key === "Enter" ||
      event.key === " ";
    if (opens && wantsToggle) {
      event.preventDefault();
      toggle(active.id);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const next = nextRow(event.key, activeIndex, lines.length, page);
    const line = next === null ? undefined : lines[next];
    if (next === null || !line) return;
    event.preventDefault();
    activate(line);
    virtualizer.scrollToIndex(next);
  };

  const onClick = (event: MouseEvent) => {
    const clicked = event.target as Element;
    const lineId = clicked.closest<HTMLElement>("[data-line]")?.dataset["line"];
    const line = lines.find((each) => each.id === lineId);
    if (!line) return;
    const onTwisty = line.kind === "event" && clicked.closest('[data-twisty="true"]') !== null;
    if (!onTwisty) activate(line);
    if (onTwisty || line.kind === "run") toggle(line.id);
  };

  return (
    <div
      ref={scroller}
      className={classes.list}
      role="tree"
      aria-label={text.list}
      aria-activedescendant={activeIndex < 0 ? undefined : `${id}-${activeId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="presentation" className={classes.lines} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const opens = line.kind === "run" || line.children > 0;
          return (
            <div
              key={line.id}
              id={`${id}-${line.id}`}
              role="treeitem"
              data-line={line.id}
              aria-level={line.depth + 1}
              aria-expanded={opens ? line.open : undefined}
              aria-selected={line.id === activeId}
              className={classes.line}
              data-testid={line.kind === "event" ? "event-row" : "event-run"}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: 6 + line.depth * 18 }}
            >
              <span className={classes.twisty} data-twisty={opens} data-open={line.open} aria-hidden="true">
                {opens ? <ChevronIcon size={11} /> : null}
              </span>
              {line.kind === "run" ? <RunLine line={line} /> : <OneLine event={line.event} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function OneLine({ event }: { event: EventView }) {
  const failed = event.status === "failed";
  return (
    <>
      <span className={classes.position}>#{formatCount(event.position)}</span>
      <span className={classes.type}>{event.event_type}</span>
      {failed ? (
        <Tag tone="danger">
          <WarningIcon size={11} />
          {event.needs_attention ? text.needsAttention : text.statuses.failed}
        </Tag>
      ) : event.status === "processed" ? null : (
        <Tag tone="warning">{text.statuses[event.status]}</Tag>
      )}
      <span className={classes.gist}>{payloadGist(event.payload)}</span>
      <span className={classes.who}>{event.user_id}</span>
      <span className={classes.when}>{formatShortMoment(event.occurred_at)}</span>
    </>
  );
}

function RunLine({ line }: { line: Extract<EventLine, { kind: "run" }> }) {
  return (
    <>
      <span className={classes.run}>{text.run(line.type, formatCount(line.count))}</span>
      {line.failed > 0 ? (
        <Tag tone="danger">
          <WarningIcon size={11} />
          {formatCount(line.failed)} {text.statuses.failed}
        </Tag>
      ) : null}
    </>
  );
}
