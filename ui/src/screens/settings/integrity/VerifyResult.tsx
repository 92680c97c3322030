import type { VerifiedTable } from "../../../bindings/VerifiedTable";
import type { VerifyReport } from "../../../bindings/VerifyReport";
import { Fact, Facts } from "../../../components/Figures";
import { CheckIcon, WarningIcon } from "../../../components/icons";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { BadCount } from "../../../components/BadCount";
import { formatCount } from "../../../format/amount";
import { messages } from "../../../messages";
import { MissingEntries } from "../../compliance/MissingEntries";
import classes from "../Settings.module.css";

const text = messages.settings.integrity;

const differences: ReadonlyArray<PlainColumn<VerifiedTable>> = [
  {
    id: "differences",
    header: text.differences,
    end: true,
    cell: (row) => <BadCount count={row.differences} />,
  },
];

type DamageView = VerifyReport["damages"][number];

function placeOf(damage: DamageView): string {
  const position =
    damage.position === null ? null : messages.events.causedByEvent(formatCount(damage.position));
  return [position, damage.table].filter((part) => part !== null).join(" · ");
}

type Props = {
  report: VerifyReport;
  /** Whether the chain was held against an end of it that had been kept. */
  withHead?: boolean;
};

/** Nothing is known to be wrong with a book of which only a file is not where it was put. */
function verdictOf(report: VerifyReport): string {
  if (report.ok) return text.sound;
  return report.damages.every((damage) => damage.kind === "archive_missing") ? text.incomplete : text.damaged;
}

/** What verifying found: the verdict, the first damage by name, and the tables one by one. */
export function VerifyResult({ report, withHead = false }: Props) {
  const [first] = report.damages;
  return (
    <>
      <div className={classes.verdict} data-ok={report.ok} role={report.ok ? "status" : "alert"}>
        {report.ok ? <CheckIcon /> : <WarningIcon />}
        <strong>{verdictOf(report)}</strong>
        <span>
          {text.checked(formatCount(report.events_checked))} · {text.head(formatCount(report.head_position))}
        </span>
      </div>
      {report.unrecorded > 0 ? <MissingEntries events={report.unrecorded} /> : null}
      {withHead && report.damages.every((damage) => !["head", "archive_missing"].includes(damage.kind)) ? (
        <p>{messages.settings.keptHead.fits}</p>
      ) : null}
      {first ? (
        <Facts>
          <Fact label={text.firstDamage}>
            {placeOf(first)} — {first.kind}: {first.detail}
          </Fact>
        </Facts>
      ) : null}
      {report.damages.length > 1 ? (
        <PlainTable
          name={text.damages}
          columns={[
            { id: "place", header: messages.events.position, cell: placeOf },
            { id: "kind", header: messages.events.type, cell: (damage) => damage.kind },
            { id: "detail", header: text.damages, cell: (damage) => damage.detail },
          ]}
          rows={report.damages}
          rowId={(damage) => `${placeOf(damage)} ${damage.kind} ${damage.detail}`}
        />
      ) : null}
      {report.tables.length > 0 ? (
        <PlainTable
          name={text.results}
          columns={[
            { id: "table", header: text.table, cell: (row) => row.table },
            { id: "rows", header: text.rows, end: true, cell: (row) => formatCount(row.rows) },
            ...differences,
          ]}
          rows={report.tables}
          rowId={(row) => row.table}
        />
      ) : null}
      {report.events_checked > 0 ? (
        <Facts>
          <Fact label={messages.events.hash}>
            <span className={classes.mono}>{report.head_hash}</span>
          </Fact>
        </Facts>
      ) : null}
    </>
  );
}
