import type { AtTime } from "../../../bindings/AtTime";
import type { LoanAsOf } from "../../../bindings/LoanAsOf";
import { Amount } from "../../../components/Amount";
import { EmptyState } from "../../../components/EmptyState";
import { Figure, Figures } from "../../../components/Figures";
import { LoanStatusTag } from "../../../components/LoanStatusTag";
import { formatCount, formatRate } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import classes from "../../as-of/AsOf.module.css";
import { PastMark } from "../../as-of/PastMark";
import { ScheduleTable } from "../../schedule/ScheduleTable";

const text = messages.loanAsOf;
const titles = messages.figures;

function date(value: string | null): string {
  return value === null ? messages.common.none : formatDate(value);
}

/** A loan as it was: its figures, its schedule if it had one, and the events that it stands on. */
export function LoanThen({ time, then }: { time: AtTime; then: LoanAsOf }) {
  const { loan, schedule } = then;
  return (
    <>
      <PastMark time={time}>
        <span>{text.past}</span>
      </PastMark>
      <Figures>
        <Figure label={messages.loans.columns.status}>
          <LoanStatusTag status={loan.status} />
        </Figure>
        <Figure label={titles.principal} strong>
          <Amount value={loan.principal} />
        </Figure>
        <Figure label={titles.rate}>{formatRate(loan.annual_rate_percent)}</Figure>
        <Figure label={titles.term}>{messages.months(loan.term_months)}</Figure>
        <Figure label={titles.funded}>{date(loan.funded_on)}</Figure>
        <Figure label={titles.nextDue}>{date(loan.next_due_on)}</Figure>
      </Figures>
      <p className={classes.muted}>
        {text.standsOn(formatCount(then.events), formatCount(then.last_position))}
      </p>
      {schedule ? (
        <div className={classes.rows}>
          <ScheduleTable
            // Another time opens where its own next payment is.
            key={JSON.stringify(time)}
            rows={schedule.payments}
            years={schedule.years}
            totals={schedule.totals}
            nextNumber={schedule.payments.find((row) => row.due_on === loan.next_due_on)?.number ?? null}
          />
        </div>
      ) : (
        <EmptyState title={text.noScheduleTitle} text={messages.schedule.emptyText} />
      )}
    </>
  );
}
