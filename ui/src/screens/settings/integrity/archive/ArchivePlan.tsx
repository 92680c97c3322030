import type { ArchivePreview } from "../../../../bindings/ArchivePreview";
import { EmptyState } from "../../../../components/EmptyState";
import { Fact, Facts, Figure, Figures } from "../../../../components/Figures";
import { WarningIcon } from "../../../../components/icons";
import { formatCount } from "../../../../format/amount";
import { formatDate, formatMoment } from "../../../../format/date";
import { messages } from "../../../../messages";
import classes from "./Archive.module.css";

const text = messages.settings.archive;

function moment(value: string | null): string {
  return value === null ? messages.common.none : formatMoment(value);
}

/** What archiving would do, in numbers, and what would keep it from doing more. */
export function ArchivePlan({ plan, folder }: { plan: ArchivePreview; folder: string | null }) {
  const blocked =
    plan.blocked_by === null ? null : (
      <p className={classes.blocked}>
        <WarningIcon />
        {text.blocked(formatCount(plan.blocked_by))}
      </p>
    );
  if (plan.events === 0) {
    return (
      blocked ?? <EmptyState title={text.nothingTitle} text={text.nothingText(formatDate(plan.before))} />
    );
  }
  return (
    <>
      <Figures>
        <Figure label={text.go} strong>
          {formatCount(plan.events)}
        </Figure>
        <Figure label={text.stay}>{formatCount(plan.remaining)}</Figure>
      </Figures>
      <Facts>
        <Fact label={text.positions}>
          {text.range(`#${formatCount(plan.first_position)}`, `#${formatCount(plan.last_position)}`)}
        </Fact>
        <Fact label={text.from}>{moment(plan.recorded_from)}</Fact>
        <Fact label={text.until}>{moment(plan.recorded_until)}</Fact>
        <Fact label={text.into}>{folder ?? messages.common.none}</Fact>
      </Facts>
      {blocked}
      <p className={classes.muted}>{text.effect}</p>
    </>
  );
}
