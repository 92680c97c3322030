import { Button } from "@mantine/core";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import type { BookStatistics } from "../../../bindings/BookStatistics";
import type { MonthStatistics } from "../../../bindings/MonthStatistics";
import type { TableStatistics } from "../../../bindings/TableStatistics";
import { ErrorNote } from "../../../components/ErrorNote";
import { Figure, Figures } from "../../../components/Figures";
import { WarningIcon } from "../../../components/icons";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatCount } from "../../../format/amount";
import { formatBytes } from "../../../format/bytes";
import { formatMonth } from "../../../format/date";
import { messages } from "../../../messages";
import settings from "../Settings.module.css";
import classes from "./Growth.module.css";
import { useStatistics } from "./use-statistics";

const text = messages.settings.growth;
const titles = messages.settings.integrity;

/** A year and the month before it, to compare this month with the same one of last year. */
const RECENT_MONTHS = 13;

const tableColumns: ReadonlyArray<PlainColumn<TableStatistics>> = [
  { id: "table", header: titles.table, cell: (row) => row.table },
  { id: "rows", header: titles.rows, end: true, cell: (row) => formatCount(row.rows) },
  { id: "bytes", header: text.size, end: true, cell: (row) => formatBytes(row.bytes) },
];

/** How large the book is, how fast it grows, and whether that is too much. */
export function Growth() {
  const answer = useStatistics();
  const statistics = answer.data;
  return (
    <section className={settings.card} aria-label={text.title}>
      <div className={settings.cardHead}>
        <div>
          <h2>{text.title}</h2>
          <p>{text.lead}</p>
        </div>
      </div>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : statistics ? null : (
        <p className={classes.measuring} role="status">
          {text.measuring}
        </p>
      )}
      {statistics ? <Measured statistics={statistics} /> : null}
    </section>
  );
}

function Measured({ statistics }: { statistics: BookStatistics }) {
  return (
    <>
      {statistics.too_large ? (
        <p className={classes.tooLarge} role="status">
          <WarningIcon />
          {tooLargeText(statistics)}
        </p>
      ) : null}
      <Sizes statistics={statistics} />
      <div className={classes.pair}>
        <PlainTable
          name={text.tables}
          columns={tableColumns}
          rows={statistics.tables.toSorted((a, b) => b.bytes - a.bytes)}
          rowId={(row) => row.table}
        />
        <Months months={statistics.months} />
      </div>
    </>
  );
}

/** The book in figures, and beside it what has left it for archives. */
function Sizes({ statistics }: { statistics: BookStatistics }) {
  const { archives } = statistics;
  const sum = (part: "events" | "bytes") => archives.reduce((total, archive) => total + archive[part], 0);
  return (
    <Figures>
      <Figure label={text.inLog}>{formatCount(statistics.events)}</Figure>
      {archives.length > 0 ? <Figure label={text.inArchives}>{formatCount(sum("events"))}</Figure> : null}
      <Figure label={text.bookSize}>{formatBytes(statistics.total_bytes)}</Figure>
      {archives.length > 0 ? <Figure label={text.archivesSize}>{formatBytes(sum("bytes"))}</Figure> : null}
    </Figures>
  );
}

/** The limit that the log is past; the number of events first, as it is the one that a person can count. */
function tooLargeText({ events, event_limit: limit, byte_limit: bytes }: BookStatistics): string {
  return events > limit ? text.tooManyEvents(formatCount(limit)) : text.tooManyBytes(formatBytes(bytes));
}

type Month = MonthStatistics & {
  /** Its events beside those of the busiest month, from 0 to 1. */
  share: number;
};

const monthColumns: ReadonlyArray<PlainColumn<Month>> = [
  { id: "month", header: text.month, cell: (row) => formatMonth(row.month) },
  {
    id: "events",
    header: text.events,
    end: true,
    cell: (row) => (
      <div className={classes.compared}>
        <span className={classes.track} aria-hidden="true">
          <span className={classes.bar} style={{ width: `${row.share * 100}%` }} />
        </span>
        {formatCount(row.events)}
      </div>
    ),
  },
  { id: "bytes", header: text.size, end: true, cell: (row) => formatBytes(row.bytes) },
];

/** The newest months with a bar each, by which they compare at a glance; all of them when asked for. */
function Months({ months }: { months: readonly MonthStatistics[] }) {
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...months.map((month) => month.events));
  const newestFirst = months.map((month) => ({ ...month, share: month.events / most })).toReversed();
  const shown = all ? newestFirst : newestFirst.slice(0, RECENT_MONTHS);
  return (
    <div className={classes.months}>
      <PlainTable name={text.months} columns={monthColumns} rows={shown} rowId={(row) => row.month} />
      {shown.length < months.length ? (
        <Button variant="default" onClick={() => setAll(true)}>
          {text.allMonths(formatCount(months.length))}
        </Button>
      ) : null}
    </div>
  );
}
