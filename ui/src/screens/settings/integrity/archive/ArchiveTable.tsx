import type { Archive } from "../../../../bindings/Archive";
import { CheckIcon, WarningIcon } from "../../../../components/icons";
import { type PlainColumn, PlainTable } from "../../../../components/table/PlainTable";
import { Tag } from "../../../../components/Tag";
import { formatCount } from "../../../../format/amount";
import { formatBytes } from "../../../../format/bytes";
import { dayOf, formatDate } from "../../../../format/date";
import { messages } from "../../../../messages";
import classes from "./Archive.module.css";

const text = messages.settings.archive;

const columns: ReadonlyArray<PlainColumn<Archive>> = [
  { id: "number", header: text.number, end: true, cell: (archive) => archive.number },
  {
    id: "recorded",
    header: text.recorded,
    cell: (archive) => (
      <span className={classes.line}>{days(archive.recorded_from, archive.recorded_until)}</span>
    ),
  },
  { id: "events", header: text.events, end: true, cell: (archive) => formatCount(archive.events) },
  {
    id: "size",
    header: text.size,
    end: true,
    cell: (archive) => <span className={classes.line}>{formatBytes(archive.bytes)}</span>,
  },
  {
    id: "archived",
    header: text.archived,
    cell: (archive) => (
      <span className={classes.line}>
        {day(archive.archived_at)} <span className={classes.muted}>{text.by(archive.archived_by)}</span>
      </span>
    ),
  },
  { id: "file", header: text.file, cell: (archive) => <File archive={archive} /> },
];

function day(moment: string): string {
  return formatDate(dayOf(moment));
}

function days(from: string, until: string): string {
  return dayOf(from) === dayOf(until) ? day(from) : text.range(day(from), day(until));
}

function File({ archive }: { archive: Archive }) {
  return (
    <div className={classes.file}>
      {archive.is_there ? (
        <Tag tone="good">
          <CheckIcon size={12} />
          {text.there}
        </Tag>
      ) : (
        <Tag tone="danger">
          <WarningIcon size={12} />
          {text.missing}
        </Tag>
      )}
      <span className={classes.path} data-selectable>
        {archive.path}
      </span>
    </div>
  );
}

/** The archives, the oldest first. */
export function ArchiveTable({ archives }: { archives: readonly Archive[] }) {
  return (
    <PlainTable
      name={text.table}
      columns={columns}
      rows={archives}
      rowId={(archive) => String(archive.number)}
    />
  );
}
