import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { PaymentStatus } from "../../bindings/PaymentStatus";
import type { ScheduleRow } from "../../bindings/ScheduleRow";
import type { SchedulePreview } from "../../bindings/SchedulePreview";
import { Amount } from "../../components/Amount";
import { ChevronIcon } from "../../components/icons";
import { Tag, type Tone } from "../../components/Tag";
import { formatAmount, isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { type Line, type YearGroup, groupByYear, scheduleLines } from "./group-by-year";
import classes from "./ScheduleTable.module.css";

const text = messages.schedule;
const titles = text.columns;
const ROW_HEIGHT = 30;

type Row = ScheduleRow & {
  status?: PaymentStatus;
  grace_until?: string;
  late_on?: string | null;
  prepaid?: string;
  /** Whether the loan's interest reserve paid it, or a part of it. */
  byReserve?: boolean;
};

type Props = {
  rows: readonly Row[];
  years: SchedulePreview["years"];
  totals: SchedulePreview["totals"];
  /** The number of the payment to mark as the next one due. */
  nextNumber?: number | null;
  collapsed?: ReadonlySet<number>;
  onCollapse?: (collapsed: ReadonlySet<number>) => void;
  /** Shows how the interest of a row comes about. */
  onOpen?: (row: Row) => void;
};

function isNext(line: Line<Row>): boolean {
  return line.kind === "payment" && line.next;
}

const none: ReadonlySet<number> = new Set();

/** Every payment with its subtotal by year; only the rows in sight are drawn. */
export function ScheduleTable({
  rows,
  years,
  totals,
  nextNumber = null,
  collapsed,
  onCollapse,
  onOpen,
}: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [ownCollapsed, setOwnCollapsed] = useState(none);
  const closed = collapsed ?? ownCollapsed;
  const setClosed = onCollapse ?? setOwnCollapsed;
  const groups = useMemo(() => groupByYear(rows, years), [rows, years]);
  const lines = useMemo(() => scheduleLines(groups, closed, nextNumber), [groups, closed, nextNumber]);
  const withStatus = rows[0]?.status !== undefined;
  const columns = Object.entries(titles).filter(([id]) => withStatus || id !== "status");
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 16,
    // Opens where the next payment is, with a little of what came before.
    initialOffset: () => Math.max(0, (lines.findIndex(isNext) - 4) * ROW_HEIGHT),
    initialRect: { width: 800, height: 600 },
  });

  const toggle = (year: number) => {
    const next = new Set(closed);
    if (!next.delete(year)) next.add(year);
    setClosed(next);
  };

  return (
    // A scrolling region has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={text.title}>
      <div
        role="table"
        aria-label={text.table}
        aria-rowcount={lines.length + 2}
        className={classes.table}
        data-status={withStatus}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            {columns.map(([id, title]) => (
              <div key={id} role="columnheader">
                {title}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const place = {
              "aria-rowindex": item.index + 2,
              style: { transform: `translateY(${item.start}px)` },
            };
            return line.kind === "year" ? (
              <YearRow
                key={line.group.year}
                group={line.group}
                open={!closed.has(line.group.year)}
                withStatus={withStatus}
                onToggle={toggle}
                place={place}
              />
            ) : (
              <PaymentRow
                key={line.row.number}
                row={line.row}
                next={line.next}
                place={place}
                {...(onOpen ? { onOpen } : {})}
              />
            );
          })}
        </div>
        <div role="rowgroup" className={classes.foot}>
          <div
            role="row"
            aria-rowindex={lines.length + 2}
            className={classes.row}
            data-testid="schedule-total"
          >
            <div role="rowheader">{text.total}</div>
            <div role="cell" />
            <div role="cell" />
            <AmountCell value={totals.payment} />
            <AmountCell value={totals.interest} />
            <AmountCell value={totals.principal} />
            <div role="cell" />
            {withStatus ? <div role="cell" /> : null}
          </div>
        </div>
      </div>
    </div>
  );
}

type Place = { "aria-rowindex": number; style: React.CSSProperties };

