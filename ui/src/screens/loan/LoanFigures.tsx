import type { Loan } from "../../bindings/Loan";
import { Amount } from "../../components/Amount";
import { Figure, Figures } from "../../components/Figures";
import { formatRate } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.figures;

/** The loan in figures; those of the schedule once there is one. */
export function LoanFigures({ loan }: { loan: Loan }) {
  const { schedule } = loan;
  return (
    <Figures>
      <Figure label={text.principal} strong>
        <Amount value={loan.principal} />
      </Figure>
      <Figure label={text.rate}>{formatRate(loan.annual_rate_percent)}</Figure>
      <Figure label={text.term}>{messages.months(loan.term_months)}</Figure>
      {schedule ? (
        <>
          <Figure label={text.levelPayment}>
            <Amount value={schedule.level_payment} />
          </Figure>
          <Figure label={text.totalInterest}>
            <Amount value={schedule.total_interest} />
          </Figure>
          <Figure label={text.nextDue}>
            {loan.next_due_on === null ? messages.common.none : formatDate(loan.next_due_on)}
          </Figure>
          <Figure label={text.maturity}>{formatDate(schedule.maturity_on)}</Figure>
        </>
      ) : (
        <>
          <Figure label={messages.newLoan.type}>{messages.scheduleTypes[loan.type]}</Figure>
          <Figure label={messages.newLoan.frequency}>{messages.frequencies[loan.frequency]}</Figure>
        </>
      )}
    </Figures>
  );
}
