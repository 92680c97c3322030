import { useState } from "react";
import { usePreview } from "../../../api/preview";
import type { Construction } from "../../../bindings/Construction";
import type { Loan } from "../../../bindings/Loan";
import type { SchedulePreview } from "../../../bindings/SchedulePreview";
import { useBook } from "../../../app/book-context";
import { Amount } from "../../../components/Amount";
import { ErrorNote } from "../../../components/ErrorNote";
import { Fact, Facts } from "../../../components/Figures";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.figures;

/** The schedule that funding on this date makes, in its key figures. */
export function FundingEffect({ loan, fundedOn }: { loan: Loan; fundedOn: string | null }) {
  const { currency } = useBook();
  // While a date is typed, the figures of the last one stay: the button under them must not move away.
  const [shownOn, setShownOn] = useState(fundedOn);
  if (fundedOn !== null && fundedOn !== shownOn) setShownOn(fundedOn);
  const preview = usePreview(
    "schedule.preview",
    shownOn === null
      ? null
      : {
          principal: loan.principal,
          annual_rate_percent: loan.annual_rate_percent,
          term_months: loan.term_months,
          type: loan.type,
          frequency: loan.frequency,
          day_count: loan.day_count,
          rounding: loan.rounding,
          first_payment_on: loan.first_payment_on,
          funded_on: shownOn,
          currency,
          amortization_months: loan.amortization_months,
          interest_only_periods: loan.interest_only_periods,
          disbursements: null,
        },
  );
  if (preview.error) return <ErrorNote error={preview.error} />;
  const schedule = preview.data;
  const first = schedule?.payments[0];
  if (!schedule || !first) return null;
  if (loan.construction)
    return <ConstructionEffect loan={loan} construction={loan.construction} schedule={schedule} />;
  return (
    <Facts>
      <Fact label={text.levelPayment}>
        <Amount value={first.payment} />
      </Fact>
      <Fact label={text.payments}>{schedule.payments.length}</Fact>
      <Fact label={text.firstDue}>{formatDate(first.due_on)}</Fact>
      <Fact label={text.maturity}>{formatDate(schedule.maturity_on)}</Fact>
      <Fact label={text.totalInterest}>
        <Amount value={schedule.totals.interest} />
      </Fact>
      <Fact label={text.totalPayment}>
        <Amount value={schedule.totals.payment} />
      </Fact>
    </Facts>
  );
}

type ConstructionProps = { loan: Loan; construction: Construction; schedule: SchedulePreview };

/** What goes out at the funding of a loan that is drawn later; its payments follow from its draws. */
function ConstructionEffect({ loan, construction, schedule }: ConstructionProps) {
  return (
    <>
      <Facts>
        <Fact label={text.commitment}>
          <Amount value={loan.principal} />
        </Fact>
        <Fact label={messages.newLoan.initialAdvance}>
          <Amount value={construction.initial_advance} />
        </Fact>
        <Fact label={text.payments}>{schedule.payments.length}</Fact>
        <Fact label={text.firstDue}>{formatDate(schedule.payments[0]?.due_on ?? schedule.maturity_on)}</Fact>
        <Fact label={text.maturity}>{formatDate(schedule.maturity_on)}</Fact>
      </Facts>
      <p>{messages.transitions.constructionFunded}</p>
    </>
  );
}