function AmountCell({ value }: { value: string }) {
  return (
    <div role="cell">
      <Amount value={value} />
    </div>
  );
}

type YearRowProps = {
  group: YearGroup<Row>;
  open: boolean;
  withStatus: boolean;
  onToggle: (year: number) => void;
  place: Place;
};

function YearRow({ group, open, withStatus, onToggle, place }: YearRowProps) {
  return (
    <div role="row" className={classes.row} data-kind="year" data-testid="schedule-year" {...place}>
      <div role="rowheader" className={classes.year}>
        <button type="button" aria-expanded={open} onClick={() => onToggle(group.year)}>
          <span className={classes.chevron} data-open={open}>
            <ChevronIcon size={11} />
          </span>
          {text.year(String(group.year), group.rows.length)}
        </button>
      </div>
      <AmountCell value={group.payment} />
      <AmountCell value={group.interest} />
      <AmountCell value={group.principal} />
      <AmountCell value={group.balance} />
      {withStatus ? <div role="cell" /> : null}
    </div>
  );
}

type PaymentRowProps = { row: Row; next: boolean; place: Place; onOpen?: (row: Row) => void };

function PaymentRow({ row, next, place, onOpen }: PaymentRowProps) {
  return (
    <div
      role="row"
      className={classes.row}
      data-testid="schedule-row"
      data-next={next}
      aria-current={next ? "true" : undefined}
      {...place}
    >
      <div role="rowheader">{row.number}</div>
      <div role="cell">{formatDate(row.due_on)}</div>
      <div role="cell">{row.days}</div>
      <AmountCell value={row.payment} />
      <div role="cell">
        {onOpen ? (
          <button
            type="button"
            className={classes.open}
            title={messages.accruals.open(row.number)}
            onClick={() => onOpen(row)}
          >
            <Amount value={row.interest} />
          </button>
        ) : (
          <Amount value={row.interest} />
        )}
      </div>
      <AmountCell value={row.principal} />
      <AmountCell value={row.balance} />
      {row.status === undefined ? null : (
        <div role="cell">
          <RowStatus status={row.status} row={row} next={next} />
        </div>
      )}
    </div>
  );
}

const lateTones = { due: "neutral", grace: "warning", late: "danger" } as const;
const tones: Readonly<Partial<Record<PaymentStatus, Tone>>> = { partly_paid: "info", paid: "good" };

/** Whether an open payment is due, in its grace or late, as the list of payments says it. */
function lateness(row: Row): "due" | "grace" | "late" | null {
  if ((row.late_on ?? null) !== null) return "late";
  const day = today();
  if (row.due_on >= day) return row.due_on === day ? "due" : null;
  return row.grace_until !== undefined && row.grace_until < day ? "late" : "grace";
}

/** What became of a payment, in a word; the next one is marked, and so is one that is past due. */
function RowStatus({ status, row, next }: { status: PaymentStatus; row: Row; next: boolean }) {
  // Before the first draw of a construction loan nothing bears interest.
  if (isZero(row.payment) && !next) return <span className={classes.status}>{text.nothingDue}</span>;
  const open = status === "scheduled" || status === "partly_paid";
  const tone = tones[status];
  const late = open ? lateness(row) : null;
  const prepaid = row.prepaid === undefined || isZero(row.prepaid) ? null : row.prepaid;
  return (
    <span className={classes.tags}>
      {prepaid === null ? null : (
        <span className={classes.status}>{text.prepaid(formatAmount(prepaid))}</span>
      )}
      {late === null ? null : <Tag tone={lateTones[late]}>{text.statuses[late]}</Tag>}
      {next ? <Tag tone="info">{text.nextDue}</Tag> : null}
      {tone ? (
        <Tag tone={tone}>{row.byReserve && status === "paid" ? text.byReserve : text.statuses[status]}</Tag>
      ) : next || late !== null || prepaid !== null ? null : (
        <span className={classes.status}>{text.statuses[status]}</span>
      )}
    </span>
  );
}
