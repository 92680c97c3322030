import { useState } from "react";
import { usePreview } from "../../../api/preview";
import type { Loan } from "../../../bindings/Loan";
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
